"""The start meeting on the golden thread: what partners saw there came into the analysis."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from regie.foundation.access.models import Membership
from regie.foundation.records.threads import Kind, Node, Ref, add_kind, add_link, through
from regie.planning.start_meetings import pages, workflow
from regie.planning.start_meetings.models import Sighting, StartMeeting
from regie.planning.start_meetings.permissions import SEE_PREPARATION

MEETING, OBSERVATION = "start_meeting", "observation"


def announce() -> None:
    """Say which meetings there are, and which observations were brought in there."""
    one, many = _("startbijeenkomst"), _("startbijeenkomsten")
    add_kind(Kind(MEETING, one, many, 15, meetings_seen, tell_meetings))
    links = through(Sighting.objects, lower="meeting_id", upper="observation_id")
    add_link(MEETING, OBSERVATION, links)


def meetings_seen(viewer: Membership) -> QuerySet[StartMeeting]:
    """The meetings a viewer may see: some while they are prepared, everybody when reported."""
    rows = StartMeeting.objects.filter(municipality=viewer.municipality)
    if viewer.role not in SEE_PREPARATION:
        rows = rows.filter(state=workflow.REPORTED)
    return rows.select_related("cycle").order_by("-pk")


def tell_meetings(viewer: Membership, rows: Sequence[StartMeeting]) -> Iterable[Node]:
    """Meetings in words; no queries."""
    for row in rows:
        yield Node(
            Ref(MEETING, row.pk),
            f"{_('Startbijeenkomst')} {row.cycle}",
            sentence=row.purpose,
            at=row.day,
            state=str(row.get_state_display()),
            url=pages.to("meeting", viewer.municipality),
        )
