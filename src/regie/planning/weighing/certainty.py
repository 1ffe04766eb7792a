"""How sure is the ranking: with other members, other weights, or another candidate less?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from regie.planning.weighing.rules import SMALLEST_GROUP, Form
from regie.planning.weighing.sheets import Sheet
from safetymethods.acceptability import (
    Acceptability,
    Standing,
    acceptability,
    acceptability_of_draws,
    standing_of,
)
from safetymethods.additive_values import additive_value
from safetymethods.rank_reversal import Ranking, Reversals, rank_reversals
from safetymethods.rankings import borda_points, duels, schulze
from safetymethods.result import Floats

DRAWS = {"ballots": 4000, "duels": 500, "weights": 20_000}
PRIOR = 0.5
LIKELY = 0.5
"""From here a place among the first is more likely than not."""
TAIL = 0.05
"""Ranks that a candidate has in fewer draws, at each end, are not told."""
BY_BALLOTS, BY_WEIGHTS, NOT_ASKED = "ballots", "weights", ""


@dataclass(frozen=True)
class Certainty:
    """Shares of draws.

    `by` says what was varied: ballots (another group of as many such participants), weights
    (each member's own, with scores between their limits), or "" with under five ballots: then
    nothing is sure, and no candidate is core. `top` is the probability to be among
    the places, `classes` what that says, `ranks` the share of draws per rank. `above[i][j]` is the
    share in which i stands above j. `other_weights` is `top` when the criteria may have any
    weights; only for scores and weights. `reversing` are candidates whose leaving changes who of
    the others is among the places. `by_duels` are the first places by duels (Schulze) where those
    are others; only for rankings.
    """

    by: str = NOT_ASKED
    draws: int = 0
    top: Mapping[str, float] = field(default_factory=dict)
    classes: Mapping[str, Standing] = field(default_factory=dict)
    ranks: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    above: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    other_weights: Mapping[str, float] | None = None
    reversing: tuple[str, ...] = ()
    by_duels: tuple[str, ...] = ()


def certainty_of(sheet: Sheet, seed: int) -> tuple[Certainty, Mapping[str, int], Mapping[str, int]]:
    """The certainty, and the first and the last rank that each candidate may as well have."""
    names = sheet.candidates
    if not sheet.enough:
        ones = dict.fromkeys(names, 1)
        sure = dict.fromkeys(names, 1.0)
        return Certainty(top=sure, classes=dict.fromkeys(names, Standing.CORE)), ones, ones
    found = _drawn(sheet, seed)
    low, high = _likely(found)
    by = _by(sheet)
    top = np.where(sheet.wanted, found.top, 0.0)
    most = Standing.CORE if by else Standing.DISCUSS
    standings = [min(Standing(int(one)), most) for one in standing_of(top)]
    certainty = Certainty(
        by=by,
        draws=found.draws,
        top=_named(names, top),
        classes=dict(zip(names, standings, strict=True)),
        ranks={name: tuple(map(float, row)) for name, row in zip(names, found.rank, strict=True)},
        above={name: _named(names, row) for name, row in zip(names, found.pairwise, strict=True)},
        other_weights=_other_weights(sheet, seed),
        reversing=_reversing(sheet),
        by_duels=_by_duels(sheet),
    )
    return certainty, _whole(names, low), _whole(names, high)


def _by(sheet: Sheet) -> str:
    """What is varied; of a few ballots no other group can be made that says anything."""
    if sheet.form == Form.WEIGHTS:
        return BY_WEIGHTS
    return BY_BALLOTS if sheet.ballots >= SMALLEST_GROUP else NOT_ASKED


def _drawn(sheet: Sheet, seed: int) -> Acceptability:
    """Draws of members' weights with unsure scores, or of ballots with replacement."""
    if sheet.form == Form.WEIGHTS and sheet.scores is not None:
        value, low, high = sheet.scores
        return acceptability(
            value,
            sheet.places,
            low=low,
            high=high,
            weights=sheet.weights,
            draws=DRAWS["weights"],
            seed=seed,
        )
    draws = DRAWS["ballots" if sheet.duels is None else "duels"]
    random = np.random.default_rng(seed)
    even = np.full(sheet.ballots, 1 / sheet.ballots)
    times = random.multinomial(sheet.ballots, even, size=draws).astype(np.float64)
    values = np.round(sheet.drawn(times, prior=PRIOR), 9)
    lifted = values - values.min()
    return acceptability_of_draws(lifted[:, :, None], [1.0], sheet.places)


def _likely(found: Acceptability) -> tuple[Floats, Floats]:
    """The ranks between which a candidate lies in nine of ten draws."""
    upto = np.round(np.cumsum(found.rank, axis=1), 9)
    low = (upto <= TAIL).sum(axis=1) + 1.0
    high = (upto < 1 - TAIL).sum(axis=1) + 1.0
    return low, np.maximum(low, high)


def _other_weights(sheet: Sheet, seed: int) -> Mapping[str, float] | None:
    if sheet.scores is None or len(sheet.criteria) < 2:
        return None
    value, low, high = sheet.scores
    found = acceptability(
        value, sheet.places, low=low, high=high, draws=DRAWS["ballots"], seed=seed
    )
    return _named(sheet.candidates, found.top)


def _reversing(sheet: Sheet) -> tuple[str, ...]:
    """Candidates whose leaving brings others among the places, apart from their own place."""
    table, ranking = _ranking(sheet)
    found: Reversals = rank_reversals(table, ranking, sheet.places)
    return tuple(
        name for name, turned in zip(sheet.candidates, found.first_changed, strict=True) if turned
    )


def _ranking(sheet: Sheet) -> tuple[Floats, Ranking]:
    """A table with a row per candidate, and how such a table is ranked in this form."""
    if sheet.scores is not None:
        weights = list(sheet.mean_weights.values())
        return sheet.scores[0], lambda rows: additive_value(rows, weights).values
    if sheet.form == Form.RANKING:
        return sheet.table.T, lambda rows: borda_points(-rows.T).sum(axis=0)
    known = np.nan_to_num(sheet.table.T)
    return known, lambda rows: rows.sum(axis=1)


def _by_duels(sheet: Sheet) -> tuple[str, ...]:
    """The first places by Schulze's method where they are others than by points; else empty."""
    if sheet.form != Form.RANKING:
        return ()
    place = schulze(duels(-sheet.table + sheet.most).wins).place
    first = {name for name, at in zip(sheet.candidates, place, strict=True) if at <= sheet.places}
    points = -np.sort(-sheet.values)[sheet.places - 1]
    own = {
        name for name, at in zip(sheet.candidates, sheet.values, strict=True) if at >= points - 1e-9
    }
    return tuple(sorted(first)) if first != own else ()


def _named(names: tuple[str, ...], values: Floats) -> dict[str, float]:
    return dict(zip(names, map(float, values), strict=True))


def _whole(names: tuple[str, ...], values: Floats) -> dict[str, int]:
    return {name: int(value) for name, value in zip(names, values, strict=True)}
