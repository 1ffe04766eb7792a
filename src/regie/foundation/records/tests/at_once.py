"""Several people at the same moment, each on a connection of their own, for tests of every room."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

T = TypeVar("T")
needs_connections = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="in memory SQLite has no second connection"
)


def at_once(
    *acts: Callable[[], T], expected: type[Exception] | None = None
) -> Sequence[T | Exception]:
    """What each act answered, in their order; an error of the `expected` kind is an answer."""
    start = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Exception:
        start.wait(timeout=10)
        try:
            return act()
        except Exception as error:
            if expected is None or not isinstance(error, expected):
                raise
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
