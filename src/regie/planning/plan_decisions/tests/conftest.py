"""A plan of Voorbeeldstad in each of its states."""

from regie.planning.plan_decisions.tests.fixtures import (
    adopted,
    coos,
    council,
    draft,
    executive,
    griet,
    rob,
    written,
)

__all__ = ["adopted", "coos", "council", "draft", "executive", "griet", "rob", "written"]
