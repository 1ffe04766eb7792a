"""When a proposal may go on, what the council can decide, and the comparison with the advice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.rules import CLERK, COORDINATOR
from regie.planning.priorities.rules import CORE, DISCUSS, OUTSIDE, Advice
from regie.planning.proposals import rules, workflow
from regie.planning.proposals.comparing import Difference, Proposed, compare, unexplained
from regie.planning.proposals.permissions import ACTIONS
from regie.planning.proposals.rules import Written

pytestmark = pytest.mark.pure

ALL = ("triangle", "neighbours", "region", "national")
GOOD = Written(name="Minder overlast", why="De cijfers stijgen.", less="De campagne.", themes=1)


def test_a_whole_proposal_can_be_aligned_and_sent() -> None:
    assert rules.align_refusal([GOOD], ALL) is None
    assert rules.send_refusal([GOOD], 0) is None


def test_what_still_lacks_before_alignment() -> None:
    def sentence(*written: Written, recorded: tuple[str, ...] = ALL) -> str:
        found = rules.align_refusal(written, recorded)
        return found.sentence if found else ""

    assert sentence() == rules.NO_PRIORITIES
    assert sentence(Written(name="x", why="", less="y", themes=1)) == rules.INCOMPLETE
    assert sentence(Written(name="x", why="y", less="y", themes=0)) == rules.INCOMPLETE
    assert sentence(Written(name="x", why="y", less=" ", themes=1)) == rules.NOTHING_LESS
    assert sentence(GOOD, recorded=("triangle",)) == rules.NOT_ALIGNED
    found = rules.align_refusal([GOOD], ("triangle", "region"))
    assert found is not None
    assert found.kinds == ("neighbours", "national")


def test_what_still_lacks_before_sending() -> None:
    empty, differs = rules.send_refusal([], 0), rules.send_refusal([GOOD], 1)
    assert empty is not None
    assert empty.sentence == rules.NO_PRIORITIES
    assert differs is not None
    assert differs.sentence == rules.UNEXPLAINED


def test_decisions_of_the_council() -> None:
    assert rules.decision_refusal("adopted", "", "") is None
    assert rules.decision_refusal("", "", "") == rules.NO_DECISION
    assert rules.decision_refusal("added", "x", "y") == rules.NO_DECISION
    assert rules.decision_refusal("changed", " ", "y") == rules.NEW_NAME
    assert rules.decision_refusal("changed", "Nieuw", " ") == rules.WHY_DECISION
    assert rules.decision_refusal("dropped", "", "") == rules.WHY_DECISION
    assert rules.decision_refusal("dropped", "", "Past niet.") is None


# --- states ---------------------------------------------------------------------------------------


def test_the_clerk_decides_and_the_coordinator_does_the_rest() -> None:
    for step in workflow.PROPOSAL.steps:
        expected = {CLERK} if step.name == "decide" else {COORDINATOR}
        assert step.by == expected, step.name


def test_nothing_is_sent_before_it_is_aligned() -> None:
    refused = workflow.PROPOSAL.refusal("send", state=workflow.DRAFT, role=COORDINATOR)
    assert refused is not None
    assert workflow.PROPOSAL.refusal("send", state=workflow.ALIGNED, role=COORDINATOR) is None


def test_every_state_has_words() -> None:
    assert set(workflow.PROPOSAL.labels) == workflow.PROPOSAL.states
    assert all(action.refusal.endswith(".") for action in ACTIONS)


# --- the comparison -------------------------------------------------------------------------------


def advice(pk: int, kind: str = CORE) -> Advice:
    return Advice(pk=pk, name=f"Kandidaat {pk}", kind=kind, rank=pk)


def proposed(pk: int, *candidates: int, reason: str = "") -> Proposed:
    return Proposed(pk=pk, name=f"Prioriteit {pk}", candidates=frozenset(candidates), reason=reason)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (CORE, Difference.AS_ADVISED),
        (DISCUSS, Difference.CHOSEN),
        (OUTSIDE, Difference.NOT_ADVISED),
    ],
)
def test_how_a_priority_stands_beside_the_advice(kind: str, expected: Difference) -> None:
    (row,) = compare([advice(1, kind)], [proposed(9, 1)], {})
    assert row.difference is expected
    assert row.unexplained is (expected is Difference.NOT_ADVISED)


def test_the_best_of_several_candidates_counts() -> None:
    (row,) = compare([advice(1, OUTSIDE), advice(2)], [proposed(9, 1, 2)], {})
    assert row.difference is Difference.AS_ADVISED
    assert [item.pk for item in row.advice] == [1, 2]


def test_without_advice_nothing_differs() -> None:
    (row,) = compare([], [proposed(9, 1)], {})
    assert row.difference is Difference.NO_ADVICE
    assert not row.unexplained


def test_what_was_advised_and_left_out_needs_a_reason() -> None:
    every = [advice(1, OUTSIDE), advice(2, DISCUSS), advice(3), advice(4)]
    rows = compare(every, [], {4: "Loopt al via de regio."})
    assert [(row.advice[0].pk, row.difference) for row in rows] == [
        (3, Difference.LEFT_OUT),
        (4, Difference.LEFT_OUT),
        (2, Difference.NOT_CHOSEN),
    ]
    assert unexplained(rows) == 1


@given(
    st.lists(st.sampled_from((CORE, DISCUSS, OUTSIDE)), max_size=8),
    st.lists(st.sets(st.integers(0, 9)), max_size=5),
)
def test_every_core_candidate_is_told(kinds: list[str], chosen: list[set[int]]) -> None:
    every = [advice(pk, kind) for pk, kind in enumerate(kinds)]
    rows = compare(every, [proposed(n, *pks) for n, pks in enumerate(chosen)], {})
    seen = {item.pk for row in rows for item in row.advice}
    assert {item.pk for item in every if item.kind != OUTSIDE} <= seen
    assert [row.proposed.pk for row in rows if row.proposed] == list(range(len(chosen)))
