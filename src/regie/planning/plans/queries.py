"""Reading a plan, also for rooms above: its parts with their newest text, its logic, its means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Kept, Progress
from regie.foundation.cycles.rules import LIGHT
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.rows import Rows, moment
from regie.planning.plans import origins, rules
from regie.planning.plans.models import (
    Logic,
    Means,
    PlanSection,
    SafetyPlan,
    SectionDraft,
    SectionText,
)
from regie.planning.proposals.models import CouncilChoice, Priority
from regie.policy.plan_sections import PLAN_SECTIONS, SectionItem


@dataclass(frozen=True, kw_only=True)
class SectionView:
    """A part of a plan with its newest text.

    `title` is in the reader's language, under its own name when it has one. `text` is "" and
    `number` 0 when nothing was saved yet. `seen` is the number of the last version of any kind:
    give it to `services.write_text`. `waits`: another text lies beside it and nobody chose yet.
    `item` is None for an own part.
    """

    section: PlanSection
    title: str
    text: str = ""
    number: int = 0
    seen: int = 0
    waits: bool = False
    made_at: datetime | None = None
    made_by: str = ""
    item: SectionItem | None = None

    @property
    def kind(self) -> str:
        """The code of the policy, or `own`."""
        return self.section.kind

    @property
    def help(self) -> str:
        """What belongs in this part; "" for an own part."""
        return chosen(self.item.help, self.item.help_en) if self.item else ""

    @property
    def generated(self) -> str:
        """What Regie draws beside the own words: see the policy."""
        return self.item.generated if self.item else ""

    @property
    def drawn(self) -> bool:
        """Whether the part says something without own words. The logic beside an approach does
        not tell the approach."""
        return self.generated not in {"", "logic"}


# --- the plan -------------------------------------------------------------------------------------


def plans_seen(membership: Membership) -> QuerySet[SafetyPlan]:
    """The plans this member may read, newest first.

    Those of the own municipality in a state that the role reads, and joint plans that were
    adopted. Everything else does not exist for this reader.
    """
    town = membership.municipality
    states = [state for state in STATES if membership.role in rules.readers(state)]
    own = Q(municipality=town, state__in=states)
    shared = Q(state__in=rules.SHARED, parties__municipality=town)
    found = SafetyPlan.objects.filter(own | shared).distinct()
    return found.select_related("municipality", "cycle")


STATES = (*rules.LIVING, rules.WITHDRAWN, rules.SUPERSEDED)


def plan_of(membership: Membership, pk: int) -> SafetyPlan | None:
    """One plan that this member may read, or None. 1 query."""
    return plans_seen(membership).filter(pk=pk).first()


def current_plan(municipality: Municipality) -> SafetyPlan | None:
    """The newest plan that is worked on or holds, whoever may read it. 1 query."""
    found = SafetyPlan.objects.filter(municipality=municipality, state__in=rules.LIVING)
    return found.select_related("municipality", "cycle").first()


def plan_in(cycle: PolicyCycle) -> SafetyPlan | None:
    """The living plan of a cycle. 1 query."""
    found = SafetyPlan.objects.filter(cycle=cycle, state__in=rules.LIVING)
    return found.select_related("municipality", "cycle").first()


def is_light(plan: SafetyPlan) -> bool:
    """Whether the cycle of this plan follows the light way of working. No queries."""
    return plan.cycle.variant == LIGHT


def priorities_of(plan: SafetyPlan) -> list[Priority]:
    """The priorities of the cycle that the council did not drop, in order. 1 query."""
    found = Priority.objects.filter(proposal__cycle=plan.cycle_id)
    return list(found.exclude(decision=CouncilChoice.DROPPED))


@dataclass(frozen=True)
class Weighed:
    """A priority with how many lines of logic it has, and its money and people together, over so
    many years."""

    row: Priority
    lines: int
    total: rules.Sum
    years: int


def weighed(plan: SafetyPlan) -> list[Weighed]:
    """The priorities of a plan with the size of their logic and means. 1 query."""
    logic = Logic.objects.filter(priority=OuterRef("pk"), plan=plan).order_by()
    means = Means.objects.filter(priority=OuterRef("pk"), plan=plan).order_by("pk")
    names = ("year", "amount", "fte", "structural")
    found = Priority.objects.filter(proposal__cycle=plan.cycle_id).annotate(
        told=Rows(logic, pk="pk"), given=Rows(means, **{name: name for name in names})
    )
    made = []
    for row in found.exclude(decision=CouncilChoice.DROPPED):
        lines = [_line(each) for each in row.given]
        years = len({line.year for line in lines})
        made.append(Weighed(row, len(row.told), rules.total(lines), years))
    return made


def _line(read: Mapping[str, Any]) -> rules.Line:
    """Money and people as they were read along."""
    euro, fte = (
        None if read[name] is None else Decimal(str(read[name])) for name in ("amount", "fte")
    )
    return rules.Line(year=read["year"], euro=euro, fte=fte, structural=bool(read["structural"]))


# --- its parts ------------------------------------------------------------------------------------


def sections_of(plan: SafetyPlan, *, removed: bool = False) -> list[SectionView]:
    """The parts of a plan in order with their newest text, or those taken out. 1 query."""
    found = PlanSection.objects.filter(plan=plan, removed_at__isnull=not removed)
    return _views(found)


def section(plan: SafetyPlan, pk: int) -> SectionView | None:
    """One part of a plan, also when it was taken out. 1 query."""
    found = PlanSection.objects.filter(plan=plan, pk=pk)
    return next(iter(_views(found)), None)


def section_view(row: PlanSection) -> SectionView:
    """The same for a part that was read already. 1 query."""
    return _views(PlanSection.objects.filter(pk=row.pk))[0]


def _views(found: QuerySet[PlanSection]) -> list[SectionView]:
    texts = SectionText.objects.filter(section=OuterRef("pk")).order_by("-number")
    grouped = SectionText.objects.filter(section=OuterRef("pk")).order_by().values("section")
    read = found.select_related("plan", "priority", "municipality").annotate(
        newest=Rows(
            texts.filter(beside=False)[:1],
            text="text",
            number="number",
            made_at="made_at",
            made_by="made_by__name",
        ),
        last=Subquery(grouped.annotate(n=Max("number")).values("n")),
        settled=Subquery(grouped.annotate(n=Max("settles")).values("n")),
        beside=Subquery(grouped.filter(beside=True).annotate(n=Max("number")).values("n")),
    )
    made = []
    for row in read:
        newest = row.newest[0] if row.newest else {}
        made.append(
            SectionView(
                section=row,
                title=title_of(row),
                text=newest.get("text", ""),
                number=newest.get("number", 0),
                seen=row.last or 0,
                waits=(row.beside or 0) > (row.settled or 0),
                made_at=moment(newest["made_at"]) if newest else None,
                made_by=newest.get("made_by") or "",
                item=PLAN_SECTIONS().section(row.kind),
            )
        )
    return made


def title_of(row: PlanSection, language: str = "") -> str:
    """The title of a part in words: the own one, else that of the policy. No queries, when its
    priority was read along."""
    if row.title:
        return row.title
    item = PLAN_SECTIONS().section(row.kind)
    if item is None:
        return row.kind
    with override(language or get_language()):
        name = chosen(item.name, item.name_en)
        if row.priority is None:
            return name
        return _("%(part)s: %(priority)s") % {"part": name, "priority": row.priority}


def unsettled(plan: SafetyPlan) -> list[SectionView]:
    """The parts where two texts wait for somebody to choose; a plan does not go out with one.

    1 query.
    """
    return [view for view in sections_of(plan) if view.waits]


def texts_of(row: PlanSection) -> list[SectionText]:
    """Every version of the text of a part, the newest first. 1 query."""
    return list(row.texts.select_related("made_by").order_by("-number"))


def authors_of(plan: SafetyPlan) -> list[str]:
    """The names of who wrote the parts, in the order in which they began; who only took over what
    the council adopted wrote nothing. 1 query."""
    rows = SectionText.objects.filter(section__plan=plan, made_by__isnull=False).order_by("pk")
    kept = rows.values_list("made_by__name", "origin")
    written = (name for name, origin in kept if origin.get("code") != origins.AMENDMENT)
    return list(dict.fromkeys(written))


def waiting(texts: Iterable[SectionText]) -> list[SectionText]:
    """The texts beside the one that counts, of which nobody chose yet. No queries."""
    known = list(texts)
    settled = max((row.settles for row in known), default=0)
    return [row for row in known if row.beside and row.number > settled]


def drafts_of(plan: SafetyPlan) -> list[SectionDraft]:
    """What people typed in a plan and did not save, the newest first. 1 query."""
    found = SectionDraft.objects.filter(section__plan=plan)
    return list(found.select_related("person").order_by("-saved_at"))


def is_writing(draft: SectionDraft) -> bool:
    """Whether somebody typed so shortly ago that he or she is at work now."""
    return timezone.now() - draft.saved_at < timedelta(minutes=rules.WRITING_MINUTES)


# --- logic and means ------------------------------------------------------------------------------


def logic_of(plan: SafetyPlan) -> list[Logic]:
    """The lines of the intervention logic with their priority, in order. 1 query."""
    return list(plan.logic.select_related("priority").order_by("position", "pk"))


def means_of(plan: SafetyPlan) -> list[Means]:
    """Money and people with their priority, by year. 1 query."""
    return list(plan.means.select_related("priority").order_by("year", "pk"))


def sums_of(means: Iterable[Means]) -> rules.Sums:
    """The sums of these means. No queries."""
    return rules.sums(
        rules.Line(
            year=row.year,
            priority=row.priority_id,
            euro=row.amount,
            fte=row.fte,
            structural=row.structural,
            region=row.region,
        )
        for row in means
    )


def years_of(plan: SafetyPlan) -> range:
    """The years in which a plan holds, extension included. No queries."""
    return range(plan.valid_from.year, plan.last_day.year + 1)


# --- the guided path ------------------------------------------------------------------------------

EMBEDDING = ("partners", "organisation", "means")


def parts_along() -> dict[str, Rows]:
    """The parts of the plan that these steps write, to read along with a cycle."""
    texts = SectionText.objects.filter(section=OuterRef("pk"), beside=False).order_by("-number")
    rows = PlanSection.objects.filter(
        plan__cycle=OuterRef("pk"),
        plan__state__in=rules.LIVING,
        removed_at__isnull=True,
        kind__in=("approach", *EMBEDDING),
    ).annotate(text=Subquery(texts.values("text")[:1]))
    return {"plan_parts": Rows(rows, kind="kind", text="text")}


def progress(_cycle: PolicyCycle, kept: Kept) -> dict[str, Progress]:
    """How far the approach is, and cooperation, money and organisation. No queries."""
    found = [(row["kind"], row["text"]) for row in kept["plan_parts"]]
    approach = [text for kind, text in found if kind == "approach"]
    rest = [text for kind, text in found if kind != "approach"]
    return {"approach": _approach(approach, begun=bool(found)), "embedding": _embedding(rest)}


def _approach(texts: list[str | None], *, begun: bool) -> Progress:
    if not begun:
        return Progress(False, _("Het plan is nog niet begonnen."))
    if not texts:
        return Progress(False, _("Er is nog geen prioriteit met een aanpak."))
    done = sum(bool((text or "").strip()) for text in texts)
    words = ngettext(
        "%(done)s van %(n)s prioriteit heeft een aanpak.",
        "%(done)s van %(n)s prioriteiten hebben een aanpak.",
        len(texts),
    )
    return Progress(done == len(texts), words % {"done": done, "n": len(texts)})


def _embedding(texts: list[str | None]) -> Progress:
    if not texts:
        return Progress(False, _("Het plan is nog niet begonnen."))
    left = sum(not (text or "").strip() for text in texts)
    if not left:
        return Progress(True, _("Partners, organisatie en geld zijn beschreven."))
    words = ngettext(
        "Nog %(n)s onderdeel over partners, organisatie of geld is leeg.",
        "Nog %(n)s onderdelen over partners, organisatie of geld zijn leeg.",
        left,
    )
    return Progress(False, words % {"n": left})
