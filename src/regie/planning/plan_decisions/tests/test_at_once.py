"""Two people at the same moment: each act happens whole, one after the other, and the second hears
what the first did."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from regie.foundation.cycles.cast import Cast, ensure_cast
from regie.foundation.cycles.services import start_cycle
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.foundation.records.tests.at_once import at_once, needs_connections
from regie.planning.plan_decisions import queries, rules, services
from regie.planning.plan_decisions.models import Amendment, Decision, PlanEdition
from regie.planning.plan_decisions.services import AmendmentWords, StaleError
from regie.planning.plan_decisions.tests.factory import (
    SKIP,
    acting,
    adopted,
    part,
    said,
    to_council,
    written_plan,
)
from regie.planning.plans import services as plan_writing
from regie.planning.plans.models import SafetyPlan, SectionText
from regie.planning.plans.rules import CLOSED

pytestmark = [pytest.mark.room, pytest.mark.django_db(transaction=True), needs_connections]


@pytest.fixture
def cast() -> Cast:
    """The cast, in a database that other connections see."""
    return ensure_cast()


def sentences(answers: Sequence[object]) -> list[str]:
    return [found.sentence for found in answers if isinstance(found, RefusedError)]


def errors(answers: Sequence[object]) -> list[Exception]:
    return [found for found in answers if isinstance(found, Exception)]


def words(plan: SafetyPlan, title: str = "Scherper") -> AmendmentWords:
    return AmendmentWords(
        title=title, proposer="fractie A", new_text="Nieuwe tekst.", section=part(plan).pk
    )


def test_two_who_adopt(cast: Cast) -> None:
    plan = to_council(cast)
    griet = acting(cast.griet, "clerk")
    answers = at_once(
        lambda: services.adopt(plan, said("R-1"), **griet),
        lambda: services.adopt(plan, said("R-2"), **griet),
        expected=RefusedError,
    )
    assert sentences(answers) == [rules.BEATEN]
    assert PlanEdition.objects.filter(plan=plan, moment="adopted").count() == 1
    assert Decision.objects.filter(plan=plan, outcome="adopted").count() == 1


def test_two_who_decide_of_one_amendment(cast: Cast) -> None:
    plan, griet = to_council(cast), acting(cast.griet, "clerk")
    row = services.propose_amendment(plan, words(plan), **acting(cast.rob, "council_member"))

    def decide(outcome: str) -> Amendment:
        mine = Amendment.objects.select_related("plan").get(pk=row.pk)
        return services.decide_amendment(mine, outcome, day=localdate(), version=1, **griet)

    answers = at_once(lambda: decide("adopted"), lambda: decide("rejected"), expected=StaleError)
    (late,) = errors(answers)
    assert isinstance(late, StaleError)
    row.refresh_from_db()
    assert late.current is not None
    assert late.current.outcome == row.outcome in {"adopted", "rejected"}
    assert row.version == 2


def test_two_who_write_one_amendment(cast: Cast) -> None:
    plan, griet = to_council(cast), acting(cast.griet, "clerk")
    row = services.propose_amendment(plan, words(plan), **griet)

    def write(title: str) -> Amendment:
        mine = Amendment.objects.select_related("plan").get(pk=row.pk)
        return services.write_amendment(mine, words(plan, title), version=1, **griet)

    answers = at_once(lambda: write("Een"), lambda: write("Twee"), expected=StaleError)
    assert len(errors(answers)) == 1
    row.refresh_from_db()
    assert row.title in {"Een", "Twee"}


def test_two_who_propose_get_numbers_of_their_own(cast: Cast) -> None:
    plan, rob = to_council(cast), acting(cast.rob, "council_member")
    at_once(*(lambda: services.propose_amendment(plan, words(plan), **rob) for _one in range(4)))
    assert [row.number for row in queries.amendments_of(plan)] == [1, 2, 3, 4]


def test_who_adopts_and_who_proposes(cast: Cast) -> None:
    plan = to_council(cast)
    rob = acting(cast.rob, "council_member")
    answers = at_once(
        lambda: services.adopt(plan, said("R-1"), **acting(cast.griet, "clerk")),
        lambda: services.propose_amendment(plan, words(plan), **rob),
        expected=RefusedError,
    )
    assert sentences(answers) in ([rules.OPEN_AMENDMENTS], [rules.ONLY_AT_COUNCIL])
    plan.refresh_from_db()
    waits = Amendment.objects.filter(plan=plan, outcome="").exists()
    assert waits == (plan.state == "council")


def test_who_gives_it_on_and_who_writes(cast: Cast) -> None:
    """What was saved in time is in the edition; what came late is refused, and nothing is lost."""
    plan, coos = written_plan(cast), acting(cast.coos, "coordinator")
    vision = part(plan)
    answers = at_once(
        lambda: services.step(plan, "to_executive", said(skip=SKIP), **coos),
        lambda: plan_writing.write_text(
            vision, "Op het laatste moment.", seen=1, **acting(cast.ilse, "researcher")
        ),
        expected=RefusedError,
    )
    edition = PlanEdition.objects.get(plan=plan, moment="executive")
    sections = queries.content_of(edition)["sections"]
    frozen = next(row["text"] for row in sections if row["pk"] == vision.pk)
    newest = SectionText.objects.filter(section=vision).last()
    assert newest is not None
    assert frozen == newest.text
    assert sentences(answers) in ([], [CLOSED])
    assert (newest.number == 2) == (sentences(answers) == [])


def test_two_who_extend(cast: Cast) -> None:
    plan, griet = adopted(cast).plan, acting(cast.griet, "clerk")
    until = plan.valid_to + timedelta(days=365)

    def extend(day: date) -> Decision:
        return services.extend(plan, day, said("R-9", text="Verkiezingen."), **griet)

    answers = at_once(lambda: extend(until), lambda: extend(until), expected=RefusedError)
    assert sentences(answers) == [rules.NOT_LONGER]
    plan.refresh_from_db()
    assert plan.extended_to == until


def test_who_extends_and_who_withdraws(cast: Cast) -> None:
    plan, griet = adopted(cast).plan, acting(cast.griet, "clerk")
    until = plan.valid_to + timedelta(days=365)
    ending = said("R-10", text="Een ander plan.")
    answers = at_once(
        lambda: services.extend(plan, until, said("R-9", text="Verkiezingen."), **griet),
        lambda: services.withdraw(plan, ending, **griet),
        expected=RefusedError,
    )
    plan.refresh_from_db()
    assert plan.state == "withdrawn"
    assert sentences(answers) in ([], [rules.STANDS["withdrawn"]])
    assert (plan.extended_to == until) == (sentences(answers) == [])


def test_who_adopts_the_successor_and_who_withdraws_the_plan_before(cast: Cast) -> None:
    plan, griet = to_council(cast), acting(cast.griet, "clerk")
    first, last = (plan.valid_from - timedelta(days=n) for n in (1400, 1))
    before = SafetyPlan.objects.create(
        municipality=plan.municipality,
        cycle=start_cycle(plan.municipality, "Vorige cyclus", first, last, actor=None),
        title="Het vorige plan",
        state="adopted",
        valid_from=first,
        valid_to=last,
    )
    answers = at_once(
        lambda: services.adopt(plan, said("R-1"), **griet),
        lambda: services.withdraw(before, said("R-2", text="Vervalt."), **griet),
        expected=Exception,
    )
    assert all(isinstance(found, RefusedError | StepRefusedError) for found in errors(answers))
    before.refresh_from_db()
    plan.refresh_from_db()
    assert plan.state == "adopted"
    assert before.state in {"withdrawn", "superseded"}
    assert (before.state == "superseded") == bool(errors(answers))
