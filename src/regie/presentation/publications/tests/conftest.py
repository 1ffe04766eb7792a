"""The small fictitious country of these tests."""

from regie.evidence.indicators.tests.world import country, places, world

__all__ = ["country", "places", "world"]
