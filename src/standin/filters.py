"""`$filter` as OData knows it: a small parser, and the tests it consists of.

What is understood: `eq ne gt ge lt le`, `and or not`, parentheses, text and numbers, and the
functions `startswith(F,'x')`, `endswith(F,'x')`, `substringof('x',F)`, `contains(F,'x')` and
`substring(F,i,n)`. Text is compared as it is: an unpadded key equals nothing that is padded.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

Value = str | float
TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?[LlMmDdFf]?)(?![\w.])"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<mark>[(),]))"
)
COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
TESTS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "substringof": operator.contains,
    "contains": operator.contains,
}
DEEPEST = 60


class FilterError(ValueError):
    """A `$filter` that no server would understand."""


@dataclass(frozen=True)
class Leaf:
    """One test on one field: `test` says whether a value of the field passes."""

    field: str
    test: Callable[[Value], bool]


@dataclass(frozen=True)
class Every:
    """All of these hold."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class Either:
    """At least one of these holds."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class Not:
    """This does not hold."""

    part: "Node"


Node = Leaf | Every | Either | Not


def parse(text: str) -> Node:
    """The tests of a filter; FilterError when it is not one."""
    parser = _Parser(_tokens(text))
    node = parser.either()
    if parser.left():
        raise FilterError(f"unexpected '{parser.peek()[1]}'")
    return node


def fields_of(node: Node) -> frozenset[str]:
    """The fields a filter asks about."""
    if isinstance(node, Leaf):
        return frozenset({node.field})
    parts = (node.part,) if isinstance(node, Not) else node.parts
    return frozenset().union(*(fields_of(part) for part in parts))


def holds(node: Node, value: Callable[[str], Value]) -> bool:
    """Whether one record passes; `value` gives what a field holds."""
    if isinstance(node, Leaf):
        return node.test(value(node.field))
    if isinstance(node, Not):
        return not holds(node.part, value)
    results = (holds(part, value) for part in node.parts)
    return all(results) if isinstance(node, Every) else any(results)


Token = tuple[str, str]


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    place = 0
    while place < len(text.rstrip()):
        match = TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise FilterError(f"cannot read '{text[place : place + 20]}'")
        found.append((match.lastgroup, match.group(match.lastgroup)))
        place = match.end()
    return found


@dataclass(frozen=True)
class _Field:
    """A field, or a part of its text."""

    name: str
    start: int = 0
    length: int | None = None

    def of(self, value: Value) -> Value:
        if self.start == 0 and self.length is None:
            return value
        end = None if self.length is None else self.start + self.length
        return str(value)[self.start : end]


class _Parser:
    """Recursive descent over the tokens; `or` binds weaker than `and`."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def left(self) -> bool:
        return self.place < len(self.tokens)

    def peek(self) -> Token:
        return self.tokens[self.place] if self.left() else ("end", "the end")

    def take(self, wanted: str = "") -> str:
        kind, text = self.peek()
        if kind == "end" or (wanted and text.lower() != wanted):
            raise FilterError(f"expected '{wanted or 'more'}' but found '{text}'")
        self.place += 1
        return text

    def word(self, *words: str) -> bool:
        kind, text = self.peek()
        return kind == "name" and text.lower() in words

    def either(self) -> Node:
        parts = [self.every()]
        while self.word("or"):
            self.take()
            parts.append(self.every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def every(self) -> Node:
        parts = [self.one()]
        while self.word("and"):
            self.take()
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def one(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FilterError("too many parentheses")
        try:
            return self._one()
        finally:
            self.depth -= 1

    def _one(self) -> Node:
        if self.word("not"):
            self.take()
            return Not(self.one())
        if self.peek() == ("mark", "("):
            self.take("(")
            node = self.either()
            self.take(")")
            return node
        return self.test() if self.word(*TESTS) else self.comparison()

    def test(self) -> Node:
        name = self.take().lower()
        self.take("(")
        first = self.operand()
        self.take(",")
        second = self.operand()
        self.take(")")
        field, text = (second, first) if name == "substringof" else (first, second)
        if not isinstance(field, _Field) or not isinstance(text, str):
            raise FilterError(f"{name} asks for a field and a text")
        return self._answer(_tested(field, TESTS[name], text))

    def _answer(self, leaf: Leaf) -> Node:
        """The test itself, or with `eq true` or `eq false` behind it."""
        if not self.word("eq"):
            return leaf
        self.take()
        said = self.take().lower()
        if said not in ("true", "false"):
            raise FilterError(f"expected 'true' but found '{said}'")
        return leaf if said == "true" else Not(leaf)

    def comparison(self) -> Node:
        left = self.operand()
        sign = self.take().lower()
        if sign not in COMPARE:
            raise FilterError(f"'{sign}' is no comparison")
        right = self.operand()
        if isinstance(left, _Field) and not isinstance(right, _Field):
            return _compared(left, COMPARE[sign], right)
        raise FilterError("a comparison asks for a field and a value")

    def operand(self) -> _Field | Value:
        kind, text = self.peek()
        self.take()
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text.rstrip("LlMmDdFf"))
        if kind != "name":
            raise FilterError(f"unexpected '{text}'")
        if text.lower() == "substring" and self.peek() == ("mark", "("):
            return self.substring()
        if self.peek() == ("mark", "("):
            raise FilterError(f"unknown function '{text}'")
        return _Field(text)

    def substring(self) -> _Field:
        self.take("(")
        name = self.take()
        self.take(",")
        start = int(self._whole())
        length = None
        if self.peek() == ("mark", ","):
            self.take(",")
            length = self._whole()
        self.take(")")
        return _Field(name, start, length)

    def _whole(self) -> int:
        text = self.take()
        if not text.isdigit():
            raise FilterError(f"expected a whole number but found '{text}'")
        return int(text)


def _tested(field: _Field, test: Callable[[str, str], bool], text: str) -> Leaf:
    return Leaf(field.name, lambda value: test(str(field.of(value)), text))


def _compared(field: _Field, sign: Callable[[Value, Value], bool], wanted: Value) -> Leaf:
    def passes(value: Value) -> bool:
        held = field.of(value)
        if isinstance(held, str) is not isinstance(wanted, str):
            raise FilterError(f"the type of {field.name} is not that of its value")
        return sign(held, wanted)

    return Leaf(field.name, passes)
