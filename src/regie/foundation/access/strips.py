"""Strips of tabs above pages that belong together: every room with such a page gives its own tab.

Rooms announce their tab when the house starts (`apps.ready`). A room below knows the pages of
those above it by name only, so that no arrow points up.
"""

from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from regie.foundation.access.queries import decision
from regie.foundation.access.rules import Action


@dataclass(frozen=True)
class Tab:
    """One tab: its code, its words, the name of its address and the right that opens it."""

    code: str
    label: Promise
    route: str
    action: Action
    order: int


@dataclass
class Strip:
    """A named strip; `label` is what a screen reader calls it."""

    label: Promise | str = ""
    tabs: dict[str, Tab] = field(default_factory=dict)


DATA, PICTURE, CHOOSING, CYCLE, PLAN = "data", "picture", "choosing", "cycle", "plan"
"""The strips there are: above the pages of Gegevens, Veiligheidsbeeld, Prioriteiten,
Beleidscyclus and Plan."""

_strips: dict[str, Strip] = {name: Strip() for name in (DATA, PICTURE, CHOOSING, CYCLE, PLAN)}


def name_strip(strip: str, label: Promise) -> None:
    """Say what a strip is called; the lowest room that has a tab on it does."""
    _strips[strip].label = label


def add_tab(
    strip: str, code: str, label: Promise, route: str, action: Action, *, order: int
) -> None:
    """Give a strip a tab; `route` takes the municipality's slug as `gemeente`."""
    _strips[strip].tabs[code] = Tab(code, label, route, action, order)


def strip_label(strip: str) -> Promise | str:
    """What a strip is called."""
    return _strips[strip].label


def shown_tabs(strip: str, current: str, *, gemeente: str, role: str) -> list[dict[str, Any]]:
    """The tabs this role may open, in order, with the current one marked; no queries."""
    shown = []
    for tab in sorted(_strips[strip].tabs.values(), key=lambda tab: tab.order):
        url = _address(tab.route, gemeente)
        if url and decision(tab.action, role=role):
            shown.append({"label": tab.label, "url": url, "current": tab.code == current})
    return shown


def _address(route: str, gemeente: str) -> str:
    """The address, or nothing when that page is not built."""
    try:
        return reverse(route, kwargs={"gemeente": gemeente})
    except NoReverseMatch:
        return ""
