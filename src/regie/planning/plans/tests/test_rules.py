"""Who reads and writes a plan when, and how money and people add up."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.findings.rules import looks_personal
from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COORDINATOR,
    COUNCIL_MEMBER,
    MAYOR,
    PARTNER,
    RESEARCHER,
    ROLES,
)
from regie.planning.plans import rules
from regie.planning.plans.rules import Line, Sum

pytestmark = pytest.mark.pure

STATES = (*rules.LIVING, rules.WITHDRAWN, rules.SUPERSEDED)
BEFORE_COUNCIL = rules.LIVING[: rules.LIVING.index(rules.COUNCIL)]


@pytest.mark.parametrize("state", BEFORE_COUNCIL)
def test_a_plan_that_is_written_is_read_by_those_who_prepare_it(state: str) -> None:
    inside = {COORDINATOR, RESEARCHER, MAYOR, ALDERMAN, CLERK}
    assert rules.readers(state) == inside
    assert rules.reading_refusal(state, COUNCIL_MEMBER) == rules.NOT_YET
    first = rules.NOT_YET_PARTNER if state == rules.DRAFT else rules.NOT_YET
    assert rules.reading_refusal(state, PARTNER) == first
    assert rules.reading_refusal(state, MAYOR) is None


@pytest.mark.parametrize("state", [rules.COUNCIL, rules.ADOPTED, rules.SUPERSEDED])
def test_everybody_reads_from_the_council_on(state: str) -> None:
    assert rules.readers(state) == set(ROLES)


def test_what_was_withdrawn_is_not_shown_to_everybody() -> None:
    assert COUNCIL_MEMBER not in rules.readers(rules.WITHDRAWN)


def test_the_refusal_says_who_decides_or_decided() -> None:
    assert rules.writing_refusal(rules.EXECUTIVE) == rules.CLOSED
    assert rules.writing_refusal(rules.ADOPTED) == rules.DECIDED
    assert rules.writing_refusal(rules.SUPERSEDED) == rules.PAST


@pytest.mark.parametrize("state", STATES)
def test_only_a_draft_is_written_and_only_the_council_amends(state: str) -> None:
    assert (rules.writing_refusal(state) is None) == (state == rules.DRAFT)
    kept = {"code": "amendment", "number": "A2"}
    assert (rules.amending_refusal(state, kept) is None) == (state == rules.COUNCIL)
    assert rules.amending_refusal(state, {}) is not None


def test_a_text_can_be_too_long() -> None:
    assert rules.text_refusal("x" * rules.LONGEST) is None
    assert rules.text_refusal("x" * (rules.LONGEST + 1)) == rules.TOO_LONG


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_text_is_kept_beside_only_when_something_newer_counts(current: int, seen: int) -> None:
    assert rules.is_beside(current, seen) == (current > seen)


def test_a_draft_of_the_same_words_is_nothing_new() -> None:
    assert not rules.unsaved("Tekst.\n", " Tekst.")
    assert rules.unsaved("Tekst!", "Tekst.")


def test_data_about_a_person_is_pointed_out() -> None:
    text = "Goed.\nMail naar jan@voorbeeld.nl of kom langs."
    assert rules.where_personal(text, looks_personal).startswith("Mail naar jan@")
    assert not rules.where_personal("Zie https://voorbeeld.nl/13638916-plan.", looks_personal)
    assert not rules.where_personal("", looks_personal)


def test_a_line_of_logic_needs_all_three() -> None:
    assert rules.logic_refusal("a", "b", "c") is None
    for line in (("", "b", "c"), ("a", " ", "c"), ("a", "b", "")):
        assert rules.logic_refusal(*line) == rules.NOT_WHOLE


def test_a_plan_has_a_title_and_ends_after_it_begins() -> None:
    first, last = date(2026, 1, 1), date(2029, 12, 31)
    assert rules.period_refusal("IVP", first, last) is None
    assert rules.period_refusal(" ", first, last) == rules.NO_NAME
    assert rules.period_refusal("IVP", last, first) == rules.ENDS_TOO_SOON


# --- money and people -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "money", "found"),
    [
        ("12.500", True, "12500"),
        ("12,500", True, "12500"),
        ("€ 1.250.000,50", True, "1250000.50"),
        ("1 250 000", True, "1250000"),
        ("40000", True, "40000"),
        ("40.000,-", True, "40000"),
        ("0,5", False, "0.5"),
        ("0.75", False, "0.75"),
        ("-3", False, "-3"),
    ],
)
def test_numbers_as_people_type_them(typed: str, money: bool, found: str) -> None:
    assert rules.number(typed, money=money) == Decimal(found)


@pytest.mark.parametrize("typed", ["", "veel", "1,2,3", "1.2345", "12.500 euro", "NaN", "1e9"])
def test_what_is_no_number(typed: str) -> None:
    assert rules.number(typed) is None


@given(st.text(max_size=20), st.booleans())
def test_reading_a_number_never_fails(typed: str, money: bool) -> None:
    found = rules.number(typed, money=money)
    assert found is None or found.is_finite()


@given(st.integers(0, 10**8))
def test_a_grouped_amount_is_read_back(euro: int) -> None:
    assert rules.number(f"{euro:,}".replace(",", "."), money=True) == euro


def test_an_amount_has_bounds() -> None:
    assert rules.number_refusal(" ", None) is None
    assert rules.number_refusal("veel", None) == rules.NO_NUMBER
    assert rules.number_refusal("-1", Decimal(-1)) == rules.NEGATIVE
    assert rules.number_refusal("x", rules.MOST) == rules.TOO_MUCH
    assert rules.number_refusal("x", rules.MOST_FTE, rules.MOST_FTE) == rules.TOO_MUCH
    assert rules.number_refusal("1", Decimal(1)) is None


@pytest.mark.parametrize(
    ("what", "line", "refusal"),
    [
        (" ", Line(year=2026, euro=Decimal(1)), rules.NO_PURPOSE),
        ("a", Line(year=2026), rules.NO_AMOUNT),
        ("a", Line(year=2026, fte=Decimal(-1)), rules.NEGATIVE),
        ("a", Line(year=2031, euro=Decimal(1)), rules.OUTSIDE_PERIOD),
        ("a", Line(year=2026, priority=1, euro=Decimal(1), region=True), rules.REGION_IS_WHOLE),
        ("a", Line(year=2026, euro=Decimal(1), region=True), None),
        ("a", Line(year=2029, priority=1, fte=Decimal("0.5")), None),
    ],
)
def test_a_line_of_means(what: str, line: Line, refusal: str | None) -> None:
    assert rules.means_refusal(what, line, 2026, 2029) == refusal


LINES = st.lists(
    st.builds(
        Line,
        year=st.integers(2026, 2029),
        priority=st.one_of(st.none(), st.integers(1, 3)),
        euro=st.one_of(st.none(), st.integers(0, 10**6).map(Decimal)),
        fte=st.one_of(st.none(), st.integers(0, 20).map(Decimal)),
        structural=st.booleans(),
        region=st.booleans(),
    ),
    max_size=12,
)


@given(LINES)
def test_sums_agree_whichever_way_they_are_added(lines: list[Line]) -> None:
    found = rules.sums(lines)
    for part in ("euro", "fte", "structural", "incidental"):
        whole = getattr(found.steerable, part)
        for side in (found.cells, found.rows, found.columns):
            assert sum(getattr(each, part) for each in side.values()) == whole
        region = sum(getattr(each, part) for each in found.region.values())
        assert region == getattr(found.contribution, part)
    assert found.steerable.structural + found.steerable.incidental == found.steerable.euro
    assert found.years == tuple(sorted({line.year for line in lines}))


@given(LINES)
def test_the_region_never_counts_as_steerable(lines: list[Line]) -> None:
    without = [line for line in lines if not line.region]
    assert rules.sums(lines).steerable == rules.sums(without).steerable
    assert rules.total([]) == Sum()
