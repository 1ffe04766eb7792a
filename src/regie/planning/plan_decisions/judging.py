"""What is said of each objective when a plan is laid down: its indicator, criticism and course."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from regie.planning.critiques.rules import critiques
from regie.planning.critiques.words import said
from regie.planning.objectives import queries
from regie.planning.objectives.evidence import Ground, facts_of, ground
from regie.planning.objectives.models import Objective
from regie.planning.plans.models import SafetyPlan

Plain = dict[str, Any]
LANGUAGES = ("nl", "en")


def judged(plan: SafetyPlan, rows: Sequence[Objective]) -> Mapping[int, Plain]:
    """Criticism by the number of the objective, each with the reason why it stands nevertheless.

    At most 10 queries for each municipality of the plan.
    """
    known: dict[int, Ground] = {}
    found = {}
    for row in rows:
        town = row.municipality or plan.municipality
        if town.pk not in known:
            known[town.pk] = ground(town)
        found[row.pk] = {"critiques": _critiques(row, known[town.pk])}
    return found


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
