"""The questions with which a municipality looks back at a plan, and the verdicts it may give."""

from functools import cache
from typing import Literal

from regie.policy.reader import PolicyModel, Text, load

Chapter = Literal["promise", "worked", "not_worked", "cooperation", "council", "open"]
Shows = Literal["", "positive", "improvement"]


class VerdictItem(PolicyModel):
    """What can be said about an old goal. `needs_reason` asks for words beside it."""

    code: Text
    name: Text
    name_en: Text
    meaning: Text
    meaning_en: Text
    needs_reason: bool
    source: Text


class QuestionItem(PolicyModel):
    """A question about the plan as a whole. `light` questions stand in the short form too.

    `shows` says which check of the CCV checklist an answer meets.
    """

    code: Text
    chapter: Chapter
    text: Text
    text_en: Text
    help: Text
    help_en: Text
    light: bool
    shows: Shows = ""
    source: Text


class PlanEvaluationFile(PolicyModel):
    """`policy/plan_evaluation.toml`."""

    verdicts: tuple[VerdictItem, ...]
    questions: tuple[QuestionItem, ...]


@cache
def PLAN_EVALUATION() -> PlanEvaluationFile:
    """The whole file, in its own order. Raises PolicyError."""
    return load("plan_evaluation", PlanEvaluationFile)
