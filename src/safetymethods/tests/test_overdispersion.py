"""Overdispersed funnel limits against FunnelPlotR 0.6.0 and a slow copy of the published rules."""

import math
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from safetymethods.overdispersion import (
    Kind,
    Overdispersed,
    between_variance,
    dispersion_ratio,
    overdispersed_funnel,
    overdispersed_lines,
    truncated,
    winsorised,
)
from safetymethods.result import Caveat
from safetymethods.tests.columns import Table
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

KINDS: tuple[Kind, ...] = ("shmi", "cqc", "proportion", "ratio")
SIX = [80, 120, 100, 150, 180, 225], [95, 100, 108, 112, 165, 220]
"""The test set of FunnelPlotR (MIT licence): observed and expected."""
AREAS = st.lists(st.tuples(st.integers(1, 400), st.floats(5, 500)), min_size=4, max_size=40).filter(
    lambda areas: len({round(o / e, 6) for o, e in areas}) > 3
)


@pytest.mark.parametrize(
    ("kind", "trim", "phi", "tau2", "limits"),
    [
        ("shmi", 0.1, 2.94803317510236, 0.0194775305780216, (0.7121280881406, 1.40424176023031)),
        ("cqc", 0.1, 2.32717825759412, 0.00343978015418627, (0.847281709208738, 1.15271829079126)),
        ("cqc", 0.05, 2.74678261151236, 0.00440597597932009, (0.83557835338455, 1.16442164661545)),
        ("ratio", 0.1, 0.9204353657445, 0.00154867476298394, (0.941546541246067, 1.21313871642325)),
    ],
)
def test_six_areas_funnelplotr(
    kind: Kind, trim: float, phi: float, tau2: float, limits: tuple[float, float]
) -> None:
    """phi, tau2 and the 95 % limits of the first area, as FunnelPlotR gives them."""
    found = overdispersed_funnel(*SIX, kind=kind, trim=trim)
    assert found.phi == pytest.approx(phi, rel=1e-12)
    assert found.tau2 == pytest.approx(tau2, rel=1e-12)
    assert (found.lines.low95[0], found.lines.high95[0]) == pytest.approx(limits, rel=1e-12)
    assert found.adjusted == (phi > 1)
    assert found.used == 6
    assert found.caveats == ()


def test_six_proportions_funnelplotr() -> None:
    found = overdispersed_funnel(
        [35, 70, 30, 40, 60, 90], [95, 100, 108, 112, 165, 220], kind="proportion"
    )
    assert found.phi == pytest.approx(2.69320069113328, rel=1e-12)
    assert found.tau2 == pytest.approx(0.00428259635446757, rel=1e-12)
    assert found.target == pytest.approx(0.40625)
    assert found.lines.low998[0] == pytest.approx(0.176924142829061, rel=1e-12)
    assert found.lines.plain_high998[1] == pytest.approx(0.560058042824994, rel=1e-12)
    assert found.outside95.tolist() == [False, True, False, False, False, False]


@pytest.mark.parametrize(
    ("name", "kind", "trim"),
    [
        ("SR_SHMI", "shmi", 0.1),
        ("SR_CQC", "cqc", 0.1),
        ("SR_CQC_trim05", "cqc", 0.05),
        ("PR", "proportion", 0.1),
        ("RC", "ratio", 0.1),
    ],
)
def test_whole_tables_of_funnelplotr(name: str, kind: Kind, trim: float) -> None:
    table = Table(reference_file("01_rates", "funnelplotr", f"six_{name}.csv"))
    found = overdispersed_funnel(
        table.numbers("numerator"), table.numbers("denominator"), kind=kind, trim=trim
    )
    lines = found.lines
    for column, values in {
        "rr": found.ratio,
        "Y": found.transformed,
        "s.x": found.standard_error,
        "Uzscore": found.z,
        "Wuzscore": found.tempered,
        "truncated" if kind == "shmi" else "winsorised": found.cut,
        "phi": found.phi,
        "tau2": found.tau2,
        "target": found.target,
        "target_transformed": found.target_transformed,
        "n_z": found.used,
        "odll95": lines.low95,
        "odul95": lines.high95,
        "odll998": lines.low998,
        "odul998": lines.high998,
        "ll95": lines.plain_low95,
        "ul95": lines.plain_high95,
        "ll998": lines.plain_low998,
        "ul998": lines.plain_high998,
    }.items():
        wanted = table.numbers(column)
        np.testing.assert_allclose(
            np.broadcast_to(values, wanted.shape), wanted, rtol=1e-9, atol=1e-12, err_msg=column
        )


