"""Two people adopt at the same moment: one edition, and the second hears who was first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from regie.evidence.formats.refusals import RefusedError
from regie.foundation.cycles.cast import ensure_cast
from regie.planning.plan_decisions import rules, services
from regie.planning.plan_decisions.models import Decision, PlanEdition
from regie.planning.plan_decisions.tests.factory import acting, said, to_council

pytestmark = [pytest.mark.room, pytest.mark.django_db(transaction=True)]
on_sqlite = connection.vendor == "sqlite"


@pytest.mark.skipif(on_sqlite, reason="in memory SQLite has no second connection")
def test_two_who_adopt_at_once() -> None:
    cast = ensure_cast()
    plan = to_council(cast)
    start = Barrier(2)

    def adopt(number: str) -> RefusedError | None:
        start.wait(timeout=10)
        try:
            services.adopt(plan, said(number), **acting(cast.griet, "clerk"))
        except RefusedError as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(2) as pool:
        refusals = [found for found in pool.map(adopt, ("R-1", "R-2")) if found]
    assert [refusal.sentence for refusal in refusals] == [rules.BEATEN]
    assert PlanEdition.objects.filter(plan=plan, moment="adopted").count() == 1
    assert Decision.objects.filter(plan=plan, outcome="adopted").count() == 1
