"""What stands on the page of one part of a plan, and in its history."""

from collections.abc import Sequence
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.accounts.languages import chosen
from regie.planning.contributions.beneath import about_page
from regie.planning.contributions.queries import about
from regie.planning.plan_desk import overview
from regie.planning.plan_desk.means_pages import means_table
from regie.planning.plan_desk.overview import Page, to
from regie.planning.plans import origins, parts, queries, rules
from regie.planning.plans.models import PlanSection, SafetyPlan, SectionDraft, SectionText
from regie.planning.plans.queries import SectionView
from regie.ui import prose


def section_page(membership: Membership, section: PlanSection) -> Page:
    """One part: its text, what is not saved, what belongs in it, and what Regie draws with it.

    At most 6 queries beside those of rooms above.
    """
    plan = section.plan
    views = queries.sections_of(plan)
    place = next((n for n, view in enumerate(views) if view.section.pk == section.pk), None)
    view = queries.section_view(section) if place is None else views[place]
    figures = parts.figures_of(plan)
    page = overview.about(membership, plan) | {
        "section": section,
        "view": view,
        "title": view.title,
        "html": prose.html(view.text, figures),
        "removed": section.removed_at is not None,
        "removed_by": origins.told(section.removed_by),
        "place": (place or 0) + 1,
        "total": len(views),
        "before": _neighbour(views, place, -1, plan),
        "after": _neighbour(views, place, 1, plan),
        "guide": _guide(view),
        "generated": _generated(view, plan),
        "under": parts.under(view.kind, membership, plan),
        "beside": parts.beside(membership, section),
        "inside": membership.role in rules.INSIDE,
        "brought_in": _brought_in(membership, section),
    }
    page["edits"] = bool(page["may_write"]) and page["writable"] and not page["removed"]
    page["problems"] = prose.problems(view.text, figures) if page["edits"] else ()
    return page | (_at_work(membership, view) if page["edits"] else {"waiting": ()})


def _brought_in(membership: Membership, section: PlanSection) -> Page:
    """What people brought in about the priority of this part, and what was done with it: a council
    member finds it back in the plan. Nothing for other parts; else at most 3 queries."""
    if section.priority is None:
        return {}
    candidates = list(section.priority.candidates.values_list("pk", flat=True))
    return about_page(membership, about(membership, candidates=candidates)) if candidates else {}


def _neighbour(
    views: Sequence[SectionView], place: int | None, step: int, plan: SafetyPlan
) -> dict[str, str] | None:
    if place is None or not 0 <= place + step < len(views):
        return None
    view = views[place + step]
    return {"title": view.title, "url": to("section", plan.municipality, pk=view.section.pk)}


def _guide(view: SectionView) -> dict[str, Any] | None:
    item = view.item
    if item is None:
        return None
    return {
        "help": view.help,
        "asks": chosen_all(item.asks, item.asks_en),
        "example": chosen(item.example, item.example_en),
        "source": item.source,
    }


def chosen_all(dutch: Sequence[str], english: Sequence[str]) -> list[str]:
    """Sentences in the reader's language."""
    return [chosen(*pair) for pair in zip(dutch, english, strict=True)]


def _generated(view: SectionView, plan: SafetyPlan) -> Page:
    """What Regie draws under the own words. At most 1 query."""
    if view.generated == "priorities":
        return {"priorities": queries.priorities_of(plan)}
    if view.generated == "logic" and view.section.priority_id:
        rows = queries.logic_of(plan)
        pk = view.section.priority_id
        logic = overview.logic_by_priority(rows).get(pk, [])
        return {"logic": logic, "logic_url": f"{to('logic', plan.municipality)}#p{pk}", "of": True}
    if view.generated == "means":
        found = queries.means_of(plan)
        return {"means": means_table(found), "means_url": to("means", plan.municipality)}
    return {}


def _at_work(membership: Membership, view: SectionView) -> Page:
    """What this writer did not save, who else writes, and texts that wait. At most 2 queries."""
    rows = list(view.section.drafts.select_related("person"))
    found = overview.drafts(membership, rows, [view])
    mine = found.mine.get(view.section.pk)
    return {
        "draft": mine,
        "draft_at": overview.clock(mine) if mine else "",
        "draft_older": bool(mine and rules.is_beside(view.number, mine.based_on)),
        "draft_difference": prose.difference_html(view.text, mine.text) if mine else "",
        "writing": found.writing.get(view.section.pk, ()),
        "waiting": _waiting(view) if view.waits else (),
    }


def _waiting(view: SectionView) -> list[Page]:
    """The texts beside the one that counts, each with what it says otherwise. 1 query."""
    rows = queries.waiting(queries.texts_of(view.section))
    return [
        {
            "row": row,
            "anchor": f"text-{row.number}",
            "html": prose.html(row.text),
            "difference": prose.difference_html(view.text, row.text),
        }
        for row in rows
    ]


def starts_with(page: Page) -> tuple[str, int]:
    """The text with which the editor opens and the version it builds on: the own draft, else what
    counts. A draft that was written on an older version says so when it is saved."""
    view: SectionView = page["view"]
    draft: SectionDraft | None = page.get("draft")
    return (draft.text, draft.based_on) if draft else (view.text, view.seen)


# --- history --------------------------------------------------------------------------------------


def history_page(
    membership: Membership, section: PlanSection, old: int | None, new: int | None
) -> Page:
    """Every version, and two of them compared: the newest with the one before, unless asked
    otherwise. At most 2 queries."""
    rows = queries.texts_of(section)
    pair = _pair(rows, old, new)
    return overview.about(membership, section.plan) | {
        "section": section,
        "title": queries.title_of(section),
        "rows": [_version(row, rows, n) for n, row in enumerate(rows)],
        "old": pair[0],
        "new": pair[1],
        "difference": prose.difference_html(pair[0].text if pair[0] else "", pair[1].text)
        if pair[1]
        else "",
        "removed": section.removed_at is not None,
    }


def _pair(
    rows: Sequence[SectionText], old: int | None, new: int | None
) -> tuple[SectionText | None, SectionText | None]:
    by_number = {row.number: row for row in rows}
    newest = next((row for row in rows if not row.beside), rows[0] if rows else None)
    right = by_number.get(new) if new is not None else newest
    if right is None:
        right = newest
    earlier = [row for row in rows if right and row.number < right.number and not row.beside]
    left = by_number.get(old) if old is not None else None
    return (left or (earlier[0] if earlier else None)), right


def _version(row: SectionText, rows: Sequence[SectionText], place: int) -> Page:
    earlier = next((each for each in rows[place + 1 :] if not each.beside), None)
    counts = next((each for each in rows if not each.beside), None)
    return {
        "row": row,
        "origin": origins.told(row.origin),
        "at": localtime(row.made_at),
        "words": rules.words(row.text),
        "old": earlier.number if earlier else 0,
        "counts": counts is not None and counts.number == row.number,
        "beside": _("naast een andere tekst bewaard") if row.beside else "",
    }
