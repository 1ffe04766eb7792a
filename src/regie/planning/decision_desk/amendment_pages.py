"""What stands on the pages of amendments: plain values for a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import CLERK
from regie.planning.decision_desk import steering
from regie.planning.decision_desk.pages import about, day, to
from regie.planning.objectives.models import Objective
from regie.planning.plan_decisions import queries, rules, workflow
from regie.planning.plan_decisions.models import Amendment, AmendmentOutcome
from regie.planning.plan_decisions.permissions import DECIDE_AMENDMENT
from regie.planning.plans import queries as plans
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.rules import COUNCIL
from regie.ui import prose

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
    """What an amendment is about. `values` are the values of an objective to choose from, with
    what stands there now; None for a part, which has `text`."""

    name: str
    text: str = ""
    values: list[tuple[str, str]] | None = None


def field_names() -> dict[str, str]:
    """The values of an objective in words."""
    return {
        "statement": _("het doel zelf"),
        "effect": _("maatschappelijk effect"),
        "target": _("streefwaarde"),
        "target_percent": _("streefwaarde in procenten"),
        "target_date": _("bereikt op"),
        "ambition": _("ambitie op langere termijn"),
        "owner": _("wie is verantwoordelijk"),
    }


def target(plan: SafetyPlan, kind: str, pk: int) -> Target:
    """A part or an objective to amend. 1 query. Raises `Http404`."""
    if kind == "section":
        view = plans.section(plan, pk)
        if view is None or view.section.removed_at is not None:
            raise Http404(_("Dit onderdeel bestaat niet."))
        return Target(view.title, view.text)
    found = Objective.objects.filter(plan=plan, pk=pk, removed_at__isnull=True).first()
    if found is None:
        raise Http404(_("Dit doel bestaat niet."))
    return Target(str(found.statement), values=_values(found, rules.FIELDS))


def target_of(row: Amendment) -> Target:
    """What a known amendment is about. No queries when it was read along."""
    if row.section is not None:
        return Target(plans.title_of(row.section), row.old_text)
    if row.objective is None:
        raise Http404(_("Dit doel bestaat niet."))
    return Target(row.objective.statement, values=_values(row.objective, (row.field,)))


def _values(found: Objective, fields: Sequence[str]) -> list[tuple[str, str]]:
    names = field_names()
    values = ((field, rules.text_of(field, getattr(found, field))) for field in fields)
    return [
        (field, _("%(name)s (nu: %(value)s)") % {"name": names[field], "value": value or "–"})
        for field, value in values
    ]


def name_of(row: Amendment) -> str:
    """What an amendment is about, in words. No queries when it was read along."""
    if row.section is not None:
        return plans.title_of(row.section)
    statement = row.objective.statement if row.objective else ""
    return f"{statement} – {field_names().get(row.field, row.field)}"


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
        "about": name_of(row),
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
            {
                "title": view.title,
                "url": to("propose", town, slug="onderdeel", pk=view.section.pk),
            }
            for view in plans.sections_of(plan)
        ],
        "objectives": [
            {"title": row.statement, "url": to("propose", town, slug="doel", pk=row.pk)}
            for row in goals
        ],
    }


def writing(membership: Membership, plan: SafetyPlan, found: Target) -> Page:
    """What stands around the form of an amendment. No queries."""
    return about(membership, plan) | {
        "target": found,
        "refused": steering.may_amend(membership, plan),
    }


# --- one of them ----------------------------------------------------------------------------------


def one(membership: Membership, row: Amendment) -> Page:
    """An amendment with the difference it makes. At most 4 queries."""
    plan = row.plan
    at_council = plan.state == COUNCIL
    own = membership.role == CLERK or row.made_by_id == membership.user_id
    return about(membership, plan) | {
        "row": row,
        "about": name_of(row),
        "badge": badge(row),
        "day": day(row.day) if row.day else "",
        "is_text": row.section_id is not None,
        "difference": prose.difference_html(row.old_text, row.new_text),
        "decided": prose.difference_html(row.new_text, row.decided_text)
        if row.decided_text
        else "",
        "clash": _clash(row) if at_council and not row.outcome else "",
        "may_write": at_council and not row.outcome and own,
        "decide_refused": _decide_refused(membership, row),
    }


def _clash(row: Amendment) -> str:
    """What to do when it cannot stand in the text beside those in force. 3 queries."""
    plan = row.plan
    force = [
        each
        for each in queries.amendments_of(plan)
        if each.edition_id == row.edition_id and each.outcome in rules.IN_FORCE
    ]
    changes = queries.changes_in([*force, row])
    clashes = rules.apply(queries.texts_of(plan), changes)[1]
    mine = next((clash for clash in clashes if clash.number == row.code), None)
    if mine is None:
        return ""
    return _(mine.sentence) % {"mine": mine.number, "other": mine.other}


def _decide_refused(membership: Membership, row: Amendment) -> str:
    if row.plan.state != COUNCIL:
        return _(rules.DECIDED_ALREADY if row.outcome else rules.ONLY_AT_COUNCIL)
    acts = queries.hat(row.plan.municipality, workflow.BY_CLERK, membership.role)
    return "" if acts in workflow.BY_CLERK else _(DECIDE_AMENDMENT.refusal)
