"""The policy cycle: six phases and their steps, in a full and a light version."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from regie.policy.reader import PolicyModel, Text, load

ADOPTION = "adoption"
"""The step in which the council decides: the days of the others are counted back from it."""

Weeks = Annotated[int, Field(ge=0, le=52)]


class PhaseItem(PolicyModel):
    """A phase of the cycle; `letter` is its place, A to F."""

    code: Text
    letter: Text
    name: Text
    name_en: Text
    summary: Text
    summary_en: Text
    source: Text


class StepItem(PolicyModel):
    """A step: what it yields, who acts, and whether the light version has it.

    `decides` is the body whose decision the step is, or an empty text when nothing is decided.
    `needs` are codes of earlier steps; `weeks` is a typical duration, 0 where the step has no
    length of its own; `timing` says how the step lies to the decision of the council.
    """

    code: Text
    phase: Text
    name: Text
    name_en: Text
    product: Text
    product_en: Text
    actors: tuple[Text, ...]
    decides: str = ""
    light: bool
    needs: tuple[Text, ...] = ()
    timing: Literal["before", "after", "running", "yearly", "closing"]
    weeks: Weeks
    weeks_light: Weeks
    source: Text


class CycleItem(PolicyModel):
    """`policy/cycle_steps.toml`."""

    phases: tuple[PhaseItem, ...]
    steps: tuple[StepItem, ...]

    def steps_of(self, phase: str, *, light: bool = False) -> tuple[StepItem, ...]:
        """The steps of one phase; with `light`, only those of the light version."""
        return tuple(s for s in self.steps if s.phase == phase and (s.light or not light))

    def needs_of(self, code: str, *, light: bool = False) -> tuple[str, ...]:
        """The codes of the steps whose product a step uses, in order; a step that the light
        version leaves out passes its own needs on. Raises KeyError for an unknown code."""
        found = set(self._needs(code, light=light))
        return tuple(item.code for item in self.steps if item.code in found)

    def _needs(self, code: str, *, light: bool) -> Iterator[str]:
        by_code = {item.code: item for item in self.steps}
        for needed in by_code[code].needs:
            if by_code[needed].light or not light:
                yield needed
            else:
                yield from self._needs(needed, light=light)


@cache
def CYCLE() -> CycleItem:
    """The cycle as the method describes it."""
    return load("cycle_steps", CycleItem)


def phase(code: str) -> PhaseItem:
    """One phase by its code. Raises KeyError."""
    for item in CYCLE().phases:
        if item.code == code:
            return item
    raise KeyError(code)


def step(code: str) -> StepItem:
    """One step by its code. Raises KeyError."""
    for item in CYCLE().steps:
        if item.code == code:
            return item
    raise KeyError(code)
