"""Which rows were seen before, with eight bytes per row. Pure.

A record is the same one when its number is the same; or, when the file has no numbers or tells
its story, when day, place, type and text are the same. Python's own hash is salted anew in every
process: what is remembered says nothing to anybody and is never kept.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Prints = NDArray[np.int64]


def print_of(parts: Sequence[str]) -> int:
    """The fingerprint of some texts, in 64 bits."""
    return hash(tuple(parts))


class Seen:
    """A growing set of fingerprints: a sorted array, and a small set of the newest."""

    def __init__(self, most_new: int = 65_536) -> None:
        self._old: Prints = np.empty(0, dtype=np.int64)
        self._new: set[int] = set()
        self._most_new = most_new

    def __len__(self) -> int:
        return len(self._old) + len(self._new)

    def old(self, prints: Sequence[int]) -> NDArray[np.bool_]:
        """Which of these were seen before this batch."""
        asked = np.array(prints, dtype=np.int64)
        if len(self._new) > self._most_new:
            self._merge()
        at = np.searchsorted(self._old, asked)
        inside = at < len(self._old)
        found = np.zeros(len(asked), dtype=bool)
        found[inside] = self._old[at[inside]] == asked[inside]
        return found

    def new(self, value: int) -> bool:
        """Whether it was added since the last merge: in this batch or one just before."""
        return value in self._new

    def add(self, value: int) -> None:
        """Remember one."""
        self._new.add(value)

    def _merge(self) -> None:
        newest = np.fromiter(self._new, dtype=np.int64, count=len(self._new))
        self._old = np.sort(np.concatenate([self._old, newest]), kind="stable")
        self._new = set()
