"""A start memo of Voorbeeldstad in each of its states."""

import pytest
from django.utils.timezone import localdate

from regie.foundation.access.guards import Acting
from regie.foundation.access.models import Membership
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.start_memos import queries, services
from regie.planning.start_memos.models import StartMemo


def member(user: User) -> Acting:
    """Who acts: the membership and the person."""
    found = Membership.objects.select_related("municipality").filter(user=user)[0]
    return {"membership": found, "actor": user}


@pytest.fixture
def cycle(cast: Cast) -> PolicyCycle:
    return PolicyCycle.objects.get(municipality=cast.voorbeeldstad)


@pytest.fixture
def me(cast: Cast) -> Acting:
    """Coos acts."""
    return member(cast.coos)


@pytest.fixture
def memo(cycle: PolicyCycle, me: Acting) -> StartMemo:
    """A memo without an answer."""
    return services.create(cycle, **me)


@pytest.fixture
def full(memo: StartMemo, me: Acting) -> StartMemo:
    """A memo with every answer."""
    for item in queries.questions_of(memo):
        choice = item.choices[0].code if item.choices else ""
        services.write(memo, item.code, f"Over {item.code}.", choice, seen=0, **me)
    return memo


@pytest.fixture
def sent(full: StartMemo, me: Acting) -> StartMemo:
    """A memo that lies at the executive."""
    services.send(full, **me)
    return full


@pytest.fixture
def put(sent: StartMemo, cast: Cast) -> StartMemo:
    """A memo that lies at the council."""
    services.put(sent, day=localdate(), number="B&W 12", **member(cast.mira))
    return sent
