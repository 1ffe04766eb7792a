"""The addresses of the two towns: postcode, house number, where it stands, and its neighbourhood.

Written as the yearly file of postcodes and house numbers of the publisher, whose columns change
almost every year. All postcodes begin with a zero, which no Dutch postcode does. Nobody lives
there: an address is a dwelling or a firm of the generator.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from voorbeeldstad import population, shapes
from voorbeeldstad.country import BUURSTAD, DISTRICTS, NEIGHBOURHOODS
from voorbeeldstad.offences import YEARS as FIGURE_YEARS

YEARS = (2022, 2023, 2024, 2025)
LAST = FIGURE_YEARS[-1]
DAY = "0801"
_PER_POSTCODE, _PER_STREET_SIDE = 17, 2
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

#: The header per year, the mark between columns and whether codes carry their letters.
_FORMS = {
    2022: (("PC6", "Huisnummer", "Buurt2022", "Wijk2022", "Gemeente2022"), ";", False),
    2023: (("pc6", "huisnummer", "buurtcode", "wijkcode", "gemeentecode"), ",", True),
    2024: (("PC6", "Huisnummer", "GWBcode8", "wijkcode", "Gemcode"), ";", False),
    2025: (("PC6", "Huisnummer", "Buurt2025", "Wijk2025", "Gemeente2025"), ";", True),
}
#: One address of Voorbeeldstad that the file of this year puts in Buurstad by mistake.
MISTAKE_YEAR, MISTAKE_AREA = 2024, "BU99020000"


@dataclass(frozen=True)
class Addresses:
    """All addresses of 2025 in order of postcode and number; arrays of the same length.

    `area` is the neighbourhood of 2025, `before` that of 2022, `since` the year it was built, `x`
    and `y` are RD New metres.
    """

    postcode: NDArray[np.str_]
    number: NDArray[np.int64]
    area: NDArray[np.str_]
    before: NDArray[np.str_]
    since: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def area_in(self, year: int) -> NDArray[np.str_]:
        """The neighbourhood of each address in the classification of a year."""
        found = self.area.copy()
        if year < population.RECODED_IN:
            found[found == population.NEW_CODE] = population.OLD_CODE
        if year < population.VANISHED_IN:
            gone = self.before == population.VANISHED
            found[gone] = population.VANISHED
        return found


def draw(drawn: shapes.Map, *, seed: int) -> Addresses:
    """Put dwellings and firms on the map; the same seed puts them in the same places."""
    rng = np.random.default_rng([seed, 21])
    homes = population.neighbourhoods_in(LAST)
    parts = [
        _district(district, drawn, homes, rng, postcode)
        for district, postcode in zip(DISTRICTS, _four_digits(), strict=True)
    ]
    return Addresses(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _four_digits() -> list[str]:
    """The digits of a postcode per district: 0101 and on, and 0201 and on in Buurstad."""
    digits = {"99": 0}
    found = []
    for code in DISTRICTS:
        town = "02" if code[2:6] == BUURSTAD[2:] else "01"
        digits[town] = digits.get(town, 0) + 1
        found.append(f"{town}{digits[town]:02d}")
    return found


_Columns = tuple[NDArray[np.generic], ...]


def _district(
    district: str,
    drawn: shapes.Map,
    homes: dict[str, population.Home],
    rng: np.random.Generator,
    digits: str,
) -> _Columns:
    """The addresses of one district. Postcodes run on across the borders of neighbourhoods."""
    spots, codes, before, since = [], [], [], []
    for home in (each for each in NEIGHBOURHOODS if each.district == district):
        figures = homes[home.code]
        count = figures.dwellings + figures.establishments // 5
        at = _scatter(drawn.neighbourhoods[home.code], count, rng)
        spots.append(at)
        codes += [home.code] * count
        before += _before(home.code, at)
        since.append(_built(home.growth, count, rng))
    place = np.concatenate(spots)
    order = _walk(place)
    number = np.arange(len(order))
    postcode = np.array([f"{digits}{_letters(at // _PER_POSTCODE)}" for at in number.tolist()])
    house = 1 + _PER_STREET_SIDE * (number % _PER_POSTCODE)
    built = np.concatenate(since)[order]
    columns = (np.array(codes)[order], np.array(before)[order], built)
    return (postcode, house, *columns, place[order, 0], place[order, 1])


def _scatter(shape: BaseGeometry, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Points inside a shape, to the metre."""
    west, south, east, north = shape.bounds
    found = np.empty((0, 2))
    shapely.prepare(shape)
    while len(found) < count:
        tries = rng.uniform((west, south), (east, north), (3 * count + 10, 2)).round()
        found = np.concatenate([found, tries[shapely.contains_xy(shape, *tries.T)]])
    return found[:count]


def _before(code: str, at: NDArray[np.float64]) -> list[str]:
    """What lay where before: the west of one neighbourhood was a neighbourhood of its own."""
    if code != population.ABSORBER:
        return [population.OLD_CODE if code == population.NEW_CODE else code] * len(at)
    part = round(population.VANISHED_SHARE * len(at))
    west = set(np.argsort(at[:, 0], kind="stable")[:part].tolist())
    return [population.VANISHED if row in west else code for row in range(len(at))]


def _built(growth: float, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """The year of building: a neighbourhood that grows has new addresses every year."""
    built = np.full(count, YEARS[0])
    later = rng.random(count)
    for back, year in enumerate(reversed(YEARS[1:])):
        built[(built == YEARS[0]) & (later < (back + 1) * max(growth, 0.0))] = year
    return built


def _walk(place: NDArray[np.float64]) -> NDArray[np.int64]:
    """An order that stays close: strips of 150 metres, to and fro."""
    strip = ((place[:, 1] - place[:, 1].min()) // 150).astype(np.int64)
    along = np.where(strip % 2, -place[:, 0], place[:, 0])
    return np.lexsort((along, strip))


def _letters(number: int) -> str:
    return _LETTERS[number // 26] + _LETTERS[number % 26]


def name_of(year: int) -> str:
    """The name of the file of a year."""
    return f"pc6hnr{year}{DAY}_gwb.csv"


def write(path: Path, found: Addresses, year: int) -> None:
    """Write the file of one year."""
    header, mark, lettered = _FORMS[year]
    there = found.since <= year
    area = found.area_in(year)
    if year == MISTAKE_YEAR:
        area[0] = MISTAKE_AREA
    rows = [
        mark.join((postcode, str(number), *_codes(code, lettered=lettered)))
        for postcode, number, code in zip(
            found.postcode[there].tolist(),
            found.number[there].tolist(),
            area[there].tolist(),
            strict=True,
        )
    ]
    text = "\r\n".join((mark.join(header), *rows)) + "\r\n"
    path.write_bytes(text.encode("ascii"))


def _codes(code: str, *, lettered: bool) -> tuple[str, str, str]:
    """Neighbourhood, district and municipality, with their letters or as bare numbers."""
    if lettered:
        return code, f"WK{code[2:8]}", f"GM{code[2:6]}"
    return code[2:].lstrip("0"), code[2:8].lstrip("0"), code[2:6].lstrip("0")
