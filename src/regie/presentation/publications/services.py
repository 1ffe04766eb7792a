"""Making documents: asked for, made at once or by the worker, taken up again, cleaned away.

Every step is one update that only one process can do, so that two people who ask at once get one
document and no process waits for another.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records import pulse
from regie.foundation.records.services import log
from regie.foundation.records.telling import Stage, heard_by
from regie.presentation import documents
from regie.presentation.house_styles import queries as styles
from regie.presentation.publications import rules
from regie.presentation.publications.editions import (
    FORMS,
    PART,
    RENDERING,
    folder,
    keep,
    place_of,
)
from regie.presentation.publications.kind import Edition, Kind
from regie.presentation.publications.kinds import BY_CODE
from regie.presentation.publications.models import Document, DocumentState
from regie.presentation.publications.plan_kinds import Draft
from regie.presentation.publications.reasons import Reason, TemplateGoneError, reason
from regie.presentation.publications.workflow import DOCUMENT
from regie.ui.paper import Paper

A_LINE = 0.5
"""Seconds between two lines about how far it is."""


@dataclass(frozen=True)
class Order:
    """What somebody asks for: an edition printed as one kind, in a form and a language."""

    kind: Kind
    subject: int
    edition: Edition
    form: str
    language: str
    town: Municipality

    @property
    def content(self) -> str:
        """The text that was frozen; "" for what is made from what is known now."""
        return str(getattr(self.edition, "content", ""))

    @property
    def small(self) -> bool:
        """Whether it is made at once, whoever else is there."""
        return rules.at_once(self.form, len(self.content))


def ask(order: Order, *, actor: User | None) -> Document:
    """The document of an order, made already or waiting to be made. 1 to 4 queries."""
    styled, lasts = FORMS[order.form].styled, order.kind.stored is not None
    row, _new = Document.objects.get_or_create(
        municipality=order.town,
        kind=order.kind.code,
        subject=order.subject,
        mark=order.edition.sha256,
        language=order.language,
        form=order.form,
        style=styles.current_mark(order.town) if styled else "",
        rendering=RENDERING,
        defaults={
            "name": order.kind.name(order.edition),
            "lasts": lasts,
            "content": "" if lasts else order.content,
            "asked_by": actor,
        },
    )
    if row.state == DocumentState.DONE and not place_of(row).exists():
        _step(row, "renew", content="" if lasts else order.content, **_afresh())
    return row


def given(order: Order, *, actor: User | None) -> Document:
    """The same, and what is small is made at once; so is all when no worker is there."""
    row = follow(ask(order, actor=actor))
    alone = not order.content or order.small or not pulse.is_alive()
    if row.state == DocumentState.WAITING and alone:
        return make(row, order.edition)
    return row


def make(row: Document, edition: Edition | None = None) -> Document:
    """Make a document that waits; what goes wrong becomes a reason in words on the row.

    One that is not waiting is left alone. 3 queries and those of the paper.
    """
    now = timezone.now()
    begun = {"heard_at": now, "tries": row.tries + 1, "progress": {"stage": "reading"}}
    if not _step(row, "start", **begun):
        return row
    started = time.perf_counter()
    try:
        with override(row.language), heard_by(_Report(row.pk)):
            lacks, made = _made(row, edition)
        keep(row, made)
    except Exception as error:
        _fail(row, reason(error, row))
    else:
        took = time.perf_counter() - started
        _step(row, "finish", **_finished(made, took), lacks=lacks)
    return row


def _made(row: Document, edition: Edition | None) -> tuple[list[str], bytes]:
    """What is missing in the document, and the document."""
    kind, edition = BY_CODE[row.kind], edition or edition_of(row)
    lacks = list(kind.lacks(edition, row.language))
    return lacks, _printed(row, kind.paper(edition, row.language))


def edition_of(row: Document) -> Edition:
    """What is printed, without asking who reads it. Raises what is not found. 1 query."""
    if row.content:
        return Draft(row.content, row.mark)
    stored = BY_CODE[row.kind].stored
    if stored is None:
        raise Document.DoesNotExist
    found: Edition = stored(row.subject)
    return found


def _printed(row: Document, found: Paper) -> bytes:
    """The bytes, in the template that was in use when somebody asked."""
    if not row.style:
        return FORMS[row.form].build(found)
    template = styles.template_with(row.municipality, row.style)
    if template is None:
        raise TemplateGoneError
    return documents.word(found, template.content)


def _finished(made: bytes, took: float) -> dict[str, Any]:
    return {
        "made_at": timezone.now(),
        "seconds": round(took, 3),
        "size": len(made),
        "sha256": sha256(made).hexdigest(),
        "progress": {},
        "content": "",
        "tries": 0,
    }


def _afresh() -> dict[str, Any]:
    """Waiting as if it was asked for just now."""
    return {
        "asked_at": timezone.now(),
        "queued_at": None,
        "heard_at": None,
        "progress": {},
        "refusal": "",
        "refusal_params": {},
        "problems": [],
    }


@transaction.atomic
def _fail(row: Document, why: Reason) -> None:
    told = {"refusal": why.sentence, "refusal_params": dict(why.params)}
    if _step(row, "fail", **told, problems=list(why.problems), progress={}):
        said = why.sentence % why.params if why.params else why.sentence
        log("publications.fail", row, actor=row.asked_by, why=said[:500])


@transaction.atomic
def again(row: Document, *, actor: User) -> Document:
    """Try once more to make a document that failed. One that did not fail is left alone."""
    if _step(row, "again", tries=0, **_afresh()):
        log("publications.again", row, actor=actor)
    return row


def queued(row: Document) -> bool:
    """Whether this process is the one that puts a waiting document in the queue. 1 query."""
    found = Document.objects.filter(pk=row.pk, state=DocumentState.WAITING, queued_at=None)
    return bool(found.update(queued_at=timezone.now()))


def follow(row: Document) -> Document:
    """Look after a document somebody waits for: what was left half-way waits again, or failed."""
    found = rules.Standing(row.state, row.asked_at, row.heard_at, row.tries)
    if rules.left_behind(found, timezone.now()):
        _take_up(row, found)
    return row


def hurry(row: Document) -> Document:
    """The same; and what waits too long for the worker is made here and now."""
    row = follow(row)
    found = rules.Standing(row.state, row.asked_at, row.heard_at, row.tries)
    late = rules.overdue(found, timezone.now(), alone=not pulse.is_alive())
    if late and by_itself(row):
        return make(row)
    return row


def by_itself(row: Document) -> bool:
    """Whether it can be made without somebody who asks for it."""
    kind = BY_CODE.get(row.kind)
    return bool(row.content) or (kind is not None and kind.stored is not None)


def _take_up(row: Document, found: rules.Standing) -> None:
    if rules.given_up(found):
        _fail(row, Reason(rules.INTERRUPTED))
    else:
        _step(row, "take_up", **_afresh())


def left_over(now: datetime | None = None) -> list[Document]:
    """The documents that have to be put in the queue: left half-way, or waiting far too long.

    Called by the clock of the worker. 2 queries, and one for each that was left half-way.
    """
    now = now or timezone.now()
    rows = Document.objects.select_related("municipality", "asked_by")
    for row in rows.filter(state=DocumentState.MAKING, heard_at__lt=now - rules.SILENCE):
        follow(row)
    waiting = rows.filter(state=DocumentState.WAITING, rendering=RENDERING)
    waiting.filter(queued_at__lt=now - rules.LOST).update(queued_at=None)
    return [row for row in waiting.filter(queued_at=None) if by_itself(row)]


def tidy(now: datetime | None = None) -> int:
    """Clean away what was made of something that could still change, a day after; answers how many.

    Files that were broken off half-way go too. What was printed of an edition stays.
    """
    now = now or timezone.now()
    old = Document.objects.filter(lasts=False, asked_at__lt=now - rules.KEPT)
    rows = list(old)
    for row in rows:
        place_of(row).unlink(missing_ok=True)
    old.filter(pk__in=[row.pk for row in rows]).delete()
    for part in folder().glob(f"*{PART}"):
        if part.stat().st_mtime < (now - rules.KEPT).timestamp():
            part.unlink(missing_ok=True)
    return len(rows)


class _Report:
    """Keeps how far it is on the row, now and then: also a sign of life."""

    def __init__(self, pk: int) -> None:
        self.pk, self.last = pk, time.monotonic()

    def __call__(self, stage: Stage, done: int, of: int) -> None:
        if time.monotonic() - self.last > A_LINE:
            self.last = time.monotonic()
            told = {"stage": stage, "done": done, "of": of}
            making = Document.objects.filter(pk=self.pk, state=DocumentState.MAKING)
            making.update(progress=told, heard_at=timezone.now())


def _step(row: Document, name: str, **changes: object) -> bool:
    """One step of the table, by one update; False when somebody else was first. 1 or 2 queries."""
    arrow = next(step for step in DOCUMENT.steps if step.name == name)
    changes["state"] = arrow.target
    taken = Document.objects.filter(pk=row.pk, state=arrow.source).update(**changes)
    if not taken:
        row.refresh_from_db()
        return False
    for field, value in changes.items():
        setattr(row, field, value)
    return True
