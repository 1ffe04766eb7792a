"""The page of results and the ballots as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.planning.priority_sessions.acting import found
from regie.planning.rounds import queries, results, services
from regie.planning.rounds.permissions import VIEW_RESULTS, sees_before_shown
from regie.planning.session_reports import files, pages
from regie.ui.answers import or_404


@require_GET
@member_page(VIEW_RESULTS)
def result(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What came out of each round that was shown; who leads sees closed rounds before."""
    session = found(request, pk)
    services.close_due(session)
    leads = sees_before_shown(request.membership.role)
    context = pages.result_page(session, leads=leads)
    return render(request, "session_reports/result.html", context)


@require_GET
@member_page(VIEW_RESULTS)
def download(
    request: MemberRequest, municipality: Municipality, pk: int, number: int, form: str
) -> HttpResponse:
    """The ballots of a closed round without persons, as a file."""
    item = or_404(queries.round_of(found(request, pk), number), _("Deze ronde bestaat niet."))
    leads = sees_before_shown(request.membership.role)
    if item.state not in results.DONE or not (leads or item.state == results.DONE[1]):
        raise Http404(_("Van deze ronde is er nog geen uitslag."))
    if form == "json":
        response = HttpResponse(files.as_json(item), content_type="application/json")
    else:
        response = HttpResponse(files.as_csv(item), content_type="text/csv; charset=utf-8")
    name = f"stemmen-{item.session_id}-{item.number}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
