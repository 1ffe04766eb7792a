"""The pages of the timetable and of the decision calendar."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.vintages.downloads import as_csv
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.access.rules import Action
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import current_cycle, step_label
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.queries import history
from regie.planning.timetable import (
    entries,
    files,
    pages,
    queries,
    rules,
    services,
    words,
)
from regie.planning.timetable.announced import moments_of
from regie.planning.timetable.clashes import end_of, months
from regie.planning.timetable.forms import (
    AcceptForm,
    MomentForm,
    MonthForm,
    StepForm,
    WithdrawForm,
)
from regie.planning.timetable.models import Moment
from regie.planning.timetable.permissions import (
    KEEP_COUNCIL_MOMENTS,
    LAY,
    PLAN_COUNCIL_STEPS,
    VIEW_TIMETABLE,
    keeping_of,
    planning_of,
)
from regie.planning.timetable.queries import Board
from regie.planning.timetable.rules import COUNCIL, Span
from regie.planning.timetable.services import TimetableRefusedError
from regie.ui.answers import or_404
from regie.ui.calendar_files import download

MONTHS_SHOWN = 12


@require_safe
@member_page(VIEW_TIMETABLE)
def timetable(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The steps with their days, what clashes and what a delay does.

    5 queries beside the frame, and 2 for each step whose last day is past.
    """
    role, today = request.membership.role, timezone.localdate()
    cycle = current_cycle(municipality)
    context: dict[str, Any] = {
        "cycle": cycle,
        "may_plan": decision(LAY, role=role),
        "crumbs": pages.crumbs(municipality),
        "election": pages.new_council_words(today),
    }
    if cycle is not None:
        context |= _planned(_board(cycle, municipality), role, today)
    return render(request, "timetable/timetable.html", context)


def _planned(board: Board, role: str, today: date) -> dict[str, Any]:
    if not board.plan:
        return {"planned": False}
    late = queries.late_steps(board, today)
    return {
        "planned": True,
        "table": pages.step_table(board, board.plan, role=role, late=late, edit=True),
        "drawn": pages.picture(board, board.plan, today),
        "conclusion": pages.conclusion(board, board.plan),
        "clashes": pages.clash_list(board, board.plan, today),
        "delay": pages.delay(board, late, today),
        "changes": pages.changes(board.cycle),
    }


