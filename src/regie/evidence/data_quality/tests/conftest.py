"""The same two vintages as the room below."""

from regie.evidence.vintages.tests.conftest import names, shelf, two, warehouse

__all__ = ["names", "shelf", "two", "warehouse"]
