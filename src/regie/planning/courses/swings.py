"""How much figures swing when the national change is taken out, when types are taken together, and
how much answers of a survey do.

Estimated from all municipalities, counts by the same likelihood as the swings of the room of
methods, and remembered per set of deliveries.
"""

import math
from collections.abc import Iterable

import numpy as np

from regie.evidence.indicators.cube import MUNICIPALITY, Evidence
from regie.evidence.indicators.definitions import OFFENCE, Definition, definitions
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.perceived import SurveyView, asked, survey
from regie.evidence.indicators.rules import is_counted
from regie.planning.courses.classing import TWO_SIDED
from regie.planning.critiques.facts import Bundle
from safetymethods.answers import answer_volatility
from safetymethods.dispersion import yearly_volatility
from safetymethods.result import Floats

LEAST = 2
"""So many types make a bundle."""


def net_sigma(found: Evidence, definition: Definition) -> float | None:
    """The yearly swing that is left when what happens everywhere is taken out; None: unknown."""
    return remembered(
        ("net swing", found.realm, found.stamp, definition.code),
        lambda: _estimated(found, [definition], net=True),
    )


def bundle(found: Evidence, definition: Definition, name: str) -> Bundle | None:
    """The types of the same theme taken together; None for what is no type, or stands alone."""
    together = [item for item in definitions() if _belongs(item, definition)]
    if definition not in together or len(together) < LEAST:
        return None
    count = remembered(
        ("bundle", found.realm, found.stamp, found.municipality, definition.theme),
        lambda: _newest(found, together),
    )
    sigma = remembered(
        ("bundle swing", found.realm, found.stamp, definition.theme),
        lambda: _estimated(found, together, net=False),
    )
    if count is None or not count[1] or sigma is None:
        return None
    return Bundle(name, count[1], sigma, count[0])


def _belongs(item: Definition, other: Definition) -> bool:
    """Types that may be added up: of one theme, seen by victims, and no sum themselves."""
    same = item.kind == OFFENCE and item.theme == other.theme and item.available
    return same and item.reporting == "victim" and not item.total


def _summed(found: Evidence, together: Iterable[Definition]) -> Floats | None:
    """Counts of all municipalities by year, the types added up; NaN where one is missing."""
    items = list(together)
    counts = found.counts(items[0].family, MUNICIPALITY)
    if counts is None:
        return None
    parts = []
    for item in items:
        values, states = counts.of(item, local=False)
        parts.append(np.where(is_counted(states), values, np.nan))
    summed: Floats = np.sum(parts, axis=0)
    return summed


def _estimated(found: Evidence, together: list[Definition], *, net: bool) -> float | None:
    summed = _summed(found, together)
    counts = found.counts(together[0].family, MUNICIPALITY)
    if summed is None or counts is None:
        return None
    people = found.laid(together[0].denominator, MUNICIPALITY, counts).values
    exposure = None if np.isnan(people).all() else people
    sigma = float(yearly_volatility(summed, exposure, net=net).sigma)
    return sigma if math.isfinite(sigma) else None


def _newest(found: Evidence, together: list[Definition]) -> tuple[int, float] | None:
    """The newest year that is known of all types, and what was counted in it."""
    summed = _summed(found, together)
    counts = found.counts(together[0].family, MUNICIPALITY)
    if summed is None or counts is None or found.municipality not in counts.row:
        return None
    own = summed[counts.row[found.municipality]]
    known = np.flatnonzero(~np.isnan(own))
    return (counts.years[known[-1]], float(own[known[-1]])) if len(known) else None


def answer_sigma(found: Evidence, definition: Definition) -> float | None:
    """How far an answer moves in a year beyond its margins, in its unit; None: unknown."""
    return remembered(
        ("answer swing", found.realm, found.stamp, definition.code),
        lambda: _of_answers(found, definition),
    )


def _of_answers(found: Evidence, definition: Definition) -> float | None:
    areas = asked(found, definition, MUNICIPALITY)
    views = [view for area in areas if (view := survey(found, definition, area, MUNICIPALITY))]
    if not views:
        return None
    rows = [[(item.rate, item.low, item.high) for item in view.readings] for view in views]
    answers = np.array(rows, dtype=np.float64)
    margins = (answers[..., 2] - answers[..., 1]) / 2
    years = [int(item.period[:4]) for item in views[0].readings]
    sigma = answer_volatility(answers[..., 0], margins / TWO_SIDED, years, parts=_parts(views[0]))
    return sigma.sigma if math.isfinite(sigma.sigma) else None


def _parts(view: SurveyView) -> list[int]:
    """Which editions asked the same; one in whose year the question changed stands alone."""
    return [
        -at - 1 if part.mixed else number
        for number, part in enumerate(view.segments)
        for at in range(part.start, part.stop)
    ]
