"""What can be computed of a plan. Pure.

`automatic` judges the items that can be computed, `passages` shows what belongs to those that a
person answers.
"""

from collections.abc import Callable, Mapping
from typing import Any

from regie.learning.plan_checks import of_choices, of_objectives, of_text, showing
from regie.learning.plan_checks.reading import Plan, plan_in
from regie.learning.plan_checks.showing import Passage
from regie.learning.plan_checks.verdicts import Verdict

Check = Callable[[Plan], Verdict]
CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        of_text.scope,
        of_text.audience,
        of_choices.golden_thread,
        of_choices.choices_argued,
        of_text.length,
        of_text.glossary,
        of_text.vision,
        of_text.frameworks,
        of_text.roles,
        of_text.participation,
        of_text.evaluation_present,
        of_text.analysis_present,
        of_text.sources_named,
        of_text.registered_figures,
        of_text.perceived_safety,
        of_text.trends,
        of_choices.priorities_present,
        of_choices.priorities_follow,
        of_choices.priority_argued,
        of_choices.higher_priorities,
        of_choices.priorities_limited,
        of_objectives.objectives_present,
        of_objectives.objective_per_priority,
        of_objectives.effect,
        of_objectives.measured,
        of_objectives.baseline,
        of_objectives.target,
        of_objectives.owner,
        of_objectives.means_apart,
        of_objectives.critiques_answered,
        of_objectives.readable_in_time,
        of_choices.approach_present,
        of_choices.logic,
        of_choices.logic_grounded,
        of_text.partners_named,
        of_text.action_plan,
        of_choices.means_present,
        of_choices.money,
        of_choices.capacity,
        of_choices.cover,
        of_choices.budget_link,
        of_text.monitoring_present,
        of_text.monitoring_dates,
        of_text.monitoring_audience,
    )
}
"""A check for every automatic item, by its code in `policy/quality_test.toml`."""

BOUNDS = frozenset({"length", "priorities_limited", "glossary"})
"""Items that a plan can also fail by saying too much."""


def automatic(content: Mapping[str, Any], inhabitants: int | None = None) -> dict[str, Verdict]:
    """What can be computed of a plan, by the code of the item, in the order of the policy.

    `inhabitants` is the size of the municipality, where it is known. Raises ValueError for a
    content that is not whole.
    """
    plan = plan_in(content, inhabitants)
    return {code: check(plan) for code, check in CHECKS.items()}


def passages(content: Mapping[str, Any], *codes: str) -> dict[str, tuple[Passage, ...]]:
    """What a person reads to answer the assisted items, or those of these codes only.

    Raises ValueError as `automatic`.
    """
    plan, wanted = plan_in(content), codes or tuple(showing.SHOWN)
    return {code: tuple(showing.SHOWN[code](plan)) for code in wanted if code in showing.SHOWN}
