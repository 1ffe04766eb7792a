"""Limits of counts, against published values and against scipy's quantile function."""

from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from safetymethods.poisson import TABLE, PoissonMethod, garwood, poisson_limits
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

COUNTS = [0, 1, 2, 3, 5, 9, 10, 11, 20, 50, 100]
GARWOOD_95 = [
    (0, 3.68887945411394),
    (0.0253178079842899, 5.5716433909389),
    (0.242209278543965, 7.22468766772396),
    (0.618672122895602, 8.76727306974232),
    (1.62348639011842, 11.6683320793227),
    (4.11537309737833, 17.0848034514192),
    (4.79538869613243, 18.3903560420178),
    (5.49116036723684, 19.682038513302),
    (12.2165195854039, 30.8883779026746),
    (37.1109637374619, 65.9187666643368),
    (81.3639912509232, 121.626793792426),
]
"""Output of R's `poisson.test` for the counts above."""
METHODS: tuple[PoissonMethod, ...] = ("exact", "phe", "byar")


def columns(pairs: list[tuple[float, float]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low, high = zip(*pairs, strict=True)
    return np.array(low), np.array(high)


def test_exact_limits_garwood1936_as_in_r_poisson_test() -> None:
    limits = poisson_limits(COUNTS)
    low, high = columns(GARWOOD_95)
    np.testing.assert_allclose(limits.low, low, rtol=1e-12)
    np.testing.assert_allclose(limits.high, high, rtol=1e-12)
    assert (limits.method, limits.version, limits.caveats) == ("poisson.exact", "1", ())


@pytest.mark.parametrize(
    ("count", "level", "low", "high"),
    [
        (65, 0.95, 50.1631877104595, 82.8491385459398),
        (1045, 0.95, 982.593201807333, 1110.33121298565),
        (1, 0.95, 0.0130721329015044, 5.56375558247526),
        (65, 0.998, 42.8802614714802, 94.000290844318),
        (1045, 0.998, 947.940703561037, 1148.80616098803),
        (10, 0.998, 2.91631837469569, 24.1937249278805),
    ],
)
def test_byar_limits_phe_byars_lower_and_upper(
    count: float, level: float, low: float, high: float
) -> None:
    """Test data of PHEindicatormethods 2.1.0, functions byars_lower and byars_upper."""
    limits = poisson_limits(count, level=level, method="byar")
    assert limits.low == pytest.approx(low, rel=1e-12)
    assert limits.high == pytest.approx(high, rel=1e-12)


def test_phe_method_is_exact_under_10_and_byar_from_10() -> None:
    phe = poisson_limits([9, 10], method="phe")
    assert phe.low[0] == poisson_limits(9).low
    assert phe.low[1] == poisson_limits(10, method="byar").low
    assert phe.method == "poisson.phe"


def test_fractional_counts_get_byar_limits_and_a_caveat() -> None:
    limits = poisson_limits([2, 2.5, np.nan])
    assert limits.low[1] == poisson_limits(2.5, method="byar").low
    assert limits.low[0] == poisson_limits(2).low
    assert np.isnan(limits.low[2])
    assert limits.caveats == (Caveat.NO_COUNT, Caveat.FRACTIONAL_COUNTS)


def test_a_single_large_count_is_computed() -> None:
    low, high = garwood(np.array([1_127_869.0]))
    limits = poisson_limits(1_127_869)
    assert (limits.low, limits.high) == (low[0], high[0])


@pytest.mark.parametrize("wrong", [-1, np.inf, [3, -0.5]])
def test_impossible_counts_are_refused(wrong: ArrayLike) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        poisson_limits(wrong)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_is_a_probability(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        poisson_limits(3, level=level)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="choose exact, phe or byar"):
        poisson_limits(3, method=cast("PoissonMethod", "guess"))


@given(
    st.lists(st.integers(0, 3 * TABLE), min_size=1, max_size=50),
    st.floats(0.5, 0.999, allow_nan=False),
)
def test_the_table_equals_the_quantile_function_of_scipy(counts: list[int], level: float) -> None:
    o = np.array(counts, dtype=float)
    limits = poisson_limits(o, level=level)
    tail = (1 - level) / 2
    low = np.where(o == 0, 0, stats.chi2.ppf(tail, 2 * np.maximum(o, 1)) / 2)
    np.testing.assert_allclose(limits.low, low, rtol=1e-9)
    np.testing.assert_allclose(limits.high, stats.chi2.isf(tail, 2 * o + 2) / 2, rtol=1e-9)


@given(st.integers(0, 2 * TABLE), st.sampled_from(METHODS))
def test_limits_contain_the_count_and_widen_with_the_level(
    count: int, method: PoissonMethod
) -> None:
    narrow = poisson_limits(count, level=0.8, method=method)
    wide = poisson_limits(count, level=0.95, method=method)
    assert 0 <= wide.low <= narrow.low <= count <= narrow.high <= wide.high


@given(st.integers(0, TABLE + 20), st.sampled_from([METHODS[0], METHODS[2]]))
def test_limits_rise_with_the_count(count: int, method: PoissonMethod) -> None:
    limits = poisson_limits([count, count + 1], method=method)
    assert limits.low[0] <= limits.low[1]
    assert limits.high[0] < limits.high[1]


@pytest.mark.parametrize("mean", [0.3, 2.0, 7.5, 40.0])
def test_exact_limits_cover_at_least_the_level(mean: float) -> None:
    """The promise of Garwood's interval: it contains the mean at least 95 times in 100."""
    counts = np.arange(200)
    limits = poisson_limits(counts)
    covers = (limits.low <= mean) & (mean <= limits.high)
    assert stats.poisson.pmf(counts, mean)[covers].sum() >= 0.95
