"""The pages of the logic of the approach, and of money and people."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regie.evidence.findings.acting import posted, said, who, with_seen
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_desk import means_pages
from regie.planning.plan_desk.forms import LogicForm, MeansForm
from regie.planning.plan_desk.overview import about, to
from regie.planning.plans import queries, rules, services
from regie.planning.plans.models import Logic, Means, SafetyPlan
from regie.planning.plans.permissions import VIEW_PLAN, WRITE_PLAN
from regie.planning.plans.reaching import plan_for
from regie.ui.answers import page

AnyForm = LogicForm | MeansForm
Line = TypeVar("Line", Logic, Means)


def _writes(request: MemberRequest, plan: SafetyPlan) -> bool:
    return request.membership.role in WRITE_PLAN.roles and plan.state == rules.DRAFT


def _saved(request: MemberRequest, form: AnyForm, write: Callable[[], object]) -> bool:
    """Whether it was saved; else the form says why, and shows what another saved meanwhile."""
    try:
        write()
    except services.StaleError as stale:
        form.add_error(None, _(rules.MOVED_ON))
        version = stale.current.version if stale.current else 0
        form.data = with_seen(request.POST, "version", version)
        return False
    except RefusedError as refusal:
        form.add_error(None, said(refusal))
        return False
    messages.success(request, _("Bewaard."))
    return True


# --- logic ----------------------------------------------------------------------------------------


@member_page(VIEW_PLAN)
def logic(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The lines per priority, and a form for a new one."""
    plan = plan_for(request)
    form = None
    if _writes(request, plan) or request.method == "POST":
        asked = request.GET.get("prioriteit", "")
        form = LogicForm(posted(request), queries.priorities_of(plan), priority=asked)
    if form and form.is_bound and form.is_valid():
        of = int(form.cleaned_data["priority"])
        words = form.written()
        if _saved(request, form, lambda: services.write_logic(plan, of, words, **who(request))):
            return redirect(f"{to('logic', municipality)}#p{of}")
    context = means_pages.logic_page(request.membership, plan) | {"form": form}
    return page(request, "plan_desk/logic.html", context, *([form] if form else []))


@member_page(WRITE_PLAN)
def logic_line(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change one line."""
    plan = plan_for(request)
    row = _line(queries.logic_of(plan), pk)
    form = LogicForm(posted(request), queries.priorities_of(plan), row)
    if form.is_bound and form.is_valid():
        of, version = int(form.cleaned_data["priority"]), form.cleaned_data["version"] or 0
        words = form.written()

        def write() -> object:
            return services.write_logic(plan, of, words, pk=pk, version=version, **who(request))

        if _saved(request, form, write):
            return redirect(f"{to('logic', municipality)}#p{of}")
    context = _editing(request, plan, form, row)
    return page(request, "plan_desk/logic_line.html", context, form)


@require_POST
@member_page(WRITE_PLAN)
def logic_change(
    request: MemberRequest, municipality: Municipality, pk: int, slug: str
) -> HttpResponse:
    """Put a line higher, or take it out."""
    verbs = {"omhoog": services.move_logic, "weg": services.remove_logic}
    if slug not in verbs:
        raise Http404(_("Deze stap bestaat niet."))
    try:
        verbs[slug](plan_for(request), pk, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    return redirect(to("logic", municipality))


# --- money and people -----------------------------------------------------------------------------


@member_page(VIEW_PLAN)
def means(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The table with its sums, every line, and a form for new ones."""
    plan = plan_for(request)
    form = None
    if _writes(request, plan) or request.method == "POST":
        asked = request.GET.get("prioriteit", "")
        priorities, years = queries.priorities_of(plan), queries.years_of(plan)
        form = MeansForm(posted(request), priorities, years, priority=asked)
    if form and form.is_bound and form.is_valid():
        words = form.written()
        if _saved(request, form, lambda: services.write_means(plan, words, **who(request))):
            return redirect(to("means", municipality))
    context = means_pages.means_page(request.membership, plan) | {"form": form}
    return page(request, "plan_desk/means.html", context, *([form] if form else []))


@member_page(WRITE_PLAN)
def means_line(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change one line."""
    plan = plan_for(request)
    row = _line(queries.means_of(plan), pk)
    form = MeansForm(posted(request), queries.priorities_of(plan), queries.years_of(plan), row)
    if form.is_bound and form.is_valid():
        words, version = form.written(), form.cleaned_data["version"] or 0

        def write() -> object:
            return services.write_means(plan, words, pk=pk, version=version, **who(request))

        if _saved(request, form, write):
            return redirect(to("means", municipality))
    context = _editing(request, plan, form, row)
    return page(request, "plan_desk/means_line.html", context, form)


@require_POST
@member_page(WRITE_PLAN)
def means_remove(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take a line out."""
    try:
        services.remove_means(plan_for(request), pk, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("De regel is weg. Het logboek bewaart wat er stond."))
    return redirect(to("means", municipality))


def _line(rows: list[Line], pk: int) -> Line:
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise Http404(_("Deze regel bestaat niet."))
    return found


def _editing(
    request: MemberRequest, plan: SafetyPlan, form: AnyForm, row: Logic | Means
) -> dict[str, Any]:
    """What the page around one line shows; `theirs` is how it stands when another was first."""
    stale = form.is_bound and bool(form.non_field_errors())
    return about(request.membership, plan) | {
        "form": form,
        "row": row,
        "theirs": row if stale else None,
    }
