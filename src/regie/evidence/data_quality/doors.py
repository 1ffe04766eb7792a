"""The links this room puts on the page of a delivery."""

from django.urls import reverse
from django.utils.translation import gettext as _

from regie.evidence.data_quality.listing import key_of
from regie.evidence.sources.doors import Door
from regie.evidence.sources.models import Delivery, DeliveryKind, DeliveryState
from regie.foundation.organizations.models import Municipality

WITH_FIGURES = (DeliveryState.AVAILABLE, DeliveryState.SUPERSEDED)


def _has_figures(delivery: Delivery) -> bool:
    return delivery.kind == DeliveryKind.FIGURES and delivery.state in WITH_FIGURES


def figures(delivery: Delivery, municipality: Municipality) -> Door | None:
    """The figures of this very vintage."""
    if not _has_figures(delivery):
        return None
    address = {"gemeente": municipality.slug, "pk": delivery.pk}
    return Door(
        _("Cijfers van deze levering opzoeken"), reverse("data_quality:vintage", kwargs=address)
    )


def differences(delivery: Delivery, municipality: Municipality) -> Door | None:
    """What it says differently from the one before it."""
    if not _has_figures(delivery):
        return None
    address = {"gemeente": municipality.slug, "pk": delivery.pk}
    return Door(
        _("Verschillen met de vorige levering"),
        reverse("data_quality:differences", kwargs=address),
    )


def quality(delivery: Delivery, municipality: Municipality) -> Door | None:
    """The page of its source."""
    if not _has_figures(delivery) or delivery.dataset is None:
        return None
    address = {"gemeente": municipality.slug, "table": key_of(delivery.dataset.table_id)}
    words = _("Waarvoor is deze bron bruikbaar?")
    return Door(words, reverse("data_quality:source", kwargs=address))


DOORS = (figures, differences, quality)
