"""What is known of an objective: from the evidence rooms to plain facts.

The figures are remembered per set of deliveries. A page makes one `Ground` for all its objectives,
so that an objective itself costs no query.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from django.utils import timezone
from django.utils.translation import get_language

from regie.evidence.findings.subjects import by_code
from regie.evidence.indicators.cube import MUNICIPALITY
from regie.evidence.indicators.definitions import NUISANCE, PERCEPTION, Definition
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.perceived import SurveyView
from regie.evidence.indicators.rules import PER, Reading, Reason
from regie.evidence.indicators.series import SeriesView
from regie.evidence.sources.queries import DeliveryRef
from regie.evidence.values.words import key
from regie.evidence.wording import words
from regie.planning.courses import swings
from regie.planning.critiques.facts import (
    Beside,
    Better,
    Break,
    Counted,
    Direction,
    Facts,
    Known,
    Measured,
    Reacts,
    Rhythm,
)
from regie.planning.objectives.grounds import Ground, answer_of, ground, line_of, plan_ground
from regie.planning.objectives.models import Objective
from regie.policy import units
from regie.policy.fields import theme
from regie.policy.quality import RhythmItem, rhythm_of
from regie.ui.formats import fitting_decimals

__all__ = ["TABLES", "Ground", "definition_of", "facts_of", "ground", "plan_ground"]

TABLES = {"offence": "47018NED", "nuisance": "47024NED", "vm": "85146NED"}
"""The table of each family whose rhythm holds when no delivery says which table it is."""
EVERY = {"month": 1, "year": 1, "two_years": 2, "never": 0}
"""Years between two figures of a whole year; months together make a year as well."""
ENDED = Rhythm(every=0)
PERCENT = "%"
MOST_DECIMALS = 3


def facts_of(
    objective: Objective,
    *,
    known: Ground | None = None,
    means: Sequence[str] | None = None,
    today: date | None = None,
) -> Facts:
    """Everything that is known of an objective, saved or not.

    `means` replaces the stored ones of an objective that is being typed. No queries with `known`
    and `means` when plan, municipality and indicator were read along; see `plan_ground` for
    without. In a joint plan the figures are those of its own municipality, or of all together.
    """
    at = (known or plan_ground(objective.plan)).of(objective.municipality)
    listed = means if means is not None else _stored_means(objective)
    told = _told(objective, listed, today or timezone.localdate())
    definition = definition_of(objective)
    if objective.indicator is None:
        return _own(at, objective, told)
    if definition is None:
        return _withdrawn(objective, told)
    return _published(_of(at, objective, definition, told))


def known_on(facts: Facts, day: date) -> Facts:
    """What was known on an earlier day: without the figures that came out since. No queries."""
    then = replace(facts, today=day)
    return _published(then) if facts.indicator else then


def _published(facts: Facts) -> Facts:
    """Without figures that came out after the day on which the objective is judged."""
    if facts.today >= timezone.localdate():
        return facts
    late = timedelta(days=facts.rhythm.lag_days if facts.rhythm else 0)
    there = (item for item in facts.known if date(item.year, 12, 31) + late <= facts.today)
    return replace(facts, known=tuple(there))


def _stored_means(objective: Objective) -> tuple[str, ...]:
    if objective.pk is None:
        return ()
    return tuple(item.text for item in objective.means.all())


def definition_of(objective: Objective) -> Definition | None:
    """The definition of today; None when the policy knows the indicator no more."""
    return by_code().get(objective.indicator.code) if objective.indicator else None


def _told(objective: Objective, means: Sequence[str], today: date) -> Facts:
    """What people typed."""
    plan = objective.plan
    return Facts(
        statement=objective.statement,
        effect=objective.effect,
        means=tuple(means),
        outcome=objective.kind == "outcome",
        priority=objective.priority_id is not None,
        indicator=objective.indicator.code if objective.indicator else "",
        measured_by=objective.measured_by,
        measuring_plan=objective.measuring_plan,
        unit=objective.unit,
        direction=cast("Direction", objective.direction),
        baseline=_float(objective.baseline),
        baseline_from=objective.baseline_from,
        baseline_to=objective.baseline_to or objective.baseline_from,
        baseline_source=objective.baseline_source,
        target=_float(objective.target),
        target_percent=_float(objective.target_percent),
        target_date=objective.target_date,
        beside=cast("Beside", objective.beside),
        plan_from=plan.valid_from,
        plan_to=plan.last_day,
        today=today,
        owner=objective.owner,
        holder=objective.holder,
    )


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


# --- an indicator of the catalogue ----------------------------------------------------------------


def _withdrawn(objective: Objective, told: Facts) -> Facts:
    """The indicator is known no more: nothing will come, and what was decided stays as it was."""
    name = objective.indicator.name if objective.indicator else ""
    return replace(told, name=name, known_unit=told.unit, rhythm=ENDED)


def _of(at: Ground, objective: Objective, definition: Definition, told: Facts) -> Facts:
    area = objective.area_code or at.found.municipality
    level = at.places.level(area) or MUNICIPALITY
    named = replace(
        told,
        name=words.name(definition),
        area_name=at.places.name(area) if objective.area_code or not at.together else at.name,
        breaks=tuple(_broken(item.at, words.break_text(item)) for item in definition.breaks),
        reacts=_reacts(definition),
        better=_better(definition),
    )
    if not definition.available:
        return replace(named, rhythm=ENDED)
    if definition.kind == PERCEPTION:
        return _asked(at, answer_of(at, definition, area, level), definition, named)
    view = line_of(at, definition, area, level)
    return _counted(at, view, definition, level, named)


def _broken(period: str, reason: str) -> Break:
    """A year in whose middle the meaning changed belongs to neither; the next is the first."""
    middle = period[4:] not in {"JJ00", "MM01", "KW01"}
    return Break(int(period[:4]) + middle, reason)


def _reacts(definition: Definition) -> Reacts:
    if definition.reporting == "enforcement":
        return "enforcement"
    if definition.reporting == "mixed":
        return "partly"
    return "reporting" if definition.kind == NUISANCE else ""


def _better(definition: Definition) -> Better:
    if definition.kind == PERCEPTION:
        return "higher" if definition.higher_is == "safer" else "lower"
    return "" if definition.reporting == "enforcement" else "lower"


def _counted(
    at: Ground, view: SeriesView | None, definition: Definition, level: str, told: Facts
) -> Facts:
    counted: Counted = "reports" if definition.kind == NUISANCE else "offences"
    base = replace(
        told,
        measured="registered",
        counted=counted,
        sigma=at.sigma.get((definition.code, level)),
        rhythm=_rhythm(definition, view.deliveries if view else ()),
    )
    if view is None:
        return base
    number = _is_number(told.unit)
    known = _known_of(at, view, level, number=number)
    unit = words.unit(view.denominator)
    latest = view.latest
    return replace(
        base,
        known=known,
        known_unit=unit,
        unit=_unit(told.unit, lambda: words.unit(view.denominator)),
        decimals=_decimals(told, known, number=number),
        per_count=1.0 if number else _per_count(latest),
        population=round(latest.denominator) if latest and latest.denominator else None,
        source=_publisher(view.deliveries),
        net_sigma=swings.net_sigma(at.found, definition) if level == MUNICIPALITY else None,
        bundle=None if at.together else swings.bundle(at.found, definition, _theme(definition)),
    )


def _unit(typed: str, tell: Callable[[], str]) -> str:
    """The unit as typed, told in the reader's language; without one that of the indicator."""
    return units.told(typed, get_language() or "nl") or tell()


