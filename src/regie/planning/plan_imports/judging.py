"""What an expert says of an objective that was met: its values as facts, and the criticism.

Before an indicator is chosen only the document is known. After it the figures are, and the
objective is judged as one of the plan.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from regie.evidence.indicators.models import Indicator
from regie.planning.critiques.facts import Direction, Facts, Known
from regie.planning.critiques.rules import critiques
from regie.planning.critiques.words import Said, said
from regie.planning.objectives import evidence
from regie.planning.objectives.grounds import Ground
from regie.planning.objectives.models import Objective
from regie.planning.objectives.rules import signed
from regie.planning.plan_imports.models import FoundObjective, PlanImport
from regie.planning.plans.models import SafetyPlan

FURTHEST = 4
"""Years of a plan of which the document says only the first."""


def facts_of(
    row: FoundObjective, document: PlanImport, today: date, known: Ground | None = None
) -> Facts:
    """What is known of it: what the document says, and once an indicator is chosen its figures.
    No queries.

    Whether it belongs to a priority is not asked: that is decided when it is taken over.
    """
    if row.indicator and known is not None:
        made = evidence.facts_of(_as_objective(row, document), known=known, means=(), today=today)
        return replace(made, priority=True, plan_to=_last_day(document))
    return _of_document(row, document, today)


def _as_objective(row: FoundObjective, document: PlanImport) -> Objective:
    """The objective that it becomes when it is taken over; nothing is kept."""
    first = document.first_year or document.received_at.year
    plan = SafetyPlan(
        municipality=document.municipality,
        valid_from=date(first, 1, 1),
        valid_to=_last_day(document) or date(first + FURTHEST - 1, 12, 31),
    )
    same = ("statement", "effect", "unit", "direction", "baseline", "baseline_source", "owner")
    return Objective(
        plan=plan,
        indicator=Indicator(code=row.indicator),
        baseline_from=row.baseline_year,
        baseline_to=row.baseline_year,
        target=row.target,
        target_percent=signed(row.target_percent, row.direction),
        target_date=row.target_date,
        **{name: getattr(row, name) for name in same},
    )


def _last_day(document: PlanImport) -> date | None:
    return date(document.last_year, 12, 31) if document.last_year else None


def _of_document(row: FoundObjective, document: PlanImport, today: date) -> Facts:
    listed = tuple(Known(year=int(year), value=float(value)) for year, value in row.known)
    percent = signed(row.target_percent, row.direction)
    return Facts(
        statement=row.statement,
        effect=row.effect,
        measured="own" if row.measured_by else "",
        measured_by=row.measured_by,
        unit=row.unit,
        known_unit=row.unit,
        decimals=_decimals(row),
        direction=_direction(row.direction),
        baseline=_float(row.baseline),
        baseline_from=row.baseline_year,
        baseline_to=row.baseline_year,
        baseline_source=row.baseline_source,
        target=_float(row.target),
        target_percent=_float(percent),
        target_date=row.target_date,
        plan_from=date(document.first_year, 1, 1) if document.first_year else None,
        plan_to=_last_day(document),
        today=today,
        owner=row.owner,
        holder=row.owner,
        known=listed or _baseline_known(row),
    )


def _baseline_known(row: FoundObjective) -> tuple[Known, ...]:
    """The baseline is the newest value that the document has of it."""
    if row.baseline is None or row.baseline_year is None:
        return ()
    return (Known(year=row.baseline_year, value=float(row.baseline)),)


def _direction(text: str) -> Direction:
    known: tuple[Direction, ...] = ("decrease", "increase", "keep_above", "keep_below")
    return next((each for each in known if each == text), "")


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _decimals(row: FoundObjective) -> int:
    """As many decimals as the document has, two at most."""
    values = [value.normalize() for value in (row.baseline, row.target) if value is not None]
    places = [-int(value.as_tuple().exponent) for value in values]
    return min(max([0, *places]), 2)


def verdict(
    row: FoundObjective, document: PlanImport, today: date, known: Ground | None = None
) -> Sequence[Said]:
    """The criticism of an objective in the language that is active. No queries."""
    return [said(each) for each in critiques(facts_of(row, document, today, known))]
