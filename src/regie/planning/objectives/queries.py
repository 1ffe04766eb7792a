"""Reading the objectives of a plan, also for rooms above."""

from collections.abc import Iterable, Mapping

from django.db.models import Prefetch, QuerySet

from regie.foundation.access.models import Membership
from regie.planning.objectives.models import CritiqueOverride, Objective, ObjectiveEdition
from regie.planning.plans import queries as plans
from regie.planning.plans.models import SafetyPlan

_ORDER = ("priority__position", "priority_id", "position", "pk")


def objectives_of(plan: SafetyPlan, *, removed: bool = False) -> list[Objective]:
    """The objectives of a plan, those of a priority together and in order; or those taken out.

    With their plan, priority, indicator and municipality; `means.all()` and `overrides.all()` were
    read along (see `live_overrides`). 3 queries.
    """
    return _ordered(Objective.objects.filter(plan=plan, removed_at__isnull=not removed), plan)


def all_objectives(plan: SafetyPlan) -> list[Objective]:
    """The same with those taken out. 3 queries."""
    return _ordered(Objective.objects.filter(plan=plan), plan)


def _ordered(rows: QuerySet[Objective], plan: SafetyPlan) -> list[Objective]:
    found = list(_read(rows).order_by(*_ORDER))
    for row in found:
        row.plan = plan
    return sorted(found, key=lambda row: row.priority_id is None)


def _read(rows: QuerySet[Objective]) -> QuerySet[Objective]:
    overrides = CritiqueOverride.objects.select_related("made_by").order_by("pk")
    return rows.select_related("priority", "indicator", "municipality").prefetch_related(
        "means", Prefetch("overrides", overrides)
    )


def objective(plan: SafetyPlan, pk: int) -> Objective | None:
    """One objective of a plan, also when it was taken out. 3 queries."""
    found = _read(Objective.objects.filter(plan=plan, pk=pk)).first()
    if found is not None:
        found.plan = plan
    return found


def objective_of(membership: Membership, pk: int) -> Objective | None:
    """One objective of a plan that this member may read, or None. 3 queries."""
    seen = plans.plans_seen(membership).values("pk")
    rows = _read(Objective.objects.filter(plan__in=seen, pk=pk))
    return rows.select_related("plan__municipality", "plan__cycle", "priority").first()


def means_words(row: Objective) -> tuple[str, ...]:
    """With what it is to be reached. No queries when the means were read along."""
    return tuple(each.text for each in row.means.all())


def live_overrides(row: Objective) -> Mapping[str, CritiqueOverride]:
    """Why criticism stands nevertheless, by its code; the newest counts and what was withdrawn
    does not. No queries when the overrides were read along."""
    return living(row.overrides.all())


def living(rows: Iterable[CritiqueOverride]) -> dict[str, CritiqueOverride]:
    """Of these overrides, oldest first, the ones that still stand. No queries."""
    newest = {row.code: row for row in rows}
    return {code: row for code, row in newest.items() if not row.withdrawn}


def editions_of(row: Objective) -> list[ObjectiveEdition]:
    """How an objective read after each change, the newest first. 1 query."""
    return list(row.editions.select_related("made_by").order_by("-number"))


def without_objective(plan: SafetyPlan, rows: Iterable[Objective]) -> list[str]:
    """The names of the priorities that no objective belongs to. 1 query."""
    known = {row.priority_id for row in rows}
    return [str(each) for each in plans.priorities_of(plan) if each.pk not in known]
