"""The pages of surveys: what is in use, bringing one in, and its answers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.street_knowledge.subjects import places_of, theme_choices
from regie.evidence.surveys import downloads, incoming, pages, queries, services, workflow
from regie.evidence.surveys.finding import Finder, themes_by_name
from regie.evidence.surveys.forms import (
    AboutForm,
    ConfirmForm,
    FilterForm,
    UploadForm,
    WithdrawForm,
    typed_rows,
)
from regie.evidence.surveys.incoming import Draft, Read
from regie.evidence.surveys.models import Survey
from regie.evidence.surveys.permissions import MANAGE_SURVEYS, VIEW_SURVEYS
from regie.evidence.surveys.rules import Known
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError

PER_PAGE = 25


@require_safe
@member_page(VIEW_SURVEYS)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every survey of the municipality. 1 query beside the frame."""
    found = list(queries.surveys(municipality))
    context = pages.overview(found, request.membership)
    return render(request, "surveys/overview.html", context)


@require_safe
@member_page(VIEW_SURVEYS)
def detail(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One survey with its answers. At most 6 queries beside the frame."""
    return _detail(request, _found(municipality, pk), WithdrawForm(None))


def _detail(request: MemberRequest, survey: Survey, form: WithdrawForm) -> HttpResponse:
    rows = queries.answers_of(survey)
    filters = FilterForm(request.GET, pages.offered(rows))
    shown = pages.filtered(rows, filters.chosen())
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("pagina"))
    context: dict[str, Any] = pages.detail(survey, request.membership) | {
        "filter": filters,
        "table": pages.answers_table(page) if page else None,
        "page": page,
        "by_chance": pages.by_chance(rows),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/detail.html", context, status=status)


@require_safe
@member_page(VIEW_SURVEYS)
def answers_csv(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The answers of one survey with margins and change, in percent."""
    survey = _found(municipality, pk)
    return _csv(downloads.answers(queries.answers_of(survey)), f"enquete-{survey.pk}.csv")


@require_safe
@member_page(MANAGE_SURVEYS)
def example(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """A small file with the right titles, to fill in."""
    text = downloads.example(places_of(municipality), theme_choices(municipality), localdate().year)
    return _csv(text, "voorbeeld-enquete.csv")


def _csv(text: str, name: str) -> HttpResponse:
    """UTF-8 with a byte order mark, which spreadsheets need to read accents."""
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- bringing one in -----------------------------------------------------------------------------


@member_page(MANAGE_SURVEYS)
def upload(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """A survey with its answers in a file; nothing is kept until it is confirmed."""
    return _upload(request, None)


@member_page(MANAGE_SURVEYS)
def replace(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """A better file in the place of a survey that is in use."""
    survey = _found(municipality, pk)
    if survey.state != workflow.IN_USE:
        messages.error(request, _(services.NOT_IN_USE))
        return _to(survey)
    return _upload(request, survey)


def _upload(request: MemberRequest, old: Survey | None) -> HttpResponse:
    municipality = request.municipality
    form = UploadForm(request.POST or None, request.FILES or None, survey=old)
    if request.method == "POST" and form.is_valid():
        try:
            known = _known(municipality, form.cleaned_data["title"], old)
            read = incoming.read_file(form.cleaned_data["file"], known)
            return _preview(request, form, read, old)
        except RefusedError as refusal:
            form.add_error("file", _said(refusal))
    places = places_of(municipality)
    context = {
        "form": form,
        "old": old,
        "crumbs": pages.crumbs(municipality, old),
        "steps": pages.steps(1),
        "columns": pages.meaning_of_columns(),
        "themes": theme_choices(municipality),
        "areas": places.choices(),
        "example_url": pages.to("example", municipality),
        "type_url": "" if old else pages.to("type_in", municipality),
        "back": pages.to("overview", municipality),
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/upload.html", context, status=status)


@member_page(MANAGE_SURVEYS)
def type_in(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """A survey of a few rows, typed; nothing is kept until it is confirmed."""
    form = AboutForm(request.POST or None)
    themes, areas = theme_choices(municipality), places_of(municipality).choices()
    rows = typed_rows(request.POST or None, themes=themes, areas=areas)
    if request.method == "POST" and form.is_valid():
        filled = [row for row in rows if row.filled]
        try:
            known = _known(municipality, form.cleaned_data["title"], None)
            cells = [(row.number, row.cells()) for row in filled]
            outcome = incoming.judge(cells, known)
            if outcome.rows and not outcome.problems:
                return _preview(request, form, Read(outcome), None)
            for row in filled:
                row.tell(outcome.problems)
            if not filled:
                form.add_error(None, _(services.NO_ROWS))
        except RefusedError as refusal:
            form.add_error(None, _said(refusal))
    wrong = [row for row in rows if row.is_bound and row.errors]
    context = {
        "form": form,
        "rows": [row.drawn() for row in rows],
        "wrong": wrong,
        "crumbs": pages.crumbs(municipality),
        "steps": pages.steps(1),
        "upload_url": pages.to("upload", municipality),
        "back": pages.to("overview", municipality),
    }
    status = 422 if form.errors or wrong else 200
    return render(request, "surveys/type_in.html", context, status=status)


def _known(municipality: Municipality, title: str, old: Survey | None) -> Known:
    """What rows are laid beside. 6 queries."""
    return Known(
        themes=themes_by_name(municipality),
        area=Finder(municipality).find,
        last_year=localdate().year,
        taken=queries.taken(municipality, title, besides=old.pk if old else None),
    )


def _preview(
    request: MemberRequest, form: AboutForm, read: Read, old: Survey | None
) -> HttpResponse:
    """Show what saving would give. Raises `RefusedError` when the page cannot carry it."""
    outcome, municipality = read.outcome, request.municipality
    draft = Draft(form.about(), outcome.rows, outcome.bad, old.pk if old else None)
    text = incoming.pack(draft, code=municipality.code, user=request.user.pk)
    context = pages.preview(draft, outcome, municipality, read.unread) | {
        "confirm": ConfirmForm(None, draft=text, bad=outcome.bad),
        "summary": pages.summary(outcome.problems),
        "old": old,
    }
    return render(request, "surveys/preview.html", context)


@require_POST
@member_page(MANAGE_SURVEYS)
def confirm(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Save what was shown; without a tick nothing with a problem is left out."""
    try:
        draft = incoming.unpack(
            request.POST.get("draft", ""), code=municipality.code, user=request.user.pk
        )
        if draft.left_out and not request.POST.get("leave_out"):
            return _ask_again(request, draft)
        old = _found(municipality, draft.replaces) if draft.replaces else None
        survey = services.save(
            municipality,
            draft.about,
            draft.rows,
            actor=request.user,
            role=request.membership.role,
            left_out=draft.left_out,
            replaces=old,
        )
    except (RefusedError, StepRefusedError) as error:
        messages.error(request, _said(error))
        return redirect("surveys:overview", gemeente=municipality.slug)
    messages.success(request, _("De enquête is bewaard en in gebruik."))
    return _to(survey)


def _ask_again(request: MemberRequest, draft: Draft) -> HttpResponse:
    """The same question once more, with what is missing; the problems themselves are not kept."""
    form = ConfirmForm(request.POST, draft=request.POST["draft"], bad=draft.left_out)
    context = {
        "confirm": form,
        "good": len(draft.rows),
        "bad": draft.left_out,
        "crumbs": pages.crumbs(request.municipality),
        "steps": pages.steps(2),
        "back": pages.to("overview", request.municipality),
    }
    return render(request, "surveys/preview.html", context, status=422)


# --- after that ----------------------------------------------------------------------------------


@member_page(MANAGE_SURVEYS)
def edit(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change what is said about a survey; the answers stay."""
    survey = _found(municipality, pk)
    if survey.state != workflow.IN_USE:
        messages.error(request, _(services.NOT_IN_USE))
        return _to(survey)
    form = AboutForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            services.describe(survey, form.about(), actor=request.user)
        except RefusedError as refusal:
            form.add_error(None, _said(refusal))
        else:
            messages.success(request, _("De gegevens van de enquête zijn bewaard."))
            return _to(survey)
    context = {
        "form": form,
        "survey": survey,
        "crumbs": pages.crumbs(municipality, survey),
        "back": pages.to("detail", municipality, pk=pk),
    }
    return render(request, "surveys/edit.html", context, status=422 if form.errors else 200)


@require_POST
@member_page(MANAGE_SURVEYS)
def withdraw(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take a survey out of use, with a reason."""
    survey = _found(municipality, pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _detail(request, survey, form)
    try:
        services.withdraw(
            survey, form.cleaned_data["why"], actor=request.user, role=request.membership.role
        )
        messages.success(request, _("De enquête is ingetrokken."))
    except (RefusedError, StepRefusedError) as error:
        messages.error(request, _said(error))
    return _to(survey)


def _found(municipality: Municipality, pk: int) -> Survey:
    """A survey of this municipality; 404 for any other."""
    return get_object_or_404(queries.surveys(municipality), pk=pk)


def _to(survey: Survey) -> HttpResponse:
    return redirect("surveys:detail", gemeente=survey.municipality.slug, pk=survey.pk)


def _said(error: Exception) -> str:
    return _(error.sentence) % error.params if isinstance(error, RefusedError) else str(error)
