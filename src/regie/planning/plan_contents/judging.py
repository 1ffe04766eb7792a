"""What is said of each objective when a plan is laid down: its indicator, criticism and course."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from regie.planning.courses.course import Course
from regie.planning.critiques.rules import critiques
from regie.planning.critiques.words import said
from regie.planning.objectives import queries
from regie.planning.objectives.course import course_of
from regie.planning.objectives.evidence import facts_of
from regie.planning.objectives.grounds import Ground, plan_ground
from regie.planning.objectives.models import Objective
from regie.planning.plans.models import SafetyPlan
from regie.ui.paper import Figure, as_data

Plain = dict[str, Any]
LANGUAGES = ("nl", "en")


def judged(plan: SafetyPlan, rows: Sequence[Objective]) -> Mapping[int, Plain]:
    """Criticism by the number of the objective, each with the reason why it stands nevertheless,
    and what can be expected.

    At most 13 queries, and those of the places of each municipality of a joint plan.
    """
    known = plan_ground(plan)
    return {
        row.pk: {"critiques": _critiques(row, known), "course": _course(row, known)} for row in rows
    }


def _critiques(row: Objective, known: Ground) -> list[Plain]:
    overrides = queries.live_overrides(row)
    spoken: dict[str, Plain] = {}
    for language in LANGUAGES:
        with override(language):
            for each in critiques(facts_of(row, known=known)):
                told = said(each)
                kept = spoken.setdefault(each.code, {"code": each.code, "words": {}})
                kept["words"][language] = told.words
    for code, kept in spoken.items():
        kept["override"] = overrides[code].reason if code in overrides else ""
    return list(spoken.values())


def _course(row: Objective, known: Ground) -> Plain:
    """What can be expected, with its picture, in every language."""
    told: dict[str, Course] = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = course_of(row, known=known, drawn=True)
    dutch, *others = LANGUAGES
    return {
        "code": told[dutch].standing.value,
        "words": {language: found.sentence for language, found in told.items()},
        "figure": _picture(row, told[dutch], small=True),
        "figure_in": {language: _picture(row, told[language]) for language in others},
    }


def _picture(row: Objective, found: Course, *, small: bool = False) -> Plain | None:
    """The picture of a course, and the same for a `small` screen."""
    if found.drawn is None:
        return None
    narrow = found.drawn.narrow if small else ""
    return as_data(
        Figure(
            found.drawn.wide, row.statement, found.alternative, narrow=narrow, source=found.source
        )
    )


def indicator(row: Objective) -> Plain | None:
    """The indicator as the catalogue named it then. No queries when it was read along."""
    if row.indicator is None:
        return None
    kept = row.indicator.definition if isinstance(row.indicator.definition, dict) else {}
    return {
        "code": row.indicator.code,
        "name": _in_both(kept, "name") or row.indicator.name,
        "definition": _in_both(kept, "definition"),
        "source": _in_both(kept, "source"),
        "unit": _in_both(kept, "unit"),
    }


def _in_both(kept: Mapping[str, Any], name: str) -> Plain | str:
    dutch, english = str(kept.get(name) or ""), str(kept.get(f"{name}_en") or "")
    return {"nl": dutch, "en": english} if dutch and english else dutch
