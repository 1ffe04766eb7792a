"""Writing down what happened. Every service of every room ends here with one row."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.foundation.accounts.models import User
from regie.foundation.records.engine import UNKNOWN_STEP, Workflow
from regie.foundation.records.models import Log, Step

# Kept in the row as words; shown in the language of the reader.
COMMAND_LINE = gettext_noop("opdrachtregel")
NOBODY = gettext_noop("onbekend")


class StepRefusedError(Exception):
    """A step of a state table was refused; the message is the reason in the reader's language."""


def log(
    verb: str,
    subject: models.Model | str,
    *,
    actor: User | None,
    of: models.Model | None = None,
    municipality_code: str | None = None,
    why: str = "",
    details: Mapping[str, Any] | None = None,
) -> Log:
    """Add one row to the log: `actor` did `verb` to `subject`.

    In `details`, `from` and `to` hold the old and new value in words: the logbook shows them.

    `verb` is a code such as `access.add_member` (room, then what was done). `actor` None means
    the command line. `details` must fit in JSON. Give words for `subject` when the thing has no
    row of its own. The row stands in the log of the municipality of `subject`, or of the thing
    `of` which it is a part, such as a plan; `municipality_code` `""` is for what all share.
    """
    code = municipality_code
    if code is None:
        code = _code_of(subject if of is None else of)
    return _add(verb, subject, actor, actor_name(actor), code, why=why, details=details)


def log_failed_sign_in(email: str) -> Log:
    """Add a row for a failed sign-in; an address without an account is not written down."""
    user = User.objects.filter(email__iexact=email).first()
    return _add("accounts.sign_in_failed", user or NOBODY, None, NOBODY)


def log_unnamed(
    verb: str,
    subject: models.Model | str,
    *,
    name: str,
    municipality_code: str = "",
    why: str = "",
) -> Log:
    """Add a row about somebody whose name is not kept, such as a participant of a secret session.

    `name` says what that person was, in words (a msgid).
    """
    return _add(verb, subject, None, name, municipality_code, why=why)


@transaction.atomic
def take_step(
    subject: models.Model,
    name: str,
    *,
    workflow: Workflow,
    actor: User | None,
    role: str | None,
    why: str = "",
    field: str = "state",
) -> Step:
    """Move `subject` along one arrow of its state table and keep the step as a row.

    The row of the subject is locked first, so that two people cannot both take the step.
    `field` is the column that holds the state. Raises `StepRefusedError` with the reason in words.
    """
    locked = type(subject)._base_manager.select_for_update().get(pk=subject.pk)
    state = str(getattr(locked, field))
    refusal = workflow.refusal(name, state=state, role=role, subject=locked)
    step = workflow.step(name, state=state)
    if refusal is not None or step is None:
        raise StepRefusedError(_(refusal or UNKNOWN_STEP))
    setattr(subject, field, step.target)
    subject.save(update_fields=[field])
    return Step.objects.create(
        **_subject_of(subject, with_label=False),
        **_actor_of(actor, actor_name(actor)),
        name=name,
        from_state=state,
        to_state=step.target,
        why=why,
    )


def actor_name(actor: User | None) -> str:
    """The name as it is kept in the row, also after the person has left."""
    return str(actor)[:120] if actor else COMMAND_LINE


def _add(
    verb: str,
    subject: models.Model | str,
    actor: User | None,
    name: str,
    municipality_code: str = "",
    *,
    why: str = "",
    details: Mapping[str, Any] | None = None,
) -> Log:
    return Log.objects.create(
        verb=verb,
        municipality_code=municipality_code,
        why=why,
        details=dict(details or {}),
        **_subject_of(subject),
        **_actor_of(actor, name),
    )


def _code_of(subject: models.Model | str) -> str:
    """The code of the municipality that has a thing; this room does not know its table."""
    return str(getattr(getattr(subject, "municipality", None), "code", ""))


def _actor_of(actor: User | None, name: str) -> dict[str, Any]:
    return {"actor": actor, "actor_name": name}


def _subject_of(subject: models.Model | str, *, with_label: bool = True) -> dict[str, str]:
    if isinstance(subject, str):
        return {"subject_type": "", "subject_id": "", "subject_label": subject[:200]}
    words = {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
    return words | ({"subject_label": str(subject)[:200]} if with_label else {})
