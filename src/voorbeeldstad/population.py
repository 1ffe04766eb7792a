"""People and what else a rate divides by, per neighbourhood and municipality and year.

Neighbourhood figures follow the classification of the year asked for: until 2022 the
neighbourhood that vanished still has its own row, until 2023 the recoded one its old code.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voorbeeldstad.country import MUNICIPALITIES, NEIGHBOURHOODS
from voorbeeldstad.offences import YEARS

#: Merged into `ABSORBER` on 1 January 2023, with this share of the inhabitants.
VANISHED, VANISHED_NAME, ABSORBER, VANISHED_SHARE = "BU99010507", "Gasfabriek", "BU99010501", 0.3
VANISHED_IN = 2023
#: The same boundary under a new code since 1 January 2024.
OLD_CODE, NEW_CODE, RECODED_IN = "BU99010609", "BU99010607", 2024

_LAST = YEARS[-1]
#: Addresses per km² around an address, per urbanity class.
_ADDRESS_DENSITY = {1: 3100, 2: 1900, 3: 1210, 4: 720, 5: 310}
_DWELLING_SIZE, _HOUSEHOLD_SIZE, _CARS_PER_PERSON = 2.12, 2.17, 0.46
_FIRMS = {"night": 260, "centre": 170, "shops": 190, "station": 150, "firms": 320, "rural": 60}
_SHOPS = {"night": 120, "centre": 60, "shops": 110, "station": 35, "firms": 45, "rural": 6}


@dataclass(frozen=True)
class Home:
    """Figures of one area in one year, unrounded counts."""

    inhabitants: int
    dwellings: int
    households: int
    cars: int
    establishments: int
    shops: int


def inhabitants() -> NDArray[np.int64]:
    """Inhabitants per neighbourhood of 2025 and year, shape (len(NEIGHBOURHOODS), len(YEARS))."""
    now = np.array([home.inhabitants for home in NEIGHBOURHOODS], dtype=float)
    growth = np.array([home.growth for home in NEIGHBOURHOODS])
    back = np.array(YEARS) - _LAST
    grown: NDArray[np.int64] = np.rint(now[:, None] * np.exp(np.outer(growth, back))).astype(int)
    return grown


def municipal_inhabitants() -> NDArray[np.int64]:
    """Inhabitants per municipality and year, in the order of `MUNICIPALITIES`."""
    homes = inhabitants()
    rows = []
    for town in MUNICIPALITIES:
        own = [i for i, home in enumerate(NEIGHBOURHOODS) if home.municipality == town.code]
        if own:
            rows.append(homes[own].sum(axis=0))
        else:
            back = np.array(YEARS) - _LAST
            rows.append(np.rint(town.inhabitants * np.exp(town.growth * back)).astype(int))
    return np.array(rows)


def neighbourhoods_in(year: int) -> dict[str, Home]:
    """Figures by neighbourhood code in the classification of that year."""
    column = YEARS.index(year)
    people = inhabitants()[:, column]
    found: dict[str, Home] = {}
    for home, number in zip(NEIGHBOURHOODS, people.tolist(), strict=True):
        code = OLD_CODE if home.code == NEW_CODE and year < RECODED_IN else home.code
        if code == ABSORBER and year < VANISHED_IN:
            part = round(number * VANISHED_SHARE)
            found[VANISHED] = _home(part, home.function)
            number -= part
        found[code] = _home(number, home.function)
    return dict(sorted(found.items()))


def municipalities_in(year: int) -> dict[str, Home]:
    """Figures by municipality code; the two towns are the sums of their neighbourhoods."""
    homes = neighbourhoods_in(year)
    people = municipal_inhabitants()[:, YEARS.index(year)]
    found = {}
    for town, number in zip(MUNICIPALITIES, people.tolist(), strict=True):
        own = [home for code, home in homes.items() if f"GM{code[2:6]}" == town.code]
        found[town.code] = add_up(own) if own else _town(number, town.urbanity)
    return found


def address_density(urbanity: int, code: str) -> int:
    """Surrounding address density that belongs to an urbanity class, a little apart per area."""
    return _ADDRESS_DENSITY[urbanity] + int(code[2:], 36) % 97


def add_up(homes: list[Home]) -> Home:
    """The sum of areas."""
    return Home(
        sum(home.inhabitants for home in homes),
        sum(home.dwellings for home in homes),
        sum(home.households for home in homes),
        sum(home.cars for home in homes),
        sum(home.establishments for home in homes),
        sum(home.shops for home in homes),
    )


def _home(people: int, function: str) -> Home:
    return Home(
        people,
        round(people / _DWELLING_SIZE),
        round(people / _HOUSEHOLD_SIZE),
        round(people * _CARS_PER_PERSON),
        round(people * 0.06) + _FIRMS.get(function, 15),
        round(people * 0.008) + _SHOPS.get(function, 4),
    )


def _town(people: int, urbanity: int) -> Home:
    cars = (0.36, 0.42, 0.47, 0.52, 0.57)[urbanity - 1]
    return Home(
        people,
        round(people / _DWELLING_SIZE),
        round(people / _HOUSEHOLD_SIZE),
        round(people * cars),
        round(people * 0.11),
        round(people * 0.021),
    )
