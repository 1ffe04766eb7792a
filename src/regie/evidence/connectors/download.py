"""Fetching a table of OData v3 whole: through the Feed page by page, or in parts when it must.

The rows end up in one file in the order of the publisher, the same whatever went wrong on the
way. What may go wrong and is taken care of: `docs/explanation/fetching.md`.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext_noop as _

from regie.evidence.connectors.addresses import question, rebase
from regie.evidence.connectors.ahead import Ahead
from regie.evidence.connectors.book import Mark, open_book
from regie.evidence.connectors.cutting import LIMIT, cut
from regie.evidence.connectors.http import (
    INCOMPLETE,
    NO_CONNECTION,
    Client,
    FailedTryError,
    UnusableError,
)
from regie.evidence.connectors.metadata import Shape, TableInfo
from regie.evidence.connectors.odata3 import EMPTY, Answer, ask, skipping
from regie.evidence.connectors.pages import Columns, columns_of, read_page
from regie.evidence.connectors.progress import Follow, Meter
from regie.evidence.connectors.requests import Part, TableRequest, whole
from regie.evidence.connectors.sorting import sort_rows
from regie.evidence.formats.rules import stem
from regie.foundation.records.refusals import RefusedError

NOTHING = _(
    "Tabel %(table)s geeft geen enkele rij voor deze vraag, terwijl de codes wel bestaan. "
    "Er is niets ingelezen. Probeer het later opnieuw."
)
SHORT = _(
    "Van tabel %(table)s kwamen %(rows)s van de %(expected)s rijen. Er is niets ingelezen. "
    "Probeer het later opnieuw."
)
CHANGES = _(
    "Tabel %(table)s wordt op dit moment bijgewerkt. Er is niets ingelezen. "
    "Probeer het morgen opnieuw."
)
REBUILDS = 3
FEW_TRIES = 3
DENSE = "Politie"


@dataclass(frozen=True)
class Download:
    """A table on disk. `resumed` says that an earlier download was carried on."""

    path: Path
    rows: int
    modified: datetime
    resumed: bool
    shape: Shape


class Source(Protocol):
    """Where a table comes from: OData v3 or v4."""

    client: Client

    def info(self, table_id: str) -> TableInfo:
        """Title and moment of the last change."""

    def find(self, table_id: str) -> str:
        """The number as this place spells it."""

    def shape(self, table_id: str) -> Shape:
        """Columns and codes."""

    def rows_address(self, route: str, table_id: str) -> str:
        """Where the rows are."""


def download(
    service: Source,
    request: TableRequest,
    folder: Path,
    progress: Follow | None = None,
    *,
    shape: Shape | None = None,
    run: "type[Run] | None" = None,
) -> Download:
    """Fetch a table, or go on where an earlier download in `folder` stopped.

    When the publisher changed the table meanwhile it is fetched anew, so that no file mixes two
    vintages. `shape` may be given when it was just asked for; `run` fetches over another
    protocol. Raises `RefusedError`.
    """
    for _attempt in range(REBUILDS):
        meter = Meter(progress, service.client.clock)
        meter.tell("metadata", now=True)
        shape = shape or service.shape(request.table_id)
        done = (run or Run)(service, request, shape, folder, meter).finish()
        if service.info(request.table_id).modified == shape.info.modified:
            return done
        shape = None
    raise RefusedError(CHANGES, table=request.table_id)


class Run:
    """One vintage of one request, over OData v3."""

    has_api = True

    def __init__(
        self, service: Source, request: TableRequest, shape: Shape, folder: Path, meter: Meter
    ) -> None:
        self.service, self.request, self.shape, self.meter = service, request, shape, meter
        self.part = whole(request, shape)
        self.dense = shape.info.catalogue == DENSE
        self.topics = [t for t in shape.topics if stem(t.key) not in request.leave_out]
        mark = Mark(request=repr(request), modified=shape.info.stamp, queue=[self.part])
        self.book = open_book(folder, mark, self._columns(self.part))
        self.target = folder / f"{request.slug}_{shape.info.stamp}.csv"
        self.tries: int | None = None

    def finish(self) -> Download:
        """Fetch what is still to come and put the file in order."""
        mark = self.book.mark
        self.meter.resume(mark.rows)
        expected = self.part.size(self.shape)
        self.meter.expected = expected
        try:
            while mark.queue:
                self._next_part()
        finally:
            self.book.close()
        if not mark.rows:
            raise RefusedError(NOTHING, table=self.request.table_id)
        if self.dense and mark.rows != expected:
            self.book.forget()
            raise RefusedError(
                SHORT, table=self.request.table_id, rows=mark.rows, expected=expected
            )
        self._put_in_order()
        return Download(
            self.target, mark.rows, self.shape.info.modified, self.book.resumed, self.shape
        )

    # --- parts -----------------------------------------------------------------------------------

    def _next_part(self) -> None:
        part, mark = self.book.mark.queue[0], self.book.mark
        size = part.size(self.shape)
        if mark.ceiling and size >= mark.ceiling:
            pieces = cut(part, self.shape, max(1, mark.ceiling - 1))
            if len(pieces) > 1:
                self.book.replace_part(pieces)
                return
        try:
            self._fetch(part, size)
        except UnusableError as error:
            self._narrow(part, size, error)

    def _narrow(self, part: Part, size: int, error: UnusableError) -> None:
        """Find a way of asking that does work, and go on with that; else give up.

        Nothing is forgotten before another way has given an answer.
        """
        if error.sentence == NO_CONNECTION:
            raise error
        for route, target in self._other_ways(size, error):
            piece = part
            while piece.size(self.shape) > target:
                pieces = cut(piece, self.shape, target)
                if len(pieces) == 1:
                    break
                piece = pieces[0]
            if self._answers(piece, route):
                self.book.mark.route, self.book.mark.ceiling = route, target + 1
                self.book.replace_part([part])
                return
        raise error

    def _other_ways(self, size: int, error: UnusableError) -> list[tuple[str, int]]:
        """Smaller questions to the Feed when it fell over the width, then the Api, ever smaller."""
        route, ways = self.book.mark.route, []
        target = size
        while route == "Feed" and error.status >= 500 and target >= (LIMIT if self.has_api else 2):
            target //= 8
            ways.append(("Feed", max(target, 1)))
        if not self.has_api:
            return ways
        target = min(size, LIMIT - 1) if route == "Feed" else size // 2
        while target >= 1:
            ways.append(("Api", target))
            target //= 8
        return ways

    def _answers(self, piece: Part, route: str) -> bool:
        url = self._url(piece, route)
        try:
            ask(self.service.client, url, url, tries=2, expects_rows=self.dense)
        except UnusableError:
            return False
        return True

    # --- pages -----------------------------------------------------------------------------------

    def _fetch(self, part: Part, size: int) -> None:
        """All pages of one part."""
        mark, own = self.book.mark, self._url(part, self.book.mark.route)
        self.book.columns = self._columns(part)
        self.tries = FEW_TRIES if size > LIMIT and not mark.next else None
        ahead = Ahead(lambda url: self._ask(url, own))
        url, visited = rebase(mark.next, own) if mark.next else own, set[str]()
        while url:
            answer = ahead.take(url)
            self.tries = None
            visited.add(url)
            if answer.link and answer.link not in visited and not self._complete(answer, size):
                ahead.start(answer.link)
            fresh = self._store(url, own, answer)
            if mark.route == "Api":
                self._judge_api(answer, size, own)
            url = self._following(own, answer, fresh, size, visited)
            self.book.save(url)
        ahead.drop()
        self.book.next_part()

    def _ask(self, url: str, own: str) -> Answer:
        whole_table = self.book.mark.queue[0] == self.part
        expects = self.dense or (whole_table and url == own)
        return ask(self.service.client, url, own, tries=self.tries, expects_rows=expects)

    def _complete(self, answer: Answer, size: int) -> bool:
        """Whether this page brings the last rows that a table of this size can have."""
        return self.book.mark.part_rows + len(answer.rows) >= size

    def _store(self, url: str, own: str, answer: Answer) -> int:
        """Write the new rows of a page; one that is not what was asked for is asked again."""
        columns = self.book.columns
        if not answer.rows:
            return 0
        try:
            page = read_page(answer.rows, columns)
        except FailedTryError:
            page = self.service.client.insist(
                url, lambda: read_page(self._ask(url, own).rows, columns)
            )
        fresh = self.book.write(page)
        self.meter.add(fresh, answer.size)
        return fresh

    def _judge_api(self, answer: Answer, size: int, own: str) -> None:
        """An answer of the Api is whole, or it is none: it has no next page."""
        whole_part = self.book.mark.part_rows >= size if self.dense else True
        if len(answer.rows) >= LIMIT or not whole_part:
            raise UnusableError(own, 1, FailedTryError(INCOMPLETE, status=500))

    def _following(self, own: str, answer: Answer, fresh: int, size: int, visited: set[str]) -> str:
        """The page after this one; "" at the end of the part."""
        mark = self.book.mark
        if mark.part_rows >= size or mark.route == "Api":
            return ""
        if answer.link and answer.link not in visited:
            return answer.link
        if not answer.link and not fresh and not self.dense:
            return ""
        after = skipping(own, mark.part_rows)
        if after in visited:
            raise UnusableError(own, 1, FailedTryError(EMPTY))
        return after

    # --- words and columns -----------------------------------------------------------------------

    def _url(self, part: Part, route: str) -> str:
        address = self.service.rows_address(route, self.request.table_id)
        chosen = ""
        if len(self.topics) < len(self.shape.topics):
            chosen = ",".join(self._columns(part).names)
        return question(address, format="json", filter=part.filter(), select=chosen)

    def _columns(self, part: Part) -> Columns:
        allowed = {
            key: frozenset(member.key for member in choice.of(self.shape.dimensions[key]))
            for key, choice in part.choices
        }
        keys, periods = self.shape.dimensions, self.shape.periods
        return columns_of(keys, self.topics, allowed, periods, keys.get(periods, ()))

    def _put_in_order(self) -> None:
        """The complete file under its own name; at once when it was there already."""
        book, mark = self.book, self.book.mark
        if not mark.ordered:
            self.meter.tell("sort", now=True)
            ordered = book.folder / "sorted.csv"
            tick = partial(self.meter.tell, "sort")
            highest = book.seen.last
            sort_rows(book.path, ordered, book.columns, rows=mark.rows, highest=highest, tick=tick)
            ordered.replace(self.target)
        else:
            self.target.unlink(missing_ok=True)
            self.target.hardlink_to(book.path)
