"""Writing of the quality desk: questions for publishers and partners, with their answers."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext_noop as _

from regie.evidence.data_quality import rules, workflow
from regie.evidence.data_quality.models import Question
from regie.evidence.data_quality.questions import Suggestion
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log, take_step

PERSONAL = _(
    "Zet hier geen gegevens over personen in: geen adressen van e-mail, nummers of geboortedatums."
)
NO_WORDS = _("Schrijf eerst de vraag op.")


@transaction.atomic
def ask_own(municipality: Municipality, source: str, text: str, *, actor: User) -> Question:
    """Write down a question of one's own. Raises `RefusedError`."""
    words = " ".join(text.split())
    if not words:
        raise RefusedError(NO_WORDS)
    _refuse_personal(words)
    question = Question.objects.create(
        municipality=municipality, source=source, text=words[:300], made_by=actor
    )
    log("data_quality.ask", question, actor=actor)
    return question


@transaction.atomic
def mark_asked(
    municipality: Municipality,
    source: str,
    suggestions: Iterable[Suggestion],
    *,
    actor: User,
    role: str,
) -> int:
    """Say that the list was sent: every suggestion and every open question is asked now.

    Raises `StepRefusedError` when the role may not.
    """
    for item in suggestions:
        Question.objects.get_or_create(
            municipality=municipality,
            source=source,
            key=item.key,
            defaults={
                "sentence": item.sentence,
                "params": _plain(item.params),
                "delivery_id": item.delivery_id,
                "made_by": actor,
            },
        )
    waiting = list(
        Question.objects.filter(municipality=municipality, source=source, state=workflow.OPEN)
    )
    for question in waiting:
        take_step(question, "ask", workflow=workflow.QUESTION, actor=actor, role=role)
    if waiting:
        log(
            "data_quality.mark_asked",
            source,
            actor=actor,
            municipality_code=municipality.code,
            details={"count": len(waiting)},
        )
    return len(waiting)


@transaction.atomic
def answer(question: Question, text: str, *, actor: User, role: str) -> None:
    """Write down what the publisher answered. Raises `RefusedError` and `StepRefusedError`."""
    words = " ".join(text.split())
    _refuse_personal(words)
    take_step(question, "answer", workflow=workflow.QUESTION, actor=actor, role=role)
    question.answer = words[:500]
    question.save(update_fields=["answer", "changed_at"])
    log("data_quality.answer", question, actor=actor)


@transaction.atomic
def drop(question: Question, *, actor: User, role: str) -> None:
    """A question that need not be asked any more. Raises `StepRefusedError`."""
    take_step(question, "drop", workflow=workflow.QUESTION, actor=actor, role=role)
    log("data_quality.drop", question, actor=actor)


@transaction.atomic
def dismiss(
    municipality: Municipality, source: str, item: Suggestion, *, actor: User, role: str
) -> Question:
    """A suggestion that need not be asked. Raises `StepRefusedError`."""
    question, _new = Question.objects.get_or_create(
        municipality=municipality,
        source=source,
        key=item.key,
        defaults={
            "sentence": item.sentence,
            "params": _plain(item.params),
            "delivery_id": item.delivery_id,
            "made_by": actor,
        },
    )
    drop(question, actor=actor, role=role)
    return question


@transaction.atomic
def reopen(question: Question, *, actor: User, role: str) -> None:
    """Ask once more. Raises `StepRefusedError`."""
    take_step(question, "reopen", workflow=workflow.QUESTION, actor=actor, role=role)
    log("data_quality.reopen", question, actor=actor)


def _refuse_personal(text: str) -> None:
    if rules.looks_personal(text):
        raise RefusedError(PERSONAL)


def _plain(params: Mapping[str, object]) -> dict[str, object]:
    return dict(params)
