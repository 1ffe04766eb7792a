"""Objectives on the golden thread: back to their priority and the figures, and where it stops."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.records.threads import (
    Kind,
    Node,
    Orphan,
    Ref,
    Side,
    add_kind,
    add_link,
    add_orphan,
    through,
)
from regie.planning.objective_desk.pages import to
from regie.planning.objectives import telling
from regie.planning.objectives.models import Objective
from regie.planning.plans.queries import plans_seen
from regie.planning.proposals.models import Priority
from regie.planning.proposals.threading import PRIORITY

OBJECTIVE, DELIVERY = "objective", "delivery"


def announce() -> None:
    """Say which objectives there are, and what they rest on."""
    add_kind(
        Kind(
            OBJECTIVE,
            _("doel"),
            _("doelen"),
            70,
            seen=objectives_seen,
            tell=tell_objectives,
            searched=("statement", "effect"),
            icon="target",
        )
    )
    living = Objective.objects.filter(removed_at__isnull=True)
    add_link(PRIORITY, OBJECTIVE, through(living, lower="priority_id", upper="pk"))
    add_link(DELIVERY, OBJECTIVE, deliveries_under)
    add_orphan(Orphan("prioriteit-zonder-doel", PRIORITY, _without_objective, _bare_priorities))
    add_orphan(Orphan("doel-zonder-prioriteit", OBJECTIVE, _loose, _without_priority))
    add_orphan(Orphan("doel-zonder-nulmeting", OBJECTIVE, _unmeasured, _without_baseline))


def objectives_seen(viewer: Membership) -> QuerySet[Objective]:
    """The objectives of the plans that this member may read, in their order."""
    plans = plans_seen(viewer).filter(municipality=viewer.municipality).values("pk")
    rows = Objective.objects.filter(plan__in=plans, removed_at__isnull=True)
    return rows.select_related("plan", "priority", "indicator").order_by("-plan", "position", "pk")


def tell_objectives(viewer: Membership, rows: Sequence[Objective]) -> Iterator[Node]:
    """Objectives in words; no queries."""
    for row in rows:
        yield Node(
            Ref(OBJECTIVE, row.pk),
            row.statement,
            sentence=telling.sentence(row),
            at=localdate(row.changed_at),
            state=str(row.plan.get_state_display()),
            url=to("show", viewer.municipality, pk=row.pk),
        )


def deliveries_under(
    viewer: Membership, side: Side, numbers: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """The deliveries that a baseline was read from. 1 query."""
    rows = Objective.objects.filter(
        plan__municipality=viewer.municipality, removed_at__isnull=True
    ).order_by("pk")
    if side is Side.UPPER:
        rows = rows.filter(pk__in=numbers)
    wanted = set(numbers) if side is Side.LOWER else None
    for pk, basis in rows.values_list("pk", "baseline_basis"):
        for delivery in basis.get("deliveries", ()):
            if wanted is None or delivery in wanted:
                yield delivery, pk


# --- where a thread stops -------------------------------------------------------------------------


def _bare_priorities(rows: QuerySet[Priority]) -> QuerySet[Priority]:
    """Priorities of a plan that no objective belongs to; without a plan it is too early."""
    living = Objective.objects.filter(removed_at__isnull=True, priority__isnull=False)
    planned = rows.filter(proposal__cycle__safety_plans__isnull=False)
    dropped = planned.exclude(decision="dropped")
    return dropped.exclude(pk__in=living.values("priority")).distinct()


def _without_priority(rows: QuerySet[Objective]) -> QuerySet[Objective]:
    return rows.filter(priority__isnull=True)


def _without_baseline(rows: QuerySet[Objective]) -> QuerySet[Objective]:
    return rows.filter(baseline__isnull=True)


def _without_objective(n: int) -> str:
    return ngettext(
        "%(n)s prioriteit heeft nog geen doel.", "%(n)s prioriteiten hebben nog geen doel.", n
    ) % {"n": n}


def _loose(n: int) -> str:
    return ngettext(
        "%(n)s doel hoort bij geen prioriteit.", "%(n)s doelen horen bij geen prioriteit.", n
    ) % {"n": n}


def _unmeasured(n: int) -> str:
    return ngettext(
        "%(n)s doel heeft geen nulmeting.", "%(n)s doelen hebben geen nulmeting.", n
    ) % {"n": n}
