"""Setting up a session, its longlist, opening and closing."""

import pytest

from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.priority_sessions import longlist, pages, queries, rules, services, threads
from regie.planning.priority_sessions.models import Candidate, PrioritySession
from regie.planning.priority_sessions.tests import factory

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def session(cast: Cast) -> PrioritySession:
    return factory.session_in(cast.voorbeeldstad, cast.coos)


def test_a_session_starts_with_criteria_groups_and_a_code(
    session: PrioritySession, cast: Cast
) -> None:
    assert len(queries.criteria(session)) == 6
    assert [group.name for group in queries.groups(session)] == list(factory.FACTIONS)
    assert rules.cleaned_code(session.code) == session.code
    again = services.make(session.cycle, factory.setup_of(), actor=cast.coos)
    assert again.pk == session.pk


def test_the_longlist_comes_from_confirmed_findings(cast: Cast) -> None:
    for name, theme in (("Meer inbraak", "registered_crime"), ("Meer horeca", "nightlife")):
        factory.own_finding(cast.voorbeeldstad, name, theme)
    cycle = PolicyCycle.objects.get(municipality=cast.voorbeeldstad)
    made = services.make(cycle, factory.setup_of(), actor=cast.coos)
    assert longlist.propose(made, actor=cast.coos) == 2
    rows = queries.with_findings(made)
    assert [row.themes for row in rows] == [["registered_crime"], ["nightlife"]]
    assert all(row.findings.all() for row in rows)
    assert longlist.propose(made, actor=cast.coos) == 0
    assert longlist.add_themes(made, ["youth_crime", "nightlife"], actor=cast.coos) <= 1


def test_changing_stops_when_it_opens(session: PrioritySession, cast: Cast) -> None:
    services.change(session, factory.setup_of(groups=("Oppositie",)), actor=cast.coos)
    assert [group.name for group in queries.groups(session)] == ["Oppositie"]
    services.open_session(session, actor=cast.coos, role="coordinator")
    with pytest.raises(RefusedError):
        services.change(session, factory.setup_of(), actor=cast.coos)
    with pytest.raises(RefusedError):
        longlist.add_own(session, "Te laat", "", actor=cast.coos)


def test_cards_freeze_when_it_opens_and_never_again(session: PrioritySession, cast: Cast) -> None:
    services.open_session(session, actor=cast.coos, role="coordinator")
    first = factory.candidate(session).card
    assert first["nl"]["without"]
    assert first["en"]["without"] != first["nl"]["without"]
    services.close(session, actor=cast.coos, role="clerk")
    services.reopen(session, "Er waren nog vragen.", actor=cast.coos, role="clerk")
    assert factory.candidate(session).card == first
    session.refresh_from_db()
    assert (session.state, session.reopened_for) == ("open", "Er waren nog vragen.")
    assert session.closed_at is None


def test_steps_are_refused_with_a_reason(session: PrioritySession, cast: Cast) -> None:
    with pytest.raises(StepRefusedError):
        services.open_session(session, actor=cast.rob, role="council_member")
    with pytest.raises(RefusedError):
        services.reopen(session, " ", actor=cast.coos, role="coordinator")
    session.candidates.exclude(name="Inbraak").delete()
    with pytest.raises(RefusedError):
        services.open_session(session, actor=cast.coos, role="coordinator")


def test_names_are_unique_and_say_nothing_about_persons(
    session: PrioritySession, cast: Cast
) -> None:
    for name in ("inbraak", " ", "Bel 06 12345678"):
        with pytest.raises(RefusedError):
            longlist.add_own(session, name, "", actor=cast.coos)
    row = factory.candidate(session)
    words = {"name": "Inbraak", "influence": "Sloten", "costs": "", "ground": ""}
    with pytest.raises(RefusedError):
        longlist.write(row, words, actor=cast.coos)
    longlist.write(row, words | {"ground": "De evaluatie"}, actor=cast.coos)
    row.refresh_from_db()
    assert (row.influence, row.ground) == ("Sloten", "De evaluatie")


def test_the_order_can_be_changed(session: PrioritySession, cast: Cast) -> None:
    longlist.move(factory.candidate(session, "Ondermijning"), -1, actor=cast.coos)
    names = [row.name for row in queries.candidates(session)]
    assert names == ["Inbraak", "Ondermijning", "Overlast"]