@member_page(LAY)
def propose(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Count back from a month: the proposal first, then taking it over with a reason."""
    cycle = _cycle(municipality)
    board = _board(cycle, municipality)
    form = AcceptForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        chosen = {"seen": said["seen"], "why": said["why"], "actor": request.user}
        try:
            services.lay(cycle, said["maand"], **chosen)
        except TimetableRefusedError as refusal:
            form.add_error(None, str(refusal))
            board = _board(cycle, municipality)
        else:
            messages.success(request, _("De planning is overgenomen."))
            return redirect("timetable:timetable", gemeente=municipality.slug)
    return _proposal_page(request, board, form)


def _proposal_page(request: MemberRequest, board: Board, form: AcceptForm) -> HttpResponse:
    municipality, today = board.cycle.municipality, timezone.localdate()
    given = request.POST.get("maand") or request.GET.get("maand", "")
    month = _month(given) or pages.default_month(board, today)
    plan = board.proposal(month)
    stamp = {"maand": month.isoformat(), "seen": rules.stamp(board.plan)}
    form.renew(**stamp)
    form.initial.update(stamp)
    context = {
        "form": form,
        "months": MonthForm(None, month=month),
        "table": pages.step_table(board, plan, role=request.membership.role, edit=False),
        "drawn": pages.picture(board, plan, today),
        "conclusion": pages.conclusion(board, plan),
        "clashes": pages.clash_list(board, plan, today),
        "earliest": words.month(board.earliest_month(today)),
        "adopted": board.adopted,
        "election": pages.new_council_words(today),
        "crumbs": pages.crumbs(municipality, room="timetable"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "timetable/propose.html", context, status=status)


@member_page(PLAN_COUNCIL_STEPS)
def step(request: MemberRequest, municipality: Municipality, step: str) -> HttpResponse:
    """Other days for one step: first what follows from it, then taking it over with a reason."""
    cycle = _cycle(municipality)
    board = _board(cycle, municipality)
    if board.task(step) is None:
        raise Http404(_(rules.NOT_THIS_STEP))
    council = queries.body_of(step) == COUNCIL
    _must(planning_of(council=council), request)
    form = StepForm(request.POST or None, initial=_step_initial(board, step))
    if form.is_valid() and form.accepts:
        try:
            outcome = _change(cycle, step, form, request)
        except TimetableRefusedError as refusal:
            form.add_error(None, str(refusal))
            board = _board(cycle, municipality)
        else:
            messages.success(request, f"{_('De planning is gewijzigd.')} {words.decision(outcome)}")
            return redirect("timetable:timetable", gemeente=municipality.slug)
    return _step_page(request, board, step, form)


def _change(cycle: PolicyCycle, step: str, form: StepForm, request: MemberRequest) -> rules.Outcome:
    said = form.cleaned_data
    span = Span(said["first"], said["last"])
    why, seen = said["why"], said["seen"]
    return services.change_step(cycle, step, span, seen=seen, why=why, actor=request.user)


def _step_initial(board: Board, step: str) -> dict[str, Any]:
    span = board.plan.get(step)
    days = {"first": span.first, "last": span.last} if span else {}
    return days | {"seen": rules.stamp(board.plan)}


def _step_page(request: MemberRequest, board: Board, step: str, form: StepForm) -> HttpResponse:
    municipality = board.cycle.municipality
    context: dict[str, Any] = {
        "form": form,
        "name": step_label(step),
        "now": board.plan.get(step),
        "crumbs": pages.crumbs(municipality, room="timetable"),
    }
    said = form.cleaned_data if form.is_valid() else {}
    form.renew(seen=rules.stamp(board.plan))
    if said:
        outcome = board.outcome({step: Span(said["first"], said["last"])})
        context |= {
            "looked": True,
            "moved": words.moved(outcome, step),
            "holds": outcome.holds,
            "table": pages.shift_table(outcome) if outcome.shifts else None,
            "clashes": pages.clash_list(board, outcome.plan(board.plan), timezone.localdate()),
        }
    status = 422 if form.is_bound and not (said and not form.accepts) else 200
    return render(request, "timetable/step.html", context, status=status)


# --- the decision calendar -----------------------------------------------------------------------


@require_safe
@member_page(VIEW_TIMETABLE)
def calendar(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Twelve months of moments: council, executive, triangle and region.

    3 queries, and those of rooms above.
    """
    role = request.membership.role
    window, body = _window(request), _body(request)
    own = queries.moments(municipality)
    found = _entries(current_cycle(municipality), municipality, window, body, own)
    start = window.first
    context = {
        "blocks": pages.month_blocks(found, window, municipality, role),
        "first": words.month(start),
        "last": words.month(window.last),
        "earlier": f"{_shifted(start, -MONTHS_SHOWN):%Y-%m}",
        "later": f"{_shifted(start, MONTHS_SHOWN):%Y-%m}",
        "start": f"{start:%Y-%m}",
        "body": body,
        "bodies": [(kind, pages.body_label(kind)) for kind in rules.KINDS],
        "undated": entries.undated(own),
        "keep": decision(KEEP_COUNCIL_MOMENTS, role=role),
        "kinds": pages.kinds_of(role),
        "crumbs": pages.crumbs(municipality),
    }
    return render(request, "timetable/calendar.html", context)


@require_safe
@member_page(VIEW_TIMETABLE)
def calendar_csv(request: MemberRequest, municipality: Municipality) -> StreamingHttpResponse:
    """The same moments as a file for a spreadsheet."""
    found, _cycle = _shown(request, municipality)
    lines = as_csv(files.csv_rows(found))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"besliskalender-{municipality.slug}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
@member_page(VIEW_TIMETABLE)
def calendar_ics(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The same moments for the calendar people already have."""
    found, cycle = _shown(request, municipality)
    key = cycle.pk if cycle else None
    content = files.calendar_file(found, municipality, key, request.get_host())
    return download(content, f"besliskalender-{municipality.slug}.ics")


def _shown(
    request: MemberRequest, municipality: Municipality
) -> tuple[list[entries.Entry], PolicyCycle | None]:
    """The lines that were asked for, and the cycle whose plan is in them."""
    cycle, own = current_cycle(municipality), queries.moments(municipality)
    return _entries(cycle, municipality, _window(request), _body(request), own), cycle


def _entries(
    cycle: PolicyCycle | None,
    municipality: Municipality,
    window: Span,
    body: str,
    own: list[Moment],
) -> list[entries.Entry]:
    board = _board(cycle, municipality) if cycle else None
    plan, waiting = (board.plan, board.open_tasks) if board else ({}, frozenset[str]())
    told = moments_of(cycle, plan, waiting) if cycle else []
    found = entries.entries(window, own=own, plan=plan, open_tasks=waiting, announced=told)
    return [entry for entry in found if body in {"", entry.body}]


@member_page(KEEP_COUNCIL_MOMENTS)
def add_moment(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Put a moment in the calendar."""
    kinds = pages.kinds_of(request.membership.role)
    process = request.GET.get("proces", "")
    form = MomentForm(request.POST or None, kinds=kinds, process=process)
    if form.is_valid():
        try:
            row = services.add_moment(municipality, form.words(), actor=request.user)
        except TimetableRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Het moment staat in de besliskalender."))
            return _to_calendar(municipality, row)
    return _moment_page(request, form, None)


@member_page(KEEP_COUNCIL_MOMENTS)
def edit_moment(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change a moment, with a reason."""
    row = _moment(request, pk)
    kinds = pages.kinds_of(request.membership.role)
    form = MomentForm(request.POST or None, kinds=kinds, row=row)
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            services.change_moment(row, form.words(), why=why, actor=request.user)
        except TimetableRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Het moment is gewijzigd."))
            return _to_calendar(municipality, row)
    return _moment_page(request, form, row)


@member_page(KEEP_COUNCIL_MOMENTS)
@require_POST
def withdraw_moment(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take a moment out of the calendar, with a reason."""
    row = _moment(request, pk)
    gone = WithdrawForm(request.POST)
    if gone.is_valid():
        services.withdraw_moment(row, why=gone.cleaned_data["why"], actor=request.user)
        messages.success(request, _("Het moment is uit de besliskalender gehaald."))
        return redirect("timetable:calendar", gemeente=municipality.slug)
    form = MomentForm(None, kinds=pages.kinds_of(request.membership.role), row=row)
    return _moment_page(request, form, row, gone)


def _moment_page(
    request: MemberRequest, form: MomentForm, row: Moment | None, gone: WithdrawForm | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "row": row,
        "gone": gone or WithdrawForm(auto_id="weg_%s"),
        "changes": history(row, verb="timetable.change_moment") if row else (),
        "crumbs": pages.crumbs(request.municipality, room="calendar"),
    }
    refused = form.is_bound or gone is not None
    return render(request, "timetable/moment.html", context, status=422 if refused else 200)


# --- small things ---------------------------------------------------------------------------------


def _cycle(municipality: Municipality) -> PolicyCycle:
    return or_404(current_cycle(municipality), _("Deze gemeente heeft nog geen beleidscyclus."))


def _board(cycle: PolicyCycle, municipality: Municipality) -> Board:
    cycle.municipality = municipality
    return queries.board(cycle)


def _moment(request: MemberRequest, pk: int) -> Moment:
    row = or_404(
        queries.moment(request.municipality, pk), _("Dit moment staat niet in de besliskalender.")
    )
    _must(keeping_of(row.kind), request)
    return row


def _must(action: Action, request: MemberRequest) -> None:
    allowed = decision(action, role=request.membership.role)
    if not allowed:
        raise PermissionDenied(allowed.reason)


def _month(text: str) -> date | None:
    """The first day of a month written as 2027-05 or 2027-05-01; None for anything else."""
    try:
        month = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return None
    return None if rules.span_refusal(month, month) else month


def _window(request: MemberRequest) -> Span:
    """The twelve months from `vanaf` on, else from this month."""
    first = _month(request.GET.get("vanaf", "")) or timezone.localdate().replace(day=1)
    return Span(first, end_of(months(first, MONTHS_SHOWN)[-1]))


def _shifted(month: date, by: int) -> date:
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _body(request: MemberRequest) -> str:
    body = request.GET.get("wie", "")
    return body if body in rules.KINDS else ""


def _to_calendar(municipality: Municipality, row: Moment) -> HttpResponse:
    return redirect(f"{pages.to('calendar', municipality)}?vanaf={row.first:%Y-%m}")
