"""The wizard: a file, its columns, the dry run, storing, and the answer.

Every page says at which step of the file it was made. A page that is behind says so and shows
how things stand, so that the back button and a second window do no harm.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.registrations import (
    answers,
    asking,
    downloads,
    drafts,
    examples,
    looking,
    presenting,
    queries,
    services,
    waiting,
)
from regie.evidence.registrations.forms import SheetForm, UploadForm, step_of
from regie.evidence.registrations.models import Upload, UploadState
from regie.evidence.registrations.permissions import DELIVER_REGISTRATIONS
from regie.evidence.registrations.tasks import count_upload
from regie.evidence.series import queries as series
from regie.evidence.series import saved
from regie.evidence.series.downloads import attached
from regie.evidence.series.heads import Look
from regie.evidence.series.mapping import ColumnsForm
from regie.evidence.series.permissions import VIEW_SERIES
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.queries import partners_of
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError

AT_ONCE = 3_000_000
"""A file up to this many bytes is counted while the person waits."""

PER_PAGE = 50

Step = Callable[[MemberRequest, Upload], HttpResponse]


def _found(request: MemberRequest, pk: int) -> Upload:
    """A file that this reader may see; 404 for any other."""
    return get_object_or_404(queries.uploads(request.membership), pk=pk)


def _to(name: str, upload: Upload) -> HttpResponse:
    return redirect(f"registrations:{name}", gemeente=upload.municipality.slug, pk=upload.pk)


def _place(upload: Upload) -> str:
    """The page that fits where a file stands."""
    if upload.state == UploadState.UNDERSTOOD:
        return "columns"
    checking = {UploadState.CHECKING, UploadState.CHECKED}
    return "check" if upload.state in checking else "result"


def _one_step(view: Step) -> Callable[..., HttpResponse]:
    """A step with a file; whatever does not fit any more is said, and the right page shown."""

    @wraps(view)
    def stepped(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
        upload = _found(request, pk)
        try:
            return view(request, upload)
        except services.MovedOnError:
            messages.warning(request, _(services.MOVED_ON))
        except StepRefusedError as refusal:
            messages.warning(request, str(refusal))
        except RefusedError as refusal:
            messages.error(request, _(refusal.sentence) % refusal.params)
        return _to("follow", upload)

    return stepped


# --- 1: the file ---------------------------------------------------------------------------------


@member_page(DELIVER_REGISTRATIONS)
def upload(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Deliver a file, as a new registration or the same as last time. 4 queries."""
    services.clean_up()
    own = series.partner_of(request.membership)
    known = list(series.profiles(request.membership))
    chosen = next((p for p in known if str(p.pk) == request.GET.get("reeks")), None)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        partners=list(partners_of(municipality)),
        own=own,
        registrations=known,
        chosen=chosen,
    )
    if request.method == "POST" and form.is_valid() and form.chosen_partner:
        received = services.receive(
            form.cleaned_data["file"],
            municipality=municipality,
            partner=form.chosen_partner,
            title=form.cleaned_data["title"],
            actor=request.user,
        )
        return _to("follow", received)
    context = {
        "form": form,
        "blocked": series.why_not_deliver(request.membership, municipality),
        "crumbs": presenting.crumbs(municipality),
        "steps": presenting.steps(None),
        "chosen": chosen,
        "examples": examples.files(),
    }
    return render(request, "registrations/upload.html", context, status=422 if form.errors else 200)


