"""What happens here when a delivery is put to use, or when a way of calculating changes."""

from django.db import transaction

from regie.evidence.methods.models import MethodChoice, PeerSwap
from regie.evidence.signals.services import ask
from regie.evidence.signals.tasks import look_again
from regie.evidence.sources.models import Delivery
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality


def keep_watch(*, delivery_id: int, **_more: object) -> None:
    """Look again at every municipality in the realm of the delivery, in the background."""
    delivery = Delivery.objects.filter(pk=delivery_id, owner__isnull=True).first()
    if delivery is None:
        return
    for municipality in Municipality.objects.all():
        if realm_of(municipality.code) == delivery.realm:
            look_soon(municipality)


def look_soon(municipality: Municipality) -> None:
    """Ask for a look, unless one is waiting already."""
    if ask(municipality):
        look_again.enqueue(municipality.pk)


def follow_choice(*, instance: MethodChoice | PeerSwap, **_more: object) -> None:
    """Look again when somebody changed a setting or a peer."""
    municipality = instance.municipality
    transaction.on_commit(lambda: look_soon(municipality))