def test_merging_can_be_undone(session: PrioritySession, cast: Cast) -> None:
    one, other = factory.candidate(session), factory.candidate(session, "Overlast")
    finding = factory.own_finding(cast.voorbeeldstad, "Meer overlast", "")
    other.findings.add(finding)
    Candidate.objects.filter(pk=other.pk).update(themes=["nuisance"])
    other.refresh_from_db()
    with pytest.raises(RefusedError):
        longlist.merge(one, one, "Samen", actor=cast.coos)
    longlist.merge(other, one, "Inbraak en overlast", actor=cast.coos)
    one.refresh_from_db()
    assert (one.name, one.themes) == ("Inbraak en overlast", ["nuisance"])
    assert list(one.findings.all()) == [finding]
    assert len(queries.candidates(session)) == 2
    other.refresh_from_db()
    longlist.unmerge(other, actor=cast.coos)
    longlist.unmerge(factory.candidate(session, "Ondermijning"), actor=cast.coos)
    one.refresh_from_db()
    assert (one.themes, one.findings.count()) == ([], 0)
    assert len(queries.candidates(session)) == 3


def test_splitting_takes_findings_along(session: PrioritySession, cast: Cast) -> None:
    row = factory.candidate(session)
    found = [factory.own_finding(cast.voorbeeldstad, name, "") for name in ("Auto's", "Woningen")]
    with pytest.raises(RefusedError):
        longlist.split(row, "Auto's", found, actor=cast.coos)
    row.findings.set(found)
    made = longlist.split(row, "Auto's", found[:1], actor=cast.coos)
    assert list(made.findings.all()) == found[:1]
    assert list(row.findings.all()) == found[1:]


def test_who_is_left_out_keeps_the_reason_and_can_come_back(
    session: PrioritySession, cast: Cast
) -> None:
    row = factory.candidate(session)
    with pytest.raises(RefusedError):
        longlist.leave_out(row, {"lawful": True}, "Zomaar", actor=cast.coos)
    longlist.leave_out(row, {"lawful": False}, "De wet staat het niet toe.", actor=cast.coos)
    row.refresh_from_db()
    assert row.screened_out == "De wet staat het niet toe."
    assert len(pages.screen_words(row)) == 1
    assert len(queries.candidates(session)) == 2
    longlist.take_back(row, actor=cast.coos)
    assert [item.name for item in queries.candidates(session)][-1] == "Inbraak"


def test_a_longlist_is_never_longer_than_thirty(session: PrioritySession, cast: Cast) -> None:
    Candidate.objects.bulk_create(
        Candidate(session=session, name=f"Kandidaat {n}") for n in range(27)
    )
    with pytest.raises(RefusedError):
        longlist.add_own(session, "Eén te veel", "", actor=cast.coos)


def test_every_verb_is_logged_and_described(session: PrioritySession, cast: Cast) -> None:
    from regie.foundation.records.verbs import in_words

    services.open_session(session, actor=cast.coos, role="coordinator")
    verbs = set(
        Log.objects.filter(verb__startswith="priority_sessions").values_list("verb", flat=True)
    )
    assert verbs == {
        "priority_sessions.make",
        "priority_sessions.add_candidates",
        "priority_sessions.open",
    }
    assert all(in_words(verb) != verb for verb in verbs)


def test_progress_of_the_step(session: PrioritySession, cast: Cast) -> None:
    assert not pages.progress(session.cycle).done
    services.open_session(session, actor=cast.coos, role="coordinator")
    services.close(session, actor=cast.coos, role="coordinator")
    assert pages.progress(session.cycle).done


def test_candidates_are_on_the_golden_thread(session: PrioritySession, cast: Cast) -> None:
    coos = Membership.objects.select_related("municipality").get(
        user=cast.coos, municipality=cast.voorbeeldstad
    )
    rows = list(threads.seen(coos))
    nodes = list(threads.tell(coos, rows))
    assert {node.title for node in nodes} == {"Inbraak", "Overlast", "Ondermijning"}
    assert {node.state for node in nodes} == {"in voorbereiding"}
    vera = Membership.objects.select_related("municipality").get(user=cast.vera)
    assert not threads.seen(vera).exists()
