"""What is asked and what is answered, whatever the protocol; and when a fault strikes."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote, urlencode

import numpy as np
import orjson

from standin.misbehaviour import Fault, Misbehaviour
from standin.model import Ints

JSON = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8"
ATOM = "application/atom+xml;type=feed;charset=utf-8"
NOWHERE = "http://odata-intern-02.cbs.invalid"


@dataclass(frozen=True)
class Answer:
    """One answer. `kind` and `page` say which faults may strike it."""

    body: bytes | Path
    content_type: str = JSON
    status: int = 200
    kind: str = "metadata"
    page: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Faults:
    """Counts what struck where, so that a fault strikes as often as was asked."""

    behave: Misbehaviour
    hits: Counter[str] = field(default_factory=Counter)
    pages_of_rows: Counter[str] = field(default_factory=Counter)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def strikes(self, name: str, address: str, *, page: int = 0, kind: str = "rows") -> bool:
        """Whether the misbehaviour strikes this address now; counts when it does."""
        fault: Fault | None = getattr(self.behave, name)
        if fault is None or not self._aims(fault, address, page, kind):
            return False
        with self._lock:
            if fault.times is not None and self._seen[name, address] >= fault.times:
                return False
            self._seen[name, address] += 1
            self.hits[name] += 1
        return True

    def _aims(self, fault: Fault, address: str, page: int, kind: str) -> bool:
        if fault.what not in ("all", kind):
            return False
        if fault.pages and page not in fault.pages:
            return False
        drawn = blake2b(f"{self.behave.seed}:{address}".encode(), digest_size=4).digest()
        return int.from_bytes(drawn) / 2**32 < fault.share

    def served(self, table: str) -> bool:
        """Count a page of rows; whether the table was built again before this page."""
        with self._lock:
            before = self.pages_of_rows[table]
            self.pages_of_rows[table] += 1
        return self._late(before)

    def spoiled(self, rows: Ints, address: str, page: "Page") -> Ints:
        """The rows of a page: none, or in another order, when that was asked."""
        if self.strikes("empty", address, page=page.number):
            return rows[:0]
        if not self.behave.shuffled_rows:
            return rows
        order = np.random.default_rng((self.behave.seed, page.number)).permutation(len(rows))
        return rows[order]

    def is_rebuilt(self, table: str) -> bool:
        """Whether the table was built again by now."""
        return self._late(self.pages_of_rows[table])

    def _late(self, pages: int) -> bool:
        return 0 < self.behave.rebuilt_after <= pages


@dataclass(frozen=True)
class Question:
    """One request: `path` is the address without the service's own part in front."""

    base: str
    address: str
    path: tuple[str, ...]
    query: Mapping[str, str]
    faults: Faults

    @property
    def behave(self) -> Misbehaviour:
        """How to misbehave."""
        return self.faults.behave

    @property
    def full(self) -> str:
        """Address and query, always written the same way: what faults are counted by."""
        return f"{self.address}?{_encoded(dict(sorted(self.query.items())))}"

    def link(self, address: str, query: Mapping[str, str] | None = None) -> str:
        """An absolute link, unless links misbehave."""
        tail = f"?{_encoded(query)}" if query else ""
        if self.behave.links == "wrong_host":
            return f"{NOWHERE}{address}{tail}"
        if self.behave.links == "https":
            return f"https{self.base.removeprefix('http')}{address}{tail}"
        if self.behave.links == "relative":
            return f"{address.rpartition('/')[2]}{tail}"
        return f"{self.base}{address}{tail}"

    def number(self, name: str, default: int) -> int:
        """A whole number from the query; AskedWrongError when it is none."""
        text = self.query.get(name, "")
        if text and not text.isdigit():
            raise AskedWrongError(f"Incorrect format for {name} argument '{text}'.")
        return int(text) if text else default


class AskedWrongError(Exception):
    """A question that cannot be answered: becomes status 400."""


def _encoded(query: Mapping[str, str]) -> str:
    return urlencode(query, safe="$'(),:", quote_via=quote)


@dataclass(frozen=True)
class Page:
    """Which stretch of the rows a page is, and where the next one begins (none: the last)."""

    number: int
    start: int
    stop: int
    following: int | None
    left: int | None = None


def page_of(question: Question, total: int, size: int, *, at: int, top: int | None) -> Page:
    """The page of `size` rows that begins at row `at`, with everything that misbehaves.

    `total` is how many rows the question selects, `top` how many are asked for at most.
    """
    behave, faults = question.behave, question.faults
    number = at // size + 1
    last = total if top is None else min(total, at + top)
    following: int | None = at + size if at + size < last else None
    start = at
    if behave.shuffled_pages and top is None and at % size == 0:
        start = _shuffled(number, -(-total // size), behave.seed) * size
    stop = min(start + size, total if top is None else last)
    if number > 1:
        start = max(0, start - behave.overlap)
    if faults.strikes("repeat_page", question.full, page=number) and following is not None:
        following = at
    if faults.strikes("lost_link", question.full, page=number):
        following = None
    left = None if top is None else top - ((following or 0) - at)
    return Page(number, start, stop, following, left)


def _shuffled(number: int, pages: int, seed: int) -> int:
    """Which page comes as number so many; pages beyond the end stay where they are."""
    if not 1 <= number <= pages:
        return number - 1
    return int(np.random.default_rng(seed).permutation(pages)[number - 1])


def next_link(question: Question, page: Page) -> str:
    """The address of the page that follows; empty when this is the last."""
    if page.following is None:
        return ""
    query = {k: v for k, v in question.query.items() if k not in ("$skip", "$top")}
    if page.left is not None:
        query["$top"] = str(page.left)
    return question.link(question.address, query | {"$skip": str(page.following)})


def as_json(content: object, *, kind: str = "metadata", status: int = 200, page: int = 0) -> Answer:
    """An answer in JSON."""
    return Answer(orjson.dumps(content), JSON, status, kind, page)
