"""Findings in the services: proposed, decided about, and left alone when figures are renewed."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from regie.evidence.appraisal.rules import Arrow, Assessment, Word
from regie.evidence.findings import pages, queries, services, telling
from regie.evidence.findings.models import Finding, FindingKind
from regie.evidence.findings.rules import Kind
from regie.evidence.findings.services import StaleError, Story
from regie.evidence.findings.subjects import by_code, subjects
from regie.evidence.findings.tests.conftest import BIKES, CYBER, FEAR, Keep
from regie.evidence.findings.tests.making import BURGLARY, assessment, change, level
from regie.evidence.signals.events import recomputed
from regie.evidence.street_knowledge.models import Observation
from regie.foundation.access.rules import COORDINATOR, COUNCIL_MEMBER
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import SafetyField
from regie.foundation.cycles.services import add_theme
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import Log, Step
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError

pytestmark = [pytest.mark.room, pytest.mark.django_db]

Picture = tuple[Assessment, ...]


@pytest.fixture
def who(cast: Cast) -> dict[str, Any]:
    return {"actor": cast.coos, "role": COORDINATOR}


@pytest.fixture
def proposed(town: Municipality, picture: Picture) -> Municipality:
    services.refresh_candidates(town, actor=None)
    return town


def of(town: Municipality, key: str) -> Finding:
    return Finding.objects.select_related("municipality").get(municipality=town, key=key)


def states(town: Municipality) -> dict[str, str]:
    return dict(Finding.objects.filter(municipality=town).values_list("key", "state"))


def observation(town: Municipality, cast: Cast, **more: Any) -> Observation:
    values = {
        "kind": "hot_spot",
        "theme": "registered_crime",
        "area": "BU99010101",
        "title": "Dealen op het plein",
        "description": "Vooral in de avond.",
        "confidence": "high",
        "basis": "own_eyes",
        "visibility": "members",
        "state": "accepted",
        "season": "2026-summer",
    }
    return Observation.objects.create(municipality=town, made_by=cast.coos, **(values | more))


class TestRefresh:
    def test_one_candidate_per_signal_and_one_row_in_the_log(
        self, town: Municipality, picture: Picture
    ) -> None:
        report = services.refresh_candidates(town, actor=None)
        found = states(town)
        assert set(found.values()) == {"candidate"}
        kinds = set(Finding.objects.values_list("kind", flat=True))
        assert kinds == {k.value for k in Kind} - {"own"}
        assert len(report.created) == len(found)
        assert not any(CYBER in key for key in found)
        assert Log.objects.filter(verb="findings.refresh").count() == 1

    def test_again_changes_nothing(self, proposed: Municipality) -> None:
        before = list(Finding.objects.values())
        report = services.refresh_candidates(proposed, actor=None)
        assert not any(vars(report).values())
        assert list(Finding.objects.values()) == before
        assert Log.objects.filter(verb="findings.refresh").count() == 1

    def test_it_listens_to_new_verdicts(self, town: Municipality, picture: Picture) -> None:
        recomputed.send(object, municipality_id=town.pk, indicators=(BURGLARY,))
        assert Finding.objects.exists()
        recomputed.send(object, municipality_id=0, indicators=())

    def test_many_indicators_cost_no_more_queries(
        self,
        town: Municipality,
        keep: Keep,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        codes = [s.code for s in subjects() if s.family == "offence"]
        keep(*(assessment(c, change=change(arrow=Arrow.UP)) for c in codes))
        with django_assert_max_num_queries(12):
            services.refresh_candidates(town, actor=None)

    def test_a_candidate_follows_the_figures_lapses_and_returns(
        self, proposed: Municipality, keep: Keep, picture: Picture
    ) -> None:
        key = f"change:{BURGLARY}"
        moved = replace(change(arrow=Arrow.UP), recent=140.0)
        keep(replace(picture[0], change=moved), *picture[1:])
        assert services.refresh_candidates(proposed, actor=None).renewed == [key]
        assert of(proposed, key).verdict["change"]["recent"] == 140.0
        keep(*picture[1:])
        services.refresh_candidates(proposed, actor=None)
        assert of(proposed, key).state == "lapsed"
        keep(*picture)
        report = services.refresh_candidates(proposed, actor=None)
        assert key in report.returned
        assert of(proposed, key).state == "candidate"
        steps = Step.objects.filter(subject_id=str(of(proposed, key).pk))
        assert [s.name for s in steps] == ["return", "lapse"]

    def test_a_decision_stays_and_new_figures_stand_beside_it(
        self, proposed: Municipality, keep: Keep, picture: Picture, who: dict[str, Any]
    ) -> None:
        key = f"level:{BIKES}"
        services.confirm(of(proposed, key), confidence="high", **who)
        decided = of(proposed, key).verdict
        other = replace(picture[1], level=level(word=Word.ATTENTION, higher=True))
        keep(picture[0], other, *picture[2:])
        assert services.refresh_candidates(proposed, actor=None).news == [key]
        found = of(proposed, key)
        assert (found.state, found.news) == ("confirmed", "words")
        assert found.verdict == decided
        assert found.latest["level"]["word"] == "attention"
        since = found.news_at
        assert not any(vars(services.refresh_candidates(proposed, actor=None)).values())
        keep(*picture[2:])
        services.refresh_candidates(proposed, actor=None)
        gone = of(proposed, key)
        assert (gone.state, gone.news, gone.latest) == ("confirmed", "gone", {})
        keep(*picture)
        services.refresh_candidates(proposed, actor=None)
        assert (of(proposed, key).news, of(proposed, key).news_at) == ("", None)
        assert since is not None

    def test_what_becomes_part_of_a_sum_is_no_news(
        self, town: Municipality, keep: Keep, names: None, who: dict[str, Any]
    ) -> None:
        part, whole = "offence-1.4.5", "budget-bbv_violence"
        up = change(arrow=Arrow.UP)
        keep(assessment(part, change=up))
        services.refresh_candidates(town, actor=None)
        services.confirm(of(town, f"change:{part}"), confidence="high", **who)
        keep(assessment(part, change=up), assessment(whole, change=up))
        services.refresh_candidates(town, actor=None)
        assert of(town, f"change:{part}").news == ""
        assert of(town, f"change:{whole}").evidence == [part]

    def test_a_chosen_theme_stays(
        self, proposed: Municipality, keep: Keep, picture: Picture, who: dict[str, Any]
    ) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        services.write_story(item, Story(theme="shopping_areas"), version=1, **who)
        keep(replace(picture[0], change=replace(change(arrow=Arrow.UP), recent=141.0)))
        services.refresh_candidates(proposed, actor=None)
        assert of(proposed, item.key).theme == "shopping_areas"


class TestDecide:
    def test_confirmed_with_its_confidence(
        self, proposed: Municipality, who: dict[str, Any]
    ) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        services.confirm(item, confidence="high", **who)
        kept = of(proposed, item.key)
        assert (kept.state, kept.confidence, kept.decided_by) == ("confirmed", "high", who["actor"])
        assert Log.objects.filter(verb="findings.confirm", municipality_code="GM9901").exists()
        with pytest.raises(StepRefusedError, match="past niet"):
            services.confirm(kept, confidence="low", **who)
        with pytest.raises(ValueError, match="surely"):
            services.confirm(kept, confidence="surely", **who)

    def test_who_may_not(self, proposed: Municipality, cast: Cast) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        rob: dict[str, Any] = {"actor": cast.rob, "role": COUNCIL_MEMBER}
        with pytest.raises(StepRefusedError, match="Alleen"):
            services.confirm(item, confidence="high", **rob)
        with pytest.raises(RefusedError):
            services.write_story(item, Story(story="x"), version=1, **rob)
        with pytest.raises(RefusedError):
            services.accept_news(item, reason="", **rob)

    def test_rejecting_needs_a_reason(self, proposed: Municipality, who: dict[str, Any]) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        for reason in (" ", "bel 06-12345678"):
            with pytest.raises(RefusedError):
                services.reject(item, reason=reason, **who)
        services.reject(item, reason="Kwam door  één project.", **who)
        kept = of(proposed, item.key)
        assert (kept.state, kept.reason) == ("rejected", "Kwam door één project.")
        services.reopen(kept, reason="Toch nog eens.", **who)
        again = of(proposed, item.key)
        assert (again.state, again.reason) == ("candidate", "")

    def test_several_at_once_all_or_none(
        self, proposed: Municipality, who: dict[str, Any], cast: Cast
    ) -> None:
        one, two = list(Finding.objects.all()[:2])
        assert services.reject_many(proposed, [one.pk, two.pk], reason="Bekend.", **who) == 2
        assert Log.objects.filter(verb="findings.reject_many").count() == 1
        three = Finding.objects.filter(state="candidate").first()
        assert three is not None
        with pytest.raises(StepRefusedError):
            services.reject_many(proposed, [three.pk, one.pk], reason="Bekend.", **who)
        three.refresh_from_db()
        assert three.state == "candidate"
        with pytest.raises(RefusedError):
            services.reject_many(cast.buurstad, [three.pk], reason="Bekend.", **who)

    def test_merging_and_back(self, proposed: Municipality, who: dict[str, Any]) -> None:
        item, into = of(proposed, f"change:{BURGLARY}"), of(proposed, f"level:{BIKES}")
        services.merge(item, into, reason="Eén daderbeeld.", **who)
        kept = of(proposed, item.key)
        assert (kept.state, kept.merged_into) == ("merged", into)
        with pytest.raises(RefusedError, match="zichzelf"):
            services.merge(into, into, reason="", **who)
        with pytest.raises(RefusedError, match="kandidaat of bevestigd"):
            services.merge(of(proposed, f"concentration:{BIKES}"), kept, reason="", **who)
        with pytest.raises(RefusedError, match="al andere"):
            services.merge(into, of(proposed, f"concentration:{BIKES}"), reason="", **who)
        services.unmerge(kept, **who)
        again = of(proposed, item.key)
        assert (again.state, again.merged_into, again.reason) == ("candidate", None, "")
        assert into not in queries.merge_targets(into)
        assert again in queries.merge_targets(into)

    def test_findings_of_two_municipalities_are_never_merged(
        self, proposed: Municipality, who: dict[str, Any], cast: Cast
    ) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        other = Finding.objects.create(municipality=cast.buurstad, key="x", kind="level")
        with pytest.raises(ValueError, match="two municipalities"):
            services.merge(item, other, reason="", **who)

    def test_new_figures_are_taken_over_by_a_person(
        self, proposed: Municipality, keep: Keep, picture: Picture, who: dict[str, Any]
    ) -> None:
        key = "place_level:offence-2.2.1"
        item = of(proposed, key)
        with pytest.raises(RefusedError, match="geen nieuwe cijfers"):
            services.accept_news(item, reason="", **who)
        services.confirm(item, confidence="medium", **who)
        places = tuple(replace(p, smoothed=2.5) for p in picture[3].places)
        keep(*picture[:3], replace(picture[3], places=places), *picture[4:])
        services.refresh_candidates(proposed, actor=None)
        item = of(proposed, key)
        assert item.news == "numbers"
        services.accept_news(item, reason="Nagekeken.", **who)
        kept = of(proposed, key)
        assert (kept.news, kept.latest, kept.state) == ("", {}, "confirmed")
        assert kept.verdict["places"][0]["smoothed"] == 2.5
        row = Log.objects.get(verb="findings.accept_news")
        assert row.details["replaced"]["places"][0]["smoothed"] == 1.8

    def test_numbers_are_taken_over_everywhere_at_once(
        self, proposed: Municipality, keep: Keep, picture: Picture, who: dict[str, Any], cast: Cast
    ) -> None:
        keys = (f"change:{BURGLARY}", f"level:{BIKES}")
        for key in keys:
            services.confirm(of(proposed, key), confidence="medium", **who)
        moved = replace(picture[0].change, recent=121.0)
        other = level(word=Word.ATTENTION, higher=True)
        keep(replace(picture[0], change=moved), replace(picture[1], level=other), *picture[2:])
        services.refresh_candidates(proposed, actor=None)
        assert queries.with_news(proposed) == {"numbers": 1, "words": 1}
        assert services.accept_numbers(proposed, **who) == 1
        assert services.accept_numbers(proposed, **who) == 0
        assert of(proposed, keys[0]).verdict["change"]["recent"] == 121.0
        assert of(proposed, keys[1]).news == "words"
        assert Log.objects.filter(verb="findings.accept_numbers").count() == 1
        with pytest.raises(RefusedError):
            services.accept_numbers(proposed, actor=cast.rob, role=COUNCIL_MEMBER)

    def test_reopened_with_the_newest_verdict(
        self, proposed: Municipality, keep: Keep, picture: Picture, who: dict[str, Any]
    ) -> None:
        key = f"concentration:{BIKES}"
        services.confirm(of(proposed, key), confidence="medium", **who)
        spread = replace(picture[1].concentration, top=("BU99010102",))
        keep(picture[0], replace(picture[1], concentration=spread), *picture[2:])
        services.refresh_candidates(proposed, actor=None)
        services.reopen(of(proposed, key), reason="Verschoven.", **who)
        kept = of(proposed, key)
        assert (kept.state, kept.areas, kept.news) == ("candidate", ["BU99010102"], "")

    def test_the_database_keeps_findings_whole(self, proposed: Municipality) -> None:
        wrong: tuple[dict[str, Any], ...] = (
            {"kind": "own", "key": "own:1"},
            {"state": "rejected", "key": "a", "kind": "level"},
            {"state": "merged", "key": "b", "kind": "level"},
            {"key": f"change:{BURGLARY}", "kind": "change"},
        )
        for values in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                Finding.objects.create(municipality=proposed, **values)


class TestStory:
    def test_words_of_a_person(self, proposed: Municipality, who: dict[str, Any]) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        story = Story(headline=" Meer inbraken ", story="In 2019-2023 …", confidence="low")
        services.write_story(item, story, version=1, **who)
        kept = of(proposed, item.key)
        assert (kept.headline, kept.version, str(kept)) == ("Meer inbraken", 2, "Meer inbraken")
        services.write_story(kept, story, version=2, **who)
        assert of(proposed, item.key).version == 2
        assert Log.objects.filter(verb="findings.write_story").count() == 1

    def test_two_writers_lose_nothing(self, proposed: Municipality, who: dict[str, Any]) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        services.write_story(item, Story(story="De eerste."), version=1, **who)
        with pytest.raises(StaleError) as stale:
            services.write_story(item, Story(story="De tweede."), version=1, **who)
        assert stale.value.current.story == "De eerste."
        assert of(proposed, item.key).story == "De eerste."

    def test_nothing_about_persons(self, proposed: Municipality, who: dict[str, Any]) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        with pytest.raises(RefusedError):
            services.write_story(item, Story(story="mail jan@x.nl"), version=1, **who)
        assert of(proposed, item.key).story == ""

    def test_a_theme_must_exist(self, proposed: Municipality, who: dict[str, Any]) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        with pytest.raises(RefusedError, match="thema"):
            services.write_story(item, Story(theme="nowhere"), version=1, **who)

    def test_an_own_finding_under_an_own_theme(
        self, town: Municipality, who: dict[str, Any]
    ) -> None:
        field = SafetyField.objects.get(cycle__municipality=town, code="physical")
        theme = add_theme(field, "Hoogwater", actor=None)
        story = Story(headline="Dijk is zwak", story="Zie inspectie.", theme=theme.code)
        item = services.add_own(town, story, **who)
        assert (item.state, item.field, item.kind) == ("confirmed", "physical", FindingKind.OWN)
        assert item.confidence == "medium"
        for wrong in (replace(story, headline=" "), replace(story, theme="x")):
            with pytest.raises(RefusedError):
                services.add_own(town, wrong, **who)
        with pytest.raises(RefusedError):
            services.write_story(item, Story(headline=""), version=item.version, **who)
        services.refresh_candidates(town, actor=None)
        assert of(town, item.key).state == "confirmed"

    def test_street_knowledge_beside_it(
        self, proposed: Municipality, who: dict[str, Any], cast: Cast
    ) -> None:
        item = of(proposed, f"change:{BURGLARY}")
        seen = observation(proposed, cast)
        assert services.link(item, [seen], **who)
        assert not services.link(item, [seen], **who)
        assert list(item.observations.all()) == [seen]
        assert services.link(item, [], **who)
        waiting = observation(proposed, cast, state="submitted", title="x")
        with pytest.raises(RefusedError):
            services.link(item, [waiting], **who)
        foreign = observation(cast.buurstad, cast)
        with pytest.raises(ValueError, match="another municipality"):
            services.link(item, [foreign], **who)


class TestTelling:
    def test_every_kind_has_a_headline_and_sentences_in_both_languages(
        self, proposed: Municipality
    ) -> None:
        rows = list(Finding.objects.select_related("municipality"))
        names = pages.names_for(rows, proposed)
        for language in ("nl", "en"):
            with override(language):
                for row in rows:
                    assert "%(" not in telling.headline(row, names)
                    assert telling.told(row, names), row.key

    def test_what_is_found_by_looking_is_never_called_higher(self, proposed: Municipality) -> None:
        row = of(proposed, "level:offence-3.1.1")
        names = pages.names_for([row], proposed)
        assert "vaker geregistreerd" in telling.headline(row, names)
        assert any("controles" in sentence for sentence in telling.told(row, names))

    def test_long_lists_are_cut(self, proposed: Municipality) -> None:
        row = of(proposed, "place_level:offence-2.2.1")
        row.areas = [f"BU9901010{n}" for n in range(1, 8)]
        names = pages.names_for([row], proposed)
        assert "Markt" in telling.headline(row, names)
        assert "4 andere plekken" in telling.headline(row, names)

    def test_an_indicator_that_is_no_more(self, proposed: Municipality) -> None:
        row = of(proposed, f"change:{BURGLARY}")
        row.indicator = "gone"
        names = pages.names_for([row], proposed)
        assert telling.headline(row, names) == "gone: gestegen"
        assert telling.told(row, names) == []

    def test_verdicts_that_lack_a_part_say_less(self, proposed: Municipality) -> None:
        for row in Finding.objects.select_related("municipality"):
            row.verdict = {}
            telling.told(row, pages.names_for([row], proposed))

    def test_every_subject_has_a_definition(self) -> None:
        assert {s.code for s in subjects()} <= set(by_code())
        assert FEAR in by_code()


def test_what_waits_and_what_changed(proposed: Municipality, who: dict[str, Any]) -> None:
    total = Finding.objects.count()
    services.confirm(of(proposed, f"change:{BURGLARY}"), confidence="high", **who)
    assert queries.undecided(proposed) == total - 1
    assert not queries.with_news(proposed)
    assert [row.key for row in queries.confirmed(proposed)] == [f"change:{BURGLARY}"]


def test_the_watch_tells_this_room(
    town: Municipality,
    picture: Picture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        recomputed.send(object, municipality_id=town.pk, indicators=())
    assert Finding.objects.filter(municipality=town).exists()
