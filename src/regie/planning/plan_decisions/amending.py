"""Amendments: written at the table, decided by the council, put into the text at adoption."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regie.evidence.formats.refusals import RefusedError
from regie.foundation.access.rules import CLERK
from regie.foundation.accounts.models import User
from regie.planning.objectives import queries as objective_rows
from regie.planning.objectives import services as objective_writing
from regie.planning.objectives.models import Objective
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plan_decisions import queries, rules, workflow
from regie.planning.plan_decisions.models import Amendment, AmendmentOutcome, PlanEdition
from regie.planning.plan_decisions.permissions import AMEND, DECIDE_AMENDMENT
from regie.planning.plan_decisions.writing import acts_as, clean, locked_plan, may, note, refuse
from regie.planning.plans import services as plan_writing
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.rules import COUNCIL, text_refusal


class StaleError(Exception):
    """Somebody else changed this amendment meanwhile; `current` is how it stands now."""

    def __init__(self, current: Amendment | None) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class AmendmentWords:
    """An amendment as it is written. `section`, or `objective` with a `field`, says what changes;
    `new_text` is the whole text of the part or the new value."""

    title: str
    proposer: str
    new_text: str
    explanation: str = ""
    section: int | None = None
    objective: int | None = None
    field: str = ""


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
        made_by=actor,
    )
    _aim(row, words)
    return _written(row, words, actor, "propose")


@transaction.atomic
def write_amendment(
    row: Amendment, words: AmendmentWords, *, version: int, actor: User, role: str
) -> Amendment:
    """Change an amendment of which the council did not decide yet; what it is about stays.

    Raises `RefusedError`; `StaleError` when somebody else changed it since: nothing is written.
    """
    may(AMEND, role)
    found, _edition = _at_council(row.plan)
    current = _locked(found, row.pk)
    refuse(rules.DECIDED_ALREADY if current.outcome else None)
    refuse(None if role == CLERK or current.made_by_id == actor.pk else rules.NOT_OWN)
    if current.version != version:
        raise StaleError(current)
    current.version += 1
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
    """What a new amendment is about, with the text that stands there now."""
    if words.section is not None:
        section = row.plan.sections.filter(pk=words.section, removed_at__isnull=True).first()
        refuse(None if section else rules.NO_TARGET)
        row.section = section
    else:
        rows = Objective.objects.filter(plan=row.plan, removed_at__isnull=True)
        objective = rows.filter(pk=words.objective or 0).first()
        fits = objective is not None and words.field in rules.FIELDS
        refuse(None if fits else rules.NO_TARGET)
        row.objective, row.field = objective, words.field
    row.old_text = queries.texts_of(row.plan)[queries.target_of(row)]


def _written(row: Amendment, words: AmendmentWords, actor: User, verb: str) -> Amendment:
    row.title, row.proposer = clean(words.title)[:160], clean(words.proposer)[:120]
    row.explanation = clean(words.explanation)[:2000]
    refuse(None if row.title else rules.NO_TITLE)
    refuse(None if row.proposer else rules.NO_PROPOSER)
    row.new_text = _text_for(row, words.new_text)
    refuse(rules.SAME_TEXT if row.new_text == row.old_text else None)
    row.save()
    note(verb, row, row.plan, actor, details={"number": row.code})
    return row


def _text_for(row: Amendment, text: str) -> str:
    """The new text of a part, or the new value as it is kept. Raises `RefusedError`."""
    typed = text.replace("\r\n", "\n")
    words = typed if row.field in rules.DAYS else clean(typed)  # a day looks like one of birth
    if row.section_id is not None:
        refuse(text_refusal(words))
        return words
    try:
        value = rules.value_of(row.field, words)
    except ValueError as error:
        raise RefusedError(str(error)) from error
    refuse(rules.NO_VALUE if row.field == "statement" and not value else None)
    return rules.text_of(row.field, value)


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
    changes the same words as another that was adopted is refused with what to do; nothing is
    lost. Raises `RefusedError` and `StaleError`.
    """
    acts_as(row.plan, DECIDE_AMENDMENT, role, workflow.BY_CLERK)
    found, edition = _at_council(row.plan)
    current = _locked(found, row.pk)
    if current.version != version:
        raise StaleError(current)
    refuse(None if outcome in AmendmentOutcome.values else rules.NOT_ACCEPTED)
    refuse(rules.day_refusal(day, timezone.localdate()))
    current.outcome, current.day = AmendmentOutcome(outcome), day
    current.decided_text = ""
    if outcome == AmendmentOutcome.CHANGED:
        refuse(None if text.strip() else rules.NO_DECIDED_TEXT)
        current.decided_text = _text_for(current, text)
    current.version += 1
    current.save()
    refuse_clashes(found, in_force(found, edition), only=current.code)
    note(
        "decide_amendment",
        current,
        found,
        actor,
        details={"number": current.code, "to": str(current.get_outcome_display())},
    )
    return current


