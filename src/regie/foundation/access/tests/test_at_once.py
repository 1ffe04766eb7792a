"""Two people who change the same thing at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from regie.foundation.access import services
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import COORDINATOR, RESEARCHER
from regie.foundation.organizations.services import add_municipality

pytestmark = [
    pytest.mark.room,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time by itself"
    ),
]


def test_two_coordinators_who_demote_each_other() -> None:
    town = add_municipality("GM9901", "Voorbeeldstad", actor=None)
    both = [
        services.add_member(town, email=f"{n}@a.example", name=n, role=COORDINATOR, actor=None)
        for n in ("Coos", "Cato")
    ]
    start = Barrier(2)

    def demote(member: Membership) -> bool:
        start.wait(timeout=10)
        try:
            services.change_role(member, RESEARCHER, actor=None)
        except services.MemberRefusedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(demote, both))
    assert sorted(done) == [False, True]
    assert Membership.objects.filter(role=COORDINATOR).count() == 1
