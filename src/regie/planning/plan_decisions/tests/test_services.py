"""The way of a plan with real rows: what is kept, who is refused and with which words."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.records.frozen import stamp
from regie.foundation.records.models import AppendOnlyError, Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_decisions import queries, rules, services
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.tests.factory import SKIP, acting, said, to_council
from regie.planning.plan_decisions.writing import freeze
from regie.planning.plans import services as plan_writing
from regie.planning.plans.models import PlanMunicipality, SafetyPlan
from regie.planning.plans.tests.factory import Acting

pytestmark = pytest.mark.room


def refused(sentence: str) -> "pytest.RaisesExc[RefusedError]":
    return pytest.raises(RefusedError, check=lambda error: error.sentence == sentence)


def test_an_empty_plan_does_not_go_to_the_executive(draft: SafetyPlan, coos: Acting) -> None:
    with refused(rules.LACKS) as caught:
        services.step(draft, "to_executive", said(skip=SKIP), **coos)
    told = caught.value.params["what"]
    assert "nog geen doel" in str(told)
    assert "Visie op veiligheid" in str(told)
    assert draft.editions.count() == 0


def test_passing_over_partners_and_management_asks_a_reason(
    written: SafetyPlan, coos: Acting
) -> None:
    with refused(rules.NO_SKIP_REASON):
        services.step(written, "to_executive", said(), **coos)
    services.step(written, "to_executive", said(skip=SKIP), **coos)
    written.refresh_from_db()
    assert written.state == "executive"
    kept = [(row.body, row.outcome, row.text) for row in queries.decisions_of(written)]
    assert kept == [("partner_check", "skipped", SKIP), ("management", "skipped", SKIP)]


def test_the_light_version_goes_on_without_a_reason(
    written: SafetyPlan, cast: Cast, coos: Acting
) -> None:
    written.cycle.variant = "light"
    written.cycle.save()
    services.step(written, "to_executive", said(), **coos)
    services.step(written, "to_council", said("B1"), **acting(cast.mira, "mayor"))
    assert written.state == "council"
    assert [row.outcome for row in queries.decisions_of(written)] == ["agreed"]


def test_the_whole_way(written: SafetyPlan, cast: Cast, coos: Acting) -> None:
    pia = Membership.objects.get(user=cast.pia)
    services.step(written, "offer", said(), **coos)
    services.answer(written, "advised", "Noem de wijk.", membership=pia, actor=cast.pia)
    services.step(written, "to_management", said(text="Partners steunen het."), **coos)
    services.step(written, "to_executive", said(text="Akkoord."), **coos)
    services.step(written, "to_triangle", said("B-1"), **acting(cast.wim, "alderman"))
    services.step(written, "to_council", said(text="Vertrouwelijk."), **acting(cast.mira, "mayor"))
    made = services.adopt(written, said("R-1"), **acting(cast.griet, "clerk"))
    assert made is not None
    moments = [row.moment for row in reversed(queries.editions_of(written))]
    assert moments == [
        *("partner_check", "management", "executive", "triangle", "council", "adopted"),
    ]
    content = json.loads(made.content)
    assert stamp(made.content) == made.sha256
    assert "Vertrouwelijk" not in made.content
    assert "Noem de wijk" not in made.content
    bodies = [(row["body"], row["outcome"]) for row in content["decisions"]]
    assert bodies == [
        ("partner_check", "advised"),
        ("partner_check", "advised"),
        ("management", "agreed"),
        ("executive", "agreed"),
        ("triangle", "consulted"),
        ("council", "adopted"),
    ]
    assert content["plan"]["state"] == "adopted"
    assert content["objectives"][0]["statement"].startswith("In 2026")
    assert not Log.objects.filter(why__contains="Vertrouwelijk").exists()


def test_a_body_sends_back_with_a_reason(council: SafetyPlan, griet: Acting) -> None:
    with refused(rules.NO_REASON):
        services.step(council, "send_back", said(), **griet)
    services.step(council, "send_back", said(text="De doelen zijn te vaag."), **griet)
    assert council.state == "draft"
    assert queries.decisions_of(council)[-1].outcome == "sent_back"


def test_bodies_that_saw_it_are_not_asked_again(
    council: SafetyPlan, cast: Cast, griet: Acting, coos: Acting
) -> None:
    services.step(council, "send_back", said(text="Scherper.", outcome="rejected"), **griet)
    assert queries.decisions_of(council)[-1].outcome == "rejected"
    services.step(council, "to_executive", said(skip=SKIP), **coos)
    services.step(council, "to_council", said("B-2"), **acting(cast.wim, "alderman"))
    assert council.state == "council"


def test_only_who_may_takes_a_step(executive: SafetyPlan, coos: Acting, cast: Cast) -> None:
    with pytest.raises(RefusedError, match="burgemeester en de wethouder"):
        services.step(executive, "to_council", said(skip=SKIP), **coos)
    Membership.objects.filter(role__in=("mayor", "alderman")).delete()
    services.step(executive, "to_council", said(skip=SKIP), **coos)
    assert executive.state == "council"


def test_a_day_in_the_future_is_refused(executive: SafetyPlan, cast: Cast) -> None:
    later = services.Words(day=localdate() + timedelta(days=1), skip=SKIP)
    with refused(rules.IN_FUTURE):
        services.step(executive, "to_council", later, **acting(cast.wim, "alderman"))


def test_adoption_supersedes_the_plan_of_before(adopted: PlanEdition, cast: Cast) -> None:
    from regie.foundation.cycles.services import start_cycle

    old = adopted.plan
    first, last = old.valid_to + timedelta(days=1), old.valid_to + timedelta(days=1461)
    cycle = start_cycle(cast.voorbeeldstad, "Veiligheidsplan 2027–2030", first, last, actor=None)
    new = plan_writing.begin_plan(cycle, **acting(cast.coos, "coordinator"))
    assert new.predecessor == old
    SafetyPlan.objects.filter(pk=new.pk).update(state="council")
    new.refresh_from_db()
    freeze(new, cast.griet)
    services.adopt(new, said("R-2"), **acting(cast.griet, "clerk"))
    old.refresh_from_db()
    assert old.state == "superseded"
    again = PlanEdition.objects.get(pk=adopted.pk)
    assert (again.sha256, again.content) == (adopted.sha256, adopted.content)


def test_adopting_twice_says_who_was_first(council: SafetyPlan, cast: Cast, griet: Acting) -> None:
    services.adopt(council, said("R-1"), **griet)
    with refused(rules.BEATEN) as caught:
        services.adopt(council, said("R-2"), **griet)
    assert caught.value.params["name"] == "Griet"
    assert council.editions.filter(moment="adopted").count() == 1


def test_a_joint_plan_is_adopted_when_every_council_did(cast: Cast, griet: Acting) -> None:
    plan = to_council(cast)
    PlanMunicipality.objects.create(plan=plan, municipality=cast.buurstad)
    assert services.adopt(plan, said("R-1"), **griet) is None
    plan.refresh_from_db()
    assert plan.state == "council"
    made = services.adopt(plan, said("R-9"), municipality=cast.buurstad, **griet)
    assert made is not None
    towns = {row["municipality"] for row in json.loads(made.content)["decisions"]}
    assert towns == {"Voorbeeldstad", "Buurstad"}


def test_the_life_of_an_adopted_plan(adopted: PlanEdition, coos: Acting, griet: Acting) -> None:
    plan, day = adopted.plan, localdate()
    made = services.publish(plan, day=day, place="Gemeenteblad", police_on=day, **coos)
    assert queries.publication_of(plan) == made
    until = plan.valid_to + timedelta(days=365)
    with refused(rules.NO_EXTENSION):
        services.extend(plan, until, said("R-3"), **griet)
    with refused(rules.NOT_LONGER):
        services.extend(plan, plan.valid_to, said("R-3", "Meer tijd."), **griet)
    services.extend(plan, until, said("R-3", "Er komt een nieuw college."), **griet)
    plan.refresh_from_db()
    assert plan.last_day == until
    with refused(rules.NO_WITHDRAWAL):
        services.withdraw(plan, said("R-4"), **griet)
    services.withdraw(plan, said("R-4", "Er is een ander plan."), **griet)
    plan.refresh_from_db()
    assert plan.state == "withdrawn"
    with refused(rules.STANDS["withdrawn"]):
        services.publish(plan, day=day, place="Krant", **coos)


def test_a_retroactive_period_is_kept(council: SafetyPlan, griet: Acting) -> None:
    first = localdate() - timedelta(days=200)
    made = services.adopt(council, said("R-1"), valid_from=first, **griet)
    assert made is not None
    assert json.loads(made.content)["plan"]["valid_from"] == first.isoformat()
    assert rules.is_retroactive(first, localdate())


def test_editions_and_decisions_never_change(adopted: PlanEdition) -> None:
    with pytest.raises(AppendOnlyError):
        adopted.save()
    first = adopted.plan.decisions.first()
    assert first is not None
    with pytest.raises(AppendOnlyError):
        first.save()


def test_words_for_the_proposal_stand_in_the_edition(
    executive: SafetyPlan, cast: Cast, coos: Acting
) -> None:
    words = {"number": "RV-1", "meeting": "2026-12-10", "attachments": "Analyse\nEvaluatie\n"}
    services.write_council_words(executive, words, **coos)
    made = services.step(executive, "to_council", said(skip=SKIP), **acting(cast.wim, "alderman"))
    assert made is not None
    kept = json.loads(made.content)["council"]
    assert (kept["number"], kept["attachments"]) == ("RV-1", ["Analyse", "Evaluatie"])
