"""Funnels against the published test data of PHEindicatormethods 2.1.0."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from safetymethods.bands import Band
from safetymethods.funnels import phe_funnel_proportion, phe_funnel_rate, phe_funnel_ratio
from safetymethods.phe_funnels import PheFunnel
from safetymethods.result import Caveat
from safetymethods.tests.columns import Table
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

Numbers = NDArray[np.float64]
NAMES = {
    Band.FAR_LOWER: "Low (0.001)",
    Band.LOWER: "Low (0.025)",
    Band.COMPARABLE: "Not significant",
    Band.HIGHER: "High (0.025)",
    Band.FAR_HIGHER: "High (0.001)",
    Band.NO_ANSWER: "Not applicable for events less than 10 for dsrs",
}
LINES = {"lower_2s": "low95", "upper_2s": "high95", "lower_3s": "low998", "upper_3s": "high998"}
EXACT = {"as_published": True}, 2e-9
"""As printed: nine or ten digits."""
TURNED = {"as_published": False}, 2e-3


def phe(name: str) -> Table:
    return Table(reference_file("01_rates", "phe", f"testdata_funnel_{name}.csv"))


def bands(found: PheFunnel) -> list[str]:
    return [NAMES[Band(code)] for code in found.band]


def assert_columns(table: Table, columns: dict[str, Numbers], tolerance: float) -> None:
    for name, values in columns.items():
        places = 2e-9 if "exp_events" in name else 0.0
        np.testing.assert_allclose(
            values, table.numbers(name), rtol=tolerance, atol=places, err_msg=name
        )


@pytest.mark.parametrize(
    ("largest", "name"), [(np.inf, "outputs"), (31_000, "outputs_with_axis_variation")]
)
def test_proportions_phe_prop(largest: float, name: str) -> None:
    """All areas, and those with denominators under 31,000: then the axis does not begin at 1."""
    inputs, outputs = phe("prop_inputs"), phe(f"prop_{name}")
    chosen = inputs.numbers("denominator") < largest
    found = phe_funnel_proportion(
        inputs.numbers("numerator")[chosen], inputs.numbers("denominator")[chosen]
    )
    columns = {
        "Population": found.axis,
        "Lower2s0025limit": found.lines.low95,
        "Upper2s0025limit": found.lines.high95,
        "Lower3s0001limit": found.lines.low998,
        "Upper3s0001limit": found.lines.high998,
        "Baseline": np.full(100, found.baseline),
    }
    for column, values in columns.items():
        np.testing.assert_allclose(values, outputs.numbers(column), rtol=1e-9, atol=5e-7)
    if largest == np.inf:
        assert bands(found) == inputs.text("significance")


@pytest.mark.parametrize(("how", "tolerance"), [EXACT, TURNED])
def test_ratios_phe_ratio(how: dict[str, bool], tolerance: float) -> None:
    """The published search ends one step off in one of the 400 lines: the sixth digit."""
    inputs, outputs = phe("ratio_inputs"), phe("ratio_outputs")
    found = phe_funnel_ratio(inputs.numbers("obs"), inputs.numbers("expected"), **how)
    columns = {"Observed_events": found.axis}
    for prefix, line in LINES.items():
        height = getattr(found.lines, line)
        columns[f"{prefix}_isr"] = height
        columns[f"{prefix}_exp_events"] = getattr(found.at, line)
        np.testing.assert_allclose(
            height / 100 - 1, outputs.numbers(f"{prefix}_count"), rtol=max(tolerance, 4e-6)
        )
    assert_columns(outputs, columns, max(tolerance, 1e-6))
    assert bands(found) == inputs.text("significance")


def rate_inputs(events: float | None = None) -> tuple[Numbers, Numbers, Numbers]:
    """Events, rates per 100,000 and populations; the largest area gets other events if asked."""
    table = phe("rate_input_funnels")
    counts = table.numbers("ev")
    if events is not None:
        counts = np.where(counts == counts.max(), events, counts)
    return counts, table.numbers("rate"), table.numbers("pop")


@pytest.mark.parametrize(("how", "tolerance"), [EXACT, TURNED])
@pytest.mark.parametrize("name", ["outputs", "outputs_2", "outputs_3"])
def test_rates_phe_rate(name: str, how: dict[str, bool], tolerance: float) -> None:
    """Standardised; crude with a small area; crude with an area without events, other axis."""
    outputs = phe(f"rate_{name}")
    counts, rates, _ = rate_inputs(5 if name == "outputs_2" else None)
    arguments: dict[str, Any] = {"standardised": name == "outputs"}
    if name == "outputs_3":
        people, none = 1e5 * counts / rates, counts == counts.max()
        chosen = people > people.max() / 2
        counts, rates = np.where(none, 0, counts)[chosen], np.where(none, 0, rates)[chosen]
        arguments = {"population": people[chosen]}
    found = phe_funnel_rate(counts, rates, years=3, **arguments, **how)
    columns = {"Events": found.axis, "baseline": np.full(100, found.baseline)}
    for prefix, line in LINES.items():
        columns[f"{prefix}_limit"] = getattr(found.lines, line)
        columns[f"{prefix}_population_1_year"] = getattr(found.at, line)
    assert_columns(outputs, columns, tolerance)


def test_points_of_rates_phe_rate_input_funnels() -> None:
    """The rates and yearly populations to draw: standardised, crude, and with a population."""
    table = phe("rate_input_funnels")
    cases: list[tuple[str, float | None, dict[str, Any]]] = [
        ("rate_chart denominator_derived", 5, {"standardised": True, "years": 3}),
        ("rate_chart_crude denominator_derived_crude", None, {"years": 3}),
        ("rate_chart_crude_with_denom denominator_derived_crude_with_denom", 0, {"years": 5}),
    ]
    for names, events, arguments in cases:
        counts, rates, people = rate_inputs(events)
        found = phe_funnel_rate(counts, rates, population=people, **arguments)
        value, population = names.split()
        np.testing.assert_allclose(found.value, table.numbers(value), rtol=1e-9)
        np.testing.assert_allclose(found.population, table.numbers(population), rtol=1e-9)


@pytest.mark.parametrize("kind", ["dsr", "crude"])
@pytest.mark.parametrize("per", ["100000", "100"])
@pytest.mark.parametrize("zero", ["with", "without"])
def test_significance_of_rates_phe_rate_dsr_inputs(kind: str, per: str, zero: str) -> None:
    table = phe("rate_dsr_inputs")
    name = "rate_dsr" if kind == "dsr" else f"rate_crude_per_{per}"
    chosen = table.numbers("count") >= (0 if zero == "with" else 1)
    found = phe_funnel_rate(
        table.numbers("count")[chosen],
        table.numbers(name)[chosen],
        population=table.numbers("pop")[chosen],
        per=float(per),
        standardised=kind == "dsr",
    )
    wanted = table.text(f"{kind}_per_{per}_{zero}_0")
    assert bands(found) == [label for label, use in zip(wanted, chosen, strict=True) if use]


def test_first_lines_of_ratios_phe_ratio_outputs() -> None:
    """PHEindicatormethods 2.1.0, ratio_outputs: the lines where one event is observed."""
    found = phe_funnel_ratio([1, 300], [2, 300], as_published=True)
    assert found.axis[0] == 1
    first = [line[0] for line in found.lines]
    assert first == pytest.approx([17.94802207, 3949.774946, 10.83023482, 99945.32721], rel=2e-9)
    places = [place[0] for place in found.at]
    assert places == pytest.approx([5.571644585, 0.025317898, 9.233410143, 0.001000547], rel=1e-6)


def test_first_lines_of_rates_phe_rate_outputs() -> None:
    """PHEindicatormethods 2.1.0, rate_outputs: one event in three years, 116.2 per 100,000."""
    found = phe_funnel_rate([4, 4000], [116.1720835] * 2, years=3, as_published=True)
    assert found.axis[0] == 1
    first = [line[0] for line in found.lines]
    assert first == pytest.approx([20.85059119, 4588.535848, 12.58170943, 116108.569], rel=2e-9)
    assert found.at.low95[0] == pytest.approx(1598.675694, rel=2e-9)
    exact = phe_funnel_rate([4, 4000], [116.1720835] * 2, years=3)
    assert exact.lines.high998[0] == pytest.approx(116108.569, rel=5e-5)


def test_first_lines_of_proportions_phe_prop_outputs() -> None:
    """PHEindicatormethods 2.1.0, prop_outputs: populations of 1, 2 and 3 around 80.642448 %."""
    found = phe_funnel_proportion([80_642_440, 8], [100_000_000, 10])
    np.testing.assert_allclose(found.lines.low95[:3], [3.204264, 25.885383, 35.933491], atol=2e-4)
    np.testing.assert_allclose(found.lines.low998[:3], [0, 0, 10.150815], atol=3e-4)


def test_a_proportion_by_hand() -> None:
    """Half of 400 people: the 95 % lines at 100 people lie at 50 -+ 1.96 * 5 %."""
    found = phe_funnel_proportion([40, 160, np.nan], [100, 300, 50])
    assert found.baseline == 50
    at = int(np.argmin(np.abs(found.axis - 100)))
    assert found.lines.low95[at] == pytest.approx(
        50 - 196 * 0.5 / np.sqrt(found.axis[at]), abs=0.01
    )
    assert found.band.tolist() == [-1, 0, Band.NO_ANSWER]
    assert found.caveats == (Caveat.AREAS_LEFT_OUT,)
    assert found.lines.high998.max() == 100


def test_a_ratio_by_hand() -> None:
    """One event lies on the lower 95 % line where 5.57 are expected (Garwood), at 18 %."""
    found = phe_funnel_ratio([3, 40], [3.0, 20.0])
    assert found.axis[0] == 1
    assert found.at.low95[0] == pytest.approx(5.5716434)
    assert found.lines.low95[0] == pytest.approx(17.948, abs=0.001)
    assert found.value.tolist() == [100, 200]
    assert found.band.tolist() == [0, 2]


def test_without_events_the_population_must_be_known() -> None:
    with pytest.raises(ValueError, match="need their population"):
        phe_funnel_rate([0, 4], [0, 10])
    found = phe_funnel_rate([0, 40], [0, 10], population=[500, 400_000], per=1000)
    assert found.population.tolist() == [500, 4000]
    assert found.band.tolist() == [-1, 0]


def test_few_events_give_no_standardised_rate() -> None:
    found = phe_funnel_rate([9, 400], [10, 50], standardised=True)
    assert found.band.tolist() == [Band.NO_ANSWER, Band.COMPARABLE]
    assert np.isnan(found.value[0])
    assert found.caveats == (Caveat.SMALL_COUNT,)


@pytest.mark.parametrize(
    ("function", "above", "below", "says"),
    [
        (phe_funnel_proportion, [3, 2], [2, 5], "larger than its whole"),
        (phe_funnel_proportion, [-1], [2], "zero or more"),
        (phe_funnel_proportion, [np.nan], [2], "a row of areas"),
        (phe_funnel_proportion, 1, 2, "a row of areas"),
        (phe_funnel_ratio, [1.5], [2], "whole counts"),
        (phe_funnel_ratio, [1], [0], "a row of areas"),
        (phe_funnel_rate, [3], [0], "rate of zero"),
        (phe_funnel_rate, [np.nan, 1.5], [1, 1], "whole counts"),
    ],
)
def test_impossible_funnels_are_refused(
    function: Callable[..., PheFunnel], above: ArrayLike, below: ArrayLike, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        function(above, below)


def test_standardised_rates_without_any_events_have_no_funnel() -> None:
    with pytest.raises(ValueError, match="at least one area with events"):
        phe_funnel_rate([0], [0], population=[10], standardised=True)


AREAS = st.lists(st.tuples(st.integers(0, 90), st.integers(90, 400_000)), min_size=1, max_size=9)


@given(AREAS)
def test_the_axis_has_a_hundred_points_past_the_areas(areas: list[tuple[int, int]]) -> None:
    counts, wholes = np.array(areas, float).T
    found = phe_funnel_proportion(counts, wholes)
    assert found.axis.size == 100
    assert (np.diff(found.axis) >= 1).all()
    assert found.axis[-1] >= wholes.max()
    assert found.axis[0] <= wholes.min()
    assert (found.lines.low998 <= found.lines.low95).all()


@given(AREAS)
def test_the_order_of_areas_does_not_matter(areas: list[tuple[int, int]]) -> None:
    counts, wholes = np.array(areas, float).T
    for function in (phe_funnel_proportion, phe_funnel_ratio):
        forth, back = function(counts, wholes), function(counts[::-1], wholes[::-1])
        np.testing.assert_array_equal(back.band[::-1], forth.band)
        np.testing.assert_allclose(back.lines.high95, forth.lines.high95, rtol=1e-9)


@pytest.mark.parametrize(
    ("smallest", "largest", "first", "last"),
    [(210_000, 285_700, 100_000, 300_000), (21_000, 30_000, 10_000, 32_000), (5, 9, 4, 103)],
)
def test_ends_of_the_axis_are_neat(
    smallest: float, largest: float, first: float, last: float
) -> None:
    found = phe_funnel_proportion([4, 4], [smallest, largest])
    assert found.axis[0] == first
    assert found.axis[-1] == last
