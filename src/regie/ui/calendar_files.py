"""Days and meetings as an iCalendar file (RFC 5545) for the calendar people already have.

The library folds long lines, escapes commas and line ends, and writes UTF-8. What a calendar
program needs to renew an event instead of doubling it is ours: an address that stays the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:  # a third of a second to load, and few processes ever make a calendar
    from icalendar import Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
MAKER = "-//Regie//Regie//NL"
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Happening:
    """One event. `key` is unique in the world and never changes.

    With `begins` it has a time of day and keeps somebody busy, until `ends` when that is known;
    without it lasts whole days, `first` and `last` included, and keeps nobody busy.
    """

    key: str
    name: str
    first: date
    last: date
    text: str = ""
    place: str = ""
    sort: str = ""
    begins: datetime | None = None
    ends: datetime | None = None


def as_ics(key: str, name: str, happenings: Iterable[Happening], *, made_at: datetime) -> bytes:
    """The file; `key` is that of the calendar as a whole, `made_at` knows its time zone."""
    from icalendar import Calendar

    found = Calendar.new(
        uid=key,
        prodid=MAKER,
        name=_plain(name),
        subcomponents=[_event(item, made_at.astimezone(UTC)) for item in happenings],
    )
    content: bytes = found.to_ical()
    return content


def _event(item: Happening, made_at: datetime) -> "Event":
    from icalendar import Event
    from icalendar.enums import TRANSP

    event = Event.new(
        uid=item.key,
        stamp=made_at,
        summary=_plain(item.name),
        description=_plain(item.text) or None,
        location=_plain(item.place) or None,
        categories=[_plain(item.sort)] if item.sort else (),
    )
    if item.begins:
        event.start = item.begins.astimezone(UTC)  # world time: no rules of summer time needed
        event.transparency = TRANSP.OPAQUE
        if item.ends and item.ends > item.begins:
            event.end = item.ends.astimezone(UTC)
        return event
    # RFC 5545, 3.6.1: an event of whole days ends on the day after its last one.
    event.start, event.end = item.first, item.last + timedelta(days=1)
    event.transparency = TRANSP.TRANSPARENT
    return event


def _plain(text: str) -> str:
    """Without characters that no calendar may hold; line ends stay."""
    return UNSEEN.sub("", text)


def download(content: bytes, name: str) -> HttpResponse:
    """The file as an answer that a browser saves or hands to the calendar."""
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
