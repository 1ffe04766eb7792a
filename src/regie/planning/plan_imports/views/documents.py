"""The documents, one of them to look at, and taking it over."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.findings.acting import said, who
from regie.evidence.sources.queries import one_look
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.plan_imports import pages, queries, rules, services
from regie.planning.plan_imports.forms import SortForm, TakeForm, UploadForm, too_large
from regie.planning.plan_imports.models import ImportState, PlanImport
from regie.planning.plan_imports.permissions import IMPORT_PLAN, TAKE_OVER
from regie.planning.plan_imports.tasks import read_document
from regie.planning.plan_imports.views.reach import document_for
from regie.ui.answers import page

BUSY = (ImportState.RECEIVED, ImportState.READING)
ROOM_FOR_FORM = 1024**2
"""Bytes that the rest of a form may take beside the file."""


@csrf_exempt
def home(request: HttpRequest, gemeente: str) -> HttpResponseBase:
    """The documents, and the form for a new one.

    What is far too large is refused before its body is read, so that nobody waits for nothing;
    for all others the protection of forms holds as everywhere.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    too_much = length.isdigit() and int(length) > rules.LARGEST + ROOM_FOR_FORM
    view: Callable[..., HttpResponseBase] = _refused_early if too_much else _home
    return view(request, gemeente)


@member_page(IMPORT_PLAN)
def _refused_early(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    form = UploadForm(data={})
    form.errors.pop("file", None)
    form.add_error("file", too_large())
    return page(request, "plan_imports/home.html", _listed(request, form), form)


@csrf_protect
@member_page(IMPORT_PLAN)
def _home(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        file, year = form.cleaned_data["file"], form.cleaned_data["first_year"]
        try:
            made = services.receive(
                file, municipality=municipality, first_year=year, **who(request)
            )
        except RefusedError as refusal:
            form.add_error("file", said(refusal))
        else:
            read_document.enqueue(made.pk)
            return redirect("plan_imports:document", municipality.slug, made.pk)
    return page(request, "plan_imports/home.html", _listed(request, form), form)


def _listed(request: MemberRequest, form: UploadForm) -> dict[str, Any]:
    return pages.home(request.membership) | {"form": form}


@require_safe
@member_page(IMPORT_PLAN)
@one_look()
def document(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One document: how far reading is, what to sort, or where it went. At most 15 queries."""
    found = services.end_what_was_killed(document_for(request, pk))
    response = _shown(request, found)
    if "HX-Request" in request.headers and found.state not in BUSY:
        response["HX-Refresh"] = "true"
    return response


def _shown(request: MemberRequest, found: PlanImport, take: TakeForm | None = None) -> HttpResponse:
    town = request.municipality
    context: dict[str, Any] = {
        "document": found,
        "busy": found.state in BUSY,
        "percent": 100 * float((found.progress or {}).get("part", 0)),
        "refusal": _(found.refusal) % found.refusal_params if found.refusal else "",
        "about": pages.about(found),
        "taken_url": pages.taken_url(found),
        "left_out": pages.left_out(found),
        "crumbs": pages.crumbs(town),
        "home": pages.to("home", town),
        "stopped": list(take.non_field_errors()) if take else [],
    }
    if found.state == ImportState.READ:
        parts = queries.parts_of(found, request.GET.get("delen"))
        context |= pages.review(request.membership, found, parts, request.GET.get("doelen"))
        form = SortForm(None, parts)
        for row in context["part_rows"]:
            row["field"] = form[f"kind_{row['row'].pk}"]
        context["take"] = take or _take_form(request)
    return page(request, "plan_imports/document.html", context, *([take] if take else []))


def _take_form(request: MemberRequest) -> TakeForm:
    town = request.municipality
    sent = request.POST if request.method == "POST" else None
    return TakeForm(sent, queries.drafts_of(town), queries.cycles_without_plan(town))


@require_POST
@member_page(TAKE_OVER)
def take(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take a document over into a plan."""
    found = document_for(request, pk)
    form = _take_form(request)
    if form.is_valid():
        try:
            plan = services.take_over(found, form.chosen(), **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Het document is overgenomen in “%s”.") % plan)
            return redirect("plan_imports:document", municipality.slug, pk)
    found.refresh_from_db()
    return _shown(request, found, form)


@require_POST
@member_page(IMPORT_PLAN)
def discard(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Throw the text of a document away."""
    try:
        services.discard(document_for(request, pk), **who(request))
    except (RefusedError, StepRefusedError) as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("De tekst van dit document is weggegooid."))
    return redirect("plan_imports:home", municipality.slug)
