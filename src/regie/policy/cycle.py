"""The policy cycle: six phases and their steps, in a full and a light version."""

from functools import cache

from regie.policy.reader import PolicyModel, Text, load


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
    source: Text


class CycleItem(PolicyModel):
    """`policy/cycle_steps.toml`."""

    phases: tuple[PhaseItem, ...]
    steps: tuple[StepItem, ...]

    def steps_of(self, phase: str, *, light: bool = False) -> tuple[StepItem, ...]:
        """The steps of one phase; with `light`, only those of the light version."""
        return tuple(s for s in self.steps if s.phase == phase and (s.light or not light))


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
