"""Control charts: NHSRplotthedots, Montgomery's rolls of cloth, Anhoej's runs."""

import csv
from itertools import groupby, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binom

from safetymethods.control_charts import (
    SpecialCause,
    laney_u,
    runs_test,
    u_chart,
    xmr_chart,
)
from safetymethods.result import Caveat, Floats
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

LABELS = {
    SpecialCause.COMMON: "Common Cause",
    SpecialCause.OUTSIDE_HIGH: "Above UCL",
    SpecialCause.OUTSIDE_LOW: "Below LCL",
    SpecialCause.TREND_UP: "7 Point Trend (Increasing)",
    SpecialCause.TREND_DOWN: "7 Point Trend (Decreasing)",
    SpecialCause.TWO_IN_THREE_HIGH: "2 in 3 Above CL",
    SpecialCause.TWO_IN_THREE_LOW: "2 in 3 Below CL",
    SpecialCause.SHIFT_HIGH: "7 Points Above CL",
    SpecialCause.SHIFT_LOW: "7 Points Below CL",
}
"""The words of NHSRplotthedots."""

DEFECTS = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23]
ROLLS = [10.0, 8.0, 13.0, 10.0, 9.5, 10.0, 12.0, 10.5, 12.0, 12.5]
"""Montgomery (2009), example 7.5: defects in ten rolls of cloth, and units of 50 square metres."""

series = arrays(np.float64, st.integers(2, 40), elements=st.integers(0, 9).map(float))


def cases() -> list[list[dict[str, str]]]:
    with reference_file("02_spc", "plotthedots", "plotthedots_cases.csv").open() as file:
        rows = list(csv.DictReader(file))
    return [list(group) for _, group in groupby(rows, key=lambda row: row["case"])]


def test_nine_series_of_nhsrplotthedots() -> None:
    """Limits to nine digits, every label, side and mark (NHSRplotthedots 0.2.2)."""
    for rows in cases():
        groups = [int(row["rebase_group"]) for row in rows]
        fixed = sum(row["fix_y"] != "NA" for row in rows)
        found = xmr_chart(
            [float(row["y"]) for row in rows],
            rebase=[at for at in range(1, len(groups)) if groups[at] != groups[at - 1]],
            fix_after=fixed if fixed < len(rows) else None,
            screen="noscreen" not in rows[0]["case"],
        )
        for name, lines in (("mean_col", found.centre), ("lpl", found.low), ("upl", found.high)):
            expected = [float(row[name]) for row in rows]
            np.testing.assert_allclose(lines, expected, rtol=1e-9, atol=1e-12)
        labels = [LABELS[SpecialCause(cause)] for cause in found.cause.tolist()]
        assert labels == [row["special_cause_type"] for row in rows]
        assert found.side.tolist() == [int(row["relative_to_mean"]) for row in rows]
        assert found.close.tolist() == [row["close_to_limits"] == "TRUE" for row in rows]
        assert found.outside.tolist() == [row["outside_limits"] == "TRUE" for row in rows]


def test_ranges_over_the_limit_are_left_out_once() -> None:
    values = [10.0, 12, 11, 13, 10, 12, 40, 11, 12, 10]
    ranges = np.abs(np.diff(values))
    kept = ranges[ranges < 3.267 * ranges.mean()]
    assert len(kept) == len(ranges) - 2
    found = xmr_chart(values)
    assert found.high[0] == pytest.approx(np.mean(values) + 2.66 * kept.mean())
    assert found.cause[6] == SpecialCause.OUTSIDE_HIGH
    wide = xmr_chart(values, screen=False)
    assert wide.high[0] == pytest.approx(np.mean(values) + 2.66 * ranges.mean())


def test_the_first_rule_that_holds_gives_the_label() -> None:
    """Rising for seven points, above the centre for seven, the last ones close, one outside."""
    values = [0.0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5]
    found = xmr_chart(values, fix_after=12)
    assert found.high[0] == pytest.approx(1 + 2.66 * 2)
    causes = [SpecialCause(cause).name for cause in found.cause.tolist()]
    assert causes[10:] == ["TREND_UP"] * 9 + ["OUTSIDE_HIGH"]
    flat = xmr_chart([*values[:12], 5, 5, 5, 2, 2, 2, 2, 2], fix_after=12)
    causes = [SpecialCause(cause).name for cause in flat.cause.tolist()]
    assert causes[11:] == ["SHIFT_HIGH"] + ["TWO_IN_THREE_HIGH"] * 3 + ["SHIFT_HIGH"] * 5


