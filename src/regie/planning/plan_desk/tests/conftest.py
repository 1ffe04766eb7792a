"""The plan that the room below makes for its own tests."""

from regie.planning.plans.tests.conftest import coos, ilse, plan, vision

__all__ = ["coos", "ilse", "plan", "vision"]
