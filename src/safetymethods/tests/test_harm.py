"""Harm against published limits of weighted sums, and beside the plain count."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.harm import WeightTable, harm_total, volume_table
from safetymethods.poisson import poisson_limits
from safetymethods.result import Caveat, Floats

pytestmark = pytest.mark.pure

TYPES = ("burglary", "robbery", "vandalism")
POINTS = WeightTable(
    name="points of the example",
    version="1",
    unit="point",
    types=TYPES,
    weights=(20.0, 200.0, 2.0),
    sources=("made up for this test",) * 3,
)

# Births by age of the mother (population) and children with Down's syndrome (count), by birth
# order: Fleiss (1981), p. 249, in table 1 of Fay & Feuer (1997).
BIRTHS = np.array(
    [
        [230061, 329449, 114920, 39487, 14208, 3052],
        [72202, 326701, 208667, 83228, 28466, 5375],
        [15050, 175702, 207081, 117300, 45026, 8660],
        [2293, 68800, 132424, 98301, 46075, 9834],
        [327, 30666, 123419, 149919, 104088, 34392],
    ]
)
CASES = np.array(
    [
        [107, 141, 60, 40, 39, 25],
        [25, 150, 110, 84, 82, 39],
        [3, 71, 114, 103, 108, 75],
        [1, 26, 64, 89, 137, 96],
        [0, 8, 63, 112, 262, 295],
    ]
)


@pytest.mark.parametrize(
    ("order", "rate", "low", "high"),
    [(0, 92.3, 80.4, 106), (1, 91.2, 82.4, 101), (3, 92.7, 80.0, 115), (4, 75.5, 67.7, 188)],
)
def test_limits_fay_feuer_1997_table_1(order: int, rate: float, low: float, high: float) -> None:
    """As printed by R packages epitools (ageadjust.direct) and tidyrates, per 100,000."""
    standard = BIRTHS.mean(axis=0) / BIRTHS.mean(axis=0).sum()
    table = WeightTable(
        name="standard population",
        version="1",
        unit="per 100,000",
        types=tuple("abcdef"),
        weights=tuple(1e5 * standard / BIRTHS[order]),
        sources=("Fay & Feuer 1997",) * 6,
    )
    found = harm_total(CASES[order], table)
    assert found.harm == pytest.approx(rate, abs=0.05)
    assert found.low == pytest.approx(low, abs=0.06)
    assert found.high == pytest.approx(high, abs=0.5)


def test_worked_example_of_the_harm_page() -> None:
    """docs/explanation/harm.md: a few robberies outweigh many acts of vandalism."""
    found = harm_total([[12, 2, 60], [3, 0, 110]], POINTS)
    assert found.count.tolist() == [74, 113]
    assert found.harm.tolist() == [760, 280]
    assert found.variance.tolist() == [12 * 400 + 2 * 40_000 + 60 * 4, 3 * 400 + 110 * 4]
    np.testing.assert_allclose(found.harm_share[0], [240 / 760, 400 / 760, 120 / 760])
    np.testing.assert_allclose(found.count_share[1], [3 / 113, 0, 110 / 113])
    assert found.effective == pytest.approx([760**2 / 85_040, 280**2 / 1640])
    np.testing.assert_allclose(found.low, [300.4, 206.3], atol=0.05)
    np.testing.assert_allclose(found.high, [1767.2, 954.9], atol=0.05)
    assert found.caveats == (Caveat.FEW_EVENTS,)


def test_normal_limits() -> None:
    found = harm_total([[12, 2, 60], [0, 1, 0]], POINTS, limits="normal")
    half = 1.959963985 * np.sqrt(85_040)
    np.testing.assert_allclose(found.low, [760 - half, 0], rtol=1e-9)
    np.testing.assert_allclose(found.high, [760 + half, 200 + 1.959963985 * 200], rtol=1e-9)
    assert found.method == "harm.normal"


def test_every_event_as_one_is_the_plain_count_with_exact_limits() -> None:
    counts = np.array([[0, 0, 0], [1, 0, 2], [40, 3, 500]])
    found = harm_total(counts, volume_table(TYPES))
    exact = poisson_limits(counts.sum(axis=1))
    np.testing.assert_allclose(found.harm, counts.sum(axis=1))
    np.testing.assert_allclose(found.low, exact.low, rtol=1e-12)
    np.testing.assert_allclose(found.high, exact.high, rtol=1e-12)
    assert found.table.unit == "event"


def test_no_events_is_no_proof_of_no_harm() -> None:
    found = harm_total([0, 0, 0], POINTS)
    assert (float(found.harm), float(found.low)) == (0, 0)
    assert found.high == pytest.approx(3.6888795 * 200, rel=1e-7), "robberies may have been missed"
    assert np.isnan(found.harm_share).all()


def test_dispersion_widens() -> None:
    plain = harm_total([12, 2, 60], POINTS)
    wide = harm_total([12, 2, 60], POINTS, dispersion=[1, 4, 1])
    assert wide.variance == 12 * 400 + 4 * 2 * 40_000 + 60 * 4
    assert wide.low < plain.low
    assert wide.high > plain.high
    assert harm_total([12, 2, 60], POINTS, dispersion=2).variance == 2 * plain.variance


def test_a_hidden_type_is_named_and_a_hidden_count_gives_no_harm() -> None:
    counts = np.array([[12, np.nan, 60], [3, np.nan, 110], [np.nan, np.nan, 5]])
    found = harm_total(counts, POINTS)
    np.testing.assert_allclose(found.harm, [360, 280, np.nan])
    np.testing.assert_allclose(found.count, [72, 113, np.nan])
    assert found.left_out == ("robbery",)
    assert set(found.caveats) == {
        Caveat.AREAS_LEFT_OUT,
        Caveat.TYPES_LEFT_OUT,
    }
    assert np.isnan(found.high).tolist() == [False, False, True]
    assert found.harm_share[0, 1] == 0


def test_nothing_counted_anywhere() -> None:
    found = harm_total([np.nan] * 3, POINTS)
    assert np.isnan(found.harm)
    assert np.isnan(found.high)
    assert found.left_out == TYPES


def test_only_types_that_weigh_nothing() -> None:
    table = replace(POINTS, weights=(0.0, 200.0, 0.0))
    found = harm_total([5, np.nan, 6], table)
    assert (float(found.count), float(found.harm), float(found.high)) == (11, 0, 0)


def test_types_are_matched_by_name() -> None:
    turned = harm_total([60, 2, 12], POINTS, types=("vandalism", "robbery", "burglary"))
    assert turned.harm == 760
    part = harm_total([[[2, 12]]], POINTS, types=("robbery", "burglary"))
    assert part.harm.tolist() == [[640]]
    assert part.types == ("robbery", "burglary")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "a name, a version and a unit"),
        ({"unit": ""}, "a name, a version and a unit"),
        ({"weights": (1.0, 2.0)}, "in every row"),
        ({"types": (), "weights": (), "sources": ()}, "in every row"),
        ({"types": ("burglary", "burglary", "robbery")}, "occurs twice"),
        ({"sources": ("a", " ", "c")}, "needs a source"),
        ({"weights": (1.0, -2.0, 3.0)}, "zero or more"),
        ({"weights": (1.0, np.nan, 3.0)}, "zero or more"),
        ({"weights": (0.0, 0.0, 0.0)}, "not all zero"),
    ],
)
def test_a_weight_table_is_complete_or_refused(change: dict[str, Any], says: str) -> None:
    fields = {name: getattr(POINTS, name) for name in POINTS.__dataclass_fields__}
    with pytest.raises(ValueError, match=says):
        WeightTable(**{**fields, **change})


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="no weight for"):
        harm_total([1, 2], POINTS, types=("robbery", "arson"))
    for wrong in (3, [1, 2]):
        with pytest.raises(ValueError, match="3 types do not fit"):
            harm_total(np.array(wrong), POINTS)
    with pytest.raises(ValueError, match="zero or more"):
        harm_total([1, -2, 3], POINTS)
    with pytest.raises(ValueError, match="dispersion"):
        harm_total([1, 2, 3], POINTS, dispersion=0)
    other: Any = "exact"
    with pytest.raises(ValueError, match="gamma or normal"):
        harm_total([1, 2, 3], POINTS, limits=other)
    with pytest.raises(ValueError, match="level"):
        harm_total([1, 2, 3], POINTS, level=0)


cubes = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).poisson(3, size=(5, 3)).astype(np.float64)
)


@given(cubes, st.floats(0.01, 1000))
def test_another_unit_only_changes_the_unit(counts: Floats, scale: float) -> None:
    other = replace(POINTS, weights=tuple(scale * w for w in POINTS.weights))
    one, two = harm_total(counts, POINTS), harm_total(counts, other)
    for name in ("harm", "low", "high"):
        np.testing.assert_allclose(getattr(two, name), scale * getattr(one, name), rtol=1e-9)
    np.testing.assert_allclose(two.count, one.count)
    np.testing.assert_allclose(two.harm_share, one.harm_share)


@given(cubes, st.permutations(range(5)), st.permutations(range(3)))
def test_order_does_not_matter(counts: Floats, areas: list[int], types: list[int]) -> None:
    mixed = harm_total(
        counts[np.ix_(areas, types)], POINTS, types=[TYPES[number] for number in types]
    )
    plain = harm_total(counts, POINTS)
    np.testing.assert_allclose(mixed.high, plain.high[areas])
    np.testing.assert_allclose(mixed.harm_share, plain.harm_share[np.ix_(areas, types)])


@given(cubes)
def test_harm_lies_within_its_limits_and_its_shares_add_up(counts: Floats) -> None:
    found = harm_total(counts, POINTS)
    assert (found.low <= found.harm).all()
    assert (found.harm < found.high).all()
    some = found.harm > 0
    np.testing.assert_allclose(found.harm_share[some].sum(axis=1), 1)


@pytest.mark.parametrize(("events", "normal"), [(3, 0.61), (30, 0.49), (100, 0.67), (1000, 0.84)])
def test_how_often_limits_hold_the_real_level(events: int, normal: float) -> None:
    """The table of docs/explanation/harm.md, with fewer years: rare types weigh most."""
    weights = (5475.0, 1825.0, 365.0, 182.0, 20.0, 20.0, 10.0, 2.0, 2.0, 1.0)
    rates = np.array([0.002, 0.01, 0.05, 0.05, 1, 0.5, 0.5, 1, 1, 1])
    table = WeightTable(
        name="a few heavy types",
        version="1",
        unit="day",
        types=tuple("abcdefghij"),
        weights=weights,
        sources=("made up for this test",) * 10,
    )
    means = events * rates / rates.sum()
    counts = np.random.default_rng(7).poisson(means, size=(4000, 10))
    real = float(means @ np.array(weights))
    wide, narrow = harm_total(counts, table), harm_total(counts, table, limits="normal")
    inside = [((f.low <= real) & (real <= f.high)).mean() for f in (wide, narrow)]
    assert inside[0] > 0.985
    assert inside[1] == pytest.approx(normal, abs=0.03)
