"""What the header of a table view says: which columns are topics, which row holds the periods.

StatLine puts topics, periods and other dimensions above the figures, up to three rows of them,
each with or without its name, with the unit in the last row. Every other maker of tables does
something like it. The parts are known by what is in them. Pure.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regie.evidence.formats.rules import area_code, same_title, stem_of_title
from regie.evidence.formats.spelled_periods import read_period
from regie.evidence.formats.vocabulary import family_names, share_known
from regie.evidence.grids.dimensions import (
    CRIMES,
    MARGINS,
    NUISANCE,
    PERIODS,
    REGIONS,
    SMALL_AREAS,
    TOPIC,
    dimension_named,
)
from regie.evidence.grids.shape import Cells, is_number, is_unit, spread
from regie.policy.tables import TABLES

_MARGIN = re.compile(r"(waarde|(onder|boven)grens.*|(lower|upper) bound.*|value)", re.IGNORECASE)

_PERIOD_BEHIND = re.compile(r"(.*?[^\s\d(-])[\s(-]+((?:19|20)\d\d\*{0,2}(?:[ -]?\w+)?)\)?")
_AREA = re.compile(r"Nederland|.+ \((PV|LD|CR|RE|GM|gemeente|provincie)\)")


@dataclass(frozen=True)
class Column:
    """A column of figures: its topic with unit, and its place on every other dimension."""

    at: int
    topic: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """A header, understood.

    `stubs` names the columns on the left with labels, `dimensions` what stands in the header rows
    besides the topics, `columns` are the columns of figures in order. `told` is the column of
    labels that names the topic of its row, when the topics stand on the left; else None.
    """

    stubs: tuple[str, ...]
    dimensions: tuple[str, ...]
    columns: tuple[Column, ...]
    told: int | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics in order of appearance."""
        return tuple(dict.fromkeys(column.topic for column in self.columns))

    @property
    def header(self) -> tuple[str, ...]:
        """The header of the plain table."""
        return (*self.stubs, *self.dimensions, *self.topics)

    def melt(self, cells: Cells) -> Iterable[Cells]:
        """One row of the view as rows of the plain table."""
        labels = cells[: len(self.stubs)]
        topics = self.topics
        found: dict[tuple[str, ...], dict[str, str]] = {}
        for column in self.columns:
            found.setdefault(column.keys, {})[column.topic] = cells[column.at]
        for keys, values in found.items():
            yield (*labels, *keys, *(values.get(topic, "") for topic in topics))


def understand(
    levels: Sequence[Cells], sample: Sequence[Cells], titles: Sequence[str]
) -> View | None:
    """Understand a header of one or more rows; None when it does not name figures."""
    width = len(levels[0])
    levels, names_of = _without_names(levels)
    bottom = _row_of_labels(levels)
    count = _labels(levels[bottom], levels, sample)
    if not 0 < count < width:
        return None
    stubs = _stub_names(levels[bottom][:count], sample, titles)
    rows = [
        _HeaderRow.of(level, count, names_of.get(i, ""), bottom=i == bottom)
        for i, level in enumerate(levels)
    ]
    rows = [row for row in rows if any(row.cells)]
    units = rows.pop() if len(rows) > 1 and rows[-1].is_units() else None
    topics = [row for row in rows if row.dimension() in {"", TOPIC}]
    dimensions = [row for row in rows if row.dimension() not in {"", TOPIC}]
    beside = [i for i, name in enumerate(stubs) if dimension_named(name) == TOPIC]
    named = TOPIC if beside else topic_in(titles)
    if topics and beside:
        return None  # topics on two sides
    if not topics and not named:
        return None
    paths = [_path([row.cells[i] for row in topics]) for i in range(width - count)]
    if len(topics) > 1 and _same_topic_twice(topics[-1].cells, paths):
        return None  # something unknown stands above the topics, such as men and women
    if not topics:
        paths = [named] * (width - count)
    marks = units.cells if units else ("",) * (width - count)
    columns = _columns(paths, marks, dimensions, count)
    told = beside[0] if beside else None
    return View(stubs, tuple(row.dimension() for row in dimensions), columns, told)


def _columns(
    paths: Sequence[str], marks: Sequence[str], dimensions: Sequence["_HeaderRow"], count: int
) -> tuple[Column, ...]:
    found: list[Column] = []
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for i, (path, mark) in enumerate(zip(paths, marks, strict=True)):
        if not path:
            continue
        topic = f"{path} ({mark})" if mark else path
        keys = tuple(row.cells[i] for row in dimensions)
        seen[topic, keys] = seen.get((topic, keys), 0) + 1
        number = seen[topic, keys]
        found.append(Column(i + count, topic if number == 1 else f"{topic} #{number}", keys))
    return tuple(found)


def _path(parts: Sequence[str]) -> str:
    kept = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    return "|".join(kept)


def periods_apart(header: Cells) -> tuple[Cells, ...]:
    """A header with "Misdrijven 2023" and "Misdrijven 2024" as two: the topics and the periods.

    The header itself when there are no such columns.
    """
    parts = [_PERIOD_BEHIND.fullmatch(cell) for cell in header]
    found = [bool(part and read_period(part[2])) for part in parts]
    names = {part[1] for part, fits in zip(parts, found, strict=True) if part and fits}
    if sum(found) < 2 or len(names) == sum(found):
        return (header,)
    upper = [part[1] if part and fits else "" for part, fits in zip(parts, found, strict=True)]
    lower = [
        part[2] if part and fits else cell
        for part, fits, cell in zip(parts, found, header, strict=True)
    ]
    return (tuple(upper), tuple(lower))


