"""Server time and number of queries of the quality desk and the pages about vintages.

Run with `python bench/bench_quality_desk.py`; it writes bench/results/quality_desk.md. The
demonstration is made in a folder of its own and thrown away afterwards. The goal of the desk is
150 ms.
"""

import os
import platform
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 15
GOAL = 150
RESULT = Path(__file__).parent / "results" / "quality_desk.md"
PAGES = {
    "desk": "kwaliteit/",
    "source, neighbourhoods": "kwaliteit/47018ned/",
    "source, monthly table": "kwaliteit/47022ned/",
    "source, key figures of thirteen years": "kwaliteit/kwb/",
    "source, survey": "kwaliteit/85146ned/",
    "routes": "kwaliteit/wegen/",
}


@dataclass(frozen=True)
class Measured:
    """Milliseconds of the first visit in a fresh process and of later ones, and queries.

    `work` is the processor time of a later visit: what does not depend on who else is busy.
    """

    first: float
    median: float
    work: float
    slowest: float
    queries: int


def prepare(folder: str) -> None:
    os.environ.update(REGIE_DATA=folder, REGIE_DEMO="1", REGIE_DEBUG="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    from regie.config import demo

    demo.prepare(say=print)


def measure(address: str) -> Measured:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from regie.evidence.sources.reading import CACHE
    from regie.foundation.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="coos@voorbeeldstad.example"))
    CACHE.clear()
    seconds, work, queries = [], [], []
    for _round in range(ROUNDS + 1):
        with CaptureQueriesContext(connection) as asked:
            started, busy = time.perf_counter(), time.process_time()
            status = client.get(f"/voorbeeldstad/gegevens/{address}").status_code
            seconds.append(time.perf_counter() - started)
            work.append(time.process_time() - busy)
        if status != 200:
            raise SystemExit(f"{address}: status {status}")
        queries.append(len(asked))
    later = seconds[1:]
    median = 1000 * statistics.median(later)
    busy = 1000 * statistics.median(work[1:])
    return Measured(1000 * seconds[0], median, busy, 1000 * max(later), max(queries))


def table(rows: dict[str, Measured]) -> str:
    lines = [
        "# The quality desk",
        "",
        f"Server time through Django's test client, demo figures, {ROUNDS} visits per page after "
        f"the first. Goal: {GOAL} ms. *First* reads the figures of a fresh process from "
        "disk; a served process warms up by itself. "
        "*Work* is processor time: other programs were busy on this machine.",
        f"Machine: {os.cpu_count()} cores (load {os.getloadavg()[0]:.0f}), "
        f"Python {platform.python_version()}.",
        "",
        "| page | first, ms | median, ms | of which work, ms | slowest, ms | queries |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {m.first:.0f} | {m.median:.0f} | {m.work:.0f} | {m.slowest:.0f} "
        f"| {m.queries} |"
        for name, m in rows.items()
    ]
    return "\n".join([*lines, "", "Made by `bench/bench_quality_desk.py`.", ""])


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="regie-bench-") as folder:
        prepare(folder)
        text = table({name: measure(address) for name, address in PAGES.items()})
    RESULT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
