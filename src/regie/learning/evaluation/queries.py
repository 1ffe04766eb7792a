"""Reading evaluations, for this room's pages and for the rooms above."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import COUNCIL_MEMBER, PARTNER
from regie.foundation.cycles.models import LessonKind, PolicyCycle
from regie.foundation.cycles.path import Kept, Progress
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import parsed
from regie.foundation.records.rows import Rows
from regie.learning.evaluation import permissions, rules, words, workflow
from regie.learning.evaluation.models import Drawn, Evaluation, EvaluationEdition, Goal, Perspective
from regie.learning.evaluation.rules import Facts
from regie.policy.plan_evaluation import PLAN_EVALUATION


def seen_by(membership: Membership) -> QuerySet[Evaluation]:
    """The evaluations this member may see, those of the newest plan first."""
    states = permissions.states_seen(membership.role)
    found = Evaluation.objects.filter(municipality=membership.municipality, state__in=states)
    return found.select_related("municipality", "cycle", "edition")


def evaluation(membership: Membership, pk: int) -> Evaluation | None:
    """One evaluation this member may see. 1 query."""
    return seen_by(membership).filter(pk=pk).first()


def edition(membership: Membership, pk: int) -> EvaluationEdition | None:
    """The edition of one evaluation this member may see. 1 query."""
    found = EvaluationEdition.objects.filter(evaluation__in=seen_by(membership), evaluation=pk)
    return found.select_related("evaluation__municipality").first()


def concluded(municipality: Municipality) -> EvaluationEdition | None:
    """What was last concluded about the newest plan. 1 query."""
    found = EvaluationEdition.objects.filter(
        evaluation__municipality=municipality, evaluation__state=workflow.CONCLUDED
    )
    found = found.select_related("evaluation__municipality")
    return found.order_by("-evaluation__first_day", "-pk").first()


def content_of(found: EvaluationEdition) -> dict[str, Any]:
    """What an edition holds, read once: an edition never changes."""
    return parsed(found.content)


def goals_of(item: Evaluation) -> list[Goal]:
    """The old goals in order, each with the views of people. 2 queries."""
    found = item.goals.prefetch_related("perspectives__partner")
    return list(found)


def goal_of(item: Evaluation, pk: int) -> Goal | None:
    """One old goal. 1 query."""
    return item.goals.filter(pk=pk).first()


def lessons_of(item: Evaluation) -> list[Drawn]:
    """The lessons drawn in this evaluation that still hold, each with its goal. 1 query."""
    found = item.drawn.filter(lesson__withdrawn_at__isnull=True)
    return list(found.select_related("goal", "lesson__municipality"))


def views_of_the_whole(item: Evaluation) -> list[Perspective]:
    """How people see the plan as a whole. 1 query."""
    return list(item.perspectives.filter(goal__isnull=True).select_related("partner"))


def own_views(item: Evaluation, user_pk: int) -> dict[int | None, Perspective]:
    """What this person said, by goal; None for the plan as a whole. 1 query."""
    return {view.goal_id: view for view in item.perspectives.filter(made_by=user_pk)}


def facts_of(item: Evaluation) -> Facts:
    """What the rules need to know of an evaluation. 4 queries."""
    goals, lessons = goals_of(item), lessons_of(item)
    views = [view for goal in goals for view in goal.perspectives.all()]
    roles = {view.role for view in (*views, *views_of_the_whole(item))}
    kinds = {drawn.lesson.kind for drawn in lessons}
    asked = [question.code for question in words.questions(item.form)]
    return Facts(
        goals=tuple(map(_facts_of_goal, goals)),
        positive=LessonKind.WORKED in kinds or _shown(item, "positive"),
        improvement=LessonKind.DID_NOT_WORK in kinds or _shown(item, "improvement"),
        unanswered=sum(not item.answers.get(code) for code in asked),
        claims_cause=any(rules.claims_cause(text) for text in item.answers.values()),
        lessons=len(lessons),
        partner_views=int(PARTNER in roles),
        council_views=int(COUNCIL_MEMBER in roles),
        light=item.form == rules.LIGHT,
    )


def _facts_of_goal(goal: Goal) -> rules.Goal:
    told = f"{goal.reason} {goal.figure}"
    known = bool(goal.figure or goal.source or goal.indicator)
    return rules.Goal(goal.verdict, bool(goal.reason), known, rules.claims_cause(told))


def _shown(item: Evaluation, what: str) -> bool:
    codes = (q.code for q in PLAN_EVALUATION().questions if q.shows == what)
    return any(item.answers.get(code) for code in codes)


# --- the guided path ------------------------------------------------------------------------------


def evaluations_along() -> dict[str, Rows]:
    """The evaluations of a municipality, to read along with one of its cycles."""
    found = Evaluation.objects.filter(municipality=OuterRef("municipality"))
    names = ("cycle_id", "kind", "plan", "state", "first_day", "last_day")
    rows = Rows(found.exclude(state=workflow.WITHDRAWN), **{name: name for name in names})
    return {"evaluations": rows}


def progress(cycle: PolicyCycle, kept: Kept) -> dict[str, Progress]:
    """How far the look back is at the plan before this one, and at this plan itself."""
    days = ("first_day", "last_day")
    rows = [
        Evaluation(**dict(row) | {day: date.fromisoformat(row[day]) for day in days})
        for row in kept["evaluations"]
    ]
    before = (
        row
        for row in rows
        if row.cycle_id != cycle.pk
        and rules.comes_before(row.first_day, row.last_day, cycle.valid_from)
    )
    final = (row for row in rows if row.cycle_id == cycle.pk and row.kind == "final")
    return {
        "previous_evaluation": _progress(next(before, None)),
        "final_evaluation": _progress(next(final, None)),
    }


def _progress(item: Evaluation | None) -> Progress:
    return Progress(item is not None and item.state == workflow.CONCLUDED, words.progress(item))
