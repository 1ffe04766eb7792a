"""Drafts and editions: written in parts, published once, frozen for good."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoCaptureOnCommitCallbacks

from regie.evidence.analyses import checking, exports, queries, services
from regie.evidence.analyses.models import FrozenEdition, SafetyAnalysis
from regie.evidence.analyses.paper import day_of, paper_of
from regie.evidence.analyses.rules import Scope, scope_from
from regie.evidence.analyses.services import StaleError
from regie.evidence.analyses.tests.conftest import BASIS, stated
from regie.evidence.appraisal.rules import Arrow, Assessment, Word
from regie.evidence.findings.models import Finding
from regie.evidence.findings.services import accept_news, refresh_candidates, reopen
from regie.evidence.findings.tests.conftest import BIKES, Keep
from regie.evidence.findings.tests.making import BURGLARY, change, level
from regie.evidence.findings.tests.test_findings import observation
from regie.evidence.signals.models import Watch
from regie.foundation.access.rules import COUNCIL_MEMBER, RESEARCHER
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.services import add_lesson
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import canonical, parsed, stamp
from regie.foundation.records.models import AppendOnlyError, Log
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.ui.paper import as_json, words_of

pytestmark = [pytest.mark.room, pytest.mark.django_db]

Me = dict[str, Any]
Picture = tuple[Assessment, ...]


def published(analysis: SafetyAnalysis, me: Me) -> FrozenEdition:
    return services.publish(analysis, **me)


class TestDraft:
    def test_it_begins_with_everything_that_is_confirmed(
        self, judged: Municipality, me: Me
    ) -> None:
        made = services.create(judged, " Analyse  2027 ", **me)
        assert (made.number, made.state, str(made)) == (1, "draft", "Analyse 2027 (1)")
        assert made.findings.count() == Finding.objects.count()
        scope = scope_from(made.scope)
        assert not scope.stated
        assert scope.themes["registered_crime"].included
        assert not scope.themes["tourism"].included
        assert made.cycle is not None
        with pytest.raises(RefusedError, match="al een concept"):
            services.create(judged, "Nog een", **me)

    def test_who_may_and_what_it_needs(self, judged: Municipality, me: Me, cast: Cast) -> None:
        with pytest.raises(RefusedError, match="titel"):
            services.create(judged, " ", **me)
        with pytest.raises(RefusedError, match="Alleen"):
            services.create(judged, "x", actor=cast.rob, role=COUNCIL_MEMBER)

    def test_a_scope_is_stated_by_a_person(self, draft: SafetyAnalysis, me: Me) -> None:
        kept = scope_from(SafetyAnalysis.objects.get(pk=draft.pk).scope)
        assert kept.stated
        assert kept.text == "Sociale en fysieke veiligheid."
        row = Log.objects.get(verb="analyses.write_scope")
        assert row.municipality_code == "GM9901"
        seen = services.token_of(draft, "scope")
        services.write_scope(draft, stated(draft), seen=seen, **me)
        assert Log.objects.filter(verb="analyses.write_scope").count() == 1

    def test_two_editors_lose_nothing(self, draft: SafetyAnalysis, me: Me) -> None:
        seen = services.token_of(draft, "introduction", "conclusion", "stories")
        mine = {"introduction": "Van mij.", "conclusion": "", "stories": {}}
        stories = {"x": "y", "z": " "}
        other = {"introduction": "", "conclusion": "Van een ander.", "stories": stories}
        other_draft = SafetyAnalysis.objects.select_related("municipality").get(pk=draft.pk)
        services.write_texts(other_draft, other, seen=seen, **me)
        with pytest.raises(StaleError) as stale:
            services.write_texts(draft, mine, seen=seen, **me)
        assert stale.value.current.conclusion == "Van een ander."
        assert stale.value.current.stories == {"x": "y"}
        token = services.token_of(draft, "evaluation")
        services.write_texts(draft, {"evaluation": "Ging goed."}, seen=token, **me)
        assert SafetyAnalysis.objects.get(pk=draft.pk).evaluation == "Ging goed."

    def test_nothing_about_persons(self, draft: SafetyAnalysis, me: Me) -> None:
        seen = services.token_of(draft, "scope")
        with pytest.raises(RefusedError):
            services.write_scope(draft, Scope("mail jan@x.nl"), seen=seen, **me)
        with pytest.raises(RefusedError):
            services.remark(draft, "bel 06-12345678", **me)

    def test_findings_in_an_order(self, draft: SafetyAnalysis, me: Me, cast: Cast) -> None:
        pks = [item.finding_id for item in draft.included.all()]
        services.choose_findings(draft, pks[::-1][:2], **me)
        assert [item.finding_id for item in draft.included.all()] == pks[::-1][:2]
        services.choose_findings(draft, pks[::-1][:2], **me)
        assert Log.objects.filter(verb="analyses.choose_findings").count() == 1
        foreign = Finding.objects.create(
            municipality=cast.buurstad, key="x", kind="level", state="confirmed"
        )
        with pytest.raises(RefusedError, match="bevestigd"):
            services.choose_findings(draft, [foreign.pk], **me)

    def test_remarks_of_colleagues(self, draft: SafetyAnalysis, me: Me, cast: Cast) -> None:
        made = services.remark(draft, " Mis ik\nfietsen? ", actor=cast.mira, role="mayor")
        assert str(made) == "Mis ik fietsen?"
        with pytest.raises(RefusedError, match="Schrijf"):
            services.remark(draft, " ", **me)
        with pytest.raises(RefusedError, match="gepubliceerd"):
            services.remark(draft, "x", actor=cast.rob, role=COUNCIL_MEMBER)


class TestPublish:
    def test_only_when_what_is_needed_is_there(
        self, judged: Municipality, me: Me, cast: Cast
    ) -> None:
        made = services.create(judged, "x", **me)
        with pytest.raises(StepRefusedError, match="past niet"):
            published(made, me)
        services.hand_over(made, "send", **me)
        with pytest.raises(RefusedError, match="reikwijdte"):
            published(made, me)
        with pytest.raises(StepRefusedError, match="Alleen de veiligheidscoördinator"):
            services.publish(made, actor=cast.ilse, role=RESEARCHER)
        made.refresh_from_db()
        assert made.state == "in_review"
        services.hand_over(made, "return", **me)
        assert SafetyAnalysis.objects.get().state == "draft"

    def test_not_with_newer_figures_or_something_reopened(
        self, ready: SafetyAnalysis, me: Me, keep: Keep, picture: Picture
    ) -> None:
        other = replace(picture[1], level=level(word=Word.ATTENTION, higher=True))
        keep(picture[0], other, *picture[2:])
        with pytest.raises(RefusedError, match="nieuwere cijfers"):
            published(ready, me)
        assert Finding.objects.get(key=f"level:{BIKES}").news == "words"
        row = Finding.objects.select_related("municipality").get(key=f"level:{BIKES}")
        reopen(row, reason="Nog eens.", **me)
        with pytest.raises(RefusedError, match="niet meer bevestigd"):
            published(ready, me)

    def test_not_while_verdicts_are_computed(self, ready: SafetyAnalysis, me: Me) -> None:
        Watch.objects.update(state="busy")
        with pytest.raises(RefusedError, match="nog berekend"):
            published(ready, me)

    def test_an_edition_holds_everything(
        self, ready: SafetyAnalysis, me: Me, cast: Cast, judged: Municipality
    ) -> None:
        add_lesson(judged, "Buurtpreventie werkte.", kind="worked", source="2025", actor=None)
        seen = observation(judged, cast)
        observation(judged, cast, title="Geheim", visibility="confidential")
        finding = Finding.objects.get(key=f"change:{BURGLARY}")
        finding.observations.add(seen)
        edition = published(ready, me)
        content = json.loads(edition.content)
        assert edition.sha256 == stamp(edition.content)
        assert edition.content == canonical(content)
        assert content["published"]["by"] == "Coos"
        assert content["basis"] == BASIS
        assert len(content["findings"]) == Finding.objects.count()
        first = next(f for f in content["findings"] if f["key"] == f"change:{BURGLARY}")
        assert first["verdict"]["change"]["sigma"] == 0.08
        assert first["headline"]["nl"] != first["headline"]["en"]
        assert first["observations"] == [seen.pk]
        assert content["lessons"][0]["text"] == "Buurtpreventie werkte."
        assert [item["title"] for item in content["street"]] == ["Dealen op het plein"]
        assert "Geheim" not in edition.content
        assert content["perceived"][0]["answer"]["value"] == 31.2
        assert str(edition).endswith(edition.sha256[:8])

    def test_once_and_never_changed(self, ready: SafetyAnalysis, me: Me) -> None:
        stale = SafetyAnalysis.objects.select_related("municipality").get(pk=ready.pk)
        edition = published(ready, me)
        with pytest.raises(StepRefusedError):
            published(stale, me)
        assert FrozenEdition.objects.count() == 1
        edition.content = "{}"
        with pytest.raises(AppendOnlyError):
            edition.save()
        with pytest.raises(AppendOnlyError):
            FrozenEdition.objects.all().delete()
        seen = services.token_of(ready, "evaluation")
        for write in (
            lambda: services.write_texts(ready, {"evaluation": "x"}, seen=seen, **me),
            lambda: services.choose_findings(ready, [], **me),
            lambda: services.remark(ready, "x", **me),
        ):
            with pytest.raises(RefusedError, match="ligt vast"):
                write()

    def test_the_next_one_takes_its_place_and_tells_the_difference(
        self, ready: SafetyAnalysis, me: Me, keep: Keep, picture: Picture, judged: Municipality
    ) -> None:
        first = published(ready, me)
        down = replace(picture[0], change=change(arrow=Arrow.DOWN))
        keep(down, *picture[1:])
        second = services.create(judged, "Analyse 2028", **me)
        assert (second.number, second.previous) == (2, ready)
        seen = services.token_of(second, "scope")
        services.write_scope(second, stated(second), seen=seen, **me)
        refresh_candidates(judged, actor=None)
        row = Finding.objects.select_related("municipality").get(key=f"change:{BURGLARY}")
        accept_news(row, reason="", **me)
        without = [i.finding_id for i in second.included.exclude(finding__kind="level")]
        services.choose_findings(second, without, **me)
        services.hand_over(second, "send", **me)
        content = json.loads(published(second, me).content)
        turns = {item["key"]: item["turn"] for item in content["changes"]}
        assert turns[f"change:{BURGLARY}"] == "words"
        assert turns[f"level:{BIKES}"] == "gone"
        assert content["previous"]["sha256"] == first.sha256
        ready.refresh_from_db()
        assert ready.state == "superseded"
        assert queries.published(judged) == second.edition
        with pytest.raises(IntegrityError), transaction.atomic():
            SafetyAnalysis.objects.filter(pk=ready.pk).update(state="published")

    def test_withdrawn_with_a_reason(self, ready: SafetyAnalysis, me: Me) -> None:
        edition = published(ready, me)
        with pytest.raises(RefusedError, match="reden"):
            services.withdraw(ready, reason=" ", **me)
        services.withdraw(ready, reason="Fout in de bron.", **me)
        ready.refresh_from_db()
        assert (ready.state, ready.reason) == ("withdrawn", "Fout in de bron.")
        assert FrozenEdition.objects.get() == edition

    def test_figures_are_drawn_in_the_background(
        self,
        ready: SafetyAnalysis,
        me: Me,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True) as called:
            published(ready, me)
        assert called


class TestFrozen:
    def test_a_document_in_both_languages(
        self, ready: SafetyAnalysis, me: Me, cast: Cast, judged: Municipality
    ) -> None:
        add_lesson(judged, "Buurtpreventie werkte.", kind="worked", actor=None)
        observation(judged, cast)
        content = json.loads(published(ready, me).content)
        dutch, english = paper_of(content), paper_of(content, "en")
        assert dutch.sections[0].title == "Wat leerden we van de vorige periode?"
        assert (dutch.language, english.language) == ("nl", "en")
        assert dutch.organisation == "Gemeente Voorbeeldstad"
        text = as_json(dutch)
        for words in ("Buurtpreventie werkte.", "Dealen op het plein", "Jeugdzorg", "Markt"):
            assert words in text
        assert dutch.date == day_of(content)
        assert all(map(words_of, dutch.sources))

    def test_a_month_and_a_new_vintage_later_it_is_the_same(
        self,
        ready: SafetyAnalysis,
        me: Me,
        keep: Keep,
        picture: Picture,
        judged: Municipality,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        edition = published(ready, me)
        document = as_json(paper_of(queries.content_of(edition)))
        packed = exports.archive(queries.content_of(edition), edition.content)
        later = timezone.now() + timedelta(days=31)
        monkeypatch.setattr(timezone, "now", lambda: later)
        keep(replace(picture[0], change=change(arrow=Arrow.DOWN)))
        refresh_candidates(judged, actor=None)
        Finding.objects.update(story="Later geschreven.", headline="Anders")
        parsed.cache_clear()
        with override("en"):
            again = FrozenEdition.objects.select_related("analysis__municipality").get()
            assert as_json(paper_of(queries.content_of(again))) == document
            assert exports.archive(queries.content_of(again), again.content) == packed

    def test_a_draft_has_a_day_without_a_clock(self) -> None:
        empty: dict[str, Any] = {"published": None, "deliveries": []}
        assert str(day_of(empty)) == "2000-01-01"
        known = {**empty, "deliveries": [{"vintage": "", "received": "2026-03-01"}]}
        assert str(day_of(known)) == "2026-03-01"

    def test_calculated_again_to_the_digit(
        self, ready: SafetyAnalysis, me: Me, picture: Picture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        edition = published(ready, me)
        again = {item.indicator: item for item in picture}
        monkeypatch.setattr(checking, "compute_as_of", lambda town, basis: again)
        outcome = checking.verify(edition)
        assert outcome.identical, outcome.differences
        assert outcome.findings == Finding.objects.count()
        moved = replace(picture[0], change=replace(change(arrow=Arrow.UP), recent=120.1))
        lost = {**again, BURGLARY: moved, BIKES: replace(picture[1], level=level())}
        monkeypatch.setattr(checking, "compute_as_of", lambda town, basis: lost)
        paths = {d.path: (d.frozen, d.again) for d in checking.verify(edition).differences}
        assert paths[f"change:{BURGLARY}.change.recent"] == (120.0, 120.1)
        assert paths[f"level:{BIKES}"] == ("higher", None)
        assert not checking.verify(edition).identical

    def test_a_text_that_was_changed_behind_our_back(
        self, ready: SafetyAnalysis, me: Me, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        edition = published(ready, me)
        edition.content = edition.content.replace("Veiligheidsanalyse", "Iets anders")
        monkeypatch.setattr(checking, "compute_as_of", lambda town, basis: {})
        assert checking.verify(edition).broken

    def test_an_analysis_without_figures_has_nothing_to_calculate(
        self, ready: SafetyAnalysis, me: Me
    ) -> None:
        Watch.objects.update(basis={})
        outcome = checking.verify(published(ready, me))
        assert (outcome.findings, outcome.identical) == (0, True)
