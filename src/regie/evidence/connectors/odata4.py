"""OData v4 of CBS: the same tables in long form, one row per observation.

Source: CBS, "Handleiding Open data services v4". Numbers of tables are case-sensitive there
(`80590ned`, not `80590NED`), keys are not padded, the police are not in it, and there is one route
with pages of 100,000 rows.
"""

from pathlib import Path

import pyarrow

from regie.evidence.connectors.addresses import host_of, question
from regie.evidence.connectors.download import Download, Run
from regie.evidence.connectors.download import download as fetch
from regie.evidence.connectors.http import INCOMPLETE, Client, FailedTryError, NotThereError
from regie.evidence.connectors.metadata import (
    Member,
    Property,
    Shape,
    TableInfo,
    TableListing,
    dimension,
    listing,
    member,
    table_info,
)
from regie.evidence.connectors.odata3 import NO_TABLE, collect
from regie.evidence.connectors.pages import Columns
from regie.evidence.connectors.progress import Follow
from regie.evidence.connectors.requests import Part, TableRequest

MEASURE = "Measure"
FIXED = {
    "Id": pyarrow.int64(),
    MEASURE: pyarrow.string(),
    "ValueAttribute": pyarrow.string(),
    "Value": pyarrow.float64(),
    "StringValue": pyarrow.string(),
}


class Service:
    """The catalogue and the metadata of OData v4. Every method raises `RefusedError`."""

    def __init__(self, client: Client, base: str) -> None:
        self.client = client
        self.base = base.rstrip("/")

    def rows_address(self, route: str, table_id: str) -> str:
        """Where the figures of a table are; there is one route only."""
        del route
        return f"{self.base}/{table_id}/Observations"

    def tables(self) -> list[TableListing]:
        """Every table."""
        rows = collect(self.client, f"{self.base}/Datasets")
        return [listing(row) for row in rows if row.get("Identifier")]

    def find(self, table_id: str) -> str:
        """The number of a table with the right capitals. Raises `NotThereError`."""
        for found in self.tables():
            if found.table_id.casefold() == table_id.strip().casefold():
                return found.table_id
        raise NotThereError(NO_TABLE, table=table_id, host=host_of(self.base))

    def info(self, table_id: str) -> TableInfo:
        """Title and the moment of the last change."""
        url = f"{self.base}/{table_id}/Properties"

        def once() -> TableInfo:
            found = table_info(self.client.sized(url)[0])
            if found is None:
                raise FailedTryError(INCOMPLETE)
            return found

        return self.client.insist(url, once)

    def properties(self, table_id: str) -> tuple[Property, ...]:
        """The dimensions, in the order of the table."""
        rows = collect(self.client, f"{self.base}/{table_id}/Dimensions")
        return tuple(dimension(row) for row in rows)

    def members(self, table_id: str, key: str) -> tuple[Member, ...]:
        """The codes of a dimension; the measures are a dimension here."""
        entity = "MeasureCodes" if key == MEASURE else f"{key}Codes"
        rows = collect(self.client, f"{self.base}/{table_id}/{entity}")
        return tuple(member(row) for row in rows)

    def shape(self, table_id: str) -> Shape:
        """Everything a download needs to know of a table."""
        info, properties = self.info(table_id), self.properties(table_id)
        keys = [*(p.key for p in properties), MEASURE]
        found = {key: self.members(table_id, key) for key in keys}
        return Shape(info, properties, found)


class ObservationsRun(Run):
    """One vintage of one request, over OData v4."""

    has_api = False

    def _url(self, part: Part, route: str) -> str:
        address = self.service.rows_address(route, self.request.table_id)
        return question(address, filter=part.filter())

    def _columns(self, part: Part) -> Columns:
        own = super()._columns(part)
        keys = [key for key in self.shape.dimensions if key != MEASURE]
        return Columns(
            names=(*FIXED, *keys),
            types=(*FIXED.values(), *(pyarrow.string() for _key in keys)),
            identity="Id",
            allowed=own.allowed,
            marks=own.marks,
        )


def download(
    service: Service,
    request: TableRequest,
    folder: Path,
    progress: Follow | None = None,
    *,
    shape: Shape | None = None,
) -> Download:
    """Fetch observations, or go on where an earlier download in `folder` stopped.

    Measures are chosen with `fixed={"Measure": …}`. Raises `RefusedError`.
    """
    return fetch(service, request, folder, progress, shape=shape, run=ObservationsRun)
