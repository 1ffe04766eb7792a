"""Voorbeeldstad with three neighbourhoods, a partner that delivers, and a warehouse per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from regie.evidence.sources.reading import CACHE
from regie.foundation.access.models import Membership
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Partner

HOME = "/voorbeeldstad/gegevens/registraties/"


@pytest.fixture(autouse=True)
def inside(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    settings.WAREHOUSE = tmp_path / "warehouse"
    settings.INBOX = tmp_path / "inbox"
    CACHE.clear()
    yield tmp_path
    CACHE.clear()


@pytest.fixture
def town(cast: Cast) -> Cast:
    """The cast, in a town of which the neighbourhoods are known."""
    rows = [
        AreaRow("NL99", "Fictief land"),
        AreaRow("GM9901", "Voorbeeldstad", "PV91"),
        AreaRow("WK990101", "Centrum"),
        AreaRow("BU99010101", "Oude Markt"),
        AreaRow("BU99010102", "Havenkwartier"),
        AreaRow("WK990102", "Noord"),
        AreaRow("BU99010201", "Molenwijk"),
        AreaRow("GM9902", "Buurstad", "PV91"),
        AreaRow("WK990201", "Buurstad Zuid"),
        AreaRow("BU99020101", "Zuiderpark"),
    ]
    register_areas("voorbeeld", 2025, rows, source="proef", actor=None)
    return cast


@pytest.fixture
def partner(town: Cast) -> Partner:
    """The organisation that Pia works for."""
    member = Membership.objects.get(user=town.pia)
    assert member.partner is not None
    return member.partner


@pytest.fixture
def as_pia_in_town(town: Cast, as_pia: Client) -> Client:
    return as_pia
