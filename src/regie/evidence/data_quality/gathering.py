"""What the figures of a source show about themselves, laid out for the rules and the pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from regie.evidence.data_quality.listing import Source
from regie.evidence.data_quality.rules import Evidence
from regie.evidence.formats.rules import LOCAL_LEVELS, Frequency, State, missing_periods
from regie.evidence.sources.reading import (
    CACHE,
    Wanted,
    cube_of,
    key_of,
    manifest_of,
    read_together,
    stem_in,
)
from regie.evidence.warehouse.cube import CARRIES, Figures, merge
from regie.policy.breaks import breaks_of
from regie.policy.denominators import DENOMINATORS
from regie.policy.offences import NUISANCE_TYPES, OFFENCE_TYPES

COUNTED = frozenset({"offence", "nuisance", "registration"})
VALUE_ROW, LOWER_ROW = "MW00000", "MOG0095"
RECENT = 3
PARTIAL, ZERO = 6, 7
"""Beside the states of a cell: a year of which not every month came, and a year that is zero."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Yearly:
    """The figures of one measure by year: (areas, categories, years).

    `states` holds the states of `formats.rules.State`, PARTIAL and ZERO; `values` is the sum of
    the year, NaN when it has no number for all of it.
    """

    figures: Figures
    years: tuple[str, ...]
    values: NDArray[np.float64]
    states: NDArray[np.uint8]

    @property
    def full(self) -> Flags:
        """Where a year has a number."""
        return ~np.isnan(self.values)


def levels_of(source: Source) -> tuple[str, ...]:
    """The levels on which a source is judged, the widest first."""
    order = ("country", "province", "region", "municipality", "place", "district", "neighbourhood")
    known = {level for d in source.answering for level in manifest_of(d).levels}
    return tuple(level for level in order if level in known)


def measures_of(source: Source) -> tuple[str, ...]:
    """The measures that are judged: the first one, or those that Regie divides by."""
    manifest = source.manifest
    if source.family in {"kwb", "population"}:
        stems = [item.stem(source.family, manifest.table_id) for item in DENOMINATORS()]
        return tuple(stem for stem in stems if stem and stem_in(manifest, stem))
    return manifest.measures if source.family == "vm" else manifest.measures[:1]


def read(source: Source, level: str, municipality: str) -> dict[str, Yearly]:
    """The figures of each judged measure on one level, in one municipality. Cached cubes."""
    frequency = _frequency(source)
    home = municipality if level in {*LOCAL_LEVELS, "municipality"} else None
    found: dict[str, list[Figures]] = {}
    for delivery in source.answering:
        manifest = manifest_of(delivery)
        if not manifest.levels.get(level) or not manifest.of_frequency(frequency):
            continue
        asked = [
            Wanted(measure, level, home, None, None, frequency)
            for measure in measures_of(source)
            if stem_in(manifest, measure)
        ]
        missing = [wanted for wanted in asked if CACHE.get(key_of(delivery, wanted)) is None]
        if len(missing) > 1:
            read_together(delivery, missing)
        for wanted in asked:
            found.setdefault(wanted.measure, []).append(cube_of(delivery, wanted))
    cubes = {name: merge(parts) if len(parts) > 1 else parts[0] for name, parts in found.items()}
    return {name: by_year(cube) for name, cube in cubes.items() if cube.areas}


def _frequency(source: Source) -> Frequency:
    has_years = any(manifest_of(d).of_frequency("year") for d in source.answering)
    return "year" if has_years else "month"


def by_year(figures: Figures) -> Yearly:
    """Fold months into years; a year is there when its twelve months are."""
    years = tuple(sorted({code[:4] for code in figures.periods}))
    shape = (*figures.values.shape[:2], len(years))
    values, states = np.full(shape, np.nan), np.zeros(shape, dtype=np.uint8)
    for at, year in enumerate(years):
        mine = [i for i, code in enumerate(figures.periods) if code[:4] == year]
        whole = 12 if figures.periods[mine[0]][4:6] == "MM" else 1
        values[:, :, at], states[:, :, at] = _year(figures, mine, whole)
    return Yearly(figures, years, values, states)


