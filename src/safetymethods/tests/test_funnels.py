"""The negative binomial funnel against scipy's distributions and what it promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from safetymethods.funnels import Band, against_expected, funnel_limits
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

MEANS = st.floats(0.01, 400)
SIZES = st.one_of(st.floats(0.2, 200), st.just(np.inf))
LINES = ("low95", "high95", "low998", "high998")


def by_hand(count: int, mean: float, size: float) -> float:
    """Mid-p from scipy's distribution of the same mean and size."""
    x = stats.nbinom(size, size / (size + mean)) if np.isfinite(size) else stats.poisson(mean)
    half = x.pmf(count) / 2
    return float(2 * min(x.sf(count) + half, x.cdf(count) - half))


@pytest.mark.parametrize(("count", "mean", "size"), [(9, 4, 8.2), (0, 3, 5.6), (61, 30, 5)])
def test_mid_p_and_limits_lancaster1961_spiegelhalter2005(
    count: int, mean: float, size: float
) -> None:
    found = against_expected(count, mean, size)
    x = stats.nbinom(size, size / (size + mean))
    assert found.p == pytest.approx(by_hand(count, mean, size), rel=1e-9)
    assert found.ratio == count / mean
    limits = [getattr(found, line) * mean for line in LINES]
    assert limits == pytest.approx([x.ppf(p) for p in (0.025, 0.975, 0.001, 0.999)])
    assert (found.method, found.caveats) == ("funnel.negative_binomial", ())


def test_an_infinite_size_is_the_poisson_funnel() -> None:
    found = against_expected([3, 12, 25], 10, np.inf)
    assert found.p == pytest.approx([by_hand(count, 10, np.inf) for count in (3, 12, 25)])
    assert found.low95.tolist() == [0.4] * 3
    assert found.high95.tolist() == [1.7] * 3
    assert found.band.tolist() == [Band.LOWER, Band.COMPARABLE, Band.FAR_HIGHER]


def test_bands_are_signed_by_direction() -> None:
    found = against_expected([0, 8, 20, 35, 60], 20, 30)
    assert found.band.tolist() == [-2, -1, 0, 1, 2]
    assert found.band.dtype == np.int8
    assert Band(found.band[0]).name == "FAR_LOWER"


def test_usual_differences_are_no_finding() -> None:
    """Motor vehicle crime: size 3.5. Half or one and a half times as many is nothing special."""
    found = against_expected([17, 34, 51], 34, 3.5)
    assert found.band.tolist() == [0, 0, 0]
    assert against_expected([17, 51], 34, np.inf).band.tolist() == [-2, 1]


def test_no_answer_without_count_expectation_or_size() -> None:
    found = against_expected([np.nan, 1, 1, 1, 0], [1, 0, np.nan, 1, 0], [2, 2, 2, np.nan, 2])
    assert found.band.tolist() == [Band.NO_ANSWER] * 5
    assert np.isnan(found.p).all()
    assert np.isnan(found.ratio).all()
    assert found.low95[0] == 0, "the limits are known without a count"
    assert np.isnan(found.high95[1:]).all()
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.NO_EXPECTED, Caveat.NO_DISPERSION}


def test_all_zero_is_an_answer() -> None:
    found = against_expected([0, 0], [0.4, 30], 20)
    assert found.band.tolist() == [Band.COMPARABLE, Band.FAR_LOWER]


def test_counts_with_a_fraction_lie_between_their_neighbours() -> None:
    found = against_expected([12, 12.5, 13], 8, 9)
    assert found.p[0] > found.p[1] > found.p[2]
    assert found.caveats == (Caveat.ESTIMATED,)


