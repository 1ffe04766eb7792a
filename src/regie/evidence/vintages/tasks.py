"""Work that an import leaves to the background: laying two vintages beside each other."""

from django_tasks import task

from regie.evidence.sources.models import Delivery
from regie.evidence.vintages.services import compare
from regie.evidence.warehouse.folders import folder_of


@task()
def compare_deliveries(older_id: int, newer_id: int) -> str:
    """Compare two stored deliveries; does nothing when one of them is no longer on disk."""
    if not all(folder_of(pk).is_dir() for pk in (older_id, newer_id)):
        return "gone"
    found = Delivery._base_manager.select_related("dataset").in_bulk([older_id, newer_id])
    compare(found[older_id], found[newer_id])
    return "compared"
