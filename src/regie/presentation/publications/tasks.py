"""Making documents, which a page or an adoption leaves to the background."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django_tasks import task

from regie.presentation.publications import services
from regie.presentation.publications.models import Document

ASKED, AHEAD = 10, -10
"""Somebody who waits goes before what is made for later."""


@task()
def make_document(pk: int) -> str:
    """Make one document; answers the state it ended in.

    One that is not waiting any more is left alone, so that a task that runs twice does no harm.
    """
    rows = Document.objects.select_related("municipality", "asked_by")
    row = rows.filter(pk=pk).first()
    return str(services.make(row).state) if row else "gone"


def leave(rows: Iterable[Document], priority: int = ASKED) -> None:
    """Leave documents that wait to the worker, each once."""
    for row in rows:
        if services.queued(row):
            job = make_document.using(priority=priority)
            transaction.on_commit(partial(job.enqueue, row.pk))


def tend() -> int:
    """What the clock asks for: go on with what was left behind, clean away what is not kept.

    Answers how many were taken up.
    """
    services.tidy()
    found = services.left_over()
    leave(found, AHEAD)
    return len(found)
