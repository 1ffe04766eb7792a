"""Looking into the catalogues of the publishers, and keeping what is of use."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from regie.evidence.catalogue import rules, serving
from regie.evidence.catalogue.models import CataloguedTable, Look
from regie.evidence.connectors import odata3
from regie.evidence.connectors.addresses import Addresses
from regie.evidence.connectors.http import Client, Manners
from regie.evidence.connectors.metadata import TableListing
from regie.foundation.records.refusals import RefusedError
from regie.policy.tables import OTHER_TABLES

TITLE_LENGTH, PERIOD_LENGTH, ID_LENGTH = 300, 60, 30


def look(this: Look) -> None:
    """Read one catalogue; what went wrong is written down, and the old list then stays."""
    try:
        with Client(Manners.of(settings.FETCH_MANNERS)) as client:
            found = _service(client, this.catalogue).tables(this.catalogue)
    except RefusedError as refusal:
        this.refusal_sentence = refusal.sentence
        this.refusal_params = {name: str(value) for name, value in refusal.params.items()}
        this.finished_at = timezone.now()
        this.save()
        return
    keep(this, found)


def _service(client: Client, catalogue: str) -> odata3.Service:
    addresses = Addresses.of(settings.PUBLIC_SOURCES)
    return odata3.Service(client, addresses.police if catalogue == rules.POLICE else addresses.cbs)


@transaction.atomic
def keep(this: Look, found: list[TableListing]) -> None:
    """Replace what is known of this catalogue by what was found in it."""
    now = timezone.now()
    rows = {row.table_id: _row(this, row, now) for row in found if _is_kept(this, row)}
    CataloguedTable.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["catalogue", "table_id"],
        update_fields=["title", "modified", "period", "seen_at"],
    )
    CataloguedTable.objects.filter(catalogue=this.catalogue, seen_at__lt=now).delete()
    this.tables, this.finished_at = len(rows), now
    this.save()


def _is_kept(this: Look, row: TableListing) -> bool:
    if not 0 < len(row.table_id) <= ID_LENGTH:
        return False
    named = serving.table(row.table_id) or any(o.table_id == row.table_id for o in OTHER_TABLES())
    return bool(named) or rules.is_useful(this.catalogue, row.title)


def _row(this: Look, row: TableListing, now: datetime) -> CataloguedTable:
    modified = row.modified
    return CataloguedTable(
        table_id=row.table_id,
        catalogue=this.catalogue,
        title=row.title[:TITLE_LENGTH],
        modified=timezone.make_aware(modified) if modified else None,
        period=row.period[:PERIOD_LENGTH],
        seen_at=now,
    )
