"""Are we on course? A fan of what can come, the chance of a target, and the pace.

The level of coming years is a random walk in the logarithm, without a trend: extending a trend
predicted four years ahead worse than not extending it. Chances are coarse, so that they become
three classes with sticky borders and never a number after the comma.

Sources: Harvey & Fernandes (1989), Journal of Business & Economic Statistics 7, 407-417 (counts
around a level that walks); Cox (1958), Biometrika 45, 562-565 (recalibration by the slope of the
log odds); own backtest on Dutch municipalities (bench/results/change-flags.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, gammaincc, logit

from safetymethods.changes import BLOCKS, Pair, change_test, checked_sigma
from safetymethods.detectability import Direction, check_direction
from safetymethods.negative_binomial import quantile
from safetymethods.poisson import check_level, checked_counts, poisson_limits
from safetymethods.result import Caveat, Flags, Floats, Result, States, floats, found

VERSION = "1"
DRAWS = 2000
SEED = 1
FAN = (0.1, 0.25, 0.5, 0.75, 0.9)
NEWEST = 2 / 3
"""Weight of the newest year in the present level; the year before has the rest."""
SLOPE = 0.5
"""What is left of the log odds of a drawn chance: measured in the backtest."""
BORDERS = (1 / 3, 2 / 3)
MARGIN = 0.05
"""So far must a chance pass a border before a status changes."""
PROVISIONAL = 0.25
"""With a larger share of provisional months nothing is measured."""
REACHED_LEVEL = 0.8


class Course(IntEnum):
    """How a target stands; three classes between what cannot be said and what is done."""

    NOT_MEASURABLE = 0
    BEHIND = 1
    UNDECIDED = 2
    ON_COURSE = 3
    REACHED = 4


@dataclass(frozen=True, kw_only=True)
class Fan(Result):
    """Quantiles of coming counts: shape of the series, then years ahead, then `levels`.

    `level` is the present level (2/3 of the newest year and 1/3 of the year before), in counts;
    `years` are 1 to the horizon.
    """

    quantiles: Floats
    levels: tuple[float, ...]
    years: NDArray[np.int64]
    level: Floats
    draws: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Chance(Result):
    """The chance of a target: `drawn` is the share of draws, `probability` the recalibrated one.

    Only `probability` may be shown, and only as a class (`status`).
    """

    drawn: Floats
    probability: Floats
    level: Floats
    draws: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Path(Result):
    """The value on each moment of a steady way from start to target, in their unit."""

    value: Floats


@dataclass(frozen=True, kw_only=True)
class Pace(Result):
    """A change per year as a part of the level: -0.05 is 5 % less every year.

    `low` and `high` are the limits of a measured pace for chance alone; a required pace has none
    and repeats itself there.
    """

    pace: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, kw_only=True)
class Standing(Result):
    """The status of each target, as codes of `Course`, and whether it `changed`."""

    status: States
    changed: Flags


def fan(
    recent_two_years: ArrayLike,
    sigma: ArrayLike,
    horizon: int,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    quantiles: Sequence[float] = FAN,
) -> Fan:
    """What the next `horizon` years may count, without a trend.

    log level(t + h) = log level(t) + sigma sqrt(h) e, level(t) = 2/3 y(t) + 1/3 y(t-1), and a
    Poisson count around it. `recent_two_years` holds the year before the newest and the newest
    on its last axis; `sigma` is the yearly volatility per series. Every series is drawn with the
    same random numbers, so that a fan does not depend on what else is asked, and a longer
    horizon does not change the nearer years.

    There is no fan (NaN) where a count or sigma is missing, and where both years are zero: from
    nothing the logarithm cannot walk. Raises ValueError for negative or infinite counts, a sigma
    outside 0..10, a last axis that is not two years, no horizon, no draws and quantiles that are
    no probabilities.
    """
    for level in quantiles:
        check_level(level)
    now, swing = _present(recent_two_years, sigma)
    walk = np.cumsum(_normal(seed, (horizon, draws)), axis=0)
    luck = np.random.default_rng([seed, 1]).random((horizon, draws))
    mean = now[..., None, None] * np.exp(swing[..., None, None] * walk)
    counts = quantile(luck, mean, np.inf)
    fans = np.quantile(counts, quantiles, axis=-1, method="inverted_cdf")
    return Fan(
        method="fan.random_walk",
        version=VERSION,
        caveats=_present_caveats(recent_two_years, sigma),
        quantiles=np.moveaxis(fans, 0, -1),
        levels=tuple(quantiles),
        years=np.arange(1, horizon + 1),
        level=now,
        draws=draws,
        seed=seed,
    )


def target_probability(
    recent_two_years: ArrayLike,
    sigma: ArrayLike,
    target: ArrayLike,
    horizon: ArrayLike,
    *,
    direction: Direction = "fall",
    draws: int = DRAWS,
    seed: int = SEED,
) -> Chance:
    """The chance that the count of the year that ends `horizon` years from now meets the target.

    The walk is that of `fan`; around every draw the Poisson probability of the target or less
    (for a rise: or more) is exact. `target` is a count per year, `horizon` in years, both
    broadcast against the series. `probability` is `recalibrate` of that share. NaN and errors as
    in `fan`; ValueError also for a negative target and a direction that does not exist.
    """
    check_direction(direction)
    now, swing = _present(recent_two_years, sigma)
    level, spread, goal, ahead = np.broadcast_arrays(
        now, swing, checked_counts(target), floats(horizon)
    )
    if (ahead <= 0).any():
        raise ValueError("a target lies ahead: the horizon is above zero")
    step = (spread * np.sqrt(ahead))[..., None] * _normal(seed, (draws,))
    most = _highest_under(goal, direction)
    under = _poisson_at_most(most[..., None], level[..., None] * np.exp(step)).mean(axis=-1)
    drawn = under if direction == "fall" else 1 - under
    return Chance(
        method="target_probability.random_walk",
        version=VERSION,
        caveats=_present_caveats(recent_two_years, sigma),
        drawn=drawn,
        probability=recalibrate(drawn),
        level=level,
        draws=draws,
        seed=seed,
    )


def recalibrate(probability: ArrayLike, slope: float = SLOPE) -> Floats:
    """A drawn chance with its log odds times `slope`: 0.8 becomes 0.67, 0.2 becomes 0.33.

    Drawn chances are too sure of themselves, because the newest years are themselves partly luck.
    In the backtest half of the log odds was left. NaN in, NaN out. Raises ValueError for
    probabilities outside 0..1.
    """
    given = floats(probability)
    if ((given < 0) | (given > 1)).any():
        raise ValueError("probabilities lie between 0 and 1")
    return np.asarray(expit(slope * logit(given)))


def path(
    start: ArrayLike, target: ArrayLike, begin: ArrayLike, end: ArrayLike, at: ArrayLike
) -> Path:
    """Where a steady way from start to target is at a moment: y0 (Y/y0)^((t - t0)/(T - t0)).

    `begin`, `end` and `at` are moments in years, such as 2026.5. Before the begin it is the
    start, after the end the target. NaN, with a caveat, where start or target is not above zero
    (nothing falls to zero by the same part every year) or where the end is not after the begin.
    """
    first, last, from_, until, now = np.broadcast_arrays(
        *(floats(value) for value in (start, target, begin, end, at))
    )
    steady = (first > 0) & (last > 0) & (until > from_)
    length = np.where(steady, until - from_, np.nan)
    passed = np.clip((now - from_) / length, 0, 1)
    ratio = np.where(steady, last, np.nan) / np.where(steady, first, np.nan)
    return Path(
        method="path.steady",
        version=VERSION,
        caveats=found(no_pace=~steady),
        value=first * np.exp(passed * np.log(ratio)),
    )


def required_pace(now: ArrayLike, target: ArrayLike, years: ArrayLike) -> Pace:
    """The change per year that still leads to the target: (Y/y)^(1/years) - 1.

    `now` and `target` are in one unit, `years` the time left. NaN, with a caveat, where a level
    or the time left is not above zero.
    """
    present, goal, left = np.broadcast_arrays(floats(now), floats(target), floats(years))
    steady = (present > 0) & (goal > 0) & (left > 0)
    ratio = np.where(steady, goal, np.nan) / np.where(steady, present, np.nan)
    pace = np.expm1(np.log(ratio) / np.where(steady, left, np.nan))
    return Pace(
        method="pace.required",
        version=VERSION,
        caveats=found(no_pace=~steady),
        pace=pace,
        low=pace,
        high=pace,
    )


def actual_pace(
    recent: ArrayLike,
    before: ArrayLike,
    years: ArrayLike,
    *,
    blocks: int = BLOCKS,
    exposure: Pair | None = None,
    level: float = 0.95,
) -> Pace:
    """The change per year since the baseline: (y/y0)^(1/years) - 1, with its limits.

    `recent` counts twelve months and `before` the `blocks` of twelve months of the baseline; the
    ratio and its limits (chance alone) are those of `change_test`. `years` runs from the middle
    of the baseline to the middle of the newest block. NaN, with a caveat, where no time passed;
    NaN, infinite and errors further as in `change_test`.
    """
    change = change_test(recent, before, 0.0, blocks=blocks, exposure=exposure, level=level)
    passed = floats(years)
    time = np.where(passed > 0, passed, np.nan)
    with np.errstate(divide="ignore"):
        pace, low, high = (
            np.asarray(np.expm1(np.log(ratio) / time))
            for ratio in (change.ratio, change.ratio_low, change.ratio_high)
        )
    return Pace(
        method="pace.actual",
        version=VERSION,
        caveats=change.caveats + found(no_pace=~(passed > 0)),
        pace=pace,
        low=low,
        high=high,
    )


def reached(
    recent: ArrayLike,
    target: ArrayLike,
    *,
    direction: Direction = "fall",
    level: float = REACHED_LEVEL,
) -> Flags:
    """Whether a count proves that its target is met: it, and its Poisson limit, lie beyond it.

    `recent` is the count of twelve months and `target` the count aimed at. For a fall the upper
    80 % limit must be at most the target, for a rise the lower one at least. False where either
    is missing. Errors as in `poisson_limits`; ValueError for a direction that does not exist.
    """
    check_direction(direction)
    limits = poisson_limits(recent, level=level)
    goal = floats(target)
    return np.asarray(limits.high <= goal if direction == "fall" else limits.low >= goal)


def status(
    probability: ArrayLike,
    *,
    reached: ArrayLike = False,
    measurable: ArrayLike = True,
    provisional: ArrayLike = 0.0,
    previous: ArrayLike | None = None,
    quarter_end: ArrayLike = True,
) -> Standing:
    """The status of a target from its recalibrated chance, with borders that stick.

    On course from 2/3, behind up to 1/3, undecided between. With a `previous` status (codes of
    `Course`) a chance must pass a border by more than 0.05 before the status changes, and nothing
    changes where it is not a `quarter_end`. Reached goes before the classes. Not measurable goes
    before all: where `measurable` is false (see `detectable`), where more than a quarter of the
    months is `provisional`, and where there is no chance (NaN) and the target is not reached.
    Raises ValueError for probabilities or shares outside 0..1 and codes that do not exist.
    """
    chance, share = floats(probability), floats(provisional)
    for part in (chance, share):
        if ((part < 0) | (part > 1)).any():
            raise ValueError("probabilities and shares lie between 0 and 1")
    flags = (np.asarray(flag, dtype=bool) for flag in (reached, measurable, quarter_end))
    p, part, old, done, seen, quarter = np.broadcast_arrays(chance, share, _codes(previous), *flags)
    silent = ~seen | ~(part <= PROVISIONAL) | (np.isnan(p) & ~done)
    new = np.select([silent, done], [Course.NOT_MEASURABLE, Course.REACHED], _classes(p, old))
    known = old >= 0
    kept = np.where(known & ~quarter, old, new)
    return Standing(
        method="status.sticky",
        version=VERSION,
        caveats=(),
        status=kept.astype(np.uint8),
        changed=known & (kept != old),
    )


def _codes(previous: ArrayLike | None) -> NDArray[np.int64]:
    """The previous codes; -1 where there was none."""
    if previous is None:
        return np.asarray(-1, dtype=np.int64)
    codes = np.asarray(previous, dtype=np.int64)
    if codes.size and (codes.min() < 0 or codes.max() > max(Course)):
        raise ValueError("a previous status is a code of Course")
    return codes


def _classes(p: Floats, old: NDArray[np.int64]) -> NDArray[np.int64]:
    """The class of each chance; a border lies MARGIN further for who comes from the other side."""
    low, high = BORDERS
    classed = (old == Course.BEHIND) | (old == Course.UNDECIDED) | (old == Course.ON_COURSE)
    upper = high + MARGIN * (np.where(old == Course.ON_COURSE, -1.0, 1.0) * classed)
    lower = low + MARGIN * (np.where(old == Course.BEHIND, 1.0, -1.0) * classed)
    on_course = np.where(classed & (old != Course.ON_COURSE), p > upper, p >= upper)
    behind = np.where(classed & (old != Course.BEHIND), p < lower, p <= lower)
    return np.select([on_course, behind], [Course.ON_COURSE, Course.BEHIND], Course.UNDECIDED)


def _present(recent_two_years: ArrayLike, sigma: ArrayLike) -> tuple[Floats, Floats]:
    """The present level, NaN where it is unknown or zero, and sigma, in one shape."""
    years, swing = checked_counts(recent_two_years), checked_sigma(sigma)
    if years.ndim == 0 or years.shape[-1] != 2:
        raise ValueError("the last axis holds two years: the one before the newest, the newest")
    level = NEWEST * years[..., 1] + (1 - NEWEST) * years[..., 0]
    one, other = np.broadcast_arrays(np.where(level > 0, level, np.nan), swing)
    return one, other


def _present_caveats(recent_two_years: ArrayLike, sigma: ArrayLike) -> tuple[Caveat, ...]:
    years = floats(recent_two_years).sum(axis=-1)
    return found(
        no_count=np.isnan(years),
        no_volatility=np.isnan(floats(sigma)),
        nothing_recent=years == 0,
    )


def _normal(seed: int, shape: tuple[int, ...]) -> Floats:
    """The steps of the walk: the same for every series."""
    if min(shape) < 1:
        raise ValueError("a forecast needs at least one year ahead and one draw")
    return np.random.default_rng([seed, 0]).standard_normal(shape)


def _highest_under(goal: Floats, direction: Direction) -> Floats:
    """The largest count that meets a fall, or that just does not meet a rise."""
    return np.floor(goal) if direction == "fall" else np.ceil(goal) - 1


def _poisson_at_most(count: Floats, mean: Floats) -> Floats:
    """P(X <= count), 0 for a count under zero."""
    return np.where(count < 0, 0.0 * mean, gammaincc(np.maximum(count, 0) + 1, mean))
