"""Tables to serve: by a function, without keeping a figure, or from a TypedDataSet file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from standin.model import Dense, Dimension, Kept, Member, Table, Topic, Values

# How many characters a key takes in OData v3; what is shorter is padded with spaces.
WIDTHS = {"SoortMisdrijf": 6, "Overlast": 6, "WijkenEnBuurten": 10, "RegioS": 6, "Perioden": 8}
CSV_CHUNK = 200_000


def dense(
    table_id: str,
    title: str,
    *,
    dimensions: Sequence[Dimension],
    topics: Sequence[Topic],
    values: Values,
    catalogue: str = "Politie",
    modified: str = "2026-08-15T02:00:00",
    period: str = "",
    frequency: str = "Perjaar",
    v4: bool = False,
) -> Table:
    """A table in which every combination of members has a row.

    `values(topic, *members)` gets the topic's place among the topics that are figures and per
    dimension an array with the numbers of the members; it answers an array of floats, NaN for
    no figure. It is asked a page at a time.
    """
    shape = tuple(len(dimension.members) for dimension in dimensions)
    return Table(
        table_id,
        title,
        catalogue,
        modified,
        tuple(dimensions),
        tuple(topics),
        Dense(shape, values),
        period or _span(dimensions),
        frequency,
        v4=v4,
    )


def _span(dimensions: Sequence[Dimension]) -> str:
    years = [m.key[:4] for d in dimensions if d.kind == "TimeDimension" for m in d.members]
    return f"{min(years)}-{max(years)}" if years else ""


KINDS = {"Perioden": "TimeDimension", "WijkenEnBuurten": "GeoDetail", "RegioS": "GeoDimension"}
TITLES = {
    "SoortMisdrijf": "Soort misdrijf",
    "WijkenEnBuurten": "Wijken en buurten",
    "RegioS": "Regio's",
}


def from_csv(
    path: Path,
    *,
    table_id: str,
    title: str,
    catalogue: str = "Politie",
    modified: str = "2026-08-15T02:00:00",
    dimensions: Sequence[Dimension] = (),
    titles: Mapping[str, str] | None = None,
    classification: int | None = None,
    frequency: str = "Perjaar",
    v4: bool = False,
) -> Table:
    """A table from a TypedDataSet file (`;`, padded keys), the figures kept as arrays.

    A column of which the name ends in `_` and a number is a topic, every other one beside ID a
    dimension. Members that `dimensions` does not name are taken from the file in its order, with
    their names from `titles`; `classification` is the year of the areas.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream, delimiter=";")
        header = next(lines)
        read = _Reading.of(header, dimensions)
        read.titles, read.classification = dict(titles or {}), classification
        for block in _blocks(lines):
            read.take(block)
    return Table(
        table_id,
        title,
        catalogue,
        modified,
        read.dimensions(),
        read.topics(),
        read.figures(),
        _span(read.dimensions()),
        frequency,
        v4=v4,
    )


