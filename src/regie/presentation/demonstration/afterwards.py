"""What came after the plan was adopted: its years, the next cycle, and tests of its quality."""

from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.services import move_to_step, start_cycle
from regie.learning.quality_tests import services
from regie.learning.quality_tests.models import PlanTest
from regie.learning.quality_tests.queries import answers_of
from regie.planning.plans.models import SafetyPlan
from regie.policy.quality_test import QUALITY_TEST
from regie.presentation.demonstration.clock import on
from regie.presentation.demonstration.people import acting, membership
from regie.presentation.demonstration.reading import STORY, Plain

WHY = "Voorbeeldgegevens."
NEXT_STEP = "safety_analysis"


def carry_on(cycle: PolicyCycle, plan: SafetyPlan) -> None:
    """The years of the plan, the tests of it, and the cycle that is worked on now."""
    actor = acting("coos")["actor"]
    for day, step in (("execution", "steering"), ("looking_back", "final_evaluation")):
        with on(STORY.day(day)):
            move_to_step(cycle, step, why=WHY, actor=actor)
    told = STORY.of("next_cycle")
    with on(STORY.day("next_cycle")):
        following = start_cycle(
            cycle.municipality, told["name"], told["first"], told["last"], actor=actor
        )
        move_to_step(following, NEXT_STEP, why=WHY, actor=actor)
    for row in STORY.rows("tests"):
        with on(STORY.day(row["day"])):
            _test(plan, row)


def _test(plan: SafetyPlan, told: Plain) -> None:
    who = membership(told["by"])
    edition = plan.editions.filter(moment=told["moment"]).latest("number")
    test = services.begin(edition, membership=who, actor=who.user)
    for section in told["take_over"]:
        services.take_over(test, section, actor=who.user)
    _answer(test, told["answers"])
    if told["finish"]:
        services.finish(test, actor=who.user, role=who.role)


def _answer(test: PlanTest, told: dict[str, list[str]]) -> None:
    """Answers by item: what is answered, why, and what would be better."""
    for section in sorted({item.section for item in QUALITY_TEST().items}):
        given = {
            item.code: services.Given(*_fields(*told[item.code]))
            for item in QUALITY_TEST().of(section)
            if item.code in told
        }
        if given:
            seen = services.token_of(answers_of(test), section)
            services.answer(test, section, given, seen=seen, actor=test.tester)


def _fields(answer: str, motivation: str, improvement: str) -> tuple[str, str, str, str]:
    return answer, motivation, "", improvement
