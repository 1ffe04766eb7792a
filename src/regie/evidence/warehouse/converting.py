"""Counts of older years carried forward to the areas of one year. Never rates.

The publisher counts people, dwellings and cars in the areas of each year; the police rebuilds its
tables on the newest areas. To divide one by the other, the older counts are carried forward with
the shares of `foundation.crosswalks`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.rules import State
from regie.evidence.warehouse.cube import CARRIES, Figures, Floats, freeze
from regie.foundation.crosswalks import queries as crosswalks
from regie.foundation.crosswalks.assembly import Knowledge
from regie.foundation.crosswalks.ledger import Sizes
from regie.foundation.crosswalks.rules import MUNICIPALITY, SAME, Crosswalk, Flags, Part
from regie.foundation.records.refusals import RefusedError
from regie.policy.denominators import DENOMINATORS, denominator
from regie.policy.tables import TABLES

NOT_A_COUNT = _(
    "%(measure)s is geen aantal. Regie rekent alleen aantallen om naar andere gebieden, "
    "geen percentages of gemiddelden."
)


@dataclass(frozen=True)
class Carried:
    """Figures in the areas of `year`.

    `exact` is the part of each value (0 to 1) that comes from whole areas; `ways` holds the
    crosswalk per period that was carried. `left` are periods whose areas could not be followed:
    they stand in the areas of their own year.
    """

    figures: Figures
    year: int
    exact: Floats
    ways: Mapping[str, Crosswalk] = field(default_factory=dict)
    left: tuple[str, ...] = ()

    def made_of(self, area: str, period: str) -> tuple[Part, ...]:
        """The old areas in a new one, or nothing when it stayed what it was."""
        way = self.ways.get(period)
        parts = way.parts_of(area) if way else ()
        return parts if any(part.basis != SAME for part in parts) else ()

    def pieces(self, area: str, years: Collection[int]) -> tuple[tuple[str, tuple[Part, ...]], ...]:
        """Per period of these years the old areas in a new one, where there are any."""
        periods = (period for period in self.figures.periods if int(period[:4]) in years)
        made = ((period, self.made_of(area, period)) for period in periods)
        return tuple((period, parts) for period, parts in made if parts)

    def homes(self, municipality: str) -> tuple[str, ...]:
        """A municipality and those it was made of since the oldest period."""
        made = {part.origin for way in self.ways.values() for part in way.parts_of(municipality)}
        return tuple(sorted({municipality, *made}))

    @property
    def settled(self) -> Flags:
        """The periods that are known to stand in the areas of `year`; shape (periods,)."""
        pairs = zip(self.figures.periods, self.figures.period_years, strict=True)
        known = [year == self.year and period not in self.left for period, year in pairs]
        return np.array(known, dtype=np.bool_)

    @property
    def shared(self) -> Flags:
        """Which values were shared out over new areas; the shape of the figures."""
        marked: Flags = self.figures.states == int(State.ESTIMATED)
        return marked

    def only(self, rows: Sequence[int]) -> Carried:
        """The same for some of the areas, by their row."""
        cube, kept = self.figures, list(rows)
        made = replace(
            cube,
            areas=tuple(cube.areas[at] for at in kept),
            values=cube.values[kept],
            states=cube.states[kept],
        )
        return replace(self, figures=freeze(made), exact=self.exact[kept])


def is_count(measure: str) -> bool:
    """Whether a measure counts things, so that parts of it can be added up."""
    counted = {stem for item in DENOMINATORS() for stem in item.stems.values()}
    counted |= {m.stem for table in TABLES() for m in table.measures if m.whole}
    return measure.casefold() in {stem.casefold() for stem in counted}


def carry(
    cube: Figures,
    *,
    realm: str,
    level: str,
    measure: str,
    year: int,
    inhabitants: Sizes | None = None,
    known: Callable[[], Knowledge] | None = None,
) -> Carried:
    """The figures in the areas of `year`; periods of later areas stay as they are.

    `inhabitants` are used for border corrections between municipalities; when the figures are
    inhabitants themselves they need not be given. `known` saves a query.
    Raises `RefusedError` for what is no count.
    """
    if not is_count(measure):
        raise RefusedError(NOT_A_COUNT, measure=measure)
    sizes = inhabitants
    if sizes is None and level == MUNICIPALITY and _counts_people(measure):
        sizes = _sizes(cube)
    ways: dict[str, Crosswalk] = {}
    left = []
    older = any(own and own < year for own in cube.period_years)
    told = (known or (lambda: crosswalks.knowledge(realm)))() if older else None
    for period, own in zip(cube.periods, cube.period_years, strict=True):
        if own and own < year:
            way = crosswalks.crosswalk(realm, level, own, year, sizes, told)
            if way is None:
                left.append(period)
            else:
                ways[period] = way
    return _carried(cube, year, ways, tuple(left))


def _counts_people(measure: str) -> bool:
    return measure.casefold() in {
        stem.casefold() for stem in denominator("inhabitants").stems.values()
    }


def _sizes(cube: Figures) -> Sizes:
    """The inhabitants in the figures themselves, by municipality and year."""
    years = [int(period[:4]) for period in cube.periods]
    return {
        (area, year): float(cube.values[at, 0, to])
        for at, area in enumerate(cube.areas)
        for to, year in enumerate(years)
        if not np.isnan(cube.values[at, 0, to])
    }


def _carried(
    cube: Figures, year: int, ways: dict[str, Crosswalk], left: tuple[str, ...]
) -> Carried:
    changed = {period: way for period, way in ways.items() if way.changed or way.lost}
    years = tuple(
        year if period in ways else own
        for period, own in zip(cube.periods, cube.period_years, strict=True)
    )
    if not changed:
        return Carried(
            replace(cube, period_years=years), year, np.ones(cube.values.shape), ways, left
        )
    areas = tuple(sorted({*cube.areas, *(c for way in changed.values() for c in way.changed)}))
    shape = (len(areas), *cube.values.shape[1:])
    values, states = np.full(shape, np.nan), np.zeros(shape, dtype=np.uint8)
    exact = np.ones(shape)
    row = {code: at for at, code in enumerate(areas)}
    here = np.array([row[code] for code in cube.areas], dtype=np.int64)
    values[here], states[here] = cube.values, cube.states
    for at, period in enumerate(cube.periods):
        if period in changed:
            _lay(cube, at, changed[period], row, (values, states, exact))
    kept = [number for code, number in row.items() if states[number].any()]
    made = replace(
        cube,
        areas=tuple(areas[number] for number in kept),
        values=values[kept],
        states=states[kept],
        period_years=years,
    )
    return Carried(freeze(made), year, exact[kept], ways, left)


def _lay(
    cube: Figures,
    at: int,
    way: Crosswalk,
    row: Mapping[str, int],
    into: tuple[Floats, np.ndarray[tuple[int, ...], np.dtype[np.uint8]], Floats],
) -> None:
    """One period in the new areas. What went elsewhere disappears under its old code."""
    values, states, exact = into
    known = np.isin(cube.states[:, :, at], CARRIES)
    estimated = cube.states[:, :, at] == int(State.ESTIMATED)
    told = way.convert(cube.areas, cube.values[:, :, at], known)
    doubtful = way.convert(cube.areas, estimated.astype(np.float64), known | ~known)
    seen = way.convert(cube.areas, (cube.states[:, :, at] > 0).astype(np.float64), known | ~known)
    for code in (*way.moves, *way.lost):
        if code in row:
            values[row[code], :, at] = np.nan
            states[row[code], :, at] = int(State.NOT_OBSERVED)
    for number, code in enumerate(told.codes):
        if code not in way.changed:
            continue
        to = row[code]
        values[to, :, at] = told.values[number]
        exact[to, :, at] = told.exact[number]
        guessed = told.estimated[number] | (doubtful.values[number] > 0)
        found = np.where(guessed, int(State.ESTIMATED), int(State.VALUE))
        nothing = np.where(seen.values[number] > 0, int(State.UNKNOWN), int(State.NOT_OBSERVED))
        states[to, :, at] = np.where(told.known[number], found, nothing)
