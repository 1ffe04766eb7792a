"""OData v3: the Api with its limit, the Feed with its pages, and the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from standin import atom, metadata3
from standin.answers import ATOM, Answer, AskedWrongError, Question, as_json, next_link, page_of
from standin.filters import FilterError, Value, holds, parse
from standin.metadata3 import Record
from standin.model import Table
from standin.selecting import Selection
from standin.site import Site
from standin.typed import Form, fields, records

PAGE = 10_000
DATA = ("TypedDataSet", "UntypedDataSet")
KNOWN_OPTIONS = ("$filter", "$select", "$top", "$skip", "$format", "$orderby")
LIMIT = (
    "The query results in more than {limit} records, which exceeds the limit for this service. "
    "Narrow the question with $filter, or use ODataFeed."
)


@dataclass(frozen=True)
class Host:
    """A host with its catalogue: opendata has those of CBS, dataderden those of the police."""

    site: Site
    root: str
    catalogue: str

    def answer(self, question: Question) -> Answer:
        """The answer to anything below the host's root."""
        try:
            return self._answer(question)
        except (AskedWrongError, FilterError) as wrong:
            return error(400, str(wrong))

    def _answer(self, question: Question) -> Answer:
        _check_options(question)
        match question.path:
            case ("ODataCatalog",) | ("ODataCatalog", ""):
                return _service(
                    question, ["Tables", "Themes", "Tables_Themes"], _wants_json(question)
                )
            case ("ODataCatalog", name):
                return self._catalogue(question, name)
            case ("ODataApi" | "ODataFeed" as route, odata, table_id, *rest) if (
                odata.lower() == "odata"
            ):
                return self._table(question, route, table_id, [part for part in rest if part])
        return error(404, f"Resource not found for the segment '{question.path[-1]}'.")

    def _catalogue(self, question: Question, name: str) -> Answer:
        sets = {
            "Tables": self._tables,
            "Themes": self._themes,
            "Tables_Themes": self._tables_themes,
        }
        if name not in sets:
            return error(404, f"Resource not found for the segment '{name}'.")
        return _set(question, name, sets[name](question), "catalogue", json=_wants_json(question))

    def _tables(self, question: Question) -> list[Record]:
        found = []
        for number, table in enumerate(self.site.of(self.catalogue)):
            now = table.rebuilt() if question.faults.is_rebuilt(table.id) else table
            roots = tuple(
                question.link(f"{self.root}/{route}/odata/{table.id}")
                for route in ("ODataApi", "ODataFeed")
            )
            found.append(metadata3.catalogue_record(number, now, (roots[0], roots[1])))
        return found

    def _themes(self, question: Question) -> list[Record]:
        del question
        return [
            {
                "ID": n,
                "ParentID": None,
                "Number": t.number,
                "Title": t.title,
                "Language": "nl",
                "Catalog": self.catalogue,
            }
            for n, t in enumerate(self.site.themes)
        ]

    def _tables_themes(self, question: Question) -> list[Record]:
        del question
        own = {table.id: n for n, table in enumerate(self.site.of(self.catalogue))}
        pairs = [
            (t, n) for n, theme in enumerate(self.site.themes) for t in theme.tables if t in own
        ]
        return [
            {"ID": n, "TableID": own[table], "TableIdentifier": table, "ThemeID": theme}
            for n, (table, theme) in enumerate(pairs)
        ]

    def _table(self, question: Question, route: str, table_id: str, rest: list[str]) -> Answer:
        table = self.site.table(table_id, self.catalogue)
        if table is None or table.id in question.behave.gone:
            return error(404, f"The requested table '{table_id}' does not exist.")
        json = route == "ODataApi" or _wants_json(question)
        if not rest:
            return _service(question, _sets(table), json)
        name = rest[0]
        if name in DATA:
            form = Form(json, name == "TypedDataSet")
            return _data(question, self.site, table, route, rest, form)
        sets = _metadata(table.rebuilt() if question.faults.is_rebuilt(table.id) else table)
        if name not in sets or len(rest) > 1:
            return error(404, f"Resource not found for the segment '{rest[-1]}'.")
        return _set(question, name, sets[name], "metadata", json=json, paged=route == "ODataFeed")


def _check_options(question: Question) -> None:
    for name in question.query:
        if name.startswith("$") and name not in KNOWN_OPTIONS:
            raise AskedWrongError(f"The query parameter '{name}' is not supported.")
    order = question.query.get("$orderby", "ID")
    if order.lower() not in ("id", "id asc", "key", "key asc"):
        raise AskedWrongError(f"The query parameter '$orderby={order}' is not supported.")


def _wants_json(question: Question) -> bool:
    return question.query.get("$format", "").lower() == "json" and not question.behave.atom


def _sets(table: Table) -> list[str]:
    fixed = ["TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties", "CategoryGroups"]
    return fixed + [dimension.key for dimension in table.dimensions]


