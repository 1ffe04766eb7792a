"""What people of Voorbeeldstad would have seen in the street; it says more than figures do."""

from datetime import date
from typing import Any

from regie.evidence.street_knowledge.models import Observation, Visibility
from regie.evidence.street_knowledge.services import accept, bring
from regie.foundation.access.models import Membership

COORDINATOR = "coos@voorbeeldstad.example"
PARTNER = "pia@voorbeeldstad.example"
YEAR = 2025

ACCEPTED: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        PARTNER,
        {
            "kind": "hot_spot",
            "theme": "registered_crime",
            "area": "WK990103",
            "title": "Fietsen verdwijnen rond het station",
            "description": "De rekken aan de achterkant staan uit het zicht. Bewoners zetten hun "
            "fiets daar niet meer neer.",
            "dayparts": ["evening"],
        },
    ),
    (
        COORDINATOR,
        {
            "kind": "hot_spot",
            "theme": "perceived_safety",
            "area": "WK990107",
            "title": "Donkere looproute in Lindenveld",
            "description": "Bewoners lopen om sinds de verlichting langs de singel uit is. In de "
            "cijfers is daarvan niets te zien.",
            "dayparts": ["evening", "night"],
        },
    ),
)
WAITING: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        PARTNER,
        {
            "kind": "hot_facility",
            "theme": "nightlife",
            "area": "BU99010100",
            "title": "Veel onrust bij sluitingstijd",
            "description": "Op het plein is het druk als alles tegelijk sluit. Portieken worden "
            "gebruikt om te wachten.",
            "dayparts": ["night"],
        },
    ),
)
COMMON: dict[str, Any] = {
    "area_year": YEAR,
    "season": "",
    "seen_from": date(YEAR, 9, 1),
    "seen_to": date(YEAR, 11, 30),
    "frequency": "weekly",
    "confidence": "medium",
    "basis": "own_observation",
    "done": "",
    "visibility": Visibility.MEMBERS,
    "unnamed": False,
}


def add() -> None:
    """Write the observations down in the names of those who made them; a second time nothing."""
    if Observation.objects.exists():
        return
    coordinator = _membership(COORDINATOR)
    for email, words in ACCEPTED:
        row = _bring(email, words)
        accept(
            row,
            "Dit staat in de veiligheidsanalyse.",
            confidential=False,
            actor=coordinator.user,
            role=coordinator.role,
        )
    for email, words in WAITING:
        _bring(email, words)


def _bring(email: str, words: dict[str, Any]) -> Observation:
    membership = _membership(email)
    return bring({**COMMON, **words}, membership=membership, actor=membership.user)


def _membership(email: str) -> Membership:
    return Membership.objects.select_related("user", "municipality", "partner").get(
        user__email=email
    )
