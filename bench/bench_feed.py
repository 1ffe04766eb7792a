"""Fetching rows of 47022NED's shape from the stand-in's Feed, against the usual way.

Run with `PYTHONPATH=src python bench/bench_feed.py`; it writes bench/results/feed.md. The server is
a process of its own and serves the monthly table of national size (59 types, 18,313 areas, 176
months) lazily; one type of it is fetched. Every part runs in a process of its own, so that the peak
of its memory is its own.

* server: the pages are asked and their bytes thrown away: faster than this nobody can be.
* usual: what the common client library does: a new session per page, the answer as JSON, every row
  a dict in one list. It checks nothing, writes nothing, and asks for all columns as that library
  does. It stops after a part of the table, since its memory grows with every row.
* Regie: what `regie import cbs:47022NED` does before it imports.
"""

import json
import os
import platform
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

RESULT = Path(__file__).parent / "results" / "feed.md"
TABLE, KIND = "47022NED", "0.0.0 "
NAMES = "ID,SoortMisdrijf,WijkenEnBuurten,Perioden,GeregistreerdeMisdrijven_1"
USUAL_PAGES = 100
GOAL_ROWS, GOAL_MEMORY = 300_000, 300


def asked(base: str, *, all_columns: bool = False) -> str:
    chosen = f"SoortMisdrijf%20eq%20'{KIND}'".replace("'", "%27").replace(" ", "%20")
    columns = "" if all_columns else f"&$select={NAMES}"
    where = f"{base}/dataderden/ODataFeed/odata/{TABLE}/TypedDataSet"
    return f"{where}?$format=json&$filter={chosen}{columns}"


def server_alone(base: str) -> dict[str, Any]:
    link, rows, size = asked(base), 0, 0
    mark = b'"odata.nextLink":"'
    watch = Watch()
    with httpx.Client() as client:
        while link:
            body = client.get(link).content
            size += len(body)
            rows += body.count(b'"ID":')
            _before, found, after = body.rpartition(mark)
            link = after.partition(b'"')[0].decode() if found else ""
    return {"rows": rows, "bytes": size} | watch.read()


def usual(base: str) -> dict[str, Any]:
    import requests

    link: str | None = asked(base, all_columns=True)
    rows: list[dict[str, Any]] = []
    watch = Watch()
    for _page in range(USUAL_PAGES):
        if link is None:
            break
        answer = requests.Session().get(link).json()
        rows.extend(answer["value"])
        link = answer.get("odata.nextLink")
    return {"rows": len(rows)} | watch.read()


def regie(base: str) -> dict[str, Any]:
    from regie.evidence.connectors.download import download
    from regie.evidence.connectors.http import Client, Manners
    from regie.evidence.connectors.odata3 import Service
    from regie.evidence.connectors.requests import TableRequest

    request = TableRequest(
        TABLE, "police", categories=(KIND.strip(),), leave_out=("Gemeentenaam", "SoortRegio")
    )
    with tempfile.TemporaryDirectory() as folder, Client(Manners(pause=0)) as client:
        service = Service(client, f"{base}/dataderden")
        shape = service.shape(TABLE)
        watch = Watch()
        done = download(service, request, Path(folder), shape=shape)
        return {"rows": done.rows, "bytes": done.path.stat().st_size} | watch.read()


PARTS = {"server": server_alone, "usual": usual, "regie": regie}


@contextmanager
def standing() -> Iterator[str]:
    """The server, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "standin", "--site", "national", "--port", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _try in range(600):
            try:
                httpx.get(f"{base}/", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        # The first page fills what the server keeps; it is not measured.
        httpx.get(asked(base), timeout=60)
        yield base
    finally:
        process.kill()
        process.wait()


def measure(name: str, base: str) -> dict[str, Any]:
    """Run one part in its own process and answer what it found, with its peak memory."""
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    environment |= {"DJANGO_SETTINGS_MODULE": "regie.config.settings", "REGIE_DEMO": "1"}
    command = [sys.executable, __file__, name, base]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def run_part(name: str, base: str) -> None:
    found = PARTS[name](base)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


class Watch:
    """Seconds on the clock and of the processor, all threads together."""

    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), time.process_time()

    def read(self) -> dict[str, float]:
        spent = time.process_time() - self._processor
        return {"seconds": time.perf_counter() - self._clock, "processor": spent}


LABELS = {
    "server": "the server alone: bytes thrown away",
    "usual": "usual: a session per page, JSON, a list of dicts; not written",
    "regie": "Regie: check, order, write, keep a state per page",
}


def write(found: dict[str, dict[str, Any]]) -> None:
    machine = (
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end (other work slows all), "
        f"{platform.machine()}, Python {platform.python_version()}"
    )
    rows = found["regie"]["rows"]
    lines = [
        "# Fetching from the Feed",
        "",
        f"One type of {TABLE}, monthly, of national size: {rows:,} rows in pages of 10,000, from "
        f"the stand-in server in a process of its own on the same machine; {machine}. Memory is "
        "the peak of the process. The seconds of the processor are those of the client alone: they "
        "say what the machine can do when nobody else works on it.",
        "",
        "| | rows | seconds | of the processor | rows per second | per second of the processor "
        "| peak memory (MB) |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, label in LABELS.items():
        part = found[name]
        speed = part["rows"] / part["seconds"]
        lines.append(
            f"| {label} | {part['rows']:,} | {part['seconds']:.1f} | {part['processor']:.1f} "
            f"| {speed:,.0f} | {part['rows'] / part['processor']:,.0f} | {part['memory']:,.0f} |"
        )
    share = found["regie"]["seconds"] / found["server"]["seconds"]
    lines += [
        "",
        f"Regie takes {share:.2f} times as long as the server alone. The usual way stopped after "
        f"{found['usual']['rows']:,} rows; for the whole table (190 million rows) its memory would "
        "be "
        f"{found['usual']['memory'] / found['usual']['rows'] * 189_900_000 / 1024:,.0f} GB.",
        "",
        f"Goals: {GOAL_ROWS:,} rows per second, memory that does not grow with the table (under "
        f"{GOAL_MEMORY} MB).",
        "",
    ]
    RESULT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


def main() -> None:
    if len(sys.argv) == 3:
        run_part(sys.argv[1], sys.argv[2])
        return
    with standing() as base:
        found = {name: measure(name, base) for name in PARTS}
    write(found)


if __name__ == "__main__":
    main()