def test_a_missing_value_ends_a_run() -> None:
    values = np.array([6.0, 0, 6, 0, 4, 4, 4, 4, np.nan, 4, 4, 4, 0, 6, 0, 6])
    found = xmr_chart(values)
    assert not np.isin(found.cause, [SpecialCause.SHIFT_HIGH]).any()
    assert found.cause[8] == SpecialCause.COMMON
    assert found.caveats == (Caveat.NO_COUNT,)
    filled = np.where(np.isnan(values), 4.0, values)
    assert np.isin(xmr_chart(filled).cause, [SpecialCause.SHIFT_HIGH]).sum() == 8


def test_a_constant_series_has_no_special_cause() -> None:
    """The mean of equal values can differ from them in its last digit."""
    found = xmr_chart(np.full((2, 30), 0.1))
    assert (found.cause == SpecialCause.COMMON).all()
    assert (found.side == 0).all()
    np.testing.assert_allclose(found.high, 0.1)


def test_a_short_chart_has_no_limits() -> None:
    found = xmr_chart([[3.0], [np.nan]])
    assert found.centre.tolist()[0] == [3.0]
    assert np.isnan(found.low).all()
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.TOO_SHORT}
    assert xmr_chart(np.zeros((2, 0))).cause.shape == (2, 0)


@given(series, st.integers(0, 39))
def test_parts_are_charts_of_their_own(values: Floats, at: int) -> None:
    cut = 1 + at % (len(values) - 1)
    found = xmr_chart(values, rebase=[cut])
    for part in (slice(0, cut), slice(cut, None)):
        alone = xmr_chart(values[part])
        np.testing.assert_allclose(found.high[part], alone.high)
        np.testing.assert_array_equal(found.cause[part], alone.cause)


@given(series)
def test_upside_down_turns_every_label_around(values: Floats) -> None:
    found, mirrored = xmr_chart(values), xmr_chart(16.0 - values)
    np.testing.assert_array_equal(mirrored.cause, -found.cause)
    np.testing.assert_allclose(mirrored.low, 16.0 - found.high)


@given(st.integers(0, 1000))
def test_charts_of_many_series_are_those_of_each(seed: int) -> None:
    values = np.random.default_rng(seed).poisson(3, (2, 3, 26)).astype(float)
    found = xmr_chart(values)
    np.testing.assert_array_equal(found.cause[1, 2], xmr_chart(values[1, 2]).cause)
    runs = runs_test(values)
    assert runs.longest[1, 2] == runs_test(values[1, 2]).longest
    people = np.linspace(1, 2, 26)
    assert laney_u(values, people).sigma_z[1, 2] == laney_u(values[1, 2], people).sigma_z


def test_montgomery_2009_example_7_5() -> None:
    """Centre 153/107.5 = 1.42; limits of rolls of 10, 8, 13, 9.5, 12, 10.5 and 12.5 units.

    The book computes with the rounded 1.42, hence the last digit.
    """
    found = u_chart(DEFECTS, ROLLS)
    assert found.centre == pytest.approx(1.42, abs=0.005)
    high = [2.55, 2.68, 2.41, 2.55, 2.58, 2.55, 2.45, 2.52, 2.45, 2.43]
    low = [0.29, 0.16, 0.43, 0.29, 0.26, 0.29, 0.39, 0.32, 0.39, 0.41]
    assert found.high == pytest.approx(high, abs=0.011)
    assert found.low == pytest.approx(low, abs=0.011)
    assert not found.outside.any()
    assert found.sigma_z == 1
    assert found.caveats == ()


def test_laney_2002_by_hand() -> None:
    """u' of the same rolls: the z scores, their mean absolute difference, divided by 1.128."""
    plain, found = u_chart(DEFECTS, ROLLS), laney_u(DEFECTS, ROLLS)
    z = [
        (c / n - 153 / 107.5) / (153 / 107.5 / n) ** 0.5
        for c, n in zip(DEFECTS, ROLLS, strict=True)
    ]
    sigma = sum(abs(b - a) for a, b in pairwise(z)) / 9 / 1.128
    assert found.sigma_z == pytest.approx(sigma)
    np.testing.assert_allclose(found.high - found.centre, sigma * (plain.high - plain.centre))


def test_laney_widens_what_swings_more_than_chance() -> None:
    random = np.random.default_rng(1)
    swinging = random.poisson(random.gamma(4, 25, (200, 60)))
    plain, found = u_chart(swinging, 1.0), laney_u(swinging, 1.0)
    assert plain.outside.mean() > 0.3
    assert found.outside.mean() < 0.02
    assert found.sigma_z.mean() == pytest.approx(5, abs=1)
    assert laney_u(random.poisson(50, (200, 60)), 1.0).sigma_z.mean() == pytest.approx(1, abs=0.05)


