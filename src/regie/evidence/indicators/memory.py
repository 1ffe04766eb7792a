"""A small memory per process for figures that were read or computed before.

Keys carry the numbers of the deliveries they rest on, so a new vintage is never served from the
memory of an old one; the oldest entries are dropped.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from regie.evidence.warehouse.memory import Memory

Value = TypeVar("Value")

MEMORY: Memory[Hashable, Any] = Memory("figures", 1024)


def remembered(key: Hashable, make: Callable[[], Value]) -> Value:
    """The value kept under `key`, made now when it is not there."""
    return cast(Value, MEMORY.remembered(key, make))


def forget() -> None:
    """Empty the memory; for tests, which reuse delivery numbers."""
    MEMORY.clear()
