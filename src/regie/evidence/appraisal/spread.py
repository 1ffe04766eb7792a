"""How unevenly offences are spread over the neighbourhoods, beside chance alone (D7)."""

import numpy as np

from regie.evidence.appraisal.basis import Basis
from regie.evidence.appraisal.material import Block
from regie.evidence.appraisal.numbers import number
from regie.evidence.appraisal.places import LEAST_PLACES, Spread, spread
from regie.evidence.appraisal.rules import Concentration, Why
from safetymethods.concentration import ChanceSpread, chance_spread

TOP = 0.10
DRAWS = 199


def concentrations(
    source: Block | None, basis: Basis, indicators: int
) -> tuple[Concentration, ...]:
    """One per indicator; without neighbourhoods there is nothing to say."""
    if source is None or len(source.areas) < LEAST_PLACES:
        return tuple(Concentration(why=Why.SHORT) for _ in range(indicators))
    pooled = spread(source, basis)
    observed = np.where(pooled.used, pooled.observed, np.nan).T
    expected = np.where(pooled.used, pooled.expected, np.nan).T
    nothing = np.nansum(observed, axis=0) == 0
    weights = np.where(nothing, 1.0, expected)  # without events every spread is as good
    chance = chance_spread(observed, exposure=weights, shares=(TOP,), draws=DRAWS)
    return tuple(_one(source, pooled, chance, basis, at) for at in range(indicators))


def _one(
    source: Block, pooled: Spread, chance: ChanceSpread, basis: Basis, at: int
) -> Concentration:
    used = pooled.used[at]
    total = float(np.where(used, pooled.observed[at], 0.0).sum())
    last = int(pooled.last[at])
    why = _why(source, pooled, basis, at, total)
    if why:
        return Concentration(period=source.periods[last], total=number(total), why=why)
    order = np.argsort(-np.where(used, pooled.observed[at], -1.0), kind="stable")
    places = max(1, round(TOP * int(used.sum())))
    return Concentration(
        period=source.periods[last],
        years=int(pooled.years[at]),
        places=int(used.sum()),
        total=total,
        gini=number(chance.gini.observed[at]),
        gini_expected=number(chance.gini.expected[at]),
        gini_high=number(chance.gini.high[at]),
        top_share=number(chance.top.observed[0, at]),
        top_places=places,
        top=tuple(source.areas[row] for row in order[:places]),
        concentrated=bool(chance.top.more_than_chance[0, at]),
    )


def _why(source: Block, pooled: Spread, basis: Basis, at: int, total: float) -> Why:
    hidden = all(
        source.why(at, row, int(pooled.last[at])) is Why.HIDDEN for row in range(len(source.areas))
    )
    if hidden:
        return Why.HIDDEN
    if int(pooled.used[at].sum()) < LEAST_PLACES:
        return Why.NO_FIGURES
    return Why.FEW if total < basis.setting("tested_minimum") else Why.NOTHING