# --- rows of the header --------------------------------------------------------------------------


@dataclass(frozen=True)
class _HeaderRow:
    """The part of a header row above the figures, and its name when the view gives one."""

    name: str
    cells: Cells

    @classmethod
    def of(cls, level: Cells, count: int, told: str, *, bottom: bool) -> "_HeaderRow":
        """The row with its name: told above it, or left of it unless that names the labels."""
        beside = next((cell for cell in reversed(level[:count]) if cell), "")
        name = told or (beside if dimension_named(beside) and not bottom else "")
        return cls(name, spread(level[count:]))

    def is_units(self) -> bool:
        """True for the row with units."""
        filled = [cell for cell in self.cells if cell]
        return not self.name and sum(map(is_unit, filled)) >= 0.8 * len(filled)

    def dimension(self) -> str:
        """What the row is about: "" or "Onderwerp" for topics, else the title of a dimension."""
        if self.name:
            return dimension_named(self.name) or self.name
        return dimension_of(self.cells)


def _same_topic_twice(topics: Sequence[str], paths: Sequence[str]) -> bool:
    above: dict[str, set[str]] = {}
    for topic, path in zip(topics, paths, strict=True):
        above.setdefault(topic, set()).add(path)
    return any(len(found) > 1 for found in above.values())


def _row_of_labels(levels: Sequence[Cells]) -> int:
    """The header row that names the columns of labels: the last with a first cell."""
    named = [i for i, level in enumerate(levels) if level[0]]
    return named[-1] if named else len(levels) - 1


def _without_names(levels: Sequence[Cells]) -> tuple[list[Cells], dict[int, str]]:
    """Take out rows that only name the row under them ("Onderwerp"); say which row they name."""
    kept: list[Cells] = []
    told: dict[int, str] = {}
    for level in levels:
        filled = [cell for cell in level if cell]
        if len(filled) == 1 and not level[0] and dimension_named(filled[0]) and len(level) > 2:
            told[len(kept)] = filled[0]
        else:
            kept.append(level)
    return (kept, told) if kept else (list(levels), {})


def _labels(bottom: Cells, levels: Sequence[Cells], sample: Sequence[Cells]) -> int:
    """How many columns on the left hold labels."""
    count = 0
    for i, name in enumerate(bottom):
        above = [level[i] for level in levels if level is not bottom and level[i]]
        own = bool(dimension_named(name)) and not (above and not dimension_named(above[-1]))
        if above and not all(dimension_named(cell) for cell in above):
            break
        if not (i == 0 or own or (not name and _are_words(sample, i))):
            break
        count = i + 1
    return count


def _are_words(sample: Sequence[Cells], at: int) -> bool:
    filled = [cells[at] for cells in sample if cells[at]]
    return bool(filled) and not any(is_number(cell) or cell in {".", "-", "x"} for cell in filled)


def _stub_names(
    names: Sequence[str], sample: Sequence[Cells], titles: Sequence[str]
) -> tuple[str, ...]:
    found = []
    for i, name in enumerate(names):
        labels = [cells[i] for cells in sample if cells[i]]
        found.append(name or dimension_of(labels) or _areas(labels, titles))
    return tuple(found)


def _areas(labels: Sequence[str], titles: Sequence[str]) -> str:
    """A column of labels without a name: areas, small ones when a code or a title says so."""
    small = any(label[:2] in {"WK", "BU"} and area_code(label) for label in labels)
    told = any(word in " ".join(titles).casefold() for word in ("buurt", "wijk"))
    return SMALL_AREAS if small or told else REGIONS


# --- dimensions ----------------------------------------------------------------------------------


def dimension_of(cells: Sequence[str]) -> str:
    """Which dimension these values belong to; "" when they are no values of one."""
    filled = list(dict.fromkeys(cell for cell in cells if cell))
    if not filled:
        return ""
    if all(read_period(cell) for cell in filled):
        return PERIODS
    if all(_MARGIN.fullmatch(cell) or cell in {"MW00000", "MOG0095", "MBG0095"} for cell in filled):
        return MARGINS
    for family, title in (("offence", CRIMES), ("nuisance", NUISANCE)):
        if family_names(family) and share_known(filled, family) > 0.8:
            return title
    coded = sum(1 for cell in filled if area_code(cell)) > 0.8 * len(filled)
    if coded or any(_AREA.fullmatch(cell) for cell in filled):
        return _areas(filled, ())
    return ""


def topic_in(titles: Sequence[str]) -> str:
    """The topic that a title names, when the view itself leaves out that there is only one."""
    text = stem_of_title(" ".join(titles)[:400].split(";")[0])
    known = {
        title: title for item in TABLES() for measure in item.measures for title in measure.titles
    }
    fitting = [title for title in known if same_title(title, text)]
    fitting += [t for t in known if stem_of_title(t).casefold() == text.casefold()]
    return max(fitting, key=len, default="")
