"""An objective as somebody writes it, before it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from regie.planning.objectives import rules
from regie.planning.objectives.models import Comparison, ObjectiveKind


@dataclass(frozen=True, kw_only=True)
class ObjectiveWords:
    """An objective as it is written. `priority` and `municipality` are numbers, `indicator` is
    the code of the catalogue; None and "" for none.

    `target_percent` gets the sign of its direction: for `decrease` 10 and -10 mean the same.
    `baseline_basis` is what the baseline was read from: see the README.
    """

    statement: str
    priority: int | None = None
    municipality: int | None = None
    kind: str = ObjectiveKind.OUTCOME
    effect: str = ""
    indicator: str = ""
    measured_by: str = ""
    measuring_plan: str = ""
    area_code: str = ""
    unit: str = ""
    direction: str = ""
    baseline: Decimal | None = None
    baseline_from: int | None = None
    baseline_to: int | None = None
    baseline_source: str = ""
    baseline_basis: Mapping[str, Any] = field(default_factory=dict)
    target: Decimal | None = None
    target_percent: Decimal | None = None
    target_date: date | None = None
    beside: str = Comparison.ITSELF
    ambition: str = ""
    owner: str = ""
    holder: str = ""
    means: tuple[str, ...] = ()

    def claim(self) -> rules.Claim:
        """The same for the rules."""
        asked = rules.Claim.__dataclass_fields__
        words = {name: value for name, value in asdict(self).items() if name in asked}
        return rules.Claim(**words, has_indicator=bool(self.indicator))
