"""An objective as plain values, as its editions keep it, and what differs between two of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from regie.planning.objectives.models import Objective

Content = Mapping[str, Any]
PLAIN = (
    "statement",
    "effect",
    "kind",
    "measured_by",
    "measuring_plan",
    "area_code",
    "unit",
    "direction",
    "baseline_from",
    "baseline_to",
    "baseline_source",
    "baseline_basis",
    "beside",
    "ambition",
    "owner",
    "holder",
)
AMOUNTS = ("baseline", "target", "target_percent")


def content_of(row: Objective, means: Sequence[str]) -> dict[str, Any]:
    """An objective in values that fit in JSON: amounts and days as text, others by number.

    No queries when priority, indicator and municipality were read along.
    """
    found: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    found |= {name: _amount(getattr(row, name)) for name in AMOUNTS}
    found["target_date"] = row.target_date.isoformat() if row.target_date else None
    found["priority"] = row.priority_id
    found["priority_name"] = str(row.priority) if row.priority else ""
    found["municipality"] = row.municipality.name if row.municipality else ""
    found["indicator"] = row.indicator.code if row.indicator else ""
    found["indicator_version"] = row.indicator.version if row.indicator else None
    found["means"] = list(means)
    found["removed"] = row.removed_at is not None
    found["removed_reason"] = row.removed_reason
    return found


def _amount(value: object) -> str | None:
    """A decimal as text without zeros at its end."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def changed(old: Content, new: Content) -> list[str]:
    """The names of what differs, in the order of the newer one."""
    return [name for name in new if old.get(name) != new[name]]
