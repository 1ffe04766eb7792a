"""Which rows of a table a filter selects, without walking through the table.

A dense table is a box: what a filter says about one dimension cuts slices off it, and nothing is
kept but the numbers of the members that remain. Only a filter that mixes dimensions with `or`, or
asks about ID, makes a list of rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from standin.filters import Either, Every, FilterError, Leaf, Node, Not, fields_of, parse
from standin.model import Figures, Ints

CHUNK = 1_000_000
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class View:
    """What a route can ask about: per field the keys of its members, and the figures below."""

    name: str
    fields: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    figures: Figures
    dense: bool

    @property
    def shape(self) -> tuple[int, ...]:
        """How many members each field has."""
        return tuple(len(keys) for keys in self.keys)


class Selection(Protocol):
    """Rows in their order, of which a stretch can be asked."""

    @property
    def size(self) -> int:
        """How many rows there are."""

    def rows(self, start: int, stop: int) -> Ints:
        """The numbers of the rows from `start` up to `stop`."""


@dataclass(frozen=True)
class Box:
    """Rows of a dense table: every combination of the members that remain."""

    shape: tuple[int, ...]
    axes: tuple[Ints, ...]

    @property
    def size(self) -> int:
        """The product of the sides."""
        return int(np.prod([len(axis) for axis in self.axes], dtype=np.int64))

    def rows(self, start: int, stop: int) -> Ints:
        """A stretch of the box."""
        wanted = np.arange(start, min(stop, self.size), dtype=np.int64)
        sides = tuple(len(axis) for axis in self.axes)
        if sides == self.shape or not len(wanted):
            return wanted
        inside = np.unravel_index(wanted, sides)
        places = tuple(axis[i] for axis, i in zip(self.axes, inside, strict=True))
        return np.ravel_multi_index(places, self.shape).astype(np.int64)


@dataclass(frozen=True)
class Listed:
    """Rows one by one."""

    numbers: Ints

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.numbers)

    def rows(self, start: int, stop: int) -> Ints:
        """A stretch of the list."""
        return self.numbers[start:stop]


class Selector:
    """Answers filters on one view; a filter that was asked before is not worked out again."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.select = lru_cache(maxsize=64)(self._select)

    def _select(self, text: str) -> Selection:
        """The rows that pass; FilterError when the filter cannot be understood."""
        if not text:
            return self._narrowed({})
        node = parse(text)
        parts = node.parts if isinstance(node, Every) else (node,)
        alone: dict[str, list[Node]] = {}
        mixed: list[Node] = []
        for part in parts:
            fields = fields_of(part)
            self._check(fields)
            only = next(iter(fields))
            single = len(fields) == 1 and only in self.view.fields
            alone.setdefault(only, []).append(part) if single else mixed.append(part)
        narrowed = self._narrowed({f: self._passing(f, nodes) for f, nodes in alone.items()})
        return self._sieved(narrowed, Every(tuple(mixed))) if mixed else narrowed

    def _check(self, fields: frozenset[str]) -> None:
        unknown = fields - set(self.view.fields) - {"ID", "Id"}
        if unknown:
            raise FilterError(f"Could not find a property named '{min(unknown)}'")

    def _passing(self, field: str, nodes: list[Node]) -> Mask:
        return _all([self._members(field, node) for node in nodes])

    def _members(self, field: str, node: Node) -> Mask:
        """Which members of the field pass a part that asks about this field only."""
        if isinstance(node, Leaf):
            keys = self.view.keys[self.view.fields.index(field)]
            return np.array([node.test(key) for key in keys], dtype=np.bool_)
        if isinstance(node, Not):
            return ~self._members(field, node.part)
        masks = [self._members(field, part) for part in node.parts]
        return _all(masks) if isinstance(node, Every) else _any(masks)

    def _narrowed(self, masks: dict[str, Mask]) -> Selection:
        view = self.view
        if view.dense:
            axes = tuple(
                np.flatnonzero(masks[field]) if field in masks else np.arange(length)
                for field, length in zip(view.fields, view.shape, strict=True)
            )
            return Box(view.shape, axes)
        rows = np.arange(view.figures.total, dtype=np.int64)
        if not masks or not len(rows):
            return Listed(rows)
        places = view.figures.places(rows)
        passing = [mask[places[view.fields.index(field)]] for field, mask in masks.items()]
        return Listed(rows[_all(passing)])

    def _sieved(self, selection: Selection, node: Node) -> Selection:
        kept = [rows[self._rows(rows, node)] for rows in _chunks(selection)]
        return Listed(np.concatenate(kept) if kept else np.empty(0, dtype=np.int64))

    def _rows(self, rows: Ints, node: Node) -> Mask:
        if isinstance(node, Not):
            return ~self._rows(rows, node.part)
        if isinstance(node, Every | Either):
            masks = [self._rows(rows, part) for part in node.parts]
            return _all(masks) if isinstance(node, Every) else _any(masks)
        if node.field in self.view.fields:
            place = self.view.figures.places(rows)[self.view.fields.index(node.field)]
            return self._members(node.field, node)[place]
        ids = self.view.figures.ids(rows)
        return np.fromiter((node.test(float(i)) for i in ids), dtype=np.bool_, count=len(ids))


def _chunks(selection: Selection) -> Iterator[Ints]:
    for start in range(0, selection.size, CHUNK):
        yield selection.rows(start, start + CHUNK)


def _all(masks: list[Mask]) -> Mask:
    return np.array(np.logical_and.reduce(masks), dtype=np.bool_)


def _any(masks: list[Mask]) -> Mask:
    return np.array(np.logical_or.reduce(masks), dtype=np.bool_)
