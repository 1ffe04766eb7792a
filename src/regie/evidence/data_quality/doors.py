"""The link this room puts on the page of a delivery."""

from django.urls import reverse
from django.utils.translation import gettext as _

from regie.evidence.data_quality.listing import key_of
from regie.evidence.sources.doors import Door
from regie.evidence.sources.models import Delivery
from regie.evidence.vintages.doors import has_figures
from regie.foundation.organizations.models import Municipality


def quality(delivery: Delivery, municipality: Municipality) -> Door | None:
    """The page of its source."""
    if not has_figures(delivery) or delivery.dataset is None:
        return None
    address = {"gemeente": municipality.slug, "slug": key_of(delivery.dataset.table_id)}
    words = _("Waarvoor is deze bron bruikbaar?")
    return Door(words, reverse("data_quality:source", kwargs=address))


DOORS = (quality,)
