"""Reading registrations and their counts; always for one reader.

A partner sees what its own organisation delivered, and nothing of another partner. Another
municipality sees nothing at all.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from regie.evidence.formats.rules import Frequency, Period
from regie.evidence.intake.counts import MEASURE
from regie.evidence.series.models import SavedProfile
from regie.evidence.sources import queries as sources
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.evidence.sources.queries import Figures
from regie.evidence.sources.reading import manifest_of
from regie.evidence.warehouse.manifest import Manifest
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import PARTNER
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality, Partner
from regie.foundation.organizations.queries import partners_of

NO_ORGANISATION = gettext_lazy(
    "De veiligheidscoördinator moet eerst vastleggen voor welke organisatie u werkt."
)
NO_PARTNERS = gettext_lazy("Voeg eerst een partner toe. Dat doet de veiligheidscoördinator.")


@dataclass(frozen=True)
class RegistrationView:
    """A registration with the delivery that is in use, if there is one."""

    pk: int
    title: str
    partner: str
    partner_id: int
    series: str
    delivery_id: int | None
    first_period: str
    last_period: str
    received_at: datetime | None
    worst: str


def profiles(membership: Membership) -> QuerySet[SavedProfile]:
    """The registrations this reader may see."""
    found = SavedProfile.objects.filter(municipality_id=membership.municipality_id)
    if membership.role == PARTNER:
        found = found.filter(partner_id=membership.partner_id or 0)
    return found.select_related("partner", "municipality")


def registrations(membership: Membership) -> tuple[RegistrationView, ...]:
    """Every registration with what is in use of it. 2 queries."""
    found = list(profiles(membership))
    in_use = deliveries_of(membership.municipality, [profile.series for profile in found])
    return tuple(_view(profile, in_use.get(profile.series)) for profile in found)


def deliveries_of(municipality: Municipality, series: list[str]) -> dict[str, Delivery]:
    """The deliveries in use of these series, by series. 1 query."""
    found = Delivery.owned.filter(
        owner=municipality, state=DeliveryState.AVAILABLE, dataset__table_id__in=series
    ).select_related("dataset")
    return {each.dataset.table_id: each for each in found if each.dataset}


def delivery_of(profile: SavedProfile) -> Delivery | None:
    """The delivery in use of one registration. 1 query."""
    return deliveries_of(profile.municipality, [profile.series]).get(profile.series)


def _view(profile: SavedProfile, delivery: Delivery | None) -> RegistrationView:
    return RegistrationView(
        pk=profile.pk,
        title=profile.title,
        partner=profile.partner.name,
        partner_id=profile.partner_id,
        series=profile.series,
        delivery_id=delivery.pk if delivery else None,
        first_period=delivery.first_period if delivery else "",
        last_period=delivery.last_period if delivery else "",
        received_at=delivery.received_at if delivery else None,
        worst=str(delivery.report.get("worst", "")) if delivery else "",
    )


def counts(
    profile: SavedProfile, level: str, frequency: Frequency, category: str = ""
) -> Figures | None:
    """The counts of a registration on one level; None when there are none. 1 query."""
    return sources.figures(
        profile.series,
        realm=realm_of(profile.municipality.code),
        measure=MEASURE,
        level=level,
        municipality=profile.municipality.code,
        categories=(category,) if category else None,
        frequency=frequency,
        owner=profile.municipality,
    )


def frequency(profile: SavedProfile) -> Frequency:
    """The length of the newest period of a registration. 1 query."""
    delivery = delivery_of(profile)
    return Period(delivery.last_period).frequency if delivery else "month"


def manifest(delivery: Delivery) -> Manifest:
    """The axes of the delivery in use."""
    return manifest_of(delivery)


def type_labels(profile: SavedProfile) -> dict[str, str]:
    """What the kinds of event are called, by code, the newest name first. 1 query."""
    labels: dict[str, str] = {}
    for version in profile.versions.all():
        for item in version.content.get("types", ()):
            labels.setdefault(item["code"], item["label"])
    return labels


def partner_of(membership: Membership) -> Partner | None:
    """For which organisation a partner works; None for the municipality's own people."""
    return membership.partner if membership.role == PARTNER else None


def why_not_deliver(membership: Membership, municipality: Municipality) -> str:
    """Why this reader cannot deliver yet, in words; "" when nothing is in the way."""
    if membership.role == PARTNER:
        return "" if membership.partner_id else str(NO_ORGANISATION)
    return "" if partners_of(municipality) else str(NO_PARTNERS)
