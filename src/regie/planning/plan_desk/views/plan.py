"""The pages of the plan: overview, one part, its history, and which parts there are."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.findings.acting import posted, said, who
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.cycles.queries import cycle_of
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_desk import beginning, overview, section_pages
from regie.planning.plan_desk.forms import AddForm, CompareForm, DetailsForm, TextForm, TitleForm
from regie.planning.plan_desk.overview import to
from regie.planning.plans import parts, queries, rules, services
from regie.planning.plans.models import PlanSection
from regie.planning.plans.permissions import MANAGE_PLAN, VIEW_PLAN, WRITE_PLAN
from regie.planning.plans.reaching import plan_for, plan_seen, section_for
from regie.ui.answers import page

CONFLICT = 409


# --- the plan as a whole --------------------------------------------------------------------------


@require_safe
@member_page(VIEW_PLAN)
def plan(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The overview, also of an earlier plan; for who may not read the plan yet, and without one,
    what comes next."""
    asked = _whole(request.GET.get("plan"))
    found = queries.plan_of(request.membership, asked) if asked else plan_seen(request.membership)
    if asked and found is None:
        raise Http404(_("Er is nog geen plan."))
    if found is not None:
        return page(request, "plan_desk/plan.html", overview.overview(request.membership, found))
    there = queries.current_plan(municipality)
    if there is None:
        return page(request, "plan_desk/begin.html", beginning.begin_page(request))
    not_yet = rules.reading_refusal(there.state, request.membership.role) or rules.NOT_YET
    context = {"not_yet": _(not_yet), "panels": parts.panels(request.membership, there)}
    return page(request, "plan_desk/nothing.html", context)


