"""The tables of the catalogue beside what is in use, on the schedule and being fetched."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.catalogue import serving
from regie.evidence.catalogue.models import CataloguedTable, Fetch, Look, Subscription
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.evidence.sources.queries import in_use
from regie.foundation.areas.rules import FICTITIOUS, realm_of
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.policy.fields import ThemeItem
from regie.policy.tables import OTHER_TABLES, TableItem

EDITION = re.compile(r"^Kerncijfers wijken en buurten (?:19|20)\d\d$")
REAL_HOST = "cbs.nl"
NOT_KNOWN = _("Regie kent tabel %(table)s niet.")
FICTION = _(
    "Deze gemeente is verzonnen. Openbare tabellen gaan over echte gemeenten. Start de "
    "oefenserver om het ophalen te proberen."
)


@dataclass(frozen=True)
class TableView:
    """One table that Regie reads, and how it stands in this municipality.

    `parts` counts the deliveries in use of it that are about this municipality; `delivery` is the
    newest. `newer` is true when the publisher's figures are of a later day than ours.
    """

    table_id: str
    title: str
    publisher: str
    licence: str
    themes: tuple[ThemeItem, ...]
    every_theme: bool
    family: str
    frequencies: tuple[str, ...]
    source: str
    listed: CataloguedTable | None
    delivery: Delivery | None
    parts: int
    subscription: Subscription | None
    fetch: Fetch | None
    fiction: bool

    @property
    def newer(self) -> bool:
        """Whether the publisher has figures that we do not have; never of an invented country."""
        modified = self.listed.modified if self.listed else None
        if modified is None or self.delivery is None or self.fiction:
            return False
        return timezone.localtime(modified).date() > _stand(self.delivery)


@dataclass(frozen=True)
class OtherView:
    """A table in the catalogue that Regie does not read, and why; no reason when unknown."""

    listed: CataloguedTable
    reason: str
    reason_en: str


@dataclass(frozen=True)
class Change:
    """What a delivery has that the one before it had not."""

    delivery_id: int
    first_period: str
    last_period: str
    last_before: str
    rows: int
    rows_before: int
    new_areas: bool


def _stand(delivery: Delivery) -> date:
    """Of which day the figures are."""
    return delivery.vintage or timezone.localtime(delivery.received_at).date()


def can_be_fetched(table_id: str, municipality: Municipality) -> None:
    """Say why a table cannot be fetched here. Raises `RefusedError`. At most 1 query."""
    if not is_readable(table_id):
        raise RefusedError(NOT_KNOWN, table=table_id)
    if is_fiction(municipality):
        raise RefusedError(FICTION)


def is_fiction(municipality: Municipality) -> bool:
    """Whether asking a real publisher about this municipality makes no sense."""
    real = REAL_HOST in settings.PUBLIC_SOURCES["police"]
    return real and realm_of(municipality.code) == FICTITIOUS


def is_readable(table_id: str) -> bool:
    """Whether Regie reads this table: it knows it, or it is a new edition of the key figures."""
    if serving.table(table_id):
        return True
    found = CataloguedTable.objects.filter(table_id__iexact=table_id).first()
    return bool(found and EDITION.match(found.title))


def tables(municipality: Municipality, *, theme: str = "", text: str = "") -> list[TableView]:
    """The tables that serve a theme and have the text in them; all without those. 4 queries."""
    known = _Known.of(municipality)
    found = [
        known.view(item) for item in serving.tables() if not theme or serving.serves(item, theme)
    ]
    found += [known.edition(row) for row in known.editions()]  # they serve every theme
    return [view for view in found if _has(view, text)]


def _has(view: TableView, text: str) -> bool:
    said = " ".join([view.table_id, view.title, view.publisher, *(t.name for t in view.themes)])
    return all(word in said.casefold() for word in text.casefold().split())


def table(municipality: Municipality, table_id: str) -> TableView | None:
    """One table by its number; None when Regie does not read it. 4 queries."""
    known = _Known.of(municipality)
    item = serving.table(table_id)
    if item is not None:
        return known.view(item)
    found = (row for row in known.editions() if row.table_id.casefold() == table_id.casefold())
    row = next(found, None)
    return known.edition(row) if row else None


@dataclass(frozen=True)
class _Known:
    """Everything that views are made of, asked once."""

    deliveries: dict[str, list[Delivery]]
    listed: dict[str, CataloguedTable]
    subscriptions: dict[str, Subscription]
    fetches: dict[str, Fetch]
    fiction: bool

    @classmethod
    def of(cls, municipality: Municipality) -> "_Known":
        deliveries: dict[str, list[Delivery]] = {}
        for delivery in _in_use(realm_of(municipality.code)):
            name = delivery.dataset.table_id if delivery.dataset else ""
            if _is_about(delivery, municipality):
                deliveries.setdefault(name, []).append(delivery)
        return cls(
            deliveries,
            {row.table_id: row for row in CataloguedTable.objects.all()},
            {s.table_id: s for s in Subscription.objects.filter(municipality=municipality)},
            _last_fetches(municipality),
            is_fiction(municipality),
        )

    def editions(self) -> list[CataloguedTable]:
        """New editions of the key figures, which need no words in the policy."""
        return [
            row
            for row in self.listed.values()
            if EDITION.match(row.title) and serving.table(row.table_id) is None
        ]

    def view(self, item: TableItem) -> TableView:
        """A table of the policy."""
        listed = self.listed.get(item.table_id)
        delivery, parts = self._newest(item.table_id)
        return TableView(
            table_id=item.table_id,
            title=listed.title if listed else item.title,
            publisher=item.publisher,
            licence=item.licence,
            themes=serving.themes_of(item),
            every_theme=item.family in serving.EVERY_THEME,
            family=item.family,
            frequencies=item.frequencies,
            source=item.source,
            listed=listed,
            delivery=delivery,
            parts=parts,
            subscription=self.subscriptions.get(item.table_id),
            fetch=self.fetches.get(item.table_id),
            fiction=self.fiction,
        )

    def edition(self, row: CataloguedTable) -> TableView:
        """A new edition of the key figures."""
        year = row.title[-4:]
        delivery, parts = self._newest(row.table_id, f"KWB{year}")
        return TableView(
            table_id=row.table_id,
            title=row.title,
            publisher=row.catalogue,
            licence="CC BY 4.0",
            themes=(),
            every_theme=True,
            family="kwb",
            frequencies=("year",),
            source=f"https://opendata.cbs.nl/statline/#/CBS/nl/dataset/{row.table_id}/table",
            listed=row,
            delivery=delivery,
            parts=parts,
            subscription=self.subscriptions.get(row.table_id),
            fetch=self.fetches.get(row.table_id),
            fiction=self.fiction,
        )

    def _newest(self, *names: str) -> tuple[Delivery | None, int]:
        found = [view for name in names for view in self.deliveries.get(name, [])]
        newest = max(found, key=lambda each: (_stand(each), each.rows), default=None)
        return newest, len(found)


def _is_about(delivery: Delivery, municipality: Municipality) -> bool:
    """Whether a delivery has this municipality; one that names none is about many."""
    towns = (delivery.coverage or {}).get("municipalities") or ()
    return not towns or municipality.code in towns


def _in_use(realm: str) -> QuerySet[Delivery]:
    """Every public delivery of figures that is in use, without looking into it. 1 query."""
    found = Delivery.objects.filter(state=DeliveryState.AVAILABLE, dataset__realm=realm)
    return found.select_related("dataset")


def _last_fetches(municipality: Municipality) -> dict[str, Fetch]:
    """The last fetch of each table for this municipality. 1 query."""
    found = Fetch.objects.filter(municipality=municipality).select_related("requested_by")
    last: dict[str, Fetch] = {}
    for fetch in found.order_by("requested_at", "pk"):
        last[fetch.table_id] = fetch
    return last


def fetches(municipality: Municipality, table_id: str) -> QuerySet[Fetch]:
    """Every fetch of one table for this municipality, the last first."""
    found = Fetch.objects.filter(municipality=municipality, table_id=table_id)
    return found.select_related("requested_by", "delivery")


def others(text: str = "") -> list[OtherView]:
    """What the catalogues offer and Regie does not read. 1 query."""
    reasons = {other.table_id: (other.reason, other.reason_en) for other in OTHER_TABLES()}
    words = text.casefold().split()
    found = []
    for row in CataloguedTable.objects.all():
        said = f"{row.table_id} {row.title} {row.catalogue}".casefold()
        if serving.table(row.table_id) or EDITION.match(row.title):
            continue
        if all(word in said for word in words):
            found.append(OtherView(row, *reasons.get(row.table_id, ("", ""))))
    return found


def last_looks() -> list[Look]:
    """The last look into each catalogue. 1 query."""
    last: dict[str, Look] = {}
    for each in Look.objects.order_by("-started_at", "-pk")[:20]:
        last.setdefault(each.catalogue, each)
    return sorted(last.values(), key=lambda look: look.catalogue, reverse=True)


def changes(views: Iterable[TableView]) -> dict[int, Change]:
    """What the deliveries in use have that those before them had not, by delivery. 1 query."""
    now = {view.delivery.pk: view.delivery for view in views if view.delivery}
    found: dict[int, Change] = {}
    for old in Delivery.objects.filter(replaced_by__in=list(now)).order_by("received_at", "pk"):
        new = now[old.replaced_by_id or 0]
        years = {new.classification_year, old.classification_year}
        found[new.pk] = Change(
            new.pk,
            new.first_period,
            new.last_period,
            old.last_period,
            new.rows,
            old.rows,
            len(years - {None}) > 1,
        )
    return found


def vintage_in_use(table_id: str, municipality: Municipality) -> date | None:
    """Of which day the newest figures of a table are that are in use. 1 query."""
    found = in_use(table_id, realm_of(municipality.code))
    return max((d.vintage for d in found if d.vintage and _is_about(d, municipality)), default=None)