def in_force(plan: SafetyPlan, edition: PlanEdition) -> list[Amendment]:
    """The amendments that change the text, those that the council rewrote last. 1 query."""
    rows = [
        row
        for row in queries.amendments_of(plan)
        if row.edition_id == edition.pk and row.outcome in rules.IN_FORCE
    ]
    return sorted(rows, key=lambda row: (row.outcome == rules.CHANGED, row.number))


def refuse_clashes(
    plan: SafetyPlan, rows: Sequence[Amendment], *, only: str = ""
) -> tuple[rules.Applied, ...]:
    """What the text becomes. Raises `RefusedError` for amendments that change the same words."""
    done, clashes = rules.apply(queries.texts_of(plan), queries.changes_in(rows))
    mine = [clash for clash in clashes if not only or only in {clash.number, clash.other}]
    for clash in mine:
        refuse(clash.sentence, mine=clash.number, other=clash.other)
    return done


# --- at adoption ----------------------------------------------------------------------------------


def put_into_text(
    plan: SafetyPlan, edition: PlanEdition, *, actor: User, role: str
) -> list[Amendment]:
    """Change the text by every amendment in force, each as the source of its own version.

    Inside the transaction of the adoption. Raises `RefusedError` when one has no outcome, or when
    two of them change the same words.
    """
    rows = queries.amendments_of(plan)
    waits = [row.code for row in rows if row.edition_id == edition.pk and not row.outcome]
    refuse(rules.OPEN_AMENDMENTS if waits else None, numbers=", ".join(waits))
    adopted = in_force(plan, edition)
    texts = {each.number: each.text for each in refuse_clashes(plan, adopted)}
    for row in adopted:
        origin = f"{row}, {row.proposer}"[:200]
        if row.section is not None:
            _amend_section(row.section, texts[row.code], origin, actor, role)
        else:
            _amend_objective(plan, row, texts[row.code], origin, actor, role)
    return adopted


def _amend_section(section: PlanSection, text: str, origin: str, actor: User, role: str) -> None:
    plan_writing.amend_text(section, text, origin=origin, actor=actor, role=role)


def _amend_objective(
    plan: SafetyPlan, row: Amendment, text: str, origin: str, actor: User, role: str
) -> None:
    found = objective_rows.objective(plan, row.objective_id or 0)
    if found is None:
        raise RefusedError(rules.NO_TARGET)
    words = words_of(found)
    changed = asdict(words) | {row.field: rules.value_of(row.field, text)}
    if row.field == "target":
        changed["target_percent"] = None
    if row.field == "target_percent":
        changed["target"] = None
    objective_writing.amend_objective(
        plan,
        ObjectiveWords(**changed),
        pk=found.pk,
        origin=origin,
        actor=actor,
        role=role,
    )


def words_of(row: Objective) -> ObjectiveWords:
    """An objective as it would be written now. No queries when it was read along."""
    names = (*objective_writing.TEXTS, *objective_writing.AS_GIVEN, "target_percent")
    return ObjectiveWords(
        **{name: getattr(row, name) for name in names},
        priority=row.priority_id,
        municipality=row.municipality_id,
        indicator=row.indicator.code if row.indicator else "",
        baseline_basis=row.baseline_basis,
        means=objective_rows.means_words(row),
    )