def test_a_month_without_count_or_exposure_has_no_point() -> None:
    found = laney_u(np.array([[3.0, np.nan, 5, 4, 6], [1, 1, 1, 1, 1]]), [1.0, 1, 0, np.nan, 2])
    assert np.isnan(found.rate[0]).tolist() == [False, True, True, True, False]
    assert found.centre[0] == 3
    assert np.isnan(found.sigma_z).tolist() == [True, False]
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.TOO_SHORT}
    nothing = u_chart([0.0, np.nan], [0.0, 1.0])
    assert np.isnan(nothing.centre)
    assert not nothing.outside.any()


def test_with_exposure_one_it_is_a_c_chart() -> None:
    found = u_chart([4, 9, 16, 7], 1)
    assert found.high == pytest.approx(9 + 3 * 3)
    assert found.low == pytest.approx(0.0)


def test_wentzel_larsen_and_anhoej_2019() -> None:
    """Science Trends, "Crossings, runs and crossrun": 13 points that cross the midline between 3
    and 4, 6 and 7, 7 and 8, 9 and 10, 10 and 11; five crossings, longest run three."""
    values = [1, 1, 1, -1, -1, -1, 1, -1, -1, 1, -1, -1, -1]
    found = runs_test(values, centre=0)
    assert found.crossings == 5
    assert found.longest == 3
    assert found.crossings_limit == 3
    assert not found.signal


def test_anhoej_2014_limits() -> None:
    """The limits of his rules; for 24 points eight and eight (qicharts2, vignette)."""
    for n, longest, crossings in ((10, 6, 2), (20, 7, 6), (24, 8, 8), (100, 10, 41)):
        values = np.tile([1.0, -1.0], n)[:n]
        found = runs_test(values, centre=0.0)
        assert found.longest_limit == longest
        assert found.crossings_limit == binom.ppf(0.05, n - 1, 0.5) == crossings
        assert found.crossings == n - 1


def test_either_rule_signals() -> None:
    steady = np.tile([1.0, -1.0], 12)
    assert not runs_test(steady, centre=0).signal
    long = np.r_[np.ones(9), np.tile([-1.0, 1.0], 8)[:15]]
    found = runs_test(long, centre=0)
    assert found.longest == 9 > found.longest_limit
    assert found.crossings >= found.crossings_limit
    assert found.signal
    blocks = np.repeat([1.0, -1.0, 1.0, -1.0], 6)
    found = runs_test(blocks, centre=0)
    assert found.longest == 6 <= found.longest_limit
    assert found.crossings == 3 < found.crossings_limit
    assert found.signal


def test_points_on_the_line_and_missing_points_are_dropped() -> None:
    values = [1.0, 0, np.nan, 1, 0, -1, 0, -1, np.nan, 1]
    found = runs_test(values, centre=0)
    assert found.useful == 5
    assert found.longest == 2
    assert found.crossings == 2
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.TOO_SHORT}


def test_the_centre_is_the_median() -> None:
    values = np.array([[5.0, 1, 9, np.nan, 3], [4, 4, 4, 4, 4], [np.nan] * 5])
    found = runs_test(values)
    assert found.centre[:2].tolist() == [4, 4]
    assert found.useful.tolist() == [4, 0, 0]
    assert np.isnan(found.longest).tolist() == [False, True, True]
    assert np.isnan(found.centre[2])
    assert not found.signal.any()
    assert runs_test(np.zeros((2, 0))).useful.tolist() == [0, 0]
    assert runs_test([[1.0, 2.0], [3.0, 4.0]], centre=[0.0, 5.0]).longest.tolist() == [2, 2]


@pytest.mark.parametrize("chart", [xmr_chart, runs_test])
def test_infinite_values_are_refused(chart: object) -> None:
    assert callable(chart)
    with pytest.raises(ValueError, match="finite"):
        chart([1.0, np.inf])


def test_options_must_make_sense() -> None:
    for at in (0, 3, -1):
        with pytest.raises(ValueError, match="starts anew"):
            xmr_chart([1.0, 2, 3], rebase=[at])
    with pytest.raises(ValueError, match="two points"):
        xmr_chart([1.0, 2, 3], fix_after=1)
    with pytest.raises(ValueError, match="zero or more"):
        u_chart([-1.0], [1.0])
