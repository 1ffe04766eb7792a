"""What residents say: the newest answer, its change, and where it parts from registration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from regie.evidence.appraisal.basis import Basis
from regie.evidence.appraisal.changes import Case, tested
from regie.evidence.appraisal.material import Block
from regie.evidence.appraisal.numbers import number
from regie.evidence.appraisal.rules import Answer, Arrow, Change, Gap, Why
from regie.evidence.appraisal.windows import Window
from regie.evidence.indicators.cube import COUNTRY, DISTRICT, MUNICIPALITY, Evidence
from regie.evidence.indicators.definitions import Definition
from regie.evidence.indicators.perceived import SurveyView, asked, survey
from regie.evidence.indicators.rules import Reading, Standing, same_segment
from regie.foundation.areas.rules import country_code
from safetymethods.margins import independent_difference

FEELS_WORSE, FEELS_BETTER = "feels_worse", "feels_better"
"""The two ways in which feeling and registration can move apart."""
__all__ = ["FEELS_BETTER", "FEELS_WORSE", "answers", "gaps", "survey_deliveries"]


def answers(found: Evidence, definition: Definition) -> tuple[Answer, ...]:
    """The answers of the municipality and of its districts, as far as they were asked."""
    national = survey(found, definition, country_code(found.realm), COUNTRY)
    own = survey(found, definition, found.municipality, MUNICIPALITY)
    codes = asked(found, definition, DISTRICT)
    below = (survey(found, definition, code, DISTRICT) for code in codes)
    return tuple(_answer(view, definition, national) for view in (own, *below) if view)


def survey_deliveries(found: Evidence, definition: Definition) -> tuple[int, ...]:
    """What the answers rest on."""
    views = (
        survey(found, definition, found.municipality, MUNICIPALITY),
        survey(found, definition, country_code(found.realm), COUNTRY),
    )
    return tuple(sorted({ref.id for view in views if view for ref in view.deliveries}))


def _answer(view: SurveyView, definition: Definition, national: SurveyView | None) -> Answer:
    latest = view.latest
    if latest is None:
        return Answer(area=view.area, why=Why.NO_FIGURES)
    earlier = _oldest_comparable(view, latest)
    change = _difference(latest, earlier)
    beside = national.at(latest.period) if national else None
    standing = view.beside(national)
    return Answer(
        area=view.area,
        period=latest.period,
        value=latest.rate,
        low=latest.low,
        high=latest.high,
        earlier=earlier.period if earlier else "",
        earlier_value=earlier.rate if earlier else None,
        difference=change[0],
        difference_low=change[1],
        difference_high=change[2],
        significant=_leaves_out_zero(change),
        worse=_worse(definition, change[0]),
        beside=beside.rate if beside else None,
        beside_low=beside.low if beside else None,
        beside_high=beside.high if beside else None,
        higher_than_country=standing is Standing.HIGHER,
        lower_than_country=standing is Standing.LOWER,
        why=Why.NOTHING if earlier else _why_no_change(view),
    )


def _oldest_comparable(view: SurveyView, latest: Reading) -> Reading | None:
    """The first edition with the same questions as the newest: that shows most of a change."""
    last = view.readings.index(latest)
    same = (
        item
        for at, item in enumerate(view.readings[:last])
        if item.rate is not None and same_segment(view.segments, at, last)
    )
    return next(same, None)


def _why_no_change(view: SurveyView) -> Why:
    before = [item for item in view.readings if item.rate is not None]
    return Why.BREAK if len(before) > 1 else Why.SHORT


Span = tuple[float | None, float | None, float | None]


def _difference(latest: Reading, earlier: Reading | None) -> Span:
    if earlier is None:
        return (None, None, None)
    six = (latest.rate, latest.low, latest.high, earlier.rate, earlier.low, earlier.high)
    result = independent_difference(*(np.nan if value is None else value for value in six))
    return number(float(result.difference)), number(float(result.low)), number(float(result.high))


def _leaves_out_zero(change: Span) -> bool:
    low, high = change[1], change[2]
    return low is not None and high is not None and (low > 0 or high < 0)


def _worse(definition: Definition, difference: float | None) -> bool:
    return bool(difference) and ((difference or 0) > 0) == (definition.higher_is == "less_safe")


# --- apart from registration ---------------------------------------------------------------------


@dataclass(frozen=True)
class Registered:
    """Offences reported by victims, added up per area and year; NaN where any is missing."""

    areas: tuple[str, ...]
    periods: tuple[str, ...]
    counts: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    sigma: float


def registered(source: Block, basis: Basis, total: str) -> Registered:
    """What was reported, all types of the block together.

    `total` is the code whose normal swing is used: that of all offences together.
    """
    counts = source.counts.sum(axis=0)
    return Registered(source.areas, source.periods, counts, basis.sigma_of(total, source.level))


def gaps(
    definition: Definition,
    found: Sequence[Answer],
    sources: Sequence[Registered],
    basis: Basis,
) -> tuple[Gap, ...]:
    """Where residents answered significantly worse while registration fell, or the reverse."""
    return tuple(_gaps(definition, found, sources, basis))


def _gaps(
    definition: Definition, found: Sequence[Answer], sources: Sequence[Registered], basis: Basis
) -> Iterator[Gap]:
    for answer in found:
        beside = next((r for r in sources if answer.area in r.areas), None)
        if not answer.significant or beside is None:
            continue
        change = _between(beside, answer, basis)
        if change is not None and (kind := _kind(answer, change)):
            yield Gap(
                area=answer.area,
                theme=definition.theme,
                question=definition.code,
                answer=answer,
                registered=change,
                kind=kind,
            )


def _kind(answer: Answer, change: Change) -> str:
    if answer.worse and change.arrow is Arrow.DOWN:
        return FEELS_WORSE
    return FEELS_BETTER if not answer.worse and change.arrow is Arrow.UP else ""


def _between(beside: Registered, answer: Answer, basis: Basis) -> Change | None:
    """What was registered in the two years of the survey; the swing grows with their distance."""
    place = {period: at for at, period in enumerate(beside.periods)}
    now, then = place.get(answer.period), place.get(answer.earlier)
    if now is None or then is None:
        return None
    row = beside.areas.index(answer.area)
    recent, before = (float(beside.counts[row, at]) for at in (now, then))
    if np.isnan(recent + before):
        return None
    case = Case(
        area=answer.area,
        window=Window(stop=now + 1, step=1, blocks=1, why=Why.NOTHING),
        recent=recent,
        before=before,
        sigma=beside.sigma * float(np.sqrt(now - then)),
        first=answer.earlier,
        last=answer.period,
    )
    return tested([case], basis)[0]
