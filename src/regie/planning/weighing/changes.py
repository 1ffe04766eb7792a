"""Who or what would have to change for another outcome?"""

from dataclasses import dataclass

import numpy as np

from regie.planning.weighing.rules import Form
from regie.planning.weighing.sheets import Sheet
from safetymethods.additive_values import Tipping, tipping_points
from safetymethods.rankings import place_of
from safetymethods.result import Floats


@dataclass(frozen=True)
class WeightChange:
    """With this weight of the criterion (0 to 1), the others in proportion, it crosses over."""

    criterion: str
    now: float
    then: float


@dataclass(frozen=True)
class ScoreChange:
    """With so many points more (or less) on the criterion it crosses the border."""

    criterion: str
    change: float


@dataclass(frozen=True, kw_only=True)
class Tip:
    """What would bring a candidate in, or put it out.

    `rival` is the one it would change places with. `ballots` is the smallest number that would
    have to be filled in otherwise, None where no number does it or that cannot be said. `weight`
    and `score` are the smallest changes on one criterion, None where none does it.
    """

    candidate: str
    inside: bool
    rival: str
    ballots: int | None
    weight: WeightChange | None = None
    score: ScoreChange | None = None


def tips_of(sheet: Sheet) -> tuple[Tip, ...]:
    """One per candidate, the nearest to the border first; empty where all that are wanted fit."""
    if not sheet.enough or sheet.places >= sheet.wanted.sum():
        return ()
    ranks = place_of(sheet.values)
    order = np.lexsort((np.arange(len(ranks)), ranks))
    last_in, first_out = int(order[sheet.places - 1]), int(order[sheet.places])
    inside = set(order[: sheet.places].tolist())
    border = ranks[last_in] == ranks[first_out]
    turning = _turning(sheet)
    tips = []
    for at in order.tolist():
        held = at in inside and not (border and ranks[at] == ranks[last_in])
        rival = first_out if at in inside else last_in
        tips.append(_tip(sheet, at, rival, held, turning))
    gaps = {tip.candidate: _distance(sheet, tip) for tip in tips}
    return tuple(sorted(tips, key=lambda tip: (gaps[tip.candidate], tip.candidate)))


def _tip(sheet: Sheet, at: int, rival: int, inside: bool, turning: Tipping | None) -> Tip:
    up, down = (rival, at) if inside else (at, rival)
    return Tip(
        candidate=sheet.candidates[at],
        inside=inside,
        rival=sheet.candidates[rival],
        ballots=ballots_to_turn(*_leads(sheet, up, down)),
        weight=_weight(sheet, at, turning),
        score=_score(sheet, at, turning),
    )


def _distance(sheet: Sheet, tip: Tip) -> float:
    """How far a candidate lies from its rival."""
    at, rival = sheet.candidates.index(tip.candidate), sheet.candidates.index(tip.rival)
    return round(abs(float(sheet.values[at] - sheet.values[rival])), 9)


def _leads(sheet: Sheet, up: int, down: int) -> tuple[Floats, float]:
    """What each ballot gives `up` more than `down`, and the most that a ballot can give."""
    if sheet.duels is not None:
        return np.full(sheet.ballots, np.nan), 0.0
    most = sheet.most
    if sheet.form == Form.WEIGHTS and sheet.scores is not None:
        most = float((sheet.scores[0, up] - sheet.scores[0, down]).max())
    return sheet.table[:, up] - sheet.table[:, down], most


def ballots_to_turn(leads: Floats, most: float) -> int | None:
    """The smallest number of ballots that, filled in otherwise, puts one above the other.

    `leads` is what each ballot gives the one more than the other, `most` what a ballot can give.
    None where the ballots do not all speak of both, or where no number is enough.

    >>> ballots_to_turn(np.array([1.0, -1.0, -1.0, -1.0]), 1.0)
    2
    """
    if np.isnan(leads).any():
        return None
    behind = -float(leads.sum())
    gains = np.cumsum(np.sort(most - leads)[::-1])
    enough = np.flatnonzero(gains > behind + 1e-9)
    return int(enough[0]) + 1 if len(enough) else None


def _turning(sheet: Sheet) -> Tipping | None:
    if sheet.scores is None or (sheet.form == Form.SCORING and np.isnan(sheet.table).any()):
        return None
    return tipping_points(sheet.scores[0], list(sheet.mean_weights.values()), sheet.places)


def _weight(sheet: Sheet, at: int, turning: Tipping | None) -> WeightChange | None:
    """The smallest change of one weight."""
    if turning is None or np.isnan(turning.weight[at]).all():
        return None
    now = np.array(list(sheet.mean_weights.values()))
    nearest = int(np.nanargmin(np.round(np.abs(turning.weight[at] - now), 9)))
    name = sheet.criteria[nearest]
    return WeightChange(name, float(now[nearest]), float(turning.weight[at, nearest]))


def _score(sheet: Sheet, at: int, turning: Tipping | None) -> ScoreChange | None:
    """The smallest change of one score."""
    if turning is None or np.isnan(turning.score[at]).all():
        return None
    nearest = int(np.nanargmin(np.round(np.abs(turning.score[at]), 9)))
    return ScoreChange(sheet.criteria[nearest], float(turning.score[at, nearest]))
