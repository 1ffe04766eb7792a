"""The addresses: on the map, in the columns of every year, with the planted changes in them."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from voorbeeldstad import addresses, population, shapes
from voorbeeldstad.country import NEIGHBOURHOODS

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def drawn() -> shapes.Map:
    return shapes.draw_map(seed=2026)


@pytest.fixture(scope="module")
def found(drawn: shapes.Map) -> addresses.Addresses:
    return addresses.draw(drawn, seed=2026)


def rows(folder: Path, year: int) -> list[list[str]]:
    text = (folder / addresses.name_of(year)).read_text(encoding="ascii")
    mark = "," if year == 2023 else ";"
    return [line.split(mark) for line in text.splitlines()]


def codes(folder: Path, year: int) -> dict[tuple[str, str], str]:
    found = rows(folder, year)[1:]
    return {(row[0], row[1]): "BU" + row[2].removeprefix("BU").zfill(8) for row in found}


def test_every_address_stands_in_its_neighbourhood(
    drawn: shapes.Map, found: addresses.Addresses
) -> None:
    for home in NEIGHBOURHOODS[::9]:
        mine = found.area == home.code
        shape = drawn.neighbourhoods[home.code]
        assert mine.any()
        assert shapely.contains_xy(shape, found.x[mine], found.y[mine]).all()


def test_an_address_is_one_postcode_and_number(found: addresses.Addresses) -> None:
    pairs = set(zip(found.postcode.tolist(), found.number.tolist(), strict=True))
    assert len(pairs) == len(found.postcode)
    assert {postcode[0] for postcode in found.postcode.tolist()} == {"0"}


def test_some_postcodes_lie_in_two_neighbourhoods(found: addresses.Addresses) -> None:
    areas: dict[str, set[str]] = {}
    for postcode, area in zip(found.postcode.tolist(), found.area.tolist(), strict=True):
        areas.setdefault(postcode, set()).add(area)
    shared = sum(len(inside) > 1 for inside in areas.values())
    assert 0.05 < shared / len(areas) < 0.5


def test_the_planted_changes_are_in_the_files(folder: Path) -> None:
    by_year = {year: codes(folder, year) for year in addresses.YEARS}
    gone, absorber = population.VANISHED, population.ABSORBER
    assert population.VANISHED_IN == 2023
    went = {key for key, code in by_year[2022].items() if code == gone}
    assert went
    assert {by_year[2023][key] for key in went} == {absorber}
    share = len(went) / sum(code in {gone, absorber} for code in by_year[2022].values())
    assert share == pytest.approx(population.VANISHED_SHARE, abs=0.01)
    old = {key for key, code in by_year[2023].items() if code == population.OLD_CODE}
    assert {by_year[2024][key] for key in old} == {population.NEW_CODE}
    moved = Counter(
        (before, by_year[2024][key])
        for key, before in by_year[2023].items()
        if by_year[2024][key] != before
    )
    # Beside the new code there is one mistake in the file, and nothing else moved.
    assert sorted(moved.values()) == [1, len(old)]
    assert by_year[2022].keys() < by_year[2025].keys()


def test_the_columns_change_every_year(folder: Path) -> None:
    headers = {tuple(rows(folder, year)[0]) for year in addresses.YEARS}
    assert len(headers) == len(addresses.YEARS)
    assert np.all([len(header) == 5 for header in headers])
