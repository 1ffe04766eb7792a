"""Reading where a plan is, its editions, decisions and amendments; also for rooms above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import COORDINATOR
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Kept, Progress
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import parsed
from regie.foundation.records.models import Step
from regie.foundation.records.rows import Rows
from regie.planning.objectives.models import Objective
from regie.planning.plan_decisions import merging, rules
from regie.planning.plan_decisions.models import (
    Amendment,
    Body,
    Decision,
    Outcome,
    PlanEdition,
    Publication,
)
from regie.planning.plan_decisions.permissions import (
    ADVISERS,
    PUBLIC_MOMENTS,
    TRIANGLE_READERS,
    moments,
)
from regie.planning.plan_decisions.workflow import TAKE_BACK
from regie.planning.plan_remarks.queries import waiting
from regie.planning.plans import queries as plans
from regie.planning.plans import rules as states
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.rules import ADOPTED, PARTNER_CHECK
from regie.planning.plans.structure import without_approach
from regie.planning.proposals.models import Priority
from regie.planning.start_memos import rules as hats
from regie.planning.start_memos.queries import roles_held
from regie.policy.plan_sections import PLAN_SECTIONS

# --- editions -------------------------------------------------------------------------------------


def editions_of(plan: SafetyPlan) -> list[PlanEdition]:
    """Every edition of a plan, the newest first, whoever may read it. 1 query."""
    return list(plan.editions.select_related("made_by").defer("content"))


def editions_seen(membership: Membership) -> QuerySet[PlanEdition]:
    """The editions this member may read, newest first: all inside, those of the council and after
    for everybody, that of the partner check for who reads along, and adopted joint plans."""
    town, shown = membership.municipality, moments(membership.role)
    own = Q(plan__municipality=town)
    if shown is not None:
        own &= Q(moment__in=shown)
    joint = Q(plan__parties__municipality=town, moment=ADOPTED)
    found = PlanEdition.objects.filter(own | joint).distinct()
    return found.select_related("plan__municipality", "plan__cycle", "made_by").order_by("-pk")


def edition(membership: Membership, pk: int) -> PlanEdition | None:
    """One edition this member may read, or None. 1 query."""
    return editions_seen(membership).filter(pk=pk).first()


def last_edition(plan: SafetyPlan, *at: str) -> PlanEdition | None:
    """The newest edition of these moments, or of any. 1 query."""
    found = plan.editions.filter(moment__in=at) if at else plan.editions.all()
    return found.first()


def content_of(found: PlanEdition) -> dict[str, Any]:
    """What an edition holds, read once: an edition never changes. Nobody changes it."""
    return parsed(found.content)


# --- which plan, who acts -------------------------------------------------------------------------


def plans_followed(membership: Membership) -> QuerySet[SafetyPlan]:
    """The plans that this member follows, newest first: those that the role reads, and those of
    which it read an edition. Who reads along follows a plan from the moment it was offered."""
    role, town = membership.role, membership.municipality
    shown = [state for state in plans.STATES if role in states.readers(state)]
    seen = Q(state__in=shown) | Q(editions__moment__in=PUBLIC_MOMENTS)
    if role in ADVISERS:
        seen |= Q(editions__moment=PARTNER_CHECK)
    found = SafetyPlan.objects.filter(seen, municipality=town)
    return found.select_related("municipality", "cycle").distinct()


def plan_seen(membership: Membership, pk: int | None = None) -> SafetyPlan | None:
    """One plan that this member follows, or the newest that is alive, or the newest. 1 query."""
    found = list(plans_followed(membership)[:20])
    if pk is not None:
        return next((plan for plan in found if plan.pk == pk), None)
    living = (plan for plan in found if plan.state in states.LIVING)
    return next(living, found[0] if found else None)


def hat(municipality: Municipality, by: frozenset[str], role: str) -> str:
    """In which role somebody acts: the own one, or that of somebody who does not work with Regie
    here. 1 query for who could stand in."""
    if role != COORDINATOR or role in by:
        return role
    return hats.hat_for(by, role, roles_held(municipality))


# --- decisions ------------------------------------------------------------------------------------


def decisions_of(plan: SafetyPlan) -> list[Decision]:
    """What was decided of a plan, oldest first. 1 query."""
    return list(plan.decisions.select_related("municipality", "made_by", "edition"))


def words_for(row: Decision, role: str) -> str:
    """What this role may read of a decision: those of the triangle stay where they belong, those
    of partners and management inside."""
    if row.outcome == Outcome.SKIPPED:
        return row.text
    if row.body == Body.TRIANGLE:
        return row.text if role in TRIANGLE_READERS else ""
    public = row.body in {Body.EXECUTIVE, Body.COUNCIL}
    return row.text if public or role in states.INSIDE else ""


def passed(rows: Sequence[Decision]) -> frozenset[str]:
    """The bodies that saw this plan already. No queries."""
    return frozenset(row.body for row in rows if row.outcome != Outcome.SKIPPED)


def taken_back(plan: SafetyPlan) -> list[Step]:
    """When and why the coordinator took the plan back, oldest first. 1 query."""
    subject = {"subject_type": plan._meta.label_lower, "subject_id": str(plan.pk)}
    return list(Step.objects.filter(name=TAKE_BACK, **subject).order_by("pk"))


def council_decisions(plan: SafetyPlan) -> dict[int, Decision]:
    """The adoption by each council of a plan, by the number of its municipality. 1 query."""
    adopting = (Outcome.ADOPTED, Outcome.ADOPTED_AMENDED)
    rows = plan.decisions.filter(outcome__in=adopting).select_related("municipality", "made_by")
    last = last_return(plan)
    return {row.municipality_id: row for row in rows if last is None or row.pk > last}


def last_return(plan: SafetyPlan) -> int | None:
    """The number of the newest decision that sent the plan back. 1 query."""
    back = (Outcome.SENT_BACK, Outcome.REJECTED)
    found: int | None = (
        plan.decisions.filter(outcome__in=back).order_by("-pk").values_list("pk", flat=True).first()
    )
    return found


def publication_of(plan: SafetyPlan) -> Publication | None:
    """When and where the plan was made known. 1 query."""
    return plan.publications.last()


# --- amendments -----------------------------------------------------------------------------------


def amendments_of(plan: SafetyPlan) -> list[Amendment]:
    """The amendments of a plan in order, with what they are about. 1 query."""
    rows = plan.amendments.select_related("section__priority", "objective", "made_by", "edition")
    return list(rows)


def amendment(plan: SafetyPlan, pk: int) -> Amendment | None:
    """One amendment of a plan. 1 query."""
    return next((row for row in amendments_of(plan) if row.pk == pk), None)


def target_of(row: Amendment) -> str:
    """A word for what an amendment changes, takes out or adds."""
    if row.adds:
        return merging.added_key(row.adds, row.wanted, row.values)
    if row.section_id is not None:
        return f"section:{row.section_id}"
    field = f":{row.field}" if row.field else ""
    return f"objective:{row.objective_id}{field}"


def texts_of(plan: SafetyPlan) -> dict[str, str]:
    """Everything that an amendment can change, take out or find there already, as it is now: see
    `merging.apply`. 2 queries."""
    found = {}
    for view in plans.sections_of(plan):
        row = view.section
        found[f"section:{row.pk}"] = view.text
        values = {"kind": row.kind, "priority": row.priority_id, "title": row.title}
        found[merging.added_key(rules.SECTION, "", values)] = ""
    for goal in Objective.objects.filter(plan=plan, removed_at__isnull=True):
        texts = {field: rules.text_of(field, getattr(goal, field)) for field in rules.FIELDS}
        found |= {f"objective:{goal.pk}:{field}": text for field, text in texts.items()}
        found[f"objective:{goal.pk}"] = whole(texts)
        found[merging.added_key(rules.OBJECTIVE, goal.statement, {})] = ""
    return found


@dataclass(frozen=True)
class Addable:
    """A part that an amendment can add: an own one, one of the policy, or the approach of a
    priority."""

    kind: str
    priority: int | None
    title: str

    @property
    def key(self) -> tuple[str, int | None]:
        """What tells it apart."""
        return self.kind, self.priority


def addable(plan: SafetyPlan) -> list[Addable]:
    """The parts that a plan does not have. 3 queries."""
    there = {view.kind for view in plans.sections_of(plan)}
    found = [Addable(states.OWN, None, _("Een eigen onderdeel"))]
    for item in PLAN_SECTIONS().of(light=False):
        name = chosen(item.name, item.name_en)
        if item.per_priority:
            missing = without_approach(plan) if item.code == "approach" else []
            found += [Addable(item.code, each.pk, f"{name}: {each}") for each in missing]
        elif item.code not in there:
            found.append(Addable(item.code, None, name))
    return found


def priorities(plan: SafetyPlan) -> list[Priority]:
    """The priorities that an objective can be of. 1 query."""
    return plans.priorities_of(plan)


def whole(texts: Mapping[str, str]) -> str:
    """An objective in one text, to see whether it changed. No queries."""
    return "\n".join(f"{field}: {texts.get(field, '')}" for field in rules.FIELDS)


def changes_in(rows: Sequence[Amendment]) -> list[merging.Change]:
    """What these amendments do, in order. No queries."""
    return [
        merging.Change(
            number=row.code,
            target=target_of(row),
            old=whole(row.values) if _drops_objective(row) else row.old_text,
            new=row.wanted,
            act=row.act,
            whole=row.section_id is None,
            settles=row.outcome == rules.CHANGED,
        )
        for row in rows
    ]


def _drops_objective(row: Amendment) -> bool:
    return row.act == rules.DROP and row.objective_id is not None


# --- what a plan needs ----------------------------------------------------------------------------

OWN_WORDS = frozenset({"", "logic"})
"""Parts of which Regie draws this beside the own words, or nothing: they are owed own words."""


@dataclass(frozen=True)
class Ready:
    """Whether a plan can go to the executive. `notes` are sentences that do not block."""

    lacks: tuple[rules.Lack, ...]
    remarks: int = 0


def ready(plan: SafetyPlan) -> Ready:
    """What a plan lacks before it goes to the executive. At most 3 queries."""
    return Ready(rules.lacks(_objectives(plan), _parts(plan)), open_remarks(plan))


def _objectives(plan: SafetyPlan) -> int:
    return Objective.objects.filter(plan=plan, removed_at__isnull=True).count()


def _parts(plan: SafetyPlan) -> list[rules.Part]:
    return [
        rules.Part(
            view.section.pk,
            view.title,
            owed=_owed(view.section),
            empty=not view.text.strip(),
            waits=view.waits,
        )
        for view in plans.sections_of(plan)
    ]


def _owed(section: PlanSection) -> bool:
    item = PLAN_SECTIONS().section(section.kind)
    return item is not None and item.light and item.generated in OWN_WORDS


def open_remarks(plan: SafetyPlan) -> int:
    """How many remarks on a plan wait for an answer. 1 query."""
    return waiting(plan)


# --- the guided path ------------------------------------------------------------------------------


def plan_along() -> Mapping[str, Rows]:
    """The newest plan of a cycle with what was decided, to read along with the cycle."""
    found = SafetyPlan.objects.filter(cycle=OuterRef("pk")).order_by("-pk")
    council = Decision.objects.filter(
        plan__cycle=OuterRef("pk"), outcome__in=(Outcome.ADOPTED, Outcome.ADOPTED_AMENDED)
    )
    known = Publication.objects.filter(plan__cycle=OuterRef("pk"))
    return {
        "plan": Rows(found[:1], state="state"),
        "council": Rows(council.order_by("-pk")[:1], day="day", number="number"),
        "known": Rows(known.order_by("-pk")[:1], day="day", place="place", police="police_on"),
    }


def progress(cycle: PolicyCycle, kept: Kept) -> dict[str, Progress]:
    """How far the decision of the executive, that of the council and the publication are."""
    state = kept["plan"][0]["state"] if kept["plan"] else ""
    council = kept["council"][0] if kept["council"] else None
    known = kept["known"][0] if kept["known"] else None
    return {
        "draft_decision": _drafted(state),
        "adoption": _adopted(state, council),
        "publication": _published(state, known),
    }


BEHIND = frozenset({states.TRIANGLE, states.COUNCIL, states.ADOPTED, states.SUPERSEDED})


def _drafted(state: str) -> Progress:
    if not state:
        return Progress(False, _("Het plan is nog niet begonnen."))
    if state in BEHIND:
        return Progress(True, _("Het college besloot over het plan."))
    return Progress(False, _(rules.STANDS[state]))


def _adopted(state: str, council: Mapping[str, Any] | None) -> Progress:
    if state in {states.ADOPTED, states.SUPERSEDED} and council:
        told = {"day": _day(council["day"]), "number": council["number"]}
        return Progress(
            True, _("De raad stelde het plan vast op %(day)s, nummer %(number)s.") % told
        )
    if not state:
        return Progress(False, _("Het plan is nog niet begonnen."))
    return Progress(False, _(rules.STANDS[state]))


def _published(state: str, known: Mapping[str, Any] | None) -> Progress:
    if known is None:
        waits = state in {states.ADOPTED, states.SUPERSEDED}
        words = _("Het plan is nog niet bekendgemaakt.") if waits else _adopted(state, None).words
        return Progress(False, words)
    told = {"day": _day(known["day"])}
    if not known["police"]:
        words = _("Bekendgemaakt op %(day)s. Geef het plan nog door aan de politie.") % told
        return Progress(False, words)
    return Progress(True, _("Bekendgemaakt op %(day)s en doorgegeven aan de politie.") % told)


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "j F Y")
