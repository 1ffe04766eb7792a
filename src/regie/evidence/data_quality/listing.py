"""The sources of a municipality: the deliveries in use, put together per table."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.text import slugify

from regie.evidence.sources.models import Delivery, DeliveryKind, DeliveryState
from regie.evidence.sources.reading import manifest_of
from regie.evidence.warehouse.manifest import Manifest
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality
from regie.policy.tables import TABLES

EDITIONS = "kwb"
"""Key figures come in a table per year; together they are one source."""
JOINED = frozenset({"kwb", "vm", "population"})
"""Families whose deliveries follow each other in time; of other families one delivery answers."""


def key_of(table_id: str) -> str:
    """How a source is called in an address."""
    family = next((item.family for item in TABLES() if item.table_id == table_id), "")
    if family == EDITIONS or table_id.startswith("KWB"):
        return EDITIONS
    return slugify(table_id)


@dataclass(frozen=True)
class Source:
    """One source: the deliveries in use, the newest period last. `own` is a partner's count."""

    key: str
    deliveries: tuple[Delivery, ...]
    own: bool = False

    @property
    def main(self) -> Delivery:
        """The delivery that answers: the largest, of equals the newest."""
        if self.family in JOINED:
            return self.deliveries[-1]
        return max(self.deliveries, key=lambda d: (d.rows, d.pk))

    @property
    def answering(self) -> tuple[Delivery, ...]:
        """The deliveries whose figures together are the series."""
        return self.deliveries if self.family in JOINED else (self.main,)

    @property
    def manifest(self) -> Manifest:
        """The axes of the main delivery."""
        return manifest_of(self.main)

    @property
    def family(self) -> str:
        """What the table counts."""
        return manifest_of(self.deliveries[0]).family

    @property
    def table_id(self) -> str:
        """The number of the table; of key figures the newest edition's."""
        dataset = self.main.dataset
        return dataset.table_id if dataset else ""

    @property
    def title(self) -> str:
        """What the source is called."""
        dataset = self.main.dataset
        return dataset.title if dataset else self.main.file_name

    @property
    def publisher(self) -> str:
        """Who makes the figures."""
        dataset = self.main.dataset
        return dataset.publisher if dataset else ""

    @property
    def last_period(self) -> str:
        """The newest period in time."""
        return max((d.last_period for d in self.deliveries), key=_end_of)

    @property
    def first_period(self) -> str:
        """The oldest period."""
        return min(d.first_period for d in self.deliveries)

    @property
    def classification_year(self) -> int | None:
        """The newest year of the areas."""
        return max((d.classification_year or 0 for d in self.deliveries), default=0) or None


def _end_of(code: str) -> tuple[int, int]:
    """A year ends with its last month."""
    return int(code[:4]), 12 if code[4:6] == "JJ" else int(code[6:8])


def sources(municipality: Municipality, *, own: bool) -> list[Source]:
    """Every source with figures that is in use; `own` adds what the municipality owns. 2 queries.

    Public tables first, in order of number.
    """
    realm = realm_of(municipality.code)
    figures = {"state": DeliveryState.AVAILABLE, "kind": DeliveryKind.FIGURES, "realm": realm}
    public = Delivery.objects.filter(**figures).select_related("dataset")
    found = _grouped(list(public), own=False)
    if own:
        mine = Delivery.owned.filter(owner=municipality, **figures).select_related("dataset")
        found += _grouped(list(mine), own=True)
    return found


def _grouped(deliveries: list[Delivery], *, own: bool) -> list[Source]:
    groups: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        if delivery.dataset is not None:
            groups[key_of(delivery.dataset.table_id)].append(delivery)
    return [
        Source(key, tuple(sorted(group, key=lambda d: (_end_of(d.last_period), d.pk))), own)
        for key, group in sorted(groups.items())
    ]
