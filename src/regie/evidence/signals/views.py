"""The pages of verdicts. Every member may look; a new calculation is asked for by some."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regie.evidence.indicators.ahead import figures_of
from regie.evidence.indicators.definitions import by_slug
from regie.evidence.signals import pages
from regie.evidence.signals.permissions import RECOMPUTE, VIEW_SIGNALS
from regie.evidence.signals.queries import assessment_of, assessments, standing_of
from regie.evidence.signals.receivers import look_soon
from regie.evidence.sources.queries import one_look
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.ui.answers import or_404


@require_GET
@member_page(VIEW_SIGNALS)
@one_look()
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What strikes in the figures, or every indicator with `?toon=alles`."""
    shown = pages.Shown(municipality.slug, figures_of(municipality.code), assessments(municipality))
    chosen = request.GET.get("toon", pages.STRIKING)
    page = pages.overview_page(shown, standing_of(municipality), municipality.name, chosen)
    page["refused"] = decision(RECOMPUTE, role=request.membership.role).reason
    return render(request, "signals/overview.html", page)


@require_GET
@member_page(VIEW_SIGNALS)
@one_look()
def verdict(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """Why one indicator has an arrow or not, here or in the area of `?gebied=`."""
    definition = or_404(by_slug().get(slug), _("Deze indicator bestaat niet."))
    own = assessment_of(municipality, definition.code)
    known = {definition.code: own} if own else {}
    shown = pages.Shown(municipality.slug, figures_of(municipality.code), known)
    area = request.GET.get("gebied", "")
    page = or_404(
        pages.verdict_page(shown, definition, area, municipality.name),
        _("Dit gebied hoort niet bij deze gemeente."),
    )
    return render(request, "signals/verdict.html", page)


@require_POST
@member_page(RECOMPUTE)
def recompute(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Look again at everything, in the background."""
    look_soon(municipality)
    messages.success(request, _("De signalen worden opnieuw bekeken. Dat duurt een paar seconden."))
    return redirect("signals:overview", gemeente=municipality.slug)
