"""The frame around every page: brand, navigation, the cycle, language and footer.

Only addresses that exist are listed. What is not built yet is a later step of the cycle, without
a link.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from regie.evidence.diagnosis.permissions import VIEW_PICTURE
from regie.evidence.sources.permissions import VIEW_DELIVERIES
from regie.foundation.access import kept
from regie.foundation.access.guards import MemberRequest
from regie.foundation.access.models import Membership
from regie.foundation.access.permissions import VIEW_MUNICIPALITY
from regie.foundation.access.queries import decision, role_label
from regie.foundation.access.rules import Action
from regie.foundation.areas.rules import FICTITIOUS, realm_of
from regie.foundation.cycles import path
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.permissions import VIEW_CYCLE
from regie.foundation.cycles.queries import cycle_of, phases
from regie.foundation.organizations.models import Municipality


@dataclass(frozen=True)
class Destination:
    """A room in the main navigation: its words, its address and the right that opens it.

    `also` names pages of it that have an address elsewhere.
    """

    label: Promise
    route: str
    action: Action
    also: tuple[str, ...] = ()


DESTINATIONS = (
    Destination(_("Werkplek"), "workspace:home", VIEW_MUNICIPALITY),
    Destination(_("Veiligheidsbeeld"), "diagnosis:picture", VIEW_PICTURE),
    Destination(_("Gegevens"), "sources:deliveries", VIEW_DELIVERIES),
    Destination(_("Prioriteiten"), "priorities:board", VIEW_MUNICIPALITY),
    Destination(_("Plan"), "plans:plan", VIEW_MUNICIPALITY, also=("quality_tests:list",)),
    Destination(_("Beleidscyclus"), "cycles:cycle", VIEW_CYCLE),
    Destination(_("Evaluatie"), "evaluation:list", VIEW_MUNICIPALITY),
    Destination(_("Gulden draad"), "threads:overview", VIEW_MUNICIPALITY),
    Destination(_("Beheer"), "access:overview", VIEW_MUNICIPALITY),
)


def _route(name: str, **kwargs: str) -> str:
    """An address by its name, or nothing when that page is not built."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


LATER = "straks"


def _address(route: str, municipality: Municipality) -> str:
    return _route(route, gemeente=municipality.slug)


def _current(here: str, municipality: Municipality) -> Destination | None:
    """The destination with the longest address that this page lies under."""
    under = {
        address: destination
        for destination in DESTINATIONS
        for route in (destination.route, *destination.also)
        if (address := _address(route, municipality)) and here.startswith(address)
    }
    return under[max(under, key=len)] if under else None


def _navigation(request: MemberRequest, membership: Membership) -> list[dict[str, Any]]:
    here = getattr(request, "belongs_to", "") or request.path
    current = _current(here, membership.municipality)
    items = []
    for destination in DESTINATIONS:
        allowed = decision(destination.action, role=membership.role)
        if address := _address(destination.route, membership.municipality):
            items.append(
                {
                    "label": destination.label,
                    "url": address,
                    "current": destination is current,
                    "enabled": bool(allowed),
                    "reason": allowed.reason,
                }
            )
    return items


def _cycle(cycle: PolicyCycle, municipality: Municipality) -> list[dict[str, Any]]:
    """The phases for the stepper, each with the page of its first step that has one; no queries.

    A phase without a page is work of the municipality that Regie does not do yet.
    """
    return [
        {
            "label": phase.label,
            "state": phase.state,
            "url": url,
            "note": "" if url or phase.state != LATER else _("Volgt later in Regie"),
        }
        for phase in phases(cycle)
        for url in [path.address_of_phase(phase.code, cycle.variant, municipality.slug)]
    ]


def _path(request: MemberRequest) -> dict[str, Any]:
    """The stepper, the step of now and what follows it; 1 query (the current cycle), and none
    when the page read it."""
    membership, municipality = request.membership, request.municipality
    cycle = cycle_of(request)
    if cycle is None:
        return {"cycle": []}
    return {
        "cycle": _cycle(cycle, municipality),
        "here": path.here(cycle, gemeente=municipality.slug, role=membership.role),
        "path_url": _address("cycles:cycle", municipality),
    }


def _languages() -> list[dict[str, Any]]:
    chosen = get_language()
    own_names = {"nl": "Nederlands", "en": "English"}
    return [
        {"code": code, "label": own_names[code], "current": code == chosen}
        for code, _name in settings.LANGUAGES
    ]


def _footer() -> list[dict[str, Any]]:
    return [
        {"label": _("Toegankelijkheid"), "url": reverse("accessibility")},
        {"label": _("Een kwetsbaarheid melden"), "url": reverse("security_txt")},
    ]


def _initials(name: str) -> str:
    words = name.split()
    return "".join(
        word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    ).upper()


def _person(request: HttpRequest, membership: Membership | None) -> dict[str, Any] | None:
    if not (hasattr(request, "user") and request.user.is_authenticated):
        return None
    name = str(request.user)
    role = role_label(membership.role) if membership else ""
    return {
        "name": name,
        "initials": _initials(name),
        "role": role,
        "url": _route("account_profile"),
    }


def _with_municipality(request: MemberRequest) -> dict[str, Any]:
    membership, municipality = request.membership, request.municipality
    waiting = kept.waits(request, municipality.slug)
    kept_url = _address("access:kept", municipality)
    return {
        "kept_url": kept_url if waiting and request.path != kept_url else "",
        "municipality": municipality,
        "home_url": _address("workspace:home", municipality) or "/",
        "demo": settings.DEMO and realm_of(municipality.code) == FICTITIOUS,
        "nav": _navigation(request, membership),
        **_path(request),
    }


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """What the base page shows around its content; at most 1 query (the current cycle)."""
    membership: Membership | None = getattr(request, "membership", None)
    frame: dict[str, Any] = {
        "brand": "Regie",
        "home_url": "/",
        "demo": settings.DEMO and membership is None,
        "language_url": reverse("set_language"),
        "languages": _languages(),
        "user": _person(request, membership),
        "login_url": _route("account_login"),
        "logout_url": _route("account_logout"),
        "footer": _footer(),
    }
    if membership is not None:
        frame |= _with_municipality(cast(MemberRequest, request))
    return {"frame": frame}
