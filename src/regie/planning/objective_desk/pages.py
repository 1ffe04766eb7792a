"""What stands on the list of objectives, on the page of one, and in its history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.threads import Ref, address
from regie.planning.objective_desk.drafting import FILLED, areas_of
from regie.planning.objectives import queries, readings, telling
from regie.planning.objectives.course import course_of
from regie.planning.objectives.grounds import Ground, plan_ground
from regie.planning.objectives.judging import LEVELS, SHORT, Judgement, judge
from regie.planning.objectives.models import Objective, ObjectiveEdition
from regie.planning.objectives.readings import Revision
from regie.planning.plan_desk import overview
from regie.planning.plans import origins, rules
from regie.planning.plans import queries as plans
from regie.planning.plans.models import SafetyPlan
from regie.planning.proposals.models import Priority
from regie.ui.inlines.shortening import one_stop, shortened

Page = dict[str, Any]
MOST_BADGES = 5
"""So many open remarks stand on the list, the gravest first; those explained always do."""


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"objective_desk:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, row: Objective | None = None) -> list[tuple[str, str]]:
    """The path to a page of this room, past the page of `row` when there is one."""
    path = [*overview.crumbs(municipality), (_("Doelen"), to("list", municipality))]
    if row is not None:
        path.append((short(row), to("show", municipality, pk=row.pk)))
    return path


def short(row: Objective) -> str:
    """The objective in a few words."""
    return shortened(row.statement.rstrip("."), 60)


def about(membership: Membership, plan: SafetyPlan) -> Page:
    """What every page of this room says of its plan. No queries."""
    return overview.about(membership, plan) | {"crumbs": crumbs(plan.municipality)}


# --- the list -------------------------------------------------------------------------------------


def list_page(membership: Membership, plan: SafetyPlan) -> Page:
    """Every objective per priority, with what is said of it. 10 queries at most."""
    known = plan_ground(plan)
    every = queries.all_objectives(plan)
    rows = [row for row in every if row.removed_at is None]
    priorities = plans.priorities_of(plan)
    names = area_names(known)
    judged = {row.pk: judge(row, known) for row in rows}
    return about(membership, plan) | {
        "blocks": _blocks(priorities, rows, judged, known, names),
        "total": len(rows),
        "orphans": orphans(priorities, rows),
        "removed": [_gone(row) for row in every if row.removed_at],
        "has_priorities": bool(priorities),
    }


def area_names(known: Ground) -> dict[str, str]:
    """The names of the parts of each municipality of the plan by their code. No queries but those
    of the places, once."""
    return {code: name for _label, found in areas_of(known) for code, name in found}


def _blocks(
    priorities: Sequence[Priority],
    rows: Sequence[Objective],
    judged: Mapping[int, Judgement],
    known: Ground,
    names: Mapping[str, str],
) -> list[Page]:
    by_priority: dict[int | None, list[Objective]] = {each.pk: [] for each in priorities}
    for row in rows:
        by_priority.setdefault(row.priority_id, []).append(row)
    titles = {row.priority_id: str(row.priority) for row in rows if row.priority}
    titles |= {each.pk: str(each) for each in priorities}
    return [
        {
            "pk": pk,
            "title": titles[pk] if pk in titles else _("Zonder prioriteit"),
            "anchor": f"p{pk or 0}",
            "rows": [
                _row(row, judged[row.pk], known, names)
                | {"first": place == 0, "last": place == len(found) - 1}
                for place, row in enumerate(found)
            ],
        }
        for pk, found in by_priority.items()
    ]


def _row(row: Objective, judgement: Judgement, known: Ground, names: Mapping[str, str]) -> Page:
    opened = sorted(judgement.open, key=lambda item: list(LEVELS).index(item.level))
    answered = [item for item in judgement.remarks if item.override]
    return {
        "row": row,
        "url": to("show", row.plan.municipality, pk=row.pk),
        "sentence": telling.sentence(row, names.get(row.area_code, "")),
        "facts": _main_facts(row),
        "badges": [item.badge for item in (*opened[:MOST_BADGES], *answered)],
        "more": max(0, len(opened) - MOST_BADGES),
        "good": not judgement.open,
        "standing": judgement.standing,
        "revision": told_revision(readings.revision(known, row)),
    }


def _main_facts(row: Objective) -> list[tuple[str, str]]:
    return [
        (_("Nulmeting"), telling.baseline(row) or _("nog niet")),
        (_("Streefwaarde"), telling.target(row) or _("nog niet")),
        (_("Bereikt op"), telling.day(row.target_date) or _("nog niet")),
        (_("Verantwoordelijk"), row.owner or _("nog niemand")),
    ]


def _gone(row: Objective) -> Page:
    return {
        "row": row,
        "at": row.removed_at,
        "reason": row.removed_reason,
        "url": to("show", row.plan.municipality, pk=row.pk),
    }


def orphans(priorities: Sequence[Priority], rows: Sequence[Objective]) -> list[Page]:
    """Where the golden thread stops: priorities without an objective, objectives without a
    priority or without a baseline. No queries."""
    known = {row.priority_id for row in rows}
    found = [
        {
            "words": one_stop(_("Nog geen doel bij: %(name)s.") % {"name": each}),
            "url": f"#p{each.pk}",
        }
        for each in priorities
        if each.pk not in known
    ]
    for row in rows:
        told = {"name": short(row)}
        url = to("show", row.plan.municipality, pk=row.pk)
        if row.priority_id is None:
            words = _("Hoort bij geen prioriteit: %(name)s.") % told
            found.append({"words": one_stop(words), "url": url})
        if row.baseline is None:
            words = _("Heeft geen nulmeting: %(name)s.") % told
            found.append({"words": one_stop(words), "url": url})
    return found


# --- a baseline that was revised ------------------------------------------------------------------


def told_revision(found: Revision | None) -> Page | None:
    """What became of the figures under an objective, in words, with old and new side by side."""
    if found is None:
        return None
    sentences = {
        "revised": _("De bron gaf later een andere waarde voor dezelfde jaren."),
        "gone": _("Voor deze jaren zijn er geen cijfers meer bij de bron."),
        "withdrawn": _("Dit cijfer wordt niet meer bijgehouden. Er komen geen nieuwe waarden."),
    }
    changed = found.kind == "revised"
    return {
        "kind": found.kind,
        "title": _("De cijfers onder dit doel zijn veranderd")
        if changed
        else _("Dit doel heeft geen cijfers meer"),
        "words": sentences[found.kind],
        "old": telling.amount(found.old),
        "old_at": telling.day(found.old_at),
        "new": telling.amount(found.new),
        "new_at": telling.day(found.new_at),
    }


# --- one objective --------------------------------------------------------------------------------


def show_page(membership: Membership, row: Objective) -> Page:
    """One objective with everything that is known and said of it. 5 queries at most."""
    plan = row.plan
    known = plan_ground(plan)
    names = area_names(known)
    page = about(membership, plan)
    revised = told_revision(readings.revision(known, row))
    return page | {
        "row": row,
        "short": short(row),
        "sentence": telling.sentence(row, names.get(row.area_code, "")),
        "facts": facts_of_page(row, names),
        "means": queries.means_words(row),
        "judgement": judge(row, known),
        "filled_ways": FILLED if page["may_write"] and page["writable"] else (),
        "course": course_of(row, known=known),
        "answers": bool(page["may_write"]) and page["writable"] and row.removed_at is None,
        "inside": membership.role in rules.INSIDE,
        "revision": revised and revised | {"unit": row.unit},
        "thread": address(membership.municipality.slug, Ref("objective", row.pk)),
    }


def facts_of_page(row: Objective, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Everything that was decided of an objective, as pairs of name and value. No queries."""
    always = {_("Nulmeting"), _("Streefwaarde"), _("Bereikt op"), _("Verantwoordelijk")}
    found = [
        (_("Wat merken mensen daarvan?"), row.effect),
        (_("Prioriteit"), str(row.priority) if row.priority else ""),
        (_("Gemeente"), row.municipality.name if row.municipality else ""),
        (_("Soort doel"), str(row.get_kind_display())),
        (_("Wat meten wij?"), telling.measured(row)),
        (_("Hoe en wanneer?"), row.measuring_plan),
        (_("Gebied"), names.get(row.area_code, row.area_code) or _("de hele gemeente")),
        (_("Nulmeting"), _with_interval(row)),
        (_("Bron van de nulmeting"), row.baseline_source),
        (_("Richting"), str(row.get_direction_display()) if row.direction else ""),
        (_("Streefwaarde"), telling.target(row)),
        (_("Bereikt op"), telling.day(row.target_date)),
        (_("Vergeleken met"), str(row.get_beside_display())),
        (_("Ambitie op langere termijn"), row.ambition),
        (_("Verantwoordelijk"), row.owner),
        (_("Portefeuillehouder"), row.holder),
    ]
    return [(name, value or "–") for name, value in found if value or name in always]


