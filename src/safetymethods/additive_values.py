"""From figures on several criteria to one value per candidate that anyone can follow.

A value function with fixed anchors turns a figure into points from 0 to 100; swing weights say how
much the step from 0 to 100 on a criterion matters; the value is the weighted sum. The anchors are
agreed before the figures are filled in. So a candidate that is added or dropped changes no other
value, and no order: of all methods tried, only this one has that property.

Sources: Keeney & Raiffa (1976), Decisions with Multiple Objectives; von Winterfeldt & Edwards
(1986), Decision Analysis and Behavioral Research (swing weights); Triantaphyllou & Sanchez (1997),
Decision Sciences 28, 151-194 (the change that tips a ranking).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from safetymethods.preferences import (
    MissingNumberError,
    NegativeError,
    NothingGivenError,
    NoWeightError,
    ShapeError,
    checked_places,
    checked_table,
)
from safetymethods.rankings import place_of
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
TOP = 100.0
"""Values run from 0 to this."""
NEAR = 1e-9


@dataclass(frozen=True, kw_only=True)
class Valued(Result):
    """Values in the shape of the figures; `outside` the anchors they got the nearest value."""

    values: Floats
    outside: Flags


@dataclass(frozen=True, kw_only=True)
class Weights(Result):
    """Weights that add up to 1 on the last axis."""

    weights: Floats


@dataclass(frozen=True, kw_only=True)
class Additive(Result):
    """The value of each candidate, its place from the highest (1), and what it is made of.

    `parts`, shape (candidates, criteria), add up to the values: the steps of a waterfall.
    """

    values: Floats
    place: Floats
    parts: Floats
    weights: Floats


@dataclass(frozen=True, kw_only=True)
class Tipping(Result):
    """What would bring a candidate into the first places, or out of them.

    `inside` are those in it now. `gap` is how far a value lies from the border: from the first
    one outside for who is in, from the last one inside for who is out. `weight`, shape
    (candidates, criteria), is the nearest weight of that criterion, the others in proportion, at
    which the candidate crosses the border; `score` the change of its score on that criterion that
    closes the gap. NaN where no weight, or no score on the scale, does it.
    """

    inside: Flags
    gap: Floats
    weight: Floats
    score: Floats
    places: int


def value_function(
    figures: ArrayLike, anchors: ArrayLike, *, values: ArrayLike = (0.0, TOP)
) -> Valued:
    """Points of figures: straight lines between `anchors`, which have these `values`.

    Anchors rise or fall from one to the next: falling ones give a low figure many points. Outside
    the anchors a figure gets the value of the nearest one, and a caveat says so. NaN stays NaN.
    Raises ShapeError for anchors that do not all rise or all fall, or do not fit the values, and
    MissingNumberError for anchors that are no numbers.
    """
    at, points = floats(anchors), floats(values)
    if at.ndim != 1 or at.shape != points.shape or len(at) < 2:
        raise ShapeError("a value function needs two anchors or more, each with a value")
    if not (np.isfinite(at).all() and np.isfinite(points).all()):
        raise MissingNumberError("anchors and their values must be finite numbers")
    steps = np.diff(at)
    if not ((steps > 0).all() or (steps < 0).all()):
        raise ShapeError("anchors must all rise or all fall")
    if steps[0] < 0:
        at, points = at[::-1], points[::-1]
    given = floats(figures)
    outside = (given < at[0]) | (given > at[-1])
    return Valued(
        method="additive.value_function",
        version=VERSION,
        caveats=found(out_of_scale=outside, no_count=np.isnan(given)),
        values=np.where(np.isnan(given), np.nan, np.interp(given, at, points)),
        outside=outside,
    )


def swing_weights(swings: ArrayLike) -> Weights:
    """Weights from swings of (..., criteria): w = s / sum s.

    A swing says how much the step from the worst to the best score on a criterion matters beside
    the most important one, which has 100. Raises NothingGivenError without criteria,
    MissingNumberError, NegativeError, and NoWeightError where all swings of somebody are zero.
    """
    given = floats(swings)
    if given.ndim == 0 or not given.size:
        raise NothingGivenError("there are no criteria to weigh")
    if not np.isfinite(given).all():
        raise MissingNumberError("weights must be finite numbers")
    if (given < 0).any():
        raise NegativeError("a weight cannot be under zero")
    largest = given.max(axis=-1, keepdims=True)
    if (largest == 0).any():
        raise NoWeightError("somebody gave every criterion weight zero")
    scaled = given / largest  # first to 1, so that the sum of huge numbers stays finite
    return Weights(
        method="additive.swing",
        version=VERSION,
        caveats=(),
        weights=scaled / scaled.sum(axis=-1, keepdims=True),
    )


def additive_value(scores: ArrayLike, weights: ArrayLike) -> Additive:
    """V_i = sum over c of w_c v_ic, for scores of (candidates, criteria).

    `weights` are one per criterion and are made to add up to 1. Raises the errors of
    `preferences`.
    """
    table, shares = _checked(scores, weights)
    parts = table * shares
    values = parts.sum(axis=1)
    return Additive(
        method="additive.value",
        version=VERSION,
        caveats=(),
        values=values,
        place=place_of(values),
        parts=parts,
        weights=shares,
    )


def tipping_points(scores: ArrayLike, weights: ArrayLike, places: int) -> Tipping:
    """The weights and the scores at which candidates enter or leave the first `places`.

    Scores run from 0 to 100. With a weight t on criterion c and the others in proportion,
    V_i(t) = t v_ic + (1 - t) R_ic, with R the value without c. A tie on the border counts as
    outside for all who share it. Raises the errors of `preferences`.
    """
    table, shares = _checked(scores, weights)
    checked_places(places, len(table))
    values = np.round(table @ shares, 9)
    inside = (values[None, :] >= values[:, None]).sum(axis=1) <= places
    gap, score = _score_changes(table, shares, values, inside, places)
    weight = np.stack(
        [_weight_changes(table, shares, inside, places, c) for c in range(len(shares))], axis=1
    )
    return Tipping(
        method="additive.tipping",
        version=VERSION,
        caveats=found(tied=inside.sum() < places),
        inside=inside,
        gap=gap,
        weight=weight,
        score=score,
        places=places,
    )


def _score_changes(
    table: Floats, shares: Floats, values: Floats, inside: Flags, places: int
) -> tuple[Floats, Floats]:
    """The gap of each value to the border, and the change of each score that closes it."""
    order = np.sort(values)[::-1]
    last = order[places - 1]
    first_out = order[places] if places < len(order) else np.nan
    gap = np.where(inside, values - first_out, last - values)
    needed = np.where(inside, -gap, gap)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where(shares > 0, needed / shares, np.nan)
        fits = (table + change >= -NEAR) & (table + change <= TOP + NEAR)
    return gap, np.where(fits, change, np.nan)


def _weight_changes(
    table: Floats, shares: Floats, inside: Flags, places: int, criterion: int
) -> Floats:
    """Per candidate the nearest weight of one criterion that carries it over the border."""
    own = shares[criterion]
    if own >= 1.0:
        return np.full(len(table), np.nan)
    score = table[:, criterion]
    rest = (table @ shares - own * score) / (1 - own)
    slope = (score - score[:, None]) - (rest - rest[:, None])  # of V_j - V_i in t
    level = rest - rest[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = np.where(slope == 0, np.nan, -level / slope)
    every = range(len(table))
    return np.array([_nearest(cross[i], slope[i], level[i], own, i, places, inside) for i in every])


def _nearest(
    cross: Floats,
    slope: Floats,
    level: Floats,
    own: float,
    candidate: int,
    places: int,
    inside: Flags,
) -> float:
    """The crossing nearest to the present weight after which the candidate has changed sides."""
    others = np.arange(len(cross)) != candidate
    use = others & (cross >= 0) & (cross <= 1)
    moments = np.unique(np.round(cross[use], 12))
    found_at = np.nan
    for moment in moments[np.argsort(np.abs(moments - own))]:
        beyond = moment + (NEAR if moment >= own else -NEAR)
        ahead = others & (level + slope * beyond > 0)
        if (ahead.sum() < places) != inside[candidate]:
            found_at = float(moment)
            break
    return found_at


def _checked(scores: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Scores of candidates, and weights that add up to 1."""
    table = checked_table(scores, candidates=0, what="scores")
    shares = swing_weights(weights).weights
    if shares.shape != table.shape[1:]:
        raise ShapeError(f"{shares.shape} weights do not fit {table.shape[1]} criteria")
    return table, shares
