"""Why a template was sent back."""

from dataclasses import dataclass


class TemplateRefusedError(ValueError):
    """A Word template that cannot be filled; the message says what to change, in words."""


@dataclass(frozen=True)
class TemplateProblem:
    """One thing that is wrong with a template; `where` is its place in words, "" for the file."""

    words: str
    where: str = ""
