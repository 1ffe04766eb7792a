"""The content of a plan, as the checks want to read it. Pure.

Every place of a plan has an anchor: `onderdeel-scope`, `prioriteit-11`, `doel-101`, `figuur-1`,
`middelen`, `logica`, `themas`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regie.learning.plan_checks import detecting
from regie.planning.plan_papers.shape import (
    Content,
    Objective,
    Part,
    Priority,
    Spoken,
    read,
    said,
)

MEANS, LOGIC, THEMES, FIGURES, PRIORITIES, OBJECTIVES = (
    "middelen",
    "logica",
    "themas",
    "figuren",
    "prioriteiten",
    "doelen",
)


def part_anchor(part: Part) -> str:
    """The place of a part; parts of which there are more have the number of their priority."""
    more = part.priority or (part.number if part.kind == "own" or part.municipality else "")
    return f"onderdeel-{part.kind}-{more}" if more else f"onderdeel-{part.kind}"


def priority_anchor(pk: int) -> str:
    """The place of a priority."""
    return f"prioriteit-{pk}"


def objective_anchor(pk: int) -> str:
    """The place of an objective."""
    return f"doel-{pk}"


@dataclass(frozen=True)
class Plan:
    """A content with its types, and what the checks ask of it again and again."""

    content: Content
    inhabitants: int | None = None

    @cached_property
    def figures(self) -> Mapping[int, Mapping[str, Any]]:
        """The figures as they are kept, by number."""
        return self.content.figures

    def parts(self, *kinds: str) -> list[Part]:
        """The parts of these kinds that have words, in order."""
        return [part for part in self.content.sections if part.kind in kinds and part.text.strip()]

    def text(self, *kinds: str) -> str:
        """All that was written in these parts."""
        return "\n\n".join(part.text for part in self.parts(*kinds))

    def places(self, *kinds: str) -> list[str]:
        """Where these parts stand."""
        return [part_anchor(part) for part in self.parts(*kinds)]

    def objectives_of(self, priority: Priority) -> list[Objective]:
        """The objectives of a priority."""
        return [item for item in self.content.objectives if item.priority == priority.pk]

    def approach_of(self, priority: Priority) -> str:
        """The approach of a priority in words."""
        parts = [part for part in self.parts("approach") if part.priority == priority.pk]
        return "\n\n".join(part.text for part in parts)

    @cached_property
    def sources(self) -> list[str]:
        """The sources of the figures, findings and baselines, as they are named.

        What the municipality delivers itself says nothing of safety: its counts are left out."""
        content = self.content
        about = [item for item in content.objectives if item.kind == "outcome"]
        baselines = [item.baseline for item in about if item.baseline]
        indicators = [item.indicator for item in content.objectives if item.indicator]
        findings = [found for item in content.priorities for found in item.findings]
        spoken: list[Spoken] = [item.source for item in baselines]
        spoken += [item.source for item in indicators]
        spoken += [item.source for item in findings]
        return [*map(dutch, spoken), *(source_of(item) for item in self.figures.values())]

    @cached_property
    def captions(self) -> list[str]:
        """What figures and findings say in one sentence."""
        findings = [found for item in self.content.priorities for found in item.findings]
        said_by = [str(item.get("caption", "")) for item in self.figures.values()]
        return [*said_by, *(dutch(found.headline) for found in findings)]

    @cached_property
    def everything(self) -> str:
        """All that people wrote in the plan."""
        content = self.content
        lines = [part.text for part in content.sections]
        for priority in content.priorities:
            lines += (priority.name, priority.why, priority.less)
        for item in content.objectives:
            lines += (item.statement, item.effect, item.measured_by, item.measuring_plan)
            lines += (item.ambition, item.owner, item.holder, *item.means)
        for line in content.logic:
            lines += (line.doing, line.effect, line.because, line.source)
        lines += [f"{item.what} {item.cover}" for item in content.means]
        lines += [item.reason for item in content.themes]
        return "\n".join(lines)

    @cached_property
    def pages(self) -> int:
        """About how many pages it prints: 400 words, or three figures, on each."""
        courses = sum(bool(o.course and o.course.figure) for o in self.content.objectives)
        figures = len(self.figures) + courses
        return round(detecting.count(self.everything) / 400 + figures / 3)


def dutch(words: Spoken) -> str:
    """Words in Dutch, in which the lists of words are."""
    return said(words, "nl")


def source_of(figure: Mapping[str, Any]) -> str:
    """The source of a figure that was kept."""
    return str(figure.get("source") or "")


def plan_in(content: Mapping[str, Any], inhabitants: int | None = None) -> Plan:
    """The content of a plan. Raises ValueError when it is not whole."""
    return Plan(read(content), inhabitants)
