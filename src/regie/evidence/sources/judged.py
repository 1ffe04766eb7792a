"""A staged delivery as the checks look at it."""

from collections.abc import Mapping
from dataclasses import dataclass

from regie.evidence.sources.importing import ImportResult, Sums
from regie.evidence.sources.warehouse import Staging

SHOWN = 20
"""How many rows of details a finding carries along."""


@dataclass(frozen=True)
class Judged:
    """A staged delivery, what is known of it, and the engine to ask more."""

    stage: Staging
    result: ImportResult

    @property
    def sums(self) -> Sums:
        """The sums of the first measure."""
        return self.result.sums

    @property
    def family(self) -> str:
        """The family of the table."""
        return self.result.manifest.family

    @property
    def levels(self) -> Mapping[str, int]:
        """How many areas per level."""
        return self.result.manifest.levels

    @property
    def years(self) -> tuple[str, ...]:
        """The yearly periods, in order."""
        return tuple(entry.code for entry in self.result.manifest.of_frequency("year"))

    def sum(self, level: str, category: str, period: str) -> float:
        """One sum; 0 when there is nothing."""
        return self.sums.get((level, category), {}).get(period, 0.0)