def _metadata(table: Table) -> dict[str, list[Record]]:
    sets = {
        "TableInfos": [metadata3.table_info(table)],
        "DataProperties": metadata3.properties(table),
        "CategoryGroups": metadata3.category_groups(table),
    }
    return sets | {d.key: metadata3.members(d) for d in table.dimensions}


def _service(question: Question, sets: list[str], json: bool) -> Answer:
    here = question.address.rstrip("/")
    if not json:
        return Answer(atom.service(question.base + here, sets), ATOM)
    listed = [{"name": name, "url": question.link(f"{here}/{name}")} for name in sets]
    return as_json({"odata.metadata": question.link(f"{here}/$metadata"), "value": listed})


def _set(
    question: Question,
    name: str,
    found: list[Record],
    kind: str,
    *,
    json: bool,
    paged: bool = False,
) -> Answer:
    """A set of few records: filtered, cut and chosen as asked; the Feed gives it in pages."""
    found = _filtered(found, question.query.get("$filter", ""))
    at, top = question.number("$skip", 0), _top(question)
    size = (question.behave.page_size or PAGE) if paged else max(len(found), 1)
    page = page_of(question, len(found), size, at=at, top=top)
    shown = [_chosen(record, question) for record in found[page.start : page.stop]]
    head, link = _around(question, name), next_link(question, page)
    if not json:
        entries = "".join(map(atom.entry, shown)).encode()
        return Answer(atom.feed(question.base, name, entries, link), ATOM, kind=kind)
    following = {"odata.nextLink": link} if link else {}
    return as_json({"odata.metadata": head, "value": shown} | following, kind=kind)


def _filtered(found: list[Record], text: str) -> list[Record]:
    if not text:
        return found
    node = parse(text)
    return [record for record in found if holds(node, partial(_value, record))]


def _value(record: Record, name: str) -> Value:
    if name not in record:
        raise FilterError(f"Could not find a property named '{name}'")
    value = record[name]
    return float(value) if isinstance(value, int | float) else str(value or "")


def _chosen(record: Record, question: Question) -> Record:
    names = _names(question, record)
    return {name: record[name] for name in names}


def _names(question: Question, known: Iterable[str]) -> tuple[str, ...]:
    """The fields of `$select`, or all of them."""
    asked = [name.strip() for name in question.query.get("$select", "").split(",") if name.strip()]
    known = tuple(known)
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise AskedWrongError(f"Could not find a property named '{unknown[0]}'.")
    return tuple(asked) or known


def _top(question: Question) -> int | None:
    return question.number("$top", 0) if question.query.get("$top") else None


def _around(question: Question, name: str) -> str:
    return question.link(question.address.rpartition("/")[0] + "/$metadata") + f"#Cbs.OData.{name}"


def _data(
    question: Question, site: Site, table: Table, route: str, rest: list[str], form: Form
) -> Answer:
    selection = site.selector(table).select(question.query.get("$filter", ""))
    if rest[1:] == ["$count"]:
        return Answer(str(selection.size).encode(), "text/plain;charset=utf-8", kind="rows")
    if rest[1:]:
        return error(404, f"Resource not found for the segment '{rest[-1]}'.")
    if 0 < question.behave.wide_500 < selection.size:
        question.faults.hits["wide_500"] += 1
        return error(500, "An error occurred while processing this request.", kind="rows")
    if route == "ODataApi" and selection.size > question.behave.api_limit:
        return error(500, LIMIT.format(limit=question.behave.api_limit), kind="rows")
    return _rows(question, table, selection, form, paged=route == "ODataFeed")


def _rows(
    question: Question, table: Table, selection: Selection, form: Form, *, paged: bool
) -> Answer:
    chosen = _names(question, fields(table))
    at, top = question.number("$skip", 0), _top(question)
    size = (question.behave.page_size or PAGE) if paged else max(selection.size, 1)
    page = page_of(question, selection.size, size, at=at, top=top)
    rows = question.faults.spoiled(selection.rows(page.start, page.stop), question.full, page)
    if question.faults.served(table.id):
        table = table.rebuilt()
    body = records(table, rows, chosen, form)
    name, link = ("TypedDataSet" if form.typed else "UntypedDataSet"), next_link(question, page)
    if not form.json:
        entries = atom.feed(question.base, name, body, link)
        return Answer(entries, ATOM, kind="rows", page=page.number)
    head = f'{{"odata.metadata":"{_around(question, name)}","value":['.encode()
    tail = f'],"odata.nextLink":"{link}"}}' if link else "]}"
    return Answer(b"".join([head, body, tail.encode()]), kind="rows", page=page.number)


def error(status: int, words: str, *, kind: str = "metadata") -> Answer:
    """An error as OData v3 says it."""
    said = {"code": "", "message": {"lang": "en-US", "value": words}}
    return as_json({"odata.error": said}, status=status, kind=kind)
