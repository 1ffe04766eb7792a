"""How fast does it rise or fall? A straight line in the logarithm of monthly counts.

A trend needs a season beside it (December has more burglaries every year), a population under it
and an honest dispersion: registered crime varies two to three times as much from month to month as
Poisson chance would. Both functions take all series at once and keep the missing months missing.

Sources: McCullagh & Nelder (1989), Generalized Linear Models, ch. 6 and 9 (quasi-Poisson);
Cox & Lewis (1966), The Statistical Analysis of Series of Events, section 3.3 (the score test of a
trend in a rate, given the total).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtr, stdtrit

from safetymethods.batches import Rows, as_rows, chunks, times
from safetymethods.glm import (
    YEAR,
    checked_exposure,
    fit_log_linear,
    seasonal_design,
    usable,
    weighed,
)
from safetymethods.poisson import check_level
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
MINIMUM_COUNT = 30.0
MINIMUM_MONTHS = 10
"""A trend that rests on fewer months with an event is a story about those months."""
MINIMUM_LENGTH = 2 * YEAR
"""Within less than two years a trend cannot be told from the season."""
SCREEN_COUNT = 10.0


@dataclass(frozen=True, kw_only=True)
class Trend(Result):
    """Yearly change as a share: -0.05 is 5 % less each year, with limits. One per series.

    `per_year` is exp(12 b) - 1 with b (`slope`) the change of the logarithm per month and
    `standard_error` that of b; `p` is the two-sided probability under no change. `dispersion` is
    phi, at least 1; `degrees` are months minus coefficients. `total` counts events and
    `active_months` the months with any. All NaN where there is no verdict: too few events
    (`too_few`), too few months (`too_short`), or no fit.
    """

    per_year: Floats
    low: Floats
    high: Floats
    p: Floats
    slope: Floats
    standard_error: Floats
    dispersion: Floats
    degrees: NDArray[np.int64]
    total: Floats
    active_months: NDArray[np.int64]
    too_few: Flags
    too_short: Flags
    coefficients: Floats
    design: Floats
    level: float
    minimum: float

    def fitted(self, exposure: ArrayLike | None = None) -> Floats:
        """Expected counts per month (..., T), for the exposure of the fit."""
        expected = np.exp(self.coefficients @ self.design.T)
        return expected if exposure is None else expected * floats(exposure)


@dataclass(frozen=True, kw_only=True)
class Score(Result):
    """Score test of a trend: `z` (above zero: rising) and its two-sided `p`. One per series.

    `dispersion` is phi, at least 1, of the months around that trend. NaN where fewer than
    `minimum` events were counted, or fewer than three months are known.
    """

    z: Floats
    p: Floats
    dispersion: Floats
    total: Floats
    minimum: float


@dataclass(frozen=True)
class _Seen:
    """What was counted, per series: events, months with an event, months with a count."""

    total: Floats
    active: NDArray[np.int64]
    months: NDArray[np.int64]


@dataclass(frozen=True)
class _Lines:
    """Slope per month, its standard error, phi and all coefficients, per series."""

    slope: Floats
    error: Floats
    dispersion: Floats
    coefficients: Floats


def quasi_poisson_trend(
    counts: ArrayLike,
    *,
    exposure: ArrayLike | None = None,
    months: ArrayLike | None = None,
    harmonics: int = 2,
    level: float = 0.95,
    minimum: float = MINIMUM_COUNT,
) -> Trend:
    """Yearly change of monthly counts (..., T) by quasi-Poisson regression with a season.

    log mu_t = log(exposure_t) + a + b t + sum_h (c_h cos 2 pi h t/12 + d_h sin 2 pi h t/12), with
    standard errors times the root of phi = max(1, X2/(T - p)) and limits from Student's t with
    T - p degrees. `exposure`, (T,) or as the counts, is the population behind each month. `months`
    are the numbers of the months when there are gaps (`safetymethods.series.months_of`); without
    them they follow each other. NaN is a missing month and gets no weight. There is a verdict from
    `minimum` events (30), 10 months with an event and 24 months with a count. Raises ValueError
    for negative or infinite counts, shapes that do not fit, or months that do not increase.
    """
    check_level(level)
    rows = as_rows(counts)
    length = rows.values.shape[1]
    design = seasonal_design(np.arange(length) if months is None else months, harmonics)
    exposed = checked_exposure(exposure, rows)
    seen = _seen(rows, exposed)
    too_few = (seen.total < minimum) | (seen.active < MINIMUM_MONTHS)
    too_short = seen.months < max(MINIMUM_LENGTH, design.shape[1] + 1)
    line = _lines(rows, design, exposed, ~(too_few | too_short))
    degrees = seen.months - design.shape[1]
    return Trend(
        method="trend.quasi_poisson",
        version=VERSION,
        caveats=found(
            no_count=rows.gaps(),
            no_population=exposed is not None and ~usable(exposed),
            too_few_counts=too_few & ~too_short,
            too_short=too_short,
            not_fitted=np.isnan(line.slope) & ~(too_few | too_short),
        ),
        **_changes(line, degrees, level, rows.shape),
        degrees=degrees.reshape(rows.shape),
        total=seen.total.reshape(rows.shape),
        active_months=seen.active.reshape(rows.shape),
        too_few=too_few.reshape(rows.shape),
        too_short=too_short.reshape(rows.shape),
        coefficients=rows.shaped(line.coefficients),
        design=design,
        level=level,
        minimum=minimum,
    )


def _changes(
    line: _Lines, degrees: NDArray[np.int64], level: float, shape: tuple[int, ...]
) -> dict[str, Floats]:
    """The fields of `Trend` that follow from slope and standard error."""
    different, place = np.unique(np.maximum(degrees, 1), return_inverse=True)
    reach = stdtrit(different, 0.5 + level / 2)[place] * line.error
    fields = {
        "per_year": np.expm1(YEAR * line.slope),
        "low": np.expm1(YEAR * (line.slope - reach)),
        "high": np.expm1(YEAR * (line.slope + reach)),
        "p": 2 * stdtr(np.maximum(degrees, 1), -np.abs(line.slope / line.error)),
        "slope": line.slope,
        "standard_error": line.error,
        "dispersion": line.dispersion,
    }
    return {name: values.reshape(shape) for name, values in fields.items()}


def _lines(rows: Rows, design: Floats, exposure: Floats | None, wanted: Flags) -> _Lines:
    """Fit the wanted series; NaN for the others."""
    number = len(wanted)
    slope, error, dispersion = (np.full(number, np.nan) for _ in range(3))
    coefficients = np.full((number, design.shape[1]), np.nan)
    if wanted.any():
        each = exposure is not None and len(exposure) > 1
        behind = exposure[wanted] if exposure is not None and each else exposure
        fits = fit_log_linear(rows.values[wanted], design, exposure=behind)
        slope[wanted], error[wanted] = fits.coefficients[:, 1], np.sqrt(fits.covariance[:, 1, 1])
        dispersion[wanted], coefficients[wanted] = fits.dispersion, fits.coefficients
    return _Lines(slope, error, dispersion, coefficients)


def _seen(rows: Rows, exposure: Floats | None) -> _Seen:
    number, length = rows.values.shape
    total = np.empty(number)
    active, months = np.empty(number, dtype=np.int64), np.empty(number, dtype=np.int64)
    for part in chunks(number, length):
        y, weights, _ = weighed(rows.part(part), exposure, part)
        total[part] = (weights * y).sum(axis=1)
        active[part] = (weights * (y > 0)).sum(axis=1)
        months[part] = weights.sum(axis=1)
    return _Seen(total, active, months)


def score_trend(
    counts: ArrayLike,
    *,
    profile: ArrayLike | None = None,
    months: ArrayLike | None = None,
    minimum: float = SCREEN_COUNT,
) -> Score:
    """Score test of a trend in counts (..., T), given their total; a quick screen of many series.

    z = sum (t - m) y_t / sqrt(N Var(t) phi), where N is the total, and m and Var(t) are the mean
    and variance of the month under the profile: how the events would spread over the months
    without a trend, such as season times population; (T,) or as the counts, any scale, evenly when
    not given. phi = max(1, (X2 - z0^2)/(T - 2)) with X2 Pearson's sum around that profile and z0
    the z with phi = 1, so that the trend itself is no dispersion. A month without a count, or
    without a profile above zero, is left out. Raises ValueError as `quasi_poisson_trend`.
    """
    rows = as_rows(counts)
    number, length = rows.values.shape
    time = seasonal_design(np.arange(length) if months is None else months, 0)[:, 1]
    spread = checked_exposure(profile, rows)
    z, dispersion, total = np.empty(number), np.empty(number), np.empty(number)
    for part in chunks(number, length):
        y, weights, offset = weighed(rows.part(part), spread, part)
        z[part], dispersion[part], total[part] = _score(y, weights * np.exp(offset), time)
    verdict = (total >= minimum) & ~np.isnan(dispersion)
    z, dispersion = np.where(verdict, z, np.nan), np.where(verdict, dispersion, np.nan)
    return Score(
        method="trend.score",
        version=VERSION,
        caveats=found(
            no_count=rows.gaps(),
            no_population=spread is not None and ~usable(spread),
            too_few_counts=~verdict,
        ),
        z=z.reshape(rows.shape),
        p=2 * ndtr(-np.abs(z)).reshape(rows.shape),
        dispersion=dispersion.reshape(rows.shape),
        total=total.reshape(rows.shape),
        minimum=minimum,
    )


def _score(y: Floats, profile: Floats, time: Floats) -> tuple[Floats, Floats, Floats]:
    """z, phi and the total; the counts are zero where the profile is.

    X2 = sum y^2/(N p) - N, with p the profile as shares.
    """
    moments = times(profile, np.column_stack([np.ones_like(time), time, time**2]))
    sums = times(y, np.column_stack([np.ones_like(time), time]))
    total, size = sums[:, 0], moments[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = moments[:, 1] / size
        variance = moments[:, 2] / size - mean**2
        plain = (sums[:, 1] - mean * total) / np.sqrt(total * variance)
        inverse = np.where(profile > 0, 1 / profile, 0.0)
        squares = np.einsum("nt,nt,nt->n", y, y, np.broadcast_to(inverse, y.shape))
        pearson = squares * size / total - total
        degrees = (profile > 0).sum(axis=1) - 2
        dispersion = np.where(degrees > 0, np.maximum(1.0, (pearson - plain**2) / degrees), np.nan)
        return plain / np.sqrt(dispersion), dispersion, total
