"""What stands on the pages of safety analyses: plain values for a template."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.evidence.analyses import rules, workflow
from regie.evidence.analyses.models import FrozenEdition, SafetyAnalysis
from regie.evidence.analyses.paper import paper_of
from regie.evidence.analyses.permissions import EDIT_ANALYSIS
from regie.evidence.analyses.queries import facts_of, seen_by
from regie.evidence.findings.pages import names_for
from regie.evidence.findings.queries import confirmed
from regie.evidence.findings.subjects import themes_of
from regie.evidence.findings.telling import headline
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.accounts.languages import spoken
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.engine import WRONG_STATE
from regie.foundation.records.frozen import parsed
from regie.ui.paper_forms import forms_of

Page = dict[str, Any]
BADGES = {
    workflow.DRAFT: "info",
    workflow.IN_REVIEW: "warning",
    workflow.PUBLISHED: "positive",
    workflow.SUPERSEDED: "neutral",
    workflow.WITHDRAWN: "neutral",
}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"analyses:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, item: SafetyAnalysis | None = None) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    picture = reverse("diagnosis:picture", args=[municipality.slug])
    path = [(_("Veiligheidsbeeld"), picture), (_("Analyse"), to("list", municipality))]
    return [*path, (item.title, to("show", municipality, pk=item.pk))] if item else path


def list_page(membership: Membership) -> Page:
    """Every analysis this member may see. 1 query."""
    found = list(seen_by(membership))
    return {
        "items": [(item, BADGES[item.state], getattr(item, "edition", None)) for item in found],
        "crumbs": crumbs(membership.municipality)[:1],
        "may_edit": decision(EDIT_ANALYSIS, role=membership.role),
        "open": any(item.state in workflow.EDITABLE for item in found),
    }


# --- a draft --------------------------------------------------------------------------------------


def draft_page(membership: Membership, item: SafetyAnalysis) -> Page:
    """How far a draft is, what is missing, and what can be done. At most 24 queries."""
    facts = facts_of(item)
    found = rules.points(facts)
    return {
        "item": item,
        "badge_kind": BADGES[item.state],
        "crumbs": crumbs(item.municipality),
        "steps": _steps(item, facts),
        "refuses": _sentences(found, rules.Weight.REFUSES),
        "warns": _sentences(found, rules.Weight.WARNS),
        "remarks": item.remarks.select_related("made_by"),
        "may_edit": decision(EDIT_ANALYSIS, role=membership.role),
        "buttons": buttons(membership, item),
        "editable": item.state in workflow.EDITABLE,
    }


def _sentences(points: tuple[rules.Point, ...], weight: rules.Weight) -> list[str]:
    return [_(p.sentence) % p.params for p in points if p.weight is weight]


def _steps(item: SafetyAnalysis, facts: rules.Facts) -> list[Page]:
    """The parts in their order, each done or not."""
    parts = (
        ("scope", _("Reikwijdte"), facts.scope and not facts.unargued),
        ("lessons", _("Lessen"), bool(facts.lessons or facts.evaluation)),
        ("findings", _("Bevindingen"), bool(facts.findings) and not facts.not_confirmed),
        ("story", _("Verhaal"), facts.conclusion and not facts.without_story),
        ("preview", _("Bekijken"), item.state == workflow.IN_REVIEW),
    )
    first = next((name for name, _label, done in parts if not done), "")
    return [
        {
            "label": label,
            "url": to(name, item.municipality, pk=item.pk),
            "state": "gereed" if done else "nu" if name == first else "straks",
        }
        for name, label, done in parts
    ]


def buttons(membership: Membership, item: SafetyAnalysis) -> list[Page]:
    """The steps that fit this state, each with its reason when this role may not."""
    made = []
    for name in ("send", "return", "publish", "withdraw"):
        refusal = workflow.ANALYSIS.refusal(name, state=item.state, role=membership.role)
        if refusal != WRONG_STATE:
            made.append({"name": name, "refused": _(refusal) if refusal else ""})
    return made


def findings_page(item: SafetyAnalysis) -> Page:
    """Every confirmed finding with its place, those that are in first. At most 8 queries."""
    town = item.municipality
    rows = confirmed(town)
    places = dict(item.included.values_list("finding_id", "place"))
    names, themes = names_for(rows, town), themes_of(town)
    ordered = sorted(rows, key=lambda r: (r.position, places.get(r.pk, 10_000), r.pk))
    return {
        "rows": [
            {
                "pk": row.pk,
                "headline": headline(row, names),
                "theme": themes.of(row.theme) if row.theme else _("Over de cijfers"),
                "chosen": row.pk in places,
                "place": at,
                "news": row.news,
            }
            for at, row in enumerate(ordered, start=1)
        ]
    }


# --- an edition -----------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def edition_html(content: str, language: str) -> SafeString:
    """The web page of the text of an edition, made once per language."""
    return html_of(parsed(content), language)


def html_of(frozen: Mapping[str, Any], language: str) -> SafeString:
    """Frozen values as a web page in one language."""
    paper = paper_of(frozen, language)
    return render_to_string("analyses/parts/paper.html", {"paper": paper})


def edition_page(membership: Membership, item: SafetyAnalysis, edition: FrozenEdition) -> Page:
    """A published analysis as the council reads it; no queries beside those of the frame."""
    town = item.municipality
    return {
        "item": item,
        "badge_kind": BADGES[item.state],
        "crumbs": crumbs(town),
        "html": edition_html(edition.content, spoken()),
        "day": localtime(edition.published_at),
        "sha256": edition.sha256,
        "documents": forms_of("analysis", town.slug, item.pk),
        "buttons": buttons(membership, item),
        "may_edit": decision(EDIT_ANALYSIS, role=membership.role),
    }