def _is_number(unit: str) -> bool:
    """Whether a unit is a plain number of something, and no rate or share."""
    said = unit.casefold()
    return bool(said) and "per " not in f"{said} " and "%" not in said


def _known_of(at: Ground, view: SeriesView, level: str, *, number: bool) -> tuple[Known, ...]:
    """The years of a line, remembered: many objectives are of one line."""
    found = at.found
    about = ("known", found.realm, found.stamp, view.definition.code, view.area, level, number)
    return remembered(
        (*about, at.codes), lambda: tuple(_known(item, number=number) for item in view.readings)
    )


def _known(item: Reading, *, number: bool) -> Known:
    return Known(
        year=int(item.period[:4]),
        value=item.count if number else item.rate,
        low=_scaled(item.low, item, number=number),
        high=_scaled(item.high, item, number=number),
        count=item.count,
        provisional=item.provisional,
        hidden=item.reason == Reason.HIDDEN,
    )


def _scaled(limit: float | None, item: Reading, *, number: bool) -> float | None:
    """A limit of a rate, for a plain number that of the number."""
    if not number or limit is None:
        return limit
    return limit * item.count / item.rate if item.count and item.rate else None


def _per_count(latest: Reading | None) -> float | None:
    """How many events a rate of one stands for."""
    if latest is None or not latest.denominator:
        return None
    return latest.denominator / PER


