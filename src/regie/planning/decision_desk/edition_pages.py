"""What stands on the page of an edition, and of what differs between two."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.accounts.languages import spoken
from regie.foundation.records.frozen import stamp
from regie.planning.decision_desk import amendment_pages, pages
from regie.planning.objectives import telling
from regie.planning.plan_decisions import queries
from regie.planning.plan_decisions.models import (
    AmendmentOutcome,
    Body,
    Outcome,
    PlanEdition,
)
from regie.planning.plan_decisions.telling import field_names
from regie.planning.plans import rules as states
from regie.ui import prose
from regie.ui.paper import Figure, from_data
from regie.ui.paper_forms import forms_of

Page = dict[str, Any]


def said(words: object) -> str:
    """Words of a person, or the same words in the reader's language."""
    if isinstance(words, dict):
        return str(words.get(spoken()) or words.get("nl") or "")
    return str(words or "")


def edition_page(membership: Membership, edition: PlanEdition) -> Page:
    """An edition as it was. At most 2 queries."""
    content, plan = queries.content_of(edition), edition.plan
    seen = queries.editions_seen(membership).filter(plan=plan).defer("content")
    others = [row for row in seen if row.pk != edition.pk]
    before = next((row for row in others if row.number < edition.number), None)
    return pages.about(membership, plan) | {
        "edition": edition,
        "line": pages.edition_line(edition),
        "title": content["plan"]["title"],
        "whole": stamp(edition.content) == edition.sha256,
        "adopted": edition.moment == states.ADOPTED,
        "council": _council(content),
        "sections": _sections(content),
        "objectives": [_objective(row) for row in content["objectives"]],
        "decisions": [_decision(row) for row in content["decisions"]],
        "amendments": [_amendment(row) for row in content["amendments"]],
        "documents": documents(edition),
        "others": [pages.edition_line(row) for row in others],
        "before": before,
        "valid": _valid(content),
    }


def documents(edition: PlanEdition) -> list[Page]:
    """The papers that are printed from an edition, each with the forms it has. No queries."""
    slug = edition.plan.municipality.slug
    names = {
        "plan": _("Het hele plan"),
        "plan_page": _("Het plan op één bladzijde"),
        "plan_slides": _("Presentatie"),
        "council_proposal": _("Raadsvoorstel"),
        "council_decision": _("Raadsbesluit"),
    }
    found = (
        {"name": name, "forms": forms_of(kind, slug, edition.pk)} for kind, name in names.items()
    )
    return [row for row in found if row["forms"]]


def _council(content: Mapping[str, Any]) -> Page | None:
    adopting = {Outcome.ADOPTED, Outcome.ADOPTED_AMENDED}
    rows = [row for row in content["decisions"] if row["outcome"] in adopting]
    return {"day": _day(rows[-1]["day"]), "number": rows[-1]["number"]} if rows else None


def _valid(content: Mapping[str, Any]) -> str:
    plan = content["plan"]
    told = {"first": _day(plan["valid_from"]), "last": _day(plan["valid_to"])}
    return _("%(first)s tot en met %(last)s") % told


def _day(value: str | None) -> str:
    return pages.day(date.fromisoformat(value)) if value else ""


def _sections(content: Mapping[str, Any]) -> list[Page]:
    told = content["figures"] | content.get("figures_in", {}).get(get_language(), {})
    figures = {int(n): from_data(Figure, data) for n, data in told.items()}
    return [
        {"title": said(row["title"]), "number": row["number"], "html": _html(row["text"], figures)}
        for row in content["sections"]
        if row["text"].strip()
    ]


def _html(text: str, figures: Mapping[int, Figure]) -> SafeString:
    return prose.html(text, figures=figures)


def _objective(row: Mapping[str, Any]) -> Page:
    baseline, unit = row["baseline"] or {}, said(row["unit"])
    value, percent = (_decimal(row[name]) for name in ("target", "target_percent"))
    return {
        "statement": row["statement"],
        "baseline": telling.in_unit(baseline["value"], unit) if baseline else "",
        "years": telling.years(baseline.get("from"), baseline.get("to")),
        "source": said(baseline.get("source", "")),
        "target": telling.aim(value, percent, unit, row["direction"]),
        "date": _day(row["target_date"]),
    }


def _decimal(kept: str | None) -> Decimal | None:
    return Decimal(kept) if kept else None


def _decision(row: Mapping[str, Any]) -> Page:
    return {
        "day": _day(row["day"]),
        "body": Body(row["body"]).label,
        "outcome": Outcome(row["outcome"]).label,
        "kind": pages.OUTCOME_BADGES[Outcome(row["outcome"])],
        "number": row["number"],
        "words": row["text"],
    }


def _amendment(row: Mapping[str, Any]) -> Page:
    outcome = row["outcome"]
    return {
        "number": row["number"],
        "title": row["title"],
        "by": row["by"],
        "part": said(row.get("line")) or said(row["part"]),
        "outcome": AmendmentOutcome(outcome).label if outcome else _("nog niet besloten"),
        "kind": amendment_pages.BADGES[outcome],
    }


# --- two editions ---------------------------------------------------------------------------------


def difference_page(membership: Membership, old: int, new: int) -> Page | None:
    """What differs between two editions of one plan; None when one is not there for this member.

    At most 2 queries.
    """
    found = {row.pk: row for row in queries.editions_seen(membership).filter(pk__in=(old, new))}
    first, second = found.get(old), found.get(new)
    if first is None or second is None or first.plan_id != second.plan_id:
        return None
    before, after = queries.content_of(first), queries.content_of(second)
    seen = queries.editions_seen(membership).filter(plan=first.plan).defer("content")
    return pages.about(membership, first.plan) | {
        "old": pages.edition_line(first),
        "new": pages.edition_line(second),
        "editions": [pages.edition_line(row) for row in seen],
        "sections": _changed_sections(before, after),
        "objectives": _changed_objectives(before, after),
    }


def _changed_sections(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Page]:
    olds = {row["pk"]: row for row in before["sections"]}
    news = {row["pk"]: row for row in after["sections"]}
    found = []
    for pk in {**olds, **news}:
        old, new = olds.get(pk), news.get(pk)
        texts = [row["text"] if row else "" for row in (old, new)]
        if texts[0] != texts[1] or old is None or new is None:
            row = new or old or {}
            found.append(
                {
                    "title": said(row["title"]),
                    "turn": _turn(old, new, _("nieuw onderdeel"), _("onderdeel vervallen")),
                    "difference": prose.difference_html(*texts),
                }
            )
    return found


def _turn(old: object, new: object, added: str, dropped: str) -> str:
    if old is None:
        return added
    return dropped if new is None else ""


COMPARED = ("statement", "effect", "target", "target_percent", "target_date", "owner", "ambition")


def _changed_objectives(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Page]:
    olds = {row["pk"]: row for row in before["objectives"]}
    news = {row["pk"]: row for row in after["objectives"]}
    found = []
    for pk in {**olds, **news}:
        old, new = olds.get(pk), news.get(pk)
        row = new or old or {}
        if old is None or new is None:
            turn = _turn(old, new, _("nieuw doel"), _("doel vervallen"))
            found.append({"title": row["statement"], "turn": turn, "values": []})
        elif values := _values(old, new):
            found.append({"title": row["statement"], "turn": "", "values": values})
    return found


def _values(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Page]:
    names = field_names()
    return [
        {"name": names[field], "old": old[field] or "–", "new": new[field] or "–"}
        for field in COMPARED
        if old[field] != new[field]
    ]
