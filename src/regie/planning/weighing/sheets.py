"""Ballots as a table of numbers: ballots are rows, candidates columns.

Candidates are in the order of their identifiers and ballots in that of their content, so that the
order in which they came changes nothing, not even the last decimal of a draw.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from regie.planning.weighing.rules import LIMIT, TIERS, Form, Question, Vote, clean, refusal
from safetymethods.additive_values import swing_weights
from safetymethods.bradley_terry import bradley_terry
from safetymethods.rankings import borda_points
from safetymethods.result import Caveat, Flags, Floats, floats

TIER_POINTS = {"priority": 2.0, "strategic": 1.0, "maintenance": 0.0}
Content = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All that was said in a round, in numbers.

    `table` holds per ballot what each candidate got; NaN where the ballot does not speak of it.
    `most` is the largest lead one ballot can give a candidate over another. `duels`, shape
    (ballots, candidates, candidates), only has a meaning for pairwise comparison. `weights`, shape
    (ballots, criteria), holds members' own weights, or those of the round on one row. `scores`,
    shape (3, candidates, criteria), holds scores with their low and high limits.
    """

    form: str
    candidates: tuple[str, ...]
    criteria: tuple[str, ...]
    places: int
    groups: tuple[str, ...]
    contents: tuple[Content, ...]
    table: Floats
    most: float
    duels: Floats | None = None
    weights: Floats | None = None
    scores: Floats | None = None
    spoken: Flags | None = None
    """Which candidates each ballot names, where the table has a number for the others too."""

    @property
    def ballots(self) -> int:
        """How many were counted."""
        return len(self.contents)

    @property
    def identical(self) -> bool:
        """Whether all ballots say the same."""
        return all(one == self.contents[0] for one in self.contents)

    @property
    def enough(self) -> bool:
        """Whether there is something to rank: a ballot, and two candidates."""
        return self.ballots > 0 and len(self.candidates) > 1

    @cached_property
    def judged(self) -> Floats:
        """How many ballots speak of each candidate."""
        named = ~np.isnan(self.table) if self.spoken is None else self.spoken
        return floats(named.sum(axis=0))

    @property
    def wanted(self) -> Flags:
        """Which candidates got anything at all from anybody."""
        some: Flags = (self.judged > 0) & (self.totals > 0)
        return some

    @cached_property
    def values(self) -> Floats:
        """What ranks: the mean per ballot, or the strength from duels; shape (candidates,)."""
        return floats(self.drawn(np.ones((1, self.ballots)))[0])

    @cached_property
    def connected(self) -> bool:
        """Whether duels tie all candidates together, so that strengths need no prior."""
        if self.duels is None:
            return True
        return Caveat.NOT_CONNECTED not in bradley_terry(self.duels.sum(axis=0)).caveats

    def drawn(self, times: Floats, *, prior: float | None = None) -> Floats:
        """The values when ballots were cast so many `times`, of (draws, ballots).

        A candidate that nobody speaks of in a draw keeps its mean over all ballots, or 0.
        """
        if self.duels is not None:
            number = len(self.candidates)
            won = (times @ self.duels.reshape(self.ballots, -1)).reshape(-1, number, number)
            return bradley_terry(won, prior=prior).strength
        known = ~np.isnan(self.table)
        sums, counts = times @ np.where(known, self.table, 0.0), times @ known.astype(np.float64)
        all_counts = np.maximum(known.sum(axis=0), 1)
        usual = np.where(known, self.table, 0.0).sum(axis=0) / all_counts
        return floats(np.where(counts > 0, sums / np.maximum(counts, 1), usual))

    @property
    def totals(self) -> Floats:
        """What is counted: points, ticks, duels won, ballots for the first tier; else the value."""
        if self.duels is not None:
            return floats(self.duels.sum(axis=(0, 2)))
        if self.form == Form.TIERS:
            return floats((self.table == TIER_POINTS[TIERS[0]]).sum(axis=0))
        if self.form in {Form.SCORING, Form.WEIGHTS}:
            return self.values
        return floats(np.nansum(self.table, axis=0))

    @property
    def shares(self) -> Floats:
        """From 0 to 1: of the points, of the ballots, of the most possible, or of winning."""
        if self.form == Form.POINTS:
            return floats(self.totals / self.totals.sum())
        if self.form == Form.PAIRWISE:
            return floats(1 / (1 + np.exp(-self.values)))
        if self.form in {Form.TIERS, Form.APPROVAL}:
            return floats(self.totals / np.maximum(self.judged, 1))
        return floats(self.values / self.most)

    @cached_property
    def mean_weights(self) -> Mapping[str, float]:
        """The mean weight of each criterion, empty where there are none."""
        if self.weights is None or not len(self.weights):
            return {}
        means = self.weights.mean(axis=0)
        return dict(zip(self.criteria, map(float, means), strict=True))

    def parts(self, at: int) -> Mapping[str, float]:
        """What makes up the value of a candidate, per criterion; or its ballots per tier."""
        if self.form == Form.TIERS:
            return {
                tier: float((self.table[:, at] == points).sum())
                for tier, points in TIER_POINTS.items()
            }
        if self.scores is None:
            return {}
        return {
            name: weight * float(score)
            for (name, weight), score in zip(
                self.mean_weights.items(), self.scores[0, at], strict=True
            )
        }

    def of(self, rows: Sequence[int]) -> "Sheet":
        """A part of the ballots, such as those of a group."""
        rows = list(rows)
        own = self.form == Form.WEIGHTS and self.weights is not None
        return replace(
            self,
            groups=tuple(self.groups[row] for row in rows),
            contents=tuple(self.contents[row] for row in rows),
            table=self.table[rows],
            duels=None if self.duels is None else self.duels[rows],
            weights=self.weights[rows] if own and self.weights is not None else self.weights,
            spoken=None if self.spoken is None else self.spoken[rows],
        )