def _decimals(told: Facts, known: Sequence[Known], *, number: bool) -> int:
    """Enough to tell the figures apart, and what was typed from what was measured."""
    values = [told.baseline, told.target, *(item.value for item in known)]
    return 0 if number else max(fitting_decimals(values), _typed(told))


def _typed(told: Facts) -> int:
    """Decimals of the baseline and the target as people typed them, three at most."""
    texts = [
        f"{value:.{MOST_DECIMALS}f}".rstrip("0") for value in (told.baseline, told.target) if value
    ]
    return max((len(text.partition(".")[2]) for text in texts), default=0)


def _theme(definition: Definition) -> str:
    item = theme(definition.theme)
    return words.chosen(item.name, item.name_en)


def _publisher(deliveries: Sequence[DeliveryRef]) -> str:
    return deliveries[-1].publisher if deliveries else ""


def _rhythm(definition: Definition, deliveries: Sequence[DeliveryRef]) -> Rhythm | None:
    tables = [ref.table_id for ref in reversed(deliveries)] + [TABLES.get(definition.family, "")]
    found = (rhythm_of(table, definition.family) for table in tables)
    item = next((item for item in found if item is not None and item.every != "never"), None)
    return _as_rhythm(item) if item else None


def _as_rhythm(item: RhythmItem) -> Rhythm:
    return Rhythm(EVERY[item.every], item.lag_days, item.first_year or None)


# --- surveys --------------------------------------------------------------------------------------


def _asked(at: Ground, view: SurveyView | None, definition: Definition, told: Facts) -> Facts:
    unit = words.chosen(definition.unit, definition.unit_en)
    base = replace(
        told,
        measured="survey",
        known_unit=unit,
        unit=_unit(told.unit, lambda: words.chosen(definition.unit, definition.unit_en)),
        decimals=max(definition.decimals, _typed(told)),
        rhythm=_rhythm(definition, view.deliveries if view else ()),
    )
    if view is None:
        return base
    known = tuple(_known(item, number=False) for item in view.readings)
    return replace(
        base,
        known=known,
        margin=_margin(known),
        sigma=swings.answer_sigma(at.found, definition),
        source=_publisher(view.deliveries),
    )


def _margin(known: Sequence[Known]) -> float | None:
    """Half the width of the newest answer that has limits."""
    widths = [(k.high - k.low) / 2 for k in known if k.low is not None and k.high is not None]
    return widths[-1] if widths else None


def _own(at: Ground, objective: Objective, told: Facts) -> Facts:
    """A measurement of the municipality: a question of an own survey, or something it counts."""
    measured: Measured = "own" if told.measured_by else ""
    area = objective.area_code or at.found.municipality
    views = at.answers.get((key(told.measured_by), area), ()) if told.measured_by else ()
    if not views:
        per_count = 1.0 if _is_number(told.unit) and not _is_mark(told.unit) else None
        decimals = 0 if per_count else 1
        return replace(told, measured=measured, per_count=per_count, decimals=decimals)
    known = tuple(
        Known(year=view.year, value=view.value, low=view.low, high=view.high) for view in views
    )
    return replace(
        told,
        measured="survey",
        name=views[-1].question,
        known=known,
        margin=_margin(known),
        source=views[-1].title,
        unit=told.unit or PERCENT,
        known_unit=PERCENT,
    )


def _is_mark(unit: str) -> bool:
    """A mark or a score is no number of events."""
    return any(word in unit.casefold() for word in ("cijfer", "score", "mark"))
