"""The engine of the state tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.records.engine import (
    UNKNOWN_STEP,
    WRONG_ROLE,
    WRONG_STATE,
    Step,
    Workflow,
)

pytestmark = pytest.mark.pure

CLERK = frozenset({"clerk"})
COORDINATOR = frozenset({"coordinator"})


def has_decision(subject: object) -> str | None:
    return None if subject == "decided" else "De raad heeft nog niet besloten."


PLAN = Workflow(
    initial="draft",
    steps=(
        Step("propose", "draft", "proposed", by=COORDINATOR),
        Step("adopt", "proposed", "adopted", by=CLERK, needs=(has_decision,)),
        Step("return", "proposed", "draft", by=CLERK, refusal="Alleen de griffier."),
    ),
    labels={"draft": "concept", "proposed": "voorgesteld", "adopted": "vastgesteld"},
)


@pytest.mark.parametrize(
    ("name", "state", "role", "subject", "expected"),
    [
        ("propose", "draft", "coordinator", None, None),
        ("propose", "draft", "clerk", None, WRONG_ROLE),
        ("propose", "draft", None, None, WRONG_ROLE),
        ("propose", "adopted", "coordinator", None, WRONG_STATE),
        ("burn", "draft", "coordinator", None, UNKNOWN_STEP),
        ("adopt", "proposed", "clerk", None, "De raad heeft nog niet besloten."),
        ("adopt", "proposed", "clerk", "decided", None),
        ("return", "proposed", "coordinator", None, "Alleen de griffier."),
    ],
)
def test_refusal(
    name: str, state: str, role: str | None, subject: object, expected: str | None
) -> None:
    assert PLAN.refusal(name, state=state, role=role, subject=subject) == expected


def test_available_keeps_refused_steps_with_their_reason() -> None:
    offered = PLAN.available(state="proposed", role="clerk")
    assert [(step.name, reason) for step, reason in offered] == [
        ("adopt", "De raad heeft nog niet besloten."),
        ("return", None),
    ]


def test_the_table_prints_one_line_per_step() -> None:
    lines = PLAN.table().splitlines()
    assert lines[0].split() == ["step", "from", "to", "by", "needs"]
    assert lines[2].split() == ["adopt", "proposed", "adopted", "clerk", "1"]
    assert len(lines) == 4


def test_a_state_nobody_can_reach_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="lost"):
        Workflow("draft", (Step("find", "lost", "draft", by=CLERK),))


def test_two_arrows_with_one_name_from_one_state_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="one name"):
        Workflow("a", (Step("go", "a", "b", by=CLERK), Step("go", "a", "c", by=CLERK)))


def test_labels_name_every_state_or_none() -> None:
    with pytest.raises(ValueError, match="label"):
        Workflow("a", (Step("go", "a", "b", by=CLERK),), labels={"a": "begin"})


STATES = st.sampled_from("abcde")
ROLES = st.sampled_from(["clerk", "coordinator", "mayor"])
ARROWS = st.lists(
    st.tuples(st.sampled_from(["go", "back", "skip"]), STATES, STATES, st.frozensets(ROLES)),
    unique_by=lambda arrow: arrow[:2],
    max_size=12,
)


@st.composite
def workflows(draw: st.DrawFn) -> Workflow:
    """Tables in which every arrow leaves a state that can be reached."""
    steps: list[Step] = []
    reached = {"a"}
    for name, source, target, by in draw(ARROWS):
        if source in reached:
            steps.append(Step(name, source, target, by=by))
            reached.add(target)
    return Workflow("a", tuple(steps))


@given(workflows())
def test_every_state_can_be_reached(workflow: Workflow) -> None:
    assert workflow.reachable() == workflow.states


@given(workflows(), STATES, ROLES)
def test_what_is_available_is_exactly_what_is_not_refused(
    workflow: Workflow, state: str, role: str
) -> None:
    names = {step.name for step in workflow.steps}
    free = {n for n in names if workflow.refusal(n, state=state, role=role) is None}
    offered = workflow.available(state=state, role=role)
    assert {step.name for step, reason in offered if reason is None} == free


@given(workflows(), STATES, ROLES)
def test_a_refusal_is_never_empty(workflow: Workflow, state: str, role: str) -> None:
    for name in ("go", "back", "skip", "unknown"):
        assert workflow.refusal(name, state=state, role=role) != ""
