"""Amendments: written at the table, and decided by the council. See `enacting` for what they do."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regie.foundation.access.rules import CLERK, may
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log
from regie.planning.objectives.models import Objective
from regie.planning.objectives.rules import refusal as objective_refusal
from regie.planning.plan_decisions import enacting, queries, rules, workflow
from regie.planning.plan_decisions.models import Amendment, AmendmentOutcome, PlanEdition
from regie.planning.plan_decisions.permissions import AMEND, DECIDE_AMENDMENT
from regie.planning.plan_decisions.writing import acts_as, clean, locked_plan
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.rules import COUNCIL, OWN, text_refusal

STATEMENT = 300
"""Characters in the sentence of an objective."""


class StaleError(Exception):
    """Somebody else changed this amendment meanwhile; `current` is how it stands now."""

    def __init__(self, current: Amendment | None) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class AmendmentWords:
    """An amendment as it is written.

    `section`, or `objective`, says what changes or goes (`act`); of an objective one `field`
    changes. `new_text` is the whole text of the part or the new value. With `adds` it is the text
    of a new part or the sentence of a new objective; `values` has the rest, as it was typed:
    `kind`, `title` and `priority` of a part, and `rules.ADDED_FIELDS` of an objective.
    """

    title: str
    proposer: str
    new_text: str = ""
    explanation: str = ""
    act: str = rules.CHANGE
    section: int | None = None
    objective: int | None = None
    field: str = ""
    adds: str = ""
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


# --- writing --------------------------------------------------------------------------------------


@transaction.atomic
def propose_amendment(
    plan: SafetyPlan, words: AmendmentWords, *, actor: User, role: str
) -> Amendment:
    """Write a new amendment on the plan that lies at the council. Raises `RefusedError`."""
    may(AMEND, role)
    found, edition = _at_council(plan)
    last = found.amendments.aggregate(last=Max("number"))["last"] or 0
    row = Amendment(
        plan=found,
        edition=edition,
        municipality=found.municipality,
        number=last + 1,
        act=words.act,
        made_by=actor,
    )
    _aim(row, words)
    return _written(row, words, actor, "propose")


@transaction.atomic
def write_amendment(
    row: Amendment, words: AmendmentWords, *, version: int, actor: User, role: str
) -> Amendment:
    """Change an amendment of which the council did not decide yet; what it is about stays.

    One on an earlier version of the plan is then on the version of now. Raises `RefusedError`;
    `StaleError` when somebody else changed it since: nothing is written.
    """
    may(AMEND, role)
    found, edition = _at_council(row.plan)
    current = _locked(found, row.pk)
    refuse(rules.DECIDED_ALREADY if current.outcome else None)
    refuse(None if role == CLERK or current.made_by_id == actor.pk else rules.NOT_OWN)
    if current.version != version:
        raise StaleError(current)
    current.version += 1
    current.edition = edition
    if not current.adds:
        _remember(current)
    return _written(current, words, actor, "write_amendment")


def _at_council(plan: SafetyPlan) -> tuple[SafetyPlan, PlanEdition]:
    found = locked_plan(plan.pk)
    refuse(None if found.state == COUNCIL else rules.ONLY_AT_COUNCIL)
    edition = queries.last_edition(found, COUNCIL)
    if edition is None:
        raise RefusedError(rules.ONLY_AT_COUNCIL)
    return found, edition


def _locked(plan: SafetyPlan, pk: int) -> Amendment:
    row = Amendment.objects.select_for_update(of=("self",)).filter(plan=plan, pk=pk).first()
    if row is None:
        raise StaleError(None)
    row.plan = plan
    return row


def _aim(row: Amendment, words: AmendmentWords) -> None:
    """What a new amendment is about, with what stands there now."""
    if words.act == rules.ADD:
        refuse(None if words.adds in {rules.SECTION, rules.OBJECTIVE} else rules.NO_TARGET)
        row.adds = words.adds
        return
    if words.section is not None:
        section = row.plan.sections.filter(pk=words.section, removed_at__isnull=True).first()
        refuse(None if section else rules.NO_TARGET)
        row.section = section
    else:
        rows = Objective.objects.filter(plan=row.plan, removed_at__isnull=True)
        objective = rows.filter(pk=words.objective or 0).first()
        fits = words.act == rules.DROP or words.field in rules.FIELDS
        refuse(None if objective and fits else rules.NO_TARGET)
        row.objective = objective
        row.field = "" if words.act == rules.DROP else words.field
    _remember(row)


def _remember(row: Amendment) -> None:
    """Keep what stands there now, to show the difference and to see later whether it changed."""
    texts = queries.texts_of(row.plan)
    target = queries.target_of(row)
    refuse(None if target in texts else rules.GONE, mine=row.code)
    if row.act == rules.DROP and row.objective_id is not None:
        row.values = {field: texts[f"{target}:{field}"] for field in rules.FIELDS}
        row.old_text = row.values["statement"]
    else:
        row.old_text = texts[target]


def _written(row: Amendment, words: AmendmentWords, actor: User, verb: str) -> Amendment:
    row.title, row.proposer = clean(words.title)[:160], clean(words.proposer)[:120]
    row.explanation = clean(words.explanation)[:2000]
    refuse(None if row.title else rules.NO_TITLE)
    refuse(None if row.proposer else rules.NO_PROPOSER)
    if row.act == rules.ADD:
        _fill_addition(row, words)
    elif row.act == rules.CHANGE:
        row.new_text = _text_for(row, words.new_text)
        refuse(rules.SAME_TEXT if row.new_text == row.old_text else None)
    row.save()
    log(f"plan_decisions.{verb}", row, actor=actor, of=row.plan, details={"number": row.code})
    return row


def _text_for(row: Amendment, text: str) -> str:
    """The new text of a part, or the new value as it is kept. Raises `RefusedError`."""
    typed = text.replace("\r\n", "\n")
    words = typed if row.field in rules.DAYS else clean(typed)  # a day looks like one of birth
    if row.section_id is not None or row.adds == rules.SECTION:
        refuse(text_refusal(words))
        return words
    if row.adds == rules.OBJECTIVE:
        refuse(None if words else rules.NO_VALUE)
        return words[:STATEMENT]
    value = _value(row.field, words)
    refuse(rules.NO_VALUE if row.field == "statement" and not value else None)
    return rules.text_of(row.field, value)


def _value(name: str, words: str) -> object:
    try:
        return rules.value_of(name, words)
    except ValueError as error:
        raise RefusedError(str(error)) from error


# --- what is added --------------------------------------------------------------------------------


def _fill_addition(row: Amendment, words: AmendmentWords) -> None:
    """Keep what is to be added, when the plan can hold it. Raises `RefusedError`."""
    row.new_text = _text_for(row, words.new_text)
    refuse(None if row.new_text else rules.NO_VALUE)
    asked = _objective_values if row.adds == rules.OBJECTIVE else _part_values
    row.values = asked(row, words.values)
    there = queries.target_of(row) in queries.texts_of(row.plan)
    refuse(rules.THERE_ALREADY if there else None)


def _part_values(row: Amendment, values: Mapping[str, object]) -> dict[str, object]:
    kind, priority = str(values.get("kind") or OWN), values.get("priority")
    title = clean(str(values.get("title") or ""))[:120]
    fits = (kind, priority) in {each.key for each in queries.addable(row.plan)}
    refuse(None if fits else rules.NO_TARGET)
    refuse(rules.NO_PART_TITLE if kind == OWN and not title else None)
    kept = {"kind": kind, "priority": priority, "title": title}
    return kept | _priority_name(row, priority)


def _priority_name(row: Amendment, pk: object) -> dict[str, object]:
    """The name of a priority of the plan, as it is now. Raises `RefusedError`."""
    if pk is None:
        return {}
    found = next((each for each in queries.priorities(row.plan) if each.pk == pk), None)
    refuse(None if found else rules.NO_TARGET)
    return {"priority_name": str(found)}


def _objective_values(row: Amendment, values: Mapping[str, object]) -> dict[str, object]:
    kept: dict[str, object] = {"priority": values.get("priority") or None}
    for name in rules.ADDED_FIELDS[1:]:
        typed = str(values.get(name) or "")
        said = typed if name in rules.DAYS else clean(typed)
        kept[name] = rules.text_of(name, _value(name, said))
    claim = enacting.new_objective(row.new_text, kept).claim()
    wrong = objective_refusal(claim, row.plan.valid_from)
    refuse(wrong[1] if wrong else None)
    return kept | _priority_name(row, kept["priority"])


# --- deciding -------------------------------------------------------------------------------------


@transaction.atomic
def decide_amendment(
    row: Amendment,
    outcome: str,
    *,
    day: date,
    text: str = "",
    version: int,
    actor: User,
    role: str,
) -> Amendment:
    """Write down what the council did with an amendment; until adoption it can be mended.

    With `changed` the council wants `text`, whatever others changed there. An amendment that
    cannot stand beside another that was adopted is refused with what to do; nothing is lost.
    Raises `RefusedError` and `StaleError`.
    """
    acts_as(row.plan, DECIDE_AMENDMENT, role, workflow.BY_CLERK)
    found, edition = _at_council(row.plan)
    current = _locked(found, row.pk)
    if current.version != version:
        raise StaleError(current)
    refuse(None if outcome in AmendmentOutcome.values else rules.NOT_ACCEPTED)
    earlier = current.edition_id != edition.pk and outcome in rules.IN_FORCE
    refuse(rules.EARLIER if earlier else None)
    refuse(rules.day_refusal(day, timezone.localdate()))
    current.outcome, current.day = AmendmentOutcome(outcome), day
    current.decided_text = _decided(current, text)
    current.version += 1
    current.save()
    enacting.refuse_clashes(found, enacting.in_force(found, edition), only=current.code)
    log(
        "plan_decisions.decide_amendment",
        current,
        actor=actor,
        of=found,
        details={"number": current.code, "to": str(current.get_outcome_display())},
    )
    return current


def _decided(row: Amendment, text: str) -> str:
    """The text as the council wants it; "" for every other outcome than `changed`."""
    if row.outcome != AmendmentOutcome.CHANGED:
        return ""
    refuse(rules.NO_CHANGED_DROP if row.act == rules.DROP else None)
    refuse(None if text.strip() else rules.NO_DECIDED_TEXT)
    return _text_for(row, text)
