"""Taking a sorted document over into a plan: everything or nothing, and once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regie.evidence.findings.rules import looks_personal
from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import take_step
from regie.planning.objectives import services as objectives
from regie.planning.plan_imports import rules, workflow
from regie.planning.plan_imports.models import (
    FoundObjective,
    FoundState,
    ImportPart,
    ImportState,
    PlanImport,
)
from regie.planning.plan_imports.permissions import TAKE_OVER
from regie.planning.plan_imports.receiving import locked, write_down
from regie.planning.plan_texts import markdown
from regie.planning.plans import origins
from regie.planning.plans import queries as plans
from regie.planning.plans import rules as plan_rules
from regie.planning.plans import services as writing
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.proposals.models import Priority
from regie.policy.plan_sections import PLAN_SECTIONS

Target = SafetyPlan | PolicyCycle
"""A plan that is being written, or a cycle that has none yet."""


@transaction.atomic
def take_over(document: PlanImport, target: Target, *, actor: User, role: str) -> SafetyPlan:
    """Write the sorted parts and the accepted objectives into a plan, in one transaction.

    Text that stands in a part already stays, above what comes. Raises `RefusedError`: then
    nothing was written. A second time is refused, also for the same file read again.
    """
    may(TAKE_OVER, role)
    found = locked(document, role)
    kept = list(found.parts.all())
    wanted = list(found.objectives.filter(state=FoundState.ACCEPTED).select_related("part"))
    _refuse_unready(found, kept, wanted)
    plan = target
    if isinstance(plan, PolicyCycle):
        plan = writing.begin_plan(plan, actor=actor, role=role)
    _refuse_same(found, plan)
    maker = _Maker(plan, origins.origin(origins.DOCUMENT, file=found.file_name), actor, role)
    maker.write([part for part in kept if part.kind != rules.NONE])
    for row in wanted:
        maker.objective(row)
    found.plan, found.taken_at, found.taken_by = plan, timezone.now(), actor
    found.save(update_fields=["plan", "taken_at", "taken_by"])
    take_step(found, "take_over", workflow=workflow.IMPORT, actor=actor, role=role)
    write_down("take_over", found, actor, {"to": str(plan), "objectives": len(wanted)})
    return plan


def _refuse_unready(
    document: PlanImport, parts: Sequence[ImportPart], wanted: Sequence[FoundObjective]
) -> None:
    unsorted = sum(not part.kind for part in parts)
    if unsorted:
        raise RefusedError(rules.UNSORTED, n=unsorted)
    going = [part for part in parts if part.kind != rules.NONE]
    refuse(None if going or wanted else rules.NOTHING)
    for part in going:
        if plan_rules.where_personal(f"{part.title}\n{part.text}", looks_personal):
            raise RefusedError(rules.PERSONAL, where=str(part))
    for row in wanted:
        if any(map(looks_personal, _texts(row))):
            raise RefusedError(rules.PERSONAL, where=str(row))


def _texts(row: FoundObjective) -> tuple[str, ...]:
    return (row.statement, row.effect, row.measured_by, row.baseline_source, row.owner)


def _refuse_same(document: PlanImport, plan: SafetyPlan) -> None:
    """The same file, read a second time, into the same plan."""
    twins = PlanImport.objects.filter(
        plan=plan, sha256=document.sha256, state=ImportState.TAKEN
    ).exclude(pk=document.pk)
    if twins.exists():
        raise RefusedError(rules.SAME_FILE, plan=str(plan))


@dataclass
class _Maker:
    """Writes into one plan."""

    plan: SafetyPlan
    origin: origins.Origin
    actor: User
    role: str

    def __post_init__(self) -> None:
        self.priorities = plans.priorities_of(self.plan)

    def write(self, parts: Sequence[ImportPart]) -> None:
        """Parts that go to the same place become one text, in their order."""
        places: dict[tuple[str, int | None], list[ImportPart]] = {}
        for part in parts:
            places.setdefault(self._place(part), []).append(part)
        for (kind, key), together in places.items():
            section = self._own(together[0]) if kind == rules.OWN else self._section(kind, key)
            self._text(section, together, own=kind == rules.OWN)

    def _place(self, part: ImportPart) -> tuple[str, int | None]:
        """Where a part goes: a kind, with a priority when that has one text each."""
        item = PLAN_SECTIONS().section(part.kind)
        if item is None:
            return rules.OWN, -part.pk
        if not item.per_priority:
            return part.kind, None
        priority = self.priority(part)
        return (part.kind, priority.pk) if priority else (rules.OWN, -part.pk)

    def priority(self, part: ImportPart | None) -> Priority | None:
        """The priority of this plan whose name stands in the headings of a part."""
        words = f"{part.title} {part.chapter}".lower() if part else ""
        named = [each for each in self.priorities if each.name.lower() in words]
        return max(named, key=lambda each: len(each.name)) if named else None

    def _own(self, part: ImportPart) -> PlanSection:
        item = PLAN_SECTIONS().section(part.kind)
        title = part.title or rules.UNTITLED
        if item is not None and part.chapter:
            title = f"{part.chapter}: {title}"
        return writing.add_section(self.plan, title[:120], actor=self.actor, role=self.role)

    def _section(self, kind: str, priority: int | None) -> PlanSection:
        rows = self.plan.sections.filter(kind=kind, municipality=None, removed_at=None)
        known = rows.filter(priority=priority).first()
        if known is not None:
            return known
        if priority is not None:
            writing.follow_priorities(self.plan, actor=self.actor, role=self.role)
            return rows.get(priority=priority)
        return writing.add_section(self.plan, kind=kind, actor=self.actor, role=self.role)

    def _text(self, section: PlanSection, parts: Sequence[ImportPart], *, own: bool) -> None:
        """Save the text; what does not fit any more gets a part of its own."""
        view = plans.section_view(section)
        texts = [part.text for part in parts] if own else _under_headings(parts)
        first, *rest = _packed([view.text, *texts])
        if first.strip() and first != view.text:
            self._save(section, first, view.seen)
        for text in rest:
            title = rules.CONTINUED % {"title": view.title[:100]}
            more = writing.add_section(self.plan, title, actor=self.actor, role=self.role)
            self._save(more, text, 0)

    def _save(self, section: PlanSection, text: str, seen: int) -> None:
        writing.write_text(
            section, text, seen=seen, actor=self.actor, role=self.role, origin=self.origin
        )

    def objective(self, row: FoundObjective) -> None:
        """Write one objective. Raises `RefusedError` that says which one it is about."""
        priority = self.priority(row.part)
        words = objectives.ObjectiveWords(
            statement=row.statement,
            priority=priority.pk if priority else None,
            effect=row.effect,
            indicator=row.indicator,
            measured_by="" if row.indicator else row.measured_by,
            unit=row.unit,
            direction=row.direction,
            baseline=row.baseline,
            baseline_from=row.baseline_year,
            baseline_to=row.baseline_year,
            baseline_source=row.baseline_source,
            target=row.target,
            target_percent=row.target_percent,
            target_date=row.target_date,
            owner=row.owner,
        )
        try:
            objectives.write_objective(
                self.plan, words, actor=self.actor, role=self.role, origin=self.origin
            )
        except RefusedError as refusal:
            reason = _(refusal.sentence) % refusal.params if refusal.params else _(refusal.sentence)
            raise RefusedError(rules.OBJECTIVE_REFUSED, which=str(row), reason=reason) from refusal


def _under_headings(parts: Sequence[ImportPart]) -> list[str]:
    """Their texts; with more than one each keeps its own heading."""
    if len(parts) == 1:
        return [parts[0].text]
    return [markdown.under(part.title, part.text) for part in parts]


def _packed(texts: Iterable[str]) -> list[str]:
    """Texts under each other, in as few as fit."""
    made = [""]
    for text in texts:
        together = markdown.joined(made[-1], text)
        if made[-1] and len(together) > plan_rules.LONGEST:
            made.append(text)
        else:
            made[-1] = together
    return made
