"""Registered offences and nuisance of Voorbeeldland: expected levels, chance, and sums.

A *unit* is the smallest area that is drawn: the 82 neighbourhoods of the two towns and the 40
comparison municipalities as a whole. Everything above is a sum, so totals always agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voorbeeldstad import plants, population
from voorbeeldstad.country import BUURSTAD, MUNICIPALITIES, NEIGHBOURHOODS, VOORBEELDSTAD, areas
from voorbeeldstad.cubes import Counts
from voorbeeldstad.offences import (
    CO_OCCURRENCE,
    CO_OCCURRENCE_MONTH,
    CO_OCCURRENCE_YEAR,
    SEASONS,
    YEARS,
    OffenceType,
)
from voorbeeldstad.places import URBANITY, spread

Numbers = NDArray[np.float64]

_TOWNS = (VOORBEELDSTAD, BUURSTAD)
UNITS: tuple[str, ...] = (
    *(home.code for home in NEIGHBOURHOODS),
    *(town.code for town in MUNICIPALITIES if town.code not in _TOWNS),
)
#: The areas of the police tables, in the order of their rows.
AREAS = tuple(row for row in areas() if row.kind != "province")

#: The two towns swing less than others, so that a planted signal is not drowned or imitated.
_CALM = 0.3


@dataclass(frozen=True)
class Drawn:
    """Counts of the units, shape (types, units, years), and of unknown place (types, years)."""

    types: tuple[OffenceType, ...]
    units: Counts
    unknown: Counts


def draw(types: tuple[OffenceType, ...], *, seed: int, stream: int) -> Drawn:
    """Draw one table: the same seed and stream give the same counts."""
    rng = np.random.default_rng([seed, stream])
    expected = np.stack([_expected(offence, rng) for offence in types])
    for number, offence in enumerate(types):
        expected[number] *= _planted_levels(offence.code)
    units = _without_chance_zeros(rng.poisson(expected).astype(np.int64))
    units = _plant_zero(units, types)
    return Drawn(types, units, _unknown(units, types))


def _expected(offence: OffenceType, rng: np.random.Generator) -> Numbers:
    """Expected counts of the units, shape (units, years), before planting."""
    people = population.municipal_inhabitants()
    rates = offence.yearly_rates() / 100_000
    rows = []
    rest = []
    for town, inhabitants in zip(MUNICIPALITIES, people, strict=True):
        level = inhabitants * rates * URBANITY[offence.where][town.urbanity - 1]
        swing = _swing(offence.volatility, rng)
        lasting = rng.normal(0, 0.2)
        if town.code in _TOWNS:
            rows.append(_over_homes(town.code, offence, level * np.exp(_CALM * swing), rng))
        else:
            rest.append(level * np.exp(swing + lasting))
    return np.concatenate([*rows, np.array(rest)])


def _swing(volatility: float, rng: np.random.Generator) -> Numbers:
    """Yearly departures (logarithm) whose changes have the type's standard deviation."""
    swing = np.zeros(len(YEARS))
    swing[0] = rng.normal(0, volatility)
    for year in range(1, len(YEARS)):
        swing[year] = 0.5 * swing[year - 1] + rng.normal(0, volatility * np.sqrt(0.75))
    return swing


def _over_homes(
    town: str, offence: OffenceType, level: Numbers, rng: np.random.Generator
) -> Numbers:
    """Spread the level of a town over its neighbourhoods, each with a lasting character."""
    own = [number for number, home in enumerate(NEIGHBOURHOODS) if home.municipality == town]
    homes = tuple(NEIGHBOURHOODS[number] for number in own)
    people = population.inhabitants()[own].astype(float)
    character = np.exp(rng.normal(0, 0.22, len(own)))[:, None]
    weights = spread(offence.where, homes, people) * character
    weights /= weights.sum(axis=0)
    return np.asarray(weights * level * np.exp(rng.normal(0, 0.04, weights.shape)))


def _planted_levels(code: str) -> Numbers:
    """Factors on the units and years, shape (units, years)."""
    factors = np.ones((len(UNITS), len(YEARS)))
    for plant in plants.LEVELS:
        if code in plant.types:
            inside = [unit[2:].startswith(plant.area) for unit in UNITS]
            factors[inside] *= [plant.factors.get(year, plant.otherwise) for year in YEARS]
    return factors