def read(question: Question, votes: Sequence[Vote]) -> Sheet:
    """The ballots that fit the question, in numbers.

    Raises ValueError for a form that does not exist, and for missing scores of `weights`.
    """
    if question.form not in _READ:
        raise ValueError(f"there is no form {question.form!r}")
    asked = replace(question, candidates=tuple(sorted(question.candidates)))
    fitting = [
        (vote.group, clean(asked, vote.content))
        for vote in votes
        if refusal(asked, vote.content) is None
    ]
    fitting.sort(key=lambda pair: (json.dumps(pair[1], sort_keys=True), pair[0]))
    contents = tuple(content for _, content in fitting)
    return _READ[question.form](
        asked,
        Sheet(
            form=question.form,
            candidates=asked.candidates,
            criteria=asked.criteria,
            places=asked.places,
            groups=tuple(group for group, _ in fitting),
            contents=contents,
            table=np.zeros((len(contents), len(asked.candidates))),
            most=1.0,
        ),
    )


def _points(question: Question, sheet: Sheet) -> Sheet:
    table = [
        [content["points"].get(name, 0) for name in sheet.candidates] for content in sheet.contents
    ]
    return replace(sheet, table=_shaped(table, sheet), most=float(question.points))


def _approval(question: Question, sheet: Sheet) -> Sheet:
    table = [
        [name in content["approved"] for name in sheet.candidates] for content in sheet.contents
    ]
    return replace(sheet, table=_shaped(table, sheet))


def _ranking(question: Question, sheet: Sheet) -> Sheet:
    ranks = np.full(sheet.table.shape, np.nan)
    for row, content in enumerate(sheet.contents):
        for place, name in enumerate(content["order"]):
            ranks[row, sheet.candidates.index(name)] = place + 1
    most = float(max(1, len(sheet.candidates) - 1))
    return replace(sheet, table=borda_points(ranks), most=most, spoken=~np.isnan(ranks))


def _pairwise(question: Question, sheet: Sheet) -> Sheet:
    number = len(sheet.candidates)
    duels = np.zeros((sheet.ballots, number, number))
    for row, content in enumerate(sheet.contents):
        for winner, loser in content["pairs"]:
            duels[row, sheet.candidates.index(winner), sheet.candidates.index(loser)] = 1
    met = duels.sum(axis=2) + duels.sum(axis=1)
    table = np.where(met > 0, duels.sum(axis=2), np.nan)
    return replace(sheet, table=table, duels=duels)


def _scoring(question: Question, sheet: Sheet) -> Sheet:
    given = question.weights or dict.fromkeys(question.criteria, 1.0)
    weights = swing_weights([given[name] for name in question.criteria]).weights
    every = np.full((sheet.ballots, len(sheet.candidates), len(question.criteria)), np.nan)
    for row, content in enumerate(sheet.contents):
        for name, scores in content["scores"].items():
            every[row, sheet.candidates.index(name)] = [scores[code] for code in question.criteria]
    known = (~np.isnan(every)).sum(axis=0)
    means = np.nansum(every, axis=0) / np.maximum(known, 1)
    return replace(
        sheet,
        table=every @ weights,
        most=float(LIMIT),
        weights=weights[None, :],
        scores=np.stack([means, means, means]),
    )


def _weights(question: Question, sheet: Sheet) -> Sheet:
    if question.scores is None:
        raise ValueError("weighing criteria needs the scores of the candidates")
    shape = (len(sheet.candidates), len(question.criteria))
    pairs = [(name, code) for name in sheet.candidates for code in question.criteria]
    missing = [pair for pair in pairs if pair not in question.scores]
    if missing:
        raise ValueError(f"there is no score of {missing[0][0]} on {missing[0][1]}")
    scores = np.array([question.scores[pair] for pair in pairs], dtype=np.float64)
    scores = scores.reshape(*shape, 3)
    value = scores[:, :, 0]
    limits = [np.minimum(scores[:, :, 1], value), np.maximum(scores[:, :, 2], value)]
    swings = [[content["swing"][code] for code in question.criteria] for content in sheet.contents]
    weights = swing_weights(swings).weights if swings else np.zeros((0, len(question.criteria)))
    return replace(
        sheet,
        table=weights @ value.T,
        most=float(LIMIT),
        weights=weights,
        scores=np.stack([value, *limits]),
    )


def _tiers(question: Question, sheet: Sheet) -> Sheet:
    table = [
        [TIER_POINTS.get(content["tiers"].get(name, ""), np.nan) for name in sheet.candidates]
        for content in sheet.contents
    ]
    return replace(sheet, table=_shaped(table, sheet), most=TIER_POINTS[TIERS[0]])


def _shaped(rows: Sequence[Sequence[float]], sheet: Sheet) -> Floats:
    """A table in the shape of the sheet, also without any ballot."""
    return np.array(rows, dtype=np.float64).reshape(sheet.table.shape)


_READ: Mapping[str, Callable[[Question, Sheet], Sheet]] = {
    Form.POINTS: _points,
    Form.PAIRWISE: _pairwise,
    Form.RANKING: _ranking,
    Form.SCORING: _scoring,
    Form.WEIGHTS: _weights,
    Form.APPROVAL: _approval,
    Form.TIERS: _tiers,
}
