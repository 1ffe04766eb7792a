"""A plan of Voorbeeldstad above a small country whose figures are known to the last count."""

import pytest
from shapely.geometry import box

from regie.evidence.indicators.tests.world import World, country, places, world
from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.services import register_shapes
from regie.planning.plan_figures.rules import Source
from regie.planning.plans.tests.conftest import coos, ilse, plan, vision

__all__ = ["coos", "country", "ilse", "places", "plan", "vision", "world"]

TREND = Source("trend", "woninginbraak")
MAP = Source("map", "woninginbraak", "buurten")


@pytest.fixture
def outlined(country: World) -> World:
    """The country with outlines of its neighbourhoods."""
    codes = ("BU99010101", "BU99010102", "BU99010201")
    shapes = [
        BoundaryFeature(code, code, box(at * 900, 0, at * 900 + 800, 800))
        for at, code in enumerate(codes)
    ]
    register_shapes("voorbeeld", 2025, shapes, source="proef", actor=None)
    return country