def test_plain_limits_funnelplotr_poisson_limits() -> None:
    table = Table(reference_file("01_rates", "funnelplotr", "poisson_limits_15_20_30.csv"))
    lines = overdispersed_lines(table.numbers("number_seq"), 0.0)
    np.testing.assert_allclose(lines.plain_low95, table.numbers("ll95"), rtol=1e-9)
    np.testing.assert_allclose(lines.plain_high95, table.numbers("ul95"), rtol=1e-9)
    np.testing.assert_allclose(lines.plain_low998, table.numbers("ll998"), rtol=1e-9)
    np.testing.assert_allclose(lines.plain_high998, table.numbers("ul998"), rtol=1e-9)


class Slow:
    """The published rules, one number at a time; expectations are rounded before."""

    def __init__(self, o: list[float], e: list[float], kind: str, trim: float) -> None:
        self.o, self.e, self.kind, self.trim = o, e, kind, trim
        self.target = 1.0 if kind in ("shmi", "cqc") else sum(o) / sum(e)
        pairs = [self.score(a, b) for a, b in zip(o, e, strict=True)]
        self.z, self.s = [z for z, _ in pairs], [s for _, s in pairs]
        tempered = self.truncate() if kind == "shmi" else self.winsorise()
        kept = [(z, s) for z, s in zip(tempered, self.s, strict=True) if z is not None]
        self.n = len(kept)
        self.phi = sum(z * z for z, _ in kept) / self.n
        weights = [1 / (s * s) for _, s in kept]
        below = sum(weights) - sum(w * w for w in weights) / sum(weights)
        excess = self.n * self.phi - (self.n - 1)
        self.tau2 = max(0.0, excess / below)

    def score(self, o: float, e: float) -> tuple[float, float]:
        if self.kind == "shmi":
            return math.log(o / e) * math.sqrt(e), 1 / math.sqrt(e)
        if self.kind == "ratio":
            s = math.sqrt(o / (o + 0.5) ** 2 + e / (e + 0.5) ** 2)
            return (math.log((o + 0.5) / (e + 0.5)) - math.log(self.target)) / s, s
        s, way = 1 / (2 * math.sqrt(e)), math.asin if self.kind == "proportion" else float
        return (way(math.sqrt(o / e)) - way(math.sqrt(self.target))) / s, s

    def truncate(self) -> list[float | None]:
        groups = 1 / self.trim
        kept: list[float | None] = []
        for z in self.z:
            rank = sum(other < z for other in self.z) + (self.z.count(z) + 1) / 2
            group = math.floor(rank * groups / (len(self.z) + 1))
            kept.append(z if 0 < group < groups - 1 else None)
        return kept

    def winsorise(self) -> list[float | None]:
        low, high = (self.quantile(p) for p in (self.trim, 1 - self.trim))
        return [min(max(z, low), high) for z in self.z]

    def quantile(self, p: float) -> float:
        ordered, place = sorted(self.z), (len(self.z) - 1) * p
        low, part = ordered[math.floor(place)], place - math.floor(place)
        return (1 - part) * low + part * ordered[math.ceil(place)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trim", [0.1, 0.05, 0.2])
def test_sixty_areas_as_the_published_rules_say(kind: Kind, trim: float) -> None:
    """Sixty areas that differ, some exactly alike, with expectations of many digits."""
    random = np.random.default_rng(20260101)
    expected = np.round(random.gamma(2, 40, 60) + 4, 0 if kind == "proportion" else 4)
    theta = 0.3 if kind == "proportion" else 1.0
    observed = random.poisson(expected * theta * random.gamma(12, 1 / 12, 60)) + 1.0
    observed = np.minimum(observed, expected) if kind == "proportion" else observed
    observed[10:14], expected[10:14] = observed[10], expected[10]
    found = overdispersed_funnel(observed, expected, kind=kind, trim=trim)
    rounded = [round(e, 2) for e in expected] if kind == "shmi" else list(expected)
    slow = Slow(list(observed), rounded, kind, trim)
    assert found.used == slow.n
    assert found.phi == pytest.approx(slow.phi, rel=1e-12)
    assert found.tau2 == pytest.approx(slow.tau2, rel=1e-12)
    assert found.tau2 > 0
    np.testing.assert_allclose(found.z, slow.z, rtol=1e-11)


def test_truncation_drops_the_outer_groups() -> None:
    """Sixty different scores in ten groups: six at either end go, equal ones go together."""
    scores = np.arange(60.0)
    kept, cut = truncated(scores)
    assert np.flatnonzero(cut).tolist() == [*range(6), *range(54, 60)]
    assert np.isnan(kept[cut]).all()
    scores[4:9] = 4
    assert np.flatnonzero(truncated(scores)[1]).tolist() == [*range(4), *range(54, 60)]
    assert not truncated(scores, 0)[1].any()


def test_winsorising_draws_in_and_marks_the_border_too() -> None:
    scores = np.arange(11.0)
    drawn, cut = winsorised(scores)
    assert drawn.tolist() == [1, *range(1, 10), 9]
    assert np.flatnonzero(cut).tolist() == [0, 1, 9, 10]


def test_missing_scores_do_not_count() -> None:
    scores = np.append(np.arange(11.0), np.nan)
    assert winsorised(scores)[0][:11].tolist() == winsorised(scores[:11])[0].tolist()
    assert truncated(scores)[1].tolist() == [*truncated(scores[:11])[1].tolist(), False]


def test_expectations_are_rounded_to_two_decimals_as_r_rounds() -> None:
    """Maechler, Rounding to Decimal Digits in Binary: R 4 makes 55.555 into 55.56, not 55.55."""
    expected = [55.555, 0.285, 7.125, 10.0]
    found = overdispersed_funnel([1, 1, 5, 9], expected)
    np.testing.assert_allclose(found.lines.denominators, [55.56, 0.28, 7.12, 10.0], atol=1e-12)
    exact = overdispersed_funnel([1, 1, 5, 9], expected, rounded=False)
    assert exact.lines.denominators.tolist() == expected
    assert found.ratio[1] == 1 / 0.285


def test_an_expectation_that_rounds_to_zero_is_left_out() -> None:
    found = overdispersed_funnel([1, 3, 4, 8], [0.004, 3, 4, 5])
    assert np.isnan(found.ratio[0])
    assert found.caveats == (Caveat.AREAS_LEFT_OUT,)


def test_areas_that_do_not_differ_get_plain_limits() -> None:
    found = overdispersed_funnel([10, 11, 9, 10, 10], [10, 10, 10, 10, 10], kind="cqc")
    assert found.phi < 1
    assert found.tau2 == 0
    assert not found.adjusted
    assert not found.outside95.any()


def test_plain_limits_decide_without_overdispersion() -> None:
    """One far area among many that are alike, and drawn in: phi stays under 1."""
    observed = np.append(np.full(30, 100.0), 160.0)
    found = overdispersed_funnel(observed, np.full(31, 100.0), kind="cqc")
    assert not found.adjusted
    assert np.flatnonzero(found.outside998).tolist() == [30]


def test_counts_of_zero_are_cut_off_or_leave_no_limits() -> None:
    expected = np.full(30, 20.0)
    few = overdispersed_funnel(np.append([0, 0], np.arange(6, 34.0)), expected)
    assert np.isfinite(few.phi)
    many = overdispersed_funnel(np.append(np.zeros(8), np.arange(6, 28.0)), expected)
    assert np.isinf(many.phi)
    assert many.lines.low95.tolist() == [0] * 30
    assert many.caveats == (Caveat.UNBOUNDED,)


def test_one_area_has_no_variance_between_areas() -> None:
    found = overdispersed_funnel([3, np.nan, 4], [2, 5, 0], kind="cqc")
    assert np.isnan(found.tau2)
    assert found.used == 1
    assert set(found.caveats) == {Caveat.AREAS_LEFT_OUT, Caveat.TOO_FEW_AREAS}
    nobody = overdispersed_funnel([np.nan], [1], kind="proportion")
    assert np.isnan(nobody.phi)
    assert not nobody.outside95.any()


def test_phi_and_tau2_by_hand() -> None:
    """Scores 3 and -1 with weights 1 and 4: phi 5, tau2 = (10 - 1)/(5 - 17/5)."""
    assert dispersion_ratio([3, np.nan, -1]) == 5
    assert between_variance([3, np.nan, -1], [1, 1, 0.5]) == pytest.approx(9 / (5 - 17 / 5))
    assert np.isnan(dispersion_ratio([np.nan]))


def test_limits_of_a_proportion_stop_where_they_turn_back() -> None:
    """Small denominators with much spread: the limits are 0 and 1, not sine waves."""
    grid = np.array([1.0, 2, 3, 5, 8, 20, 60, 200, 1000])
    lines = overdispersed_lines(grid, 0.02, kind="proportion", target=0.3)
    for low, high in ((lines.low95, lines.high95), (lines.low998, lines.high998)):
        assert (np.diff(low) >= 0).all()
        assert (np.diff(high) <= 0).all()
    assert lines.low998[0] == lines.plain_low998[0] == 0
    assert lines.high998[0] == 1


@pytest.mark.parametrize(("tau2", "target"), [(0.0, 0.04), (0.01, 0.1), (0.05, 0.4), (0.3, 0.9)])
def test_limits_of_proportions_as_the_published_rules_say(tau2: float, target: float) -> None:
    """One table of all denominators and of a grid; the next row of the table decides."""
    random = np.random.default_rng(7)
    wholes = np.append(random.integers(1, 40, 30), random.integers(40, 300, 30)).astype(float)
    table = sorted({*wholes, *(3 + at * (wholes.max() - 3) / 999 for at in range(1000))})
    lines = overdispersed_lines(wholes, tau2, kind="proportion", target=target)
    for values, z in ((lines.low95, -1.959964), (lines.high998, 3.090232)):
        raw = {
            n: math.sin(math.asin(math.sqrt(target)) + z * math.sqrt(1 / (4 * n) + tau2)) ** 2
            for n in table
        }
        following = dict(pairwise(table))
        for n, value in zip(wholes, values, strict=True):
            beyond = raw[following[n]] if n in following else raw[n]
            turned = raw[n] > beyond if z < 0 else raw[n] < beyond
            assert value == pytest.approx((0 if z < 0 else 1) if turned else raw[n], abs=1e-12)


def test_a_larger_area_past_the_turn_decides_between_equal_ones() -> None:
    lines = overdispersed_lines([4.0, 4, 4, 9], 0.0, kind="proportion", target=0.05)
    assert lines.low95[:3].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("observed", "expected", "kind", "trim", "says"),
    [
        ([-1, 2], [1, 1], "cqc", 0.1, "zero or more"),
        ([1, 2], [1, np.inf], "cqc", 0.1, "zero or more"),
        ([1, 2], [1, 1], "proportion", 0.1, "larger than the whole"),
        ([1, 2], [1, 1], "cqc", 0.5, "between 0 and 0.5"),
        ([1, 2], [1, 1], "shmi", -0.1, "between 0 and 0.5"),
        ([1, 2], [1, 1], "poisson", 0.1, "choose one of shmi"),
        ([], [], "cqc", 0.1, "at least one area"),
        (1, 1, "shmi", 0.1, "at least one area"),
    ],
)
def test_impossible_funnels_are_refused(
    observed: ArrayLike, expected: ArrayLike, kind: str, trim: float, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        overdispersed_funnel(observed, expected, kind=cast(Kind, kind), trim=trim)


def test_lines_of_an_unknown_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="choose one of"):
        overdispersed_lines([1.0], 0.0, kind=cast(Kind, "log"))


