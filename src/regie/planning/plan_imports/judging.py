"""What an expert says of an objective that was met: its values as facts, and the criticism."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from regie.planning.critiques.facts import Direction, Facts, Known
from regie.planning.critiques.rules import critiques
from regie.planning.critiques.words import Said, said
from regie.planning.objectives.rules import signed
from regie.planning.plan_imports.models import FoundObjective, PlanImport


def facts_of(row: FoundObjective, document: PlanImport, today: date) -> Facts:
    """What is known of it: only what the document says. No queries.

    Whether it belongs to a priority is not asked: that is decided when it is taken over.
    """
    known = tuple(Known(year=int(year), value=float(value)) for year, value in row.known)
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
        plan_to=date(document.last_year, 12, 31) if document.last_year else None,
        today=today,
        owner=row.owner,
        holder=row.owner,
        known=known or _baseline_known(row),
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


def verdict(row: FoundObjective, document: PlanImport, today: date) -> Sequence[Said]:
    """The criticism of an objective in the language that is active. No queries."""
    return [said(each) for each in critiques(facts_of(row, document, today))]
