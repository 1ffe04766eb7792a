"""Denominators of one level, carried forward to the areas that the counts are in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from regie.evidence.formats.rules import LOCAL_LEVELS as LOCAL
from regie.evidence.indicators.exposure import (
    LOCAL_JUMP,
    MUNICIPAL_JUMP,
    Exposure,
    Origins,
    after_change,
    exposure,
)
from regie.evidence.indicators.rules import Flags, Floats, is_counted, year_of
from regie.evidence.sources import queries as sources
from regie.evidence.sources.queries import DeliveryRef, Figures
from regie.evidence.warehouse.converting import Carried, carry
from regie.foundation.crosswalks.assembly import Knowledge
from regie.foundation.crosswalks.rules import LEVELS
from regie.policy.denominators import DENOMINATORS, denominator

COUNTRY, MUNICIPALITY = "country", "municipality"
CLASS_STEMS = ("MateVanStedelijkheid", "Omgevingsadressendichtheid")


@dataclass(frozen=True)
class Denominator:
    """One denominator at one level, per year it was counted in.

    `carried` says which years were carried forward from the areas of their own year, and how.
    """

    code: str
    areas: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats
    deliveries: tuple[DeliveryRef, ...]
    carried: Carried | None = None

    @cached_property
    def row(self) -> dict[str, int]:
        """Area code → row."""
        return {code: at for at, code in enumerate(self.areas)}


@dataclass(frozen=True)
class Place:
    """What to read, in the areas of which year. In older years the parts may stand in `homes`."""

    realm: str
    level: str
    scope: str | None
    year: int | None
    homes: tuple[str, ...]
    known: Callable[[], Knowledge] | None = None


def build(code: str, place: Place) -> Denominator | None:
    """A denominator, or None when no table delivers it."""
    item = denominator(code)
    _preload(place)
    for family in ("population", "kwb"):
        stem = item.stem(family)
        cube = _figures(place, family, stem) if stem else None
        if cube and stem:
            return _as_denominator(code, place, stem, cube)
    return None


def _figures(place: Place, family: str, stem: str) -> Figures | None:
    several = len(place.homes) > 1
    found = sources.figures(
        family,
        realm=place.realm,
        measure=stem,
        level=place.level,
        municipality=None if several else place.scope,
        municipalities=place.homes if several else None,
    )
    return found if found is not None and found.periods and found.areas else None


def _preload(place: Place) -> None:
    """Read the key figures of every denominator at once: they come in a table per year."""
    stems = [stem for item in DENOMINATORS() if (stem := item.stem("kwb"))]
    sources.preload(
        "kwb",
        realm=place.realm,
        measures=[*stems, *(CLASS_STEMS if place.level == MUNICIPALITY else ())],
        level=place.level,
        municipality=place.scope,
    )


def _as_denominator(code: str, place: Place, stem: str, cube: Figures) -> Denominator:
    carried = _carry(place, cube, stem)
    cube = carried.figures if carried else cube
    values = np.where(is_counted(cube.states), cube.values, np.nan)[:, 0, :]
    years = tuple(year_of(period) for period in cube.periods)
    found = Denominator(code, cube.areas, years, values, cube.deliveries, carried)
    if place.level not in LOCAL:
        return found
    uncertain = after_change(values, _changed(place.realm, cube))
    settled = carried.settled if carried else np.zeros(len(years), dtype=np.bool_)
    return replace(found, values=np.where(settled, values, uncertain))


def _carry(place: Place, cube: Figures, stem: str) -> Carried | None:
    """The figures in the areas of the counts, when there are older ones among them."""
    realm, level, year = place.realm, place.level, place.year
    if level not in LEVELS or year is None:
        return None
    carried = carry(cube, realm=realm, level=level, measure=stem, year=year, known=place.known)
    if level not in LOCAL or place.scope is None:
        return carried
    home = place.scope[2:6]
    return carried.only([at for at, code in enumerate(carried.figures.areas) if code[2:6] == home])


def _changed(realm: str, beside: Figures) -> Flags:
    """Where the key figures say that the boundary moved, in the shape of other key figures."""
    marks = np.zeros((len(beside.areas), len(beside.periods)), dtype=np.bool_)
    moved = sources.redrawn(realm)
    years = [year_of(period) for period in beside.periods]
    for at, code in enumerate(beside.areas):
        for moment in moved.get(code, ()):
            since = [to for to, year in enumerate(years) if year >= moment]
            marks[at, since[:1]] = True
    return marks


def lay(
    source: Denominator | None, level: str, areas: Sequence[str], years: Sequence[int]
) -> Exposure:
    """A denominator beside areas and years; all unknown without one."""
    if source is None:
        shape = (len(areas), len(years))
        none = np.zeros(shape, dtype=np.bool_)
        return Exposure(np.full(shape, np.nan), np.zeros(shape, dtype=np.int64), none, none)
    known = np.full((len(areas), len(source.years)), np.nan)
    shared, settled = np.zeros((2, *known.shape), dtype=np.bool_)
    told = source.carried
    if told and level in LOCAL:
        # The ledger leaves small corrections out: a jump in a municipality stays suspect.
        settled |= told.settled
    for at, area in enumerate(_as_in(areas, source, level)):
        if area is not None:
            known[at] = source.values[area]
            shared[at] = told.shared[area, 0] if told else False
    jump = LOCAL_JUMP if level in LOCAL else MUNICIPAL_JUMP
    return exposure(known, source.years, years, jump=jump, origins=Origins(shared, settled))


def _as_in(areas: Sequence[str], source: Denominator, level: str) -> list[int | None]:
    """Rows of the source; the country is NL00 in one table and NL01 in the other."""
    if level == COUNTRY:
        return [0 for _ in areas]
    return [source.row.get(area) for area in areas]
