"""A hall of 1,000 people: everybody listens, and everybody votes once within ten seconds.

Run with `python bench/bench_live.py`; it writes bench/results/live.md. It serves Regie as a user
does (`regie serve`) on a database of its own: SQLite with one process, and PostgreSQL with two
when it is installed. The crowd is one asyncio program on the same machine, over loopback.
"""

import asyncio
import json
import os
import platform
import random
import resource
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

PEOPLE = int(os.environ.get("PEOPLE", "1000"))
SECONDS = float(os.environ.get("SECONDS", "10"))
ROOT = Path(__file__).resolve().parents[1]
RESULT = Path(__file__).parent / "results" / "live.md"
SETTLE = 15.0
ROUNDS = 3
CHANCE = random.SystemRandom()


@dataclass(frozen=True)
class Measured:
    """Seconds and megabytes of one run. `seen` is from sending a vote to the big screen."""

    name: str
    people: int
    joined: float
    seen_median: float
    seen_p95: float
    seen_most: float
    answered_p95: float
    votes: int
    lost: int
    refused: int
    heard: int
    worked: float
    private_before: float
    private_after: float
    resident_after: float
    threads: int


# --- the hall -------------------------------------------------------------------------------------


def prepare(folder: str) -> dict[str, Any]:
    """An open round, and a cookie for everybody."""
    os.environ.update(REGIE_DATA=folder, REGIE_DEMO="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.http import HttpResponse

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from regie.foundation.cycles.cast import ensure_cast
    from regie.planning.priority_sessions import joining
    from regie.planning.priority_sessions.models import Participant
    from regie.planning.rounds import live, queries
    from regie.planning.rounds.telling import Audience
    from regie.planning.rounds.tests.making import make_round, make_session

    cast = ensure_cast()
    session = make_session(cast, candidates=20)
    item = make_round(session, cast.coos)
    hidden = [joining.fresh_secret() for _n in range(PEOPLE)]
    Participant.objects.bulk_create(
        Participant(session=session, key_hash=joining.digest(one), label="Deelnemer")
        for one in hidden
    )
    cookies = []
    for one in hidden:
        response = HttpResponse()
        joining.remember(response, session, one)
        name = joining.cookie_name(session)
        cookies.append(f"{name}={response.cookies[name].coded_value}")
    base = f"/voorbeeldstad/prioriteiten/sessie/{session.pk}/"
    return {
        "base": base,
        "cast": f"{base}stem/{item.number}/",
        "cookies": cookies,
        "phone": live.ticket_for(session, Audience.PHONE),
        "screen": live.ticket_for(session, Audience.SCREEN),
        "candidates": list(queries.names_of(session).candidates),
    }


# --- the crowd ------------------------------------------------------------------------------------


class Crowd:
    """Everybody in the hall."""

    def __init__(self, port: int, hall: dict[str, Any]) -> None:
        self.port, self.hall = port, hall
        self.screen: list[tuple[float, int]] = []
        self.sent: list[tuple[float, float]] = []
        self.refused = 0
        self.heard = 0

    async def listen(self, ticket: str, told: asyncio.Event, *, screen: bool = False) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        path = f"{self.hall['base']}live/?kaart={ticket}"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        try:
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    self.heard += not told.is_set()
                    told.set()
                    if screen:
                        count = int(json.loads(line[6:])["turnout"].split()[0])
                        self.screen.append((time.perf_counter(), count))
        finally:
            writer.close()

    async def vote(self, cookie: str, after: float) -> None:
        await asyncio.sleep(after)
        token = secrets.token_hex(16)
        chosen = CHANCE.choices(self.hall["candidates"], k=5)
        points = {name: chosen.count(name) for name in set(chosen)}
        form = "&".join(f"punten-{name}={n}" for name, n in points.items())
        body = f"csrfmiddlewaretoken={token}&{form}"
        head = (
            f"POST {self.hall['cast']} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Cookie: {cookie}; csrftoken={token}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write((head + body).encode())
        answer = await reader.read()
        writer.close()
        if answer.startswith(b"HTTP/1.1 302"):
            self.sent.append((begun, time.perf_counter()))
        else:
            self.refused += 1

    async def evening(self) -> float:
        """Everybody comes in, then everybody votes; answers how long coming in took."""
        begun = time.perf_counter()
        told = [asyncio.Event() for _n in range(PEOPLE)]
        ears = []
        for at, event in enumerate(told):
            kind = "phone" if at else "screen"
            ears.append(asyncio.create_task(self.listen(self.hall[kind], event, screen=not at)))
            if at % 50 == 0:
                await asyncio.sleep(0.01)
        await asyncio.wait_for(asyncio.gather(*(one.wait() for one in told)), 60)
        joined = time.perf_counter() - begun
        moments = sorted(CHANCE.uniform(0, SECONDS) for _n in range(PEOPLE))
        pairs = zip(self.hall["cookies"], moments, strict=True)
        await asyncio.gather(*(self.vote(cookie, after) for cookie, after in pairs))
        until = time.perf_counter() + SETTLE
        while self.screen[-1][1] < PEOPLE and time.perf_counter() < until:
            await asyncio.sleep(0.05)
        for ear in ears:
            ear.cancel()
        await asyncio.gather(*ears, return_exceptions=True)
        return joined

    def seen(self) -> list[float]:
        """Seconds from sending a vote until the screen counted it, for each vote."""
        waits = []
        for at, (begun, _done) in enumerate(sorted(self.sent, key=lambda one: one[1]), start=1):
            moment = next((when for when, count in self.screen if count >= at), None)
            waits.append(moment - begun if moment else SETTLE)
        return waits


# --- the server -----------------------------------------------------------------------------------


def serve(port: int, folder: str, workers: int) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "REGIE_DATA": folder, "REGIE_DEMO": "1"}
    words = ["serve", "--port", str(port), "--workers", str(workers), "--no-worker"]
    process = subprocess.Popen(
        [sys.executable, "-m", "regie.config.cli", *words], env=environment, start_new_session=True
    )
    until = time.monotonic() + 180
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as talk:
            talk.settimeout(60)
            talk.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if b" 200 " in talk.recv(64):
                return process
        time.sleep(0.2)
    raise SystemExit("the server does not answer")


def worked(process: "subprocess.Popen[bytes]") -> float:
    """Seconds of the processor that the server took until now, all its processes together."""
    parent = psutil.Process(process.pid)
    family = [parent, *parent.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in family)


def memory(process: "subprocess.Popen[bytes]") -> tuple[float, float, int]:
    """Megabytes of its own and in all, and threads, of the process that serves most."""
    family = psutil.Process(process.pid).children(recursive=True) or [psutil.Process(process.pid)]
    found = [(one.memory_full_info(), one.num_threads()) for one in family]
    info, threads = max(found, key=lambda pair: pair[0].uss)
    return info.uss / 1e6, info.rss / 1e6, threads


def counted() -> int:
    """How many ballots the database holds, which has to be as many as turnouts."""
    from regie.planning.rounds.models import Ballot, Turnout

    ballots = Ballot.objects.count()
    if ballots != Turnout.objects.count():
        raise SystemExit("ballots and turnout differ")
    return ballots


def measure(name: str, workers: int) -> Measured:
    with tempfile.TemporaryDirectory(prefix="regie-live-") as folder:
        hall = prepare(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        process = serve(port, folder, workers)
        try:
            time.sleep(float(os.environ.get("WARM", "5")))
            before = memory(process)
            crowd, begun = Crowd(port, hall), worked(process)
            joined = asyncio.run(crowd.evening())
            spent = worked(process) - begun
            after = memory(process)
        finally:
            process.terminate()
            process.wait(20)
        votes = counted()
    seen = sorted(crowd.seen())
    answered = sorted(done - begun for begun, done in crowd.sent)
    return Measured(
        name=name,
        people=PEOPLE,
        joined=joined,
        seen_median=statistics.median(seen),
        seen_p95=seen[int(0.95 * len(seen))],
        seen_most=seen[-1],
        answered_p95=answered[int(0.95 * len(answered))],
        votes=votes,
        lost=len(crowd.sent) - votes,
        refused=crowd.refused,
        heard=crowd.heard,
        worked=1000 * spent / PEOPLE,
        private_before=before[0],
        private_after=after[0],
        resident_after=after[1],
        threads=after[2],
    )


# --- the page -------------------------------------------------------------------------------------


def page(rows: list[Measured]) -> str:
    lines = [
        "# A live session",
        "",
        f"{PEOPLE:,} people listen to the stream and each casts one vote within {SECONDS:.0f} "
        "seconds, by an ordinary POST; the page after it is not fetched. Shown is the middle "
        f"evening of {ROUNDS}.",
        "*Vote to screen* runs from the first byte of a vote to the big screen counting it: the "
        "way in, the database, the look (four times a second) and the way out.",
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}; server, database "
        "and crowd share them. Load when it ended (1 minute): "
        f"{os.getloadavg()[0]:.1f}.",
        "",
        "| | " + " | ".join(row.name for row in rows) + " |",
        "|---|" + "---|" * len(rows),
    ]
    told: list[tuple[str, Any]] = [
        ("all 1,000 in, first message heard, s", lambda r: f"{r.joined:.1f}"),
        ("vote to screen, median, s", lambda r: f"{r.seen_median:.2f}"),
        ("**vote to screen, p95, s**", lambda r: f"**{r.seen_p95:.2f}**"),
        ("vote to screen, slowest, s", lambda r: f"{r.seen_most:.2f}"),
        ("vote answered, p95, s", lambda r: f"{r.answered_p95:.2f}"),
        ("votes in the database", lambda r: f"{r.votes:,}"),
        ("**votes lost or refused**", lambda r: f"**{r.lost + r.refused}**"),
        ("listeners that heard", lambda r: f"{r.heard:,}"),
        ("processor per vote and listener, ms", lambda r: f"{r.worked:.1f}"),
        ("private memory of a process before, MB", lambda r: f"{r.private_before:.0f}"),
        ("**private memory of a process after, MB**", lambda r: f"**{r.private_after:.0f}**"),
        ("resident, shared libraries counted, MB", lambda r: f"{r.resident_after:.0f}"),
        ("threads of a process", lambda r: f"{r.threads}"),
    ]
    lines += [
        f"| {label} | " + " | ".join(value(row) for row in rows) + " |" for label, value in told
    ]
    lines += [
        "",
        "Private memory is what the process takes for itself (USS). Most of the rest of the "
        "resident memory are libraries for figures and charts that a page may need, read from "
        "files and shared between processes.",
        "",
        "Made by `bench/bench_live.py`.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))
    if len(sys.argv) > 1:  # one run, for the parent
        print("RESULT " + json.dumps(asdict(measure(sys.argv[1], int(sys.argv[2])))))
        return
    rows = [_run([], "SQLite, 1 process", 1)]
    with suppress(subprocess.CalledProcessError):
        rows.append(_run([str(ROOT / "tools/with_postgresql")], "PostgreSQL, 2 processes", 2))
    text = page(rows)
    RESULT.write_text(text, encoding="utf-8")
    print(text)


def _run(before: list[str], name: str, workers: int) -> Measured:
    """The middle one of the evenings, by vote to screen."""
    evenings = [_evening(before, name, workers) for _round in range(ROUNDS)]
    return sorted(evenings, key=lambda one: one.seen_p95)[ROUNDS // 2]


def _evening(before: list[str], name: str, workers: int) -> Measured:
    """Each evening in a process of its own: settings are read once."""
    words = [*before, sys.executable, __file__, name, str(workers)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    line = next(one for one in done.stdout.splitlines() if one.startswith("RESULT "))
    return Measured(**json.loads(line[7:]))


if __name__ == "__main__":
    main()
