"""Writing evaluations: questions, old goals, views of people, lessons, an edition that stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.findings.rules import refuse_personal
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import PARTNER, may
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import Lesson, PolicyCycle
from regie.foundation.cycles.services import add_lesson, withdraw_lesson
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import canonical, stamp, token
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step
from regie.learning.evaluation import rules, words, workflow
from regie.learning.evaluation.freezing import frozen
from regie.learning.evaluation.models import (
    Drawn,
    Evaluation,
    EvaluationEdition,
    Goal,
    Perspective,
    Verdict,
)
from regie.learning.evaluation.permissions import EDIT_EVALUATION, SEE_SHARED
from regie.learning.evaluation.queries import facts_of

NO_PLAN = _("Zeg op welk plan u terugkijkt.")
NO_PERIOD = _("Het plan moet eindigen na de dag waarop het begon.")
ONE_OPEN = _("Er loopt al een evaluatie. Werk daarin verder, of trek die eerst in.")
CLOSED = _("Deze evaluatie is afgerond of ingetrokken. De tekst ligt vast.")
NOT_SHARED = _("Deze evaluatie is nog niet gedeeld. Uw kijk kan er daarna bij.")
NOT_YOURS = _("Alleen mensen van de gemeente, raadsleden en partners geven hier hun kijk.")
NO_ORGANISATION = _("U hoort nog bij geen organisatie. Vraag de veiligheidscoördinator daarom.")
NO_NAME = _("Geef de prioriteit of het doel een naam.")
SAME_NAME = _("Er staat al een doel met deze naam in de evaluatie.")
NO_REASON = _("Geef een reden. Die staat bij de evaluatie.")
HAS_VIEWS = _("Anderen gaven hier al hun kijk. Daarom blijft dit doel staan.")
GOAL_FIELDS = ("name", "promised", "theme", "verdict", "reason", "figure", "source", "indicator")


class StaleError(Exception):
    """Somebody else saved this part in the meantime; `current` has the values as they are now."""

    def __init__(self, current: Mapping[str, Any]) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


@dataclass(frozen=True)
class Said:
    """What a person says about one old goal, or about the whole plan."""

    verdict: str = ""
    text: str = ""


# --- beginning ------------------------------------------------------------------------------------


@transaction.atomic
def create(
    municipality: Municipality,
    *,
    plan: str,
    first_day: date,
    last_day: date,
    cycle: PolicyCycle | None,
    kind: str,
    form: str,
    actor: User,
    role: str,
) -> Evaluation:
    """Begin to look back at a plan: one of the cycle, or an older one by its name.

    Raises `RefusedError`.
    """
    may(EDIT_EVALUATION, role)
    name = _clean(plan)
    refuse(None if name else NO_PLAN)
    refuse(None if last_day > first_day else NO_PERIOD)
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    known = Evaluation.objects.filter(municipality=municipality)
    refuse(ONE_OPEN if known.filter(state__in=workflow.EDITABLE).exists() else None)
    made = Evaluation.objects.create(
        municipality=municipality,
        plan=name[:120],
        first_day=first_day,
        last_day=last_day,
        cycle=cycle,
        kind=kind,
        form=form,
        made_by=actor,
    )
    log("evaluation.create", made, actor=actor)
    return made


# --- questions and goals --------------------------------------------------------------------------


@transaction.atomic
def answer(
    item: Evaluation, answers: Mapping[str, str], *, seen: str, actor: User, role: str
) -> None:
    """Answer the questions about the plan as a whole; an empty text is no answer.

    Raises `RefusedError`; `StaleError` when `seen` is not the token of what is stored now.
    """
    locked = _editable(item, role)
    refuse_personal(*answers.values())
    if token(locked.answers) != seen:
        raise StaleError(locked.answers)
    said = {code: text.strip() for code, text in answers.items()}
    kept = {code: text for code, text in (locked.answers | said).items() if text}
    if kept == locked.answers:
        return
    locked.answers = item.answers = kept
    locked.save(update_fields=["answers", "changed_at"])
    log("evaluation.answer", locked, actor=actor)


@transaction.atomic
def add_goal(item: Evaluation, values: Mapping[str, str], *, actor: User, role: str) -> Goal:
    """Put an old priority or goal in. Raises `RefusedError`."""
    locked = _editable(item, role)
    clean = _goal_values(locked, values, None)
    last = locked.goals.aggregate(last=Max("position"))["last"] or 0
    goal = Goal.objects.create(evaluation=locked, position=last + 1, **clean)
    log("evaluation.add_goal", locked, actor=actor, details={"goal": goal.name})
    return goal


@transaction.atomic
def change_goal(
    goal: Goal, values: Mapping[str, str], *, seen: str, actor: User, role: str
) -> None:
    """Say what came of an old goal. Raises `RefusedError` and `StaleError`."""
    locked = _editable(goal.evaluation, role)
    kept = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if token_of(kept) != seen:
        raise StaleError(stored(kept))
    clean = _goal_values(locked, values, kept)
    before = kept.verdict
    for name, value in clean.items():
        setattr(kept, name, value)
    kept.save()
    told = {"goal": kept.name}
    if before != kept.verdict:
        told |= {"from": words.verdict_name(before), "to": words.verdict_name(kept.verdict)}
    log("evaluation.change_goal", locked, actor=actor, details=told)


@transaction.atomic
def remove_goal(goal: Goal, *, actor: User, role: str) -> None:
    """Take an old goal out; not when somebody else gave a view of it. Raises `RefusedError`."""
    locked = _editable(goal.evaluation, role)
    refuse(HAS_VIEWS if goal.perspectives.exists() else None)
    name = goal.name
    goal.delete()
    log("evaluation.remove_goal", locked, actor=actor, details={"goal": name})


def stored(goal: Goal) -> dict[str, str]:
    """What a form shows of an old goal."""
    return {name: getattr(goal, name) for name in GOAL_FIELDS}


def token_of(goal: Goal) -> str:
    """What the form of an old goal carries to know whether somebody else saved it."""
    return token(stored(goal))


def _goal_values(item: Evaluation, values: Mapping[str, str], goal: Goal | None) -> dict[str, str]:
    clean = {name: _clean(values.get(name, "")) for name in GOAL_FIELDS}
    refuse(None if clean["name"] else NO_NAME)
    others = item.goals.filter(name__iexact=clean["name"]).exclude(pk=goal.pk if goal else 0)
    refuse(SAME_NAME if others.exists() else None)
    return clean


# --- how people see it ----------------------------------------------------------------------------


@transaction.atomic
def give_view(
    item: Evaluation,
    said: Mapping[int | None, Said],
    *,
    membership: Membership,
    actor: User,
) -> int:
    """Say how you see the old goals (by number) and the whole (None); emptied words are taken back.

    Answers how many views there are of this person now. Raises `RefusedError`.
    """
    locked = _open(item)
    refuse(why_no_view(locked, membership))
    refuse_personal(*(words.text for words in said.values()))
    goals = set(locked.goals.values_list("pk", flat=True))
    for goal, told in said.items():
        if goal is None or goal in goals:
            _give(locked, goal, told, membership, actor)
    log("evaluation.give_view", locked, actor=actor)
    return locked.perspectives.filter(made_by=actor).count()


def _give(
    item: Evaluation, goal: int | None, told: Said, membership: Membership, actor: User
) -> None:
    text = " ".join(told.text.split())[:800]
    verdict = told.verdict if told.verdict in Verdict.values else ""
    about = Q(goal__isnull=True) if goal is None else Q(goal=goal)
    mine = item.perspectives.filter(about, made_by=actor)
    if not text and not verdict:
        mine.delete()
        return
    view = mine.first() or Perspective(evaluation=item, goal_id=goal, made_by=actor)
    view.verdict, view.text, view.role = verdict, text, membership.role
    view.partner = membership.partner if membership.role == PARTNER else None
    view.save()


def why_no_view(item: Evaluation, membership: Membership) -> str | None:
    """Why this member cannot add a view now (a msgid), or None."""
    if membership.role not in SEE_SHARED:
        return NOT_YOURS
    if membership.role == PARTNER and membership.partner_id is None:
        return NO_ORGANISATION
    return None if item.state == workflow.SHARED else NOT_SHARED


# --- lessons --------------------------------------------------------------------------------------


@transaction.atomic
def learn(
    item: Evaluation,
    text: str,
    *,
    kind: str,
    source: str = "",
    goal: Goal | None = None,
    actor: User,
    role: str,
) -> Lesson:
    """Write down a lesson; it stands in the cycle at once, where the next analysis opens with it.

    Raises `RefusedError`, and `CycleRefusedError` without words.
    """
    locked = _editable(item, role)
    refuse_personal(text, source)
    lesson = add_lesson(
        locked.municipality,
        text,
        kind=kind,
        source=source or str(locked),
        cycle=locked.cycle,
        actor=actor,
    )
    Drawn.objects.create(evaluation=locked, goal=goal, lesson=lesson)
    return lesson


@transaction.atomic
def unlearn(item: Evaluation, lesson: Lesson, *, why: str, actor: User, role: str) -> None:
    """Take a lesson back, with a reason. Raises `RefusedError` and `CycleRefusedError`."""
    _editable(item, role)
    withdraw_lesson(lesson, why=_clean(why), actor=actor)


# --- sharing and concluding -----------------------------------------------------------------------


@transaction.atomic
def hand_over(item: Evaluation, step: str, *, actor: User, role: str) -> None:
    """Share it with partners and council ("share"), or take it back ("return").

    Raises `StepRefusedError`.
    """
    _step(item, step, actor, role)
    log(f"evaluation.{step}", item, actor=actor)


@transaction.atomic
def conclude(item: Evaluation, *, reason: str, actor: User, role: str) -> EvaluationEdition:
    """Freeze the evaluation with every figure and view; `reason` says why it can be concluded now.

    Raises `RefusedError` with what stands in the way, `StepRefusedError` for who may not or comes
    second.
    """
    why = _clean(reason)
    _step(item, "conclude", actor, role, why)
    item.refresh_from_db()  # what others saved since this page was opened is in it
    if point := rules.objection(facts_of(item)):
        raise RefusedError(words.sentence(point).replace("%", "%%"))
    now = timezone.now()
    content = canonical(frozen(item, now, why))
    edition = EvaluationEdition.objects.create(
        evaluation=item,
        content=content,
        sha256=stamp(content),
        concluded_at=now,
        concluded_by=actor,
    )
    log("evaluation.conclude", item, actor=actor, why=why, details={"sha256": edition.sha256})
    return edition


@transaction.atomic
def withdraw(item: Evaluation, *, reason: str, actor: User, role: str) -> None:
    """Take an evaluation back; its edition and lessons stay. Raises as `conclude`."""
    why = _clean(reason)
    refuse(None if why else NO_REASON)
    _step(item, "withdraw", actor, role, why)
    item.reason = why[:500]
    item.save(update_fields=["reason", "changed_at"])
    log("evaluation.withdraw", item, actor=actor, why=why)


# --- helpers --------------------------------------------------------------------------------------


def _open(item: Evaluation) -> Evaluation:
    """The row, locked, when it can still change. Raises `RefusedError`."""
    found = Evaluation.objects.select_for_update(of=("self",))
    locked = found.select_related("municipality", "cycle").get(pk=item.pk)
    refuse(None if locked.state in workflow.EDITABLE else CLOSED)
    return locked


def _editable(item: Evaluation, role: str) -> Evaluation:
    may(EDIT_EVALUATION, role)
    return _open(item)


def _clean(text: str) -> str:
    said = " ".join(text.split())
    refuse_personal(said)
    return said


def _step(item: Evaluation, name: str, actor: User, role: str, why: str = "") -> None:
    take_step(item, name, workflow=workflow.EVALUATION, actor=actor, role=role, why=why)