@require_safe
@member_page(VIEW_SERIES)
def follow(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """To the page that fits where the file stands. 1 query."""
    found = _found(request, pk)
    return _to(_place(found), found)


# --- 2: the columns ------------------------------------------------------------------------------


@member_page(DELIVER_REGISTRATIONS)
def columns(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What stands in this file? The proposal, with its reasons, to be corrected. 3 queries."""
    found = _found(request, pk)
    if found.state not in {UploadState.UNDERSTOOD, UploadState.CHECKED}:
        return _to(_place(found), found)
    if request.method == "POST" and step_of(request.POST) != found.step:
        messages.warning(request, _(services.MOVED_ON))  # its kinds may stand in another order
        return _to("follow", found)
    try:
        look, profile = looking.look(found, saved.newest(found.profile)), drafts.profile_of(found)
    except RefusedError as refusal:
        messages.error(request, _(refusal.sentence) % refusal.params)
        return redirect("registrations:home", gemeente=municipality.slug)
    new = found.result.get("new_types", ())
    form = ColumnsForm(request.POST or None, look=look, profile=profile, new_types=new)
    if request.method == "POST" and form.is_valid():
        return _keep_columns(request, municipality, pk, form=form)
    shown = presenting.show_look(look, profile)
    context = {
        "upload": found,
        "form": form,
        "sheet_form": _sheet_form(found, look),
        "look": shown,
        "lines": asking.lines(form, shown.columns),
        "to_choose": asking.to_choose(profile, look) if not form.is_bound else [],
        "to_check": asking.to_check(profile, look, again=found.profile is not None),
        "differences": presenting.differences(found, look, profile),
        "crumbs": presenting.crumbs(municipality),
        "steps": presenting.steps(found),
        "refusal": presenting.refusal(found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "registrations/columns.html", context, status=status)


def _sheet_form(found: Upload, look: Look) -> SheetForm | None:
    """Only a workbook or a text has sheets and titles to choose from."""
    if not look.grid.header_line:
        return None
    sheets, row = look.grid.sheets, found.header_row
    return SheetForm(sheets=sheets, sheet=look.grid.sheet, header_row=row)


def _keep_columns(
    request: MemberRequest, municipality: Municipality, pk: int, *, form: ColumnsForm
) -> HttpResponse:
    def step(request: MemberRequest, upload: Upload) -> HttpResponse:
        actor, role, at = request.user, request.membership.role, step_of(request.POST)
        kept = services.correct(upload, form.profile(), step=at, actor=actor, role=role)
        if "keep" in request.POST:
            messages.success(request, _("Wat u koos, is bewaard."))
            return _to("columns", kept)
        if presenting.problems(form.profile()):
            return _to("columns", kept)
        started = services.start_check(kept, step=kept.step, actor=actor, role=role)
        _count(started)
        return _to("follow", started)

    return _one_step(step)(request, municipality, pk)


def _count(upload: Upload) -> None:
    """Count a small file now, and leave a large one to the background."""
    if upload.size <= AT_ONCE:
        services.count(upload, actor=upload.received_by)
        return
    transaction.on_commit(lambda: count_upload.enqueue(upload.pk, upload.step))


@require_POST
@member_page(DELIVER_REGISTRATIONS)
@_one_step
def sheet(request: MemberRequest, upload: Upload) -> HttpResponse:
    """Read another sheet, or titles in another row."""
    row = request.POST.get("header_row", "")
    services.choose_sheet(
        upload,
        request.POST.get("sheet", upload.sheet),
        int(row) if row.isdigit() and 0 < int(row) <= 1000 else None,
        step=step_of(request.POST),
        actor=request.user,
        role=request.membership.role,
    )
    return _to("follow", upload)


# --- 3: the dry run ------------------------------------------------------------------------------


@member_page(VIEW_SERIES)
def check(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What storing would give: totals, cells that went wrong, counts. 2 queries."""
    services.clean_up()
    found = _found(request, pk)
    busy = found.state == UploadState.CHECKING
    if not busy and found.state != UploadState.CHECKED:
        return _to(_place(found), found)
    page = Paginator(waiting.read_errors(found), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "upload": found,
        "busy": busy,
        "progress": presenting.progress(found),
        "answer": None if busy else answers.dry_run_answer(found),
        "preview": None if busy else answers.preview(found),
        "errors": presenting.error_table(page) if page and not busy else None,
        "page": page,
        "may_deliver": decision(DELIVER_REGISTRATIONS, role=request.membership.role),
        "crumbs": presenting.crumbs(municipality),
        "steps": presenting.steps(found),
    }
    response = render(request, "registrations/check.html", context)
    if "HX-Request" in request.headers and not busy:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@member_page(VIEW_SERIES)
def errors_csv(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The cells that went wrong, to repair them: row, column and why; never the value."""
    found = _found(request, pk)
    return attached(downloads.errors(waiting.read_errors(found)), "fouten.csv")


# --- 4 and 5: storing, and the answer ------------------------------------------------------------


@require_POST
@member_page(DELIVER_REGISTRATIONS)
@_one_step
def store(request: MemberRequest, upload: Upload) -> HttpResponse:
    """Put the counts to use."""
    services.store(
        upload, step=step_of(request.POST), actor=request.user, role=request.membership.role
    )
    messages.success(request, _("De tellingen zijn opgeslagen en in gebruik."))
    return _to("result", upload)


@require_POST
@member_page(DELIVER_REGISTRATIONS)
@_one_step
def withdraw(request: MemberRequest, upload: Upload) -> HttpResponse:
    """Stop with this file."""
    services.withdraw(upload, actor=request.user, role=request.membership.role)
    messages.success(request, _("U bent gestopt met dit bestand. Het is verwijderd."))
    return redirect("registrations:home", gemeente=upload.municipality.slug)


@require_POST
@member_page(DELIVER_REGISTRATIONS)
@_one_step
def take_back(request: MemberRequest, upload: Upload) -> HttpResponse:
    """Undo: the delivery before this one is in use again."""
    before = services.take_back(upload, actor=request.user, role=request.membership.role)
    words = (
        _("Teruggedraaid. De vorige levering is weer in gebruik.")
        if before
        else _("Teruggedraaid. Er is geen eerdere levering van deze registratie.")
    )
    messages.success(request, words)
    return _to("result", upload)


@require_safe
@member_page(VIEW_SERIES)
def result(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What became of a file: the answer in words, questions for the partner, undo. 2 queries."""
    found = _found(request, pk)
    if found.state in {UploadState.UNDERSTOOD, UploadState.CHECKING, UploadState.CHECKED}:
        return _to(_place(found), found)
    home = reverse("registrations:home", kwargs={"gemeente": municipality.slug})
    context = {
        "upload": found,
        "answer": answers.stored(found) if found.state == UploadState.STORED else None,
        "refusal": presenting.refusal(found),
        "may_deliver": decision(DELIVER_REGISTRATIONS, role=request.membership.role),
        "undo": presenting.why_not_undo(found),
        "crumbs": presenting.crumbs(municipality),
        "steps": presenting.steps(found),
        "home": home,
    }
    return render(request, "registrations/result.html", context)
