"""Writing objectives: every change is kept, two people at once lose nothing, reasons are asked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.objectives import queries, rules, services
from regie.planning.objectives.models import Objective
from regie.planning.objectives.services import ObjectiveWords
from regie.planning.plans import queries as plans
from regie.planning.plans.models import PlanState, SafetyPlan
from regie.planning.plans.tests.factory import Acting

pytestmark = [pytest.mark.room, pytest.mark.django_db]
NAME = "In 2026 zijn er minder woninginbraken dan nu."


def write(plan: SafetyPlan, coos: Acting, **more: Any) -> Objective:
    words = ObjectiveWords(**{"statement": NAME, **more})
    return services.write_objective(plan, words, **coos)


def test_an_objective_is_written_with_its_means_and_an_edition(
    plan: SafetyPlan, coos: Acting
) -> None:
    first = plans.priorities_of(plan)[0]
    made = write(
        plan,
        coos,
        priority=first.pk,
        direction="decrease",
        target_percent=Decimal(10),
        means=("Meer toezicht", " ", "Voorlichting"),
    )
    (found,) = queries.objectives_of(plan)
    assert found == made
    assert found.target_percent == Decimal(-10)
    assert queries.means_words(found) == ("Meer toezicht", "Voorlichting")
    (edition,) = queries.editions_of(found)
    assert edition.content["means"] == ["Meer toezicht", "Voorlichting"]
    assert edition.content["target_percent"] == "-10"
    assert Log.objects.filter(verb="objectives.write").count() == 1
    assert queries.without_objective(plan, [found]) == ["Wonen"]


def test_who_comes_second_hears_what_is_there_and_nothing_is_overwritten(
    plan: SafetyPlan, coos: Acting, ilse: Acting
) -> None:
    made = write(plan, coos)
    words = ObjectiveWords(statement="Van Coos.")
    services.write_objective(plan, words, pk=made.pk, seen=1, **coos)
    with pytest.raises(services.StaleError) as stale:
        services.write_objective(
            plan, ObjectiveWords(statement="Van Ilse."), pk=made.pk, seen=1, **ilse
        )
    assert stale.value.current is not None
    assert stale.value.current.statement == "Van Coos."
    assert [row.number for row in queries.editions_of(made)] == [2, 1]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"statement": " "}, rules.NO_STATEMENT),
        ({"target_date": date(2000, 1, 1)}, rules.BEFORE_PLAN),
        ({"indicator": "bestaat-niet"}, rules.UNKNOWN_INDICATOR),
        ({"priority": 999_999}, rules.UNKNOWN_PRIORITY),
        ({"municipality": 999_999}, rules.UNKNOWN_TOWN),
        ({"target": Decimal(10) ** 10}, rules.TOO_MUCH),
    ],
)
def test_what_cannot_be_kept_is_refused(
    plan: SafetyPlan, coos: Acting, wrong: dict[str, object], sentence: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        write(plan, coos, **wrong)
    assert refused.value.sentence == sentence
    assert not Objective.objects.exists()


def test_an_objective_is_taken_out_with_a_reason_and_put_back(
    plan: SafetyPlan, coos: Acting
) -> None:
    made = write(plan, coos)
    with pytest.raises(RefusedError, match="waarom"):
        services.remove_objective(made, " ", **coos)
    services.remove_objective(made, "Staat al bij wonen.", **coos)
    assert queries.objectives_of(plan) == []
    (out,) = queries.objectives_of(plan, removed=True)
    assert out.removed_reason == "Staat al bij wonen."
    services.restore_objective(out, **coos)
    assert queries.objectives_of(plan) == [made]
    assert len(queries.editions_of(made)) == 3


def test_objectives_change_places_within_their_priority(plan: SafetyPlan, coos: Acting) -> None:
    jeugd, wonen = plans.priorities_of(plan)
    a = write(plan, coos, priority=jeugd.pk)
    b = write(plan, coos, priority=wonen.pk)
    c = write(plan, coos, priority=jeugd.pk)
    services.move_objective(c, up=True, **coos)
    assert queries.objectives_of(plan) == [c, a, b]
    services.move_objective(c, up=True, **coos)
    assert queries.objectives_of(plan) == [c, a, b]


def test_criticism_that_stands_has_a_reason_and_can_be_taken_back(
    plan: SafetyPlan, coos: Acting
) -> None:
    made = write(plan, coos)
    with pytest.raises(RefusedError):
        services.override(made, "geen-code", "Omdat.", **coos)
    services.override(made, "no_baseline", "De nulmeting komt in mei.", **coos)
    (found,) = queries.objectives_of(plan)
    assert queries.live_overrides(found)["no_baseline"].reason == "De nulmeting komt in mei."
    services.take_back(found, "no_baseline", **coos)
    (found,) = queries.objectives_of(plan)
    assert queries.live_overrides(found) == {}


def test_a_plan_that_lies_at_the_council_changes_by_amendment_only(
    plan: SafetyPlan, coos: Acting
) -> None:
    made = write(plan, coos)
    SafetyPlan.objects.filter(pk=plan.pk).update(state=PlanState.COUNCIL)
    with pytest.raises(RefusedError):
        services.remove_objective(made, "Toch niet.", **coos)
    words = ObjectiveWords(statement="Strenger.")
    with pytest.raises(RefusedError):
        services.amend_objective(plan, words, pk=made.pk, origin={}, **coos)
    services.amend_objective(
        plan, words, pk=made.pk, origin={"code": "other", "words": "A2"}, **coos
    )
    assert queries.editions_of(made)[0].origin == {"code": "other", "words": "A2"}
