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
    totals = np.where(pooled.used, pooled.observed, 0.0).sum(axis=1)
    whys = [_why(source, pooled, basis, at, float(totals[at])) for at in range(indicators)]
    told = [at for at, why in enumerate(whys) if not why]
    chance = _chance(pooled, told) if told else None
    return tuple(
        Concentration(
            period=source.periods[int(pooled.last[at])], total=number(totals[at]), why=why
        )
        if why or chance is None
        else _one(source, pooled, chance, at, told.index(at))
        for at, why in enumerate(whys)
    )


def _chance(pooled: Spread, types: list[int]) -> ChanceSpread:
    """What chance alone gives, for the types of which something is told: draws take long."""
    observed = np.where(pooled.used, pooled.observed, np.nan)[types].T
    expected = np.where(pooled.used, pooled.expected, np.nan)[types].T
    nothing = np.nansum(observed, axis=0) == 0
    weights = np.where(nothing, 1.0, expected)  # without events every spread is as good
    return chance_spread(observed, exposure=weights, shares=(TOP,), draws=DRAWS)


def _one(source: Block, pooled: Spread, chance: ChanceSpread, at: int, drawn: int) -> Concentration:
    """The verdict on the type `at`, which has the place `drawn` among those that were drawn."""
    used, last = pooled.used[at], int(pooled.last[at])
    total = float(np.where(used, pooled.observed[at], 0.0).sum())
    order = np.argsort(-np.where(used, pooled.observed[at], -1.0), kind="stable")
    places = max(1, round(TOP * int(used.sum())))
    return Concentration(
        period=source.periods[last],
        years=int(pooled.years[at]),
        places=int(used.sum()),
        total=total,
        gini=number(chance.gini.observed[drawn]),
        gini_expected=number(chance.gini.expected[drawn]),
        gini_high=number(chance.gini.high[drawn]),
        top_share=number(chance.top.observed[0, drawn]),
        top_places=places,
        top=tuple(source.areas[row] for row in order[:places]),
        concentrated=bool(chance.top.more_than_chance[0, drawn]),
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
