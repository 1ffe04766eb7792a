"""The start page, the doors of the demonstration, and the home of each role."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.foundation.access import rules as roles
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.permissions import VIEW_MUNICIPALITY
from regie.foundation.access.queries import memberships_of
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Persona
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.organizations.models import Municipality
from regie.presentation.workspace import pages, queries, services
from regie.presentation.workspace.forms import RealMunicipalityForm

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

Build = Callable[[Municipality, PolicyCycle | None, str], dict[str, Any]]
HOMES: dict[str, tuple[str, Build]] = {
    roles.COORDINATOR: ("workspace/coordinator.html", pages.coordinator_page),
    roles.RESEARCHER: ("workspace/researcher.html", pages.researcher_page),
}
READER: tuple[str, Build] = ("workspace/reader.html", pages.reader_page)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What Regie is, and the way in: sign in, choose a municipality or, in the demo, a person.

    At most 7 queries.
    """
    memberships = memberships_of(request.user)
    if len(memberships) == 1 and not settings.DEMO:
        return redirect("workspace:home", gemeente=memberships[0].slug)
    context: dict[str, Any] = {"memberships": memberships, "demo": settings.DEMO}
    if settings.DEMO:
        real = queries.real_municipalities()
        context["personas"] = queries.personas()
        context["real"] = RealMunicipalityForm(municipalities=real) if real else None
        context["real_count"] = len(real)
    return render(request, "workspace/start.html", context)


@require_POST
def enter(request: HttpRequest, persona: str) -> HttpResponse:
    """Go in as somebody of the cast; only in the demonstration."""
    try:
        chosen = services.persona(persona)
    except services.NoDemonstrationError as error:
        raise Http404(str(error)) from error
    user = _sign_in(request, chosen)
    if user is None:
        messages.error(
            request, _("Voorbeeldstad is nog niet klaargezet. Start Regie met make demo.")
        )
        return redirect("workspace:start")
    first = next(m for m in memberships_of(user) if m.code == chosen.places[0])
    return redirect("workspace:home", gemeente=first.slug)


@require_POST
def open_real(request: HttpRequest) -> HttpResponse:
    """Look at a real municipality as its coordinator; only in the demonstration."""
    if not settings.DEMO:
        raise Http404
    form = RealMunicipalityForm(request.POST, municipalities=queries.real_municipalities())
    if not form.is_valid():
        messages.error(request, _("Kies een gemeente uit de lijst."))
        return redirect("workspace:start")
    coos = _sign_in(request, services.persona(services.GUIDES[0]))
    municipality = services.open_real_municipality(form.cleaned_data["code"], actor=coos)
    return redirect("workspace:home", gemeente=municipality.slug)


def _sign_in(request: HttpRequest, chosen: Persona) -> User | None:
    """Sign somebody of the cast in; None when the demonstration was not prepared."""
    user = User.objects.filter(email=chosen.email).first()
    if user is not None:
        login(request, user, backend=BACKEND)
    return user


@require_safe
@member_page(VIEW_MUNICIPALITY)
def home(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The home of your role. At most 16 queries, 10 when the figures are in memory."""
    role = request.membership.role
    template, build = HOMES.get(role, READER)
    cycle = current_cycle(municipality)
    return render(request, template, build(municipality, cycle, role))
