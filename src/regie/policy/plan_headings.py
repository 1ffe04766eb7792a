"""Headings of plans that exist, and the part of a plan they stand for."""

from functools import cache

from regie.policy.reader import PolicyModel, Text, load


class HeadingItem(PolicyModel):
    """Words of headings for one part of a plan: a code of `policy/plan_sections.toml`."""

    section: Text
    words: tuple[Text, ...]
    source: Text


class PlanHeadingsFile(PolicyModel):
    """`policy/plan_headings.toml`."""

    headings: tuple[HeadingItem, ...]


@cache
def PLAN_HEADINGS() -> PlanHeadingsFile:
    """The whole file, in its own order. Raises PolicyError."""
    return load("plan_headings", PlanHeadingsFile)
