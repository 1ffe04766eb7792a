"""OData v4: observations in long form, unpadded keys, capitals that count, CBS only."""

from dataclasses import dataclass

import numpy as np

from standin.answers import Answer, AskedWrongError, Question, as_json, next_link, page_of
from standin.fastrows import Fragments, Piece, digits, render
from standin.filters import FilterError
from standin.metadata3 import DESCRIPTION, Record
from standin.model import Dimension, Figures, Ints, Table, Topic
from standin.selecting import Selection, View
from standin.site import Site

PAGE = 100_000
TYPE = "application/json; odata.metadata=minimal; odata.streaming=true"
OPTIONS = ("$filter", "$top", "$skip", "$select", "$format")


@dataclass(frozen=True)
class Long:
    """The figures of a table with its topics below each other; the measure turns fastest."""

    figures: Figures
    topics: int

    @property
    def total(self) -> int:
        """One row per figure."""
        return self.figures.total * self.topics

    def ids(self, rows: Ints) -> Ints:
        """Counted through."""
        return rows

    def places(self, rows: Ints) -> tuple[Ints, ...]:
        """The places of the table and, last, the measure."""
        return (*self.figures.places(rows // self.topics), rows % self.topics)

    def values(self, topic: int, rows: Ints) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """The figure of each row; there is one topic now."""
        del topic
        below, measure = rows // self.topics, rows % self.topics
        found = np.full(len(rows), np.nan)
        for number in range(self.topics):
            here = measure == number
            found[here] = self.figures.values(number, below[here])
        return found


@dataclass(frozen=True)
class Observed:
    """Everything below the root of v4."""

    site: Site
    root: str

    def answer(self, question: Question) -> Answer:
        """The answer to a question."""
        try:
            return self._answer(question)
        except (AskedWrongError, FilterError) as wrong:
            return error(400, str(wrong))

    def _answer(self, question: Question) -> Answer:
        for name in question.query:
            if name.startswith("$") and name not in OPTIONS:
                raise AskedWrongError(f"The query option '{name}' is not allowed.")
        match [part for part in question.path if part]:
            case [] | ["Datasets"]:
                return self._datasets(question)
            case [table_id, *rest]:
                return self._table(question, table_id, rest)
        return error(404, "Not found")

    def _datasets(self, question: Question) -> Answer:
        tables = [table for table in self.site.of("CBS") if table.v4]
        listed = [_listed(table) for table in tables]
        return _value(question, f"{self.root}/$metadata#Datasets", listed, "catalogue")

    def _table(self, question: Question, table_id: str, rest: list[str]) -> Answer:
        table = self.site.table4(table_id)
        if table is None or table.id in question.behave.gone:
            return error(404, f"Dataset '{table_id}' not found")
        if rest and rest[0] == "Observations":
            return _observations(question, self.site, table, rest[1:])
        if question.faults.is_rebuilt(table.id):
            table = table.rebuilt()
        context = f"{self.root}/{table.id}/$metadata"
        if not rest:
            sets: list[Record] = [
                {"name": n, "kind": "EntitySet", "url": n} for n in _sets(question, table)
            ]
            return _value(question, context, sets)
        if rest == ["Properties"]:
            head: Record = {"@odata.context": question.link(f"{context}#Properties")}
            return _json(head | _properties(table))
        sets4 = _sets(question, table)
        if len(rest) == 1 and rest[0] in sets4:
            return _value(question, f"{context}#{rest[0]}", sets4[rest[0]])
        return error(404, "Not found")


def _listed(table: Table) -> Record:
    keep = ("Identifier", "Title", "Description", "Status", "DatasetType", "Language", "Modified")
    found = _properties(table)
    return {name: found[name] for name in keep}


def _properties(table: Table) -> Record:
    day = f"{table.modified[:10]}T00:00:00+02:00"
    return {
        "Identifier": table.id,
        "Title": table.title,
        "Description": DESCRIPTION,
        "Language": "nl",
        "Authority": "https://standaarden.overheid.nl/owms/terms/Centraal_Bureau_voor_de_Statistiek",
        "Modified": day,
        "ReleaseDate": day,
        "ModificationDate": day,
        "TemporalCoverage": table.period.replace("-", " - "),
        "Catalog": table.catalogue,
        "Version": f"{table.modified[:10].replace('-', '')}0000",
        "VersionReason": table.reason,
        "Frequency": "Per jaar" if table.frequency == "Perjaar" else table.frequency,
        "Status": "Regulier",
        "ObservationCount": table.figures.total * len(_measures(table)),
        "ObservationsModified": day,
        "DatasetType": "Numeric",
        "License": "https://creativecommons.org/licenses/by/4.0/",
        "Source": "CBS (verzonnen cijfers).",
        "Summary": table.summary or table.title,
    }


def _measures(table: Table) -> list[Topic]:
    return [topic for topic in table.topics if not topic.of]


def _sets(question: Question, table: Table) -> dict[str, list[Record]]:
    sets: dict[str, list[Record]] = {
        "Properties": [],
        "Dimensions": [_dimension(question, table, d) for d in table.dimensions],
        "MeasureCodes": [_measure(n, topic) for n, topic in enumerate(_measures(table), 1)],
        "MeasureGroups": [],
        "Observations": [],
    }
    for dimension in table.dimensions:
        sets[f"{dimension.key}Codes"] = [_code(n, dimension, m) for n, m in _counted(dimension)]
        sets[f"{dimension.key}Groups"] = _groups(dimension)
    return sets


def _counted(dimension: Dimension) -> list[tuple[int, int]]:
    return [(number, number - 1) for number in range(1, len(dimension.members) + 1)]


def _code(number: int, dimension: Dimension, place: int) -> Record:
    member = dimension.members[place]
    record: Record = {
        "Identifier": member.key,
        "Index": number,
        "Title": member.title,
        "Description": member.description,
        "DimensionGroupId": member.group or _group(dimension, member.key),
    }
    if dimension.kind == "TimeDimension":
        record["Status"] = member.status or "Definitief"
    return record


def _group(dimension: Dimension, key: str) -> str | None:
    """Areas stand in a group by their kind, periods in one by their length."""
    if dimension.kind.startswith("Geo"):
        return key[:2]
    return "0" if dimension.kind == "TimeDimension" else None


def _groups(dimension: Dimension) -> list[Record]:
    found = {m.group or _group(dimension, m.key) for m in dimension.members} - {None}
    return [
        {"Id": group, "Index": n, "Title": str(group), "Description": "", "ParentId": None}
        for n, group in enumerate(sorted(map(str, found)), 1)
    ]


def _dimension(question: Question, table: Table, dimension: Dimension) -> Record:
    here = question.address.rpartition("/")[0]
    kind = dimension.kind if dimension.kind != "GeoDetail" else "GeoDimension"
    special = {} if kind == "Dimension" else {"@odata.type": f"#Cbs.Ccb.Models.{kind}"}
    grouped = bool(_groups(dimension))
    return special | {
        "Identifier": dimension.key,
        "Title": dimension.title,
        "Description": dimension.description,
        "MapYear": "" if kind == "GeoDimension" else None,
        "ReleasePolicy": True if kind == "TimeDimension" else None,
        "Kind": kind,
        "ContainsGroups": grouped,
        "ContainsCodes": True,
        "CodesUrl": question.link(f"{here}/{dimension.key}Codes"),
        "GroupsUrl": question.link(f"{here}/{dimension.key}Groups") if grouped else None,
    }


def _measure(number: int, topic: Topic) -> Record:
    return {
        "Identifier": topic.code,
        "Index": number,
        "Title": topic.title,
        "Description": topic.description,
        "MeasureGroupId": None,
        "DataType": "Double" if topic.decimals else "Long",
        "Unit": topic.unit,
        "Decimals": topic.decimals,
        "PresentationType": "Absolute",
    }


def long_view(table: Table) -> View:
    """A table as v4 asks about it: unpadded keys, and the measure as one more field."""
    measures = _measures(table)
    fields = tuple(dimension.key for dimension in table.dimensions)
    keys = tuple(tuple(m.key for m in dimension.members) for dimension in table.dimensions)
    codes = tuple(topic.code for topic in measures)
    figures = Long(table.figures, len(measures))
    return View(table.id, (*fields, "Measure"), (*keys, codes), figures, table.dense)


def _observations(question: Question, site: Site, table: Table, rest: list[str]) -> Answer:
    selector = site.selector(table, long=long_view(table))
    selection = selector.select(question.query.get("$filter", ""))
    if rest == ["$count"]:
        return Answer(str(selection.size).encode(), "text/plain; charset=utf-8", kind="rows")
    if rest or question.query.get("$select"):
        return error(404 if rest else 400, "Not found" if rest else "$select is not supported")
    if 0 < question.behave.wide_500 < selection.size:
        question.faults.hits["wide_500"] += 1
        return error(500, "An error has occurred.", kind="rows")
    return _page(question, table, selection)


def _page(question: Question, table: Table, selection: Selection) -> Answer:
    at = question.number("$skip", 0)
    top = question.number("$top", 0) if question.query.get("$top") else None
    page = page_of(question, selection.size, question.behave.page_size or PAGE, at=at, top=top)
    rows = question.faults.spoiled(selection.rows(page.start, page.stop), question.full, page)
    if question.faults.served(table.id):
        table = table.rebuilt()
    link = next_link(question, page)
    context = question.link(question.address.rpartition("/")[0] + "/$metadata#Observations")
    head = f'{{"@odata.context":"{context}","value":['.encode()
    tail = f'],"@odata.nextLink":"{link}"}}' if link else "]}"
    body = b"".join([head, _long_rows(table, long_view(table), rows), tail.encode()])
    return Answer(body, TYPE, kind="rows", page=page.number)


def _long_rows(table: Table, view: View, rows: Ints) -> bytes:
    if not len(rows):
        return b""
    places = view.figures.places(rows)
    measures = _measures(table)
    values = view.figures.values(0, rows)
    attributes = Fragments.of(["None", *(topic.default for topic in measures)])
    attribute = np.where(np.isnan(values), places[-1] + 1, 0)
    decimals = max((topic.decimals for topic in measures), default=0)
    pieces: list[Piece] = [
        b'{"Id":',
        digits(rows),
        b',"Measure":"',
        Fragments.of([topic.code for topic in measures])[places[-1]],
        b'","ValueAttribute":"',
        attributes[attribute],
        b'","Value":',
        digits(values, decimals=decimals),
        b',"StringValue":null',
    ]
    for dimension, place in zip(table.dimensions, places[:-1], strict=True):
        keys = Fragments.of([member.key for member in dimension.members])
        pieces += [f',"{dimension.key}":"'.encode(), keys[place], b'"']
    return render([*pieces, b"},"], len(rows), leave_off=1)


def _value(question: Question, context: str, found: list[Record], kind: str = "metadata") -> Answer:
    return _json({"@odata.context": question.link(context), "value": found}, kind)


def _json(content: Record, kind: str = "metadata") -> Answer:
    found = as_json(content, kind=kind)
    return Answer(found.body, TYPE, found.status, found.kind)


def error(status: int, words: str, *, kind: str = "metadata") -> Answer:
    """An error as OData v4 says it."""
    found = as_json({"error": {"code": str(status), "message": words}}, kind=kind)
    return Answer(found.body, TYPE, status, kind)
