"""The tabs of Gegevens: every room with a page about data gives its own.

The rooms above this one announce their tab when the house starts (`apps.ready`), so that this
room knows their pages by name only and no arrow points up.
"""

from dataclasses import dataclass
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


_tabs: dict[str, Tab] = {}


def add_tab(code: str, label: Promise, route: str, action: Action, *, order: int) -> None:
    """Give Gegevens a tab; `route` takes the municipality's slug as `gemeente`."""
    _tabs[code] = Tab(code, label, route, action, order)


def shown_tabs(current: str, *, gemeente: str, role: str) -> list[dict[str, Any]]:
    """The tabs this role may open, in order, with the current one marked; no queries."""
    shown = []
    for tab in sorted(_tabs.values(), key=lambda tab: tab.order):
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
