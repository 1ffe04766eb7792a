"""A plan of Voorbeeldstad in each of its states, for tests here and in rooms above."""

from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.queries import current_cycle
from regie.planning.objectives.models import Objective
from regie.planning.objectives.services import write_objective
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plan_decisions import services
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.writing import Words
from regie.planning.plans import queries as plans
from regie.planning.plans import services as plan_writing
from regie.planning.plans.models import PlanSection, SafetyPlan, SectionText
from regie.planning.plans.tests.factory import Acting, proposal_of

TEXT = "Dit staat in %s.\n\nEn nog een alinea.\n\nTot slot."
SKIP = "De partners lazen het plan al in de werkgroep."


def acting(user: User, role: str) -> Acting:
    """Somebody in a role, as services ask it."""
    return {"actor": user, "role": role}


def made_plan(cast: Cast) -> SafetyPlan:
    """A plan that was just begun, with the priorities Jeugd and Wonen."""
    cycle = current_cycle(cast.voorbeeldstad)
    assert cycle is not None
    proposal_of(cycle, "Jeugd", "Wonen")
    return plan_writing.begin_plan(cycle, **acting(cast.coos, "coordinator"))


def written_plan(cast: Cast) -> SafetyPlan:
    """A plan with own words in every part and one objective: it can go to the executive."""
    plan = made_plan(cast)
    SectionText.objects.bulk_create(
        SectionText(section=row, number=1, text=TEXT % row.kind) for row in plan.sections.all()
    )
    objective(plan, cast)
    return plan


def objective(plan: SafetyPlan, cast: Cast) -> Objective:
    """An objective with a baseline and a target, for the first priority."""
    words = ObjectiveWords(
        statement="In 2026 melden inwoners minder overlast door jongeren.",
        priority=plans.priorities_of(plan)[0].pk,
        effect="Jongeren en buren leven prettig naast elkaar.",
        measured_by="meldingen van overlast",
        measuring_plan="De gemeente telt elk jaar in december.",
        unit="meldingen",
        direction="decrease",
        baseline=Decimal(740),
        baseline_from=2022,
        baseline_to=2022,
        baseline_source="eigen registratie",
        target=Decimal(550),
        target_date=date(2026, 12, 31),
        owner="hoofd Jeugd",
        means=("jongerenwerk op straat",),
    )
    return write_objective(plan, words, **acting(cast.coos, "coordinator"))


def said(number: str = "", text: str = "", skip: str = "", outcome: str = "") -> Words:
    """Words with a decision of today."""
    return Words(day=localdate(), number=number, text=text, skip=skip, outcome=outcome)


def to_executive(cast: Cast) -> SafetyPlan:
    """A written plan that lies at the executive, past partners and management in one step."""
    plan = written_plan(cast)
    services.step(plan, "to_executive", said(skip=SKIP), **acting(cast.coos, "coordinator"))
    return plan


def to_council(cast: Cast) -> SafetyPlan:
    """A plan that lies at the council, after the executive and the triangle."""
    plan = to_executive(cast)
    services.step(plan, "to_triangle", said("B-2026-118"), **acting(cast.wim, "alderman"))
    services.step(plan, "to_council", said(text="Geheim."), **acting(cast.mira, "mayor"))
    return plan


def adopted(cast: Cast) -> PlanEdition:
    """The edition of a plan that the council adopted."""
    made = services.adopt(to_council(cast), said("R-2026-074"), **acting(cast.griet, "clerk"))
    assert made is not None
    return made


def part(plan: SafetyPlan, kind: str = "vision") -> PlanSection:
    """A part of the plan by its kind."""
    return plan.sections.filter(kind=kind)[0]
