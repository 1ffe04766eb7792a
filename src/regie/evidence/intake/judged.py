"""A staged delivery as the checks look at it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from regie.evidence.intake.storing import ImportResult, Sums
from regie.evidence.warehouse.engine import Staging

TOTAL = "0.0.0"
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

    @property
    def is_counted(self) -> bool:
        """True for tables of counts: what they say on one level adds up to the next."""
        return self.family in {"offence", "nuisance"}

    def by_period(self, level: str) -> Mapping[str, float]:
        """The total per period on a level: the total itself, or the sum of the types."""
        if (level, TOTAL) in self.sums:
            return self.sums[level, TOTAL]
        found: dict[str, float] = defaultdict(float)
        for (where, _category), periods in self.sums.items():
            if where == level:
                for period, value in periods.items():
                    found[period] += value
        return found
