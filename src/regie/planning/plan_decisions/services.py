"""The way of a plan: steps past its bodies, answers of partners, making known, extending, ending.

Amendments are written in `amending`, the council adopts in `adopting`; both are offered here too.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.records.engine import Step
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step
from regie.planning.plan_decisions import queries, rules, workflow
from regie.planning.plan_decisions.adopting import adopt
from regie.planning.plan_decisions.amending import (
    AmendmentWords,
    StaleError,
    decide_amendment,
    propose_amendment,
    write_amendment,
)
from regie.planning.plan_decisions.models import (
    CouncilWords,
    Decision,
    Outcome,
    PlanEdition,
    Publication,
)
from regie.planning.plan_decisions.permissions import (
    ANSWER,
    COUNCIL_ACT,
    PREPARE_COUNCIL,
    PUBLISH,
    TAKE_STEP,
)
from regie.planning.plan_decisions.writing import Words, acts_as, clean, freeze, locked_plan, record
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.queries import is_light
from regie.planning.plans.rules import (
    ADOPTED,
    COUNCIL,
    DRAFT,
    EXECUTIVE,
    MANAGEMENT,
    PARTNER_CHECK,
    SUPERSEDED,
    TRIANGLE,
)

__all__ = [
    "AmendmentWords",
    "StaleError",
    "Words",
    "adopt",
    "decide_amendment",
    "propose_amendment",
    "write_amendment",
]

OUTCOMES = {
    PARTNER_CHECK: Outcome.ADVISED,
    MANAGEMENT: Outcome.AGREED,
    EXECUTIVE: Outcome.AGREED,
    TRIANGLE: Outcome.CONSULTED,
}
"""What is written down of a body when the plan goes on from there."""
COUNCIL_FIELDS = (
    "number",
    "holder",
    "subject",
    "motivation",
    "alternatives",
    "finances",
    "follow_up",
)
COUNCIL_LISTS = ("decision", "attachments")


# --- steps ----------------------------------------------------------------------------------------


@transaction.atomic
def step(
    plan: SafetyPlan, name: str, words: Words, *, actor: User, role: str
) -> PlanEdition | None:
    """Take a step of the table other than adopting or withdrawing; a step on freezes an edition.

    What the body decided that the plan leaves is written down with `words`; a body that is passed
    over asks for `words.skip`. Raises `RefusedError` and `StepRefusedError`.
    """
    may(TAKE_STEP, role)
    found = locked_plan(plan.pk)
    arrow = workflow.PLAN.step(name, state=found.state)
    refuse(None if name in workflow.PLAN_STEPS else rules.NOT_ACCEPTED)
    refuse(None if arrow else rules.stands(found.state))
    if arrow is None:
        raise AssertionError("refused above")
    acts = queries.hat(found.municipality, arrow.by, role)
    refuse(None if acts in arrow.by else arrow.refusal)
    back = name in workflow.BACK
    why = (
        _record_back(found, name, words, actor) if back else _record_on(found, arrow, words, actor)
    )
    take_step(found, name, workflow=workflow.PLAN, actor=actor, role=acts, why=why)
    log(f"plan_decisions.{name}", found, actor=actor, why=why)
    plan.state = found.state
    return None if back else freeze(found, actor)


def _record_back(plan: SafetyPlan, name: str, words: Words, actor: User) -> str:
    """Why it goes back. The words of the triangle stay in its decision, not in the log."""
    text = clean(words.text)
    refuse(None if text else rules.NO_REASON)
    if name == workflow.TAKE_BACK:
        return text[:500]
    rejected = plan.state == COUNCIL and words.outcome == Outcome.REJECTED
    outcome = Outcome.REJECTED if rejected else Outcome.SENT_BACK
    record(plan, plan.state, outcome, words, actor=actor)
    return "" if plan.state == TRIANGLE else text[:500]


def _record_on(plan: SafetyPlan, arrow: Step, words: Words, actor: User) -> str:
    """Write down what the body said that the plan leaves, and why others are passed over."""
    if arrow.target == EXECUTIVE:
        _refuse_lacks(plan)
    known = queries.decisions_of(plan)
    asked = rules.to_explain(
        arrow.source, arrow.target, light=is_light(plan), passed=queries.passed(known)
    )
    skip = clean(words.skip)
    refuse(rules.NO_SKIP_REASON if asked and not skip else None)
    if arrow.source != DRAFT:
        record(plan, arrow.source, OUTCOMES[arrow.source], words, actor=actor)
    for body in asked:
        reason = Words(day=words.day or timezone.localdate(), text=skip)
        record(plan, body, Outcome.SKIPPED, reason, actor=actor)
    return skip[:500] if asked else ""


def _refuse_lacks(plan: SafetyPlan) -> None:
    found = queries.ready(plan).lacks
    if found:
        said = " ".join(_(lack.sentence) % {"title": lack.title} for lack in found)
        raise RefusedError(rules.LACKS, what=said)


@transaction.atomic
def answer(
    plan: SafetyPlan, outcome: str, text: str, *, membership: Membership, actor: User
) -> Decision:
    """Write down what a partner says of the version that was offered; a later one counts.

    Raises `RefusedError`.
    """
    may(ANSWER, membership.role)
    found = locked_plan(plan.pk)
    refuse(None if found.state == PARTNER_CHECK else rules.stands(found.state))
    allowed = (Outcome.AGREED, Outcome.ADVISED, Outcome.NOT_AGREED)
    refuse(None if outcome in allowed else rules.NO_ANSWER)
    words = clean(text)
    refuse(None if words or outcome == Outcome.AGREED else rules.NO_WORDS)
    organisation = str(membership.partner) if membership.partner else str(actor)
    said = Words(day=timezone.localdate(), text=words)
    made = record(found, PARTNER_CHECK, outcome, said, actor=actor, by=organisation)
    log("plan_decisions.answer", found, actor=actor)
    return made


# --- the life of an adopted plan ------------------------------------------------------------------


def _adopted(plan: SafetyPlan, *also: str) -> SafetyPlan:
    found = locked_plan(plan.pk)
    refuse(None if found.state in {ADOPTED, *also} else rules.stands(found.state))
    return found


@transaction.atomic
def publish(
    plan: SafetyPlan,
    *,
    day: date,
    place: str,
    police_on: date | None = None,
    actor: User,
    role: str,
) -> Publication:
    """Write down when and where an adopted plan was made known, and when the police got it.

    The newest row counts. Raises `RefusedError`.
    """
    may(PUBLISH, role)
    found = _adopted(plan, SUPERSEDED)
    words = clean(place)
    refuse(None if words else rules.NO_PLACE)
    for given in filter(None, (day, police_on)):
        refuse(rules.day_refusal(given, timezone.localdate()))
    made = Publication.objects.create(
        plan=found, day=day, place=words[:200], police_on=police_on, made_by=actor
    )
    log("plan_decisions.publish", found, actor=actor, details={"to": words[:200]})
    return made


@transaction.atomic
def extend(plan: SafetyPlan, until: date, words: Words, *, actor: User, role: str) -> Decision:
    """Let an adopted plan hold until a later day, by a decision of the council with its reason.

    The edition that was adopted stays as it is. Raises `RefusedError`.
    """
    found = _adopted(plan)
    acts_as(found, COUNCIL_ACT, role, workflow.BY_CLERK)
    refuse(None if clean(words.text) else rules.NO_EXTENSION)
    refuse(None if clean(words.number) else rules.NO_NUMBER)
    refuse(rules.extension_refusal(until, found.last_day))
    made = record(found, COUNCIL, Outcome.EXTENDED, words, actor=actor, until=until)
    before = found.last_day
    found.extended_to = until
    found.save(update_fields=["extended_to"])
    details = {"from": before.isoformat(), "to": until.isoformat()}
    log("plan_decisions.extend", found, actor=actor, why=made.text[:500], details=details)
    return made


@transaction.atomic
def withdraw(plan: SafetyPlan, words: Words, *, actor: User, role: str) -> SafetyPlan:
    """End a plan: a draft by the coordinator, an adopted one by a decision of the council.

    Raises `RefusedError` and `StepRefusedError`.
    """
    may(TAKE_STEP, role)
    found = locked_plan(plan.pk)
    arrow = workflow.PLAN.step(workflow.WITHDRAW, state=found.state)
    if arrow is None:
        raise RefusedError(rules.stands(found.state))
    acts = queries.hat(found.municipality, arrow.by, role)
    refuse(None if acts in arrow.by else arrow.refusal)
    text = clean(words.text)
    refuse(None if text else rules.NO_WITHDRAWAL)
    if found.state == ADOPTED:
        refuse(None if clean(words.number) else rules.NO_NUMBER)
        record(found, COUNCIL, Outcome.WITHDRAWN, words, actor=actor)
    take_step(found, workflow.WITHDRAW, workflow=workflow.PLAN, actor=actor, role=acts, why=text)
    log("plan_decisions.withdraw", found, actor=actor, why=text[:500])
    plan.state = found.state
    return found


# --- the proposal to the council ------------------------------------------------------------------


@transaction.atomic
def write_council_words(
    plan: SafetyPlan, words: Mapping[str, str], *, actor: User, role: str
) -> CouncilWords:
    """Keep what is added to the proposal to the council: see `plan_papers.shape.Council`.

    Possible until the council decided; what lies at the council already is frozen. Raises
    `RefusedError`.
    """
    may(PREPARE_COUNCIL, role)
    found = locked_plan(plan.pk)
    refuse(None if found.state in workflow.WAY[:-1] else rules.stands(found.state))
    kept: dict[str, object] = {name: clean(words.get(name, "")) for name in COUNCIL_FIELDS}
    kept["meeting"] = words.get("meeting") or None
    for name in COUNCIL_LISTS:
        lines = clean(words.get(name, "")).splitlines()
        kept[name] = [line.strip() for line in lines if line.strip()]
    made, _new = CouncilWords.objects.update_or_create(plan=found, defaults={"words": kept})
    log("plan_decisions.write_council_words", found, actor=actor)
    return made
