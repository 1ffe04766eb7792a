"""What stands on the pages of amendments: plain values for a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import CLERK
from regie.foundation.organizations.models import Municipality
from regie.planning.decision_desk import steering
from regie.planning.decision_desk.amendment_forms import (
    AmendmentForm,
    GoalForm,
    PartForm,
    TextForm,
    ValueForm,
)
from regie.planning.decision_desk.pages import about, day, to
from regie.planning.objectives.models import Objective
from regie.planning.plan_decisions import merging, queries, rules, telling, workflow
from regie.planning.plan_decisions.models import Amendment, AmendmentOutcome
from regie.planning.plan_decisions.permissions import DECIDE_AMENDMENT
from regie.planning.plans import queries as plans
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.rules import COUNCIL
from regie.ui import prose
from regie.ui.answers import or_404

Page = dict[str, Any]
BADGES = {
    "": "warning",
    AmendmentOutcome.ADOPTED: "positive",
    AmendmentOutcome.CHANGED: "positive",
    AmendmentOutcome.REJECTED: "negative",
    AmendmentOutcome.WITHDRAWN: "neutral",
}


@dataclass(frozen=True)
class Target:
    """What an amendment is about, in a `line`, and what it does to it.

    `text` is that of a part; `values` are the values of an objective to choose from, with what
    stands there now. `where` says what it is about as services ask it.
    """

    act: str
    line: str
    adds: str = ""
    text: str | None = None
    values: list[tuple[str, str]] | None = None
    where: Mapping[str, Any] = field(default_factory=dict)


SLUGS = {
    "onderdeel": (rules.CHANGE, rules.SECTION),
    "doel": (rules.CHANGE, rules.OBJECTIVE),
    "schrap-onderdeel": (rules.DROP, rules.SECTION),
    "schrap-doel": (rules.DROP, rules.OBJECTIVE),
}
"""What the end of an address says of something that is in the plan."""


def target(plan: SafetyPlan, slug: str, pk: int) -> Target:
    """A part or an objective to change or to take out. 1 query. Raises `Http404`."""
    if slug not in SLUGS:
        raise Http404(_("Dit onderdeel bestaat niet."))
    act, kind = SLUGS[slug]
    row = Amendment(plan=plan, act=act)
    where = {"act": act, kind: pk}
    if kind == rules.SECTION:
        view = plans.section(plan, pk)
        if view is None or view.section.removed_at is not None:
            raise Http404(_("Dit onderdeel bestaat niet."))
        row.section = view.section
        return Target(act, telling.line(row), text=view.text, where=where)
    found = or_404(
        Objective.objects.filter(plan=plan, pk=pk, removed_at__isnull=True).first(),
        _("Dit doel bestaat niet."),
    )
    row.objective = found
    return Target(act, telling.line(row), values=_values(found, rules.FIELDS), where=where)


def addition(slug: str) -> Target:
    """A new part or objective. No queries. Raises `Http404`."""
    lines = {"onderdeel": _("Voeg een onderdeel toe"), "doel": _("Voeg een doel toe")}
    if slug not in lines:
        raise Http404(_("Dit onderdeel bestaat niet."))
    adds = SLUGS[slug][1]
    return Target(rules.ADD, lines[slug], adds=adds, where={"act": rules.ADD, "adds": adds})


def target_of(row: Amendment) -> Target:
    """What a known amendment is about. No queries when it was read along."""
    line = telling.line(row)
    if row.adds or row.act == rules.DROP:
        return Target(row.act, line, adds=row.adds)
    if row.objective is not None:
        return Target(row.act, line, values=_values(row.objective, (row.field,)))
    return Target(row.act, line, text=row.old_text)


def form_for(
    data: Mapping[str, Any] | None, plan: SafetyPlan, found: Target, row: Amendment | None = None
) -> AmendmentForm:
    """The form of what an amendment does. At most 4 queries, for what can be added."""
    if found.adds == rules.SECTION:
        return PartForm(data, parts=queries.addable(plan), row=row)
    if found.adds:
        return GoalForm(data, priorities=queries.priorities(plan), row=row)
    if found.act == rules.DROP:
        return AmendmentForm(data, row=row)
    if found.values is not None:
        return ValueForm(data, values=found.values, row=row)
    return TextForm(data, text=found.text or "", row=row)


def _values(found: Objective, fields: Sequence[str]) -> list[tuple[str, str]]:
    names = telling.field_names()
    values = ((field, rules.text_of(field, getattr(found, field))) for field in fields)
    return [
        (field, _("%(name)s (nu: %(value)s)") % {"name": names[field], "value": value or "–"})
        for field, value in ((name, telling.shown(name, text)) for name, text in values)
    ]


# --- the list -------------------------------------------------------------------------------------


def listing(membership: Membership, plan: SafetyPlan) -> Page:
    """The amendments of a plan. At most 2 queries."""
    edition = queries.last_edition(plan, COUNCIL)
    return about(membership, plan) | {
        "rows": [_line(row, edition.pk if edition else 0) for row in queries.amendments_of(plan)],
        "refused": steering.may_amend(membership, plan),
        "at_council": plan.state == COUNCIL,
    }


def _line(row: Amendment, edition: int) -> Page:
    return {
        "row": row,
        "about": telling.line(row),
        "badge": badge(row),
        "day": day(row.day) if row.day else "",
        "earlier": row.edition_id != edition,
    }


def badge(row: Amendment) -> Page:
    """What the council did, as a badge."""
    text = row.get_outcome_display() if row.outcome else _("nog niet besloten")
    return {"text": text, "kind": BADGES[row.outcome]}


def choosing(membership: Membership, plan: SafetyPlan) -> Page:
    """The parts and objectives that an amendment can be about. 2 queries."""
    goals = Objective.objects.filter(plan=plan, removed_at__isnull=True)
    town = plan.municipality
    return about(membership, plan) | {
        "refused": steering.may_amend(membership, plan),
        "sections": [
            {"title": view.title, **_choices(town, "onderdeel", view.section.pk)}
            for view in plans.sections_of(plan)
        ],
        "objectives": [{"title": row.statement, **_choices(town, "doel", row.pk)} for row in goals],
        "add_section": to("add", town, slug="onderdeel"),
        "add_objective": to("add", town, slug="doel"),
    }


def _choices(town: Municipality, slug: str, pk: int) -> Page:
    return {
        "url": to("propose", town, slug=slug, pk=pk),
        "drop": to("propose", town, slug=f"schrap-{slug}", pk=pk),
    }


def writing(membership: Membership, plan: SafetyPlan, found: Target) -> Page:
    """What stands around the form of an amendment. No queries."""
    return about(membership, plan) | {
        "target": found,
        "refused": steering.may_amend(membership, plan),
    }


# --- one of them ----------------------------------------------------------------------------------


def one(membership: Membership, row: Amendment) -> Page:
    """An amendment with the difference it makes. At most 5 queries."""
    plan = row.plan
    at_council = plan.state == COUNCIL
    own = membership.role == CLERK or row.made_by_id == membership.user_id
    return about(membership, plan) | {
        "row": row,
        "about": telling.line(row),
        "badge": badge(row),
        "day": day(row.day) if row.day else "",
        "is_text": row.section_id is not None or row.adds == rules.SECTION,
        "values": list(telling.values(row)),
        "old": telling.shown(row.field, row.old_text),
        "new": telling.shown(row.field, row.new_text),
        "difference": prose.difference_html(row.old_text, row.new_text),
        "decided": prose.difference_html(row.new_text, row.decided_text)
        if row.decided_text
        else "",
        "clash": _clash(row) if at_council and not row.outcome else "",
        "may_write": at_council and not row.outcome and own,
        "decide_refused": _decide_refused(membership, row),
    }


def _clash(row: Amendment) -> str:
    """What to do when it cannot stand in the text beside those in force. 4 queries."""
    plan = row.plan
    edition = queries.last_edition(plan, COUNCIL)
    if edition is None or row.edition_id != edition.pk:
        return _(rules.EARLIER)
    force = [
        each
        for each in queries.amendments_of(plan)
        if each.edition_id == row.edition_id and each.outcome in rules.IN_FORCE
    ]
    changes = queries.changes_in([*force, row])
    clashes = merging.apply(queries.texts_of(plan), changes)[1]
    mine = next((clash for clash in clashes if clash.number == row.code), None)
    if mine is None:
        return ""
    return _(mine.sentence) % {"mine": mine.number, "other": mine.other}


def _decide_refused(membership: Membership, row: Amendment) -> str:
    if row.plan.state != COUNCIL:
        return _(rules.DECIDED_ALREADY if row.outcome else rules.ONLY_AT_COUNCIL)
    acts = queries.hat(row.plan.municipality, workflow.BY_CLERK, membership.role)
    return "" if acts in workflow.BY_CLERK else _(DECIDE_AMENDMENT.refusal)
