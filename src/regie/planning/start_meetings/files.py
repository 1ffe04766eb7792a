"""The meeting as a file for the calendar of who comes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.planning.start_meetings import rules
from regie.planning.start_meetings.models import AgendaPoint, StartMeeting
from regie.ui.calendar_files import Happening, as_ics


def calendar_file(meeting: StartMeeting, host: str) -> bytes | None:
    """The meeting with its agenda, or None as long as its day is not known. 1 query.

    Without a time it lasts the whole day. The address stays the same when the day changes, so
    that a calendar moves the meeting and does not show it twice.
    """
    if meeting.day is None:
        return None
    points = list(meeting.agenda.all())
    begins = None
    if meeting.begins:
        begins = timezone.make_aware(datetime.combine(meeting.day, meeting.begins))
    lasts = timedelta(minutes=sum(point.minutes for point in points))
    key = f"startmeeting-{meeting.pk}.{meeting.municipality.code.lower()}@{host}"
    name = _("Startbijeenkomst veiligheid %(name)s") % {"name": meeting.municipality.name}
    found = Happening(
        key=key,
        name=name,
        first=meeting.day,
        last=meeting.day,
        text="\n".join(_told(meeting, points)),
        place=meeting.place,
        begins=begins,
        ends=begins + lasts if begins else None,
    )
    return as_ics(f"calendar-{key}", name, [found], made_at=timezone.now())


def _told(meeting: StartMeeting, points: list[AgendaPoint]) -> Iterator[str]:
    """The aim and the agenda, a line each."""
    if meeting.purpose:
        yield meeting.purpose
    when = rules.times(meeting.begins, [point.minutes for point in points])
    for point, begins in zip(points, when, strict=False):
        minutes = ngettext("%(n)s minuut", "%(n)s minuten", point.minutes) % {"n": point.minutes}
        yield f"{begins:%H:%M} {point.title}" if begins else f"{point.title} ({minutes})"
