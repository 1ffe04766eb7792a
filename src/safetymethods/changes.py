"""Has it changed? The newest twelve months against the blocks of twelve months before.

Two lines, each a probability. Chance: could the same level have given this count? Swing: does
it lie outside what this type of offence does from one year to the next anyway? Only the second
earns an arrow. Levels of years walk at random with standard deviation sigma in the logarithm.

Sources: Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, chapter 5 (a Poisson
count whose level is known from another count is negative binomial); Przyborowski & Wilenski
(1940), Biometrika 31, 313-323 (two Poisson counts, given their total); Lancaster (1961), JASA 56,
223-234 (mid-p); own backtest on Dutch municipalities (bench/results/change-flags.md).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.negative_binomial import mean_limits, mid_p, mid_range
from safetymethods.poisson import check_level, checked_counts
from safetymethods.repeats import distinct
from safetymethods.result import Floats, Result, floats, found

VERSION = "1"
BLOCKS = 3
LARGEST_SIGMA = 10.0
"""A larger one is no standard deviation of a logarithm: 13 is not 0.13."""

Pair = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A count against its expectation; all of one shape, in counts unless said otherwise.

    `expected` and `size` are the mean and the size of the negative binomial with the swings of
    sigma, `low` and `high` its range (a count outside it gets an arrow). `ratio` is the newest
    count against the blocks before, per block, with limits for chance alone. `p_chance` is the
    probability under chance alone, `p_swing` with the swings. `direction` is -1 or 1 where
    `p_swing` is under 1 - level, else 0, also where there is no verdict (`p_swing` is NaN).
    """

    expected: Floats
    size: Floats
    low: Floats
    high: Floats
    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats
    p_chance: Floats
    p_swing: Floats
    direction: NDArray[np.int8]


@dataclass(frozen=True, kw_only=True)
class Change(Verdict, Result):
    """The verdict on each series, and `net` of the national change where that was given."""

    recent: Floats
    before: Floats
    net: Verdict | None
    blocks: int
    recent_blocks: int
    level: float


def variance_factor(blocks: int = BLOCKS, recent_blocks: int = 1) -> float:
    """By how much sigma^2 counts when a mean of years is compared with the mean of years before.

    With a random walk of yearly steps: 1 for the step between, sum of (k/B)^2 for k < B for the
    steps within the B blocks before, and the same within the R newest. B = 3 and R = 1 give
    1 + (2/3)^2 + (1/3)^2 = 1.556. Raises ValueError for less than one block.
    """
    if blocks < 1 or recent_blocks < 1:
        raise ValueError("a comparison needs at least one block on each side")
    within = sum((k / n) ** 2 for n in (blocks, recent_blocks) for k in range(1, n))
    return 1 + within


def predictive_size(before: ArrayLike, sigma: ArrayLike, factor: float) -> Floats:
    """The size s of a count predicted from the count before: 1/s = 1/(p + 1/2) + exp(f v) - 1.

    p is the count before (its level is gamma with shape p + 1/2, Jeffreys's prior), v = sigma^2
    and f the `variance_factor`. NaN in, NaN out. Raises ValueError for a sigma that is negative
    or above 10 (13 % is 0.13) and for negative or infinite counts.
    """
    swing = np.expm1(factor * checked_sigma(sigma) ** 2)
    size: Floats = 1 / (1 / (checked_counts(before) + 0.5) + swing)
    return size


def checked_sigma(sigma: ArrayLike) -> Floats:
    """Volatilities, NaN where unknown. Raises ValueError for one that is negative or above 10."""
    swing = floats(sigma)
    if ((swing < 0) | (swing > LARGEST_SIGMA)).any():
        raise ValueError("sigma is the standard deviation of a logarithm, such as 0.13")
    return swing


