"""Mann-Kendall, Sen and seasonal Kendall: against publications, definitions and mirrors."""

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import theilslopes

from safetymethods.kendall import mann_kendall, seasonal_kendall, sen_slope
from safetymethods.result import Caveat, Floats
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

LITTLE = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]
"""J. Little, College of the Holy Cross, "A Mann-Kendall example (by hand)"."""

counted = arrays(np.float64, st.integers(4, 30), elements=st.integers(0, 8).map(float))
with_gaps = arrays(
    np.float64,
    st.integers(0, 40),
    elements=st.one_of(st.integers(0, 5).map(float), st.just(np.nan)),
)


def test_little_by_hand() -> None:
    """72 pairs rise, 18 fall, one is tied: S = 54, Z = 2.9058."""
    found = mann_kendall(LITTLE)
    assert found.s == 54
    assert found.variance == pytest.approx(14 * 13 * 33 / 18 - 2 * 1 * 9 / 18)
    assert found.z == pytest.approx(2.9058, abs=5e-5)
    assert found.p / 2 == pytest.approx(0.0018, abs=5e-5)
    assert found.tau == pytest.approx(54 / 91)
    assert found.trend == 1
    assert found.points == 14
    assert found.caveats == ()


def published() -> tuple[Floats, dict[str, dict[str, float]]]:
    cases = json.loads(reference_file("02_spc", "mann_kendall_cases.json").read_text())
    lines = reference_file("02_spc", "mann_kendall_arbitrary_1d.csv").read_text().splitlines()[1:]
    values = [float(line) if line.strip() not in ("", "NA") else np.nan for line in lines]
    return np.array(values), cases


def test_pymannkendall_2019() -> None:
    """Hussain & Mahmud (2019), J. Open Source Software 4(39) 1556; checked there against R."""
    values, cases = published()
    found, case = mann_kendall(values), cases["original_test"]
    assert found.s == case["s"]
    assert found.variance == pytest.approx(case["var_s"], rel=1e-12)
    assert found.z == pytest.approx(case["z"], rel=1e-9)
    assert found.p == pytest.approx(case["p"], rel=1e-9)
    assert found.tau == pytest.approx(case["Tau"], rel=1e-9)
    assert found.caveats == (Caveat.NO_COUNT,)
    slope, case = sen_slope(values), cases["sens_slope"]
    assert slope.slope == pytest.approx(case["slope"], rel=1e-9)
    assert slope.intercept == pytest.approx(case["intercept"], rel=1e-9)
    seasonal, case = seasonal_kendall(values), cases["seasonal_sens_slope_period12"]
    assert seasonal.slope == pytest.approx(case["slope"], rel=1e-9)
    assert seasonal.intercept == pytest.approx(case["intercept"], rel=1e-9)


def test_sen_of_a_straight_line_with_one_riot() -> None:
    values = 3.0 + 2.0 * np.arange(12)
    values[5] = 500.0
    found = sen_slope(values)
    assert found.slope == 2
    assert found.low == found.high == 2
    assert found.intercept == 16 - 2 * 5.5  # through the medians of value and time


@given(counted)
def test_sen_is_that_of_scipy(values: Floats) -> None:
    found, known = sen_slope(values), theilslopes(values)
    assert found.slope == pytest.approx(known.slope)
    assert found.intercept == pytest.approx(known.intercept)
    if np.isfinite([found.low, found.high]).all():
        assert [found.low, found.high] == pytest.approx([known.low_slope, known.high_slope])


@given(with_gaps, st.integers(2, 6))
def test_the_tests_are_their_definitions(values: Floats, period: int) -> None:
    pairs = [(i, j) for i, j in combinations(range(len(values)), 2) if (j - i) % period == 0]
    signs = [np.sign(values[j] - values[i]) for i, j in pairs]
    known = [s for s in signs if not np.isnan(s)]
    variance = 0.0
    for season in range(period):
        present = values[season::period][~np.isnan(values[season::period])]
        n, ties = len(present), np.unique(present, return_counts=True)[1]
        variance += n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()
    found = seasonal_kendall(values, period=period)
    slopes = [period * (values[j] - values[i]) / (j - i) for i, j in pairs]
    slopes = [slope for slope in slopes if not np.isnan(slope)]
    assert found.slope == pytest.approx(np.median(slopes) if slopes else np.nan, nan_ok=True)
    if len(known) < 6:
        assert np.isnan([found.s, found.variance, found.z, found.p, found.tau]).all()
        assert found.trend == 0
        assert Caveat.TOO_SHORT in found.caveats
    else:
        assert found.s == sum(known)
        assert found.variance == pytest.approx(variance / 18)
        assert found.tau == pytest.approx(sum(known) / len(known))


