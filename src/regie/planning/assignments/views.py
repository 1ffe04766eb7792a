"""The page of the assignment: reading it, and writing it down."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regie.evidence.findings.acting import posted, said, with_seen
from regie.foundation.access.guards import MemberRequest, acting, member_page
from regie.foundation.access.queries import decision
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import cycle_of
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.assignments import queries, rules, services
from regie.planning.assignments.forms import AssignmentForm
from regie.planning.assignments.models import Assignment
from regie.planning.assignments.permissions import RECORD, VIEW_ASSIGNMENT
from regie.ui.answers import or_404, page


@member_page(VIEW_ASSIGNMENT)
def assignment(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What was asked before the work began. 2 queries beside the frame."""
    cycle = _cycle(request)
    found = queries.assignment_of(cycle)
    return page(
        request,
        "assignments/assignment.html",
        {
            "cycle": cycle,
            "found": found,
            "record": decision(RECORD, role=request.membership.role),
            "crumbs": _crumbs(municipality),
        },
    )


@member_page(RECORD)
def record(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write down what was asked. 2 queries beside the frame."""
    cycle = _cycle(request)
    found = queries.assignment_of(cycle)
    form, theirs = AssignmentForm(posted(request), found), None
    if form.is_bound and form.is_valid():
        theirs = _recorded(request, cycle, form)
        if theirs is None and not form.errors:
            messages.success(request, _("De opdracht is vastgelegd."))
            return redirect("assignments:assignment", gemeente=municipality.slug)
    here = reverse("assignments:assignment", args=[municipality.slug])
    crumbs = [*_crumbs(municipality), (_("Opdracht"), here)]
    context = {"form": form, "theirs": theirs, "crumbs": crumbs}
    return page(request, "assignments/record.html", context, form)


def _recorded(
    request: MemberRequest, cycle: PolicyCycle, form: AssignmentForm
) -> Assignment | None:
    """Save; answers what somebody else saved in the meantime, then nothing was written."""
    seen = form.cleaned_data["seen"]
    try:
        services.record(cycle, form.words(), seen=seen, **acting(request))
    except services.StaleError as stale:
        form.data = with_seen(request.POST, "seen", services.token_of(stale.current))
        form.add_error(None, _(rules.STALE))
        return stale.current
    except RefusedError as refusal:
        form.add_error(None, said(refusal))
    return None


def _cycle(request: MemberRequest) -> PolicyCycle:
    return or_404(cycle_of(request), _("Deze gemeente heeft nog geen beleidscyclus."))


def _crumbs(municipality: Municipality) -> list[tuple[str, str]]:
    return [(_("Beleidscyclus"), reverse("cycles:cycle", args=[municipality.slug]))]
