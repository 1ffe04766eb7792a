"""Where a table is, and what to ask of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from regie.evidence.connectors import download as over3
from regie.evidence.connectors import odata3, odata4
from regie.evidence.connectors.addresses import Addresses
from regie.evidence.connectors.download import Download, Source
from regie.evidence.connectors.http import Client, NotThereError
from regie.evidence.connectors.metadata import Member, Shape
from regie.evidence.connectors.progress import Follow
from regie.evidence.connectors.requests import Host, TableRequest
from regie.foundation.records.refusals import RefusedError
from regie.policy.tables import OTHER_TABLES, TABLES, TableItem

NOWHERE = _("Tabel %(table)s staat niet bij de politie en niet bij het CBS. Controleer het nummer.")
NOT_READ = _("Regie leest tabel %(table)s (%(title)s) niet. %(reason)s")
NOT_KNOWN = _(
    "Regie leest tabel %(table)s (%(title)s) nog niet. Er is niets opgehaald. "
    "Meld het als u deze tabel nodig hebt."
)
POLICE = "Politie"


@dataclass(frozen=True)
class Found:
    """A table, where it is, what it consists of, and what is asked of it."""

    source: Source
    request: TableRequest
    shape: Shape
    item: TableItem | None

    @property
    def name(self) -> str:
        """The name of the file: the part of the table, and its vintage."""
        return f"{self.request.slug}_{self.shape.info.stamp}.csv"

    @property
    def table_id(self) -> str:
        """The number under which Regie keeps the figures."""
        if self.item:
            return self.item.table_id
        return f"KWB{self.shape.edition}"


def policy_of(table_id: str) -> TableItem | None:
    """What Regie knows of a table; None when it does not know it."""
    wanted = table_id.strip().casefold()
    return next((item for item in TABLES() if item.table_id.casefold() == wanted), None)


def find(client: Client, addresses: Addresses, request: TableRequest) -> Found:
    """Look the table up where it should be, with the right capitals. Raises `RefusedError`."""
    item = policy_of(request.table_id)
    _refuse_unread(request.table_id)
    for source, host in _places(client, addresses, item):
        try:
            spelled = _spelled(source, item.table_id if item else request.table_id)
        except NotThereError:
            continue
        shape = source.shape(spelled)
        if item is None and shape.edition is None:
            raise RefusedError(NOT_KNOWN, table=spelled, title=shape.info.title)
        asked = _with_policy(replace(request, table_id=spelled, host=host), item, shape)
        return Found(source, asked, shape, item)
    raise RefusedError(NOWHERE, table=request.table_id)


def _refuse_unread(table_id: str) -> None:
    for other in OTHER_TABLES():
        if other.table_id.casefold() == table_id.strip().casefold():
            reason = other.reason_en if get_language() == "en" else other.reason
            raise RefusedError(NOT_READ, table=other.table_id, title=other.title, reason=reason)


def _places(
    client: Client, addresses: Addresses, item: TableItem | None
) -> list[tuple[Source, Host]]:
    """Where to look, the likeliest place first. Tables read by their measure codes are v4."""
    police: tuple[Source, Host] = (odata3.Service(client, addresses.police), "police")
    cbs: tuple[Source, Host] = (odata3.Service(client, addresses.cbs), "cbs")
    newer: tuple[Source, Host] = (odata4.Service(client, addresses.cbs_v4), "cbs")
    if item and any(measure.code for measure in item.measures):
        return [newer, cbs]
    if item and item.publisher != POLICE:
        return [cbs, newer]
    return [police] if item else [police, cbs, newer]


def _spelled(source: Source, table_id: str) -> str:
    """The number as this host spells it: mostly ours, else what its catalogue says."""
    try:
        return source.info(table_id).table_id
    except NotThereError:
        return source.find(table_id)


def _with_policy(request: TableRequest, item: TableItem | None, shape: Shape) -> TableRequest:
    """Ask no more than Regie uses: totals of other dimensions, no names beside codes."""
    if item is None:
        return request
    wanted: dict[str, tuple[str, ...]] = {key: (c,) for key, c in item.filters.items()}
    wanted[odata4.MEASURE] = tuple(measure.code for measure in item.measures if measure.code)
    fixed = {
        key: here
        for key, codes in wanted.items()
        if (here := _present(codes, shape.dimensions.get(key, ())))
    }
    leave_out = item.attributes if item.family in {"offence", "nuisance"} else ()
    return replace(request, fixed=fixed, leave_out=leave_out)


def _present(codes: Sequence[str], members: Sequence[Member]) -> tuple[str, ...]:
    known = {member.code for member in members}
    return tuple(code for code in codes if code in known)


def bring_in(found: Found, folder: Path, progress: Follow | None) -> Download:
    """Fetch the table over the protocol of the place where it is."""
    if isinstance(found.source, odata4.Service):
        return odata4.download(found.source, found.request, folder, progress, shape=found.shape)
    return over3.download(found.source, found.request, folder, progress, shape=found.shape)