def _without_chance_zeros(units: Counts) -> Counts:
    """Lift the zeros of the units, and those of the districts and towns they add up to."""
    lifted = without_chance_zeros(units)
    for row in AREAS:
        inside = _inside(row.code)
        if row.kind == "country" or len(inside) < 2:
            continue
        whole = lifted[:, inside].sum(axis=1)
        extra = without_chance_zeros(whole) - whole
        largest = np.array(inside)[lifted[:, inside].sum(axis=2).argmax(axis=1)]
        lifted[np.arange(len(lifted)), largest] += extra
    return lifted


def without_chance_zeros(counts: Counts) -> Counts:
    """Lift a zero that chance put after five years with an average of four or more.

    Only a planted zero may look like a failed registration. `counts` has the years last.

    >>> without_chance_zeros(np.array([[9, 9, 9, 9, 9, 0]])).tolist()
    [[9, 9, 9, 9, 9, 3]]
    """
    lifted = counts.copy()
    for year in range(5, counts.shape[-1]):
        before = lifted[..., year - 5 : year].mean(axis=-1)
        odd = (lifted[..., year] == 0) & (before >= 4)
        lifted[..., year] = np.where(odd, np.floor(before / 3).astype(np.int64), lifted[..., year])
    return lifted


def _plant_zero(units: Counts, types: tuple[OffenceType, ...]) -> Counts:
    codes = [offence.code for offence in types]
    if plants.ZERO_TYPE in codes:
        place = UNITS.index(plants.ZERO_PLACE)
        units[codes.index(plants.ZERO_TYPE), place, YEARS.index(plants.ZERO_YEAR)] = 0
    return units


def _unknown(units: Counts, types: tuple[OffenceType, ...]) -> Counts:
    """Counts without a place: a fixed share per year, and one that is inflated."""
    later = plants.UNKNOWN_SHARE_LATER
    shares = np.tile([plants.UNKNOWN_SHARES.get(year, later) for year in YEARS], (len(types), 1))
    for number, offence in enumerate(types):
        if offence.code == plants.UNKNOWN_TYPE:
            shares[number, YEARS.index(plants.UNKNOWN_YEAR)] = plants.UNKNOWN_SHARE
    known = units.sum(axis=1)
    unknown: Counts = np.rint(known * shares / (1 - shares)).astype(np.int64)
    return unknown


def by_area(units: Counts, unknown: Counts) -> Counts:
    """Sum units to all areas of `AREAS`: shape (types, units, …) to (types, areas, …)."""
    columns = []
    for row in AREAS:
        if row.municipality == "GM9900":
            columns.append(unknown)
        elif row.kind == "country":
            columns.append(units.sum(axis=1) + unknown)
        else:
            columns.append(units[:, _inside(row.code)].sum(axis=1))
    return np.stack(columns, axis=1)


def _inside(code: str) -> list[int]:
    """Positions of the units inside an area."""
    return [
        number
        for number, unit in enumerate(UNITS)
        if unit == code or (unit[:2] == "BU" and unit[2:].startswith(code[2:]))
    ]


def with_total(counts: Counts, hidden: Sequence[int]) -> Counts:
    """Put the total of all types first and hide some types below the municipality.

    `counts` has shape (types, areas, periods); `hidden` are positions of types.
    """
    shown = counts.copy()
    below = [number for number, row in enumerate(AREAS) if row.code[:2] in {"WK", "BU"}]
    for number in hidden:
        shown[number, below] = 0
    return np.concatenate([counts.sum(axis=0, keepdims=True), shown])


def months(
    counts: Counts, types: tuple[OffenceType, ...], years: tuple[int, ...], *, seed: int
) -> Counts:
    """Divide yearly counts over the months: shape (types, units, years) to (…, months).

    The months of a year add up to it. Each type has its season, with some chance per year that
    all areas share; separate registration since July 2018 lifts the second half of that year.
    """
    rng = np.random.default_rng([seed, 3, len(types)])
    seasons = np.array([SEASONS[offence.season] for offence in types])
    weights = seasons[:, None, :] * rng.gamma(400, 1 / 400, (len(types), len(years), 12))
    if CO_OCCURRENCE_YEAR in years:
        half = weights[:, years.index(CO_OCCURRENCE_YEAR), CO_OCCURRENCE_MONTH - 1 :]
        half *= np.array([CO_OCCURRENCE.get(offence.code, 1.0) for offence in types])[:, None]
    weights /= weights.sum(axis=-1, keepdims=True)
    shape = (*counts.shape, 12)
    divided = rng.multinomial(counts, np.broadcast_to(weights[:, None], shape))
    return divided.reshape(*counts.shape[:2], -1)
