"""Amendments with real rows: at the table, in the text, and when two change the same words."""

import json

import pytest
from django.utils.timezone import localdate

from regie.evidence.formats.refusals import RefusedError
from regie.foundation.cycles.cast import Cast
from regie.planning.objectives.models import Objective
from regie.planning.plan_decisions import queries, rules, services
from regie.planning.plan_decisions.models import Amendment
from regie.planning.plan_decisions.services import AmendmentWords
from regie.planning.plan_decisions.tests.factory import TEXT, part, said
from regie.planning.plan_decisions.tests.test_services import refused
from regie.planning.plans import queries as plans
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.tests.factory import Acting

pytestmark = pytest.mark.room

VISION = TEXT % "vision"
FIRST = VISION.replace("Dit staat in vision.", "Iedereen voelt zich veilig.")
LAST = VISION.replace("Tot slot.", "Ook in het dorp.")
OTHER = VISION.replace("Dit staat in vision.", "Niemand voelt zich onveilig.")


def words(plan: SafetyPlan, text: str, title: str = "Scherper") -> AmendmentWords:
    return AmendmentWords(
        title=title, proposer="fractie Dorpsbelang", new_text=text, section=part(plan).pk
    )


def decide(row: Amendment, outcome: str, who: Acting, text: str = "") -> Amendment:
    found = Amendment.objects.get(pk=row.pk)
    return services.decide_amendment(
        found, outcome, day=localdate(), text=text, version=found.version, **who
    )


def vision(plan: SafetyPlan) -> str:
    return next(view.text for view in plans.sections_of(plan) if view.kind == "vision")


def test_an_adopted_amendment_is_the_source_of_the_text(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    row = services.propose_amendment(council, words(council, FIRST), **rob)
    assert (row.code, row.old_text) == ("A1", VISION)
    assert vision(council) == VISION
    decide(row, "adopted", griet)
    made = services.adopt(council, said("R-1"), **griet)
    assert made is not None
    assert vision(council) == FIRST
    newest = part(council).texts.last()
    assert newest is not None
    assert newest.origin == "A1 Scherper, fractie Dorpsbelang"
    content = json.loads(made.content)
    assert content["amendments"][0]["outcome"] == "adopted"
    assert content["decisions"][-1]["outcome"] == "adopted_amended"
    assert next(row["text"] for row in content["sections"] if row["kind"] == "vision") == FIRST


def test_two_amendments_on_other_lines_both_stand(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    for text in (FIRST, LAST):
        decide(services.propose_amendment(council, words(council, text), **rob), "adopted", griet)
    services.adopt(council, said("R-1"), **griet)
    assert "Iedereen voelt zich veilig." in vision(council)
    assert "Ook in het dorp." in vision(council)


def test_two_amendments_on_the_same_words_need_a_choice(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    one = services.propose_amendment(council, words(council, FIRST), **rob)
    two = services.propose_amendment(council, words(council, OTHER), **rob)
    decide(one, "adopted", griet)
    with refused(rules.CLASH) as caught:
        decide(two, "adopted", griet)
    assert caught.value.params == {"mine": "A2", "other": "A1"}
    two.refresh_from_db()
    assert (two.outcome, two.new_text) == ("", OTHER)
    both = FIRST.replace("veilig.", "veilig, en niemand onveilig.")
    decide(two, "changed", griet, both)
    services.adopt(council, said("R-1"), **griet)
    assert vision(council) == both


def test_every_amendment_needs_an_outcome(council: SafetyPlan, rob: Acting, griet: Acting) -> None:
    row = services.propose_amendment(council, words(council, FIRST), **rob)
    with refused(rules.OPEN_AMENDMENTS) as caught:
        services.adopt(council, said("R-1"), **griet)
    assert caught.value.params == {"numbers": "A1"}
    council.refresh_from_db()
    assert council.state == "council"
    decide(row, "rejected", griet)
    services.adopt(council, said("R-1"), **griet)
    assert vision(council) == VISION


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [("target", "500", "500"), ("target_date", "30-06-2026", "2026-06-30"), ("owner", "x", "x")],
)
def test_an_amendment_on_an_objective(
    council: SafetyPlan, rob: Acting, griet: Acting, field: str, typed: str, kept: str
) -> None:
    goal = Objective.objects.get(plan=council)
    asked = AmendmentWords(
        title="Lager", proposer="fractie A", new_text=typed, objective=goal.pk, field=field
    )
    row = services.propose_amendment(council, asked, **rob)
    decide(row, "adopted", griet)
    services.adopt(council, said("R-1"), **griet)
    goal.refresh_from_db()
    assert rules.text_of(field, getattr(goal, field)) == kept
    newest = goal.editions.last()
    assert newest is not None
    assert newest.origin.startswith("A1 Lager")


@pytest.mark.parametrize(("field", "typed"), [("target", "veel"), ("target_date", "ooit")])
def test_a_value_that_is_none_is_refused(
    council: SafetyPlan, rob: Acting, field: str, typed: str
) -> None:
    goal = Objective.objects.get(plan=council)
    asked = AmendmentWords(
        title="Lager", proposer="fractie A", new_text=typed, objective=goal.pk, field=field
    )
    with pytest.raises(RefusedError):
        services.propose_amendment(council, asked, **rob)


def test_only_at_the_council_and_only_who_may(
    executive: SafetyPlan, rob: Acting, coos: Acting
) -> None:
    with refused(rules.ONLY_AT_COUNCIL):
        services.propose_amendment(executive, words(executive, FIRST), **rob)
    with pytest.raises(RefusedError, match="raadsleden"):
        services.propose_amendment(executive, words(executive, FIRST), **coos)


def test_an_amendment_is_changed_by_its_writer_or_the_clerk(
    council: SafetyPlan, cast: Cast, rob: Acting, griet: Acting
) -> None:
    row = services.propose_amendment(council, words(council, FIRST), **griet)
    with refused(rules.NOT_OWN):
        services.write_amendment(row, words(council, LAST), version=1, **rob)
    services.write_amendment(row, words(council, LAST), version=1, **griet)
    with pytest.raises(services.StaleError):
        services.write_amendment(row, words(council, FIRST), version=1, **griet)
    row.refresh_from_db()
    assert row.new_text == LAST
    decide(row, "withdrawn", griet)
    with refused(rules.DECIDED_ALREADY):
        services.write_amendment(row, words(council, FIRST), version=3, **griet)


def test_the_same_text_is_no_amendment(council: SafetyPlan, rob: Acting) -> None:
    with refused(rules.SAME_TEXT):
        services.propose_amendment(council, words(council, VISION), **rob)
    assert queries.amendments_of(council) == []
