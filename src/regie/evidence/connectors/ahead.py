"""Fetching the next page while the page before is being written."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """At most one answer is fetched ahead, by a thread of its own.

    The thread dies with the process, so that an interruption never waits for a slow server. What
    was fetched ahead and turns out not to be the next page is dropped.
    """

    def __init__(self, fetch: Callable[[str], T]) -> None:
        self._fetch = fetch
        self._url = ""
        self._thread: Thread | None = None
        self._found: list[T] = []
        self._failed: list[BaseException] = []

    def start(self, url: str) -> None:
        """Begin to fetch."""
        self.drop()
        self._url, self._found, self._failed = url, [], []
        self._thread = Thread(target=self._run, args=(url,), daemon=True)
        self._thread.start()

    def take(self, url: str) -> T:
        """The answer for this address: the one under way, or else a new one."""
        if self._thread is None or self._url != url:
            self.drop()
            return self._fetch(url)
        self._thread.join()
        self._thread = None
        if self._failed:
            raise self._failed[0]
        return self._found.pop()

    def drop(self) -> None:
        """Wait for what is under way, and forget it: one question at a time."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, url: str) -> None:
        try:
            self._found.append(self._fetch(url))
        except Exception as error:  # carried over to the thread that takes the answer
            self._failed.append(error)
