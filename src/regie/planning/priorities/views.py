"""The pages of the board, of one theme, of what others put first, and of alignment."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from regie.evidence.findings.acting import posted, said, who
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.strips import CHOOSING, shown_tabs
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import cycle_of, fields_with_themes
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.priorities import forms, pages, queries, services
from regie.planning.priorities.board import Board, board_of
from regie.planning.priorities.models import Alignment, HigherPriority
from regie.planning.priorities.permissions import INSIDE, VIEW, VIEW_DRAFTS, WORK
from regie.planning.priorities.services import Move, StaleError
from regie.ui.answers import or_404, page


def _cycle(request: MemberRequest) -> PolicyCycle:
    return or_404(cycle_of(request), _("Er is nog geen beleidscyclus."))


def _saved(request: MemberRequest, sentence: str, name: str, **more: object) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(pages.to(name, request.municipality, **more))


# --- the board ------------------------------------------------------------------------------------


@member_page(VIEW)
def board(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every theme in its tier. Who only reads is sent on to what was sent out."""
    role = request.membership.role
    if role not in INSIDE:
        tabs = shown_tabs(CHOOSING, "board", gemeente=municipality.slug, role=role)
        others = [tab["url"] for tab in tabs if not tab["current"]]
        return redirect(others[-1]) if others else page(request, "priorities/wait.html", {})
    cycle = cycle_of(request)
    if cycle is None:
        return page(request, "priorities/no_cycle.html", {"may_work": role in WORK.roles})
    return _board(request, cycle, forms.MoveForm())


def _board(
    request: MemberRequest,
    cycle: PolicyCycle,
    form: Form,
    *,
    override: Form | None = None,
    stale: StaleError | None = None,
) -> HttpResponse:
    found = board_of(cycle)
    ticked = {int(pk) for pk in request.POST.getlist("theme") if pk.isdecimal()}
    context = pages.board_page(request.membership, cycle, found)
    context |= {"form": form, "override": override, "ticked": ticked}
    if stale:
        mine = dict.fromkeys(ticked, request.POST.get("level", ""))
        context["stale"] = pages.stale_lines(stale.rows, _names(found), mine)
    return page(request, "priorities/board.html", context, form, *([override] if override else []))


def _names(found: Board) -> dict[int, str]:
    return {theme.pk: theme.name for _field, theme in found.themes()}


def _moves(data: QueryDict, said: dict[str, Any]) -> list[Move]:
    """The themes that were ticked, each with the row that was on the screen."""
    chosen = [int(pk) for pk in data.getlist("theme") if pk.isdecimal()]
    seen = {pk: data.get(f"seen-{pk}", "") for pk in chosen}
    return [
        Move(theme=pk, seen=int(seen[pk]) if seen[pk].isdecimal() else 0, **said) for pk in chosen
    ]


