"""A start meeting of Voorbeeldstad in each of its states, with Woonvoorbeeld on the list."""

import pytest
from django.utils.timezone import localdate

from regie.evidence.vintages.tests.conftest import names
from regie.foundation.access.guards import Acting
from regie.foundation.access.models import Membership
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.start_meetings import services
from regie.planning.start_meetings.models import Invitee, StartMeeting
from regie.planning.start_meetings.services import DETAILS, token_of

__all__ = ["names"]


def member(user: User) -> Acting:
    """Who acts: the membership and the person."""
    rows = Membership.objects.select_related("municipality", "partner")
    return {"membership": rows.filter(user=user)[0], "actor": user}


@pytest.fixture
def cycle(cast: Cast) -> PolicyCycle:
    return PolicyCycle.objects.get(municipality=cast.voorbeeldstad)


@pytest.fixture
def me(cast: Cast) -> Acting:
    """Coos acts."""
    return member(cast.coos)


@pytest.fixture
def meeting(cycle: PolicyCycle, me: Acting) -> StartMeeting:
    """A meeting that is prepared; Woonvoorbeeld is on the list."""
    return services.create(cycle, **me)


@pytest.fixture
def housing(meeting: StartMeeting) -> Invitee:
    """The invitation of the organisation Pia works for."""
    return meeting.invitees.get()


@pytest.fixture
def invited(meeting: StartMeeting, me: Acting) -> StartMeeting:
    """A meeting of today to which people are invited."""
    values = {
        "day": localdate(),
        "begins": None,
        "place": "Raadzaal",
        "purpose": "Samen beginnen.",
        "open_tiers": False,
    }
    services.write(meeting, values, seen=token_of(meeting, DETAILS), **me)
    services.invite(meeting, **me)
    return meeting


@pytest.fixture
def held(invited: StartMeeting, me: Acting) -> StartMeeting:
    """A meeting that was held."""
    services.hold(invited, **me)
    return invited
