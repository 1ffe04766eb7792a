"""Wilson's limits against published values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.result import Caveat
from safetymethods.shares import wilson

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
