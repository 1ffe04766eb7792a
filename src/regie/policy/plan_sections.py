"""The parts of a safety plan: what belongs in each, for whom, and in which version."""

from functools import cache

from regie.policy.reader import PolicyModel, Text, load


class SectionItem(PolicyModel):
    """A part of a plan. `generated` names what Regie draws beside the own words ("" for nothing),
    `quality` the section of the quality test that judges it."""

    code: Text
    name: Text
    name_en: Text
    help: Text
    help_en: Text
    asks: tuple[Text, ...]
    asks_en: tuple[Text, ...]
    example: Text
    example_en: Text
    per_priority: bool
    light: bool
    generated: str
    quality: int
    source: Text


class PlanSectionsFile(PolicyModel):
    """`policy/plan_sections.toml`."""

    sections: tuple[SectionItem, ...]

    def of(self, *, light: bool) -> tuple[SectionItem, ...]:
        """The parts of the light or of the full version, in order."""
        return tuple(item for item in self.sections if item.light or not light)

    def section(self, code: str) -> SectionItem | None:
        """One part by its code; None for an own part."""
        return next((item for item in self.sections if item.code == code), None)


@cache
def PLAN_SECTIONS() -> PlanSectionsFile:
    """The whole file, in its own order. Raises PolicyError."""
    return load("plan_sections", PlanSectionsFile)
