"""Cards on the page Beheer: every room with something to manage gives its own.

Rooms announce their card when the house starts (`apps.ready`); the page knows them by name only,
so that no arrow points up.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from regie.foundation.access.queries import decision
from regie.foundation.access.rules import Action


@dataclass(frozen=True)
class Card:
    """One card: its title and text, the name of its address, its icon and the right it asks."""

    title: Promise
    text: Promise
    route: str
    icon: str
    action: Action


_cards: dict[str, Card] = {}


def add_card(title: Promise, text: Promise, route: str, icon: str, action: Action) -> None:
    """Give the page a card; `route` takes the municipality's slug as `gemeente`."""
    _cards[route] = Card(title, text, route, icon, action)


def shown_cards(*, gemeente: str, role: str) -> list[dict[str, str]]:
    """The cards of other rooms, with the reason for who may not open them; no queries."""
    shown = []
    for card in _cards.values():
        try:
            url = reverse(card.route, kwargs={"gemeente": gemeente})
        except NoReverseMatch:
            continue
        reason = decision(card.action, role=role).reason
        words = {"title": str(card.title), "text": str(card.text)}
        shown.append({**words, "url": url, "icon": card.icon, "reason": reason})
    return shown
