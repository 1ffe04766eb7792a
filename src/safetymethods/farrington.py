"""Farrington's method with the improvements of Noufaily and others: an upper threshold for a count.

The public health services of Europe watch their registers with it. Here it is a second opinion
beside the month signal, for weekly figures, and the way to compare with their software. For the
verdict on a month Regie uses `safetymethods.month_signals`: that counts the uncertainty of the
model in, and looks at low months too.

Sources: Farrington, Andrews, Beale & Catchpole (1996), Journal of the Royal Statistical Society A
159, 547-563; Noufaily et al. (2013), Statistics in Medicine 32, 1206-1222; Salmon, Schumacher &
Hoehle (2016), Journal of Statistical Software 70(10), and the manual of the R package
`surveillance`, function farringtonFlexible, whose options these are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr

from safetymethods.batches import Rows, as_rows, chunks
from safetymethods.glm import Estimate, checked_exposure, estimate, usable, weighed
from safetymethods.poisson import checked_counts
from safetymethods.predictions import Method, Power, Thresholds, prediction_threshold
from safetymethods.result import Flags, Floats, found

VERSION = "1"
TREND_YEARS = 3


@dataclass(frozen=True, kw_only=True)
class Farrington(Thresholds):
    """The watched period of each series beside its threshold, one per series.

    `alarm` is True where the count is over `upper`. `expected` is the mean of the model,
    `standard_error` that of its logarithm, `dispersion` phi. `trend` is the change of the
    logarithm per period, NaN where no trend is in the model (`with_trend` is False). `upper`,
    `p` and `score` are NaN, and there is no alarm, where too few were counted lately (`quiet`).
    """

    observed: Floats
    expected: Floats
    standard_error: Floats
    dispersion: Floats
    trend: Floats
    with_trend: Flags
    quiet: Flags
    alarm: Flags
    baseline: NDArray[np.int64]
    alpha: float


@dataclass(frozen=True)
class Baseline:
    """Which periods make the expectation: their positions and the level of season of each.

    `levels` runs from 1; the last level is that of the watched period.
    """

    places: NDArray[np.int64]
    levels: NDArray[np.int64]


@dataclass(frozen=True)
class _Model:
    """What the fit of one chunk says of the watched period."""

    eta: Floats
    error: Floats
    dispersion: Floats
    slope: Floats
    slope_p: Floats

    def where(self, rows: Flags, other: "_Model") -> "_Model":
        """This model for some rows, the other for the rest."""
        names = ("eta", "error", "dispersion", "slope", "slope_p")
        return _Model(*(np.where(rows, getattr(self, n), getattr(other, n)) for n in names))


@dataclass(frozen=True)
class _Options:
    """How a model is fitted."""

    weights_threshold: float | None
    like_r: bool


def farrington_flexible(
    counts: ArrayLike,
    now: int,
    *,
    years: int = 5,
    half_window: int = 3,
    period: int = 12,
    levels: int = 1,
    excluded: int | None = None,
    references: Sequence[int] | None = None,
    weights_threshold: float | None = 2.58,
    trend: bool = True,
    trend_p: float = 1.0,
    threshold_method: Method = "nbPlugin",
    power: Power = "2/3",
    alpha: float = 0.01,
    limit: tuple[float, int] = (5, 4),
    exposure: ArrayLike | None = None,
    like_r: bool = False,
) -> Farrington:
    """Threshold for the count at position `now` (from 0) of each series of (..., time).

    The expectation comes from the same time in the `years` before, `half_window` periods to each
    side (`farrington_baseline` says which). With `levels` over 1 all periods between these windows
    take part too, cut into levels - 1 parts of the year with a level each (10 for weeks, after
    Noufaily; 1, no season in the model, for months). The model is quasi-Poisson with a trend; past
    outbreaks, with a standardised Anscombe residual s over `weights_threshold`, are then weighed
    down by 1/s^2 (all weights scaled to a sum of n) and the model is fitted again; None leaves
    that out. A trend stays when there are three years or more, its p is under `trend_p` (1: always)
    and the expectation is not above every count of the baseline; a series that does not converge
    with a trend is fitted without.

    `excluded` is the number of periods just before `now` that never take part (Noufaily: 26
    weeks; for months 6 makes no difference with one level; default `half_window`). `references`
    are the positions of the same time in earlier years, latest first, where that is not
    now - period, now - 2 period ... (weeks of a calendar). `limit` = (cases, periods): no
    threshold where fewer cases were counted in those last periods, `now` among them. `exposure`
    ((time,) or as the counts) is a population. `threshold_method` and `power` are those of
    `prediction_threshold`. NaN is a missing period and does not take part.

    `like_r` repeats what R surveillance does otherwise: after weighing it takes standard errors
    and the p of the trend from a dispersion with the wrong weights. Raises ValueError for negative
    or infinite counts, shapes or options that do not fit, or a history that is too short.
    """
    rows = as_rows(counts)
    base = farrington_baseline(
        rows.values.shape[1],
        now,
        years=years,
        half_window=half_window,
        period=period,
        levels=levels,
        excluded=excluded,
        references=references,
    )
    exposed = checked_exposure(exposure, rows)
    options = _Options(weights_threshold, like_r)
    model = _modelled(rows, now, base, exposed, (trend, trend_p, years), options)
    observed = checked_counts(rows.values[:, now])
    threshold = prediction_threshold(
        observed,
        np.exp(model.eta),
        model.error,
        model.dispersion,
        method=threshold_method,
        power=power,
        alpha=alpha,
    )
    quiet = _quiet(rows, now, limit)
    upper = np.where(quiet, np.nan, threshold.upper)
    fields = {
        "upper": upper,
        "p": np.where(quiet, np.nan, threshold.p),
        "score": np.where(quiet, np.nan, threshold.score),
        "observed": observed,
        "expected": np.exp(model.eta),
        "standard_error": model.error,
        "dispersion": model.dispersion,
        "trend": model.slope,
    }
    return Farrington(
        method=f"farrington.{threshold_method}",
        version=VERSION,
        caveats=found(
            no_count=rows.gaps(),
            no_population=exposed is not None and ~usable(exposed),
            not_fitted=np.isnan(model.dispersion),
            too_few_counts=quiet & ~np.isnan(model.dispersion),
        ),
        **{name: values.reshape(rows.shape) for name, values in fields.items()},
        with_trend=~np.isnan(model.slope).reshape(rows.shape),
        quiet=quiet.reshape(rows.shape),
        alarm=(observed > upper).reshape(rows.shape),
        baseline=base.places,
        alpha=alpha,
    )


def farrington_baseline(
    length: int,
    now: int,
    *,
    years: int = 5,
    half_window: int = 3,
    period: int = 12,
    levels: int = 1,
    excluded: int | None = None,
    references: Sequence[int] | None = None,
) -> Baseline:
    """The periods that make the expectation for position `now` of series of that length.

    Arguments as in `farrington_flexible`. Raises ValueError when they do not fit each other.
    """
    at = _references(now, years, period, references)
    skipped = half_window if excluded is None else excluded
    if not 0 <= now < length or at[-1] < half_window or min(half_window, skipped, levels - 1) < 0:
        raise ValueError("the series does not reach that far back, or an option is negative")
    level = np.zeros(now + 1, dtype=np.int64)
    level[now - half_window :] = levels
    for later, earlier in pairwise(at):
        level[earlier - half_window : earlier + half_window + 1] = levels
        if levels > 1:
            between = slice(earlier + half_window + 1, later - half_window)
            level[between] = _parts(between.stop - between.start, levels - 1)
    level[max(0, now - skipped) :] = 0
    places = np.flatnonzero(level)
    return Baseline(places, level[places])


def _references(now: int, years: int, period: int, references: Sequence[int] | None) -> list[int]:
    """`now` and the same time in earlier years, latest first."""
    given = [now - period * year for year in range(1, years + 1)]
    at = [now, *(given if references is None else references)]
    if years < 1 or len(at) != years + 1 or any(a <= b for a, b in pairwise(at)):
        raise ValueError("references are one position per year, latest first")
    return at


def _parts(length: int, parts: int) -> NDArray[np.int64]:
    """Levels 1 to `parts` over that many periods; the first ones are a period longer."""
    if length < parts:
        raise ValueError(f"{length} periods between two windows do not make {parts} levels")
    short, rest = divmod(length, parts)
    return np.repeat(np.arange(1, parts + 1), [short + (part < rest) for part in range(parts)])


def _quiet(rows: Rows, now: int, limit: tuple[float, int]) -> Flags:
    """True where fewer cases than the limit were counted lately, or a count is missing."""
    cases, periods = limit
    if cases < 0 or not 0 < periods <= now + 1:
        raise ValueError("a limit is a number of cases and a number of periods of the series")
    recent = rows.values[:, now - periods + 1 : now + 1].astype(np.float64)
    return np.asarray(~(recent.sum(axis=1) >= cases))


def _modelled(
    rows: Rows,
    now: int,
    base: Baseline,
    exposure: Floats | None,
    trend: tuple[bool, float, int],
    options: _Options,
) -> _Model:
    """Fit every series, chunk by chunk, with a trend where it stays."""
    wanted, highest_p, years = trend
    past = rows.values[:, base.places]
    behind = None if exposure is None else exposure[:, base.places]
    today = np.zeros(1) if exposure is None else _log(exposure[:, now])
    found_models = []
    for part in chunks(*past.shape):
        y, weights, offset = weighed(np.array(past[part], dtype=np.float64), behind, part)
        data = _Data(y, weights, offset, today if len(today) == 1 else today[part])
        model = _fit(data, base, now, options, trend=False)
        if wanted and years >= TREND_YEARS:
            straight = _fit(data, base, now, options, trend=True)
            stays = (straight.slope_p < highest_p) & (np.exp(straight.eta) <= data.largest)
            model = straight.where(stays, model)
        found_models.append(model)
    return _joined(found_models)


def _log(exposure: Floats) -> Floats:
    able = usable(exposure)
    return np.where(able, np.log(np.where(able, exposure, 1.0)), np.nan)


def _joined(models: Sequence[_Model]) -> _Model:
    names = ("eta", "error", "dispersion", "slope", "slope_p")
    empty = np.empty(0)
    return _Model(*(np.concatenate([empty, *(getattr(m, n) for m in models)]) for n in names))


@dataclass(frozen=True)
class _Data:
    """The baseline of one chunk, and the logarithm of the exposure of the watched period."""

    y: Floats
    weights: Floats
    offset: Floats
    today: Floats

    @property
    def largest(self) -> Floats:
        """The largest count of the baseline."""
        return np.asarray(np.where(self.weights > 0, self.y, 0.0).max(axis=1))


def _fit(data: _Data, base: Baseline, now: int, options: _Options, *, trend: bool) -> _Model:
    """Fit, weigh down past outbreaks, fit again; the model at the watched period."""
    design, row = _design(base, now, trend)
    basis, triangle = np.linalg.qr(design)
    back = np.linalg.inv(triangle)
    known = np.broadcast_to(data.weights, data.y.shape)
    degrees = known.sum(axis=1) - design.shape[1]
    degrees = np.where(degrees > 0, degrees, np.nan)
    weights = known
    fit = estimate(data.y, data.weights, data.offset, basis)
    if options.weights_threshold is not None:
        weights = _reweighed(data.y, known, fit, basis, degrees, options.weights_threshold)
        fit = estimate(data.y, weights, data.offset, basis)
    dispersion = np.maximum(1.0, fit.pearson / degrees)
    scale = dispersion
    if options.like_r:
        scale = _scale_of_r(data.y, weights, fit, options) / degrees
    at = row @ back
    slope, variance = np.full((2, len(data.y)), np.nan)
    if trend:
        slope = fit.beta @ back[1]
        variance = np.einsum("i,ijn,j->n", back[1], fit.inverse, back[1]) * scale
    return _Model(
        fit.beta @ at + data.today + 0 * dispersion,
        np.sqrt(np.einsum("i,ijn,j->n", at, fit.inverse, at) * scale),
        dispersion,
        slope,
        2 * stdtr(degrees, -np.abs(slope / np.sqrt(variance))),
    )


def _design(base: Baseline, now: int, trend: bool) -> tuple[Floats, Floats]:
    """Columns 1, time if asked, and the levels but the last; and the row of the watched period."""
    time = (base.places - now).astype(np.float64)
    number = int(base.levels.max())
    seasons = base.levels[:, None] == np.arange(1, number)
    columns = [np.ones((len(time), 1)), *([time[:, None]] if trend else []), seasons]
    design = np.concatenate(columns, axis=1).astype(np.float64)
    row = np.zeros(design.shape[1])
    row[0] = 1.0
    return design, row


def _reweighed(
    y: Floats,
    known: Floats,
    fit: Estimate,
    basis: Floats,
    degrees: Floats,
    threshold: float,
) -> Floats:
    """Weights 1/s^2 for standardised Anscombe residuals s over the threshold, scaled to n.

    s = 3/2 (y^(2/3) m^(-1/6) - m^(1/2)) / sqrt(phi (1 - h)), with h the leverage of the point.
    """
    size = basis.shape[1]
    squares = np.einsum("ti,tj->ijt", basis, basis).reshape(size * size, -1)
    leverage = known * fit.means * (fit.inverse.reshape(size * size, -1).T @ squares)
    phi = np.maximum(1.0, fit.pearson / degrees)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = 1.5 * (y ** (2 / 3) * fit.means ** (-1 / 6) - np.sqrt(fit.means))
        s = raw / np.sqrt(phi * (1 - leverage))
        weights = known * np.where(s > threshold, s**-2.0, 1.0)
        return np.asarray(weights * (known.sum(axis=1) / weights.sum(axis=1))[:, None])


def _scale_of_r(y: Floats, weights: Floats, fit: Estimate, options: _Options) -> Floats:
    """The sum R divides by the degrees: with the weights of past outbreaks instead of w m."""
    if options.weights_threshold is None:
        return fit.pearson
    return np.asarray((weights * ((y - fit.means) / fit.means) ** 2).sum(axis=1))
