"""What this room draws on the pages of the plan: under the part of the objectives, and beside
each priority on the overview."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.planning.objective_desk.pages import to
from regie.planning.objectives import queries, telling
from regie.planning.objectives.models import Objective
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.parts import Said


def under_the_part(_membership: Membership, plan: SafetyPlan) -> Mapping[str, Any]:
    """Every objective in a sentence, per priority. 3 queries."""
    blocks: dict[str, list[dict[str, str]]] = {}
    for row in queries.objectives_of(plan):
        name = str(row.priority) if row.priority else _("Zonder prioriteit")
        url = to("show", plan.municipality, pk=row.pk)
        told = {"statement": row.statement, "sentence": telling.sentence(row), "url": url}
        blocks.setdefault(name, []).append(told)
    return {"blocks": list(blocks.items()), "url": to("list", plan.municipality)}


def beside_priorities(plan: SafetyPlan) -> Mapping[int | None, Said]:
    """How many objectives each priority has, and where they are. 1 query."""
    living = Objective.objects.filter(plan=plan, removed_at__isnull=True)
    counted = living.order_by().values("priority").annotate(n=Count("pk"))
    url = to("list", plan.municipality)
    return {
        each["priority"]: Said(
            ngettext("%(n)s doel", "%(n)s doelen", each["n"]) % {"n": each["n"]},
            f"{url}#p{each['priority'] or 0}",
        )
        for each in counted
    }


def without_objective(plan: SafetyPlan, pk: int) -> Said:
    """That a priority has no objective yet, and where one is written. No queries."""
    url = f"{to('new', plan.municipality)}?prioriteit={pk}"
    return Said(_("nog geen doel"), url, todo=_("Schrijf een doel bij “%(title)s”."))
