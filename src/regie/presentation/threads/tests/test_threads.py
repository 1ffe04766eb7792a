"""The pages of the golden thread: both ways, by role, with orphans, in bounded queries."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regie.evidence.analyses.models import FrozenEdition, SafetyAnalysis
from regie.evidence.findings.models import Finding
from regie.foundation.access.models import Membership
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import Lesson
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.threads import Ref, Side, kinds, links
from regie.foundation.records.walking import Branch, thread_of
from regie.planning.objectives.services import write_objective
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plans.services import begin_plan
from regie.planning.priorities.models import ThemeLevel
from regie.planning.priority_sessions.models import Answer
from regie.presentation.threads import planning, queries
from regie.presentation.threads.evidence import deliveries_under_findings, lessons_in_analyses
from regie.presentation.threads.tests.conftest import Chain

pytestmark = pytest.mark.room

ROOT = "/voorbeeldstad/gulden-draad/"


def member(user: User) -> Membership:
    return Membership.objects.select_related("municipality", "partner").get(
        user=user, municipality__slug="voorbeeldstad"
    )


def codes(branch: Branch) -> set[str]:
    found = {child.node.ref.kind for child in branch.children}
    return found.union(*(codes(child) for child in branch.children)) if found else found


def test_every_kind_has_its_own_address() -> None:
    slugs = [kind.slug for kind in kinds()]
    assert len(set(slugs)) == len(slugs)
    assert {"bevinding", "waarneming", "les", "inbreng", "kandidaat", "prioriteit"} <= set(slugs)
    known = {kind.code for kind in kinds()}
    assert all({link.lower, link.upper} <= known for link in links())


def test_a_finding_is_followed_both_ways(cast: Cast, chain: Chain) -> None:
    thread = thread_of(member(cast.coos), Ref("finding", chain.finding.pk))
    assert thread is not None
    assert codes(thread.back) == {"observation"}
    assert codes(thread.forward) == {"candidate", "priority"}
    assert not thread.hidden


def test_a_contribution_is_followed_to_the_priority(cast: Cast, chain: Chain) -> None:
    thread = thread_of(member(cast.coos), Ref("contribution", chain.contribution.pk))
    assert thread is not None
    assert codes(thread.forward) == {"candidate", "priority"}
    assert thread.node.state == "overgenomen"


def test_the_newest_answer_counts(cast: Cast, chain: Chain) -> None:
    coos, pk = member(cast.coos), chain.contribution.pk
    level = ThemeLevel.objects.create(
        cycle=chain.cycle, theme=chain.theme, level="priority", reason="Het speelt breed."
    )
    pair = (pk, chain.priority.pk)
    assert list(planning.contributions_in_priorities(coos, Side.LOWER, [pk])) == [pair]
    up = planning.contributions_in_priorities(coos, Side.UPPER, [chain.priority.pk])
    assert list(up) == [pair]
    assert list(planning.contributions_on_the_board(coos, Side.UPPER, [level.pk])) == [
        (pk, level.pk)
    ]
    Answer.objects.create(contribution=chain.contribution, outcome="not_adopted", text="Toch niet.")
    assert list(planning.contributions_in_priorities(coos, Side.LOWER, [pk])) == []


def test_only_the_newest_level_of_a_theme_is_followed(cast: Cast, chain: Chain) -> None:
    for level in ("strategic", "priority"):
        ThemeLevel.objects.create(
            cycle=chain.cycle, theme=chain.theme, level=level, reason="Het speelt breed."
        )
    thread = thread_of(member(cast.coos), Ref("priority", chain.priority.pk))
    assert thread is not None
    assert thread.behind["theme_level"] == 1
    assert not thread.hidden


def test_the_council_sees_a_proposal_once_it_was_sent(cast: Cast, chain: Chain) -> None:
    rob = member(cast.rob)
    before = thread_of(rob, Ref("finding", chain.finding.pk))
    assert before is not None
    assert (codes(before.forward), before.hidden) == ({"candidate"}, True)
    type(chain.proposal).objects.update(state="sent")
    after = thread_of(rob, Ref("finding", chain.finding.pk))
    assert after is not None
    assert "priority" in codes(after.forward)


def test_a_partner_sees_only_what_rests_on_its_own(
    cast: Cast, chain: Chain, town: Municipality
) -> None:
    other = Finding.objects.create(
        municipality=town, key="own:2", kind="own", state="confirmed", headline="Iets anders"
    )
    pia = member(cast.pia)
    assert thread_of(pia, Ref("observation", chain.observation.pk)) is not None
    assert thread_of(pia, Ref("finding", chain.finding.pk)) is not None
    assert thread_of(pia, Ref("finding", other.pk)) is None


def test_the_neighbour_sees_nothing(as_vera: Client, chain: Chain) -> None:
    for slug, pk in (("bevinding", chain.finding.pk), ("inbreng", chain.contribution.pk)):
        assert as_vera.get(f"{ROOT}{slug}/{pk}/").status_code == 404
        assert as_vera.get(f"/buurstad/gulden-draad/{slug}/{pk}/").status_code == 404
    assert as_vera.get("/buurstad/gulden-draad/").status_code == 200


def test_the_page_tells_the_thread_in_words(as_coos: Client, chain: Chain) -> None:
    page = as_coos.get(f"{ROOT}bevinding/{chain.finding.pk}/").content.decode()
    for words in (
        "Dit rust op 1 waarneming.",
        "Dit kwam terecht in 1 kandidaat en 1 prioriteit.",
        "Dealen op het plein",
        "Minder drugshandel",
        f"{ROOT}kandidaat/{chain.candidate.pk}/",
    ):
        assert words in page
    start = as_coos.get(f"{ROOT}waarneming/{chain.observation.pk}/").content.decode()
    assert "Hier begint de draad." in start


@pytest.mark.parametrize("path", ["nergens/1/", "bevinding/999999/"])
def test_what_is_not_there_is_404(as_coos: Client, chain: Chain, path: str) -> None:
    assert as_coos.get(f"{ROOT}{path}").status_code == 404


def test_choosing_by_kind_and_words(as_coos: Client, as_rob: Client, chain: Chain) -> None:
    page = as_coos.get(ROOT).content.decode()
    assert "?soort=bevinding" in page
    found = as_coos.get(f"{ROOT}?soort=bevinding&zoek=plein").content.decode()
    assert "Handel op het plein" in found
    nothing = as_rob.get(f"{ROOT}?soort=bevinding&zoek=xyzzy").content.decode()
    assert "Niets gevonden" in nothing
    assert as_rob.get(f"{ROOT}?soort=onzin").status_code == 200


def test_orphans_are_counted_and_shown(
    as_coos: Client, cast: Cast, chain: Chain, town: Municipality
) -> None:
    assert queries.counts(member(cast.coos)).orphans["ongebruikte-bevinding"] == 0
    Finding.objects.create(
        municipality=town, key="own:2", kind="own", state="confirmed", headline="Vergeten"
    )
    chain.candidate.findings.clear()
    counts = queries.counts(member(cast.coos))
    assert counts.orphans["ongebruikte-bevinding"] == 1
    assert counts.orphans["kandidaat-zonder-bevinding"] == 1
    page = as_coos.get(ROOT).content.decode()
    assert "1 bevestigde bevinding is nog nergens gebruikt." in page
    loose = as_coos.get(f"{ROOT}?los=ongebruikte-bevinding").content.decode()
    assert "Vergeten" in loose
    assert "Handel op het plein" not in loose


def test_counting_everything_is_one_query(cast: Cast, chain: Chain) -> None:
    coos = member(cast.coos)
    with CaptureQueriesContext(connection) as asked:
        found = queries.counts(coos)
    assert len(asked) == 1
    assert found.things["finding"] == 1
    partner = queries.counts(member(cast.pia))
    assert partner.things["observation"] == 1


def test_pages_ask_a_bounded_number_of_queries(
    as_coos: Client, chain: Chain, town: Municipality
) -> None:
    many = [
        Finding(municipality=town, key=f"own:{n}", kind="own", state="confirmed", headline=f"B {n}")
        for n in range(10, 70)
    ]
    Finding.objects.bulk_create(many)
    chain.candidate.findings.add(*Finding.objects.all())
    paths = {"": 12, "?soort=bevinding": 12, f"kandidaat/{chain.candidate.pk}/": 24}
    for path, most in paths.items():
        with CaptureQueriesContext(connection) as asked:
            assert as_coos.get(f"{ROOT}{path}").status_code == 200
        assert len(asked) <= most, [query["sql"][:90] for query in asked]
    page = as_coos.get(f"{ROOT}kandidaat/{chain.candidate.pk}/").content.decode()
    assert "61 bevindingen" in page
    assert "en nog 49" in page


def test_verdicts_rest_on_deliveries(cast: Cast, chain: Chain) -> None:
    Finding.objects.filter(pk=chain.finding.pk).update(verdict={"deliveries": [3, 5]})
    coos, pk = member(cast.coos), chain.finding.pk
    down = list(deliveries_under_findings(coos, Side.UPPER, [pk]))
    assert down == [(3, pk), (5, pk)]
    assert list(deliveries_under_findings(coos, Side.LOWER, [5])) == [(5, pk)]
    assert list(deliveries_under_findings(coos, Side.UPPER, [pk + 1])) == []


def test_lessons_stand_in_the_analysis_that_opens_with_them(cast: Cast, chain: Chain) -> None:
    lesson = Lesson.objects.create(municipality=chain.town, kind="open", text="Waarom?")
    analysis = SafetyAnalysis.objects.create(municipality=chain.town, number=1, title="Analyse")
    told = [{"kind": "open", "text": "Waarom?"}, {"kind": "open", "text": "Een andere"}]
    FrozenEdition.objects.create(
        analysis=analysis,
        content=json.dumps({"lessons": told}),
        sha256="0" * 64,
        published_at=timezone.now(),
        published_by=cast.coos,
    )
    coos, pair = member(cast.coos), (lesson.pk, analysis.pk)
    assert list(lessons_in_analyses(coos, Side.LOWER, [lesson.pk])) == [pair]
    assert list(lessons_in_analyses(coos, Side.UPPER, [analysis.pk])) == [pair]
    thread = thread_of(coos, Ref("lesson", lesson.pk))
    assert thread is not None
    assert codes(thread.forward) == {"analysis"}


def test_the_golden_thread_goes_from_finding_to_objective_and_shows_its_holes(
    cast: Cast, as_coos: Client, as_rob: Client, as_vera: Client, chain: Chain
) -> None:
    url = f"{ROOT}van-bevinding-tot-doel/"
    page = as_coos.get(url).content.decode()
    assert "nog geen doel" in page
    assert "Minder drugshandel" in page
    plan = begin_plan(chain.cycle, actor=cast.coos, role="coordinator")
    words = ObjectiveWords(statement="In 2030 wordt er minder gedeald.", priority=chain.priority.pk)
    write_objective(plan, words, actor=cast.coos, role="coordinator")
    with CaptureQueriesContext(connection) as asked:
        page = as_coos.get(url).content.decode()
    assert len(asked) <= 15
    assert "In 2030 wordt er minder gedeald." in page
    assert "nog geen doel" not in page
    assert "1 doel heeft geen nulmeting." in page
    type(chain.proposal).objects.update(state="sent")
    council = as_rob.get(url).content.decode()
    assert "In 2030 wordt er minder gedeald." not in council
    assert "Niet alles is voor uw rol zichtbaar." in council
    assert "nog geen doel" not in council
    assert as_vera.get(url).status_code == 404
