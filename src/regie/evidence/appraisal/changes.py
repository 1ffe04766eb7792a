"""Whether the last twelve months differ from the years before, and why there is no arrow (D4)."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regie.evidence.appraisal.basis import Basis
from regie.evidence.appraisal.material import Floats
from regie.evidence.appraisal.numbers import number, numbers
from regie.evidence.appraisal.rules import Arrow, Change, Why
from regie.evidence.appraisal.windows import Window
from safetymethods.changes import Change as Tested
from safetymethods.changes import change_test


@dataclass(frozen=True)
class Case:
    """One series that is tested: what is counted where, in which window.

    `national` holds the counts of the country in the same windows, NaN when unknown.
    """

    area: str
    window: Window
    recent: float
    before: float
    sigma: float
    first: str
    last: str
    provisional: bool = False
    doubtful: bool = False
    hidden: bool = False
    moved: bool = False
    national: tuple[float, float] = (float("nan"), float("nan"))


def case_why(case: Case, minimum: float) -> Why:
    """Why this series is not tested; NOTHING when it is."""
    if case.hidden:
        return Why.HIDDEN
    if case.window.why:
        return case.window.why
    if case.doubtful:
        return Why.DOUBTFUL
    if case.moved:
        return Why.BOUNDARY
    if case.recent + case.before < minimum:
        return Why.FEW
    return Why.NO_PARAMETER if math.isnan(case.sigma) else Why.NOTHING


def tested(cases: Sequence[Case], basis: Basis) -> tuple[Change, ...]:
    """A verdict for every case, tested together per number of blocks."""
    found: list[Change] = [_untested(case, basis) for case in cases]
    fit = [at for at, case in enumerate(cases) if found[at].why is Why.NOTHING]
    for blocks in sorted({cases[at].window.blocks for at in fit}):
        chosen = [at for at in fit if cases[at].window.blocks == blocks]
        result = _test([cases[at] for at in chosen], blocks, basis.setting("change_alpha"))
        verdicts = _verdicts([found[at] for at in chosen], result, basis.setting("change_alpha"))
        for at, verdict in zip(chosen, verdicts, strict=True):
            found[at] = verdict
    return tuple(found)


def _untested(case: Case, basis: Basis) -> Change:
    why = case_why(case, basis.setting("tested_minimum"))
    known = case.window.why is Why.NOTHING and not case.hidden
    return Change(
        area=case.area,
        first=case.first,
        last=case.last,
        blocks=case.window.blocks,
        recent=number(case.recent) if known else None,
        sigma=number(case.sigma),
        why=why,
        provisional=case.provisional,
    )


def _test(cases: Sequence[Case], blocks: int, alpha: float) -> Tested:
    column = np.array([(c.recent, c.before, c.sigma, *c.national) for c in cases]).T
    return change_test(
        column[0],
        column[1],
        column[2],
        blocks=blocks,
        national=(column[3], column[4]),
        level=1 - alpha,
    )


NUMBERS = ("expected", "low", "high", "ratio", "ratio_low", "ratio_high", "p_chance", "p_swing")


def _verdicts(changes: Sequence[Change], result: Tested, alpha: float) -> Iterator[Change]:
    """What was tested, in the order of the changes."""
    columns = {name: numbers(getattr(result, name)) for name in NUMBERS}
    beside = _net(changes, result)
    by_chance: list[bool] = (result.p_chance < alpha).tolist()
    directions: list[int] = result.direction.tolist()
    rows = zip(*columns.values(), strict=True)
    for change, row, beyond, direction, net in zip(
        changes, rows, by_chance, directions, beside, strict=True
    ):
        told = {
            **vars(change),
            **dict(zip(columns, row, strict=True)),
            "beyond_chance": beyond,
            "beyond_swing": direction != 0,
            "arrow": arrow_of(direction),
            "why": _no_arrow(beyond, direction != 0),
            **net,
        }
        yield Change(**told)


def _net(changes: Sequence[Change], result: Tested) -> list[dict[str, Any]]:
    """The same after the change of the whole country was taken out; empty where it is unknown."""
    if result.net is None:
        return [{} for _ in changes]
    recent = np.array([np.nan if c.recent is None else c.recent for c in changes])
    ratios, p = numbers(recent / result.net.expected), numbers(result.net.p_swing)
    return [
        {} if ratio is None else {"net_ratio": ratio, "net_p": p[at], "net_arrow": arrow}
        for at, (ratio, arrow) in enumerate(
            zip(ratios, map(arrow_of, result.net.direction.tolist()), strict=True)
        )
    ]


def arrow_of(direction: int) -> Arrow:
    """The arrow of a direction: -1, 0 or 1."""
    if direction == 0:
        return Arrow.NONE
    return Arrow.UP if direction > 0 else Arrow.DOWN


def _no_arrow(beyond_chance: bool, beyond_swing: bool) -> Why:
    if beyond_swing:
        return Why.NOTHING
    return Why.SWING if beyond_chance else Why.CHANCE


def held_back(
    changes: Sequence[Change], kept: NDArray[np.bool_], judged: NDArray[np.bool_]
) -> tuple[Change, ...]:
    """Take the arrow from changes that do not stand out among all that were tested together.

    Those that are not `judged` took no part: too little happens there.
    """
    whys = (Why.MANY_TESTS if took_part else Why.FEW for took_part in judged)
    return tuple(
        change
        if stays or change.arrow is Arrow.NONE
        else replace(change, arrow=Arrow.NONE, net_arrow=Arrow.NONE, why=why)
        for change, stays, why in zip(changes, kept, whys, strict=True)
    )


def p_values(changes: Sequence[Change]) -> Floats:
    """The probabilities by which changes are chosen among many; NaN where nothing was tested."""
    values = [np.nan if c.p_swing is None else c.p_swing for c in changes]
    return np.array(values, dtype=np.float64)
