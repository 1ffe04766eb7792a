"""What cannot be estimated is borrowed from what is near, and nothing is left open."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.calibration.rules import Origin, Parameter, Remark
from regie.evidence.methods.borrowing import Lender

pytestmark = pytest.mark.pure

LEVELS = ("municipality", "neighbourhood")
FAMILIES = {"a": "offence", "b": "offence", "c": "offence", "n": "nuisance"}
REFERENCES = {"a": 0.2, "b": 0.4}


def estimated(value: float, *remarks: Remark) -> Parameter:
    return Parameter(value, Origin.ESTIMATED, 40, 9, "2015JJ00", "2023JJ00", remarks)


def lender(known: dict[tuple[str, str], Parameter], *, own_first: bool = True) -> Lender:
    return Lender(FAMILIES, known, REFERENCES, own_first)


def test_what_was_estimated_goes_first() -> None:
    own = estimated(0.3)
    assert lender({("a", "municipality"): own}).of("a", "municipality") == own


def test_what_was_found_before_goes_before_the_middle_of_others() -> None:
    found = lender({("c", "municipality"): estimated(0.9)}).of("a", "municipality")
    assert (found.value, found.origin) == (0.2, Origin.REFERENCE)


def test_else_the_middle_of_the_family_at_that_level() -> None:
    known = {("a", "municipality"): estimated(0.1), ("b", "municipality"): estimated(0.3)}
    found = lender(known).of("c", "municipality")
    assert found.value == pytest.approx(0.2)
    assert found.origin is Origin.POOLED


def test_a_swing_is_borrowed_from_the_type_itself_and_a_spread_from_the_level() -> None:
    known = {
        ("a", "municipality"): estimated(0.1),
        ("b", "neighbourhood"): estimated(0.5),
    }
    swing = lender(known).of("a", "neighbourhood")
    spread = lender(known, own_first=False).of("a", "neighbourhood")
    assert (swing.value, swing.origin) == (0.1, Origin.MUNICIPAL)
    assert (spread.value, spread.origin) == (0.5, Origin.POOLED)


def test_the_remarks_say_why_it_was_borrowed() -> None:
    known = {("a", "municipality"): estimated(math.nan, Remark.FEW_EVENTS)}
    found = lender(known).of("a", "municipality")
    assert (found.value, found.areas, found.remarks) == (0.2, 0, (Remark.FEW_EVENTS,))


def test_another_family_serves_when_the_own_knows_nothing() -> None:
    assert lender({}).of("n", "municipality").value == pytest.approx(0.3)
    known = {("c", "municipality"): estimated(0.7)}
    assert lender(known).of("n", "municipality").value == 0.7


def test_a_middle_of_no_end_or_nothing_is_no_middle() -> None:
    known = {("c", "municipality"): estimated(math.inf), ("b", "municipality"): estimated(0.0)}
    found = lender(known).of("n", "municipality")
    assert found.value == pytest.approx(0.3)


def test_without_anything_there_is_nothing_to_borrow() -> None:
    with pytest.raises(ValueError, match="nothing to borrow"):
        Lender({"a": "offence"}, {}, {}, own_first=True).of("a", "municipality")


@given(
    st.dictionaries(
        st.tuples(st.sampled_from([*FAMILIES]), st.sampled_from(LEVELS)),
        st.one_of(st.just(math.nan), st.just(math.inf), st.floats(0, 5)).map(estimated),
    ),
    st.booleans(),
)
def test_there_is_always_a_number(known: dict[tuple[str, str], Parameter], own_first: bool) -> None:
    found = lender(known, own_first=own_first).all(LEVELS)
    assert set(found) == {(code, level) for code in FAMILIES for level in LEVELS}
    assert not any(math.isnan(item.value) for item in found.values())
