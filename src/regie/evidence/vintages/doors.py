"""The links this room puts on the page of a delivery."""

from django.urls import reverse
from django.utils.translation import gettext as _

from regie.evidence.sources.doors import Door
from regie.evidence.sources.models import Delivery, DeliveryKind, DeliveryState
from regie.foundation.organizations.models import Municipality

WITH_FIGURES = (DeliveryState.AVAILABLE, DeliveryState.SUPERSEDED)


def has_figures(delivery: Delivery) -> bool:
    """Whether the figures of this delivery can be looked up."""
    return delivery.kind == DeliveryKind.FIGURES and delivery.state in WITH_FIGURES


def figures(delivery: Delivery, municipality: Municipality) -> Door | None:
    """The figures of this very vintage."""
    if not has_figures(delivery):
        return None
    address = {"gemeente": municipality.slug, "pk": delivery.pk}
    return Door(
        _("Cijfers van deze levering opzoeken"), reverse("vintages:vintage", kwargs=address)
    )


def differences(delivery: Delivery, municipality: Municipality) -> Door | None:
    """What it says differently from the one before it."""
    if not has_figures(delivery):
        return None
    address = {"gemeente": municipality.slug, "pk": delivery.pk}
    return Door(
        _("Verschillen met de vorige levering"),
        reverse("vintages:differences", kwargs=address),
    )


DOORS = (figures, differences)
