"""The pages of the proposal: working on it, sending it, deciding, and reading what was sent."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.findings.acting import done, posted, said, who, with_seen
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import cycle_of, fields_with_themes
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.priorities import beside
from regie.planning.priorities import services as board
from regie.planning.priorities.permissions import INSIDE, VIEW, WORK
from regie.planning.priorities.queries import level_rows
from regie.planning.proposals import deciding, forms, pages, queries, quick, services
from regie.planning.proposals.models import Priority, Proposal
from regie.planning.proposals.permissions import DECIDE
from regie.ui.answers import or_404, page

Refused = (RefusedError, StepRefusedError)
_STEPS = {"afgestemd": "align", "versturen": "send", "terughalen": "take_back"}
_STEPPED = {
    "afgestemd": gettext_lazy("De afstemming is gedaan. U kunt het voorstel nu versturen."),
    "versturen": gettext_lazy("Het voorstel ligt nu bij de raad."),
    "terughalen": gettext_lazy("Het voorstel is weer een concept."),
}


def _cycle(request: MemberRequest) -> PolicyCycle:
    return or_404(cycle_of(request), _("Er is nog geen beleidscyclus."))


def _proposal(request: MemberRequest) -> Proposal:
    return or_404(queries.proposal_of(_cycle(request)), _("Er is nog geen voorstel."))


def _back(request: MemberRequest, sentence: str = "") -> HttpResponse:
    if sentence:
        messages.success(request, sentence)
    return redirect(pages.to("proposal", request.municipality))


# --- reading --------------------------------------------------------------------------------------


@require_safe
@member_page(VIEW)
def proposal(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The draft for who works on it, what was sent out for all others."""
    cycle, membership = cycle_of(request), request.membership
    if cycle and membership.role in INSIDE:
        return _work(request, cycle, forms.ReasonForm())
    last = queries.last_edition(cycle, membership) if cycle else None
    if last is None:
        crumbs = pages.crumbs(municipality, room=False)
        return page(request, "proposals/nothing.html", {"crumbs": crumbs})
    return page(request, "proposals/edition.html", pages.edition_page(membership, last))


def _work(request: MemberRequest, cycle: PolicyCycle, form: Form) -> HttpResponse:
    context = pages.work_page(request.membership, cycle)
    return page(request, "proposals/proposal.html", context | {"form": form}, form)


