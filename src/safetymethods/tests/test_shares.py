"""Wilson's limits and Newcombe's difference against published values."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.result import Caveat
from safetymethods.shares import newcombe_difference, wilson

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("x", "n", "level", "low", "high"),
    [
        (65, 100, 0.95, 0.55254443296888, 0.736357517569025),
        (1045, 5000, 0.95, 0.197955498800133, 0.22049130373189),
        (0.445, 1, 0.95, 0.0438174477205882, 0.933462127697916),
        (65, 100, 0.998, 0.495494657407043, 0.77835406140897),
        (1045, 5000, 0.998, 0.191793817990152, 0.227315629025258),
        (0.445, 1, 0.998, 0.019347006132901, 0.970225994701954),
        (1, 100, 0.95, 0.00176743206414065, 0.0544861961787053),
        (7776456, 7564336677, 0.95, 0.00102732010016411, 0.00102876445789772),
    ],
)
def test_wilson_phe_byars_wilson_and_testdata_prop(
    x: float, n: float, level: float, low: float, high: float
) -> None:
    """Test data of PHEindicatormethods 2.1.0 (wilson_lower, wilson_upper, phe_proportion)."""
    found = wilson(x, n, level=level)
    assert found.share == pytest.approx(x / n)
    assert found.low == pytest.approx(low, rel=1e-11)
    assert found.high == pytest.approx(high, rel=1e-11)


def test_wilson_epitools_binom_wilson() -> None:
    """R package epitools, binom.wilson: nobody out of ten is not 'never'."""
    found = wilson([0, 1, 10], [10, 50, 100])
    np.testing.assert_allclose(
        found.low, [0, 0.00353925927164623, 0.0552291370606751], rtol=1e-11, atol=1e-15
    )
    np.testing.assert_allclose(
        found.high, [0.277532799862889, 0.104954435896378, 0.174365661504913], rtol=1e-11
    )


def test_a_design_effect_shrinks_the_sample() -> None:
    plain, designed = wilson(60, 300), wilson(120, 600, design_effect=2)
    assert designed.effective == 300
    assert designed.share == plain.share
    assert designed.low == pytest.approx(float(plain.low))


def test_a_survey_of_300_is_coarse() -> None:
    """With 300 respondents and 20 % the interval is about 4.5 points to either side."""
    found = wilson(60, 300)
    assert (found.high - found.low) / 2 == pytest.approx(0.045, abs=0.001)


def test_no_share_without_a_sample_or_an_answer() -> None:
    found = wilson([0, np.nan], [0, 100])
    assert np.isnan(found.share).all()
    assert np.isnan(found.high).all()
    assert set(found.caveats) == {Caveat.NO_POPULATION, Caveat.NO_COUNT}


@pytest.mark.parametrize(("x", "n", "deff"), [(5, 4, 1), (-1, 4, 1), (1, 4, 0)])
def test_impossible_samples_are_refused(x: float, n: float, deff: float) -> None:
    with pytest.raises(ValueError, match="within the sample"):
        wilson(x, n, design_effect=deff)


def test_a_level_is_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, level=95)


@given(st.integers(1, 10**6), st.floats(0, 1), st.floats(1, 5), st.floats(0.5, 0.99))
def test_limits_contain_the_share_and_mirror(
    n: int, part: float, deff: float, level: float
) -> None:
    x = part * n
    found = wilson(x, n, design_effect=deff, level=level)
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1
    mirror = wilson(n - x, n, design_effect=deff, level=level)
    assert mirror.low == pytest.approx(1 - float(found.high), abs=1e-9)


# --- the difference of two shares ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_1998_table_2_method_10(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II: examples (a) to (h)."""
    found = newcombe_difference(wilson(*first), wilson(*second))
    assert found.difference == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)
    assert bool(found.significant) == (low > 0)


def test_a_survey_of_300_seldom_differs_from_the_one_before() -> None:
    """From 20 to 26 per cent says nothing with 300 respondents, and something with 1,500."""
    few = newcombe_difference(wilson(78, 300), wilson(60, 300))
    many = newcombe_difference(wilson(390, 1500), wilson(300, 1500))
    assert not few.significant
    assert many.significant


def test_overlapping_intervals_can_still_differ() -> None:
    earlier, later = wilson(200, 1000), wilson(240, 1000)
    assert later.low < earlier.high
    assert newcombe_difference(later, earlier).significant


def test_a_missing_share_gives_no_difference() -> None:
    found = newcombe_difference(wilson([10, 0], [50, 0]), wilson([np.nan, 5], [50, 50]))
    assert np.isnan(found.difference).all()
    assert np.isnan(found.low).all()
    assert not found.significant.any()
    assert Caveat.NO_COUNT in found.caveats


def test_limits_of_two_levels_are_not_combined() -> None:
    with pytest.raises(ValueError, match="same level"):
        newcombe_difference(wilson(1, 2), wilson(1, 2, level=0.9))


SAMPLES = st.tuples(st.integers(1, 5000), st.floats(0, 1), st.floats(1, 4))


@given(SAMPLES, SAMPLES)
def test_turning_time_or_the_question_around_mirrors_the_difference(
    one: tuple[int, float, float], other: tuple[int, float, float]
) -> None:
    (n, part, deff), (m, share, effect) = one, other
    later = wilson(part * n, n, design_effect=deff)
    earlier = wilson(share * m, m, design_effect=effect)
    found = newcombe_difference(later, earlier)
    assert -1 - 1e-9 <= found.low <= found.difference <= found.high <= 1 + 1e-9
    back = newcombe_difference(earlier, later)
    assert back.low == pytest.approx(-float(found.high), abs=1e-12)
    opposite = newcombe_difference(
        wilson(n - part * n, n, design_effect=deff),
        wilson(m - share * m, m, design_effect=effect),
    )
    assert opposite.low == pytest.approx(-float(found.high), abs=1e-9)


@given(SAMPLES, SAMPLES, st.floats(1, 8))
def test_a_larger_sample_with_as_much_more_design_effect_says_the_same(
    one: tuple[int, float, float], other: tuple[int, float, float], times: float
) -> None:
    (n, part, deff), (m, share, effect) = one, other
    earlier = wilson(share * m, m, design_effect=effect)
    plain = newcombe_difference(wilson(part * n, n, design_effect=deff), earlier)
    larger = wilson(part * n * times, n * times, design_effect=deff * times)
    found = newcombe_difference(larger, earlier)
    assert found.low == pytest.approx(float(plain.low), abs=1e-9)
    assert found.high == pytest.approx(float(plain.high), abs=1e-9)


@given(st.lists(SAMPLES, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_each_series_stands_alone(rows: list[tuple[int, float, float]], random: Random) -> None:
    n, part, deff = (np.array(column) for column in zip(*rows, strict=True))
    later, earlier = wilson(part * n, n, design_effect=deff), wilson(0.2 * n, n)
    found = newcombe_difference(later, earlier)
    order = random.sample(range(len(rows)), len(rows))
    turned = newcombe_difference(
        wilson((part * n)[order], n[order], design_effect=deff[order]),
        wilson(0.2 * n[order], n[order]),
    )
    np.testing.assert_array_equal(turned.low, found.low[order])
    alone = newcombe_difference(
        wilson(part[0] * n[0], n[0], design_effect=deff[0]), wilson(0.2 * n[0], n[0])
    )
    assert float(alone.high) == float(found.high[0])
