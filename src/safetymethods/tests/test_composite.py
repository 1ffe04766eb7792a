"""The index by the published rules of Rotterdam's Wijkprofiel, and how sure it is."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.composite import Band, Direction, Index, Ring, RingName, band_of, composite_index
from safetymethods.result import Caveat, Floats
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

DIRECTION: tuple[Direction, ...] = ("worse", "worse", "worse", "better")
THEMES = ("burglary", "violence", "violence", "trust")
RINGS: tuple[RingName, ...] = ("registered", "registered", "registered", "perceived")
BASE = np.array([8.0, 4.0, 2.0, 60.0])
VALUES = np.array([[6.0, 5, 2.4, 54], [8, 4, 2, 60], [16, 6, 3, 30]])


def index_of(values: Floats = VALUES, **more: Any) -> Index:
    return composite_index(
        values,
        BASE,
        direction=DIRECTION,
        themes=THEMES,
        rings=RINGS,
        **more,
    )


def ring(found: Index, name: RingName = "registered") -> Ring:
    one = getattr(found, name)
    assert isinstance(one, Ring)
    return one


def test_worked_example_of_the_composite_page() -> None:
    """docs/explanation/composite.md: a quarter fewer burglaries, more violence, less trust."""
    found = index_of()
    np.testing.assert_allclose(found.scores[0], [125, 75, 80, 90])
    registered = ring(found)
    assert registered.themes == ("burglary", "violence")
    np.testing.assert_allclose(registered.theme_scores[0], [125, 77.5])
    assert registered.index[0] == pytest.approx(101.25)
    np.testing.assert_allclose(registered.parts[0], [62.5, 18.75, 20])
    assert ring(found, "perceived").index[0] == pytest.approx(90)
    np.testing.assert_allclose(registered.without[0], [77.5, 125])
    assert registered.without_band[0].tolist() == [Band.BELOW, Band.ABOVE]


def test_the_base_itself_is_100() -> None:
    found = index_of()
    assert ring(found).index[1] == 100
    assert ring(found, "perceived").index[1] == 100
    assert ring(found).band.tolist() == [Band.AROUND, Band.AROUND, Band.FAR_BELOW]


def test_bands_of_the_wijkprofiel() -> None:
    scores = [69.999, 70, 89.999, 90, 100, 110, 110.001, np.nan]
    assert band_of(scores).tolist() == [1, 2, 2, 3, 3, 3, 4, 0]


def test_rules_of_the_wijkprofiel_as_stored() -> None:
    text = reference_file("05_composite", "rotterdam_index_rules.json").read_text(encoding="utf-8")
    rules = json.loads(text)["rules"]
    for (low, high, _), band in zip(
        rules["colour_bands"], (Band.AROUND, Band.BELOW, Band.FAR_BELOW), strict=True
    ):
        assert band_of((low + high) / 2) == band
        assert band_of(low) == band
    assert "unweighted" in rules["themascore"]
    assert "no weighting" in rules["domain_index"]


def test_the_rings_are_never_one_number() -> None:
    found = index_of()
    assert ring(found).name == "registered"
    assert ring(found).indicators == (0, 1, 2)
    assert ring(found, "perceived").indicators == (3,)
    assert not hasattr(found, "index")
    one = composite_index(
        VALUES[:, :1], BASE[:1], direction=["worse"], themes=["a"], rings=["perceived"]
    )
    assert one.registered is None


def test_errors_give_the_limits_of_a_sum() -> None:
    errors = np.array([[0.8, 0.4, 0.1, 3]] * 3)
    found = ring(index_of(errors=errors))
    points = np.array([0.8 * 100 / 8 / 2, 0.4 * 100 / 4 / 4, 0.1 * 100 / 2 / 4])
    half = 1.959963985 * np.sqrt((points**2).sum())
    np.testing.assert_allclose(found.high - found.index, half)
    np.testing.assert_allclose(found.index - found.low, half)
    assert np.isnan(ring(index_of()).low).all(), "no limits without errors"


def test_draws_give_the_same_limits_as_their_errors() -> None:
    random = np.random.default_rng(4)
    errors = np.array([[0.8, 0.4, 0.1, 3]] * 3)
    draws = VALUES + errors * random.standard_normal((20_000, 3, 4))
    drawn, exact = index_of(draws=draws), index_of(errors=errors)
    for name in ("registered", "perceived"):
        one, other = getattr(drawn, name), getattr(exact, name)
        np.testing.assert_allclose(one.low, other.low, atol=0.3)
        np.testing.assert_allclose(one.high, other.high, atol=0.3)


def test_weights_that_do_not_matter_and_weights_that_do() -> None:
    """With scores 125 and 77.5 the weight w of the first decides: 90 to 110 is .263 < w < .684."""
    found = ring(index_of(weightings=20_000))
    assert found.kept[0] == pytest.approx(32.5 / 47.5 - 12.5 / 47.5, abs=0.015)
    assert found.kept[1] == 1
    assert ring(index_of(), "perceived").kept.tolist() == [1, 1, 1], "one theme, no choice"
    assert np.isnan(ring(index_of(), "perceived").without).all()
    np.testing.assert_array_equal(ring(index_of()).kept, ring(index_of()).kept)


def test_a_missing_indicator_is_not_skipped_in_silence() -> None:
    values = VALUES.copy()
    values[0, 1] = np.nan
    found = ring(index_of(values))
    assert np.isnan(found.theme_scores).tolist() == [[False, True], [False] * 2, [False] * 2]
    assert np.isnan(found.index).tolist() == [True, False, False]
    assert np.isnan(found.kept).tolist() == [True, False, False]
    assert found.band[0] == Band.NONE
    assert index_of(values).caveats == (Caveat.AREAS_LEFT_OUT,)


def test_an_indicator_that_nobody_has_is_left_out_and_named() -> None:
    values = VALUES.copy()
    values[:, 1] = np.nan
    found = index_of(values)
    assert ring(found).left_out == (1,)
    assert ring(found).indicators == (0, 2)
    np.testing.assert_allclose(ring(found).index[0], (125 + 80) / 2)
    assert found.caveats == (Caveat.TYPES_LEFT_OUT,)


def test_a_ring_without_any_value() -> None:
    values = VALUES.copy()
    values[:, 3] = np.nan
    found = ring(index_of(values, errors=np.ones((3, 4)), draws=None), "perceived")
    assert found.themes == ()
    assert np.isnan(found.index).all()
    assert np.isnan(found.low).all()
    assert np.isnan(found.kept).all()


def test_a_base_per_area() -> None:
    found = composite_index(
        VALUES, np.tile(BASE, (3, 1)), direction=DIRECTION, themes=THEMES, rings=RINGS
    )
    np.testing.assert_allclose(found.scores, index_of().scores)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"values": VALUES[0]}, "areas and indicators"),
        ({"values": np.empty((3, 0))}, "areas and indicators"),
        ({"themes": ["one"]}, "one entry per indicator"),
        ({"direction": ["up"] * 4}, "choose among"),
        ({"rings": ["both"] * 4}, "choose among"),
        ({"base": BASE[:2]}, "does not fit"),
        ({"base": BASE * [1, 0, 1, 1]}, "above zero"),
        ({"base": BASE * [1, np.inf, 1, 1]}, "above zero"),
        ({"values": -VALUES}, "zero or more"),
        ({"values": VALUES * np.inf}, "zero or more"),
        ({"errors": VALUES, "draws": VALUES[None]}, "not both"),
        ({"errors": -VALUES}, "errors must"),
        ({"errors": VALUES[0]}, "errors must"),
        ({"draws": VALUES}, "draws need"),
        ({"draws": VALUES[None, :2]}, "draws need"),
        ({"draws": np.empty((0, 3, 4))}, "draws need"),
        ({"weightings": 0}, "weightings"),
        ({"level": 95}, "level"),
    ],
)
def test_bad_input_is_refused(change: dict[str, Any], says: str) -> None:
    call: dict[str, Any] = {
        "values": VALUES,
        "base": BASE,
        "direction": DIRECTION,
        "themes": THEMES,
        "rings": RINGS,
        **change,
    }
    with pytest.raises(ValueError, match=says):
        composite_index(**call)


worlds = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).gamma(4, 0.25, size=(6, 4)) * BASE
)


@given(worlds)
def test_parts_and_themes_add_up_to_the_index(values: Floats) -> None:
    found = index_of(values, weightings=50)
    for name in ("registered", "perceived"):
        one = getattr(found, name)
        np.testing.assert_allclose(one.parts.sum(axis=1), one.index, rtol=1e-12)
        np.testing.assert_allclose(one.theme_scores.mean(axis=1), one.index, rtol=1e-12)


@given(worlds, st.floats(0.01, 100))
def test_the_unit_of_the_indicators_does_not_matter(values: Floats, scale: float) -> None:
    other = composite_index(
        scale * values, scale * BASE, direction=DIRECTION, themes=THEMES, rings=RINGS, weightings=50
    )
    np.testing.assert_allclose(ring(other).index, ring(index_of(values, weightings=50)).index)


@given(worlds)
def test_mirroring_the_direction_mirrors_the_score_around_100(values: Floats) -> None:
    turned: list[Direction] = ["better" if way == "worse" else "worse" for way in DIRECTION]
    other = composite_index(
        values, BASE, direction=turned, themes=THEMES, rings=RINGS, weightings=50
    )
    np.testing.assert_allclose(
        ring(other).index - 100, 100 - ring(index_of(values, weightings=50)).index
    )


@given(worlds, st.permutations(range(6)))
def test_another_area_and_another_order_change_nothing(values: Floats, order: list[int]) -> None:
    one = ring(index_of(values, weightings=50))
    other = ring(index_of(np.vstack([values[order], VALUES]), weightings=50))
    np.testing.assert_allclose(other.index[:6], one.index[order])
    np.testing.assert_array_equal(other.kept[:6], one.kept[order])