@require_safe
@member_page(VIEW)
def edition(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What was sent to the council or decided by it, as it was then."""
    found = or_404(queries.edition(request.membership, pk), _("Dit voorstel bestaat niet."))
    return page(request, "proposals/edition.html", pages.edition_page(request.membership, found))


# --- working on it --------------------------------------------------------------------------------


@require_POST
@member_page(WORK)
def begin(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Begin the proposal with the priorities of the board, or add those that came later."""
    made = services.begin(_cycle(request), **who(request))
    try:
        n = services.take_from_board(made, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
        return _back(request)
    if not n and not made.priorities.exists():
        return _back(request, _("Het voorstel is begonnen. Op het bord staat nog geen prioriteit."))
    return _back(request, _("De prioriteiten van het bord staan in het voorstel."))


@member_page(WORK)
def add(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write a priority that is not on the board as one theme."""
    return _write(request, _proposal(request), None)


@member_page(WORK)
def priority(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Write one priority; two people at once both keep their text."""
    found = _proposal(request)
    rows = found.priorities.prefetch_related("themes", "findings", "candidates")
    row = or_404(rows.filter(pk=pk).first(), _("Deze prioriteit bestaat niet."))
    return _write(request, found, row)


def _write(request: MemberRequest, found: Proposal, row: Priority | None) -> HttpResponse:
    form = forms.PriorityForm(posted(request), row, **_offers(found))
    theirs = None
    if form.is_bound and form.is_valid():
        pk, version = (row.pk, form.cleaned_data["version"] or 0) if row else (None, 0)
        try:
            services.write_priority(found, form.written(), pk=pk, version=version, **who(request))
        except services.StaleError as stale:
            theirs = stale.current
            form.add_error(None, _("Iemand anders sloeg intussen op. Uw tekst staat hier nog."))
            form.data = with_seen(request.POST, "version", theirs.version)
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            return _back(request, _("De prioriteit is opgeslagen."))
    path = pages.crumbs(request.municipality)
    context = {"form": form, "row": row, "theirs": theirs, "crumbs": path}
    return page(request, "proposals/priority.html", context, form)


def _offers(found: Proposal) -> dict[str, Any]:
    """What a priority can rest on: themes by field, confirmed findings, candidates."""
    fields = fields_with_themes(found.cycle)
    return {
        "themes": [(f.name, [(str(t.pk), t.name) for t in f.themes]) for f in fields],
        "findings": [
            (str(item.pk), item.headline) for item in beside.findings(found.cycle.municipality)
        ],
        "candidates": [(str(item.pk), item.name) for item in services.candidates_of(found)],
    }


@require_POST
@member_page(WORK)
def change(request: MemberRequest, municipality: Municipality, pk: int, slug: str) -> HttpResponse:
    """Put a priority higher, or take it out."""
    verbs = {"omhoog": services.move_up, "weg": services.remove_priority}
    if slug not in verbs:
        raise Http404(_("Deze stap bestaat niet."))
    try:
        verbs[slug](_proposal(request), pk, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    return _back(request)


@require_POST
@member_page(WORK)
def explain(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Give the reason for a difference between advice and proposal."""
    found, form = _proposal(request), forms.ReasonForm(request.POST)
    numbers = {
        name: int(value) if (value := request.POST.get(name, "")).isdecimal() else None
        for name in ("priority", "candidate")
    }
    if done(
        form,
        lambda: services.explain(found, form.cleaned_data["reason"], **numbers, **who(request)),
    ):
        return _back(request, _("De reden is opgeslagen."))
    return _work(request, found.cycle, form)


@require_POST
@member_page(WORK)
def step(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """One step of the state table; taking it back asks a reason."""
    if slug not in _STEPS:
        raise Http404(_("Deze stap bestaat niet."))
    found = _proposal(request)
    form = forms.ReasonForm(request.POST)
    form.fields["reason"].required = slug == "terughalen"
    if done(
        form,
        lambda: services.step(found, _STEPS[slug], why=form.cleaned_data["reason"], **who(request)),
    ):
        return _back(request, str(_STEPPED[slug]))
    return _work(request, found.cycle, form)


@member_page(DECIDE)
def decide(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Record what the council decided of each priority."""
    found = _proposal(request)
    form = forms.DecisionForm(posted(request), queries.priority_rows(found))
    if done(
        form,
        lambda: deciding.decide(
            found,
            form.choices(),
            added=form.added(),
            day=form.cleaned_data["day"],
            number=form.cleaned_data["number"],
            **who(request),
        ),
    ):
        return _back(request, _("Het besluit van de raad is vastgelegd."))
    context = {"form": form, "crumbs": pages.crumbs(municipality)}
    return page(request, "proposals/decide.html", context, form)


# --- everything at once ---------------------------------------------------------------------------


@member_page(WORK)
def at_once(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Levels, reasons, proposal and sending on one page."""
    cycle = _cycle(request)
    found = queries.proposal_of(cycle)
    form = forms.QuickForm(
        posted(request), fields_with_themes(cycle), level_rows(cycle), queries.priority_rows(found)
    )
    if form.is_bound and form.is_valid():
        sends = "send" in request.POST
        try:
            (quick.send if sends else quick.save)(cycle, form.written(), **who(request))
        except (board.StaleError, services.StaleError):
            form.add_error(None, _("Iemand anders was u voor. Open de pagina opnieuw."))
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            if sends:
                return _back(request, _("Het voorstel is naar de raad verstuurd."))
            messages.success(request, _("Opgeslagen."))
            return redirect(pages.to("at_once", municipality))
    crumbs = pages.crumbs(municipality)
    context = {"form": form, "proposal": found, "cycle": cycle, "crumbs": crumbs}
    return page(request, "proposals/at_once.html", context, form)
