"""The fictitious country of these tests: 42 municipalities of which everything is known."""

from regie.evidence.indicators.tests.world import world
from regie.evidence.methods.tests.land import land, places

__all__ = ["land", "places", "world"]