def _with_interval(row: Objective) -> str:
    """The baseline with the interval it was read with."""
    told, basis = telling.baseline(row), row.baseline_basis
    if not told or not readings.same_basis(basis, row) or basis.get("low") is None:
        return told
    limits = {"low": telling.amount(basis["low"]), "high": telling.amount(basis["high"])}
    return _("%(value)s; door toeval %(low)s tot %(high)s") % {"value": told, **limits}


# --- its history ----------------------------------------------------------------------------------


def history_page(membership: Membership, row: Objective) -> Page:
    """How an objective changed: who, when, and what each change made different. 6 queries."""
    names = area_names(plan_ground(row.plan))
    editions = queries.editions_of(row)
    before: Sequence[ObjectiveEdition | None] = [*editions[1:], None]
    return about(membership, row.plan) | {
        "crumbs": crumbs(row.plan.municipality, row),
        "row": row,
        "changes": [_change(new, old, names) for new, old in zip(editions, before, strict=True)],
        "overrides": [
            {
                "short": str(SHORT.get(each.code, each.code)),
                "row": each,
                "at": moment(each.made_at),
                "reason": _(each.reason) if each.withdrawn else each.reason,
            }
            for each in reversed(row.overrides.all())
        ],
    }


def _change(new: ObjectiveEdition, old: ObjectiveEdition | None, names: Mapping[str, str]) -> Page:
    return {
        "number": new.number,
        "by": str(new.made_by) if new.made_by else "",
        "at": moment(new.made_at),
        "origin": origins.told(new.origin),
        "first": old is None,
        "rows": telling.differences(old.content if old else {}, new.content, names),
    }


def moment(at: datetime) -> str:
    """A day with its time."""
    return date_format(localtime(at), "j F Y H:i")
