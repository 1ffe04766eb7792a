"""Is this month odd? The last month of each series against what its own history predicts.

One model says what to expect: season, trend and population, fitted to the five years before. The
prediction is a negative binomial with the dispersion of the series and with the uncertainty of the
model itself in it. With hundreds of series a month, one in a hundred is odd by chance alone; a
flag therefore also has to survive the correction for the number of series looked at.

Sources: Farrington, Andrews, Beale & Catchpole (1996), Journal of the Royal Statistical Society A
159, 547-563, and Noufaily et al. (2013), Statistics in Medicine 32, 1206-1222 (prediction from a
quasi-Poisson model, negative binomial threshold); Benjamini & Hochberg (1995), Journal of the
Royal Statistical Society B 57, 289-300 (many series at once).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.batches import Rows, as_rows, chunks
from safetymethods.glm import (
    YEAR,
    checked_exposure,
    fit_log_linear,
    seasonal_design,
    usable,
    weighed,
)
from safetymethods.multiplicity import found_in_families
from safetymethods.poisson import checked_counts
from safetymethods.predictions import at_least, at_most, predicted_quantile
from safetymethods.result import Flags, Floats, Result, found

VERSION = "1"
HISTORY = 60
MINIMUM_HISTORY = 36
MINIMUM_EVENTS = 10.0
MINIMUM_EXPECTED = 0.5
MINIMUM_COUNT = 3.0
MINIMUM_YEAR = 5.0
"""Whoever expects fewer events than this in twelve months takes no part in a family."""


@dataclass(frozen=True, kw_only=True)
class MonthSignal(Result):
    """The last month of each series beside what was expected. NaN where nothing is predicted.

    `expected` is the mean of the prediction; a count under `low` or over `high` is outside at
    `alpha` on that side. `p_high` is P(X >= observed), `p_low` is P(X <= observed). `dispersion`
    is phi of the history and `spread` that of the prediction, so that its variance is
    `spread` times `expected`. `expected_year` is the model's sum of the twelve months that end
    with this one.

    `judged` says where there is a verdict and `outside` where the count is outside its limits.
    `flagged` is `outside` and left standing by Benjamini and Hochberg's rule at `q` within its
    family, of which `family_size` counts the series; `direction` is 1 for more than expected,
    -1 for less, and 0 without a verdict.
    """

    observed: Floats
    expected: Floats
    low: Floats
    high: Floats
    p_high: Floats
    p_low: Floats
    dispersion: Floats
    spread: Floats
    expected_year: Floats
    judged: Flags
    outside: Flags
    flagged: Flags
    direction: NDArray[np.int8]
    family_size: NDArray[np.int64]
    history: int
    alpha: float
    q: float


@dataclass(frozen=True)
class _Prediction:
    """Mean, phi, phi of the prediction and expected count of a year, one per series."""

    mean: Floats
    dispersion: Floats
    spread: Floats
    year: Floats
    short: Flags
    sparse: Flags

    @property
    def unfitted(self) -> Flags:
        """True where the fit did not end, though there was enough to fit."""
        return np.isnan(self.dispersion) & ~self.short & ~self.sparse

    @property
    def absent(self) -> Flags:
        """True where nothing is predicted."""
        return np.isnan(self.mean)


def month_signal(
    counts: ArrayLike,
    *,
    exposure: ArrayLike | None = None,
    history: int = HISTORY,
    alpha: float = 0.01,
    q: float = 0.10,
    families: ArrayLike | None = None,
) -> MonthSignal:
    """Compare the last month of counts (..., T) with a prediction from the `history` before it.

    The model is log mu_t = log(exposure_t) + a + b t + two harmonics, quasi-Poisson. The
    prediction is negative binomial with mean m, that of the model, and variance phi* m, with
    phi* = phi + m Var(eta), eta being the linear predictor of the last month; Poisson when phi*
    is 1. `exposure`, (T,) or as the counts, is the population behind each month. NaN is a missing
    month and gets no weight. There is a prediction from 10 events in 36 known months of history.

    There is a verdict where the expected count is 0.5 or more and, for more than expected, the
    count is 3 or more. `families`, of the shape of the series, are labels (a municipality);
    within each the two-sided probabilities of the series that expect 5 or more in a year are
    corrected together. Without families all series are one. Raises ValueError for negative or
    infinite counts, shapes that do not fit, fewer than `history` + 1 months, or shares that are
    none.
    """
    _check(history, alpha, q)
    rows = as_rows(counts)
    if rows.values.shape[1] <= history:
        raise ValueError(f"a signal needs the month and {history} months before it")
    exposed = checked_exposure(exposure, rows)
    behind = None if exposed is None else exposed[:, -history - 1 :]
    recent = Rows(rows.values[:, -history - 1 :], rows.shape)
    observed = checked_counts(recent.values[:, -1])
    made = _predict(recent.values[:, :-1], behind)
    tails = at_least(observed, made.mean, made.spread), at_most(observed, made.mean, made.spread)
    verdict = _verdict(observed, made, tails, alpha, (_labels(families, rows.shape), q))
    fields = verdict | {
        "observed": observed,
        "expected": made.mean,
        "low": predicted_quantile(alpha, made.mean, made.spread),
        "high": predicted_quantile(1 - alpha, made.mean, made.spread),
        "p_high": tails[0],
        "p_low": tails[1],
        "dispersion": made.dispersion,
        "spread": made.spread,
        "expected_year": made.year,
    }
    return MonthSignal(
        method="month_signal.quasi_poisson",
        version=VERSION,
        caveats=found(
            no_count=recent.gaps(),
            no_population=behind is not None and ~usable(behind),
            too_short=made.short,
            too_few_counts=made.sparse | ~(verdict["judged"] | made.absent | np.isnan(observed)),
            not_fitted=made.unfitted,
        ),
        **{name: values.reshape(rows.shape) for name, values in fields.items()},
        history=history,
        alpha=alpha,
        q=q,
    )


def _check(history: int, alpha: float, q: float) -> None:
    if history < MINIMUM_HISTORY:
        raise ValueError(f"a history has {MINIMUM_HISTORY} months or more, not {history}")
    if not (0 < alpha < 0.5 and 0 < q < 1):
        raise ValueError("alpha lies between 0 and a half, q between 0 and 1")


def _predict(past: NDArray[np.generic], exposure: Floats | None) -> _Prediction:
    """Fit the series with enough history and predict the month after it.

    `exposure` has one month more than the past: that of the prediction.
    """
    number, history = past.shape
    design = seasonal_design(np.arange(history + 1))
    known, total = _history(past, exposure)
    short = known < MINIMUM_HISTORY
    sparse = ~short & (total < MINIMUM_EVENTS)
    wanted = ~(short | sparse)
    mean, dispersion, spread, year = (np.full(number, np.nan) for _ in range(4))
    if wanted.any():
        behind = exposure if exposure is None or len(exposure) == 1 else exposure[wanted]
        fits = fit_log_linear(
            past[wanted], design[:-1], exposure=None if behind is None else behind[:, :-1]
        )
        eta, variance = fits.predictor(design[-1])
        mean[wanted] = np.exp(eta) * (1.0 if behind is None else _people(behind)[:, -1])
        dispersion[wanted] = fits.dispersion
        spread[wanted] = fits.dispersion + mean[wanted] * variance
        year[wanted] = _year(fits.coefficients, design, behind)
    return _Prediction(mean, dispersion, spread, year, short, sparse)


def _history(past: NDArray[np.generic], exposure: Floats | None) -> tuple[Floats, Floats]:
    """Months with a count and events in them, per series."""
    known, total = np.empty(len(past)), np.empty(len(past))
    behind = None if exposure is None else exposure[:, :-1]
    for part in chunks(*past.shape):
        y, weights, _ = weighed(np.array(past[part], dtype=np.float64), behind, part)
        total[part] = (weights * y).sum(axis=1)
        known[part] = weights.sum(axis=1)
    return known, total


def _people(exposure: Floats) -> Floats:
    """Exposure that can be used, NaN elsewhere."""
    return np.where(usable(exposure), exposure, np.nan)


def _year(coefficients: Floats, design: Floats, exposure: Floats | None) -> Floats:
    """Twelve times the mean expected count of the last twelve months with a known exposure."""
    expected = np.exp(coefficients @ design[-YEAR:].T)
    if exposure is not None:
        expected = expected * _people(exposure)[:, -YEAR:]
    present = ~np.isnan(expected)
    total = np.where(present, expected, 0.0).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(YEAR * total / present.sum(axis=1))


def _verdict(
    observed: Floats,
    made: _Prediction,
    tails: tuple[Floats, Floats],
    alpha: float,
    family: tuple[NDArray[np.int64], float],
) -> dict[str, NDArray[Any]]:
    """Which series are judged, outside their limits, and flagged within their family."""
    smallest = np.minimum(*tails)
    enough = (made.mean >= MINIMUM_EXPECTED) & (
        (observed >= MINIMUM_COUNT) | (observed <= made.mean)
    )
    outside = enough & (smallest <= alpha)
    labels, q = family
    member = enough & (made.year >= MINIMUM_YEAR)
    p = np.where(member, np.minimum(1.0, 2 * smallest), np.nan)
    kept, size = found_in_families(p, labels, q)
    side = np.where(enough, np.sign(tails[1] - tails[0]), 0)
    return {
        "judged": enough,
        "outside": outside,
        "flagged": outside & kept,
        "direction": side.astype(np.int8),
        "family_size": size,
    }


def _labels(families: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Families as numbers from 0, one per series."""
    if families is None:
        return np.zeros(int(np.prod(shape, dtype=np.int64)), dtype=np.int64)
    given = np.asarray(families)
    if given.shape != shape:
        raise ValueError(f"families have shape {given.shape}, series {shape}")
    return np.unique(given.ravel(), return_inverse=True)[1].astype(np.int64)
