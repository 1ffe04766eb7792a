"""Old figures stay addressable: every stored delivery can be read, not only the one in use."""

from django.db.models import Q, QuerySet

from regie.evidence.sources.models import Delivery, DeliveryKind, DeliveryState
from regie.evidence.sources.reading import Wanted, cube_of
from regie.evidence.warehouse.cube import Figures
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality

STORED = (DeliveryState.AVAILABLE, DeliveryState.SUPERSEDED)


def with_figures(municipality: Municipality, *, own: bool) -> QuerySet[Delivery]:
    """Every delivery with figures that a member may look up, replaced ones too.

    Public ones of the realm; `own` adds what the municipality itself owns, and nobody else's.
    """
    allowed = Q(owner__isnull=True, realm=realm_of(municipality.code))
    if own:
        allowed |= Q(owner=municipality)
    found = Delivery._base_manager.filter(allowed, state__in=STORED, kind=DeliveryKind.FIGURES)
    return found.select_related("dataset", "replaced_by", "received_by", "municipality")


def figures_of(delivery: Delivery, wanted: Wanted) -> Figures:
    """The figures of one vintage, in use or not; cached like every other cube. No queries."""
    return cube_of(delivery, wanted)
