"""The plan quality test: what a reader checks in a safety plan, by section."""

from functools import cache
from typing import Literal

from pydantic import model_validator

from regie.policy.reader import PolicyModel, Text, load

Kind = Literal["automatic", "assisted", "judgement"]
"""Computed from the plan; a person answers with passages at hand; a person only."""


class SizeItem(PolicyModel):
    """How many pages suit a municipality from this number of inhabitants on."""

    inhabitants: int
    pages: int
    source: Text


class SectionItem(PolicyModel):
    """A section of the test. `own`: not from the checklist that `link` leads to."""

    number: int
    name: Text
    name_en: Text
    own: bool
    source: Text
    link: str


class CheckItem(PolicyModel):
    """One check. `met`, `partly` and `not_met` say what counts as such, `hint` how to mend it."""

    code: Text
    section: int
    number: Text
    kind: Kind
    own: bool
    text: Text
    text_en: Text
    met: Text
    met_en: Text
    partly: Text
    partly_en: Text
    not_met: Text
    not_met_en: Text
    help: Text
    help_en: Text
    hint: Text
    hint_en: Text
    source: Text


class QualityTestFile(PolicyModel):
    """`policy/quality_test.toml`. `shortest` is in pages."""

    shortest: int
    sizes: tuple[SizeItem, ...]
    sections: tuple[SectionItem, ...]
    items: tuple[CheckItem, ...]

    @model_validator(mode="after")
    def _whole(self) -> "QualityTestFile":
        codes = [item.code for item in self.items]
        if len(set(codes)) < len(codes):
            raise ValueError("two items have the same code")
        if {item.section for item in self.items} != {section.number for section in self.sections}:
            raise ValueError("sections and items do not fit")
        return self

    def of(self, section: int) -> tuple[CheckItem, ...]:
        """The items of a section, in order."""
        return tuple(item for item in self.items if item.section == section)

    def item(self, code: str) -> CheckItem:
        """One item by its code. Raises KeyError."""
        found = next((item for item in self.items if item.code == code), None)
        if found is None:
            raise KeyError(code)
        return found

    def codes(self, *kinds: Kind) -> tuple[str, ...]:
        """The codes of these kinds of items, in order."""
        return tuple(item.code for item in self.items if item.kind in kinds)

    def pages_for(self, inhabitants: int) -> int:
        """The most pages that suit a municipality of this size."""
        fitting = [size.pages for size in self.sizes if size.inhabitants <= inhabitants]
        return max(fitting)


@cache
def QUALITY_TEST() -> QualityTestFile:
    """The whole file, in its own order. Raises PolicyError."""
    return load("quality_test", QualityTestFile)
