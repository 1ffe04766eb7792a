"""A plan of Voorbeeldstad with two priorities, for objectives."""

from regie.planning.plans.tests.conftest import coos, ilse, plan

__all__ = ["coos", "ilse", "plan"]
