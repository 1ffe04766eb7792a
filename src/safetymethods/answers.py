"""Answers of a survey in time: how far they move beyond their margins, and what can come.

An answer is a level that walks, seen with a sampling error that is known from its margins. That is
the local level model; the few editions of one place say little of how far the level moves, so that
is pooled over places, as for counts.

Sources: Scott & Smith (1974), Journal of the American Statistical Association 69, 674-678 (repeated
surveys as a level that walks plus sampling error); Durbin & Koopman (2012), Time Series Analysis by
State Space Methods, 2nd ed., chapter 2 (the filter, and the flow of the Nile as its example).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from safetymethods.detectability import Direction, check_direction
from safetymethods.dispersion import MINIMUM_PAIRS
from safetymethods.forecasts import recalibrate
from safetymethods.poisson import check_level
from safetymethods.result import Floats, Result, floats, found

VERSION = "1"
FAN = (0.1, 0.5, 0.9)


@dataclass(frozen=True, kw_only=True)
class AnswerVolatility(Result):
    """How far answers move in a year beyond their margins: `sigma`, in the unit of the answer.

    `pairs` editions were compared over `years` together, with `moved` (squared differences) and
    `chance` (what sampling explains of it) summed over them.
    """

    sigma: float
    pairs: int
    years: float
    moved: float
    chance: float


@dataclass(frozen=True, kw_only=True)
class AnswerLevel(Result):
    """The level behind the answers up to each edition, and the variance of that level."""

    level: Floats
    variance: Floats
    gain: Floats


@dataclass(frozen=True, kw_only=True)
class AnswerAhead(Result):
    """What a coming answer can be: `level` with standard deviation `spread`, and its `quantiles`
    (shape of the level, then `levels`)."""

    quantiles: Floats
    levels: tuple[float, ...]
    level: Floats
    spread: Floats


@dataclass(frozen=True, kw_only=True)
class AnswerChance(Result):
    """The chance that a coming answer meets its target: `drawn` is that of the model,
    `probability` the recalibrated one. Only as a class may it be shown (`forecasts.status`)."""

    drawn: Floats
    probability: Floats


def answer_volatility(
    values: ArrayLike, errors: ArrayLike, years: ArrayLike, *, parts: ArrayLike | None = None
) -> AnswerVolatility:
    """The yearly volatility of an answer, pooled over areas: axes are areas, editions.

    sigma^2 = max(0, sum(d^2 - s^2 - s'^2) / sum(time)), over every pair of successive known
    editions of an area: d their difference, s and s' their standard errors, time in years. Moments,
    not likelihood: margins are published rounded, and a few areas may not decide. Pairs in two
    `parts` (codes per edition, cut where the question changed) are not compared.

    Fewer than 30 pairs give NaN and a caveat; sigma is 0, with a caveat, where answers move no
    more than their margins. Raises ValueError for negative errors, editions that are not in order
    and fewer than two axes.
    """
    answers, sampling = np.broadcast_arrays(floats(values), floats(errors))
    if answers.ndim != 2:
        raise ValueError("answers need an axis of areas and an axis of editions")
    when = _ordered(years)
    cut = np.zeros(len(when)) if parts is None else np.asarray(parts)
    pairs = np.array(
        [
            pair
            for row, error in zip(answers, _checked(sampling), strict=True)
            for pair in _pairs(row, error, when, cut)
        ]
    ).reshape(-1, 3)
    moved, chance, time = (float(column) for column in pairs.sum(axis=0))
    enough = len(pairs) >= MINIMUM_PAIRS
    beyond = moved - chance
    return AnswerVolatility(
        method="answer_volatility.moments",
        version=VERSION,
        caveats=found(too_short=not enough, no_overdispersion=enough and beyond <= 0),
        sigma=float(np.sqrt(max(beyond, 0.0) / time)) if enough else float("nan"),
        pairs=len(pairs),
        years=time,
        moved=moved,
        chance=chance,
    )


def answer_level(
    values: ArrayLike, errors: ArrayLike, years: ArrayLike, sigma: float
) -> AnswerLevel:
    """The level behind a series of answers, from what was known at each edition (Kalman filter).

    From edition to edition the variance of the level grows by sigma^2 times the years between;
    then the new answer counts with gain K = P / (P + s^2). Nothing is known beforehand, so that
    the first answer is the first level. A missing edition (NaN) adds nothing; before the first
    answer there is no level (NaN). Raises ValueError for a negative sigma or error, and for
    editions that are not in order.
    """
    answers, sampling = np.broadcast_arrays(floats(values), floats(errors))
    if answers.ndim != 1 or sigma < 0:
        raise ValueError("one series of answers, and a sigma of zero or more")
    when = _ordered(years)
    rows = np.full((3, len(when)), np.nan)
    level, variance, last = np.nan, np.inf, when[0] if len(when) else 0.0
    for at, (value, error) in enumerate(zip(answers, _checked(sampling), strict=True)):
        variance, last = variance + sigma**2 * (when[at] - last), when[at]
        gain = 0.0
        if np.isfinite(value + error):
            gain = 1.0 if np.isinf(variance) else _gain(variance, error)
            level = value if np.isinf(variance) else level + gain * (value - level)
            variance = error**2 if np.isinf(variance) else variance * (1 - gain)
        rows[:, at] = level, variance if np.isfinite(variance) else np.nan, gain
    return AnswerLevel(
        method="answer_level.filter",
        version=VERSION,
        caveats=found(no_count=np.isnan(rows[0]) | np.isnan(answers)),
        level=rows[0],
        variance=rows[1],
        gain=rows[2],
    )


def answer_ahead(
    level: ArrayLike,
    variance: ArrayLike,
    error: ArrayLike,
    sigma: ArrayLike,
    years: ArrayLike,
    *,
    quantiles: tuple[float, ...] = FAN,
) -> AnswerAhead:
    """What the answer `years` from now can be, without a trend.

    Normal around the level, with variance P + sigma^2 h + s^2: what is unsure of the level now,
    what it can walk, and the sampling error s of the coming edition. NaN where a number is missing.
    Raises ValueError for quantiles that are no probabilities.
    """
    for each in quantiles:
        check_level(each)
    now, spread = np.broadcast_arrays(floats(level), _spread(variance, error, sigma, years))
    steps = ndtri(np.array(quantiles))
    return AnswerAhead(
        method="answer_ahead.normal",
        version=VERSION,
        caveats=found(no_count=np.isnan(now + spread)),
        quantiles=now[..., None] + spread[..., None] * steps,
        levels=tuple(quantiles),
        level=now,
        spread=spread,
    )


def answer_chance(
    ahead: AnswerAhead, target: ArrayLike, *, direction: Direction = "fall"
) -> AnswerChance:
    """The chance that a coming answer is at most its target (for a rise: at least).

    `probability` is `recalibrate` of it: what was measured on counts is kept for answers, because
    nobody has enough editions to measure it on those. NaN in, NaN out. Raises ValueError for a
    direction that does not exist.
    """
    check_direction(direction)
    room = floats(target) - ahead.level if direction == "fall" else ahead.level - floats(target)
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = np.where(ahead.spread > 0, ndtr(room / ahead.spread), np.where(room >= 0, 1.0, 0.0))
    drawn = np.where(np.isnan(room + ahead.spread), np.nan, drawn)
    return AnswerChance(
        method="answer_chance.normal",
        version=VERSION,
        caveats=ahead.caveats,
        drawn=drawn,
        probability=recalibrate(drawn),
    )


def _spread(
    variance: ArrayLike, error: ArrayLike, sigma: ArrayLike, years: ArrayLike
) -> NDArray[np.float64]:
    walked = floats(sigma) ** 2 * floats(years)
    return np.asarray(np.sqrt(floats(variance) + walked + floats(error) ** 2))


def _gain(variance: float, error: float) -> float:
    """How much of a surprise is believed; all of it where nothing is unsure."""
    return variance / (variance + error**2) if variance + error**2 > 0 else 1.0


def _ordered(years: ArrayLike) -> Floats:
    when = floats(years)
    if when.ndim != 1 or (np.diff(when) <= 0).any():
        raise ValueError("editions are in order of time, each once")
    return when


def _checked(errors: Floats) -> Floats:
    if (errors < 0).any():
        raise ValueError("a standard error is zero or more")
    return errors


def _pairs(
    row: Floats, error: Floats, when: Floats, cut: NDArray[np.generic]
) -> list[tuple[float, float, float]]:
    """Squared difference, what sampling explains, and time, of each pair of known editions."""
    known = np.flatnonzero(np.isfinite(row + error))
    return [
        ((row[b] - row[a]) ** 2, error[a] ** 2 + error[b] ** 2, when[b] - when[a])
        for a, b in pairwise(known)
        if cut[a] == cut[b]
    ]