@require_POST
@member_page(WORK)
def move(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Put the ticked themes on a level, all or none."""
    cycle = _cycle(request)
    form = forms.MoveForm(request.POST)
    stale = None
    if form.is_valid():
        try:
            moves = _moves(request.POST, form.cleaned_data)
            n = len(services.move(cycle, moves, **who(request)))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        except StaleError as error:
            stale = error
            form.add_error(None, _("Iemand anders was u voor. Er is niets veranderd."))
        else:
            told = ngettext("%(n)s thema heeft een plaats.", "%(n)s thema's hebben een plaats.", n)
            return _saved(request, told % {"n": n}, "board")
    return _board(request, cycle, form, stale=stale)


@require_POST
@member_page(WORK)
def override(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Say why a warning does not hold here; it stays visible with the reason."""
    cycle = _cycle(request)
    form = forms.OverrideForm(request.POST)
    if form.is_valid():
        services.override(cycle, **form.cleaned_data, **who(request))
        return _saved(request, _("Uw reden staat bij de waarschuwing."), "board")
    return _board(request, cycle, forms.MoveForm(), override=form)


@member_page(VIEW_DRAFTS)
def theme(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One theme with what stands beside it, and every level it was given."""
    cycle = _cycle(request)
    found = board_of(cycle)
    if pk not in _names(found):
        raise Http404(_("Dit thema bestaat niet in deze beleidscyclus."))
    context = pages.theme_page(request.membership, found, pk)
    row = context["card"]["row"]
    form = forms.MoveForm(initial={"level": row.level, "reason": row.reason} if row else None)
    return page(request, "priorities/theme.html", context | {"form": form})


@member_page(WORK)
def previous(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write down what the themes were in the plan before."""
    cycle = _cycle(request)
    themes = [theme for field in fields_with_themes(cycle) for theme in field.themes]
    known = queries.levels_of(cycle).previous
    form = forms.PreviousForm(
        posted(request),
        [(theme.pk, theme.name) for theme in themes],
        {theme.pk: known.get(theme.code, "") for theme in themes},
    )
    if form.is_bound and form.is_valid():
        n = services.write_previous(cycle, form.chosen(), **who(request))
        told = ngettext("%(n)s thema is opgeslagen.", "%(n)s thema's zijn opgeslagen.", n)
        return _saved(request, told % {"n": n}, "board")
    context = {"form": form, "crumbs": pages.crumbs(municipality)}
    return page(request, "priorities/previous.html", context, form)


# --- what others put first ------------------------------------------------------------------------


@member_page(VIEW_DRAFTS)
def higher(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What the country and the region put first."""
    cycle = _cycle(request)
    return page(
        request,
        "priorities/higher.html",
        pages.higher_page(request.membership, cycle) | {"form": forms.HigherForm()},
    )


@require_POST
@member_page(WORK)
def add_higher(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Add a priority of one's own region, or take over those of an example."""
    cycle = _cycle(request)
    form = forms.HigherForm(request.POST)
    try:
        if body := request.POST.get("example"):
            services.take_over(municipality, body, **who(request))
            return _saved(request, _("De prioriteiten zijn overgenomen."), "higher")
        if form.is_valid():
            services.add_higher(municipality, form.words(), **who(request))
            return _saved(request, _("De prioriteit is toegevoegd."), "higher")
    except RefusedError as refusal:
        form.add_error(None, said(refusal))
    context = pages.higher_page(request.membership, cycle) | {"form": form}
    return page(request, "priorities/higher.html", context, form)


@require_POST
@member_page(WORK)
def withdraw_higher(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take a priority that was added by mistake off the list."""
    rows = HigherPriority.objects.select_related("municipality").filter(municipality=municipality)
    services.withdraw_higher(get_object_or_404(rows, pk=pk), **who(request))
    return _saved(request, _("De prioriteit staat niet meer in de lijst."), "higher")


@member_page(WORK)
def relate(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """Say how our priorities stand beside one of others."""
    cycle = _cycle(request)
    item = or_404(
        next((item for item in queries.higher(cycle) if item.code == slug), None),
        _("Deze prioriteit bestaat niet."),
    )
    choices = pages.theme_choices(fields_with_themes(cycle), queries.levels(cycle))
    row = item.relation
    initial = {"themes": row.themes if row else item.themes}
    if row:
        initial |= {"relation": row.relation, "reason": row.reason}
    form = forms.RelationForm(posted(request), choices, initial)
    if form.is_bound and form.is_valid():
        try:
            services.declare(cycle, slug, **form.cleaned_data, **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            return _saved(request, _("De verhouding is opgeslagen."), "higher")
    path = [*pages.crumbs(municipality), (_("Van anderen"), pages.to("higher", municipality))]
    return page(
        request, "priorities/relate.html", {"item": item, "form": form, "crumbs": path}, form
    )


# --- alignment ------------------------------------------------------------------------------------


@member_page(VIEW_DRAFTS)
def alignment(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """With whom the priorities were aligned."""
    return _alignment(request, _cycle(request), forms.AlignForm(), forms.SkipForm())


def _alignment(request: MemberRequest, cycle: PolicyCycle, form: Form, skip: Form) -> HttpResponse:
    context = pages.alignment_page(request.membership, cycle) | {"form": form, "skip": skip}
    return page(request, "priorities/alignment.html", context, form, skip)


@require_POST
@member_page(WORK)
def align(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write down that the priorities were talked over."""
    cycle = _cycle(request)
    form = forms.AlignForm(request.POST)
    if form.is_valid():
        services.align(cycle, form.words(), **who(request))
        return _saved(request, _("De afstemming is opgeslagen."), "alignment")
    return _alignment(request, cycle, form, forms.SkipForm())


@require_POST
@member_page(WORK)
def skip(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Skip the alignment that was not done, in the light way of working."""
    cycle = _cycle(request)
    form = forms.SkipForm(request.POST)
    if form.is_valid():
        try:
            services.skip_alignment(cycle, form.cleaned_data["reason"], **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            return _saved(request, _("De reden is opgeslagen."), "alignment")
    return _alignment(request, cycle, forms.AlignForm(), form)


@require_POST
@member_page(WORK)
def withdraw_alignment(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take back what was written down by mistake."""
    rows = Alignment.objects.select_related("cycle__municipality")
    row = get_object_or_404(rows.filter(cycle__municipality=municipality), pk=pk)
    services.withdraw_alignment(row, **who(request))
    return _saved(request, _("De afstemming is ingetrokken."), "alignment")
