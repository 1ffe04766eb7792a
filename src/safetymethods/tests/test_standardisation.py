"""Standardised rates against the published test data of PHEindicatormethods and esda."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from safetymethods.result import Caveat
from safetymethods.standardisation import (
    Standardised,
    directly_standardised,
    indirectly_standardised,
)
from safetymethods.tests.columns import Table
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

Numbers = NDArray[np.float64]
ESP2013 = np.repeat(
    [5000, 5500, 6000, 6500, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000],
    [1, 3, 2, 1, 4, 1, 1, 1, 1, 1, 1, 1, 1],
).astype(float)
"""European standard population 2013, 0-4 to 90+."""
STRATA = st.lists(
    st.tuples(st.integers(5, 60), st.integers(100, 9000), st.integers(1, 500)),
    min_size=2,
    max_size=6,
)


def phe(*parts: str) -> Table:
    return Table(reference_file("01_rates", "phe", f"testdata_DSR_ISR__{'_'.join(parts)}.csv"))


def of_area(table: Table, area: str, name: str) -> Numbers:
    places = [at for at, label in enumerate(table.text("area")) if label == area]
    return table.numbers(name).take(places)


def assert_row(found: Standardised, table: Table, row: int, names: tuple[str, str, str]) -> None:
    for value, name in zip((found.value, found.low, found.high), names, strict=True):
        assert value == pytest.approx(table.numbers(name)[row], rel=1e-9, nan_ok=True)


def only_value(found: Standardised) -> Standardised:
    return replace(found, low=found.value, high=found.value)


NAMES = {
    0.95: ("value", "lower95_0cl", "upper95_0cl"),
    0.998: ("value", "lower99_8cl", "upper99_8cl"),
}


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("row", range(7))
def test_directly_standardised_phe_testresults_dsr(row: int, level: float) -> None:
    """All areas per 10,000 and per 100,000; the published 99.8 % limits of 1976 are a misprint."""
    results, counted = phe("testresults", "DSR"), phe("testdata", "multiarea")
    area, per = results.text("area")[row], 10_000 if row < 4 else 100_000
    if area == "testdata_1976":
        old = phe("testdata", "1976")
        found = directly_standardised(
            old.numbers("count"), old.numbers("pop"), old.numbers("esp1976"), per=per, level=level
        )
        names = NAMES[0.95] if level == 0.95 else ("value",) * 3
        assert_row(found if level == 0.95 else only_value(found), results, row, names)
        return
    counts = np.nan_to_num(of_area(counted, area, "count"))
    found = directly_standardised(
        counts, of_area(counted, area, "pop"), ESP2013, per=per, level=level
    )
    assert_row(found, results, row, NAMES[level])


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("row", range(8, 12))
def test_repeated_events_phe_testdata_nonindepe(row: int, level: float) -> None:
    """Limits that allow for people to whom it happened more than once."""
    results, counted = phe("testresults", "DSR"), phe("testdata", "nonindepe")
    area = results.text("area")[row]
    found = directly_standardised(
        of_area(counted, area, "count"),
        of_area(counted, area, "pop"),
        ESP2013,
        per=100_000,
        level=level,
        repeats=np.transpose([of_area(counted, area, f"f{times}") for times in range(1, 5)]),
    )
    assert_row(found, results, row, NAMES[level])


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("row", range(12))
def test_indirectly_standardised_phe_testresults_isr(row: int, level: float) -> None:
    """Rates per 100,000 and 1,000 and ratios times 1 and 100; missing cells are zero there."""
    results, counted = phe("testresults", "ISR"), phe("testdata", "multiarea_isr")
    reference = Table(reference_file("01_rates", "phe", "testdata_DSR_ISR__refdata.csv"))
    events, people = reference.numbers("refcount"), reference.numbers("refpop")
    crude = events.sum() / people.sum()
    area = results.text("area")[row]
    found = indirectly_standardised(
        np.nansum(of_area(counted, area, "count")),
        np.nan_to_num(of_area(counted, area, "pop")),
        events / people,
        method="phe",
        level=level,
        reference=(crude * 100_000, crude * 1000, 1.0, 100.0)[row // 3],
    )
    assert_row(found, results, row, NAMES[level])
    assert found.expected == pytest.approx(results.numbers("expected")[row], rel=1e-9)


@pytest.mark.parametrize(
    ("observed", "value", "low", "high"),
    [
        (895, 107.072329390203, 100.17147712554, 114.323328724989),
        (91, 10.8866837704005, 8.7650401018294, 13.3665763284189),
        (9, 1.07670498828137, 0.492338082509578, 2.04392145554997),
    ],
)
def test_three_ratios_phe_testresults_isr(
    observed: int, value: float, low: float, high: float
) -> None:
    """PHEindicatormethods 2.1.0, testresults_ISR, times 100: 835.88 expected in each area."""
    found = indirectly_standardised(observed, [835.883561231174], 1, method="phe", reference=100)
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), rel=1e-11)


def test_a_stratum_without_people_phe_testdata_err2() -> None:
    """The stratum that has no people expects nothing; the last rows of the published results."""
    results, counted = phe("testresults", "ISR"), phe("testdata", "err2")
    reference = Table(reference_file("01_rates", "phe", "testdata_DSR_ISR__refdata.csv"))
    found = indirectly_standardised(
        of_area(counted, "Area1", "count").sum(),
        of_area(counted, "Area1", "pop"),
        reference.numbers("refcount") / reference.numbers("refpop"),
        method="phe",
        reference=100.0,
    )
    assert_row(found, results, 14, NAMES[0.95])


def test_direct_and_indirect_esda_age_standardization() -> None:
    """esda, test_direct_age_standardization and test_indirect_age_standardization.

    Two areas, four ages. Its limits are Byar's times a normal approximation; only values compare.
    """
    counts = np.array([[30, 25, 25, 15], [33, 21, 30, 20]])
    people = np.array([[1000, 1000, 1100, 900], [1000, 900, 1100, 900]])
    standard_events = np.array([[100, 45, 120, 100], [50, 30, 200, 80]])
    standard = np.array([1000, 900, 1000, 900])
    for area, value in enumerate((0.02374402, 0.02665072)):
        found = directly_standardised(counts[area], people[area], standard, per=1)
        assert found.value == pytest.approx(value, abs=5e-9)
    ratios = indirectly_standardised(counts.sum(axis=1), people, standard_events / standard)
    crude = standard_events.sum() / (2 * standard.sum())
    np.testing.assert_allclose(ratios.value * crude, [0.02372382, 0.02610803], atol=5e-9)


def test_smr_esda() -> None:
    """esda, test_standardized_mortality_ratio."""
    counts = np.array([[30, 25, 25, 15], [33, 21, 30, 20]])
    people = np.array([[100, 100, 110, 90], [100, 90, 110, 90]])
    standard_events = np.array([[100, 45, 120, 100], [50, 30, 200, 80]])
    standard = np.array([1000, 900, 1000, 900])
    found = indirectly_standardised(counts.sum(axis=1), people, standard_events / standard)
    np.testing.assert_allclose(found.value, [2.48691099, 2.73684211], atol=5e-9)


def test_direct_limits_dobson1991_by_hand() -> None:
    """Two strata of equal weight, 12 of 1,000 and 4 of 500 per 1,000: 10, variance 7/1000^2."""
    found = directly_standardised([12, 4], [1000, 500], [1, 1])
    assert found.value == pytest.approx(10)
    assert found.variance == pytest.approx(12 * 0.25 / 1 + 4 * 0.25 * 4)
    step = np.sqrt(found.variance / 16)
    assert found.low == pytest.approx(10 + step * (9.139 - 16), abs=0.001)
    assert found.high == pytest.approx(10 + step * (25.984 - 16), abs=0.001)
    assert found.observed == 16
    assert (found.per, found.method) == (1000, "standardised.direct.phe")


def test_a_standard_like_the_area_itself_changes_nothing() -> None:
    people = np.array([300.0, 700.0])
    found = directly_standardised([6, 9], people, people)
    assert found.value == pytest.approx(15)


def test_few_events_give_no_standardised_rate_unless_asked() -> None:
    found = directly_standardised([4, 5], [100, 100], [1, 1])
    assert np.isnan(found.value)
    assert found.observed == 9
    assert found.caveats == (Caveat.SMALL_COUNT,)
    assert directly_standardised([4, 5], [100, 100], [1, 1], minimum=0).value == pytest.approx(45)


def test_no_events_have_a_rate_of_zero_and_no_limits() -> None:
    found = directly_standardised([0, 0], [100, 100], [1, 1], minimum=0)
    assert found.value == 0
    assert np.isnan(found.low)
    assert np.isnan(found.high)


@pytest.mark.parametrize(
    ("counts", "people", "caveat"),
    [
        ([20, np.nan], [100, 100], Caveat.NO_COUNT),
        ([20, 3], [100, 0], Caveat.NO_POPULATION),
        ([20, 3], [100, np.nan], Caveat.NO_POPULATION),
    ],
)
def test_a_missing_stratum_leaves_no_rate(
    counts: list[float], people: list[float], caveat: Caveat
) -> None:
    found = directly_standardised(counts, people, [1, 1])
    assert np.isnan(found.value)
    assert np.isnan(found.observed)
    assert found.caveats == (caveat,)


def test_a_stratum_without_weight_may_be_missing() -> None:
    found = directly_standardised([20, np.nan], [100, 0], [1, 0])
    assert found.value == pytest.approx(200)
    assert found.caveats == ()


def test_fractional_counts_are_marked() -> None:
    assert directly_standardised([10.5, 4], [100, 100], [1, 1]).caveats == (
        Caveat.FRACTIONAL_COUNTS,
    )
    assert indirectly_standardised(2.5, [10], [0.1]).caveats == (Caveat.FRACTIONAL_COUNTS,)


def test_no_ratio_without_counts_people_or_expectation() -> None:
    people = np.array([[10, 10], [10, np.nan], [0, 0]])
    found = indirectly_standardised([np.nan, 3, 3], people, [0.1, 0.2])
    for values in (found.value, found.low, found.high):
        assert np.isnan(values).all()
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.NO_EXPECTED}


def test_the_rate_of_a_stratum_without_people_is_not_needed() -> None:
    found = indirectly_standardised(3, [10, 0], [0.1, np.nan])
    assert found.value == pytest.approx(3)


@pytest.mark.parametrize(
    ("counts", "people", "standard", "repeats", "says"),
    [
        ([-1, 2], [1, 1], [1, 1], None, "zero or more"),
        ([1, 2], [-1, 1], [1, 1], None, "zero or more"),
        ([1, 2], [1, 1], [1, -1], None, "zero or more"),
        ([1, 2], [1, 1], [1, 1, 1], None, "as many weights"),
        ([1, 2], [1, 1], [0, 0], None, "above zero"),
        ([1, 2], [1, 1], [np.nan, 1], None, "above zero"),
        ([1, 2], [1, 1], [1, 1], [[1, 1]], "repeats have shape"),
    ],
)
def test_impossible_strata_are_refused(
    counts: ArrayLike, people: ArrayLike, standard: ArrayLike, repeats: ArrayLike, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        directly_standardised(counts, people, standard, repeats=repeats)


def test_a_level_is_a_probability() -> None:
    for level in (0, 95):
        with pytest.raises(ValueError, match="between 0 and 1"):
            directly_standardised([1], [1], [1], level=level)
        with pytest.raises(ValueError, match="between 0 and 1"):
            indirectly_standardised(1, [1], [1], level=level)


@given(STRATA, st.integers(2, 9))
def test_scaling_counts_and_people_keeps_the_value_and_narrows(
    strata: list[tuple[int, int, int]], times: int
) -> None:
    counts, people, weights = np.array(strata, float).T
    one = directly_standardised(counts, people, weights)
    more = directly_standardised(counts * times, people * times, weights)
    assert more.value == pytest.approx(one.value)
    assert more.high - more.low < one.high - one.low
    rates = weights / 1000
    ratio = indirectly_standardised(counts.sum(), people, rates)
    again = indirectly_standardised(counts.sum() * times, people * times, rates)
    assert again.value == pytest.approx(ratio.value)
    assert again.high - again.low < ratio.high - ratio.low


@given(STRATA)
def test_the_order_of_strata_does_not_matter(strata: list[tuple[int, int, int]]) -> None:
    (c1, p1, w1), (c2, p2, w2) = np.array(strata, float).T, np.array(strata[::-1], float).T
    one, other = directly_standardised(c1, p1, w1), directly_standardised(c2, p2, w2)
    assert other.value == pytest.approx(one.value)
    assert other.high == pytest.approx(one.high)


@given(STRATA)
def test_people_with_one_event_each_change_no_limit(strata: list[tuple[int, int, int]]) -> None:
    counts, people, weights = np.array(strata, float).T
    plain = directly_standardised(counts, people, weights)
    single = directly_standardised(counts, people, weights, repeats=counts[:, None])
    assert single.high == pytest.approx(plain.high)
    twice = np.stack([counts % 2, counts // 2], axis=-1)
    doubled = directly_standardised(counts, people, weights, repeats=twice)
    assert doubled.high > plain.high


@given(STRATA)
def test_the_limits_contain_the_value(strata: list[tuple[int, int, int]]) -> None:
    counts, people, weights = np.array(strata, float).T
    for found in (
        directly_standardised(counts, people, weights),
        indirectly_standardised(counts.sum(), people, weights / 1000),
    ):
        assert 0 <= found.low <= found.value <= found.high
