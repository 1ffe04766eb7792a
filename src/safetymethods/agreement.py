"""Do judges agree, and on what do they differ most?

Kendall's coefficient of concordance compares how the candidates' ranks add up over judges with
how they would add up if all judges agreed: 1 is full agreement, 0 none at all.

Sources: Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10, 275-287; Kendall
(1970), Rank Correlation Methods (ties); Hollander & Wolfe (1973), Nonparametric Statistical
Methods, p. 140 (the example of the tests).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from safetymethods.preferences import checked_table
from safetymethods.rankings import borda_points
from safetymethods.result import Floats, Result, floats, found

VERSION = "1"
FEW_ITEMS, FEW_JUDGES = 7, 20
"""Up to so many items under so many judges the chi-square probability is rough (Siegel 1956)."""


@dataclass(frozen=True, kw_only=True)
class Concordance(Result):
    """Kendall's W of judges over candidates, corrected for ties.

    `rank_sums` adds up the ranks of each candidate, 1 for the highest value and the mean rank for
    equal ones. `chi2` has `candidates` - 1 degrees of freedom. NaN with one judge, or where every
    judge finds all candidates equal.
    """

    w: float
    chi2: float
    p: float
    rank_sums: Floats
    judges: int
    candidates: int


@dataclass(frozen=True, kw_only=True)
class Spread(Result):
    """Of each criterion the median over judges, the quartiles and the distance between them."""

    median: Floats
    low: Floats
    high: Floats
    distance: Floats


def concordance(values: ArrayLike) -> Concordance:
    """Kendall's W of (judges, candidates): W = 12 S / (m2(n3 - n) - m sum T).

    S is the sum of squares of rank sums about their mean, T = sum (t3 - t) over groups of t equal
    values of a judge; chi2 = m(n - 1)W. With few candidates and few judges the probability is
    rough, and a caveat says so. Raises the errors of `preferences`.
    """
    table = checked_table(floats(values) - np.min(values, initial=0.0), candidates=1)
    judges, candidates = table.shape
    ranks = candidates - borda_points(-np.round(table, 9))  # equal values share the mean rank
    sums = ranks.sum(axis=0)
    squares = float(((sums - judges * (candidates + 1) / 2) ** 2).sum())
    most = judges**2 * (candidates**3 - candidates) - judges * _ties(ranks)
    alone, equal = judges < 2, most <= 0
    w = np.nan if alone or equal else 12 * squares / most
    chi2 = judges * (candidates - 1) * w
    return Concordance(
        method="agreement.kendall_w",
        version=VERSION,
        caveats=found(
            one_judge=alone,
            all_equal=equal,
            rough=candidates <= FEW_ITEMS and judges < FEW_JUDGES,
        ),
        w=w,
        chi2=chi2,
        p=float(chdtrc(candidates - 1, chi2)),
        rank_sums=sums,
        judges=judges,
        candidates=candidates,
    )


def spread(values: ArrayLike) -> Spread:
    """Quartiles over judges of (judges, criteria): where is there something to talk about?

    Raises the errors of `preferences`.
    """
    table = checked_table(values, candidates=1)
    low, median, high = np.quantile(table, [0.25, 0.5, 0.75], axis=0)
    return Spread(
        method="agreement.spread",
        version=VERSION,
        caveats=found(one_judge=len(table) < 2),
        median=median,
        low=low,
        high=high,
        distance=high - low,
    )


def _ties(ranks: Floats) -> float:
    """The sum of t3 - t over all groups of equal ranks of every judge."""
    groups = [np.unique(row, return_counts=True)[1].astype(np.float64) for row in ranks]
    return float(sum((sizes**3 - sizes).sum() for sizes in groups))
