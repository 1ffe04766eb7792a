"""Laying two vintages beside each other and keeping the answer."""

from django.db import transaction

from regie.evidence.sources.models import Delivery
from regie.evidence.vintages import comparing
from regie.evidence.vintages.models import Comparison
from regie.foundation.records.services import log


def compare(older: Delivery, newer: Delivery) -> Comparison:
    """Lay two vintages beside each other and keep the answer; a second time replaces it."""
    summary = comparing.compare(older, newer)
    with transaction.atomic():
        found, _new = Comparison.objects.update_or_create(
            older=older, newer=newer, defaults={"summary": summary}
        )
        log(
            "vintages.compare",
            newer,
            actor=None,
            municipality_code="",
            details={"older": older.pk, "seconds": summary["seconds"]},
        )
    return found
