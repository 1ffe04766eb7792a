"""OData v3 of CBS and police: which tables there are and what they consist of.

Source: CBS, "Handleiding CBS Open Data Services". The Api answers at most 10,000 records per
question, the Feed hands out everything in pages; so long code lists come from the Feed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from regie.evidence.connectors.addresses import host_of, question, rebase
from regie.evidence.connectors.http import (
    INCOMPLETE,
    Client,
    FailedTryError,
    NotThereError,
    UnusableError,
)
from regie.evidence.connectors.metadata import (
    DIMENSIONS,
    Member,
    Property,
    Shape,
    TableInfo,
    TableListing,
    listing,
    member,
    table_info,
    table_property,
)
from regie.evidence.connectors.requests import quoted
from regie.foundation.records.refusals import RefusedError

NO_TABLE = _("Tabel %(table)s staat niet bij %(host)s. Controleer het nummer.")
NO_VINTAGE = _(
    "%(host)s zegt niet wanneer tabel %(table)s voor het laatst is bijgewerkt. "
    "Er is niets opgehaald."
)
LOOSE_ENDS = _(
    "%(host)s geeft steeds dezelfde bladzijde. Er is niets ingelezen. Probeer het later opnieuw."
)
EMPTY = _(
    "%(host)s geeft %(tries)s keer een leeg antwoord, terwijl er gegevens horen te zijn. "
    "Er is niets ingelezen. Probeer het later opnieuw."
)
LONG_LIST = 1_000
KINDS = ("NL", "LD", "PV", "RE", "CR", "GM", "WK", "BU")

Row = Mapping[str, Any]


class Service:
    """The catalogue and the metadata of one host, `https://opendata.cbs.nl` or that of the police.

    Every method raises `RefusedError` when the server gives nothing usable.
    """

    def __init__(self, client: Client, base: str) -> None:
        self.client = client
        self.base = base.rstrip("/")

    def address(self, route: str, table_id: str, entity: str = "") -> str:
        """The address of an entity set; `route` is "Feed" or "Api"."""
        return f"{self.base}/OData{route}/odata/{table_id}/{entity}".rstrip("/")

    def rows_address(self, route: str, table_id: str) -> str:
        """Where the figures of a table are."""
        return self.address(route, table_id, "TypedDataSet")

    def tables(self, catalogue: str = "") -> list[TableListing]:
        """Every table of the host, or of one catalogue such as "Politie"."""
        base = f"{self.base}/ODataCatalog/Tables"
        chosen = f"Catalog eq {quoted(catalogue)}" if catalogue else ""
        rows = collect(self.client, question(base, format="json", filter=chosen))
        return [listing(row) for row in rows if row.get("Identifier")]

    def find(self, table_id: str) -> str:
        """The number of a table as the host spells it. Raises `NotThereError`."""
        for found in self.tables():
            if found.table_id.casefold() == table_id.strip().casefold():
                return found.table_id
        raise NotThereError(NO_TABLE, table=table_id, host=host_of(self.base))

    def info(self, table_id: str) -> TableInfo:
        """Title, catalogue and the moment of the last change."""
        url = question(self.address("Api", table_id, "TableInfos"), format="json")
        found = table_info(collect(self.client, url)[0])
        if found is None:
            raise RefusedError(NO_VINTAGE, table=table_id, host=host_of(self.base))
        return found

    def properties(self, table_id: str) -> tuple[Property, ...]:
        """The columns, in the order of the table."""
        url = question(self.address("Api", table_id, "DataProperties"), format="json")
        return tuple(table_property(row) for row in collect(self.client, url))

    def members(self, table_id: str, dimension: str) -> tuple[Member, ...]:
        """The codes of a dimension, in the order of the table."""
        url = question(self.address("Feed", table_id, dimension), format="json")
        try:
            rows = collect(self.client, url, tries=3)
        except UnusableError:
            rows = self._members_by_question(table_id, dimension)
        return tuple(member(row) for row in rows)

    def groups(self, table_id: str) -> list[Row]:
        """The groups in which the codes are shown; may be empty."""
        url = question(self.address("Api", table_id, "CategoryGroups"), format="json")
        return collect(self.client, url, may_be_empty=True)

    def shape(self, table_id: str) -> Shape:
        """Everything a download needs to know of a table."""
        info, properties = self.info(table_id), self.properties(table_id)
        keys = [p.key for p in properties if p.kind in DIMENSIONS and p.key]
        return Shape(info, properties, {key: self.members(table_id, key) for key in keys})

    def _members_by_question(self, table_id: str, dimension: str) -> list[Row]:
        """The codes through the Api, by the start of the code where there are too many."""
        base = self.address("Api", table_id, dimension)
        try:
            return collect(self.client, question(base, format="json"), tries=3)
        except UnusableError as error:
            if not is_over_limit(error):
                raise

        def below(start: str) -> list[Row]:
            url = question(base, format="json", filter=f"startswith(Key,{quoted(start)})")
            try:
                return collect(self.client, url, tries=3, may_be_empty=True)
            except UnusableError as error:
                if not is_over_limit(error) or len(start) >= 6:
                    raise
            return [row for digit in "0123456789" for row in below(start + digit)]

        return [row for kind in KINDS for row in below(kind)]


def is_over_limit(error: UnusableError) -> bool:
    """Whether the Api says that a question has more than 10,000 records."""
    return error.status >= 500 and b"10000" in error.body.replace(b".", b"").replace(b",", b"")


@dataclass(frozen=True)
class Answer:
    """One page: its records, the address of the next page at our own host, and its bytes."""

    rows: list[Row]
    link: str | None
    size: int


def ask(
    client: Client, url: str, own: str, *, tries: int | None = None, expects_rows: bool = True
) -> Answer:
    """One page. Where rows are expected an empty one is a failure, elsewhere it is asked twice.

    `own` is the question as we put it first; links to next pages are brought back to it.
    """

    def once() -> Answer:
        document, size = client.sized(url)
        rows = document.get("value")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise FailedTryError(INCOMPLETE)
        if not rows:
            raise FailedTryError(EMPTY)
        return Answer(rows, _next_link(document, own), size)

    if expects_rows:
        return client.insist(url, once, tries=tries)
    try:
        return client.insist(url, once, tries=2)
    except UnusableError as error:
        if error.sentence != EMPTY:
            raise
        return Answer([], None, 0)


def _next_link(document: Mapping[str, Any], own: str) -> str | None:
    """The address of the next page; v3 and v4 name it differently."""
    link = document.get("odata.nextLink") or document.get("@odata.nextLink")
    return rebase(str(link), own) if link else None


def collect(
    client: Client, url: str, *, tries: int | None = None, may_be_empty: bool = False
) -> list[Row]:
    """All records of a list that fits in memory, over all its pages. Raises `RefusedError`.

    A long list that ends is asked once more for what comes after its end: a server that forgets
    the link to the next page would otherwise cut it short without a word.
    """
    rows: dict[str, Row] = {}
    link: str | None = url
    seen: set[str] = set()
    while link:
        expects = not rows and not may_be_empty
        answer = ask(client, link, url, tries=tries, expects_rows=expects)
        fresh = {_identity(row): row for row in answer.rows if _identity(row) not in rows}
        rows |= fresh
        seen.add(link)
        link = answer.link
        if link in seen:
            link = skipping(url, len(rows))
            if link in seen:
                raise RefusedError(LOOSE_ENDS, host=host_of(url))
        elif link is None and fresh and len(rows) >= LONG_LIST:
            link = skipping(url, len(rows))
    return list(rows.values())


def skipping(url: str, rows: int) -> str:
    """The same question from a row onwards."""
    return rebase(f"?$skip={rows}", url)


def _identity(row: Row) -> str:
    return str(row.get("Key") or row.get("Identifier") or row.get("ID") or sorted(row.items()))