@pytest.mark.parametrize(
    ("observed", "expected", "size", "says"),
    [
        (-1, 1, 1, "zero or more"),
        (1, -1, 1, "zero or more"),
        (np.inf, 1, 1, "zero or more"),
        (1, 1, 0, "above zero"),
    ],
)
def test_impossible_numbers_are_refused(
    observed: float, expected: float, size: float, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        against_expected(observed, expected, size)
    if observed == 1:
        with pytest.raises(ValueError, match=says):
            funnel_limits(expected, size)


def test_types_and_areas_are_broadcast() -> None:
    sizes = np.array([[3.5], [19.3]])
    found = against_expected(np.ones((2, 5)), np.linspace(1, 40, 5), sizes)
    assert found.band.shape == found.low998.shape == (2, 5)
    alone = against_expected(np.ones(5), np.linspace(1, 40, 5), 19.3)
    np.testing.assert_array_equal(found.p[1], alone.p)


def test_lines_to_draw() -> None:
    grid = np.linspace(0.5, 200, 300)
    stepped, smooth = funnel_limits(grid, 8.2), funnel_limits(grid, 8.2, smooth=True)
    assert not stepped.smooth
    assert smooth.smooth
    for line in LINES:
        gap = np.abs(getattr(stepped, line) - getattr(smooth, line)) * grid
        assert gap.max() <= 1
    assert (np.diff(smooth.high95[20:]) < 0).all()
    assert (np.diff(smooth.low95[20:]) > 0).all()


def test_no_line_without_expectation_or_size() -> None:
    found = funnel_limits([0, np.nan, 5], [2, 2, np.nan], smooth=True)
    assert np.isnan([found.low95, found.high998]).all()
    assert set(found.caveats) == {Caveat.NO_EXPECTED, Caveat.NO_DISPERSION}


@settings(max_examples=50, deadline=None)
@given(MEANS, SIZES)
def test_outside_a_line_always_and_within_never(mean: float, size: float) -> None:
    """Only a count that lies on a line may get the band on either side of it."""
    counts = np.arange(0.0, 3 * mean + 40)
    found = against_expected(counts, mean, size)
    out = np.abs(found.band)
    for number, low, high in (
        (1, found.low95, found.high95),
        (2, found.low998, found.high998),
    ):
        first, last = np.round(low * mean), np.round(high * mean)
        assert (out[(counts < first) | (counts > last)] >= number).all()
        assert (out[(counts > first) & (counts < last)] < number).all()


@settings(max_examples=25, deadline=None)
@given(MEANS, SIZES, st.booleans())
def test_smooth_lines_separate_the_bands_exactly(mean: float, size: float, half: bool) -> None:
    counts = np.arange(0.0, 3 * mean + 40) + 0.5 * half
    found = against_expected(counts, mean, size)
    lines = funnel_limits(mean, size, smooth=True)
    at = {line: getattr(lines, line) * mean for line in LINES}
    clear = np.all([np.abs(counts - place) > 1e-6 for place in at.values()], axis=0)
    for line, far in (("95", 1), ("998", 2)):
        higher, lower = counts > at[f"high{line}"], counts < at[f"low{line}"]
        np.testing.assert_array_equal((found.band >= far)[clear], higher[clear])
        np.testing.assert_array_equal((found.band <= -far)[clear], lower[clear])


@given(st.lists(st.integers(0, 300), min_size=1, max_size=10), MEANS, SIZES)
def test_another_area_changes_nothing(counts: list[int], mean: float, size: float) -> None:
    alone = against_expected(counts, mean, size)
    among = against_expected([*counts, 7], mean, size)
    np.testing.assert_array_equal(alone.p, among.p[:-1])
    np.testing.assert_array_equal(against_expected(counts[::-1], mean, size).p[::-1], alone.p)


@pytest.mark.parametrize("size", [0.7, 4.0, 60.0])
def test_more_dispersion_widens_the_funnel(size: float) -> None:
    means = np.geomspace(2, 3000, 60)
    narrow, wide = (funnel_limits(means, each, smooth=True) for each in (size * 3, size))
    assert (wide.high95 > narrow.high95).all()
    assert (narrow.low95 >= wide.low95).all()


def test_the_share_outside_is_what_the_limits_say() -> None:
    """Counts that are negative binomial: 5 % and 0.2 % fall outside, also when few are expected."""
    random = np.random.default_rng(11)
    means = random.uniform(1, 60, 200_000)
    counts = random.poisson(means * random.gamma(6, 1 / 6, means.size))
    out = np.abs(against_expected(counts, means, 6).band)
    assert (out > 0).mean() == pytest.approx(0.05, abs=0.003)
    assert (out > 1).mean() == pytest.approx(0.002, abs=0.0006)
