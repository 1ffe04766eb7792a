"""What candidates for a priority are held against, and the yes/no screen before it."""

from functools import cache
from typing import Annotated

from pydantic import Field

from regie.policy.reader import PolicyModel, Text, load


class CriterionItem(PolicyModel):
    """A criterion with what 0 and 100 mean; `by_figures` where a verdict can propose a score."""

    code: Text
    name: Text
    name_en: Text
    explanation: Text
    explanation_en: Text
    low_anchor: Text
    low_anchor_en: Text
    high_anchor: Text
    high_anchor_en: Text
    by_figures: bool
    source: Text


class ScreenItem(PolicyModel):
    """A yes/no question; "no" leaves a candidate out, with a reason."""

    code: Text
    question: Text
    question_en: Text
    source: Text


class SessionCriteriaFile(PolicyModel):
    """`policy/session_criteria.toml`."""

    criteria: Annotated[tuple[CriterionItem, ...], Field(min_length=1, max_length=8)]
    screen: tuple[ScreenItem, ...]


@cache
def SESSION_CRITERIA() -> SessionCriteriaFile:
    """The whole file, in its own order. Raises PolicyError."""
    return load("session_criteria", SessionCriteriaFile)
