"""TypedDataSet and UntypedDataSet: the records of a table as JSON or Atom, a page at a time."""

from dataclasses import dataclass

import numpy as np
import orjson

from standin import atom
from standin.fastrows import Bytes, Fragments, Piece, digits, render
from standin.model import Dimension, Floats, Ints, Table, Topic

# Untyped figures are texts of this width, the number at the right.
UNTYPED_WIDTH = 8
SYMBOLS = {"Zero": b"0", "Missing": b".", "Impossible": b""}


@dataclass(frozen=True)
class Form:
    """How records are written: as JSON or as Atom, typed or untyped."""

    json: bool = True
    typed: bool = True


def records(table: Table, rows: Ints, chosen: tuple[str, ...], form: Form) -> bytes:
    """The records of these rows, with the chosen fields only; without what stands around them."""
    if not len(rows):
        return b""
    places = table.figures.places(rows)
    pieces: list[Piece] = [b"{" if form.json else atom.ENTRY.encode()]
    for number, name in enumerate(chosen):
        pieces.append(_before(name, number, form))
        pieces.extend(_field(table, name, rows, places, form))
    pieces.append(b"}," if form.json else atom.END_ENTRY.encode())
    return render(pieces, len(rows), leave_off=1 if form.json else 0)


def fields(table: Table) -> tuple[str, ...]:
    """The names of a record's fields, in their order."""
    dimensions = [dimension.key for dimension in table.dimensions]
    return ("ID", *dimensions, *(topic.key for topic in table.topics))


def _before(name: str, number: int, form: Form) -> bytes:
    comma = "," if number else ""
    return f'{comma}"{name}":'.encode() if form.json else b""


def _field(
    table: Table, name: str, rows: Ints, places: tuple[Ints, ...], form: Form
) -> list[Piece]:
    if name == "ID":
        return _wrapped(name, digits(table.figures.ids(rows)), form, "Edm.Int64")
    for dimension, place in zip(table.dimensions, places, strict=True):
        if dimension.key == name:
            return [_keys(dimension, form.json)[place]]
    topic = next(topic for topic in table.topics if topic.key == name)
    if topic.of:
        return [_texts(topic, form.json)[_text_places(table, topic, rows, places)]]
    return _figure(topic, table.figures.values(_number(table, topic), rows), form)


def _wrapped(name: str, text: Bytes, form: Form, kind: str) -> list[Piece]:
    if form.json:
        return [text]
    return [f'<d:{name} m:type="{kind}">'.encode(), text, f"</d:{name}>".encode()]


def _number(table: Table, topic: Topic) -> int:
    """The topic's place among those that are figures."""
    return [t for t in table.topics if not t.of].index(topic)


def _figure(topic: Topic, values: Floats, form: Form) -> list[Piece]:
    if form.typed:
        text = digits(values, decimals=topic.decimals, none=b"null" if form.json else b"")
        kind = "Edm.Double" if topic.decimals else "Edm.Int64"
        return _wrapped(topic.key, text, form, kind)
    symbol = SYMBOLS.get(topic.default, b".")
    text = digits(values, decimals=topic.decimals, none=symbol, pad=UNTYPED_WIDTH)
    if form.json:
        return [b'"', text, b'"']
    return [f"<d:{topic.key}>".encode(), text, f"</d:{topic.key}>".encode()]


def _text_places(table: Table, topic: Topic, rows: Ints, places: tuple[Ints, ...]) -> Ints:
    """The text that follows the area; blank where the police have no crime, as they do."""
    place = places[[dimension.key for dimension in table.dimensions].index(topic.of)]
    if table.catalogue != "Politie":
        return place
    return np.where(table.figures.values(0, rows) == 0, len(topic.texts), place)


# Kept by identity: to hash a dimension with 18,000 members takes longer than to write a page.
_kept: dict[tuple[int, bool], tuple[object, Fragments]] = {}


def _keys(dimension: Dimension, json: bool) -> Fragments:
    known = _kept.get((id(dimension), json))
    if known is None:
        padded = dimension.padded()
        known = dimension, _fragments(dimension.key, padded, json)
        _kept[id(dimension), json] = known
    return known[1]


def _texts(topic: Topic, json: bool) -> Fragments:
    known = _kept.get((id(topic), json))
    if known is None:
        width = max(map(len, topic.texts), default=0)
        padded = [*(text.ljust(width) for text in topic.texts), " " * width]
        known = topic, _fragments(topic.key, padded, json)
        _kept[id(topic), json] = known
    return known[1]


def _fragments(name: str, texts: list[str], json: bool) -> Fragments:
    if json:
        return Fragments.of([orjson.dumps(text).decode() for text in texts])
    return Fragments.of([atom.field(name, text) for text in texts])
