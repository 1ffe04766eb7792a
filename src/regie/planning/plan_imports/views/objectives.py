"""Accepting, correcting and leaving the objectives that were met."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from regie.evidence.findings.acting import posted, said, who, with_seen
from regie.evidence.sources.queries import one_look
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.objectives.grounds import ground
from regie.planning.plan_imports import pages, queries, rules, services
from regie.planning.plan_imports.forms import ObjectiveForm
from regie.planning.plan_imports.judging import verdict
from regie.planning.plan_imports.models import FoundState
from regie.planning.plan_imports.permissions import IMPORT_PLAN
from regie.planning.plan_imports.views.reach import document_for
from regie.ui.answers import page

TURNS = {
    "overnemen": FoundState.ACCEPTED,
    "laten": FoundState.LEFT,
    "terug": FoundState.OPEN,
}


@member_page(IMPORT_PLAN)
@one_look()
def objective(
    request: MemberRequest, municipality: Municipality, pk: int, found: int
) -> HttpResponse:
    """Correct what was read of an objective, beside what is said of it. 9 queries."""
    document = document_for(request, pk)
    row = queries.objective(document, found)
    if row is None:
        raise Http404(_("Dit doel bestaat niet meer."))
    form = ObjectiveForm(posted(request), row)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.correct(document, found, form.written(), seen=seen, **who(request))
        except services.StaleError:
            form.add_error(None, _(rules.MOVED_ON))
            form.data = with_seen(request.POST, "seen", row.version)
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Bewaard. Dit doel gaat mee."))
            return redirect(f"{pages.to('document', municipality, pk)}#doelen")
    known = ground(municipality)
    told = verdict(row, document, timezone.localdate(), known)
    item = pages.objective_item(row, document, told)
    context = {
        "document": document,
        "form": form,
        "item": item | {"measured": pages.measured_by(row, known)},
        "writable": document.state == "read",
        "crumbs": pages.crumbs(municipality, document),
    }
    return page(request, "plan_imports/objective.html", context, *([form] if form.is_bound else []))


@require_POST
@member_page(IMPORT_PLAN)
def choose(request: MemberRequest, municipality: Municipality, pk: int, found: int) -> HttpResponse:
    """Choose the figure that an objective is measured by, or none of the catalogue."""
    code = request.POST.get("code", "")[:60]
    try:
        services.choose(document_for(request, pk), found, code, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        if code:
            messages.success(request, _("Gekozen. De kritiek kijkt nu ook naar de cijfers."))
    if request.POST.get("page") == "objective":
        return redirect(pages.to("objective", municipality, pk, found))
    return redirect(_back(request, municipality, pk).replace("#doelen", f"#d{found}"))


@require_POST
@member_page(IMPORT_PLAN)
def judge(
    request: MemberRequest, municipality: Municipality, pk: int, found: int, slug: str
) -> HttpResponse:
    """Take one along, leave it, or lay it open again."""
    if slug not in TURNS:
        raise Http404(_("Deze stap bestaat niet."))
    try:
        services.judge(document_for(request, pk), found, TURNS[slug], **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    return redirect(_back(request, municipality, pk))


@require_POST
@member_page(IMPORT_PLAN)
def judge_all(
    request: MemberRequest, municipality: Municipality, pk: int, slug: str
) -> HttpResponse:
    """The same for all that are open."""
    if slug not in {"overnemen", "laten"}:
        raise Http404(_("Deze stap bestaat niet."))
    try:
        changed = services.judge_all(document_for(request, pk), TURNS[slug], **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        told = ngettext("%(n)s doel beoordeeld.", "%(n)s doelen beoordeeld.", changed)
        messages.success(request, told % {"n": changed})
    return redirect(_back(request, municipality, pk))


def _back(request: MemberRequest, municipality: Municipality, pk: int) -> str:
    place = request.POST.get("doelen", "")
    query = f"?doelen={place}" if place.isdigit() else ""
    return f"{pages.to('document', municipality, pk)}{query}#doelen"
