"""Leading rounds and casting votes, with the database."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regie.foundation.access.rules import CLERK, COORDINATOR, COUNCIL_MEMBER
from regie.foundation.cycles.cast import Cast
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.priority_sessions.joining import Presence
from regie.planning.priority_sessions.models import Group, PrioritySession, SessionState
from regie.planning.rounds import queries, results, rules, services, workflow
from regie.planning.rounds.models import Ballot, Round, Turnout
from regie.planning.rounds.services import Plan
from regie.planning.rounds.tests.making import (
    expire,
    make_participant,
    make_round,
    make_session,
)

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def session(cast: Cast) -> PrioritySession:
    return make_session(cast)


@pytest.fixture
def lead(cast: Cast) -> dict[str, Any]:
    return {"actor": cast.coos, "role": COORDINATOR}


def points(item: Round, *given: int) -> dict[str, Any]:
    names = list(queries.names_of(item.session).candidates)
    return {"points": dict(zip(names, given, strict=False))}


def vote(item: Round, who: Presence, *given: int) -> Ballot:
    question = queries.question_of(item)
    return services.cast(item, who, points(item, *given), question=question)


def refused(why: str) -> Any:
    return pytest.raises(RefusedError, match=why)


# --- preparing and leading ------------------------------------------------------------------------


def test_a_round_from_draft_to_result(session: PrioritySession, cast: Cast) -> None:
    lead: dict[str, Any] = {"actor": cast.griet, "role": CLERK}
    item = services.prepare_round(session, Plan(form="points", question=" Waar  op? "), **lead)
    assert (item.number, item.question, item.state) == (1, "Waar op?", workflow.DRAFT)
    seen = [item.version]
    for verb, state in (
        (services.open_round, workflow.OPEN),
        (services.close_round, workflow.CLOSED),
        (services.show_round, workflow.SHOWN),
        (services.hide_round, workflow.CLOSED),
    ):
        verb(item, **lead)
        assert item.state == state
        seen.append(item.version)
    assert seen == sorted(set(seen))
    verbs = Log.objects.filter(verb__startswith="rounds.").values_list("verb", flat=True)
    assert set(verbs) >= {"rounds.prepare_round", "rounds.open_round", "rounds.show_round"}


def test_another_facilitator_takes_over(session: PrioritySession, cast: Cast) -> None:
    item = make_round(session, cast.coos)
    services.close_round(item, actor=cast.griet, role=CLERK)
    assert item.state == workflow.CLOSED


def test_who_may_not_lead_is_told(session: PrioritySession, cast: Cast) -> None:
    rob: dict[str, Any] = {"actor": cast.rob, "role": COUNCIL_MEMBER}
    with refused(workflow.REFUSAL):
        services.prepare_round(session, Plan(form="points", question="?"), **rob)
    item = make_round(session, cast.coos)
    with pytest.raises(StepRefusedError, match=workflow.REFUSAL):
        services.close_round(item, **rob)


def test_a_round_needs_a_question(session: PrioritySession, lead: dict[str, Any]) -> None:
    with refused(rules.NO_QUESTION):
        services.prepare_round(session, Plan(form="points", question="  "), **lead)


def test_one_round_is_open_at_a_time(session: PrioritySession, lead: dict[str, Any]) -> None:
    make_round(session, lead["actor"])
    second = make_round(session, lead["actor"], open_now=False)
    with refused(rules.ANOTHER_IS_OPEN):
        services.open_round(second, **lead)


def test_the_next_round_opens_when_the_time_of_the_first_is_up(
    session: PrioritySession, lead: dict[str, Any]
) -> None:
    first = make_round(session, lead["actor"], minutes=5)
    expire(first)
    second = make_round(session, lead["actor"])
    first.refresh_from_db()
    assert (first.state, second.state) == (workflow.CLOSED, workflow.OPEN)
    assert Log.objects.get(verb="rounds.close_round").actor_name == services.CLOCK_NAME


def test_a_session_that_closes_closes_its_round(session: PrioritySession, cast: Cast) -> None:
    item, who = make_round(session, cast.coos), make_participant(session)
    PrioritySession.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)
    session.refresh_from_db()
    item.session.refresh_from_db()
    with refused(rules.TOO_LATE):
        vote(item, who, 1)
    assert services.close_due(session)
    assert not services.close_due(session)


def test_only_a_draft_is_changed_or_removed(session: PrioritySession, lead: dict[str, Any]) -> None:
    item = make_round(session, lead["actor"], open_now=False)
    services.change_round(item, Plan(form="approval", question="Wat?"), **lead)
    assert item.form == "approval"
    again = services.repeat_round(item, **lead)
    assert (again.repeats, again.number, again.question) == (item, 2, "Wat?")
    services.remove_round(again, **lead)
    services.open_round(item, **lead)
    with refused(rules.NOT_DRAFT):
        services.change_round(item, Plan(form="points", question="?"), **lead)
    with refused(rules.NOT_DRAFT):
        services.remove_round(item, **lead)


def test_there_is_an_end_to_rounds(
    session: PrioritySession, lead: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_ROUNDS", 1)
    make_round(session, lead["actor"], open_now=False)
    with refused(rules.TOO_MANY_ROUNDS):
        make_round(session, lead["actor"], open_now=False)


def test_opening_again_asks_why(session: PrioritySession, lead: dict[str, Any]) -> None:
    item, who = make_round(session, lead["actor"]), make_participant(session)
    vote(item, who, 2)
    services.close_round(item, **lead)
    with refused(rules.NO_REASON):
        services.reopen_round(item, reason=" ", **lead)
    services.reopen_round(item, reason="Er viel iemand weg.", **lead)
    vote(item, who, 3)
    assert Ballot.objects.get().changed == 1


# --- voting ---------------------------------------------------------------------------------------


def test_a_vote_counts_once(session: PrioritySession, cast: Cast) -> None:
    item, who = make_round(session, cast.coos), make_participant(session)
    first = vote(item, who, 3, 2)
    assert vote(item, who, 3, 2) == first
    assert vote(item, who, 5).changed == 1
    assert (Ballot.objects.count(), Turnout.objects.count()) == (1, 1)
    assert Ballot.objects.get().content["points"] == {
        next(iter(queries.names_of(session).candidates)): 5
    }


def test_casting_asks_few_queries(session: PrioritySession, cast: Cast) -> None:
    item, who = make_round(session, cast.coos), make_participant(session)
    question, content = queries.question_of(item), points(item, 1)
    with CaptureQueriesContext(connection) as asked:
        services.cast(item, who, content, question=question)
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 6


def test_a_vote_after_closing_is_refused_and_the_first_one_stays(
    session: PrioritySession, cast: Cast
) -> None:
    item, who = make_round(session, cast.coos, minutes=5), make_participant(session)
    vote(item, who, 4)
    expire(item)
    with refused(rules.TOO_LATE):
        vote(item, who, 1)
    assert list(Ballot.objects.get().content["points"].values()) == [4]


def test_a_bad_ballot_is_refused_with_its_reason(session: PrioritySession, cast: Cast) -> None:
    item, who = make_round(session, cast.coos), make_participant(session)
    with refused("meer punten"):
        vote(item, who, 4, 4)
    assert not Turnout.objects.exists()


def test_a_draft_takes_no_votes(session: PrioritySession, cast: Cast) -> None:
    item = make_round(session, cast.coos, open_now=False)
    with refused(rules.NOT_OPEN):
        vote(item, make_participant(session), 1)


def test_who_is_taken_out_or_of_another_session_does_not_vote(
    session: PrioritySession, cast: Cast
) -> None:
    item = make_round(session, cast.coos)
    with refused(rules.TAKEN_OUT):
        vote(item, Presence(), 1)
    who = make_participant(session)
    assert who.participant is not None
    who.participant.session_id += 1
    with refused(rules.TAKEN_OUT):
        vote(item, who, 1)


def test_another_secret_of_the_same_person_makes_no_second_ballot(
    session: PrioritySession, cast: Cast
) -> None:
    item, who = make_round(session, cast.coos), make_participant(session)
    vote(item, who, 1)
    with refused(rules.OTHER_DEVICE):
        vote(item, Presence(who.participant, "forged"), 5)
    assert Ballot.objects.count() == 1


# --- secret and open ------------------------------------------------------------------------------


def test_a_secret_ballot_leads_to_nobody(session: PrioritySession, cast: Cast) -> None:
    group = Group.objects.filter(session=session).first()
    item = make_round(session, cast.coos)
    people = [make_participant(session, group) for _n in range(4)]
    for who in people:
        vote(item, who, 1)
    before = set(Ballot.objects.values_list("pk", flat=True))
    services.close_round(item, actor=cast.coos, role=COORDINATOR)
    rows = list(Ballot.objects.filter(round=item))
    assert len(rows) == 4
    assert not before & {row.pk for row in rows}  # laid down anew
    assert {row.group_id for row in rows} == {None}  # four of a group are too few to name
    assert {(row.participant_id, row.cast_at) for row in rows} == {(None, None)}
    for who in people:
        assert who.participant is not None
        assert who.participant.key_hash not in {row.key for row in rows}
        assert queries.own_ballot(item, who.secret) in rows


def test_a_group_that_is_large_enough_is_kept(session: PrioritySession, cast: Cast) -> None:
    group = Group.objects.filter(session=session).first()
    item = make_round(session, cast.coos)
    for _n in range(5):
        vote(item, make_participant(session, group), 1)
    services.close_round(item, actor=cast.coos, role=COORDINATOR)
    assert {vote.group for vote in results.votes_of(item)} == {str(group)}


def test_an_open_round_keeps_who_voted_what(session: PrioritySession, cast: Cast) -> None:
    item, who = make_round(session, cast.coos, open_ballot=True), make_participant(session)
    vote(item, who, 1)
    vote(item, who, 2)
    services.close_round(item, actor=cast.coos, role=COORDINATOR)
    row = Ballot.objects.get()
    assert row.participant == who.participant
    assert row.cast_at is not None


# --- any order of events --------------------------------------------------------------------------

EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("cast"), st.integers(0, 2), st.integers(1, 5)),
        st.sampled_from([("close",), ("reopen",), ("show",), ("hide",), ("time",)]),
    ),
    max_size=12,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS)
def test_whatever_happens_there_is_one_ballot_per_participant(
    cast: Cast, events: list[tuple[Any, ...]]
) -> None:
    PrioritySession.objects.filter(code="ACDEFGHJ").update(code=rules.key_of("x", 0)[:7])
    session = make_session(cast)
    people = [make_participant(session) for _n in range(3)]
    item, last = make_round(session, cast.coos), {}
    lead: dict[str, Any] = {"actor": cast.coos, "role": COORDINATOR}
    verbs = {
        "close": lambda: services.close_round(item, **lead),
        "reopen": lambda: services.reopen_round(item, reason="x", **lead),
        "show": lambda: services.show_round(item, **lead),
        "hide": lambda: services.hide_round(item, **lead),
        "time": lambda: expire(item),
    }
    for event in events:
        try:
            if event[0] == "cast":
                vote(item, people[event[1]], event[2])
                last[event[1]] = event[2]
            else:
                verbs[event[0]]()
        except (RefusedError, StepRefusedError):
            pass
    kept = {
        at: next(iter(row.content["points"].values()))
        for at, who in enumerate(people)
        if (row := queries.own_ballot(item, who.secret)) is not None
    }
    assert kept == last
    assert Ballot.objects.filter(round=item).count() == len(last)
    assert Turnout.objects.filter(round=item).count() == len(last)
    Ballot.objects.all().delete()
    Turnout.objects.all().delete()
    Round.objects.all().delete()
    session.participants.all().delete()
    session.delete()


# --- reading --------------------------------------------------------------------------------------


def test_pulses_ask_one_query(
    session: PrioritySession, cast: Cast, django_assert_num_queries: Any
) -> None:
    make_round(session, cast.coos, "ranking", open_now=False)
    with django_assert_num_queries(1):
        before = queries.pulses([session.pk])[session.pk]
    assert (before.number, before.open, before.joined) == (0, True, 0)
    item = make_round(session, cast.coos)
    for _n in range(3):
        vote(item, make_participant(session), 1)
    make_participant(session)
    with django_assert_num_queries(1):
        now = queries.pulses([session.pk])[session.pk]
    assert (now.number, now.state, now.cast, now.joined) == (2, "open", 3, 4)
    assert queries.pulses([0]) == {}


def test_outcomes_come_from_the_ballots_each_time(session: PrioritySession, cast: Cast) -> None:
    item = make_round(session, cast.coos, open_ballot=True)
    for given_points in ((5,), (3, 2), (0, 5)):
        vote(item, make_participant(session), *given_points)
    assert results.results(session) == []
    services.close_round(item, actor=cast.coos, role=COORDINATOR)
    assert results.results(session) == []
    services.show_round(item, actor=cast.coos, role=COORDINATOR)
    (found,) = results.results(session)
    assert found.outcome is not None
    assert found.votes == 3
    by_name = {one.candidate: one.total for one in found.outcome.standings}
    first, second, *rest = queries.names_of(session).candidates
    assert (by_name[first], by_name[second]) == (8, 7)
    assert not any(by_name[name] for name in rest)


def test_an_empty_round_has_no_outcome(session: PrioritySession, cast: Cast) -> None:
    item = make_round(session, cast.coos)
    services.close_round(item, actor=cast.coos, role=COORDINATOR)
    (found,) = results.results(session, also_hidden=True)
    assert (found.votes, found.outcome) == (0, None)


def test_weights_of_the_room_count_in_scores(session: PrioritySession, cast: Cast) -> None:
    assert queries.weights_of(session) is None
    item = make_round(session, cast.coos, "weights", open_ballot=True)
    swing = {"ernst": 100, "omvang": 50, "invloed": 50}
    who = make_participant(session)
    services.cast(item, who, {"swing": swing}, question=queries.question_of(item))
    services.close_round(item, actor=cast.coos, role=COORDINATOR)
    assert queries.weights_of(session) == {"ernst": 0.5, "omvang": 0.25, "invloed": 0.25}
    scoring = make_round(session, cast.coos, "scoring", open_now=False)
    assert queries.question_of(scoring).weights == queries.weights_of(session)
