"""Totals always agree: over types, over areas and over months."""

import numpy as np
import pytest

from voorbeeldstad.plants import HIDDEN, INCOMPLETE
from voorbeeldstad.tests.reading import Cube

pytestmark = pytest.mark.pure

TOWNS = ("GM9901", "GM9902")


def test_the_cube_is_dense(offences: Cube, nuisance: Cube, months: Cube) -> None:
    assert offences.counts.shape == (59, 141, 14)
    assert nuisance.counts.shape == (9, 141, 14 + 36)
    assert months.counts.shape == (59, 58, 108)


def test_the_country_is_the_sum_of_its_municipalities(
    offences: Cube, nuisance: Cube, months: Cube
) -> None:
    for cube in (offences, nuisance, months):
        towns = cube.below("NL99", "GM")
        assert "GM9900" in towns
        np.testing.assert_array_equal(cube.at(["NL99"])[:, 0], cube.at(towns).sum(axis=1))


def test_towns_are_the_sum_of_their_parts(offences: Cube, nuisance: Cube) -> None:
    for cube in (offences, nuisance):
        open_types = [code not in HIDDEN for code in cube.types]
        for town in TOWNS:
            own = cube.at([town])[:, 0]
            for level in ("WK", "BU"):
                parts = cube.at(cube.below(town, level)).sum(axis=1)
                np.testing.assert_array_equal(own[open_types], parts[open_types])


def test_districts_are_the_sum_of_their_neighbourhoods(offences: Cube) -> None:
    for district in offences.below("NL99", "WK"):
        own = offences.at([district])[:, 0]
        np.testing.assert_array_equal(own, offences.at(offences.below(district, "BU")).sum(axis=1))


def test_types_add_up_to_the_total_above_the_district(offences: Cube) -> None:
    upper = [code for code in offences.areas if code[:2] in {"NL", "GM"}]
    found = offences.at(upper)
    np.testing.assert_array_equal(found[0], found[1:].sum(axis=0))


def test_hidden_types_are_zero_below_the_municipality_and_inside_the_total(
    offences: Cube,
) -> None:
    lower = [code for code in offences.areas if code[:2] in {"WK", "BU"}]
    hidden = [offences.types.index(code) for code in HIDDEN]
    found = offences.at(lower)
    assert not found[hidden].any()
    missing = found[0] - found[1:].sum(axis=0)
    assert (missing >= 0).all()
    town = offences.at(["GM9901"])[hidden, 0].sum(axis=0)
    inside = [number for number, code in enumerate(lower) if code[:6] == "BU9901"]
    np.testing.assert_array_equal(missing[inside].sum(axis=0), town)
    assert (town > 50).all()


def test_unknown_place_is_the_same_on_every_level(offences: Cube) -> None:
    open_types = [code not in HIDDEN for code in offences.types]
    town, district, home = np.moveaxis(offences.at(["GM9900", "WK990000", "BU99000000"]), 1, 0)
    np.testing.assert_array_equal(town[open_types], district[open_types])
    np.testing.assert_array_equal(district, home)


def test_months_add_up_to_years_until_the_incomplete_ones(offences: Cube, months: Cube) -> None:
    yearly = offences.at(months.areas)[:, :, 5:]
    by_year = months.counts.reshape(*months.counts.shape[:2], 9, 12).sum(axis=-1)
    np.testing.assert_array_equal(by_year[..., :-1], yearly[..., :-1])
    assert (by_year[..., -1] <= yearly[..., -1]).all()
    assert months.periods[-2:] == list(INCOMPLETE)
    assert (months.of("0.0.0", "NL99")[-2:] < 0.8 * months.of("0.0.0", "NL99")[-3]).all()


def test_districts_add_up_to_towns_in_every_month(months: Cube) -> None:
    open_types = [code not in HIDDEN for code in months.types]
    for town in TOWNS:
        parts = months.at(months.below(town, "WK")).sum(axis=1)
        np.testing.assert_array_equal(months.at([town])[open_types, 0], parts[open_types])


def test_months_of_nuisance_add_up_to_years(nuisance: Cube) -> None:
    years = nuisance.counts[..., 11:14]
    by_month = nuisance.counts[..., 14:].reshape(*nuisance.counts.shape[:2], 3, 12)
    np.testing.assert_array_equal(years, by_month.sum(axis=-1))


def test_most_types_have_a_plausible_size(offences: Cube) -> None:
    people = 2_390_625
    per_thousand = offences.of("0.0.0", "NL99")[-1] / people * 1000
    assert 35 < per_thousand < 65
    assert (offences.counts >= 0).all()
