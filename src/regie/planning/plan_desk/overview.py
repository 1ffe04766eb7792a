"""What stands on the overview of a plan, and on the page where its parts are arranged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.accounts.languages import chosen
from regie.foundation.organizations.models import Municipality
from regie.planning.plans import parts, queries, rules
from regie.planning.plans.models import Logic, PlanState, SafetyPlan, SectionDraft
from regie.planning.plans.permissions import MANAGE_PLAN, WRITE_PLAN
from regie.planning.plans.queries import SectionView
from regie.planning.proposals.models import Priority
from regie.policy.plan_sections import PLAN_SECTIONS
from regie.ui.formats import number

Page = dict[str, Any]
BADGES = {
    rules.DRAFT: "info",
    rules.ADOPTED: "positive",
    rules.WITHDRAWN: "negative",
    rules.SUPERSEDED: "neutral",
}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"plans:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality) -> list[tuple[str, str]]:
    """The path to a page about the plan."""
    return [(_("Plan"), to("plan", municipality))]


def clock(draft: SectionDraft) -> str:
    """When a draft was kept: the time of today, else with its day."""
    at = localtime(draft.saved_at)
    today = localtime().date() == at.date()
    return date_format(at, "H:i" if today else "j F H:i")


@dataclass(frozen=True)
class Drafts:
    """What is not saved: the own drafts by part, and who else is writing where."""

    mine: Mapping[int, SectionDraft]
    writing: Mapping[int, Sequence[str]]


def drafts(
    membership: Membership, rows: Iterable[SectionDraft], views: Sequence[SectionView]
) -> Drafts:
    """Sort drafts into the own ones that say something new, and who else writes now. No queries."""
    saved = {view.section.pk: view.text for view in views}
    mine: dict[int, SectionDraft] = {}
    writing: dict[int, list[str]] = {}
    for row in rows:
        if row.person_id != membership.user_id:
            if queries.is_writing(row):
                writing.setdefault(row.section_id, []).append(str(row.person))
        elif rules.unsaved(row.text, saved.get(row.section_id, "")):
            mine[row.section_id] = row
    return Drafts(mine, writing)


def overview(membership: Membership, plan: SafetyPlan) -> Page:
    """The parts with their state, the priorities, who writes and what is next. At most 6 queries
    beside those of rooms above."""
    views = queries.sections_of(plan)
    inside = membership.role in rules.INSIDE
    open_drafts = drafts(membership, queries.drafts_of(plan) if inside else (), views)
    priorities = queries.weighed(plan)
    writable = plan.state == rules.DRAFT
    filled = sum(bool(view.text.strip()) for view in views)
    page = {
        **about(membership, plan),
        "rows": [_row(view, open_drafts, plan, inside=inside) for view in views],
        "filled": filled,
        "total": len(views),
        "share": round(100 * filled / len(views)) if views else 0,
        "priorities": _priorities(plan, priorities, views),
        "missing": _missing(priorities, views),
        "facts": _facts(plan),
        "panels": parts.panels(membership, plan),
    }
    if writable and page["may_write"]:
        page["next"] = _next(views, open_drafts, plan) or _after_the_parts(page["priorities"])
    return page


def about(membership: Membership, plan: SafetyPlan) -> Page:
    """What every page of a plan says of it. No queries."""
    closed = rules.writing_refusal(plan.state)
    name = plan.document_name or _("Integraal veiligheidsplan")
    return {
        "plan": plan,
        "name": name,
        "named": name.lower() in plan.title.lower(),
        "badge": {"text": PlanState(plan.state).label, "kind": BADGES.get(plan.state, "warning")},
        "may_write": decision(WRITE_PLAN, role=membership.role),
        "may_manage": decision(MANAGE_PLAN, role=membership.role),
        "writable": closed is None,
        "closed": _(closed) if closed else "",
        "crumbs": crumbs(plan.municipality),
    }


def state_of(view: SectionView, found: Drafts) -> list[Page]:
    """How far a part is: what asks for attention first, as badges; its length in plain words.
    No queries."""
    pk, told = view.section.pk, []
    if view.waits:
        told.append({"text": _("twee teksten"), "kind": "warning"})
    if pk in found.mine:
        words = _("uw niet-bewaarde tekst van %(at)s") % {"at": clock(found.mine[pk])}
        told.append({"text": words, "kind": "warning"})
    for name in found.writing.get(pk, ()):
        told.append({"text": _("%(name)s schrijft nu") % {"name": name}, "kind": "info"})
    return [*told, _length(view)]


def _length(view: SectionView) -> Page:
    n = rules.words(view.text)
    if n:
        words = ngettext("%(n)s woord", "%(n)s woorden", n) % {"n": number(n)}
        return {"text": words, "kind": ""}
    if view.drawn:
        return {"text": _("nog geen eigen woorden"), "kind": "neutral"}
    return {"text": _("leeg"), "kind": "neutral"}


def _row(view: SectionView, found: Drafts, plan: SafetyPlan, *, inside: bool) -> Page:
    """One part; how it is made is only for who reads along while it is written."""
    about_text = [] if view.drawn and not view.text.strip() else [_length(view)]
    return {
        "title": view.title,
        "url": to("section", plan.municipality, pk=view.section.pk),
        "state": state_of(view, found) if inside else about_text,
        "made_by": view.made_by if inside else "",
        "made_at": view.made_at if inside else None,
        "dropped": _is_dropped(view),
    }


def _is_dropped(view: SectionView) -> bool:
    return view.section.priority is not None and view.section.priority.decision == "dropped"


def _missing(priorities: Sequence[queries.Weighed], views: Sequence[SectionView]) -> list[Priority]:
    there = {view.section.priority_id for view in views if view.kind == "approach"}
    return [each.row for each in priorities if each.row.pk not in there]


def _priorities(
    plan: SafetyPlan, priorities: Sequence[queries.Weighed], views: Sequence[SectionView]
) -> list[Page]:
    """Each priority with its approach, the lines of its logic, money, and what rooms above say."""
    if not priorities:
        return []
    approach = {view.section.priority_id: view for view in views if view.kind == "approach"}
    said = parts.said_of_priorities(plan, [each.row.pk for each in priorities])
    made = []
    for each in priorities:
        pk, view = each.row.pk, approach.get(each.row.pk)
        made.append(
            {
                "name": str(each.row),
                "approach": _length(view) if view else None,
                "url": to("section", plan.municipality, pk=view.section.pk) if view else "",
                "logic": _lines(each.lines),
                "logic_url": f"{to('logic', plan.municipality)}#p{pk}",
                "lines": each.lines,
                "money": _money(each.total, each.years),
                "money_url": to("means", plan.municipality),
                "said": said[pk],
            }
        )
    return made


def logic_by_priority(rows: Iterable[Logic]) -> dict[int, list[Logic]]:
    """The lines of the logic by the number of their priority. No queries."""
    found: dict[int, list[Logic]] = {}
    for row in rows:
        found.setdefault(row.priority_id, []).append(row)
    return found


def _lines(n: int) -> str:
    return ngettext("%(n)s regel", "%(n)s regels", n) % {"n": n} if n else _("nog geen regel")


def _money(found: rules.Sum, years: int) -> str:
    told = []
    if found.euro:
        words = ngettext("€ %(euro)s in %(years)s jaar", "€ %(euro)s in %(years)s jaar", years)
        told.append(words % {"euro": number(found.euro), "years": years})
    if found.fte:
        told.append(_("gemiddeld %(fte)s fte") % {"fte": number(found.fte / years, 1)})
    return ", ".join(told)


def _facts(plan: SafetyPlan) -> list[tuple[str, ...]]:
    """Period, who takes part and who writes. 2 queries."""
    first, last = (date_format(day, "j F Y") for day in (plan.valid_from, plan.last_day))
    towns = [str(row.municipality) for row in plan.parties.select_related("municipality")]
    members = Membership.objects.filter(municipality=plan.municipality, role__in=WRITE_PLAN.roles)
    writers = [str(row.user) for row in members.select_related("user").order_by("user__name")]
    days = _("%(first)s tot en met %(last)s") % {"first": first, "last": last}
    found: list[tuple[str, ...]] = [(_("Geldt van"), days)]
    if plan.extended_to:
        found.append((_("Verlengd"), _("tot en met %(last)s") % {"last": last}))
    if len(towns) > 1:
        found.append((_("Van de gemeenten"), ", ".join(towns)))
    if plan.predecessor_id:
        url = f"{to('plan', plan.municipality)}?plan={plan.predecessor_id}"
        found.append((_("Vorig plan"), _("Lees het vorige plan"), url))
    return [*found, (_("Hieraan schrijven"), ", ".join(writers) or "–")]


def _next(views: Sequence[SectionView], found: Drafts, plan: SafetyPlan) -> Page | None:
    """The first thing to do in the parts: choose between texts, save a draft, or fill an empty
    one. None when every part is written."""
    wanted = (
        (lambda view: view.waits, _("Kies tussen twee teksten bij “%(title)s”.")),
        (lambda view: view.section.pk in found.mine, _("Bewaar uw tekst bij “%(title)s”.")),
        (
            lambda view: not view.text.strip() and not view.drawn,
            _("Schrijf het onderdeel “%(title)s”."),
        ),
    )
    for fits, words in wanted:
        view = next(filter(fits, views), None)
        if view:
            url = to("section", plan.municipality, pk=view.section.pk)
            return {"words": words % {"title": view.title}, "url": url}
    return None


def _after_the_parts(priorities: Sequence[Page]) -> Page:
    """What a priority still lacks: what rooms above ask, such as an objective, then the logic of
    its approach, then money and people."""
    wanted = (
        *((said.todo, said.url, row) for row in priorities for said in row["said"] if said.todo),
        *(
            (_("Schrijf op waarom de aanpak van “%(title)s” werkt."), row["logic_url"], row)
            for row in priorities
            if not row["lines"]
        ),
        *(
            (_("Vul in wat “%(title)s” kost."), row["money_url"], row)
            for row in priorities
            if not row["money"]
        ),
    )
    for words, url, row in wanted:
        return {"words": words % {"title": row["name"]}, "url": url}
    return {"words": _("Alle onderdelen hebben tekst. Lees het plan nog eens door."), "url": ""}


# --- arranging the parts --------------------------------------------------------------------------


def arranging(membership: Membership, plan: SafetyPlan) -> Page:
    """The parts in order with the buttons to rename, move and take out. 2 queries."""
    views, gone = queries.sections_of(plan), queries.sections_of(plan, removed=True)
    last = len(views) - 1
    return {
        **about(membership, plan),
        "rows": [
            {
                "pk": view.section.pk,
                "title": view.title,
                "official": chosen(view.item.name, view.item.name_en)
                if view.item and view.section.title
                else "",
                "words": _length(view),
                "first": place == 0,
                "last": place == last,
                "dropped": _is_dropped(view),
            }
            for place, view in enumerate(views)
        ],
        "gone": [{"pk": v.section.pk, "title": v.title, "words": _length(v)} for v in gone],
    }


def kinds_to_add(plan: SafetyPlan) -> list[tuple[str, str]]:
    """The parts of the policy that a plan does not have, by code and name. 1 query."""
    rows = plan.sections.filter(removed_at__isnull=True, municipality__isnull=True)
    there = set(rows.values_list("kind", flat=True))
    return [
        (item.code, chosen(item.name, item.name_en))
        for item in PLAN_SECTIONS().sections
        if item.code not in there and not item.per_priority
    ]
