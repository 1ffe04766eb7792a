"""What municipalities are laid side by side on: key figures of the newest edition with them.

Key figures are counted in the municipalities of their own year. What merged since is put together:
counts are carried forward, an average is weighted with what it is an average over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext_noop as _
from numpy.typing import NDArray

from regie.evidence.indicators.cube import INHABITANTS, MUNICIPALITY, Evidence, evidence
from regie.evidence.indicators.geography import geography
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.rules import is_counted, year_of
from regie.evidence.sources import queries as sources
from regie.evidence.sources.queries import DeliveryRef, Figures
from regie.foundation.crosswalks import queries as crosswalks
from regie.foundation.crosswalks.queries import Knowledge
from regie.policy.peers import PEER_VARIABLES, PeerVariable

Floats = NDArray[np.float64]

FAMILY = "kwb"
COVERED = 0.9
"""An edition serves a variable when it is known for so many of the municipalities."""

NOT_DELIVERED = _("Dit cijfer zit niet in de kerncijfers die zijn ingelezen.")
TOO_MANY_GAPS = _("Dit cijfer ontbreekt van te veel gemeenten.")


@dataclass(frozen=True)
class Missing:
    """A variable that could not be used, and why (msgid)."""

    variable: PeerVariable
    reason: str


@dataclass(frozen=True)
class Covariates:
    """The variables of every municipality of a realm; `values` is (areas, variables), NaN unknown.

    Logarithms are not taken yet. `years` says of which year each variable is; `deliveries` where
    they come from. `names` are those of the municipalities.
    """

    areas: tuple[str, ...]
    names: Mapping[str, str]
    variables: tuple[PeerVariable, ...]
    values: Floats
    years: tuple[int, ...]
    missing: tuple[Missing, ...]
    deliveries: tuple[DeliveryRef, ...]

    @cached_property
    def row(self) -> dict[str, int]:
        """Area code → row."""
        return {code: at for at, code in enumerate(self.areas)}

    def of(self, area: str) -> dict[str, float]:
        """The known variables of one municipality, by their code."""
        if area not in self.row:
            return {}
        values = self.values[self.row[area]].tolist()
        pairs = zip(self.variables, values, strict=True)
        return {item.code: value for item, value in pairs if not np.isnan(value)}


def covariates(realm: str, found: Evidence | None = None) -> Covariates:
    """The variables of every municipality, as the key figures in use say. At most 5 queries.

    None when the figures were looked at before and `found` is given.
    """
    at = found or evidence(realm, "")
    return remembered(("covariates", realm, at.stamp), lambda: _covariates(at))


@dataclass(frozen=True)
class _Column:
    """One variable of all municipalities in one year."""

    values: Mapping[str, float]
    year: int
    deliveries: tuple[DeliveryRef, ...]


@sources.one_look()
def _covariates(found: Evidence) -> Covariates:
    towns = geography(found).municipalities
    look = _Reader(found, tuple(sorted(towns)))
    used: list[tuple[PeerVariable, _Column]] = []
    missing: list[Missing] = []
    for item in PEER_VARIABLES():
        column = look.newest(item)
        if isinstance(column, _Column):
            used.append((item, column))
        else:
            missing.append(Missing(item, column))
    values = np.full((len(look.areas), len(used)), np.nan)
    for at, (_item, column) in enumerate(used):
        values[:, at] = [column.values.get(code, np.nan) for code in look.areas]
    refs = {ref.id: ref for _item, column in used for ref in column.deliveries}
    return Covariates(
        areas=look.areas,
        names={code: view.name for code, view in towns.items()},
        variables=tuple(item for item, _column in used),
        values=values,
        years=tuple(column.year for _item, column in used),
        missing=tuple(missing),
        deliveries=tuple(refs.values()),
    )


class _Reader:
    """Reads variables in the municipalities of today, edition by edition."""

    def __init__(self, found: Evidence, areas: tuple[str, ...]) -> None:
        self._found = found
        self.areas = areas
        self._year = found.boundary(MUNICIPALITY)
        self._read: set[str] = set()

    @cached_property
    def _known(self) -> Knowledge:
        return crosswalks.knowledge(self._found.realm)

    @cached_property
    def _editions(self) -> tuple[str, ...]:
        """The tables of key figures, the newest first."""
        views = [view for view in sources.available(self._found.realm) if view.family == FAMILY]
        ordered = sorted(views, key=lambda view: (view.last_period, view.table_id), reverse=True)
        return tuple(dict.fromkeys(view.table_id for view in ordered))

    def newest(self, item: PeerVariable) -> _Column | str:
        """The newest year in which enough municipalities have it, or why there is none."""
        seen = False
        for column in self._candidates(item):
            seen = True
            if self._covered(column):
                return column
        return TOO_MANY_GAPS if seen else NOT_DELIVERED

    def _covered(self, column: _Column) -> bool:
        known = sum(code in column.values for code in self.areas)
        return bool(self.areas) and known >= COVERED * len(self.areas)

    def _candidates(self, item: PeerVariable) -> Iterator[_Column]:
        """Every year of a variable, the newest first; what is not asked for is not read."""
        if item.population:
            yield from self._of_population()
            return
        for table in self._editions:
            yield from self._of_edition(item, table)

    def _of_population(self) -> Iterator[_Column]:
        """The number of inhabitants, from the population table or else the key figures."""
        source = self._found.denominator(INHABITANTS, MUNICIPALITY)
        if source is not None:
            for at in sorted(range(len(source.years)), key=lambda at: -source.years[at]):
                values = _by_code(source.areas, source.values[:, at])
                yield _Column(values, source.years[at], source.deliveries)

    def _of_edition(self, item: PeerVariable, table: str) -> Iterator[_Column]:
        for stem in item.stems:
            cube = self._cube(table, stem)
            if cube is not None:
                beside = self._cube(table, item.over or item.weight_by)
                for at in reversed(range(len(cube.periods))):
                    yield self._column(item, cube, at, beside)

    def _cube(self, table: str, stem: str) -> Figures | None:
        """One key figure of one edition. All that may be asked is read at once."""
        realm = self._found.realm
        if table not in self._read:
            stems = sorted({each for item in PEER_VARIABLES() for each in item.needed})
            sources.preload(table, realm=realm, measures=stems, level=MUNICIPALITY)
            self._read.add(table)
        found = sources.figures(table, realm=realm, measure=stem, level=MUNICIPALITY)
        return found if found is not None and found.periods and found.areas else None

    def _column(
        self, item: PeerVariable, cube: Figures, at: int, beside: Figures | None
    ) -> _Column:
        """One variable in one year, in the municipalities of today."""
        period = cube.periods[at]
        own, other = _plain(cube, period), _plain(beside, period)
        values = self._values(item, own, other, cube.period_years[at])
        return _Column(_plausible(item, values), year_of(period), cube.deliveries)

    def _values(
        self, item: PeerVariable, own: dict[str, float], other: dict[str, float], year: int
    ) -> dict[str, float]:
        if item.over:
            top = self._carried(own, year)
            under = self._carried(other, year)
            return {c: item.per * top[c] / under[c] for c in top if under.get(c, 0) > 0}
        return self._averaged(own, other, year)

    def _averaged(
        self, own: dict[str, float], weights: dict[str, float], year: int
    ) -> dict[str, float]:
        """An average: as it is where nothing changed, weighted where areas were joined."""
        both = {code: own[code] * weights[code] for code in own if code in weights}
        top = self._carried(both, year)
        under = self._carried({code: weights[code] for code in both}, year)
        joined = {c: top[c] / under[c] for c in top if under.get(c, 0) > 0}
        return joined | {code: value for code, value in own.items() if self._stayed(code, year)}

    def _stayed(self, code: str, year: int) -> bool:
        way = self._way(year)
        return way is None or (code not in way.changed and code not in way.moves)

    def _way(self, year: int) -> crosswalks.Crosswalk | None:
        if self._year is None or not year or year >= self._year:
            return None
        return crosswalks.crosswalk(
            self._found.realm, MUNICIPALITY, year, self._year, None, self._known
        )

    def _carried(self, values: dict[str, float], year: int) -> dict[str, float]:
        """Counts in the municipalities of today; unknown where a part is unknown.

        Where only is known that the border moved, the old value serves: what people are like
        changes little with a strip of land.
        """
        way = self._way(year)
        if way is None:
            return values
        numbers = np.array(list(values.values()), dtype=np.float64)
        told = way.convert(list(values), numbers, np.ones(len(numbers), dtype=np.bool_))
        kept = {code: value for code, value in values.items() if code in way.redrawn}
        return kept | {
            code: float(told.values[at]) for at, code in enumerate(told.codes) if told.known[at]
        }


def _plausible(item: PeerVariable, values: dict[str, float]) -> dict[str, float]:
    """Without what is distorted: thousands of leased cars do not belong to who live there."""
    most = item.most
    return values if most is None else {c: value for c, value in values.items() if value <= most}


def _plain(cube: Figures | None, period: str) -> dict[str, float]:
    """The known values of one period, by code."""
    if cube is None or period not in cube.periods:
        return {}
    at = cube.periods.index(period)
    counted = is_counted(cube.states[:, 0, at])
    return _by_code(cube.areas, np.where(counted, cube.values[:, 0, at], np.nan))


def _by_code(areas: Sequence[str], values: Floats) -> dict[str, float]:
    pairs = zip(areas, values.tolist(), strict=True)
    return {code: value for code, value in pairs if not np.isnan(value)}
