"""The pages of the objectives: the list, one of them, writing it, its history."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.findings.acting import posted, said, who, with_seen
from regie.evidence.sources.queries import one_look
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.objective_desk import drafting, pages
from regie.planning.objective_desk.forms import ObjectiveForm, ReasonForm
from regie.planning.objective_desk.pages import to
from regie.planning.objective_desk.reaching import objective_for
from regie.planning.objective_desk.views import editing
from regie.planning.objective_desk.views.editing import (
    BASELINE,
    LOOK,
    MORE,
    SAVE,
    WAY,
    Desk,
)
from regie.planning.objectives import rules, services
from regie.planning.objectives.grounds import plan_ground
from regie.planning.objectives.judging import judge
from regie.planning.objectives.models import Objective
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plans import rules as plan_rules
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.permissions import VIEW_PLAN, WRITE_PLAN
from regie.planning.plans.reaching import plan_for
from regie.ui.answers import page

# --- reading --------------------------------------------------------------------------------------


@require_safe
@member_page(VIEW_PLAN)
@one_look()
def objectives(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every objective per priority."""
    context = pages.list_page(request.membership, plan_for(request))
    return page(request, "objective_desk/list.html", context)


@require_safe
@member_page(VIEW_PLAN)
@one_look()
def show(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One objective."""
    context = pages.show_page(request.membership, objective_for(request, pk))
    return page(request, "objective_desk/objective.html", context)


@require_safe
@member_page(VIEW_PLAN)
def history(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """How an objective changed; for who reads a plan while it is written."""
    row = objective_for(request, pk)
    if request.membership.role not in plan_rules.INSIDE:
        raise Http404(_("Deze pagina bestaat niet."))
    context = pages.history_page(request.membership, row)
    return page(request, "objective_desk/history.html", context)


# --- writing --------------------------------------------------------------------------------------


@member_page(WRITE_PLAN)
@one_look()
def new(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write a new objective."""
    return _editor(request, plan_for(request), None)


@member_page(WRITE_PLAN)
@one_look()
def edit(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change an objective."""
    row = objective_for(request, pk)
    return _editor(request, row.plan, row)


def _editor(request: MemberRequest, plan: SafetyPlan, row: Objective | None) -> HttpResponse:
    asked = request.GET.get("prioriteit", "")
    sent = request.POST if request.method == "POST" else {"priority": asked} if asked else {}
    at = editing.desk(plan, row, sent)
    if request.method != "POST":
        return _begun(request, at, asked)
    form = editing.sent_form(at, request.POST)
    form.is_valid()
    words, unreadable = editing.written(at, form), form.unreadable()
    if request.POST.get("action", LOOK) != SAVE:
        return _looked(request, at, words, unreadable)
    if editing.judged(form, words, plan):
        answer = _save(request, at, form, words)
        if isinstance(answer, HttpResponse):
            return answer
        return _refused(request, at, form, words, answer)
    return _refused(request, at, form, words, None)


def _begun(request: MemberRequest, at: Desk, priority: str) -> HttpResponse:
    """The form before anybody typed; with `?weg=`, filled with what makes it measurable."""
    words = _first_words(at)
    changes = editing.way(at, words, request.GET.get("weg", ""))
    if not changes:
        return _shown(request, at, editing.first_form(at, priority), editing.critique(at, words))
    form = editing.first_form(at, priority, changes)
    data = {name: value for name in form.fields if (value := form[name].value()) is not None}
    filled = editing.sent_form(at, data)
    filled.is_valid()
    told = editing.critique(at, editing.written(at, filled))
    return _shown(request, at, form, told, {"unsaved": True, "filled": True})


def _first_words(at: Desk) -> ObjectiveWords:
    """An objective as it stands, to be judged before anybody typed."""
    row = at.row
    if row is None:
        return ObjectiveWords(statement="", target_date=at.plan.last_day)
    kept = {name: getattr(row, name) for name in drafting.KEPT}
    return ObjectiveWords(
        **kept,
        priority=row.priority_id,
        municipality=row.municipality_id,
        indicator=row.indicator.code if row.indicator else "",
        target_percent=row.target_percent,
        means=drafting.means_of(row),
    )


def _shown(
    request: MemberRequest,
    at: Desk,
    form: ObjectiveForm,
    told: pages.Page,
    more: pages.Page | None = None,
) -> HttpResponse:
    context = editing.editor_page(request.membership, at, form, told) | (more or {})
    return page(request, "objective_desk/editor.html", context, *([form] if form.is_bound else []))


def _looked(
    request: MemberRequest, at: Desk, words: ObjectiveWords, unreadable: list[str]
) -> HttpResponse:
    """The form again with what was asked: a critical reader, other figures, the baseline, a way
    to make it measurable, a row."""
    action = request.POST.get("action", LOOK)
    changes = editing.way(at, words, action.removeprefix(WAY)) if action.startswith(WAY) else {}
    if action == BASELINE:
        found = drafting.asked_baseline(at.known, words)
        if found is None:
            messages.warning(request, _("Kies eerst een cijfer waarvan de waarde bekend is."))
        else:
            changes = drafting.baseline_values(found)
            messages.success(
                request, _("De nulmeting komt uit het veiligheidsbeeld. Kijk haar na en bewaar.")
            )
    form = editing.shown_again(at, request.POST, changes, int(action == MORE))
    if changes:
        data = request.POST.copy()
        data.update({name: str(value) for name, value in changes.items()})
        filled = editing.sent_form(at, data)
        filled.is_valid()
        words = editing.written(at, filled)
    more = {"unsaved": True, "filled": action.startswith(WAY) and bool(changes)}
    return _shown(request, at, form, editing.critique(at, words, unreadable), more)


def _save(
    request: MemberRequest, at: Desk, form: ObjectiveForm, words: ObjectiveWords
) -> HttpResponse | Objective | None:
    """Where to go after saving; the objective of who was first, None for any other refusal."""
    pk, seen = (at.row.pk if at.row else None), form.cleaned_data.get("seen") or 0
    try:
        made = services.write_objective(at.plan, words, pk=pk, seen=seen, **who(request))
    except services.StaleError as stale:
        form.add_error(None, _(rules.MOVED_ON))
        form.data = with_seen(request.POST, "seen", stale.current.version if stale.current else 0)
        return stale.current
    except RefusedError as refusal:
        form.add_error(None, said(refusal))
        return None
    messages.success(request, _("Bewaard."))
    return redirect(to("show", request.municipality, pk=made.pk))


def _refused(
    request: MemberRequest,
    at: Desk,
    form: ObjectiveForm,
    words: ObjectiveWords,
    theirs: Objective | None,
) -> HttpResponse:
    both = editing.both_versions(at, words, theirs) if theirs else None
    told = editing.critique(at, words, form.unreadable())
    return _shown(request, at, form, told, {"theirs": theirs, "both": both})


@require_POST
@member_page(WRITE_PLAN)
@one_look()
def critique(request: MemberRequest, municipality: Municipality, pk: int = 0) -> HttpResponse:
    """What a critical reader says of what is typed, while it is typed; nothing is kept."""
    row = objective_for(request, pk) if pk else None
    plan = row.plan if row else plan_for(request)
    at = editing.desk(plan, row, request.POST)
    form = editing.sent_form(at, request.POST)
    form.is_valid()
    told = editing.critique(at, editing.written(at, form), form.unreadable())
    shown = editing.shown_again(at, request.POST, {}, 0)
    context = {"critique": told, "row": row, "form": shown}
    return render(request, "objective_desk/parts/live.html", context)


# --- order, taking out, putting back --------------------------------------------------------------


@require_POST
@member_page(WRITE_PLAN)
def change(request: MemberRequest, municipality: Municipality, pk: int, slug: str) -> HttpResponse:
    """Put an objective higher or lower, or put it back."""
    row = objective_for(request, pk)
    try:
        if slug in {"omhoog", "omlaag"}:
            services.move_objective(row, up=slug == "omhoog", **who(request))
        elif slug == "terug":
            services.restore_objective(row, **who(request))
            messages.success(request, _("Het doel staat weer in het plan."))
        else:
            raise Http404(_("Deze stap bestaat niet."))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    return redirect(f"{to('list', municipality)}#d{pk}")


@member_page(WRITE_PLAN)
def remove(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take an objective out, with the reason."""
    row = objective_for(request, pk)
    form = ReasonForm(posted(request), use_required_attribute=False)
    if form.is_bound and form.is_valid():
        try:
            services.remove_objective(row, form.cleaned_data["reason"], **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Het doel is uit het plan. U kunt het terugzetten."))
            return redirect(to("list", municipality))
    context = pages.about(request.membership, row.plan) | {
        "crumbs": pages.crumbs(municipality, row),
        "row": row,
        "form": form,
        "back": to("show", municipality, pk=pk),
    }
    return page(request, "objective_desk/remove.html", context, form)


# --- criticism that stands ------------------------------------------------------------------------


@member_page(WRITE_PLAN)
@one_look()
def answer(request: MemberRequest, municipality: Municipality, pk: int, code: str) -> HttpResponse:
    """Say why a criticism does not hold for this objective."""
    row = objective_for(request, pk)
    found = judge(row, plan_ground(row.plan))
    remark = next((item for item in found.remarks if item.code == code), None)
    if remark is None:
        raise Http404(_("Deze kritiek geldt niet voor dit doel."))
    first = {"reason": remark.override.reason} if remark.override else None
    form = ReasonForm(posted(request), initial=first, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        try:
            services.override(row, code, form.cleaned_data["reason"], **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Bewaard. De kritiek blijft staan, met uw uitleg erbij."))
            return redirect(f"{to('show', municipality, pk=pk)}#kritiek")
    context = pages.about(request.membership, row.plan) | {
        "crumbs": pages.crumbs(municipality, row),
        "row": row,
        "remark": remark,
        "form": form,
        "back": to("show", municipality, pk=pk),
    }
    return page(request, "objective_desk/answer.html", context, form)


@require_POST
@member_page(WRITE_PLAN)
def take_back(
    request: MemberRequest, municipality: Municipality, pk: int, code: str
) -> HttpResponse:
    """Let a criticism stand open again."""
    try:
        services.take_back(objective_for(request, pk), code, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Uw uitleg is ingetrokken. De kritiek staat weer open."))
    return redirect(f"{to('show', municipality, pk=pk)}#kritiek")
