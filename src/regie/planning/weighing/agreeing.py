"""Do the participants agree? Kendall's W, and the criteria on which they differ most."""

from dataclasses import dataclass

import numpy as np

from regie.planning.weighing.rules import Form
from regie.planning.weighing.sheets import Sheet
from safetymethods.agreement import concordance, spread
from safetymethods.preferences import PreferenceError

AGREE, PARTLY, DISAGREE, UNKNOWN = "agree", "partly", "disagree", ""
STRONG, WEAK = 0.7, 0.3
"""Schmidt (1997), Decision Sciences 28, 763-774: from .7 agreement is strong, to .3 weak."""


@dataclass(frozen=True)
class CriterionSpread:
    """Half of the participants gave this criterion a weight (0 to 1) between `low` and `high`."""

    criterion: str
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """Kendall's W over the ballots that speak of every candidate, None where it says nothing.

    `level` is its class: agree, partly, disagree, or "" without W. `criteria` are ordered by
    spread, the largest first; only for weights.
    """

    w: float | None = None
    p: float | None = None
    level: str = UNKNOWN
    judges: int = 0
    criteria: tuple[CriterionSpread, ...] = ()


def agreement_of(sheet: Sheet) -> Agreement:
    """How far the ballots agree. Needs two ballots that speak of every candidate."""
    whole = sheet.table[~np.isnan(sheet.table).any(axis=1)]
    judges = len(whole)
    criteria = _criteria(sheet)
    if not sheet.enough or judges < 2 or not _same_pairs(sheet):
        return Agreement(judges=judges, criteria=criteria)
    found = concordance(whole)
    if np.isnan(found.w):
        return Agreement(judges=judges, criteria=criteria)
    return Agreement(found.w, found.p, level_of(found.w), judges, criteria)


def level_of(w: float) -> str:
    """The class of an agreement."""
    if w >= STRONG:
        return AGREE
    return PARTLY if w >= WEAK else DISAGREE


def _same_pairs(sheet: Sheet) -> bool:
    """Duels won say something only where everybody compared the same pairs."""
    if sheet.duels is None:
        return True
    met = sheet.duels + np.swapaxes(sheet.duels, 1, 2)
    return bool((met == met[:1]).all())


def _criteria(sheet: Sheet) -> tuple[CriterionSpread, ...]:
    if sheet.form != Form.WEIGHTS or sheet.weights is None:
        return ()
    try:
        found = spread(sheet.weights)
    except PreferenceError:
        return ()  # no ballots, or one criterion
    rows = zip(sheet.criteria, found.low, found.median, found.high, strict=True)
    spreads = [CriterionSpread(name, float(a), float(b), float(c)) for name, a, b, c in rows]
    return tuple(sorted(spreads, key=lambda one: (one.low - one.high, one.criterion)))
