"""The districts and neighbourhoods of a municipality: level, change and hot spots (D2, D4, D7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regie.evidence.appraisal.basis import Basis
from regie.evidence.appraisal.changes import Case, held_back, p_values, tested
from regie.evidence.appraisal.levels import Cells, level_of, read_off
from regie.evidence.appraisal.material import Block, Flags, Floats, block
from regie.evidence.appraisal.numbers import numbers
from regie.evidence.appraisal.rules import Arrow, Change, Level, Place, Why, Word
from regie.evidence.appraisal.windows import Window, window
from regie.evidence.formats.rules import State
from regie.evidence.indicators.cube import DISTRICT, NEIGHBOURHOOD, YEAR, Evidence
from regie.evidence.indicators.geography import outlines
from regie.evidence.indicators.memory import remembered
from regie.foundation.areas.adjacency import middles, touching
from safetymethods.funnels import against_expected
from safetymethods.multiplicity import benjamini_hochberg
from safetymethods.neighbours import Neighbours, from_pairs
from safetymethods.shrinkage import Shrunken, gamma_poisson
from safetymethods.spatial import HotSpots, getis_ord

LEAST_PLACES = 8
"""Gi* says nothing of a handful of places: each is a neighbour of most of the others."""


@dataclass(frozen=True)
class Spread:
    """Observed and expected counts per place, pooled over the newest years: (types, places).

    Expected is what a place would have at the rate of the whole municipality. `used` says which
    cells have both; `periods` are the years, the same for all places.
    """

    observed: Floats
    expected: Floats
    used: Flags
    years: NDArray[np.int64]
    last: NDArray[np.intp]


def spread(source: Block, basis: Basis) -> Spread:
    """Pool the newest years of every place, at most as many as the settings say."""
    types, areas, periods = source.counts.shape
    observed, expected = np.full((2, types, areas), np.nan)
    used = np.zeros((types, areas), dtype=np.bool_)
    years, last = np.zeros(types, dtype=np.int64), np.full(types, periods - 1, dtype=np.intp)
    for at in range(types):
        chosen = _years(source, at, basis.whole("pooled_years"))
        years[at] = len(chosen)
        if len(chosen):
            last[at] = chosen[-1]
            observed[at], expected[at], used[at] = _pooled(source, at, chosen)
    return Spread(observed, expected, used, years, last)


def _years(source: Block, at: int, most: int) -> NDArray[np.intp]:
    """The newest years of one part in which places have figures, at most `most`."""
    known = (~np.isnan(source.counts[at])).any(axis=0)
    if not known.any():
        return np.zeros(0, dtype=np.intp)
    newest = int(np.flatnonzero(known)[-1])
    parts = source.parts[at]
    fit = known & (parts == parts[newest]) & (parts[newest] != -1)
    first = newest
    while first > 0 and newest - first + 1 < most and fit[first - 1]:
        first -= 1
    return np.arange(first, newest + 1) if fit[newest] else np.array([newest])


def _pooled(source: Block, at: int, chosen: NDArray[np.intp]) -> tuple[Floats, Floats, Flags]:
    counts, exposed = source.counts[at][:, chosen], source.exposure[at][:, chosen]
    enough = source.enough_people[:, int(chosen[-1])]
    fit = (~np.isnan(counts) & (exposed > 0)).all(axis=1) & enough
    rate = counts[fit].sum(axis=0) / exposed[fit].sum(axis=0) if fit.any() else np.nan
    return counts.sum(axis=1), (exposed * rate).sum(axis=1), fit


def neighbours_of(found: Evidence, source: Block) -> Neighbours | None:
    """Which places touch, from their outlines; None when outlines are missing."""
    key = ("neighbours", found.realm, found.stamp, found.municipality, source.level, source.areas)
    return remembered(key, lambda: _neighbours(found, source))


def _neighbours(found: Evidence, source: Block) -> Neighbours | None:
    shapes = {s.code: s.path for s in outlines(found, source.level, None).shapes}
    paths = [shapes.get(code, "") for code in source.areas]
    if len(paths) < LEAST_PLACES or not all(paths):
        return None
    return from_pairs(len(paths), touching(paths), points=middles(paths))


def places(found: Evidence, source: Block, basis: Basis) -> tuple[tuple[Place, ...], ...]:
    """Per indicator every place of the block, with its level, its change and whether it is hot."""
    pooled = spread(source, basis)
    size = np.array([basis.size_of(item.code, source.level) for item in source.definitions])
    fit = pooled.used & (pooled.expected > 0) & (size > 0)[:, None]
    observed, expected = (np.where(fit, v, np.nan) for v in (pooled.observed, pooled.expected))
    sizes = np.broadcast_to(np.where(size > 0, size, np.inf)[:, None], observed.shape)
    shrunk = gamma_poisson(observed, expected, sizes)
    columns = _columns(shrunk, _hot(found, source, shrunk, basis))
    # Also where there is no verdict the count is told.
    cells = replace(
        read_off(against_expected(observed, expected, sizes)), observed=numbers(pooled.observed)
    )
    levels = _levels(source, pooled, cells, _whys(source, pooled, size, basis))
    types, areas = len(source.definitions), len(source.areas)
    made = [
        Place(area=area, kind=source.level, level=level, change=change, **told)
        for area, level, change, told in zip(
            source.areas * types, levels, _changes(source, basis), columns, strict=True
        )
    ]
    return tuple(tuple(made[at * areas : (at + 1) * areas]) for at in range(types))


@dataclass(frozen=True)
class Hot:
    """Gi* per type and place, and which of them stand out (Benjamini & Hochberg per type)."""

    z: Floats
    chosen: Flags


def _hot(found: Evidence, source: Block, shrunk: Shrunken, basis: Basis) -> Hot:
    beside = neighbours_of(found, source)
    if beside is None:
        nothing = np.full(shrunk.mean.shape, np.nan)
        return Hot(nothing, np.zeros(nothing.shape, dtype=np.bool_))
    result: HotSpots = getis_ord(shrunk.mean.T, beside)
    # With fewer events than places the shrunken ratios are all about 1: nothing lies together.
    enough = np.nansum(shrunk.observed, axis=1, keepdims=True) >= len(source.areas)
    p = np.where(enough, result.p.T, np.nan)
    chosen = benjamini_hochberg(p, basis.setting("area_q"), axis=-1).rejected
    return Hot(np.where(enough, result.z.T, np.nan), chosen)


def _columns(shrunk: Shrunken, hot: Hot) -> Iterator[dict[str, Any]]:
    """What `Place` says of each cell besides its level and change."""
    columns = {
        "smoothed": numbers(shrunk.mean),
        "smoothed_low": numbers(shrunk.low),
        "smoothed_high": numbers(shrunk.high),
        "exceedance": numbers(shrunk.exceedance),
        "weight": numbers(shrunk.weight),
        "z": numbers(hot.z),
        "hot": (hot.chosen & (hot.z > 0)).ravel().tolist(),
        "cold": (hot.chosen & (hot.z < 0)).ravel().tolist(),
    }
    rows = zip(*columns.values(), strict=True)
    return (dict(zip(columns, row, strict=True)) for row in rows)


def _levels(
    source: Block, pooled: Spread, cells: Cells, whys: Sequence[Sequence[Why]]
) -> Iterator[Level]:
    areas = len(source.areas)
    for kind, row in enumerate(whys):
        last, years = int(pooled.last[kind]), int(pooled.years[kind])
        provisional = any(source.provisional[max(last - years + 1, 0) : last + 1])
        for at, (area, why) in enumerate(zip(source.areas, row, strict=True)):
            yield level_of(
                cells,
                kind * areas + at,
                area=area,
                period=source.periods[last],
                years=max(years, 1),
                why=why,
                provisional=provisional,
            )


def _whys(source: Block, pooled: Spread, size: Floats, basis: Basis) -> list[list[Why]]:
    """Why a place has no level, per type and place; NOTHING where it has one."""
    types, last = np.arange(len(source.definitions)), pooled.last
    with np.errstate(invalid="ignore"):
        most = np.fmax(pooled.expected, pooled.observed)
    reasons = {
        Why.HIDDEN: source.states[types, :, last] == State.HIDDEN,
        Why.NO_FIGURES: np.isnan(source.counts[types, :, last]),
        Why.DOUBTFUL: ~np.isnan(source.usual[types, :, last]),
        Why.SMALL: ~source.enough_people[:, last].T,
        Why.BOUNDARY: ~pooled.used & source.moved.any(axis=2),
        Why.NO_DENOMINATOR: ~pooled.used,
        Why.NO_PARAMETER: np.broadcast_to(np.isnan(size)[:, None], pooled.used.shape),
        Why.FEW: most < basis.setting("tested_minimum"),
    }
    names = [*reasons, Why.NOTHING]
    first = np.select(list(reasons.values()), list(range(len(reasons))), len(reasons))
    return [[names[at] for at in row] for row in first.tolist()]


def _changes(source: Block, basis: Basis) -> tuple[Change, ...]:
    """The change of every place, kept only where it stands out among all places and types."""
    cases = [case for at in range(len(source.definitions)) for case in _cases(source, basis, at)]
    found = tested(cases, basis)
    least = basis.setting("tested_minimum")
    enough = np.array([c.recent + c.before >= least * (c.window.blocks + 1) for c in cases])
    judged = np.where(enough, p_values(found), np.nan)
    kept = benjamini_hochberg(judged, basis.setting("area_q")).rejected
    return held_back(found, kept, enough)


def _cases(source: Block, basis: Basis, at: int) -> list[Case]:
    """The series of one type, in the order of the places.

    Places of which the same years are known have the same window.
    """
    counts, stop = source.counts[at], len(source.periods)
    alike: dict[bytes, list[int]] = {}
    for row, known in enumerate(~np.isnan(counts)):
        alike.setdefault(known.tobytes(), []).append(row)
    made: dict[int, Case] = {}
    for rows in alike.values():
        w = window(counts[rows[0]], source.parts[at], stop=stop, step=1, most=basis.blocks)
        made |= zip(rows, _like(source, basis, (at, rows), w), strict=True)
    return [made[row] for row in range(len(counts))]


def _like(source: Block, basis: Basis, at: tuple[int, list[int]], w: Window) -> Iterator[Case]:
    """The cases of some places of a type with one window."""
    values, states = source.counts[at], source.states[at]
    moved: Flags = np.asarray(source.moved[at][:, max(w.start - w.blocks, 0) :].any(axis=1))
    same: dict[str, Any] = {
        "window": w,
        "sigma": basis.sigma_of(source.definitions[at[0]].code, source.level),
        "first": source.periods[w.start],
        "last": source.periods[-1],
        "provisional": source.provisional[-1],
    }
    columns: dict[str, list[Any]] = {
        "area": [source.areas[row] for row in at[1]],
        "recent": w.recent(values).tolist(),
        "before": w.before(values).tolist(),
        "doubtful": (~np.isnan(source.usual[at][:, -1])).tolist(),
        "hidden": (states[:, -1] == State.HIDDEN).tolist(),
        "moved": moved.tolist(),
    }
    for row in zip(*columns.values(), strict=True):
        yield Case(**same, **dict(zip(columns, row, strict=True)))


def place_blocks(found: Evidence, source: Block) -> tuple[Block, ...]:
    """The blocks of districts and neighbourhoods of the same indicators, where there are any."""
    levels = (DISTRICT, NEIGHBOURHOOD)
    made = (block(found, source.definitions, level, YEAR) for level in levels)
    return tuple(item for item in made if item is not None)


Table = tuple[tuple[Place, ...], ...]


def with_doubts(levels: list[Table]) -> list[Table]:
    """Districts in which a neighbourhood has a suspicious zero fall with it: no verdict either."""
    doubtful = {
        (at, place.area[2:8])
        for table in levels
        for at, row in enumerate(table)
        for place in row
        if place.kind == NEIGHBOURHOOD and place.level.why is Why.DOUBTFUL
    }
    return [
        tuple(
            tuple(_doubted(p) if _holds(p, at, doubtful) else p for p in row)
            for at, row in enumerate(table)
        )
        for table in levels
    ]


def _holds(place: Place, at: int, doubtful: set[tuple[int, str]]) -> bool:
    return place.kind == DISTRICT and (at, place.area[2:8]) in doubtful


def _doubted(place: Place) -> Place:
    level = replace(place.level, word=Word.TOO_LITTLE, higher=False, why=Why.DOUBTFUL)
    change = replace(place.change, arrow=Arrow.NONE, net_arrow=Arrow.NONE, why=Why.DOUBTFUL)
    return replace(place, level=level, change=change, hot=False, cold=False)
