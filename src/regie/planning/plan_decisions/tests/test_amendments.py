"""Amendments with real rows: at the table, in the text, and when two change the same words."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from regie.foundation.cycles.cast import Cast
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.objectives.models import Objective
from regie.planning.objectives.rules import BEFORE_PLAN
from regie.planning.objectives.services import write_objective
from regie.planning.plan_decisions import queries, rules, services, telling
from regie.planning.plan_decisions.enacting import words_of
from regie.planning.plan_decisions.models import Amendment
from regie.planning.plan_decisions.services import AmendmentWords
from regie.planning.plan_decisions.tests.factory import TEXT, acting, part, said
from regie.planning.plan_decisions.tests.test_services import refused
from regie.planning.plans import origins, structure
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
    assert origins.told(newest.origin) == "amendement A1 “Scherper” van fractie Dorpsbelang"
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
    assert newest.origin == {
        "code": "amendment",
        "number": "A1",
        "title": "Lager",
        "by": "fractie A",
    }


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


# --- adding and taking out ------------------------------------------------------------------------


def goal(text: str = "Minder overlast in het park in 2026.", **values: object) -> AmendmentWords:
    said = {"target": "12,5", "direction": "decrease", "target_date": "31-12-2026", **values}
    return AmendmentWords(
        title="Ook het park",
        proposer="fractie A",
        act="add",
        adds="objective",
        new_text=text,
        values=said,
    )


def new_part(text: str = "Nieuwe tekst.", **values: object) -> AmendmentWords:
    return AmendmentWords(
        title="Erbij",
        proposer="fractie A",
        act="add",
        adds="section",
        new_text=text,
        values={"kind": "own", "title": "Het park", **values},
    )


def without(section: int | None = None, objective: int | None = None) -> AmendmentWords:
    return AmendmentWords(
        title="Weg ermee", proposer="fractie B", act="drop", section=section, objective=objective
    )


def titles(plan: SafetyPlan) -> list[str]:
    return [view.title for view in plans.sections_of(plan)]


def test_an_objective_is_added_with_the_amendment_as_its_source(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    first = plans.priorities_of(council)[0]
    row = services.propose_amendment(council, goal(priority=first.pk, owner="wijkteam"), **rob)
    assert Objective.objects.filter(plan=council).count() == 1
    decide(row, "adopted", griet)
    made = services.adopt(council, said("R-1"), **griet)
    assert made is not None
    found = Objective.objects.get(plan=council, statement__contains="park")
    assert (found.priority, found.target, found.direction) == (first, Decimal("12.5"), "decrease")
    assert (found.target_date, found.owner) == (date(2026, 12, 31), "wijkteam")
    edition = found.editions.get()
    assert origins.told(edition.origin) == "amendement A1 “Ook het park” van fractie A"
    content = json.loads(made.content)
    assert found.statement in [each["statement"] for each in content["objectives"]]
    kept = content["amendments"][0]
    assert kept["line"]["nl"] == f"Voeg doel toe: {found.statement}"
    assert kept["line"]["en"] != kept["line"]["nl"]
    assert "streefwaarde: 12,5" in kept["values"]["nl"]
    assert "bereikt op: 31 december 2026" in kept["values"]["nl"]
    assert "target: 12.5" in kept["values"]["en"]


def test_the_council_adds_an_objective_in_other_words(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    row = services.propose_amendment(council, goal(), **rob)
    decide(row, "changed", griet, "Veel minder overlast in het park in 2026.")
    services.adopt(council, said("R-1"), **griet)
    statements = {each.statement for each in Objective.objects.filter(plan=council)}
    assert "Veel minder overlast in het park in 2026." in statements


def test_an_objective_is_taken_out_and_stays_readable(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    old = Objective.objects.get(plan=council)
    decide(services.propose_amendment(council, goal(), **rob), "adopted", griet)
    decide(services.propose_amendment(council, without(objective=old.pk), **rob), "adopted", griet)
    twin = services.propose_amendment(council, without(objective=old.pk), **rob)
    decide(twin, "adopted", griet)
    made = services.adopt(council, said("R-1"), **griet)
    assert made is not None
    old.refresh_from_db()
    assert old.removed_at is not None
    assert old.removed_reason == "amendement A2 “Weg ermee” van fractie B"
    newest = old.editions.last()
    assert newest is not None
    assert newest.origin["number"] == "A2"
    content = json.loads(made.content)
    assert old.pk not in [each["pk"] for each in content["objectives"]]
    assert content["amendments"][1]["old"] == old.statement
    assert "wie is verantwoordelijk: hoofd Jeugd" in content["amendments"][1]["values"]["nl"]


def test_a_plan_keeps_an_objective(council: SafetyPlan, rob: Acting, griet: Acting) -> None:
    old = Objective.objects.get(plan=council)
    row = services.propose_amendment(council, without(objective=old.pk), **rob)
    with refused(rules.LAST_OBJECTIVE):
        decide(row, "adopted", griet)
    with refused(rules.NO_CHANGED_DROP):
        decide(row, "changed", griet, "anders")
    row.refresh_from_db()
    assert row.outcome == ""


def test_a_part_is_added_and_another_taken_out(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    old = part(council, "audience")
    decide(services.propose_amendment(council, new_part(), **rob), "adopted", griet)
    decide(services.propose_amendment(council, without(section=old.pk), **rob), "adopted", griet)
    assert "Het park" not in titles(council)
    made = services.adopt(council, said("R-1"), **griet)
    assert made is not None
    assert titles(council)[-1] == "Het park"
    assert plans.title_of(old) not in titles(council)
    old.refresh_from_db()
    assert origins.told(old.removed_by) == "amendement A2 “Weg ermee” van fractie B"
    assert plans.section_view(old).text == TEXT % "audience"
    found = council.sections.get(title="Het park").texts.get()
    assert (found.text, found.origin["number"]) == ("Nieuwe tekst.", "A1")
    content = json.loads(made.content)
    assert [row["act"] for row in content["amendments"]] == ["add", "drop"]
    logged = Log.objects.filter(verb__in=("plans.add_section", "plans.remove_section"))
    assert {row.why[:12] for row in logged} == {"amendement A"}


def test_a_part_of_the_policy_comes_back_where_it_belongs(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    order = [view.kind for view in plans.sections_of(council)]
    council.sections.filter(kind="vision").update(removed_at=timezone.now())
    words = new_part("Iedereen veilig.", kind="vision", title="")
    decide(services.propose_amendment(council, words, **rob), "adopted", griet)
    services.adopt(council, said("R-1"), **griet)
    assert [view.kind for view in plans.sections_of(council)] == order
    assert vision(council) == "Iedereen veilig."


def test_a_priority_gets_its_part(council: SafetyPlan, rob: Acting, griet: Acting) -> None:
    mine = plans.priorities_of(council)[1]
    words = new_part("Zo pakken we het aan.", kind="approach", priority=mine.pk, title="")
    with refused(rules.NO_TARGET):
        services.propose_amendment(council, words, **rob)
    there = council.sections.filter(kind="approach", priority=mine)
    there.update(removed_at=timezone.now())
    row = services.propose_amendment(council, words, **rob)
    assert telling.line(row) == f"Voeg onderdeel toe: Aanpak: {mine}"
    decide(row, "adopted", griet)
    services.adopt(council, said("R-1"), **griet)
    made = there.get(removed_at__isnull=True)
    assert plans.section_view(made).text == "Zo pakken we het aan."
    kinds = [view.kind for view in plans.sections_of(council)]
    assert kinds[kinds.index("approach") + 1] == "approach"


def test_taking_out_what_another_changes_needs_a_choice(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    decide(services.propose_amendment(council, words(council, FIRST), **rob), "adopted", griet)
    row = services.propose_amendment(council, without(section=part(council).pk), **rob)
    with refused(rules.DROPPED) as caught:
        decide(row, "adopted", griet)
    assert caught.value.params == {"mine": "A2", "other": "A1"}
    decide(row, "rejected", griet)
    services.adopt(council, said("R-1"), **griet)
    assert vision(council) == FIRST


def test_adding_the_same_twice_needs_a_choice(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    one = services.propose_amendment(council, goal(), **rob)
    two = services.propose_amendment(council, goal(), **rob)
    decide(one, "adopted", griet)
    with refused(rules.SAME_ADDED):
        decide(two, "adopted", griet)
    there = Objective.objects.get(plan=council).statement
    with refused(rules.THERE_ALREADY):
        services.propose_amendment(council, goal(there), **rob)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (goal(""), rules.NO_VALUE),
        (goal(target="veel"), rules.NO_NUMBER_VALUE),
        (goal(target_date="1-1-1999"), BEFORE_PLAN),
        (goal(priority=0), None),
        (goal(priority=-1), rules.NO_TARGET),
        (new_part(""), rules.NO_VALUE),
        (new_part(title=" "), rules.NO_PART_TITLE),
        (new_part(kind="onzin"), rules.NO_TARGET),
        (new_part(kind="vision"), rules.NO_TARGET),
        (AmendmentWords(title="x", proposer="y", act="add", new_text="z"), rules.NO_TARGET),
        (without(section=0), rules.NO_TARGET),
        (without(objective=0), rules.NO_TARGET),
    ],
)
def test_what_cannot_be_proposed(
    council: SafetyPlan, rob: Acting, asked: AmendmentWords, sentence: str | None
) -> None:
    if sentence is None:
        assert services.propose_amendment(council, asked, **rob).values["priority"] is None
        return
    with refused(sentence):
        services.propose_amendment(council, asked, **rob)
    assert not Amendment.objects.exists()


def test_an_amendment_on_an_earlier_version_is_saved_again_first(
    council: SafetyPlan, cast: Cast, rob: Acting, griet: Acting
) -> None:
    old = Objective.objects.get(plan=council)
    decide(services.propose_amendment(council, goal(), **rob), "adopted", griet)
    row = services.propose_amendment(council, without(objective=old.pk), **rob)
    gone = services.propose_amendment(council, words(council, FIRST), **rob)
    again(council, old, cast)
    with refused(rules.EARLIER):
        decide(row, "adopted", griet)
    row.refresh_from_db()
    assert (row.outcome, row.old_text) == (
        "",
        "In 2026 melden inwoners minder overlast door jongeren.",
    )
    kept = services.write_amendment(row, without(), version=row.version, **rob)
    assert (kept.old_text, kept.values["owner"]) == ("Anders gezegd.", "hoofd Zorg")
    with refused(rules.GONE):
        services.write_amendment(gone, words(council, FIRST), version=1, **rob)
    decide(gone, "withdrawn", griet)
    with refused(rules.LAST_OBJECTIVE):
        decide(row, "adopted", griet)


def again(plan: SafetyPlan, goal: Objective, cast: Cast) -> None:
    """Send the plan back, change an objective, take out a part, and bring it to the council."""
    griet, coos = acting(cast.griet, "clerk"), acting(cast.coos, "coordinator")
    services.step(plan, "send_back", said(text="Nog eens."), **griet)
    changed = replace(words_of(goal), statement="Anders gezegd.", owner="hoofd Zorg")
    write_objective(plan, changed, pk=goal.pk, seen=goal.version, **coos)
    structure.remove_section(part(plan), **coos)
    services.step(plan, "to_executive", said(skip="Bekend."), **coos)
    services.step(plan, "to_council", said("B-2"), **acting(cast.wim, "alderman"))
    plan.refresh_from_db()


def test_an_objective_that_changed_since_is_not_taken_out_unseen(
    council: SafetyPlan, rob: Acting, griet: Acting
) -> None:
    old = Objective.objects.get(plan=council)
    decide(services.propose_amendment(council, goal(), **rob), "adopted", griet)
    row = services.propose_amendment(council, without(objective=old.pk), **rob)
    decide(row, "adopted", griet)
    Objective.objects.filter(pk=old.pk).update(owner="hoofd Zorg")
    with refused(rules.CHANGED_BEFORE_DROP) as caught:
        services.adopt(council, said("R-1"), **griet)
    assert caught.value.params["mine"] == "A2"
    council.refresh_from_db()
    row.refresh_from_db()
    assert (council.state, row.outcome) == ("council", "adopted")
    assert Objective.objects.filter(plan=council).count() == 1