@given(with_gaps)
def test_time_backwards_turns_everything_around(values: Floats) -> None:
    forward, backward = mann_kendall(values), mann_kendall(values[::-1])
    np.testing.assert_allclose(backward.s, -forward.s)
    np.testing.assert_allclose(backward.p, forward.p)
    assert backward.trend == -forward.trend
    one, other = sen_slope(values), sen_slope(values[::-1])
    np.testing.assert_allclose(other.slope, -one.slope)


@given(counted, st.floats(0.01, 100), st.floats(-50, 50))
def test_units_change_the_slope_only(values: Floats, scale: float, shift: float) -> None:
    one, other = mann_kendall(values), mann_kendall(values * 2.0 + 64.0)
    assert (one.s, one.p, one.tau) == (other.s, other.p, other.tau)
    slope, changed = sen_slope(values), sen_slope(values * scale + shift)
    assert changed.slope == pytest.approx(slope.slope * scale, rel=1e-6, abs=1e-9)


@given(st.integers(0, 1000), st.permutations(range(5)))
def test_order_and_company_do_not_matter(seed: int, order: list[int]) -> None:
    values = np.random.default_rng(seed).poisson(1.5, (5, 36)).astype(float)
    stranger = np.full((1, 36), np.nan)
    company = np.vstack([values[order], stranger])
    for test in (mann_kendall, seasonal_kendall):
        np.testing.assert_array_equal(test(company).s[:5], test(values).s[order])
    np.testing.assert_array_equal(sen_slope(company).high[:5], sen_slope(values).high[order])
    np.testing.assert_array_equal(
        seasonal_kendall(company).slope[:5], seasonal_kendall(values).slope[order]
    )


def test_whole_numbers_are_compared_as_they_are() -> None:
    """Small types neither wrap around nor change the answer."""
    values = np.random.default_rng(5).integers(0, 256, (20, 150)).astype(np.uint8)
    one, other = mann_kendall(values), mann_kendall(values.astype(float))
    np.testing.assert_array_equal(one.s, other.s)
    np.testing.assert_array_equal(one.variance, other.variance)
    short = values[:, :60]
    np.testing.assert_array_equal(
        seasonal_kendall(short).slope, seasonal_kendall(short.astype(float)).slope
    )


def test_a_constant_series_has_no_trend() -> None:
    found = mann_kendall(np.full((2, 3, 12), 4.0))
    assert (found.s == 0).all()
    assert (found.z == 0).all()
    assert (found.p == 1).all()
    assert (found.trend == 0).all()
    seasonal = seasonal_kendall(np.zeros((3, 168)))
    assert (seasonal.variance == 0).all()
    assert (seasonal.p == 1).all()
    slope = sen_slope(np.full(12, 4.0))
    assert [slope.slope, slope.intercept, slope.low, slope.high] == [0, 4, 0, 0]


def test_few_points_are_said_to_be_few() -> None:
    assert mann_kendall(np.arange(4.0)).caveats == (Caveat.ROUGH,)
    assert mann_kendall(np.arange(10.0)).caveats == ()
    assert mann_kendall(np.arange(3.0)).caveats == (Caveat.TOO_SHORT,)
    assert np.isnan(mann_kendall([1.0]).p)
    assert mann_kendall(np.zeros((2, 0))).trend.tolist() == [0, 0]


def test_a_short_series_has_no_limits() -> None:
    found = sen_slope([1.0, 3.0, 4.0])
    assert found.slope == 1.5
    assert [found.low, found.high] == [-np.inf, np.inf]
    nothing = sen_slope([[np.nan, 2.0, np.nan], [1.0, np.nan, 5.0]])
    assert np.isnan(nothing.slope).tolist() == [True, False]
    assert np.isnan(nothing.low).tolist() == [True, False]
    assert nothing.slope[1] == 2
    assert set(nothing.caveats) == {Caveat.NO_COUNT, Caveat.TOO_SHORT}
    assert np.isnan(sen_slope([5.0]).slope)


def test_only_ten_years_show_a_trend() -> None:
    """Four years that rise and rise are no proof: p is 0.09."""
    assert mann_kendall([1, 2, 3, 4]).trend == 0
    assert mann_kendall([1, 2, 3, 4, 5, 6]).trend == 1
    assert mann_kendall([6, 5, 4, 3, 2, 1]).trend == -1
    assert mann_kendall([1, 2, 3, 4], alpha=0.1).trend == 1


@pytest.mark.parametrize("test", [mann_kendall, sen_slope, seasonal_kendall])
def test_infinite_values_are_refused(test: object) -> None:
    assert callable(test)
    with pytest.raises(ValueError, match="finite"):
        test([1.0, np.inf, 2.0])


def test_options_must_make_sense() -> None:
    with pytest.raises(ValueError, match="two seasons"):
        seasonal_kendall([1.0, 2.0], period=1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        mann_kendall([1.0, 2.0], alpha=5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        sen_slope([1.0, 2.0], level=95)
