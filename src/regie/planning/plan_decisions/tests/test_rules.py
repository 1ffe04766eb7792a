"""The table of steps, what a plan needs, and what an amendment can say."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.rules import ROLES
from regie.planning.plan_decisions import rules, workflow
from regie.planning.plan_decisions.permissions import ACTIONS, moments
from regie.planning.plan_decisions.workflow import PLAN
from regie.planning.plans.rules import INSIDE, LIVING

pytestmark = pytest.mark.pure

STATES = sorted(PLAN.states)
NAMES = sorted({step.name for step in PLAN.steps})


# --- the table ------------------------------------------------------------------------------------


def test_the_table_as_it_is_printed() -> None:
    assert PLAN.table() == TABLE.strip()


TABLE = """
step           from           to             by               needs
offer          draft          partner_check  coordinator      0
to_management  draft          management     coordinator      0
to_management  partner_check  management     coordinator      0
to_executive   draft          executive      coordinator      0
to_executive   partner_check  executive      coordinator      0
to_executive   management     executive      coordinator      0
to_triangle    executive      triangle       alderman, mayor  0
to_council     executive      council        alderman, mayor  0
to_council     triangle       council        mayor            0
adopt          council        adopted        clerk            0
send_back      partner_check  draft          coordinator      0
send_back      management     draft          coordinator      0
send_back      executive      draft          alderman, mayor  0
send_back      triangle       draft          mayor            0
send_back      council        draft          clerk            0
take_back      partner_check  draft          coordinator      0
take_back      management     draft          coordinator      0
take_back      executive      draft          coordinator      0
take_back      triangle       draft          coordinator      0
take_back      council        draft          coordinator      0
withdraw       draft          withdrawn      coordinator      0
withdraw       adopted        withdrawn      clerk            0
supersede      adopted        superseded     clerk            0
"""


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ROLES)), max_size=25))
def test_no_row_of_steps_adopts_without_the_council(steps: list[tuple[str, str]]) -> None:
    """Whatever people try, a plan is adopted by the clerk, from the council, after the executive;
    what ended stays ended, and every refusal is a sentence."""
    state, seen = PLAN.initial, [PLAN.initial]
    for name, role in steps:
        refusal = PLAN.refusal(name, state=state, role=role)
        arrow = PLAN.step(name, state=state)
        if refusal is not None or arrow is None:
            assert refusal
            assert refusal.endswith(".")
            continue
        assert role in arrow.by
        state = arrow.target
        seen.append(state)
    if "adopted" in seen:
        place = seen.index("adopted")
        assert seen[place - 1] == "council"
        assert "executive" in seen[:place]
    for ended in ("withdrawn", "superseded"):
        if ended in seen:
            assert seen[-1] == ended


@given(st.sampled_from(STATES), st.sampled_from(NAMES), st.sampled_from(ROLES))
def test_the_matrix_of_permissions(state: str, name: str, role: str) -> None:
    """A step is open to exactly the roles of the table, in every state."""
    arrow = PLAN.step(name, state=state)
    allowed = PLAN.refusal(name, state=state, role=role) is None
    assert allowed == (arrow is not None and role in arrow.by)


@pytest.mark.parametrize("state", STATES)
def test_every_state_says_why_another_step_waits(state: str) -> None:
    assert rules.stands(state).endswith(".")


def test_every_living_state_but_the_first_can_go_back() -> None:
    for state in workflow.BODIES:
        assert {"send_back", "take_back"} <= set(workflow.names_from(state))
    assert workflow.names_from("superseded") == ()
    assert set(workflow.WAY) == set(LIVING)


def test_what_is_passed_over() -> None:
    assert workflow.skipped("executive", "council") == ("triangle",)
    assert workflow.skipped("council", "draft") == ()
    assert workflow.skipped("adopted", "superseded") == ()
    assert rules.to_explain("draft", "executive", light=True, passed=()) == ()
    assert rules.to_explain("draft", "executive", light=False, passed=["management"]) == (
        "partner_check",
    )


def test_who_reads_which_edition() -> None:
    assert all(moments(role) is None for role in INSIDE)
    assert "partner_check" in (moments("partner") or ())
    assert "partner_check" not in (moments("council_member") or ())
    assert "council" in (moments("council_member") or ())
    assert len({action.code for action in ACTIONS}) == len(ACTIONS)


# --- what a plan needs ----------------------------------------------------------------------------


def test_what_a_plan_lacks() -> None:
    parts = [
        rules.Part(1, "Visie", empty=True),
        rules.Part(2, "Eigen", owed=False, empty=True),
        rules.Part(3, "Aanpak", waits=True),
        rules.Part(4, "Partners"),
    ]
    found = rules.lacks(0, parts)
    assert [lack.part for lack in found] == [None, 1, 3]
    assert rules.lacks(1, parts[3:]) == ()


def test_days() -> None:
    today = date(2026, 11, 28)
    assert rules.day_refusal(None, today) == rules.NO_DAY
    assert rules.day_refusal(date(2026, 11, 29), today) == rules.IN_FUTURE
    assert rules.day_refusal(today, today) is None
    assert rules.extension_refusal(today, today) == rules.NOT_LONGER
    assert rules.extension_refusal(date(2027, 1, 1), today) is None
    assert rules.is_retroactive(date(2026, 1, 1), today)


# --- values in an amendment -----------------------------------------------------------------------


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-9999, max_value=9999)
)
def test_a_number_comes_back_as_it_was(value: Decimal) -> None:
    assert rules.value_of("target", rules.text_of("target", value)) == value


@given(st.dates())
def test_a_day_comes_back_as_it_was(value: date) -> None:
    assert rules.value_of("target_date", rules.text_of("target_date", value)) == value
    if value.year > 999:
        typed = f"{value.day}-{value.month}-{value.year}"
        assert rules.value_of("target_date", typed) == value


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("target", "veel"),
        ("target", "NaN"),
        ("target_date", "ooit"),
        ("target_date", "31-02-2027"),
        ("target_date", "2027-13-01"),
        ("baseline_from", "ooit"),
        ("baseline_from", "99"),
    ],
)
def test_what_is_no_value(field: str, typed: str) -> None:
    with pytest.raises(ValueError, match="Schrijf "):
        rules.value_of(field, typed)


def test_values() -> None:
    assert rules.value_of("target", "") is None
    assert rules.value_of("target_date", " ") is None
    assert rules.value_of("owner", " hoofd Jeugd ") == "hoofd Jeugd"
    assert rules.value_of("target", "1 000,5") == Decimal("1000.5")
    assert rules.value_of("baseline_from", "2024 ") == 2024
    assert rules.value_of("baseline_from", "") is None
    assert rules.text_of("owner", "x") == "x"
    assert rules.text_of("target", None) == ""
