"""The series of a whole municipality: change, pace and newest month of every indicator (D4–D6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from regie.evidence.appraisal.basis import Basis
from regie.evidence.appraisal.changes import Case, tested
from regie.evidence.appraisal.material import Block, Floats, Months, block, months, stretches
from regie.evidence.appraisal.numbers import number
from regie.evidence.appraisal.rules import Change, Month, Slope, Why
from regie.evidence.appraisal.windows import Window, window
from regie.evidence.indicators.cube import COUNTRY, MUNICIPALITY, YEAR, Evidence
from regie.evidence.indicators.definitions import Definition
from regie.foundation.areas.rules import country_code
from safetymethods.month_signals import month_signal
from safetymethods.trends import quasi_poisson_trend

YEAR_OF_MONTHS = 12


@dataclass(frozen=True)
class Strand:
    """The counts of one area per type, by month where there are months, else by year.

    `national` are the same periods of the whole country, NaN where unknown; `stop` is the number
    of periods that are settled; `step` periods make a year.
    """

    definitions: tuple[Definition, ...]
    periods: tuple[str, ...]
    counts: Floats
    national: Floats
    provisional: tuple[bool, ...]
    doubtful: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    stop: int
    step: int
    deliveries: tuple[int, ...]

    @cached_property
    def parts(self) -> NDArray[np.int64]:
        """Per indicator and period the stretch it may be compared within."""
        return stretches(self.periods, self.definitions)


def strand(found: Evidence, yearly: Block, area: str) -> Strand | None:
    """The series that changes are read from: settled months when there are two years of them."""
    definitions = yearly.definitions
    monthly = months(found, definitions, MUNICIPALITY, area)
    if monthly is not None and monthly.settled >= 2 * YEAR_OF_MONTHS:
        return _by_month(found, yearly, monthly, area)
    return _by_year(found, yearly, area) if area in yearly.row else None


def _by_month(found: Evidence, yearly: Block, monthly: Months, area: str) -> Strand:
    country = months(found, yearly.definitions, COUNTRY, country_code(found.realm))
    numbers = country.deliveries if country else ()
    return Strand(
        definitions=yearly.definitions,
        periods=monthly.periods,
        counts=monthly.counts,
        national=_beside(monthly.periods, country.periods if country else (), country),
        provisional=tuple(at >= monthly.settled for at in range(len(monthly.periods))),
        doubtful=_doubtful(yearly, area),
        hidden=np.zeros(len(yearly.definitions), dtype=np.bool_),
        stop=monthly.settled,
        step=YEAR_OF_MONTHS,
        deliveries=tuple(sorted({*yearly.deliveries, *monthly.deliveries, *numbers})),
    )


def _by_year(found: Evidence, yearly: Block, area: str) -> Strand:
    row = yearly.row[area]
    country = block(found, yearly.definitions, COUNTRY, YEAR)
    national = _beside(yearly.periods, country.periods if country else (), country)
    if np.isnan(national).all():
        national = _together(yearly)
    numbers = country.deliveries if country else ()
    return Strand(
        definitions=yearly.definitions,
        periods=yearly.periods,
        counts=yearly.counts[:, row, :],
        national=national,
        provisional=yearly.provisional,
        doubtful=_doubtful(yearly, area),
        hidden=_hidden(yearly, row),
        stop=len(yearly.periods),
        step=1,
        deliveries=tuple(sorted({*yearly.deliveries, *numbers})),
    )


def _together(yearly: Block) -> Floats:
    """Without a row of the country: all municipalities that have every year, added up."""
    known: NDArray[np.bool_] = np.asarray((~np.isnan(yearly.counts)).all(axis=2))
    some: NDArray[np.bool_] = np.asarray(known.any(axis=1))
    total = np.where(known[:, :, None], yearly.counts, 0.0).sum(axis=1)
    return np.where(some[:, None], total, np.nan)


def _beside(periods: Sequence[str], theirs: Sequence[str], other: Months | Block | None) -> Floats:
    """The counts of the country in our periods; NaN where it has none."""
    types = 0 if other is None else len(other.counts)
    place = {code: at for at, code in enumerate(theirs)}
    columns = [place.get(code) for code in periods]
    if other is None or None in columns:
        return np.full((max(types, 1), len(periods)), np.nan)
    counts = other.counts if isinstance(other, Months) else other.counts[:, 0, :]
    return counts[:, [c for c in columns if c is not None]]


def _doubtful(yearly: Block, area: str) -> NDArray[np.bool_]:
    row = yearly.row.get(area)
    if row is None:
        return np.zeros(len(yearly.definitions), dtype=np.bool_)
    found: NDArray[np.bool_] = ~np.isnan(yearly.usual[:, row, -1])
    return found


def _hidden(yearly: Block, row: int) -> NDArray[np.bool_]:
    last = len(yearly.periods) - 1
    return np.array(
        [yearly.why(at, row, last) is Why.HIDDEN for at in range(len(yearly.definitions))]
    )


def municipal_changes(line: Strand, area: str, basis: Basis) -> tuple[Change, ...]:
    """The change of every indicator of the strand, net of the country where that is known."""
    most = basis.blocks
    windows = [
        window(line.counts[at], line.parts[at], stop=line.stop, step=line.step, most=most)
        for at in range(len(line.definitions))
    ]
    return tested([_case(line, at, w, area, basis) for at, w in enumerate(windows)], basis)


def _case(line: Strand, at: int, w: Window, area: str, basis: Basis) -> Case:
    national = line.national[min(at, len(line.national) - 1)]
    stop = min(w.stop, len(line.periods))
    return Case(
        area=area,
        window=w,
        recent=float(w.recent(line.counts[at])),
        before=float(w.before(line.counts[at])),
        sigma=basis.sigma_of(line.definitions[at].code, MUNICIPALITY),
        first=line.periods[max(w.start, 0)],
        last=line.periods[stop - 1],
        provisional=any(line.provisional[max(w.start, 0) : stop]),
        doubtful=bool(line.doubtful[at]),
        hidden=bool(line.hidden[at]),
        national=(float(w.recent(national)), float(w.before(national))),
    )


def slopes(line: Strand, basis: Basis) -> tuple[Slope, ...]:
    """The pace of every indicator over the newest five years of months."""
    length = basis.whole("history_months")
    first = line.stop - length
    if line.step == 1 or first < 0:
        return tuple(Slope(why=Why.NO_MONTHS) for _ in line.definitions)
    kept = slice(first, line.stop)
    parts = line.parts[:, kept]
    whole = (parts == parts[:, -1:]).all(axis=1) & (parts[:, -1] != -1)
    values = np.where(whole[:, None], line.counts[:, kept], np.nan)
    found = quasi_poisson_trend(values, minimum=basis.setting("trend_minimum_events"))
    return tuple(
        Slope(
            first=line.periods[first],
            last=line.periods[line.stop - 1],
            per_year=number(100 * found.per_year[at]),
            low=number(100 * found.low[at]),
            high=number(100 * found.high[at]),
            p=number(found.p[at]),
            dispersion=number(found.dispersion[at]),
            why=_slope_why(bool(whole[at]), float(found.per_year[at])),
        )
        for at in range(len(line.definitions))
    )


def _slope_why(whole: bool, per_year: float) -> Why:
    if not whole:
        return Why.BREAK
    return Why.FEW if np.isnan(per_year) else Why.NOTHING


def newest_months(line: Strand, basis: Basis) -> tuple[Month, ...]:
    """The newest settled month of every indicator, chosen together (Benjamini & Hochberg)."""
    history = basis.whole("history_months")
    first = line.stop - history - 1
    if line.step == 1 or first < 0:
        return tuple(Month(why=Why.NO_MONTHS) for _ in line.definitions)
    kept = slice(first, line.stop)
    parts = line.parts[:, kept]
    whole = (parts == parts[:, -1:]).all(axis=1) & (parts[:, -1] != -1)
    values = np.where(whole[:, None], line.counts[:, kept], np.nan)
    found = month_signal(
        values,
        history=history,
        alpha=basis.setting("signal_alpha"),
        q=basis.setting("signal_q"),
    )
    return tuple(
        Month(
            period=line.periods[line.stop - 1],
            observed=number(values[at, -1]),
            expected=number(found.expected[at]),
            low=number(found.low[at]),
            high=number(found.high[at]),
            p=number(min(found.p_high[at], found.p_low[at])),
            flagged=bool(found.flagged[at]),
            higher=bool(values[at, -1] > found.expected[at]),
            why=_slope_why(bool(whole[at]), float(found.expected[at])),
        )
        for at in range(len(line.definitions))
    )
