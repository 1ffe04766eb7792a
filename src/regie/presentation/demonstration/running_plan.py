"""The running plan of Voorbeeldstad, 2023-2026: from figures of 2022 to what is being done now.

What is told stands in `plan.toml` and `texts`; the rooms' own services write it, on the days on
which a municipality would have done so.
"""

from django.db import transaction
from django.utils.translation import override

from regie.foundation.cycles.cast import VOORBEELDSTAD
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.plans.models import SafetyPlan
from regie.presentation.demonstration import afterwards, choosing, deciding, writing

DUTCH = "nl"


@transaction.atomic
def add() -> SafetyPlan:
    """Write the plan in the first cycle of Voorbeeldstad, all of it or nothing.

    It rests on the figures that were read until now. Raises `RefusedError` when a service refuses.
    """
    cycle = PolicyCycle.objects.select_related("municipality").get(municipality__code=VOORBEELDSTAD)
    with override(DUTCH):
        priorities = choosing.choose(cycle)
        plan = writing.write(cycle, priorities)
        deciding.decide(plan, priorities)
        plan.refresh_from_db()
        afterwards.carry_on(cycle, plan)
    return plan
