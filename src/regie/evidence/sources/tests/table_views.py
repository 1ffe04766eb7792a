"""Table views as StatLine and its users write them, made from a plain table."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from regie.evidence.formats.rules import parse_header
from regie.evidence.sources.tests.variants import Table

Grid = list[list[str]]


@dataclass(frozen=True)
class Parts:
    """The table taken apart: labels, dimensions above, topics, and the value of each."""

    stubs: tuple[str, ...]
    above: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[str, ...], ...]
    topics: tuple[str, ...]
    values: Mapping[tuple[tuple[str, ...], tuple[str, ...], str], str]

    def columns(self, *, topics_first: bool) -> list[tuple[tuple[str, ...], str]]:
        """The columns of the view in order."""
        if topics_first:
            return [(key, topic) for topic in self.topics for key in self.keys]
        return [(key, topic) for key in self.keys for topic in self.topics]


def apart(table: Table, above: Sequence[str]) -> Parts:
    """Take a table apart with these dimensions above the figures."""
    topics = tuple(table.header[i] for i in table.numbers)
    stubs = tuple(n for n in table.header if n not in topics and n not in above)
    values: dict[tuple[tuple[str, ...], tuple[str, ...], str], str] = {}
    labels: dict[tuple[str, ...], None] = {}
    keys: dict[tuple[str, ...], None] = {}
    for row in table.rows:
        cells = dict(zip(table.header, row, strict=True))
        label, key = tuple(cells[n] for n in stubs), tuple(cells[n] for n in above)
        labels[label], keys[key] = None, None
        for topic in topics:
            values[label, key, topic] = cells[topic]
    return Parts(stubs, tuple(above), tuple(labels), tuple(keys), topics, values)


def _bars(topic: str) -> str:
    header = parse_header(topic)
    return "|".join(header.path)


def _body(parts: Parts, columns: Sequence[tuple[tuple[str, ...], str]]) -> Grid:
    return [
        [*label, *(parts.values.get((label, key, topic), "") for key, topic in columns)]
        for label in parts.labels
    ]


def _rows(parts: Parts, columns: Sequence[tuple[tuple[str, ...], str]]) -> dict[str, list[str]]:
    """The header rows: one per dimension, the topics and their units."""
    rows = {name: [key[i] for key, _t in columns] for i, name in enumerate(parts.above)}
    rows["Onderwerp"] = [_bars(topic) for _key, topic in columns]
    rows[""] = [parse_header(topic).unit for _key, topic in columns]
    return rows


def old_style(parts: Parts) -> Grid:
    """The name of a dimension in a row of its own above its values, units in the last row."""
    columns = parts.columns(topics_first=True)
    rows = _rows(parts, columns)
    empty = [""] * len(parts.stubs)
    grid: Grid = []
    for name in ("Onderwerp", *parts.above):
        grid += [[*empty, name], [*empty, *rows[name]]]
    return [*grid, [*parts.stubs, *rows[""]], *_body(parts, columns)]


def new_style(parts: Parts) -> Grid:
    """The name of a dimension left of its values, in the last column of labels."""
    columns = parts.columns(topics_first=False)
    rows = _rows(parts, columns)
    empty = [""] * (len(parts.stubs) - 1)
    grid = [[*empty, name, *rows[name]] for name in (*parts.above, "Onderwerp")]
    return [*grid, [*parts.stubs, *rows[""]], *_body(parts, columns)]


def merged(parts: Parts) -> Grid:
    """As a spreadsheet shows it: a value only in the first of equal cells, labels too."""
    columns = parts.columns(topics_first=True)
    rows = _rows(parts, columns)
    empty = [""] * len(parts.stubs)
    grid = [[*empty, *_once(rows["Onderwerp"])]]
    grid += [[*empty, *rows[name]] for name in parts.above]
    grid += [[*parts.stubs, *rows[""]]]
    body = _body(parts, columns)
    last = [""] * len(parts.stubs)
    for line in body:
        shown = line[: len(parts.stubs)]
        for i in range(len(parts.stubs) - 1):
            if shown[: i + 1] == last[: i + 1]:
                line[i] = ""
        last = shown
    return [*grid, *body]


def by_hand(parts: Parts) -> Grid:
    """The names of the labels in the first row, units left out."""
    columns = parts.columns(topics_first=False)
    rows = _rows(parts, columns)
    empty = [""] * len(parts.stubs)
    first, *others = [rows[name] for name in (*parts.above, "Onderwerp")]
    return [
        [*parts.stubs, *first],
        *([*empty, *row] for row in others),
        *_body(parts, columns),
    ]


def corner(parts: Parts) -> Grid:
    """The name of every row in its first cell, and the labels named beside the units."""
    columns = parts.columns(topics_first=False)
    rows = _rows(parts, columns)
    empty = [""] * (len(parts.stubs) - 1)
    grid = [[name, *empty, *rows[name]] for name in ("Onderwerp", *parts.above)]
    return [*grid, [*parts.stubs, *rows[""]], *_body(parts, columns)]


def merged_corner(parts: Parts) -> Grid:
    """As `corner`, in merged cells; a single topic is left to the title."""
    columns = parts.columns(topics_first=True)
    rows = _rows(parts, columns)
    empty = [""] * (len(parts.stubs) - 1)
    shown = [*(["Onderwerp"] if len(parts.topics) > 1 else []), *parts.above]
    grid = [[name, *empty, *_once(rows[name])] for name in shown]
    return [*grid, [*parts.stubs, *rows[""]], *_body(parts, columns)]


def topics_below(parts: Parts) -> Grid:
    """The topics with their units as the last row, beside the names of the labels."""
    columns = parts.columns(topics_first=False)
    rows = _rows(parts, columns)
    empty = [""] * (len(parts.stubs) - 1)
    grid = [[*empty, name, *rows[name]] for name in parts.above]
    topics = [_bars(topic) + _unit(topic) for _key, topic in columns]
    return [*grid, [*parts.stubs, *topics], *_body(parts, columns)]


def _unit(topic: str) -> str:
    unit = parse_header(topic).unit
    return f" ({unit})" if unit else ""


def _once(cells: Sequence[str]) -> list[str]:
    return [cell if i == 0 or cell != cells[i - 1] else "" for i, cell in enumerate(cells)]


STYLES: Mapping[str, Callable[[Parts], Grid]] = {
    "old": old_style,
    "new": new_style,
    "merged": merged,
    "by hand": by_hand,
    "corner": corner,
    "merged corner": merged_corner,
    "topics below": topics_below,
}


def view(
    grid: Grid,
    *,
    title: str,
    foot: str = "Bron: CBS",
    delimiter: str = ";",
    encoding: str = "utf-8-sig",
    wide: bool = False,
) -> bytes:
    """The view as a CSV. `wide` writes every line as long as the longest, as Excel does."""
    width = max(map(len, grid))
    lines = [[title], [""], *grid, [foot]]
    text = io.StringIO(newline="")
    quoting: Literal[0, 1] = csv.QUOTE_MINIMAL if wide else csv.QUOTE_ALL
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=quoting)
    for line in lines:
        writer.writerow([*line, *([""] * (width - len(line)) if wide else [])])
    return text.getvalue().encode(encoding)
