"""What happens here when a delivery is put to use."""

from regie.evidence.vintages.tasks import compare_deliveries


def lay_beside_the_old(*, delivery_id: int, replaced: list[int], **_more: object) -> None:
    """Compare with what it replaced, in the background: an import does not wait for it."""
    for older_id in replaced:
        compare_deliveries.enqueue(older_id, delivery_id)
