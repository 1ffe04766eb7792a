"""What Regie knows of the plan that is looked back at, to begin the goals with: the objectives that
the council adopted, and priorities that have none."""

from collections.abc import Iterable
from dataclasses import dataclass

from regie.evidence.findings.models import Finding
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import fields_with_themes
from regie.learning.evaluation.models import Evaluation
from regie.planning.objectives import telling
from regie.planning.objectives.models import Objective
from regie.planning.objectives.queries import objectives_of
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.rules import SHARED
from regie.planning.priorities.queries import levels
from regie.planning.proposals.queries import Linked, priorities
from regie.ui.inlines.shortening import shortened

FIRST_LEVEL = "priority"
LONGEST_NAME, LONGEST = 160, 600


@dataclass(frozen=True)
class Known:
    """An objective or priority of the old plan as a goal to judge; all but the name may be ""."""

    name: str
    promised: str = ""
    theme: str = ""
    indicator: str = ""


def known(item: Evaluation) -> list[Known]:
    """The objectives of the adopted plan and the priorities without one; without objectives the
    priorities that were decided or proposed, else the themes on the first level. What is a goal
    already is left out. At most 9 queries; nothing for a plan of before Regie."""
    if item.cycle is None:
        return []
    rows = list(priorities(item.cycle))
    adopted = _adopted(item.cycle)
    aimed = {row.priority_id for row in adopted}
    bare = [each for each in rows if each.row.pk not in aimed]
    found = _aimed(adopted, rows) + _proposed(bare) if rows else _themes(item.cycle)
    there = {name.casefold() for name in item.goals.values_list("name", flat=True)}
    return [each for each in found if each.name.casefold() not in there]


def _adopted(cycle: PolicyCycle) -> list[Objective]:
    """The objectives of the plan of a cycle that the council adopted."""
    plan = SafetyPlan.objects.filter(cycle=cycle, state__in=SHARED).first()
    return objectives_of(plan) if plan else []


def _aimed(found: Iterable[Objective], rows: Iterable[Linked]) -> list[Known]:
    """Each objective with what was promised in one sentence."""
    themes = {each.row.pk: each.themes for each in rows}
    return [
        Known(
            shortened(row.statement, LONGEST_NAME),
            telling.sentence(row)[:LONGEST],
            _only(set(themes.get(row.priority_id or 0, ()))),
            row.indicator.code if row.indicator else "",
        )
        for row in found
    ]


def _proposed(rows: Iterable[Linked]) -> list[Known]:
    """A priority takes the indicator of its findings along when they all have the same."""
    rows = list(rows)
    numbers = {pk for each in rows for pk in each.findings}
    codes = dict(Finding.objects.filter(pk__in=numbers).values_list("pk", "indicator"))
    return [
        Known(
            str(each.row),
            " ".join(each.row.why.split())[:LONGEST],
            _only(set(each.themes)),
            _only({codes.get(pk, "") for pk in each.findings}),
        )
        for each in rows
    ]


def _only(codes: set[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


def _themes(cycle: PolicyCycle) -> list[Known]:
    first = {code for code, level in levels(cycle).items() if level == FIRST_LEVEL}
    themes = (theme for field in fields_with_themes(cycle) for theme in field.themes)
    return [Known(theme.name, theme=theme.code) for theme in themes if theme.code in first]
