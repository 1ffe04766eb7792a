"""Work that a page leaves to the background."""

from django_tasks import task

from regie.evidence.sources.models import Delivery, DeliveryState
from regie.evidence.sources.services import read_received


@task()
def read_delivery(delivery_id: int) -> str:
    """Read an uploaded delivery; answers the state it ended in.

    A delivery that is not waiting any more is left alone, so that a task that runs twice does
    no harm.
    """
    delivery = Delivery.objects.select_related("municipality").get(pk=delivery_id)
    if delivery.state != DeliveryState.RECEIVED:
        return str(delivery.state)
    read_received(delivery)
    delivery.refresh_from_db()
    return str(delivery.state)
