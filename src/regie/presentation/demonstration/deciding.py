"""The way of the running plan past partners and bodies, with an amendment, to the Gemeenteblad."""

from regie.planning.plan_decisions import services
from regie.planning.plan_decisions.models import AmendmentOutcome, Outcome
from regie.planning.plan_remarks import services as remarks
from regie.planning.plan_remarks.models import PlanRemark, RemarkOutcome
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.queries import section_view
from regie.presentation.demonstration.choosing import Priorities
from regie.presentation.demonstration.clock import on
from regie.presentation.demonstration.people import acting, membership
from regie.presentation.demonstration.reading import STORY, Plain
from regie.presentation.demonstration.writing import name_of


def decide(plan: SafetyPlan, priorities: Priorities) -> None:
    """Everything from the draft until the plan is published."""
    parts = {name_of(row, priorities): row for row in plan.sections.select_related("priority")}
    _partners(plan, parts)
    _bodies(plan)
    _amend(plan, parts)
    _adopt(plan)


def _words(day: str, number: str = "", text: str = "") -> services.Words:
    return services.Words(day=STORY.day(day), number=number, text=text)


def _step(plan: SafetyPlan, name: str, day: str, who: str, number: str = "") -> None:
    with on(STORY.day(day)):
        services.step(plan, name, _words(day, number), **acting(who))


def _partners(plan: SafetyPlan, parts: dict[str, PlanSection]) -> None:
    """A partner comments on the draft; what is taken over stands in it before it goes on."""
    _step(plan, "offer", "partners", "coos")
    with on(STORY.day("remarks")):
        made = [(row, _remark(parts[row["part"]], row)) for row in STORY.rows("remarks")]
    told = STORY.of("partners")
    with on(STORY.day("answers")):
        pia = membership("pia")
        services.answer(plan, Outcome.AGREED, told["answer"], membership=pia, actor=pia.user)
    with on(STORY.day("revised")):
        back = services.Words(day=STORY.day("revised"), text=told["back"])
        services.step(plan, "take_back", back, **acting("coos"))
        for row, remark in made:
            _answer(remark, row)


def _remark(part: PlanSection, row: Plain) -> PlanRemark:
    by = membership(row["by"])
    said = {name: row.get(name, "") for name in ("text", "suggestion", "quote")}
    return remarks.remark(
        part,
        remarks.RemarkWords(**said),
        seen=section_view(part).seen,
        partner=by.partner,
        actor=by.user,
        role=by.role,
    )


def _answer(remark: PlanRemark, row: Plain) -> None:
    outcome = RemarkOutcome(row["outcome"])
    if outcome == RemarkOutcome.ADOPTED:
        remarks.take_over(remark, row["answer"], **acting("coos"))
    else:
        remarks.answer(remark, outcome, row["answer"], **acting("coos"))


def _bodies(plan: SafetyPlan) -> None:
    _step(plan, "to_management", "management", "coos")
    with on(STORY.day("management")):
        council = {name: str(value) for name, value in STORY.of("council").items()}
        services.write_council_words(plan, council, **acting("griet"))
    _step(plan, "to_executive", "executive", "coos")
    _step(plan, "to_triangle", "triangle", "wim", STORY.of("numbers")["executive"])
    _step(plan, "to_council", "council", "mira")


def _amend(plan: SafetyPlan, parts: dict[str, PlanSection]) -> None:
    told = STORY.of("amendment")
    part = parts[told["part"]]
    words = services.AmendmentWords(
        title=told["title"],
        proposer=told["proposer"],
        explanation=told["explanation"],
        section=part.pk,
        new_text=f"{section_view(part).text}\n\n{told['add']}",
    )
    with on(STORY.day("amendment")):
        row = services.propose_amendment(plan, words, **acting("rob"))
    with on(STORY.day("adopted")):
        services.decide_amendment(
            row,
            AmendmentOutcome.ADOPTED,
            day=STORY.day("adopted"),
            version=row.version,
            **acting("griet"),
        )


def _adopt(plan: SafetyPlan) -> None:
    numbers = STORY.of("numbers")
    with on(STORY.day("adopted")):
        services.adopt(plan, _words("adopted", numbers["adopted"]), **acting("griet"))
    with on(STORY.day("published")):
        services.publish(
            plan,
            day=STORY.day("published"),
            place=numbers["place"],
            police_on=STORY.day("police"),
            **acting("griet"),
        )
