"""What Regie knows of the plan that is looked back at: its priorities, to begin the goals with."""

from collections.abc import Iterable
from dataclasses import dataclass

from regie.evidence.findings.models import Finding
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import fields_with_themes
from regie.learning.evaluation.models import Evaluation
from regie.planning.priorities.queries import levels
from regie.planning.proposals.queries import Linked, priorities

FIRST_LEVEL = "priority"


@dataclass(frozen=True)
class Known:
    """A priority of the old plan as a goal to judge; `why` and the indicator may be ""."""

    name: str
    promised: str = ""
    theme: str = ""
    indicator: str = ""


def known(item: Evaluation) -> list[Known]:
    """The priorities that were decided or proposed, else the themes on the first level, without
    those that are goals already. At most 5 queries; nothing for a plan of before Regie."""
    if item.cycle is None:
        return []
    rows = priorities(item.cycle)
    found = _proposed(rows) if rows else _themes(item.cycle)
    there = {name.casefold() for name in item.goals.values_list("name", flat=True)}
    return [each for each in found if each.name.casefold() not in there]


def _proposed(rows: Iterable[Linked]) -> list[Known]:
    """A priority takes the indicator of its findings along when they all have the same."""
    rows = list(rows)
    numbers = {pk for each in rows for pk in each.findings}
    codes = dict(Finding.objects.filter(pk__in=numbers).values_list("pk", "indicator"))
    return [
        Known(
            str(each.row),
            " ".join(each.row.why.split())[:600],
            next(iter(each.themes)) if len(each.themes) == 1 else "",
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
