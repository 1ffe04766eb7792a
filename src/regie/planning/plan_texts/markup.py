"""XML as a stream of elements, without anything in it that can grow or reach outside.

A document type is refused: entities that multiply need one. Memory is bounded: an element right
under the body is given away as soon as it is complete, and the number of elements and letters
inside one is limited.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_texts.pieces import BROKEN, TOO_LONG

BLOCK = 1 << 16
DEEPEST = 400
MOST_ELEMENTS = 4_000_000
MOST_INSIDE = 600_000


class Readable(Protocol):
    """Bytes that come in blocks."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""


@dataclass(slots=True)
class Node:
    """An element. `name` is prefixed as usual (`w:p`), whatever prefix the file has."""

    name: str
    attributes: Mapping[str, str]
    children: list["Node | str"] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return self.attributes.get(name, default)

    def nodes(self) -> Iterator["Node"]:
        """The elements right inside it."""
        return (child for child in self.children if isinstance(child, Node))

    def first(self, *path: str) -> "Node | None":
        """The first element along a path of names, or None."""
        here: Node = self
        for name in path:
            found = (child for child in here.nodes() if child.name == name)
            inside = next(found, None)
            if inside is None:
                return None
            here = inside
        return here

    def all(self, name: str) -> Iterator["Node"]:
        """Every element of a name, however deep."""
        waiting = [*self.nodes()][::-1]
        while waiting:
            here = waiting.pop()
            if here.name == name:
                yield here
            waiting += [*here.nodes()][::-1]

    def text(self) -> str:
        """Every letter inside."""
        parts = (child if isinstance(child, str) else child.text() for child in self.children)
        return "".join(parts)


class _Builder:
    """Builds the elements right under one of the `bodies`, and hands them out."""

    def __init__(self, names: Mapping[str, str], bodies: frozenset[str]) -> None:
        self.names, self.bodies = names, bodies
        self.open: list[Node] = []
        self.path: list[str] = []
        self.ready: list[Node] = []
        self.body = 0
        self.count = self.inside = 0

    def name(self, given: str) -> str:
        """`w:p` for an element of a known vocabulary, else its bare name."""
        home, mark, local = given.rpartition(" ")
        prefix = self.names.get(home, "") if mark else ""
        return f"{prefix}:{local}" if prefix else local

    def start(self, given: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self.count += 1
        if self.count > MOST_ELEMENTS or self.inside > MOST_INSIDE:
            raise RefusedError(TOO_LONG)
        if len(self.path) >= DEEPEST:
            raise RefusedError(BROKEN)
        name = self.name(given)
        if self.body:
            node = Node(name, {self.name(key): value for key, value in attributes.items()})
            if self.open:
                self.open[-1].children.append(node)
            self.open.append(node)
            self.inside += 1
        elif name in self.bodies:
            self.body = len(self.path) + 1
        self.path.append(name)

    def end(self, _given: str) -> None:
        """An element closes."""
        self.path.pop()
        if len(self.path) < self.body:
            self.body = 0
        if self.open:
            node = self.open.pop()
            if not self.open:
                self.ready.append(node)
                self.inside = 0

    def data(self, text: str) -> None:
        """Words."""
        if self.open:
            self.open[-1].children.append(text)

    def taken(self) -> list[Node]:
        """What is complete since the last time."""
        found, self.ready = self.ready, []
        return found


def _refuse(*_parts: object) -> None:
    raise RefusedError(BROKEN)


def elements(source: Readable, names: Mapping[str, str], *bodies: str) -> Iterator[Node]:
    """The elements right under the named ones, in order, each when it is complete.

    Raises `RefusedError` for what is no XML, brings a document type or is too much.
    """
    builder = _Builder(names, frozenset(bodies))
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while block := source.read(BLOCK):
            parser.Parse(block, False)
            yield from builder.taken()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise RefusedError(BROKEN) from error
    yield from builder.taken()
