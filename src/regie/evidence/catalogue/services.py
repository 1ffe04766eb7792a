"""Fetching: from the number of a public table to figures that are in use.

A fetch is a download that is finished first and imported afterwards, by the same importer as a
file that somebody uploads. So a delivery never holds half a table, and what was fetched is judged
as strictly as what was delivered by hand.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from regie.evidence.catalogue import downloads, finding
from regie.evidence.connectors import files, pdok
from regie.evidence.connectors.addresses import Addresses
from regie.evidence.connectors.http import Client, Manners
from regie.evidence.connectors.metadata import Member
from regie.evidence.connectors.odata4 import Service as Newer
from regie.evidence.connectors.progress import FetchProgress, Follow
from regie.evidence.connectors.requests import TableRequest
from regie.evidence.intake.arrival import Progress
from regie.evidence.intake.findings import report_from_json
from regie.evidence.sources import queries
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.services import Outcome, import_file
from regie.foundation.accounts.models import User
from regie.foundation.areas.rules import REAL, realm_of
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log

__all__ = ["fetch", "fetch_boundaries", "fetch_file", "fetch_table"]

KINDS: tuple[pdok.Kind, ...] = ("municipality", "district", "neighbourhood")
BOUNDARIES, MAP, POSTCODES = "grenzen", "wijkbuurtkaart", "postcodes"
LIST = ("Key", "Title", "Description", "Municipality", "DetailRegionCode")
LIST_V4 = ("Identifier", "Title", "Description")
_HISTORY = re.compile(r"\bper \d\d-\d\d-\d{4}")
_NAME = re.compile(r"[\w.-]+")
NO_SOURCE = _(
    "Regie kan %(source)s niet ophalen. Geef het nummer van een tabel, of grenzen/2025, "
    "wijkbuurtkaart/2025 of postcodes/2024."
)


@dataclass(frozen=True)
class Ask:
    """How a fetch is done, whatever is fetched."""

    actor: User | None
    client: Client
    progress: Follow | None
    dry_run: bool

    @property
    def addresses(self) -> Addresses:
        """Where the public sources are."""
        return Addresses.of(settings.PUBLIC_SOURCES)

    def tell(self, phase: FetchProgress) -> None:
        """Report, when somebody listens."""
        if self.progress:
            self.progress(phase)

    def reading(self, now: Progress) -> None:
        """The importer's progress in our words."""
        size = int(now.size * now.fraction)
        self.tell(FetchProgress("read", now.rows, None, size, now.seconds_left))


def fetch(
    source: str,
    *,
    actor: User | None,
    municipality: str | None = None,
    progress: Follow | None = None,
    dry_run: bool = False,
) -> list[Outcome]:
    """Fetch what a person asks for in one word.

    `47018NED` is a table, `grenzen/2025` the boundaries of a year, `wijkbuurtkaart/2025` the map of
    districts and neighbourhoods, `postcodes/2024` the addresses. Raises `RefusedError`.
    """
    kind, _slash, which = source.strip().partition("/")
    if not which and _NAME.fullmatch(kind):
        return fetch_table(
            kind, actor=actor, municipality=municipality, progress=progress, dry_run=dry_run
        )
    if kind == BOUNDARIES and which.isdigit():
        return fetch_boundaries(
            int(which), actor=actor, municipality=municipality, progress=progress, dry_run=dry_run
        )
    if kind in {MAP, POSTCODES} and _NAME.fullmatch(which) and (kind != MAP or which.isdigit()):
        return fetch_file(kind, which, actor=actor, progress=progress, dry_run=dry_run)
    raise RefusedError(NO_SOURCE, source=source)


def fetch_table(
    table_id: str,
    *,
    actor: User | None,
    municipality: str | None = None,
    periods: Sequence[str] | None = None,
    categories: Sequence[str] | None = None,
    progress: Follow | None = None,
    dry_run: bool = False,
) -> list[Outcome]:
    """Fetch a table of CBS or the police, with the list of its areas, and put it to use.

    `municipality` (a code), `periods` and `categories` narrow what is fetched. The last outcome is
    that of the figures; `already` is true when this vintage of this part is in use, and then
    nothing was fetched. What was interrupted goes on next time. Raises `RefusedError`.
    """
    request = TableRequest(
        table_id=table_id.strip(),
        municipality=municipality.strip().upper() if municipality else None,
        periods=None if periods is None else tuple(periods),
        categories=None if categories is None else tuple(categories),
    )
    downloads.remove_old()
    with _client() as client:
        ask = Ask(actor, client, progress, dry_run)
        ask.tell(FetchProgress("metadata"))
        found = finding.find(client, ask.addresses, request)
        waiting = partial(ask.tell, FetchProgress("wait"))
        with downloads.held(found.request.slug, waiting) as folder:
            if current := _in_use(found):
                downloads.discard(folder)
                return [Outcome(current, report_from_json(current.report), already=True)]
            outcomes = _take_table(found, folder, ask)
    return outcomes


