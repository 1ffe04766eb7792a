"""Decisions on the golden thread: from objective and amendment to what was adopted."""

import pytest
from django.utils.timezone import localdate

from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.records.threads import Side, kind_of, links
from regie.planning.decision_desk.threads import AMENDMENT, EDITION, OBJECTIVE
from regie.planning.objectives.models import Objective
from regie.planning.plan_decisions import services
from regie.planning.plan_decisions.tests.factory import said
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.tests.factory import Acting

pytestmark = pytest.mark.room


def test_an_objective_leads_to_what_was_adopted(
    council: SafetyPlan, cast: Cast, rob: Acting, griet: Acting
) -> None:
    goal = Objective.objects.get(plan=council)
    words = services.AmendmentWords(
        title="Lager", proposer="fractie A", new_text="500", objective=goal.pk, field="target"
    )
    row = services.propose_amendment(council, words, **rob)
    services.decide_amendment(row, "adopted", day=localdate(), version=1, **griet)
    made = services.adopt(council, said("R-1"), **griet)
    assert made is not None
    viewer = Membership.objects.get(user=cast.rob)
    found = {(link.lower, link.upper): link.pairs for link in links()}
    assert (row.pk, made.pk) in found[AMENDMENT, EDITION](viewer, Side.LOWER, [row.pk])
    assert (goal.pk, made.pk) in found[OBJECTIVE, EDITION](viewer, Side.UPPER, [made.pk])
    assert (row.pk, goal.pk) in found[AMENDMENT, OBJECTIVE](viewer, Side.LOWER, [row.pk])
    for code, words_of in ((EDITION, "vastgesteld"), (AMENDMENT, "overgenomen")):
        kind = kind_of(code)
        assert kind is not None
        assert [node.state for node in kind.tell(viewer, list(kind.seen(viewer)[:1]))] == [words_of]
    stranger = Membership.objects.get(user=cast.vera)
    editions = kind_of(EDITION)
    assert editions is not None
    assert not editions.seen(stranger).exists()