def change_test(
    recent: ArrayLike,
    before: ArrayLike,
    sigma: ArrayLike,
    *,
    blocks: int = BLOCKS,
    recent_blocks: int = 1,
    national: Pair | None = None,
    exposure: Pair | None = None,
    national_exposure: Pair | None = None,
    net_sigma: ArrayLike | None = None,
    level: float = 0.95,
) -> Change:
    """The newest block against the blocks before, with the yearly volatility sigma of its type.

    x = `recent` ~ NB(mean m, size s) with m = (p + 1/2)/3, 1/s = 1/(p + 1/2) + exp(1.556 v) - 1,
    p = `before`, the sum of all `blocks` before, and v = sigma^2; two-sided mid-p. In general m =
    (p + 1/2) R/B for `recent_blocks` R and `blocks` B, and 1.556 is `variance_factor`. Chance
    alone is the same with sigma = 0; the limits of the ratio are those ratios that it does not
    reject, so that `p_chance` is under 1 - level exactly when 1 lies outside them.

    `exposure` is (recent, before) in person-years, each over the same months as its count; it
    replaces R/B by their ratio. `national` is (recent, before) counted in the whole country: m
    times its change gives `net`, with `net_sigma` where the volatility net of national change is
    known, else with sigma. With both, `national_exposure` is needed too, and without an exposure
    it may not be given, so that the growth of the population is not counted twice or by half.

    There is no verdict (NaN) where a count, an exposure or sigma (`p_swing` only) is missing.
    The ratio is infinite where nothing was counted before, and NaN where nothing was counted at
    all. Raises ValueError for negative or infinite counts, for a sigma outside 0..10 and for
    exposures that do not belong together.
    """
    check_level(level)
    if national is not None and (exposure is None) != (national_exposure is None):
        raise ValueError("with national counts, give an exposure of both the place and the country")
    factor = variance_factor(blocks, recent_blocks)
    share = recent_blocks / blocks
    growth = floats(share) if exposure is None else _ratio(exposure)
    levels = [(floats(sigma), growth)]
    if national is not None:
        common = _ratio(national) / (
            share if national_exposure is None else _ratio(national_exposure)
        )
        own = levels[0][0] if net_sigma is None else floats(net_sigma)
        levels.append((own, growth * common))
    x, p, *rest = np.broadcast_arrays(
        checked_counts(recent), checked_counts(before), *(part for pair in levels for part in pair)
    )
    verdict, net = _verdicts((x, p, *rest), factor, level)
    swing, growth = rest[:2]
    return Change(
        method="change.negative_binomial",
        version=VERSION,
        caveats=found(
            no_count=np.isnan(x + p),
            no_population=np.isnan(growth),
            no_volatility=np.isnan(swing),
            nothing_before=p == 0,
            fractional_counts=(x % 1 > 0) | (p % 1 > 0),
            no_expected=net is not None and np.isnan(net.expected) & ~np.isnan(verdict.expected),
        ),
        recent=x,
        before=p,
        net=net,
        blocks=blocks,
        recent_blocks=recent_blocks,
        level=level,
        **vars(verdict),
    )


def _ratio(pair: Pair) -> Floats:
    """The first against the second; NaN where either is unknown, infinite or not above zero."""
    one, other = (np.where((n > 0) & np.isfinite(n), n, np.nan) for n in map(floats, pair))
    return np.asarray(one / other)


def _verdicts(
    cells: tuple[Floats, ...], factor: float, level: float
) -> tuple[Verdict, Verdict | None]:
    """The verdict on every cell, and net of the national change with two columns more.

    Computed once for each combination that occurs; what chance alone says of two counts serves
    both.
    """
    rows, place = distinct(*(cell.ravel() for cell in cells))
    limits = mean_limits(rows[0], rows[1] + 0.5, level=level)
    made = []
    for at in range(2, len(rows), 2):
        values = _values((*rows[:2], *rows[at : at + 2]), limits, factor, level)
        shaped = {name: value[place].reshape(cells[0].shape) for name, value in values.items()}
        side = np.sign(cells[0] - shaped["expected"])
        direction = np.where(shaped["p_swing"] < 1 - level, side, 0).astype(np.int8)
        made.append(Verdict(**shaped, direction=direction))
    return made[0], made[1] if len(made) > 1 else None


def _values(
    rows: tuple[Floats, ...], limits: tuple[Floats, Floats], factor: float, level: float
) -> dict[str, Floats]:
    """What `Verdict` says of each combination; `limits` are those of the mean of x by chance."""
    x, p, sigma, growth = rows
    mean = (p + 0.5) * growth
    chance, size = p + 0.5, predictive_size(p, sigma, factor)
    low, high = mid_range(level, mean, size)
    least, most = limits
    base = np.where(p > 0, p * growth, np.nan)
    nothing = np.where((p == 0) & (x > 0), np.inf, np.nan)
    return {
        "expected": mean,
        "size": size,
        "low": low,
        "high": high,
        "ratio": np.where(p == 0, nothing, x / base),
        "ratio_low": np.where((p == 0) & (x == 0), np.nan, least / mean),
        "ratio_high": np.where(p == 0, nothing, most / mean),
        "p_chance": mid_p(x, mean, chance),
        "p_swing": mid_p(x, mean, size),
    }
