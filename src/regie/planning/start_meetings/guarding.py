"""What every service of this room asks first: may this person, is it still open, who is it for."""

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import may
from regie.foundation.records.refusals import RefusedError, refuse
from regie.planning.start_meetings import permissions, queries, rules, workflow
from regie.planning.start_meetings.models import Invitee, StartMeeting


def managed(meeting: StartMeeting, membership: Membership) -> StartMeeting:
    """The row, locked, when the coordinator may still change it. Raises `RefusedError`."""
    may(permissions.MANAGE, membership.role)
    rows = StartMeeting.objects.select_for_update(of=("self",)).select_related("municipality")
    locked = rows.get(pk=meeting.pk)
    refuse(rules.CLOSED if locked.state == workflow.REPORTED else None)
    return locked


def mine(meeting: StartMeeting, membership: Membership) -> Invitee:
    """The invitation of the organisation this member works for. Raises `RefusedError`."""
    found = queries.invitee_of(meeting, membership)
    if found is None:
        raise RefusedError(rules.NOT_ON_THE_LIST)
    return found
