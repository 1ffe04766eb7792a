"""Reading vintages: what was replaced by what, and the kept comparisons."""

from collections.abc import Mapping, Sequence

from regie.evidence.sources.models import Delivery, DeliveryKind
from regie.evidence.vintages.models import Comparison


def comparisons(newer: Sequence[int]) -> dict[int, list[Comparison]]:
    """The kept comparisons per newer delivery. 1 query."""
    found: dict[int, list[Comparison]] = {}
    for item in Comparison.objects.filter(newer__in=newer):
        found.setdefault(item.newer_id, []).append(item)
    return found


def replaced_by(delivery: Delivery) -> list[Delivery]:
    """What this delivery replaced, the newest first. 1 query."""
    found = Delivery._base_manager.filter(replaced_by=delivery, kind=DeliveryKind.FIGURES)
    return list(found.select_related("dataset").order_by("-pk"))


def changed_cells(summary: Mapping[str, dict[str, dict[str, dict[str, int]]]]) -> int:
    """How many figures of the old vintage have another number or state in the new one."""
    return sum(
        count
        for level in summary["levels"].values()
        for name, count in level["counts"].items()
        if name != "hidden_zero"
    )