def _year(
    figures: Figures, mine: Sequence[int], whole: int
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    parts, kinds = figures.values[:, :, mine], figures.states[:, :, mine]
    carries = np.isin(kinds, CARRIES)
    full = carries.all(axis=2) & (len(mine) == whole)
    values = np.where(full, np.nansum(parts, axis=2), np.nan)
    states = np.where(full, int(State.VALUE), kinds.max(axis=2)).astype(np.uint8)
    states[carries.any(axis=2) & ~full] = PARTIAL
    states[full & (values == 0)] = ZERO
    states[full & (kinds == int(State.ESTIMATED)).any(axis=2)] = int(State.ESTIMATED)
    return values, states


# --- evidence ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Around:
    """What is known beside the figures themselves."""

    stale: bool = False
    rate: bool = True
    few_people: float = 0.0
    unplaced: Mapping[str, tuple[float, bool]] | None = None


def evidence(
    source: Source, level: str, yearly: Mapping[str, Yearly], around: Around
) -> dict[tuple[str, str], Evidence]:
    """The evidence of every kind of figure (measure and type) on one level."""
    found = {}
    for measure, series in yearly.items():
        for at, category in enumerate(series.figures.categories):
            if source.family == "vm" and category != VALUE_ROW:
                continue
            found[measure, category] = _one(source, level, series, at, around)
    return found


def _one(source: Source, level: str, series: Yearly, at: int, around: Around) -> Evidence:
    cube, category = series.figures, series.figures.categories[at]
    full, states = series.full[:, at, :], series.states[:, at, :]
    with_figures = [year for i, year in enumerate(series.years) if full[:, i].any()]
    unplaced = (around.unplaced or {}).get(category, (0.0, False))
    local = level in {*LOCAL_LEVELS, "municipality", "place"}
    base = Evidence(
        filled=float(full.mean()) if full.size else 0.0,
        areas=source.manifest.levels.get(level, 1) if level not in LOCAL_LEVELS else len(full),
        hidden=bool((states == int(State.HIDDEN)).any() and not full.any()),
        years=len(with_figures),
        years_after_break=_after_break(source.family, category, with_figures),
        gaps=0 if source.family == "vm" else len(missing_periods(cube.periods)),
        provisional=bool(cube.period_status) and cube.period_status[-1] != "definitive",
        stale=around.stale,
        unplaced=unplaced[0] if local else 0.0,
        unplaced_inflated=unplaced[1] if local else False,
        classification_known=bool(source.main.classification_year) or level == "country",
        classification_mixed=level in LOCAL_LEVELS and len(set(cube.period_years)) > 1,
    )
    return _more(source, level, base, around, _mean(source.family, series, at), category)


def _more(
    source: Source,
    level: str,
    base: Evidence,
    around: Around,
    mean: float | None,
    category: str,
) -> Evidence:
    """What depends on what the source counts."""
    counted = source.family in COUNTED
    return replace(
        base,
        rate=around.rate if counted else True,
        few_people=around.few_people if counted and level in LOCAL_LEVELS else 0.0,
        mean=mean,
        enforcement=category in _enforcement(source.family),
        survey=source.family == "vm",
        margins=source.family != "vm" or LOWER_ROW in source.manifest.categories,
        own_count=source.own,
    )


def _mean(family: str, series: Yearly, at: int) -> float | None:
    """The average count per area in the last years."""
    if family not in COUNTED:
        return None
    recent = series.values[:, at, -RECENT:]
    known = recent[~np.isnan(recent)]
    return float(known.mean()) if known.size else None


def _after_break(family: str, category: str, years: Sequence[str]) -> int:
    """How many years lie after the last break; a year that lies on both sides does not count."""
    kind = family if family in {"offence", "nuisance", "vm"} else ""
    if kind == "vm":
        moments = [item.at for item in breaks_of("vm", "all")]
    elif kind == "offence":
        moments = [item.at for item in breaks_of("offence", category)]
    else:
        moments = [item.at for item in breaks_of("nuisance", category)] if kind else []
    inside = [at for at in moments if years and years[0] < at[:4] <= years[-1]]
    if not inside:
        return len(years)
    last = max(inside, key=lambda at: (at[:4], at[4:]))
    clean = last[4:] in {"JJ00", "MM01"}
    return sum(year > last[:4] or (clean and year == last[:4]) for year in years)


def _enforcement(family: str) -> frozenset[str]:
    """The types that come to light by looking."""
    types = {"offence": OFFENCE_TYPES, "nuisance": NUISANCE_TYPES}.get(family)
    if types is None:
        return frozenset()
    return frozenset(item.code for item in types() if item.reporting == "enforcement")


# --- place unknown -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unplaced:
    """The share without a place by type and year, from 0 to 1; NaN where there is nothing."""

    categories: tuple[str, ...]
    years: tuple[str, ...]
    counts: NDArray[np.float64]
    shares: NDArray[np.float64]

    def newest(self) -> dict[str, tuple[float, bool]]:
        """Per type the share of the newest year, and whether it is far above the years before.

        Inflated: at least 20, half as much again as the three years before would give, and five
        standard deviations above it (Poisson).
        """
        found = {}
        for at, category in enumerate(self.categories):
            share = self.shares[at, -1] if self.shares.shape[1] else np.nan
            found[category] = (
                0.0 if np.isnan(share) else float(share),
                self._is_inflated(at),
            )
        return found

    def _is_inflated(self, at: int) -> bool:
        before = self.shares[at, -RECENT - 1 : -1]
        before = before[~np.isnan(before)]
        if not before.size or np.isnan(self.shares[at, -1]) or not self.shares[at, -1]:
            return False
        count = self.counts[at, -1]
        expected = count / self.shares[at, -1] * float(before.mean())
        return bool(
            count >= 20 and count >= 1.5 * expected and count - expected >= 5 * expected**0.5
        )


def unplaced(source: Source) -> Unplaced | None:
    """The share of the country's figures that has no place; None for what has no places."""
    if source.family not in {"offence", "nuisance"} or not source.manifest.levels.get("country"):
        return None
    measure, frequency = source.manifest.measures[0], _frequency(source)
    whole = by_year(cube_of(source.main, Wanted(measure, "country", None, None, None, frequency)))
    loose = by_year(cube_of(source.main, Wanted(measure, "unplaced", None, None, None, frequency)))
    rows = [i for i, code in enumerate(loose.figures.areas) if _is_unknown(code)]
    if not rows or not len(whole.values):
        return None
    counts = np.nansum(loose.values[rows], axis=0)
    total = whole.values[0]
    shares = np.divide(counts, total, out=np.full(total.shape, np.nan), where=total > 0)
    return Unplaced(whole.figures.categories, whole.years, counts, shares)


def _is_unknown(code: str) -> bool:
    """Place unknown on the level of municipalities; abroad (0998) is a place."""
    return code.startswith("GM") and not code.endswith("998")
