"""What stands on the pages of remarks, and beside the text of a part."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.planning.plan_remarks import queries, rules
from regie.planning.plan_remarks.permissions import ANSWER, VIEW_REMARKS
from regie.planning.plan_remarks.queries import RemarkView
from regie.planning.plans import parts as plan_parts
from regie.planning.plans import queries as plans
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.ui import prose

Page = dict[str, Any]


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"plan_remarks:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, *, inside: bool = False) -> list[tuple[str, str]]:
    """The path to a page about remarks."""
    path = [(_("Plan"), reverse("plans:plan", args=[municipality.slug]))]
    return [*path, (_("Opmerkingen"), to("remarks", municipality))] if inside else path


def list_page(membership: Membership, plan: SafetyPlan) -> Page:
    """Every part with its remarks, and what waits. 2 queries beside the frame."""
    found: dict[int, list[RemarkView]] = {}
    for view in queries.remarks_of(membership, plan):
        found.setdefault(view.row.section_id, []).append(view)
    sections = [
        {
            "title": each.title,
            "url": to("section", membership.municipality, pk=each.section.pk),
            "remarks": found.get(each.section.pk, []),
            "empty": not each.text,
        }
        for each in plans.sections_of(plan)
    ]
    waits = sum(not view.outcome for views in found.values() for view in views)
    refusal = rules.remarking_refusal(plan.state, membership.role)
    return {
        "plan": plan,
        "remarked": [each for each in sections if each["remarks"]],
        "silent": [each for each in sections if not each["remarks"]],
        "lead": _("Kies een onderdeel om het te lezen.")
        if refusal
        else _("Kies een onderdeel om het te lezen en er iets over te zeggen."),
        "waits": waits,
        "closed": _(refusal) if refusal else "",
        "answers": decision(ANSWER, role=membership.role),
        "person": membership.user_id,
        "crumbs": crumbs(membership.municipality),
    }


def section_page(membership: Membership, section: PlanSection) -> Page:
    """The text by paragraph, each with a way to say something about it. 2 queries beside the
    frame and the figures of the plan."""
    view = plans.section_view(section)
    refusal = rules.remarking_refusal(section.plan.state, membership.role)
    parts = rules.paragraphs(view.text)
    figures = plan_parts.figures_of(section.plan)
    return {
        "section": section,
        "title": view.title,
        "seen": view.number,
        "paragraphs": [
            {"number": n, "html": prose.html(part, figures), "begin": prose.plain(part)[:80]}
            for n, part in enumerate(parts, start=1)
        ],
        "parts": parts,
        "remarks": queries.remarks_of(membership, section.plan, section),
        "closed": _(refusal) if refusal else "",
        "answers": decision(ANSWER, role=membership.role),
        "person": membership.user_id,
        "crumbs": crumbs(membership.municipality, inside=True),
    }


def answer_page(membership: Membership, view: RemarkView) -> Page:
    """One remark with what it would change. 1 query beside the frame."""
    row = view.row
    now = plans.section_view(row.section)
    changed = rules.put_into(now.text, row.quote, row.suggestion) if row.suggestion else None
    town = membership.municipality
    where = (now.title, to("section", town, pk=row.section_id))
    return {
        "view": view,
        "title": now.title,
        "difference": prose.difference_html(row.quote, row.suggestion) if row.suggestion else "",
        "stale": bool(row.suggestion) and changed is None,
        "closed": _(rules.TEXT_CHANGED),
        "crumbs": [*crumbs(town, inside=True), where],
    }


def quoted(parts: list[str], asked: str) -> str:
    """The paragraph with this number, counted from 1; "" for the part as a whole."""
    at = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    return parts[at - 1] if 0 < at <= len(parts) else ""


def speaks_for(membership: Membership) -> str:
    """For which organisation somebody speaks, as far as that is known."""
    return membership.partner.name if membership.partner else ""


def beside(membership: Membership, section: PlanSection) -> Page | None:
    """The panel beside the text: how much was said and what waits. 1 query."""
    if not decision(VIEW_REMARKS, role=membership.role):
        return None
    n, waits = queries.counts(membership, section.plan).get(section.pk, (0, 0))
    return {
        "told": told(n, waits),
        "url": to("section", membership.municipality, pk=section.pk),
        "closed": rules.remarking_refusal(section.plan.state, membership.role),
    }


def panel(membership: Membership, plan: SafetyPlan) -> Page | None:
    """The panel on the overview; nothing while nobody said anything. 1 query."""
    if rules.seeing_refusal(plan.state, membership.role):
        return None
    if not decision(VIEW_REMARKS, role=membership.role):
        return None
    rows = queries.counts(membership, plan).values()
    n, waits = sum(n for n, _w in rows), sum(w for _n, w in rows)
    asked = rules.remarking_refusal(plan.state, membership.role) is None
    if not n and not (asked and membership.role in rules.ADVISERS):
        return None
    return {"told": told(n, waits), "url": to("remarks", membership.municipality)}


def told(n: int, waits: int) -> str:
    """How many remarks there are and how many of them wait, in a sentence."""
    if not n:
        return _("Er zijn nog geen opmerkingen.")
    there = ngettext("Er is %(n)s opmerking.", "Er zijn %(n)s opmerkingen.", n) % {"n": n}
    if not waits:
        return there
    waiting = ngettext("%(n)s wacht op een antwoord.", "%(n)s wachten op een antwoord.", waits) % {
        "n": waits
    }
    return f"{there} {waiting}"
