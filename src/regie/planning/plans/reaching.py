"""Which plan a page under `/<gemeente>/plan/` is about, for this room and those above."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from regie.foundation.access.guards import MemberRequest
from regie.foundation.access.models import Membership
from regie.planning.plans import queries, rules
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.ui.answers import or_404


class NoPlanError(Http404):
    """This municipality has no plan yet; the page says how one begins (`plan_desk.beginning`)."""


def plan_seen(membership: Membership) -> SafetyPlan | None:
    """The newest plan that this member may read, else None. 1 query.

    A council member reads the plan that holds while the next one is written.
    """
    found = queries.plans_seen(membership).filter(
        municipality=membership.municipality, state__in=rules.LIVING
    )
    return found.first()


def plan_for(request: MemberRequest) -> SafetyPlan:
    """The plan that a page is about. 1 query, 2 when this member may not read it.

    Raises `NoPlanError` without a plan, and `PermissionDenied` with the reason when it cannot be
    read in this role yet.
    """
    found = plan_seen(request.membership)
    if found is not None:
        return found
    there = queries.current_plan(request.municipality)
    if there is None:
        raise NoPlanError(_("Er is nog geen plan."))
    refusal = rules.reading_refusal(there.state, request.membership.role)
    raise PermissionDenied(_(refusal or rules.NOT_YET))


def section_for(request: MemberRequest, pk: int) -> PlanSection:
    """A part by its number, with its plan, cycle, municipality and priority. 1 query.

    Raises `Http404` for a part of another municipality, and `PermissionDenied` with the reason
    when its plan cannot be read in this role yet.
    """
    town = request.membership.municipality
    own = Q(plan__municipality=town)
    shared = Q(plan__state__in=rules.SHARED, plan__parties__municipality=town)
    rows = PlanSection.objects.select_related("plan__municipality", "plan__cycle", "priority")
    found = or_404(
        rows.filter(own | shared, pk=pk).distinct().first(), _("Dit onderdeel bestaat niet.")
    )
    refusal = rules.reading_refusal(found.plan.state, request.membership.role)
    if refusal:
        raise PermissionDenied(_(refusal))
    return found
