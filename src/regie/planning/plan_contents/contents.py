"""Everything a plan says in plain values: its parts, priorities, objectives, logic and means.

The form is that of `plan_papers.shape`, which prints it. What bodies decided and what changed at
the table is not known here: the room of decisions lays it beside this when it freezes an edition.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import override

from regie.evidence.sources.models import Delivery
from regie.evidence.sources.presenting import periods
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import realm_of
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import fields_with_themes
from regie.planning.objectives import queries as objectives
from regie.planning.objectives.models import Objective
from regie.planning.plan_contents import judging
from regie.planning.plans import parts
from regie.planning.plans import queries as plans
from regie.planning.plans.models import Logic, Means, SafetyPlan
from regie.planning.priorities import beside
from regie.planning.priorities.models import AttentionLevel
from regie.planning.priorities.queries import level_rows
from regie.planning.proposals.models import Priority
from regie.ui.paper import as_data

LANGUAGES = ("nl", "en")
MOST_SOURCES = 3
"""So many deliveries are named under a finding, the newest."""
Plain = dict[str, Any]
Spoken = dict[str, str]


def said_in(plan: SafetyPlan) -> Plain:
    """What the plan says now. At most 34 queries."""
    priorities = _priorities(plan)
    themes = _themes(plan.cycle)
    findings = _findings(plan) if priorities else {}
    sources = _sources(priorities)
    return {
        "plan": _plan(plan),
        "sections": _sections(plan),
        "figures": _figures(plan, LANGUAGES[0]),
        "figures_in": {language: _figures(plan, language) for language in LANGUAGES[1:]},
        "priorities": [_priority(row, themes, findings, sources) for row in priorities],
        "objectives": _objectives(plan),
        "logic": [_logic(row) for row in plans.logic_of(plan)],
        "means": [_means(row) for row in plans.means_of(plan)],
        "themes": _levels(plan.cycle, themes, priorities),
    }


def _figures(plan: SafetyPlan, language: str) -> Plain:
    return {str(n): as_data(each) for n, each in parts.figures_of(plan, language).items()}


def both(tell: Callable[[], str]) -> Spoken:
    """The same words in both languages."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(tell())
    return found


def iso(found: date | None) -> str | None:
    """A day as text, or None."""
    return found.isoformat() if found else None


