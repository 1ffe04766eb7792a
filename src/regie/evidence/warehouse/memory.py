"""What a process remembers of figures that were read or computed, and how another one gets it.

A memory is bounded: the least recently used goes first. Keys carry what they rest on (numbers of
deliveries, fingerprints of files), so that nothing of before a delivery is ever answered after it.
That is also why what one process read may be laid down in another.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakValueDictionary

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

Contents = Mapping[str, Mapping[Hashable, object]]
"""Per memory, by its name, what stands under which key."""


class Notes:
    """What was asked of all memories meanwhile, and how much of that had to be made."""

    def __init__(self) -> None:
        self.asked: dict[str, dict[Hashable, object]] = {}
        self.made = 0

    def add(self, name: str, key: Hashable, value: object, *, made: bool) -> None:
        """Note one answer of the memory with this name."""
        self.asked.setdefault(name, {})[key] = value
        self.made += made


_NOTES: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Note what this thread asks of the memories inside the block."""
    notes = Notes()
    token = _NOTES.set(notes)
    try:
        yield notes
    finally:
        _NOTES.reset(token)


MEMORIES: "WeakValueDictionary[str, Memory[Any, Any]]" = WeakValueDictionary()
"""Every memory of this process, by its name."""


def _one(value: object) -> int:
    return 1


class Memory(Generic[Key, Value]):
    """Answers of one kind, at most as many as `size` of all of them together comes to `most`."""

    def __init__(self, name: str, most: int, size: Callable[[Value], int] = _one) -> None:
        self.name, self._most, self._size_of = name, most, size
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        MEMORIES[name] = self

    def get(self, key: Key) -> Value | None:
        """What was kept, now the most recent."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            value = self._kept[key]
        self._note(key, value, made=False)
        return value

    def put(self, key: Key, value: Value) -> None:
        """Keep it, unless it would fill half of the memory by itself."""
        self._keep(key, value)
        self._note(key, value, made=True)

    def remembered(self, key: Key, make: Callable[[], Value]) -> Value:
        """What is kept under `key`, made now when it is not there; None is an answer as well."""
        with self._lock:
            there = key in self._kept
            if there:
                self._kept.move_to_end(key)
                value = self._kept[key]
        if not there:
            value = make()
            self._keep(key, value)
        self._note(key, value, made=not there)
        return value

    def lay_down(self, contents: Mapping[Any, Any]) -> None:
        """Keep what another process made; what stands here already stays."""
        for key, value in contents.items():
            if key not in self._kept:
                self._keep(key, value)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _keep(self, key: Key, value: Value) -> None:
        size = self._size_of(value)
        if size * 2 > self._most:
            return
        with self._lock:
            if key in self._kept:
                self._size -= self._size_of(self._kept.pop(key))
            self._kept[key] = value
            self._size += size
            while self._size > self._most:
                self._size -= self._size_of(self._kept.popitem(last=False)[1])

    def _note(self, key: Key, value: Value, *, made: bool) -> None:
        if notes := _NOTES.get():
            notes.add(self.name, key, value, made=made)
