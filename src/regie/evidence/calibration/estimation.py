"""Estimating the yearly swing and the spread between areas of every type. Nothing is stored here.

The swing (sigma) is how far the level of an area moves from one year to the next beyond chance.
The spread (size r of a negative binomial) is how far areas differ at one moment from what is
expected: municipalities from their peers, districts and neighbourhoods from their municipality.

The years are those of one way of counting, and settled ones where there are enough. The years of
the pandemic are not left out: such a year can come again, and leaving it out would make every
swing look smaller than it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regie.evidence.calibration.laying import Flags, Floats, Sheet
from regie.evidence.calibration.rules import Origin, Parameter, Remark
from regie.evidence.indicators.cube import MUNICIPALITY
from regie.evidence.indicators.definitions import Definition
from regie.evidence.indicators.rules import Segment, segments
from safetymethods.dispersion import negative_binomial_size, yearly_volatility
from safetymethods.peers import Peers, peer_expected

LEAST_YEARS = 5
LEAST_AREAS = 30
"""Fewer areas say too little about how far areas differ or swing."""
POOLED_YEARS = 3
"""In a neighbourhood one year is too little; the spread is that of three years together."""
USUAL_SWING = 0.25
"""The swing of a middling type, by the published tables of municipalities."""
USUAL_SPREAD, USUAL_LOCAL_SPREAD = 0.35, 0.5
"""The spread 1/sqrt(r) of a middling type: of municipalities, and of their parts."""


@dataclass(frozen=True)
class Found:
    """What was estimated of one type; NaN where that cannot be done, with the remarks why."""

    definition: Definition
    swing: Parameter
    size: Parameter


def estimates(sheet: Sheet, peers: Peers | None, order: Sequence[str]) -> tuple[Found, ...]:
    """The swing and spread of every type of a sheet.

    `peers` belong to the municipalities in `order`; without them a municipality is laid beside
    the whole country. They are only used at the level of municipalities.
    """
    pairs = zip(sheet.definitions, _swings(sheet), _sizes(sheet, peers, order), strict=True)
    return tuple(Found(item, swing, size) for item, swing, size in pairs)


# --- the swing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Window:
    """The years a swing is estimated on: those of one way of counting, settled if there are."""

    years: tuple[int, ...]
    remarks: tuple[Remark, ...]


def window(periods: Sequence[str], breaks: Sequence[str], provisional: Sequence[bool]) -> Window:
    """The newest five or more settled years of one way of counting; else the best there is.

    In order: the newest way of counting with five settled years; the newest one with five years
    of which some are provisional; all years, across the break.
    """
    parts = [part for part in segments(periods, breaks) if not part.mixed]
    settled = [[at for at in _years(part) if not provisional[at]] for part in parts]
    for back, years in enumerate(reversed(settled)):
        if len(years) >= LEAST_YEARS:
            return Window(tuple(years), (Remark.BEFORE_BREAK,) if back else ())
    for part in reversed(parts):
        if part.stop - part.start >= LEAST_YEARS:
            return Window(tuple(_years(part)), (Remark.PROVISIONAL,))
    every = Window(tuple(range(len(periods))), (Remark.PROVISIONAL,) if any(provisional) else ())
    broken = len(parts) > 1
    return Window(every.years, (Remark.ACROSS_BREAK, *every.remarks) if broken else every.remarks)


def _years(part: Segment) -> range:
    return range(part.start, part.stop)


def _swings(sheet: Sheet) -> list[Parameter]:
    chosen = [_window_of(sheet, item) for item in sheet.definitions]
    inside = np.zeros((len(chosen), 1, len(sheet.periods)), dtype=np.bool_)
    for at, item in enumerate(chosen):
        inside[at, 0, list(item.years)] = True
    counts = np.where(inside, sheet.counts, np.nan)
    made = yearly_volatility(counts, sheet.exposure)
    told = _swing_information(counts, sheet.exposure)
    return [
        _swing(sheet, at, chosen[at], float(made.sigma[at]), int(made.areas[at]), bool(told[at]))
        for at in range(len(chosen))
    ]


def _window_of(sheet: Sheet, item: Definition) -> Window:
    return window(sheet.periods, [each.at for each in item.breaks], sheet.provisional)


def _swing_information(counts: Floats, exposure: Floats) -> Flags:
    """Per type: is so much counted that a usual swing would show?

    The information on sigma squared is the sum over pairs of years of 1/2 / (1/y + 1/x +
    sigma^2)^2, with y and x the counts plus a half: enough when two standard errors stay under
    the square of a usual swing.
    """
    known = ~np.isnan(exposure[..., 1:] * exposure[..., :-1])
    x, y = counts[..., 1:] + 0.5, counts[..., :-1] + 0.5
    pairs = 0.5 / (1 / x + 1 / y + USUAL_SWING**2) ** 2
    total = np.where(known, np.nan_to_num(pairs), 0.0).sum(axis=(1, 2))
    enough: Flags = total >= (2 / USUAL_SWING**2) ** 2
    return enough


def _swing(
    sheet: Sheet, at: int, chosen: Window, sigma: float, areas: int, told: bool
) -> Parameter:
    remarks = list(chosen.remarks)
    known = not np.isnan(sigma) and areas >= LEAST_AREAS and told
    if areas < LEAST_AREAS:
        remarks.append(Remark.FEW_AREAS)
    elif not told:
        remarks.append(Remark.FEW_EVENTS)
    elif sigma == 0:
        remarks.append(Remark.NO_SWING)
    return Parameter(
        value=sigma if known else float("nan"),
        origin=Origin.ESTIMATED,
        areas=areas,
        years=len(chosen.years),
        first=sheet.periods[chosen.years[0]],
        last=sheet.periods[chosen.years[-1]],
        remarks=(*remarks, *_general(sheet, at)),
    )


def _general(sheet: Sheet, at: int) -> tuple[Remark, ...]:
    """What holds for both numbers of a type."""
    fallback = () if sheet.own[at] else (Remark.INHABITANTS,)
    sampled = sheet.level != MUNICIPALITY and sheet.used < sheet.homes
    return (*fallback, *((Remark.SAMPLED,) if sampled else ()))


# --- the spread ----------------------------------------------------------------------------------


def _sizes(sheet: Sheet, peers: Peers | None, order: Sequence[str]) -> list[Parameter]:
    years, remarks = _newest_years(sheet)
    counts = sheet.counts[..., years].sum(axis=-1)
    people = sheet.exposure[..., years].sum(axis=-1)
    if sheet.level != MUNICIPALITY:
        expected = _of_homes(counts, people, sheet.home)
    elif peers is None:
        expected = _of_homes(counts, people, np.zeros(len(sheet.areas), np.int64))
        remarks = (*remarks, Remark.NO_PEERS)
    else:
        expected = _of_peers(sheet, counts, people, peers, order)
    made = negative_binomial_size(counts, expected)
    usual = USUAL_SPREAD if sheet.level == MUNICIPALITY else USUAL_LOCAL_SPREAD
    told = _size_information(counts, expected, usual**2)
    last = sheet.periods[years[-1]]
    return [
        _size(
            float(made.size[at]),
            int(made.areas[at]),
            bool(told[at]),
            last,
            len(years),
            (*remarks, *_general(sheet, at)),
        )
        for at in range(len(sheet.definitions))
    ]


def _newest_years(sheet: Sheet) -> tuple[list[int], tuple[Remark, ...]]:
    """The newest settled year, or three of them for small areas."""
    wanted = 1 if sheet.level == MUNICIPALITY else POOLED_YEARS
    settled = [at for at, early in enumerate(sheet.provisional) if not early]
    if len(settled) >= wanted:
        return settled[-wanted:], ()
    return list(range(len(sheet.periods)))[-wanted:], (Remark.PROVISIONAL,)


def _of_homes(counts: Floats, people: Floats, home: NDArray[np.int64]) -> Floats:
    """What the rate of the own municipality leads one to expect in each of its areas."""
    known = ~np.isnan(counts) & (people > 0)
    inside = np.equal.outer(np.arange(home.max(initial=0) + 1), home).astype(np.float64)
    events = np.where(known, counts, 0.0) @ inside.T
    base = np.where(known, people, 0.0) @ inside.T
    rate = events / np.where(base > 0, base, np.nan)
    return np.asarray(people * rate[:, home])


def _of_peers(
    sheet: Sheet, counts: Floats, people: Floats, peers: Peers, order: Sequence[str]
) -> Floats:
    """What the peers lead one to expect; areas without peers have no expectation."""
    row = {code: at for at, code in enumerate(sheet.areas)}
    places = np.array([row.get(code, -1) for code in order], dtype=np.int64)
    there = places >= 0
    lay = [np.where(there, values[:, places], np.nan) for values in (counts, people)]
    made = peer_expected(lay[0], lay[1], peers).expected
    expected = np.full(counts.shape, np.nan)
    expected[:, places[there]] = made[:, there]
    return expected


def _size_information(counts: Floats, expected: Floats, usual: float) -> Flags:
    """Per type: is so much counted that a `usual` 1/r would show?

    The information on 1/r is the sum over areas of 1/2 (E / (1 + E/r))^2, from the variance
    E + E^2/r of a count: enough when two standard errors stay under a usual 1/r.
    """
    areas = 0.5 * (expected / (1 + expected * usual)) ** 2
    known = ~np.isnan(counts) & (expected > 0)
    total = np.where(known, np.nan_to_num(areas), 0.0).sum(axis=-1)
    enough: Flags = total >= (2 / usual) ** 2
    return enough


def _size(
    size: float, areas: int, told: bool, last: str, years: int, remarks: tuple[Remark, ...]
) -> Parameter:
    more: tuple[Remark, ...] = ()
    if areas < LEAST_AREAS or np.isnan(size):
        more = (Remark.FEW_AREAS,)
    elif not told:
        more = (Remark.FEW_EVENTS,)
    elif np.isinf(size):
        more = (Remark.NO_SPREAD,)
    known = not np.isnan(size) and areas >= LEAST_AREAS and told
    return Parameter(
        value=size if known else float("nan"),
        origin=Origin.ESTIMATED,
        areas=areas,
        years=years,
        first=last,
        last=last,
        remarks=(*more, *remarks),
    )
