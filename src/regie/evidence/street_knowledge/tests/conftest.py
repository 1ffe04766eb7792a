"""Voorbeeldstad with its areas, and words that a form can send."""

import pytest

from regie.evidence.street_knowledge.models import Observation
from regie.evidence.street_knowledge.tests.factory import Make
from regie.evidence.vintages.tests.conftest import names
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Municipality, Partner

__all__ = ["names"]


@pytest.fixture
def town(cast: Cast, names: None) -> Municipality:
    """Voorbeeldstad, with its neighbourhoods."""
    del names
    return cast.voorbeeldstad


@pytest.fixture
def partner(town: Municipality) -> Partner:
    """The housing association that Pia works for."""
    return Partner.objects.get(municipality=town)


@pytest.fixture
def make(town: Municipality) -> Make:
    """An observation of Voorbeeldstad with anything changed: `make(state="accepted")`."""

    def made(**changes: object) -> Observation:
        values: dict[str, object] = {
            "municipality": town,
            "kind": "hot_spot",
            "theme": "social_quality",
            "area": "BU99010101",
            "area_year": 2025,
            "title": "Dealen op het plein",
            "description": "Op vrijdagavond wordt er gedeald.",
            "season": "2026-summer",
            "confidence": "medium",
            "basis": "own_observation",
            "visibility": "members",
        }
        return Observation.objects.create(**values | changes)

    return made
