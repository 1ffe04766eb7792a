"""Many questions at once: which of them may be called a finding?

Of a hundred series in which nothing happens, five lie beyond a border of 5 %. The rule here keeps
the expected share of false findings among the findings under q.

Source: Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.poisson import check_level
from safetymethods.result import Flags, Floats, Result, floats

VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Discoveries(Result):
    """Which probabilities are findings; `rejected` and `adjusted` have the shape of p.

    `adjusted` is the smallest q at which each would be a finding (NaN where nothing was tested).
    Per family: `threshold` is the border, k q/m (0 without a finding, NaN without a test), and
    `tested` the number m.
    """

    rejected: Flags
    threshold: Floats
    adjusted: Floats
    tested: NDArray[np.int64]
    q: float


def benjamini_hochberg(p: ArrayLike, q: float = 0.10, axis: int = -1) -> Discoveries:
    """Findings with a false discovery rate of at most q, per family along `axis`.

    The probabilities of a family are sorted; with k the largest rank for which p(k) <= k q/m, the
    k smallest are findings. NaN is a question that was not asked: it counts nowhere. Raises
    ValueError for a q that is no probability and for p outside 0..1.
    """
    check_level(q)
    given = np.moveaxis(np.atleast_1d(floats(p)), axis, -1)
    if ((given < 0) | (given > 1)).any():
        raise ValueError("probabilities lie between 0 and 1")
    tested = np.sum(~np.isnan(given), axis=-1, keepdims=True)
    order = np.argsort(given, axis=-1)  # NaN comes last
    rank = np.arange(1, given.shape[-1] + 1)
    ascending = np.take_along_axis(given, order, axis=-1)
    stepped = np.where(np.isnan(ascending), np.inf, ascending * tested / rank)
    smallest = np.minimum.accumulate(stepped[..., ::-1], axis=-1)[..., ::-1]
    adjusted = np.empty(given.shape)
    np.put_along_axis(adjusted, order, np.minimum(smallest, 1.0), axis=-1)
    adjusted = np.where(np.isnan(given), np.nan, adjusted)
    rejected = adjusted <= q
    found = rejected.sum(axis=-1, keepdims=True)
    threshold = np.where(tested > 0, found * q / np.maximum(tested, 1), np.nan)
    return Discoveries(
        method="multiplicity.benjamini_hochberg",
        version=VERSION,
        caveats=(),
        rejected=np.moveaxis(rejected, -1, axis),
        threshold=threshold[..., 0],
        adjusted=np.moveaxis(adjusted, -1, axis),
        tested=np.asarray(tested[..., 0], dtype=np.int64),
        q=q,
    )


def found_in_families(
    p: ArrayLike, families: ArrayLike, q: float = 0.10
) -> tuple[Flags, NDArray[np.int64]]:
    """The rule of `benjamini_hochberg` within families of any size: findings, and family sizes.

    `families` numbers the family of each probability from 0; both have shape (questions,). NaN is
    a question that was not asked. Raises ValueError for a q that is no probability.
    """
    check_level(q)
    given, labels = floats(p), np.asarray(families, dtype=np.int64)
    asked = ~np.isnan(given)
    groups = int(labels.max(initial=-1)) + 1
    size = np.bincount(labels[asked], minlength=groups)
    order = np.flatnonzero(asked)
    order = order[np.lexsort((given[order], labels[order]))]
    group = labels[order]
    rank = np.arange(1, len(order) + 1) - (np.cumsum(size) - size)[group]
    last = np.zeros(groups, dtype=np.int64)
    np.maximum.at(last, group, np.where(given[order] * size[group] <= rank * q, rank, 0))
    kept = np.zeros(len(given), dtype=np.bool_)
    kept[order] = rank <= last[group]
    return kept, size[labels]