def columns(areas: list[tuple[int, float]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    observed, expected = np.array(areas).T
    return observed, expected


def lists(found: Overdispersed) -> dict[str, Any]:
    return {"z": found.z, "tempered": found.tempered, "low": found.lines.low95}


@given(AREAS, st.sampled_from(["shmi", "cqc", "ratio"]))
def test_the_order_of_areas_does_not_matter(areas: list[tuple[int, float]], kind: Kind) -> None:
    observed, expected = columns(areas)
    forth = overdispersed_funnel(observed, expected, kind=kind)
    back = overdispersed_funnel(observed[::-1], expected[::-1], kind=kind)
    assert back.phi == pytest.approx(forth.phi, rel=1e-9)
    assert back.tau2 == pytest.approx(forth.tau2, rel=1e-6, abs=1e-9)
    for name, values in lists(forth).items():
        np.testing.assert_allclose(lists(back)[name][::-1], values, rtol=1e-6, atol=1e-9)


@given(AREAS, st.sampled_from(["shmi", "cqc", "ratio"]))
def test_series_are_treated_apart_and_left_out_areas_change_nothing(
    areas: list[tuple[int, float]], kind: Kind
) -> None:
    observed, expected = columns(areas)
    alone = overdispersed_funnel(observed, expected, kind=kind)
    more = np.append(observed, np.nan), np.append(expected, 50.0)
    both = overdispersed_funnel(np.stack([more[0], more[0] + 1]), more[1], kind=kind)
    assert both.phi[0] == pytest.approx(alone.phi)
    np.testing.assert_allclose(both.lines.low95[0, :-1], alone.lines.low95)
    assert np.isnan(both.z[0, -1])


@given(AREAS)
def test_the_limits_contain_the_target_and_widen(areas: list[tuple[int, float]]) -> None:
    for kind in KINDS[:2]:
        lines = overdispersed_funnel(*columns(areas), kind=kind).lines
        assert (lines.low998 <= lines.low95).all()
        assert ((lines.low95 < 1) & (lines.high95 > 1)).all()
        assert (lines.high95 <= lines.high998).all()
