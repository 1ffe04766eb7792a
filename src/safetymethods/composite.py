"""One number out of many indicators, per ring, with its parts, its band and its sensitivity.

An indicator becomes a score: 100 is its value in the base year, more is always better. Scores of
one theme are averaged, and themes of one ring are averaged, without weights. What the police
registered and what residents perceive are two rings and are never made into one number, for they
drift apart and the difference is the news.

Sources: Nardo et al. (2008), Handbook on Constructing Composite Indicators (OECD/JRC);
Wijkprofiel Rotterdam, explanation of its scores (unweighted, 100 = the city in the base year,
bands at 70, 90 and 110).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from safetymethods.poisson import check_level
from safetymethods.result import Caveat, Flags, Floats, Result, floats, found

VERSION = "1"
SEED = 2014
WEIGHTINGS = 5000
Direction = Literal["better", "worse"]
RingName = Literal["registered", "perceived"]
Bands = NDArray[np.uint8]


class Band(IntEnum):
    """Where a score lies: about the level of the base (90 to 110), above it, or below it."""

    NONE = 0
    FAR_BELOW = 1
    """Under 70."""
    BELOW = 2
    """From 70 to under 90."""
    AROUND = 3
    """From 90 to 110."""
    ABOVE = 4
    """Over 110."""


@dataclass(frozen=True, kw_only=True)
class Ring:
    """The index of one ring, one value per area, and what it is made of; NaN where there is none.

    `theme_scores` has shape (areas, themes). `parts`, shape (areas, indicators of the ring), adds
    up to the index: the score of an indicator over the number of indicators in its theme and of
    themes. `low` and `high` are NaN without errors or draws. `kept` is the share of random
    weightings of the themes with which the area stays in its `band`; `without` is the index when
    each theme in turn is left out, shape (areas, themes), and `without_band` its band.
    `left_out` are indicators that no area has.
    """

    name: RingName
    indicators: tuple[int, ...]
    left_out: tuple[int, ...]
    themes: tuple[str, ...]
    theme_scores: Floats
    parts: Floats
    index: Floats
    low: Floats
    high: Floats
    band: Bands
    kept: Floats
    without: Floats
    without_band: Bands


@dataclass(frozen=True, kw_only=True)
class Index(Result):
    """The scores of all indicators, shape (areas, indicators), and an index for each ring.

    A ring without indicators is None. There is no number over both rings, on purpose.
    """

    scores: Floats
    registered: Ring | None
    perceived: Ring | None
    weightings: int
    level: float


def composite_index(
    values: ArrayLike,
    base: ArrayLike,
    *,
    direction: Sequence[Direction],
    themes: Sequence[str],
    rings: Sequence[RingName],
    errors: ArrayLike | None = None,
    draws: ArrayLike | None = None,
    level: float = 0.95,
    weightings: int = WEIGHTINGS,
    seed: int = SEED,
) -> Index:
    """Scores on base 100, theme by theme and ring by ring, with their uncertainty.

    `values` has shape (areas, indicators); `base` holds the values of the base year, shape
    (indicators,) or that of the values. `direction`, `themes` and `rings` hold one entry per
    indicator. A score is 100 x / x0 where more is better and 200 - 100 x / x0 where more is
    worse. The band comes from standard `errors` (shape of the values, independent of each other:
    the index is a sum, so its normal limits are exact) or from `draws` (shape (draws, areas,
    indicators)); the base is taken as known. Random weights of themes are uniform over all
    weightings (Dirichlet with ones). An indicator that no area has is left out; an area that
    misses another indicator has no score for that theme and no index for that ring. Raises
    ValueError for shapes that do not fit, values under zero or infinite, a base not above zero,
    unknown directions or rings, errors under zero, and both errors and draws.
    """
    check_level(level)
    given = _Given.of(values, base, direction, themes, rings)
    if errors is not None and draws is not None:
        raise ValueError("give errors or draws, not both")
    if weightings < 1:
        raise ValueError(f"the number of weightings cannot be {weightings}")
    spread = None if errors is None else given.scale * _checked_errors(errors, given)
    drawn = None if draws is None else given.scored(_checked_draws(draws, given))
    both: dict[RingName, Ring | None] = {"registered": None, "perceived": None}
    for name in both:
        columns = np.flatnonzero([ring == name for ring in rings])
        if len(columns):
            plan = _Plan.of(name, columns, given)
            both[name] = _ring(plan, given, spread, drawn, level, weightings, seed)
    made = [ring for ring in both.values() if ring is not None]
    return Index(
        method="composite.unweighted",
        version=VERSION,
        caveats=_caveats(made),
        scores=given.scores,
        registered=both["registered"],
        perceived=both["perceived"],
        weightings=weightings,
        level=level,
    )


def band_of(scores: ArrayLike) -> Bands:
    """The `Band` of each score: 90 and 110 are both around the base; NaN has none."""
    given = np.round(floats(scores), 9)  # sums in another order must not cross a border
    borders = (given >= 70).astype(np.uint8) + (given >= 90) + (given > 110) + Band.FAR_BELOW
    return np.where(np.isnan(given), np.uint8(Band.NONE), borders.astype(np.uint8))


@dataclass(frozen=True)
class _Given:
    """Checked input: scores and, for each indicator, how the score moves with the value."""

    scores: Floats
    base: Floats
    worse: Flags
    themes: tuple[str, ...]

    @classmethod
    def of(
        cls,
        values: ArrayLike,
        base: ArrayLike,
        direction: Sequence[Direction],
        themes: Sequence[str],
        rings: Sequence[RingName],
    ) -> "_Given":
        raw = floats(values)
        if raw.ndim != 2 or not raw.shape[1]:
            raise ValueError(f"values need areas and indicators, not shape {raw.shape}")
        if not raw.shape[1] == len(direction) == len(themes) == len(rings):
            raise ValueError("direction, themes and rings need one entry per indicator")
        _among(direction, ("better", "worse"))
        _among(rings, ("registered", "perceived"))
        level = floats(base)
        if level.shape not in (raw.shape, raw.shape[1:]):
            raise ValueError(f"a base of shape {level.shape} does not fit values {raw.shape}")
        if (raw < 0).any() or np.isinf(raw).any() or not (level > 0).all() or np.isinf(level).any():
            raise ValueError("values must be zero or more and the base above zero, all finite")
        given = cls(raw, level, np.array([way == "worse" for way in direction]), tuple(themes))
        return cls(given.scored(raw), given.base, given.worse, given.themes)

    @property
    def scale(self) -> Floats:
        """Points of score per unit of the value, without its sign."""
        return 100 / self.base

    def scored(self, values: Floats) -> Floats:
        score = self.scale * values
        return np.where(self.worse, 200 - score, score)


@dataclass(frozen=True)
class _Plan:
    """How a ring is put together: `share` (themes, indicators) averages scores to themes."""

    name: RingName
    columns: NDArray[np.int64]
    left_out: NDArray[np.int64]
    themes: tuple[str, ...]
    share: Floats

    @classmethod
    def of(cls, name: RingName, columns: NDArray[np.int64], given: _Given) -> "_Plan":
        there = ~np.isnan(given.scores[:, columns]).all(axis=0)
        used = columns[there]
        names = [given.themes[column] for column in used]
        themes = tuple(dict.fromkeys(names))
        member = np.array([[one == theme for one in names] for theme in themes], dtype=np.float64)
        share = member.reshape(len(themes), len(used))
        share = share / np.maximum(share.sum(axis=1, keepdims=True), 1)
        return cls(name, used, columns[~there], themes, share)


def _ring(
    plan: _Plan,
    given: _Given,
    errors: Floats | None,
    draws: Floats | None,
    level: float,
    weightings: int,
    seed: int,
) -> Ring:
    scores = given.scores[:, plan.columns]
    number = len(plan.themes)
    theme_scores = _theme_scores(scores, plan.share)
    weight = plan.share.sum(axis=0) / max(number, 1)
    parts = scores * weight
    index = parts.sum(axis=1) if number else np.full(len(scores), np.nan)
    half = np.full(len(scores), np.nan)
    if errors is not None:
        z = float(ndtri(0.5 + level / 2))
        half = z * np.sqrt(((weight * errors[:, plan.columns]) ** 2).sum(axis=1))
    low, high = index - half, index + half
    if draws is not None:
        tails = [(1 - level) / 2, (1 + level) / 2]
        low, high = np.quantile(draws[..., plan.columns] @ weight, tails, axis=0) + 0 * index
    others = index[:, None] * number - theme_scores
    without = others / (number - 1) if number > 1 else np.full(theme_scores.shape, np.nan)
    band = band_of(index)
    return Ring(
        name=plan.name,
        indicators=tuple(int(column) for column in plan.columns),
        left_out=tuple(int(column) for column in plan.left_out),
        themes=plan.themes,
        theme_scores=theme_scores,
        parts=parts,
        index=index,
        low=low,
        high=high,
        band=band,
        kept=_kept(theme_scores, band, weightings, seed),
        without=without,
        without_band=band_of(without),
    )


def _theme_scores(scores: Floats, share: Floats) -> Floats:
    """The mean of the scores of each theme; NaN where one of them is missing."""
    missing = np.isnan(scores)
    means = np.where(missing, 0.0, scores) @ share.T
    return np.where(missing.astype(np.float64) @ share.T > 0, np.nan, means)


def _kept(theme_scores: Floats, band: Bands, weightings: int, seed: int) -> Floats:
    """The share of random weightings that keeps each area in its band; in slices, to save room."""
    themes = theme_scores.shape[1]
    random = np.random.default_rng(seed)
    weights = random.dirichlet(np.ones(max(themes, 1)), size=weightings)[:, :themes]
    same = np.zeros(len(band))
    for start in range(0, weightings, 100):
        weighed = theme_scores @ weights[start : start + 100].T
        same += (band_of(weighed) == band[:, None]).sum(axis=1)
    return np.where(band == Band.NONE, np.nan, same / weightings)


def _among(given: Sequence[str], known: tuple[str, ...]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise ValueError(f"choose among {known}, not {unknown}")


def _checked_errors(errors: ArrayLike, given: _Given) -> Floats:
    spread = floats(errors)
    if spread.shape != given.scores.shape or (spread < 0).any():
        raise ValueError("errors must be zero or more, in the shape of the values")
    return spread


def _checked_draws(draws: ArrayLike, given: _Given) -> Floats:
    drawn = floats(draws)
    if drawn.ndim != 3 or drawn.shape[1:] != given.scores.shape or not len(drawn):
        raise ValueError("draws need the shape (draws, areas, indicators)")
    return drawn


def _caveats(rings: Sequence[Ring]) -> tuple[Caveat, ...]:
    return found(
        areas_left_out=any(np.isnan(ring.index).any() for ring in rings),
        types_left_out=any(ring.left_out for ring in rings),
    )
