"""The start memo as questions, some of them to the council, in a full and a light version."""

from functools import cache

from regie.policy.reader import PolicyModel, Text, load


class PartItem(PolicyModel):
    """A chapter of the memo."""

    code: Text
    name: Text
    name_en: Text
    source: Text


class ChoiceItem(PolicyModel):
    """A choice the council can make."""

    code: Text
    name: Text
    name_en: Text


class QuestionItem(PolicyModel):
    """A question; `suggestion` names what Regie can fill in, `frame` what the answer steers.

    With `choices` it is a question to the council.
    """

    code: Text
    part: Text
    name: Text
    name_en: Text
    question: Text
    question_en: Text
    help: Text
    help_en: Text
    example: Text
    example_en: Text
    suggestion: str = ""
    light: bool
    frame: str = ""
    source: Text
    choices: tuple[ChoiceItem, ...] = ()

    def choice(self, code: str) -> ChoiceItem | None:
        """One choice by its code; None for anything else."""
        return next((item for item in self.choices if item.code == code), None)


class StartMemoFile(PolicyModel):
    """`policy/start_memo.toml`."""

    parts: tuple[PartItem, ...]
    questions: tuple[QuestionItem, ...]

    def of(self, *, light: bool) -> tuple[QuestionItem, ...]:
        """The questions of the light or of the full version, in order."""
        return tuple(item for item in self.questions if item.light or not light)

    def question(self, code: str) -> QuestionItem | None:
        """One question by its code; None when the file no longer has it."""
        return next((item for item in self.questions if item.code == code), None)


@cache
def START_MEMO() -> StartMemoFile:
    """The whole file, in its own order. Raises PolicyError."""
    return load("start_memo", StartMemoFile)