def fetch_boundaries(
    year: int,
    *,
    actor: User | None,
    municipality: str | None = None,
    progress: Follow | None = None,
    dry_run: bool = False,
) -> list[Outcome]:
    """Fetch the outlines of municipalities, districts and neighbourhoods in a year."""
    code = municipality.strip().upper() if municipality else None
    downloads.remove_old()
    with _client() as client:
        ask = Ask(actor, client, progress, dry_run)
        waiting = partial(ask.tell, FetchProgress("wait"))
        name = "_".join([BOUNDARIES, str(year), *([code] if code else [])])
        with downloads.held(name, waiting) as folder:
            paths = [
                pdok.boundaries(
                    client, ask.addresses, kind, year, folder, municipality=code, progress=progress
                )
                for kind in KINDS
            ]
            outcomes = [_import(path, ask, classification=year) for path in paths]
            _finish(folder, outcomes, name, ask)
    return outcomes


def fetch_file(
    kind: str,
    edition: str,
    *,
    actor: User | None,
    progress: Follow | None = None,
    dry_run: bool = False,
) -> list[Outcome]:
    """Fetch a large file of CBS: the map of neighbourhoods or the postcodes of a year."""
    downloads.remove_old()
    with _client() as client:
        ask = Ask(actor, client, progress, dry_run)
        waiting = partial(ask.tell, FetchProgress("wait"))
        with downloads.held(f"{kind}_{edition}", waiting) as folder:
            if kind == MAP:
                year = int(edition)
                path = files.neighbourhood_map(client, ask.addresses, year, folder, progress)
                outcomes = [_import(path, ask, classification=year)]
            else:
                path = files.postcodes(client, ask.addresses, edition, folder, progress)
                outcomes = [_import(path, ask)]
            _finish(folder, outcomes, f"{kind}/{edition}", ask)
    return outcomes


# --- one table -----------------------------------------------------------------------------------


def _client() -> Client:
    return Client(Manners.of(settings.FETCH_MANNERS))


def _in_use(found: finding.Found) -> Delivery | None:
    """The delivery in use that is this part of this vintage: the name of its file says so."""
    for realm in {REAL, _realm(found)}:
        for delivery in queries.in_use(found.table_id, realm):
            if delivery.file_name == found.name:
                return delivery
    return None


def _realm(found: finding.Found) -> str:
    members = found.shape.dimensions.get(found.shape.areas, ())
    return realm_of(members[0].code) if members else REAL


def _take_table(found: finding.Found, folder: Path, ask: Ask) -> list[Outcome]:
    """Download first, then import: the list of areas, then the figures."""
    done = finding.bring_in(found, folder, ask.progress)
    item, shape = found.item, done.shape
    newest = item is not None and item.classification == "newest"
    edition = (item.year if item else None) or shape.edition
    year = edition or shape.classification
    outcomes = []
    if listed := _write_areas(found, folder):
        outcome = _import(listed, ask, classification=year)
        if not (outcome.already or (outcome.refused and year is None)):
            outcomes.append(outcome)
    if not any(outcome.refused for outcome in outcomes):
        outcomes.append(
            _import(
                done.path,
                ask,
                table=item.table_id if item else None,
                year=edition,
                classification=year if newest else None,
                vintage=shape.info.vintage,
            )
        )
    _finish(folder, outcomes, found.request.slug, ask)
    return outcomes


def _write_areas(found: finding.Found, folder: Path) -> Path | None:
    """The codes and names of the areas as a file, when they are of one year or tell a history."""
    shape = found.shape
    members = shape.dimensions.get(shape.areas, ())
    if not (shape.is_local or any(_HISTORY.search(m.description) for m in members)):
        return None
    columns = LIST_V4 if isinstance(found.source, Newer) else LIST
    path = folder / f"{found.request.table_id}_{shape.areas}_{shape.info.stamp}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(columns)
        writer.writerows(_row(m)[: len(columns)] for m in sorted(members, key=lambda m: m.key))
    return path


def _row(m: Member) -> tuple[str, ...]:
    return (m.key, m.title, m.description, m.municipality, m.region)


def _import(
    path: Path,
    ask: Ask,
    *,
    table: str | None = None,
    year: int | None = None,
    classification: int | None = None,
    vintage: date | None = None,
) -> Outcome:
    return import_file(
        path,
        actor=ask.actor,
        table=table,
        year=year,
        classification=classification,
        vintage=vintage,
        progress=ask.reading,
        dry_run=ask.dry_run,
    )


def _finish(folder: Path, outcomes: list[Outcome], what: str, ask: Ask) -> None:
    """Remove a download that was read; keep one that was not, for another try."""
    if any(outcome.refused and not outcome.already for outcome in outcomes):
        return
    downloads.discard(folder)
    last = outcomes[-1].delivery
    if last is not None:
        with transaction.atomic():
            log(
                "catalogue.fetch",
                last,
                actor=ask.actor,
                municipality_code="",
                details={"source": what},
            )