@require_POST
@member_page(MANAGE_PLAN)
def begin(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Begin the plan of the current cycle."""
    cycle = cycle_of(request)
    if cycle is None:
        messages.error(request, _("Start eerst een beleidscyclus."))
    else:
        services.begin_plan(cycle, **who(request))
    return redirect(to("plan", municipality))


@member_page(MANAGE_PLAN)
def details(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The title of the plan, its own name for such a document, and its days."""
    found = plan_for(request)
    form = DetailsForm(posted(request), found)
    if form.is_bound and form.is_valid():
        try:
            services.describe_plan(found, **form.cleaned_data, **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Bewaard."))
            return redirect(to("plan", municipality))
    context = overview.about(request.membership, found) | {"form": form}
    return page(request, "plan_desk/details.html", context, form)


@require_POST
@member_page(WRITE_PLAN)
def follow(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Give every priority without an approach its part."""
    try:
        services.follow_priorities(plan_for(request), **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    return redirect(to("plan", municipality))


# --- which parts there are ------------------------------------------------------------------------


@member_page(MANAGE_PLAN)
def arrange(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The parts in order; add an own part or one that this plan does not have."""
    found = plan_for(request)
    form = AddForm(posted(request), overview.kinds_to_add(found))
    if form.is_bound and form.is_valid():
        words = form.cleaned_data
        try:
            services.add_section(found, words["title"], kind=words["kind"], **who(request))
        except RefusedError as refusal:
            form.add_error("title", said(refusal))
        else:
            messages.success(request, _("Het onderdeel staat onderaan. Verplaats het als u wilt."))
            return redirect(to("arrange", municipality))
    context = overview.arranging(request.membership, found) | {"form": form}
    return page(request, "plan_desk/arrange.html", context, form)


@require_POST
@member_page(MANAGE_PLAN)
def change(request: MemberRequest, municipality: Municipality, pk: int, slug: str) -> HttpResponse:
    """Put a part higher or lower, take it out, or put it back."""
    section = section_for(request, pk)
    try:
        _change(section, slug, request)
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    return redirect(f"{to('arrange', municipality)}#o{pk}")


def _change(section: PlanSection, slug: str, request: MemberRequest) -> None:
    if slug in {"omhoog", "omlaag"}:
        services.move_section(section, up=slug == "omhoog", **who(request))
    elif slug == "weg":
        services.remove_section(section, **who(request))
        messages.success(request, _("Het onderdeel is uit het plan. De tekst blijft bewaard."))
    elif slug == "terug":
        services.restore_section(section, **who(request))
        messages.success(request, _("Het onderdeel staat weer in het plan."))
    else:
        raise Http404(_("Deze stap bestaat niet."))


@member_page(MANAGE_PLAN)
def rename(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Give a part its own title."""
    section = section_for(request, pk)
    form = TitleForm(
        posted(request), initial={"title": section.title}, use_required_attribute=False
    )
    if form.is_bound and form.is_valid():
        try:
            services.rename_section(section, form.cleaned_data["title"], **who(request))
        except RefusedError as refusal:
            form.add_error("title", said(refusal))
        else:
            messages.success(request, _("Bewaard."))
            return redirect(to("section", municipality, pk=pk))
    context = overview.about(request.membership, section.plan)
    context |= {"form": form, "section": section, "title": queries.title_of(section)}
    return page(request, "plan_desk/rename.html", context, form)


# --- one part -------------------------------------------------------------------------------------


@member_page(VIEW_PLAN)
def section(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Read or write one part; two people at once both keep their text."""
    row, form = section_for(request, pk), None
    if request.method == "POST":
        form = TextForm(request.POST, marks=_marks(municipality, row))
        answer = _save(request, row, form)
        if answer is not None:
            return answer
    context = section_pages.section_page(request.membership, row)
    if form is None and context["edits"]:
        text, seen = section_pages.starts_with(context)
        form = TextForm(None, text=text, seen=seen, marks=_marks(municipality, row))
    asked = [form] if form else []
    return page(request, "plan_desk/section.html", context | {"form": form}, *asked)


def _marks(municipality: Municipality, row: PlanSection) -> dict[str, str]:
    """What the editor in the browser reads from the field."""
    draft = to("draft", municipality, pk=row.pk)
    return {"data-draft-url": draft, **parts.editor_marks(row.plan)}


def _save(request: MemberRequest, row: PlanSection, form: TextForm) -> HttpResponse | None:
    """Where to go after saving; None when something is wrong, which the form says then."""
    if not form.is_valid():
        return None
    words = form.cleaned_data
    try:
        saved = services.write_text(row, words["text"], seen=words["seen"], **who(request))
    except RefusedError as refusal:
        form.add_error("text", said(refusal))
        return None
    if saved.theirs is not None:
        messages.warning(request, _("Iemand anders sloeg intussen op. Beide teksten zijn bewaard."))
        return redirect(to("section", request.municipality, pk=row.pk))
    messages.success(request, _("Bewaard."))
    return _after(request, row)


def _after(request: MemberRequest, row: PlanSection) -> HttpResponse:
    """The next part when that was asked, else the plan or the same part."""
    asked, town = request.POST.get("then"), request.municipality
    if asked == "plan":
        return redirect(to("plan", town))
    if asked == "next":
        pks = [view.section.pk for view in queries.sections_of(row.plan)]
        place = pks.index(row.pk) + 1 if row.pk in pks else len(pks)
        if place < len(pks):
            return redirect(to("section", town, pk=pks[place]))
    return redirect(to("section", town, pk=row.pk))


@require_POST
@member_page(WRITE_PLAN)
def draft(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Keep what was typed and not saved; the browser asks this every few seconds. 7 queries.

    Answers the time in JSON, and 409 with the reason when it cannot be kept.
    """
    row = section_for(request, pk)
    text, seen = request.POST.get("text", ""), _whole(request.POST.get("seen"))
    try:
        kept = services.keep_draft(row, text, seen=seen or 0, **who(request))
    except RefusedError as refusal:
        return JsonResponse({"refused": said(refusal)}, status=CONFLICT)
    return JsonResponse({"at": overview.clock(kept)})


@require_POST
@member_page(WRITE_PLAN)
def discard(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Throw away the own draft."""
    services.discard_draft(section_for(request, pk), actor=request.user)
    messages.success(request, _("Uw niet-bewaarde tekst is weg. De bewaarde tekst staat er weer."))
    return redirect(to("section", municipality, pk=pk))


@require_POST
@member_page(WRITE_PLAN)
def settle(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Choose which of two texts stays."""
    row, number = section_for(request, pk), _whole(request.POST.get("number"))
    seen = _whole(request.POST.get("seen"))
    try:
        saved = services.settle(row, number or 0, seen=seen or 0, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        if saved.theirs is None:
            messages.success(request, _("Deze tekst geldt. De andere staat in de geschiedenis."))
        else:
            messages.warning(request, _("Iemand anders koos intussen ook. Kijk opnieuw."))
    return redirect(to("section", municipality, pk=pk))


@require_safe
@member_page(VIEW_PLAN)
def history(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Every version of a text, and two of them compared."""
    row = section_for(request, pk)
    _inside(request)
    old, new = _whole(request.GET.get("oud")), _whole(request.GET.get("nieuw"))
    context = section_pages.history_page(request.membership, row, old, new)
    left, right = (each.number if each else 0 for each in (context["old"], context["new"]))
    form = CompareForm([each["row"].number for each in context["rows"]], left, right)
    return page(request, "plan_desk/history.html", context | {"form": form})


def _inside(request: MemberRequest) -> None:
    """Only who reads a plan while it is written reads how it was written."""
    if request.membership.role not in rules.INSIDE:
        raise Http404(_("Deze pagina bestaat niet."))


@require_POST
@member_page(WRITE_PLAN)
def restore(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Let an earlier version count again."""
    row, number = section_for(request, pk), _whole(request.POST.get("number"))
    try:
        services.restore_text(row, number or 0, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
        return redirect(to("history", municipality, pk=pk))
    messages.success(request, _("De tekst van toen geldt weer."))
    return redirect(to("section", municipality, pk=pk))


def _whole(text: str | None) -> int | None:
    """A number that was sent along; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
