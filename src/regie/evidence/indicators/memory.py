"""A small memory per process for figures that were read or computed before.

Keys carry the numbers of the deliveries they rest on, so a new vintage is never served from the
memory of an old one; the oldest entries are dropped.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

Value = TypeVar("Value")

ENTRIES = 1024

_entries: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def remembered(key: Hashable, make: Callable[[], Value]) -> Value:
    """The value kept under `key`, made now when it is not there."""
    with _lock:
        if key in _entries:
            _entries.move_to_end(key)
            return cast(Value, _entries[key])
    value = make()
    with _lock:
        _entries[key] = value
        while len(_entries) > ENTRIES:
            _entries.popitem(last=False)
    return value


def forget() -> None:
    """Empty the memory; for tests, which reuse delivery numbers."""
    with _lock:
        _entries.clear()
