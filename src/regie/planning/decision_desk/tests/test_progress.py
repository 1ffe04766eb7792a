"""How far the last steps of making a plan are, on the guided path."""

import pytest
from django.utils.timezone import localdate

from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import progress_of
from regie.planning.plan_decisions import services
from regie.planning.plan_decisions.tests import factory
from regie.planning.plan_decisions.tests.factory import acting, said

pytestmark = pytest.mark.room
STEPS = ("draft_decision", "adoption", "publication")


def told(cycle: PolicyCycle) -> dict[str, tuple[bool, str]]:
    found = progress_of(cycle, STEPS, gemeente="voorbeeldstad")
    return {code: (each.done, each.words) for code, each in found.items()}


def test_the_path_follows_the_plan(cast: Cast) -> None:
    cycle = PolicyCycle.objects.get(municipality=cast.voorbeeldstad)
    waits = (False, "Het plan is nog niet begonnen.")
    assert told(cycle) == dict.fromkeys(STEPS, waits)
    plan = factory.to_council(cast)
    assert told(cycle) == {
        "draft_decision": (True, "Het college besloot over het plan."),
        "adoption": (False, "De raad heeft nog niet besloten."),
        "publication": (False, "De raad heeft nog niet besloten."),
    }
    services.adopt(plan, said("R-1"), **acting(cast.griet, "clerk"))
    found = told(cycle)
    assert found["adoption"][0]
    assert "nummer R-1" in found["adoption"][1]
    assert found["publication"] == (False, "Het plan is nog niet bekendgemaakt.")
    coos = acting(cast.coos, "coordinator")
    services.publish(plan, day=localdate(), place="Gemeenteblad", **coos)
    assert "Geef het plan nog door aan de politie" in told(cycle)["publication"][1]
    services.publish(plan, day=localdate(), place="Gemeenteblad", police_on=localdate(), **coos)
    assert told(cycle)["publication"][0]
