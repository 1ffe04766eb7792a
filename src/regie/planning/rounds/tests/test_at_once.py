"""Many people at the same moment: threads that cast, and a server that dies in mid-round."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.db import connection

from regie.foundation.cycles.cast import ensure_cast
from regie.foundation.records.refusals import RefusedError
from regie.planning.priority_sessions.joining import Presence
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.rounds import live, queries, services
from regie.planning.rounds.models import Ballot, Turnout
from regie.planning.rounds.telling import Audience
from regie.planning.rounds.tests.making import (
    browser_of,
    make_participant,
    make_round,
    make_session,
)

pytestmark = [pytest.mark.room, pytest.mark.django_db(transaction=True)]
on_sqlite = connection.vendor == "sqlite"
SOURCE = Path(__file__).resolve().parents[4]
PEOPLE = 12


@pytest.mark.skipif(on_sqlite, reason="in memory SQLite has no second connection; see the server")
def test_threads_that_cast_while_the_round_closes() -> None:
    cast = ensure_cast()
    session = make_session(cast)
    item = make_round(session, cast.coos)
    question = queries.question_of(item)
    people = [make_participant(session) for _n in range(8)]
    first = question.candidates[0]
    start = Barrier(9)

    def vote(who: Presence) -> bool:
        start.wait(timeout=10)
        try:
            for n in (1, 2, 3):
                services.cast(item, who, {"points": {first: n}}, question=question)
        except RefusedError:
            return False
        finally:
            connection.close()
        return True

    def close() -> bool:
        start.wait(timeout=10)
        try:
            services.close_round(item, actor=cast.coos, role="coordinator")
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(9) as pool:
        closing = pool.submit(close)
        list(pool.map(vote, people))
        assert closing.result()
    ballots, turnouts = Ballot.objects.count(), Turnout.objects.count()
    assert ballots == turnouts <= 8


# --- a server that dies ---------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    """Regie as a user serves it, on the database in this folder; killed without a word."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {
        **kept,
        "REGIE_DATA": str(folder),
        "REGIE_DEBUG": "1",
        "PYTHONPATH": str(SOURCE),
    }
    words = ["serve", "--port", str(port), "--workers", "1", "--no-worker"]
    process = subprocess.Popen(
        [sys.executable, "-m", "regie.config.cli", *words],
        env=environment,
        start_new_session=True,
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError, HTTPException):
            if _ask(port, "GET", "/toegankelijkheid/", "")[0] == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _ask(port: int, method: str, path: str, cookie: str, form: str = "") -> tuple[int, str, str]:
    """Status, text and the cookie against forgery of one request."""
    talk = HTTPConnection("127.0.0.1", port, timeout=30)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    try:
        talk.request(method, path, form or None, {"Cookie": cookie, **kind})
        answer = talk.getresponse()
        token = re.search(r"csrftoken=(\w+)", answer.getheader("Set-Cookie") or "")
        return answer.status, answer.read().decode(), token[1] if token else ""
    finally:
        talk.close()


def _vote(port: int, address: str, cookie: str, name: str, times: int) -> list[int]:
    """Look at the phone, and send the same vote several times at once."""
    _status, page, token = _ask(port, "GET", address, cookie)
    hidden = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    assert hidden
    form = urlencode({"csrfmiddlewaretoken": hidden[1], name: "5"})
    both = f"{cookie}; csrftoken={token}"

    def send(_time: int) -> int:
        return _ask(port, "POST", f"{address}stem/1/", both, form)[0]

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


def _heard(port: int, address: str, session: PrioritySession) -> str:
    """The first event of the stream."""
    ticket = live.ticket_for(session, Audience.SCREEN)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as talk:
        talk.sendall(
            f"GET {address}live/?kaart={ticket} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        heard = b""
        while b"data: " not in heard:
            heard += talk.recv(4096)
    return heard.decode()


@pytest.mark.skipif(not on_sqlite, reason="the database of the test is copied to a file")
def test_a_server_that_is_killed_in_mid_round_loses_nothing(tmp_path: Path) -> None:
    cast = ensure_cast()
    session = make_session(cast)
    item = make_round(session, cast.coos)
    name = f"punten-{next(iter(queries.names_of(session).candidates))}"
    people = [browser_of(session, make_participant(session)) for _n in range(PEOPLE)]
    cookies = ["; ".join(f"{k}={v.value}" for k, v in one.cookies.items()) for one in people]
    file = tmp_path / "regie.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    copy.close()
    address = f"/voorbeeldstad/prioriteiten/sessie/{session.pk}/"

    def votes(port: int, some: list[str], times: int) -> set[int]:
        with ThreadPoolExecutor(6) as pool:
            found = pool.map(lambda one: _vote(port, address, one, name, times), some)
            return {status for statuses in found for status in statuses}

    with _served(tmp_path) as port:
        assert "0 van 12 stemden" in _heard(port, address, session)
        assert votes(port, cookies[:8], 3) == {302}
    with _served(tmp_path) as port:
        assert "8 van 12 stemden" in _heard(port, address, session)
        assert "Uw stem is geteld" in _ask(port, "GET", address, cookies[0])[1]
        assert votes(port, cookies[4:], 2) == {302}
    with sqlite3.connect(file) as kept:
        count = "SELECT (SELECT count(*) FROM rounds_ballot), (SELECT count(*) FROM rounds_turnout)"
        assert kept.execute(count).fetchone() == (PEOPLE, PEOPLE)
        states = kept.execute("SELECT state FROM rounds_round WHERE id = ?", [item.pk]).fetchall()
        assert states == [("open",)]
    kept.close()
