"""Which plan a page of this room is about."""

from django.http import Http404
from django.utils.translation import gettext as _

from regie.foundation.access.guards import MemberRequest
from regie.planning.plan_decisions import queries
from regie.planning.plan_decisions.models import Amendment
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.reaching import plan_for as newest_for
from regie.ui.answers import or_404


def asked(request: MemberRequest) -> int | None:
    """The number of the plan in the address, when there is one."""
    said = request.GET.get("plan", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def plan_for(request: MemberRequest) -> SafetyPlan:
    """The plan that this member follows, or the one in the address. At most 3 queries.

    Raises `Http404` without one, and `PermissionDenied` with the reason when it is no more than a
    draft for this role.
    """
    found = queries.plan_seen(request.membership, asked(request))
    if found is not None:
        return found
    if asked(request) is not None:
        raise Http404(_("Dit plan bestaat niet."))
    return newest_for(request)


def amendment_for(request: MemberRequest, pk: int) -> Amendment:
    """An amendment on a plan of this municipality. 2 queries. Raises `Http404`."""
    seen = queries.plans_followed(request.membership).values("pk")
    rows = Amendment.objects.filter(pk=pk, plan__in=seen)
    related = ("plan__municipality", "plan__cycle", "section__priority", "objective", "made_by")
    return or_404(
        rows.select_related(*related, "edition").first(), _("Dit amendement bestaat niet.")
    )
