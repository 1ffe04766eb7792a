"""How large must a change be before twelve months can show it?

Asked before a target is accepted: a fall that the change test cannot see cannot be accounted for.

Sources: as `safetymethods.changes`, whose test is turned around here; Rothman, Greenland & Lash
(2008), Modern Epidemiology, chapter 14 (the variance of the logarithm of a ratio of two counts,
for the approximation).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, ndtri

from safetymethods.changes import BLOCKS, checked_sigma, predictive_size, variance_factor
from safetymethods.negative_binomial import mid_range
from safetymethods.poisson import check_level, checked_counts
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
STEPS = 60
CLOSE = 1e-9

Direction = Literal["fall", "rise"]
DetectionMethod = Literal["test", "log"]
DIRECTIONS: tuple[Direction, Direction] = ("fall", "rise")


@dataclass(frozen=True, kw_only=True)
class Detectable(Result):
    """The smallest change that can be seen; all of one shape, NaN where none can.

    `change` is the real change, as a part of the level before (-0.3: a fall of 30 %), that is
    seen with probability `power`; `observed` the smallest counted change that the test flags, and
    `count` the count over the newest blocks at which that happens. The log method knows no whole
    counts: there `observed` is the change that is seen in half of the cases.
    """

    change: Floats
    observed: Floats
    count: Floats
    per_year: Floats
    level: float
    power: float
    direction: Direction


@dataclass(frozen=True, kw_only=True)
class Detection(Result):
    """A target against what can be seen: `change` is asked, `needed` is the smallest visible.

    `detectable` is False where no change is large enough, and where a number is missing.
    """

    change: Floats
    needed: Floats
    detectable: Flags
    level: float
    power: float


def smallest_change(
    per_year: ArrayLike,
    sigma: ArrayLike,
    *,
    blocks: int = BLOCKS,
    recent_blocks: int = 1,
    level: float = 0.05,
    power: float = 0.5,
    direction: Direction = "fall",
    method: DetectionMethod = "test",
) -> Detectable:
    """The smallest change that the change test sees, from `per_year` events before.

    test: the count c is the first that `change_test` flags after B blocks of `per_year`, at
    two-sided `level`; the real change has its mean where P(X <= c) (or >= c for a rise) is
    `power`, X negative binomial with the size of the test.
    log: the change whose ratio rho solves log rho = -/+ (z + z') sqrt(1/(R l rho) + 1/(B l) +
    f v), with l = per_year, v = sigma^2, f the `variance_factor`, z and z' the normal quantiles
    of `level` and `power`. A textbook formula, and too hopeful: it takes swings to be symmetrical
    in the logarithm, which the test does not.

    `power` is 0.5 (a coin) or more, such as 0.8. NaN, with a caveat, where no change can be
    seen. Raises ValueError for negative or infinite counts, a sigma outside 0..10, a level or
    power that is no probability, and for a direction or method that does not exist.
    """
    check_level(level)
    check_level(power)
    check_direction(direction)
    events, swing = np.broadcast_arrays(checked_counts(per_year), checked_sigma(sigma))
    events = np.where(events > 0, events, np.nan)
    shape = _Shape(blocks, recent_blocks, variance_factor(blocks, recent_blocks), direction)
    if method == "test":
        change, observed, count = _by_test(events, swing, shape, level, power)
    elif method == "log":
        change, observed, count = _by_log(events, swing, shape, level, power)
    else:
        raise ValueError(f"there is no method {method!r}; choose test or log")
    return Detectable(
        method=f"smallest_change.{method}",
        version=VERSION,
        caveats=found(
            no_count=np.isnan(floats(per_year)),
            no_volatility=np.isnan(swing),
            not_detectable=np.isnan(change) & ~np.isnan(floats(per_year) + swing),
        ),
        change=change,
        observed=observed,
        count=count,
        per_year=events,
        level=level,
        power=power,
        direction=direction,
    )


def detectable(
    baseline: ArrayLike,
    target: ArrayLike,
    sigma: ArrayLike,
    *,
    blocks: int = BLOCKS,
    recent_blocks: int = 1,
    level: float = 0.05,
    power: float = 0.5,
    method: DetectionMethod = "test",
) -> Detection:
    """Whether going from `baseline` to `target` events per year can be seen at all.

    The target is compared with `smallest_change` in its own direction; arguments and errors as
    there. A target equal to its baseline is not a change, and never detectable.
    """
    before, after = np.broadcast_arrays(checked_counts(baseline), checked_counts(target))
    change = after / np.where(before > 0, before, np.nan) - 1
    fall, rise = (
        smallest_change(
            before,
            sigma,
            blocks=blocks,
            recent_blocks=recent_blocks,
            level=level,
            power=power,
            direction=direction,
            method=method,
        )
        for direction in DIRECTIONS
    )
    needed = np.where(change < 0, fall.change, np.where(change > 0, rise.change, np.nan))
    return Detection(
        method=f"detectable.{method}",
        version=VERSION,
        caveats=found(
            no_count=np.isnan(before + after),
            no_volatility=np.isnan(floats(sigma)),
            nothing_before=before == 0,
        ),
        change=change,
        needed=needed,
        detectable=np.abs(change) >= np.abs(needed),
        level=level,
        power=power,
    )


def check_direction(direction: str) -> None:
    """Raises ValueError for a direction that is neither a fall nor a rise."""
    if direction not in DIRECTIONS:
        raise ValueError(f"a change is a fall or a rise, not {direction!r}")


@dataclass(frozen=True)
class _Shape:
    """What is compared: blocks before, blocks now, the factor of the variance, and whither."""

    blocks: int
    recent: int
    factor: float
    direction: Direction


def _by_test(
    events: Floats, sigma: Floats, shape: _Shape, level: float, power: float
) -> tuple[Floats, Floats, Floats]:
    """The first flagged count, and the mean from which it is reached with this power."""
    before = events * shape.blocks
    size = predictive_size(before, sigma, shape.factor)
    low, high = mid_range(1 - level, (before + 0.5) * shape.recent / shape.blocks, size)
    if shape.direction == "fall":
        count = np.where(low > 0, low - 1, np.nan)
        share = betaincinv(size, count + 1, power)
    else:
        count = high + 1
        share = betaincinv(size, count, 1 - power)
    now = events * shape.recent
    return size * (1 - share) / share / now - 1, count / now - 1, count


def _by_log(
    events: Floats, sigma: Floats, shape: _Shape, level: float, power: float
) -> tuple[Floats, Floats, Floats]:
    """The ratios that solve the equation at this power and at one half."""
    border = float(ndtri(1 - level / 2))
    change, observed = (
        np.expm1(_log_ratio(events, sigma, shape, border + float(ndtri(share))))
        for share in (power, 0.5)
    )
    return change, observed, events * shape.recent * (1 + observed)


def _log_ratio(events: Floats, sigma: Floats, shape: _Shape, z: float) -> Floats:
    """The root of u + z w(u) (a fall) or u - z w(u) nearest to 0, by Newton's method from 0.

    w is convex, so that the steps never pass the root; NaN where there is none.
    """
    sign = 1.0 if shape.direction == "fall" else -1.0
    fixed = 1 / (shape.blocks * events) + shape.factor * sigma**2
    u = np.zeros(events.shape)
    for _ in range(STEPS):
        own = np.exp(-u) / (shape.recent * events)
        width = np.sqrt(own + fixed)
        slope = 1 - sign * z * own / (2 * width)
        step = (u + sign * z * width) / np.where(slope > 0, slope, np.nan)
        u = u - step
    return np.where(np.abs(step) < CLOSE, u, np.nan)
