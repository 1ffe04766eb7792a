"""How we calculate by default, between which bounds one may differ, and why."""

from functools import cache
from typing import Literal, Self

from pydantic import model_validator

from regie.policy.offences import TypeFamily
from regie.policy.reader import PolicyModel, Text, load

Question = Literal["D1", "D2", "D3", "D4", "D5", "D6", "D7"]


class DefaultItem(PolicyModel):
    """A default of the calculations. A municipality may choose between the bounds.

    `whole` values are whole numbers; `step` is the distance between allowed values, counted from
    the minimum, or 0 when every value will do.
    """

    code: Text
    question: Question
    value: float
    minimum: float
    maximum: float
    step: float = 0.0
    whole: bool
    unit: Text
    unit_en: Text
    name: Text
    name_en: Text
    explanation: Text
    explanation_en: Text
    source: Text

    @model_validator(mode="after")
    def _is_allowed_itself(self) -> Self:
        if not self.minimum <= self.value <= self.maximum:
            raise ValueError(f"the default {self.value:g} lies outside its own bounds")
        if self.whole and not all(
            number.is_integer() for number in (self.value, self.minimum, self.maximum, self.step)
        ):
            raise ValueError("a whole number has whole bounds")
        return self


class ReferenceItem(PolicyModel):
    """What was found in the published tables for one type of offence, of municipalities.

    `swing` is the standard deviation of the yearly change of the log rate beyond chance, `size`
    the size parameter of the negative binomial around what comparable municipalities lead one to
    expect. At least one of them is known.
    """

    family: TypeFamily
    type: Text
    swing: float | None = None
    size: float | None = None
    source: Text

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        known = [value for value in (self.swing, self.size) if value is not None]
        if not known or min(known) <= 0:
            raise ValueError("a reference needs a swing or a size above zero")
        return self


class MethodsFile(PolicyModel):
    """`policy/method_defaults.toml`."""

    defaults: tuple[DefaultItem, ...]
    references: tuple[ReferenceItem, ...]


@cache
def METHOD_DEFAULTS() -> tuple[DefaultItem, ...]:
    """Every default, in the order of the file. Raises PolicyError."""
    return load("method_defaults", MethodsFile).defaults


@cache
def METHOD_REFERENCES() -> tuple[ReferenceItem, ...]:
    """What was found in the published tables. Raises PolicyError."""
    return load("method_defaults", MethodsFile).references


def method_default(code: str) -> DefaultItem:
    """One default. Raises KeyError."""
    for item in METHOD_DEFAULTS():
        if item.code == code:
            return item
    raise KeyError(code)
