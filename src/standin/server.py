"""The server itself: it finds who answers, and misbehaves while sending."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from standin import odata3, samples
from standin.answers import Answer, Faults, Question
from standin.misbehaviour import NONE, Misbehaviour
from standin.model import Table
from standin.odata4 import Observed
from standin.pdok import Features, Wfs
from standin.sending import Sender
from standin.site import Site

HTML = (
    b"<!DOCTYPE html><html><head><title>Service Unavailable</title></head><body><h1>Er is iets "
    b"misgegaan</h1><p>Probeer het later opnieuw.</p></body></html>"
)


class Service(Protocol):
    """Answers everything below one root."""

    def answer(self, question: Question) -> Answer:
        """The answer to one question."""


class Desk:
    """Knows which service answers which address, and puts the faults before it."""

    def __init__(self, site: Site, misbehave: Misbehaviour) -> None:
        self.site = site
        self.faults = Faults(misbehave)
        self.requests: list[str] = []
        self.services: dict[str, Service] = {
            "opendata": odata3.Host(site, "/opendata", "CBS"),
            "dataderden": odata3.Host(site, "/dataderden", "Politie"),
            "v4": Observed(site, "/v4"),
            "pdok": Features(site),
            "wfs": Wfs(site),
        }

    def ask(self, base: str, target: str) -> tuple[Question, Answer]:
        """The answer to one request line."""
        self.requests.append(target)
        parts = urlsplit(target)
        first, *path = unquote(parts.path).strip("/").split("/")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        question = Question(base, unquote(parts.path), tuple(path), query, self.faults)
        return question, self._answer(question, first)

    def _answer(self, question: Question, first: str) -> Answer:
        kind = _kind(question, first)
        if failed := _failed(question, kind):
            return failed
        if first == "download":
            return self._file("/".join(question.path))
        if first in self.services:
            return self.services[first].answer(question)
        if not first:
            return Answer(_welcome(question), "text/plain;charset=utf-8")
        return odata3.error(404, f"Resource not found for the segment '{first}'.")

    def _file(self, name: str) -> Answer:
        found = self.site.files.get(name)
        if found is None:
            return Answer(b"not found", "text/plain", 404)
        return Answer(found, "application/zip", kind="files", headers={"Accept-Ranges": "bytes"})


def _kind(question: Question, first: str) -> str:
    """What kind of answer this will be, as faults name it."""
    if first == "download":
        return "files"
    if first in ("pdok", "wfs"):
        return "boundaries"
    if "ODataCatalog" in question.path or question.path in ((), ("Datasets",)):
        return "catalogue"
    rows = {"TypedDataSet", "UntypedDataSet", "Observations"} & set(question.path)
    return "rows" if rows else "metadata"


def _failed(question: Question, kind: str) -> Answer | None:
    """The answer of a server that fails before it has looked at the question."""
    faults, key = question.faults, question.full
    page = _page_asked(question, kind)
    if faults.strikes("error_500", key, page=page, kind=kind):
        return odata3.error(500, "An error occurred while processing this request.")
    if faults.strikes("unavailable", key, page=page, kind=kind):
        wait = {"Retry-After": str(question.behave.retry_after)}
        return Answer(b"Service Unavailable", "text/plain", 503, headers=wait)
    if faults.strikes("html", key, page=page, kind=kind):
        return Answer(HTML, "text/html; charset=utf-8")
    return None


def _page_asked(question: Question, kind: str) -> int:
    """Which page a request asks for, before it is known how many there are."""
    if kind not in ("rows", "boundaries"):
        return 0
    query = {name.lower(): value for name, value in question.query.items()}
    at = query.get("$skip") or query.get("startindex") or query.get("cursor", "0").partition("|")[0]
    usual = 100_000 if "Observations" in question.path else 10_000 if kind == "rows" else 1000
    asked = query.get("limit") or query.get("count") or ""
    size = int(asked) if asked.isdigit() else question.behave.page_size or usual
    return int(at) // max(size, 1) + 1 if at.isdigit() else 1


def _welcome(question: Question) -> bytes:
    names = (
        "opendata/ODataCatalog/Tables",
        "dataderden/ODataCatalog/Tables?$format=json",
        "v4/Datasets",
        "pdok/cbs/gebiedsindelingen/ogc/v1/collections",
        "download/",
    )
    lines = ["A stand-in for CBS, police and PDOK. All figures were made up.", ""]
    return "\n".join(lines + [f"{question.base}/{name}" for name in names] + [""]).encode()


class _Handler(BaseHTTPRequestHandler):
    """One connection; HTTP/1.1, so that a client may ask on."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    desk: Desk

    def do_GET(self) -> None:
        """Answer, with everything that goes wrong on the way."""
        host = self.headers.get("Host") or "127.0.0.1"
        question, answer = self.desk.ask(f"http://{host}", self.path)
        Sender(self, question, answer).send()

    def do_HEAD(self) -> None:
        """The same without a body."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: requests are kept in `Running.requests`."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is nothing to report."""


class Running:
    """A server that runs; `requests` and `hits` say what it was asked and what it did wrong."""

    def __init__(self, site: Site, misbehave: Misbehaviour, port: int, host: str) -> None:
        desk = Desk(site, misbehave)
        self.desk = desk
        handler = type("Handler", (_Handler,), {"desk": desk})
        self.server = _Server((host, port), handler)
        self.url = f"http://{host}:{self.server.server_address[1]}"

    @property
    def requests(self) -> list[str]:
        """Address and query of every request so far, in order."""
        return list(self.desk.requests)

    @property
    def hits(self) -> Counter[str]:
        """How often each misbehaviour struck."""
        return Counter(self.desk.faults.hits)

    def misbehave(self, misbehave: Misbehaviour) -> None:
        """From now on otherwise; counts begin at zero."""
        self.desk.faults = Faults(misbehave)

    def forever(self) -> None:
        """Serve until interrupted."""
        self.server.serve_forever()

    def stop(self) -> None:
        """Stop, and free the port."""
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def started(
    site: Site, misbehave: Misbehaviour = NONE, *, port: int = 0, host: str = "127.0.0.1"
) -> Iterator[Running]:
    """A server in a thread of its own for as long as the block lasts."""
    running = Running(site, misbehave, port, host)
    thread = threading.Thread(
        target=running.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    try:
        yield running
    finally:
        running.stop()
        thread.join(timeout=5)


@contextmanager
def running(
    site: Site, misbehave: Misbehaviour = NONE, port: int = 0, host: str = "127.0.0.1"
) -> Iterator[str]:
    """The same, for who wants the base address only."""
    with started(site, misbehave, port=port, host=host) as server:
        yield server.url


def serve(
    site: Site,
    misbehave: Misbehaviour = NONE,
    *,
    port: int,
    host: str = "127.0.0.1",
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; `ready` is called with the address once the server listens."""
    server = Running(site, misbehave, port, host)
    if ready:
        ready(server.url)
    try:
        server.forever()
    except KeyboardInterrupt:
        server.server.server_close()


def cli_site(tables: tuple[Table, ...] = ()) -> Site:
    """What `regie standin` serves: the sample, with these tables in the place of its own."""
    sample = samples.site()
    given = {table.id for table in tables}
    kept = tuple(table for table in sample.tables if table.id not in given)
    return replace(sample, tables=(*tables, *kept))
