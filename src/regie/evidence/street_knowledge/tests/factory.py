"""What tests of this room share: addresses, form data and the type of the maker."""

from typing import Protocol

from django.http import HttpResponseBase
from django.urls import reverse

from regie.evidence.street_knowledge.models import Observation

TOWN = "voorbeeldstad"
FORM: dict[str, str | list[str]] = {
    "kind": "hot_spot",
    "title": "Dealen op het plein",
    "description": "Op vrijdagavond wordt er gedeald achter de winkels.",
    "area": "BU99010101",
    "theme": "social_quality",
    "season": "days",
    "confidence": "medium",
    "basis": "residents",
    "visibility": "members",
    "seen_from": "2026-05-01",
    "seen_to": "2026-05-31",
    "frequency": "weekly",
    "dayparts": ["evening", "weekend"],
    "done": "De wijkbeheerder loopt er elke week langs.",
}


class Make(Protocol):
    """Makes an observation with anything changed."""

    def __call__(self, **changes: object) -> Observation:
        """The observation, saved."""


def address(name: str, town: str = TOWN, **kwargs: object) -> str:
    """An address of this room."""
    return reverse(f"street_knowledge:{name}", kwargs={"gemeente": town, **kwargs})


def text(response: HttpResponseBase, status: int = 200) -> str:
    """The page, after looking at its status."""
    assert response.status_code == status, response.status_code
    return getattr(response, "content", b"").decode()
