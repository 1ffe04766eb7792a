"""Reading the log: one page of it, the choices to filter by, and all of it for a download."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regie.foundation.records.models import Log
from regie.foundation.records.verbs import in_words

PAGE_SIZE = 50


@dataclass(frozen=True)
class LogFilter:
    """What a reader of the log wants to see; an empty field means everything."""

    verb: str = ""
    actor: str = ""


@dataclass(frozen=True)
class LogRow:
    """One row of the log as a person reads it; `change` holds the old and the new value."""

    at: datetime
    actor: str
    verb: str
    verb_code: str
    subject: str
    why: str
    change: tuple[str, str] | None
    details: dict[str, Any]


@dataclass(frozen=True)
class LogChoices:
    """The verbs (code, words) and actors that occur in the log of a municipality."""

    verbs: tuple[tuple[str, str], ...]
    actors: tuple[tuple[str, str], ...]


def log_page(
    municipality_code: str, chosen: LogFilter, number: int | str = 1, size: int = PAGE_SIZE
) -> tuple[Page[Log], tuple[LogRow, ...]]:
    """One page of the log of a municipality, newest first; 2 queries.

    A number that is no page leads to the nearest page.
    """
    page = Paginator(_rows(municipality_code, chosen), size).get_page(number)
    return page, tuple(_row(entry) for entry in page.object_list)


def log_choices(municipality_code: str) -> LogChoices:
    """What the log can be filtered by; 2 queries."""
    rows = Log.objects.filter(municipality_code=municipality_code).order_by()
    codes = rows.values_list("verb", flat=True).distinct()
    names = rows.values_list("actor_name", "actor_id").distinct()
    verbs = sorted(((code, in_words(code)) for code in codes), key=lambda item: item[1])
    actors = sorted({name: name if account else _(name) for name, account in names}.items())
    return LogChoices(tuple(verbs), tuple(actors))


def all_rows(municipality_code: str, chosen: LogFilter) -> Iterator[LogRow]:
    """Every row that fits the filter, read in portions of 2,000; 1 query."""
    return map(_row, _rows(municipality_code, chosen).iterator(chunk_size=2000))


def history(subject: models.Model, *, verb: str, limit: int = 20) -> tuple[LogRow, ...]:
    """What was last done to one thing, newest first; 1 query."""
    rows = Log.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk), verb=verb
    )
    return tuple(_row(entry) for entry in rows[:limit])


def _rows(municipality_code: str, chosen: LogFilter) -> QuerySet[Log]:
    rows = Log.objects.filter(municipality_code=municipality_code)
    if chosen.verb:
        rows = rows.filter(verb=chosen.verb)
    if chosen.actor:
        rows = rows.filter(actor_name=chosen.actor)
    return rows


def _row(entry: Log) -> LogRow:
    old, new = entry.details.get("from"), entry.details.get("to")
    return LogRow(
        at=entry.at,
        actor=entry.actor_name if entry.actor_id else _(entry.actor_name),
        verb=in_words(entry.verb),
        verb_code=entry.verb,
        subject=entry.subject_label,
        why=entry.why,
        change=(str(old), str(new)) if old is not None and new is not None else None,
        details=entry.details,
    )