def amount(value: Decimal | None) -> str | None:
    """A decimal as text, without zeros at its end."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- the plan and its parts -----------------------------------------------------------------------


def _plan(plan: SafetyPlan) -> Plain:
    town = plan.municipality
    return {
        "title": plan.title,
        "document_name": plan.document_name,
        "municipality": {"name": town.name, "slug": town.slug, "code": town.code},
        "parties": [
            {
                "name": row.municipality.name,
                "slug": row.municipality.slug,
                "code": row.municipality.code,
                "lead": bool(row.lead),
            }
            for row in plan.parties.select_related("municipality")
        ],
        "valid_from": plan.valid_from.isoformat(),
        "valid_to": plan.valid_to.isoformat(),
        "extended_to": iso(plan.extended_to),
        "state": plan.state,
        "cycle": plan.cycle.name,
        "authors": plans.authors_of(plan),
    }


def _sections(plan: SafetyPlan) -> list[Plain]:
    found = []
    for number, view in enumerate(plans.sections_of(plan), 1):
        row = view.section
        titles = {language: plans.title_of(row, language) for language in LANGUAGES}
        found.append(
            {
                "pk": row.pk,
                "kind": row.kind,
                "title": row.title or titles,
                "text": view.text,
                "priority": row.priority_id,
                "municipality": row.municipality.name if row.municipality else "",
                "number": str(number),
            }
        )
    return found


def _logic(row: Logic) -> Plain:
    names = ("doing", "effect", "because", "source")
    return {"priority": row.priority_id} | {name: getattr(row, name) for name in names}


def _means(row: Means) -> Plain:
    return {
        "priority": row.priority_id,
        "what": row.what,
        "year": row.year,
        "amount": amount(row.amount),
        "fte": amount(row.fte),
        "structural": bool(row.structural),
        "cover": row.cover,
        "region": bool(row.region),
    }


# --- priorities and themes ------------------------------------------------------------------------


def _priorities(plan: SafetyPlan) -> list[Priority]:
    pks = [row.pk for row in plans.priorities_of(plan)]
    rows = Priority.objects.filter(pk__in=pks).prefetch_related("themes", "findings")
    return list(rows)


def _themes(cycle: PolicyCycle) -> dict[int, Plain]:
    """The themes of a cycle by number, with their names and fields in both languages."""
    told: dict[int, Plain] = {}
    for language in LANGUAGES:
        with override(language):
            for field in fields_with_themes(cycle):
                for theme in field.themes:
                    kept = told.setdefault(theme.pk, {"code": theme.code, "name": {}, "field": {}})
                    kept["name"][language] = theme.name
                    kept["field"][language] = field.name
    return told


def _findings(plan: SafetyPlan) -> dict[int, Spoken]:
    """The headlines of the confirmed findings in both languages."""
    told: dict[int, Spoken] = {}
    for language in LANGUAGES:
        with override(language):
            for found in beside.findings(plan.municipality):
                told.setdefault(found.pk, {})[language] = found.headline
    return told


def _sources(priorities: Iterable[Priority]) -> dict[int, Spoken]:
    """Where the figures under each finding come from, with their period, in both languages; what
    people named beside them last. Counts that a partner owns are not named. 1 query."""
    rows = {row.pk: row for each in priorities for row in each.findings.all()}
    under = {pk: set(row.verdict.get("deliveries", ())) for pk, row in rows.items()}
    found = list(
        Delivery.objects.filter(pk__in=set().union(*under.values()), dataset__isnull=False)
        .select_related("dataset")
        .order_by("pk")
    )
    told: dict[int, Spoken] = {}
    for pk, row in rows.items():
        used = [item for item in found if item.pk in under[pk]]
        told[pk] = both(partial(_source, used, row.other_sources))
    return told


def _source(used: Sequence[Delivery], other: str) -> str:
    """The publisher, table and period of deliveries, then what people named."""
    said = [_named(item) for item in used[-MOST_SOURCES:]]
    return "; ".join(filter(None, [*said, other.strip()]))


def _named(item: Delivery) -> str:
    known = item.dataset
    words = f"{known.publisher}, {known.table_id}" if known else item.file_name
    return ", ".join(filter(None, [words, periods(item)]))


def _priority(
    row: Priority,
    themes: Mapping[int, Plain],
    findings: Mapping[int, Spoken],
    sources: Mapping[int, Spoken],
) -> Plain:
    numbers = [finding.pk for finding in row.findings.all()]
    return {
        "pk": row.pk,
        "name": str(row),
        "why": row.why,
        "less": row.less,
        "themes": [themes[theme.pk] for theme in row.themes.all() if theme.pk in themes],
        "findings": [
            {"pk": pk, "headline": findings[pk], "source": sources[pk]}
            for pk in numbers
            if pk in findings
        ],
    }


def _levels(
    cycle: PolicyCycle, themes: Mapping[int, Plain], priorities: Iterable[Priority]
) -> list[Plain]:
    """The themes that are no priority, with their level and why."""
    taken = {theme.pk for row in priorities for theme in row.themes.all()}
    levels = level_rows(cycle)
    return [
        {**themes[pk], "level": levels[pk].level, "reason": levels[pk].reason}
        for level in (AttentionLevel.STRATEGIC, AttentionLevel.MAINTENANCE)
        for pk in themes
        if pk in levels and pk not in taken and levels[pk].level == level
    ]


# --- objectives -----------------------------------------------------------------------------------


def _objectives(plan: SafetyPlan) -> list[Plain]:
    rows = objectives.objectives_of(plan)
    if not rows:
        return []
    names = _area_names(rows, plan)
    judged = judging.judged(plan, rows)
    return [_objective(row, names) | judged[row.pk] for row in rows]


def _area_names(rows: Sequence[Objective], plan: SafetyPlan) -> Mapping[str, str]:
    codes = {row.area_code for row in rows if row.area_code}
    return areas.names(codes, realm=realm_of(plan.municipality.code)) if codes else {}


def _objective(row: Objective, names: Mapping[str, str]) -> Plain:
    return {
        "pk": row.pk,
        "priority": row.priority_id,
        "municipality": row.municipality.name if row.municipality else "",
        "statement": row.statement,
        "effect": row.effect,
        "kind": row.kind,
        "indicator": judging.indicator(row),
        "measured_by": row.measured_by,
        "measuring_plan": row.measuring_plan,
        "area": {"code": row.area_code, "name": names.get(row.area_code, row.area_code)}
        if row.area_code
        else None,
        "unit": row.unit,
        "direction": row.direction,
        "baseline": _baseline(row),
        "target": amount(row.target),
        "target_percent": amount(row.target_percent),
        "target_date": iso(row.target_date),
        "beside": row.beside,
        "ambition": row.ambition,
        "owner": row.owner,
        "holder": row.holder,
        "means": list(objectives.means_words(row)),
    }


def _baseline(row: Objective) -> Plain | None:
    if row.baseline is None:
        return None
    basis = row.baseline_basis if isinstance(row.baseline_basis, dict) else {}
    known = basis.get("deliveries", ())
    return {
        "value": amount(row.baseline),
        "from": row.baseline_from,
        "to": row.baseline_to or row.baseline_from,
        "source": row.baseline_source,
        "deliveries": [str(each) for each in known] if isinstance(known, list) else [],
    }