def _blocks(lines: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    block: list[list[str]] = []
    for line in lines:
        block.append(line)
        if len(block) == CSV_CHUNK:
            yield block
            block = []
    yield block


class _Reading:
    """A TypedDataSet file while it is read: columns become arrays, block by block."""

    def __init__(self, header: list[str], known: dict[str, Dimension]) -> None:
        self.header = header
        self.known = known
        self.measures = [name for name in header if name.rpartition("_")[2].isdigit()]
        self.keys = [name for name in header if name != "ID" and name not in self.measures]
        self.members = {
            name: {m.key: n for n, m in enumerate(known[name].members)} if name in known else {}
            for name in self.keys
        }
        self.widths = dict.fromkeys(self.keys, 0)
        self.texts: dict[str, dict[int, str]] = {}
        self.parts: dict[str, list[NDArray[np.generic]]] = {name: [] for name in header}
        self.rows = 0
        self.titles: dict[str, str] = {}
        self.classification: int | None = None

    @classmethod
    def of(cls, header: list[str], dimensions: Sequence[Dimension]) -> "_Reading":
        """Ready to read below this header."""
        return cls(header, {dimension.key: dimension for dimension in dimensions})

    def take(self, block: list[list[str]]) -> None:
        """Add the rows of a block."""
        columns = dict(zip(self.header, zip(*block, strict=True), strict=True)) if block else {}
        for name, cells in columns.items():
            self.parts[name].append(self._column(name, cells, columns))
        self.rows += len(block)

    def _column(
        self, name: str, cells: Sequence[str], columns: dict[str, tuple[str, ...]]
    ) -> NDArray[np.generic]:
        if name == "ID":
            return np.array(cells, dtype=np.int64)
        if name in self.members:
            self.widths[name] = max(self.widths[name], len(cells[0]))
            known = self.members[name]
            return np.array([known.setdefault(c.strip(), len(known)) for c in cells], np.int64)
        try:
            return np.array([float(c) if c.strip() not in {"", "."} else np.nan for c in cells])
        except ValueError:
            return self._text(name, cells, columns)

    def _text(
        self, name: str, cells: Sequence[str], columns: dict[str, tuple[str, ...]]
    ) -> NDArray[np.generic]:
        place = next(
            (key for key in self.keys if key in ("WijkenEnBuurten", "RegioS")), self.keys[0]
        )
        known, texts = self.members[place], self.texts.setdefault(name, {})
        for key, cell in zip(columns[place], cells, strict=True):
            if cell.strip():
                texts[known.setdefault(key.strip(), len(known))] = cell
        return np.full(len(cells), np.nan)

    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions, as given or as the file has them."""
        return tuple(self.known.get(name) or self._dimension(name) for name in self.keys)

    def _dimension(self, name: str) -> Dimension:
        members = tuple(_member(name, key, self.titles.get(key, "")) for key in self.members[name])
        width = WIDTHS.get(name, self.widths[name])
        title, kind = TITLES.get(name, name), KINDS.get(name, "Dimension")
        about = f"{title} (indeling {self.classification})" if kind == "GeoDetail" else ""
        return Dimension(name, title, kind, width, members, about if self.classification else "")

    def topics(self) -> tuple[Topic, ...]:
        """The topics, texts after the dimension of areas."""
        return tuple(self._topic(number, name) for number, name in enumerate(self.measures, 1))

    def _topic(self, number: int, name: str) -> Topic:
        code = f"M{number:06d}"
        if name not in self.texts:
            return Topic(name, name.rpartition("_")[0], code=code)
        place = next(
            (key for key in self.keys if key in ("WijkenEnBuurten", "RegioS")), self.keys[0]
        )
        texts = tuple(self.texts[name].get(n, "") for n in range(len(self.members[place])))
        return Topic(name, name.rpartition("_")[0], "naam", of=place, texts=texts, code=code)

    def figures(self) -> Kept:
        """The rows as arrays."""
        numbers = self._joined("ID") if "ID" in self.parts else np.arange(self.rows)
        measures = [name for name in self.measures if name not in self.texts]
        return Kept(
            numbers.astype(np.int64),
            tuple(self._joined(name).astype(np.int64) for name in self.keys),
            tuple(self._joined(name).astype(np.float64) for name in measures),
        )

    def _joined(self, name: str) -> NDArray[np.generic]:
        parts = self.parts[name]
        return np.concatenate(parts) if parts else np.empty(0)


def _member(dimension: str, key: str, title: str) -> Member:
    if dimension == "Perioden":
        return Member(key, period_title(key), status="Definitief")
    if dimension in ("WijkenEnBuurten", "RegioS"):
        owner = f"GM{key[2:6]}" if key[:2] in ("GM", "WK", "BU") else ""
        return Member(key, title or key, municipality=owner, detail=key if owner else "")
    return Member(key, title or key)


MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def period_title(key: str) -> str:
    """How the publishers write a period: `2023JJ00` is 2023, `2023MM02` is 2023 februari."""
    year, kind, number = key[:4], key[4:6], int(key[6:8] or 0)
    if kind == "MM":
        return f"{year} {MONTHS[number - 1]}"
    if kind == "KW":
        return f"{year} {number}e kwartaal"
    return year
