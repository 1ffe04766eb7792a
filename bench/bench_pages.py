"""Server time and number of queries of each page of the safety picture, with the demo figures.

Run with `python bench/bench_pages.py`; it writes bench/results/pages.md. The demonstration is
made in a folder of its own and thrown away afterwards.
"""

import os
import platform
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 15
RESULT = Path(__file__).parent / "results" / "pages.md"
PAGES = {
    "picture": "",
    "field": "veld/woon-en-leefomgeving/",
    "indicator, neighbourhood map": "indicator/woninginbraak/",
    "indicator, map of municipalities": "indicator/woninginbraak/?kaart=gemeenten",
    "indicator of one neighbourhood": "indicator/woninginbraak/?gebied=BU99010101",
    "indicator, twelve-month sums": "indicator/woninginbraak/?reeks=maanden",
    "survey indicator": "indicator/rapportcijfer-veiligheid/",
    "area": "gebied/WK990101/",
    "download of one indicator": "indicator/woninginbraak/cijfers.csv",
    "signals, what strikes": "signalen/",
    "signals, all": "signalen/?toon=alles",
    "one signal": "signalen/woninginbraak/",
    "one signal of a district": "signalen/fietsendiefstal/?gebied=WK990103",
    "findings": "bevindingen/",
    "analyses": "analyse/",
    "settings": "rekenwijze/",
    "swings per type": "rekenwijze/schommeling/",
    "comparable municipalities": "rekenwijze/vergelijkbaar/",
    "street knowledge": "straatkennis/",
    "surveys": "enquetes/",
}


@dataclass(frozen=True)
class Measured:
    """Milliseconds of the first visit in a fresh process and of later ones; queries of both."""

    first: float
    median: float
    slowest: float
    first_queries: int
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

    from regie.evidence.indicators import memory
    from regie.evidence.sources.reading import CACHE
    from regie.foundation.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="coos@voorbeeldstad.example"))
    memory.forget()
    CACHE.clear()
    seconds, queries = [], []
    for _round in range(ROUNDS + 1):
        with CaptureQueriesContext(connection) as asked:
            started = time.perf_counter()
            status = client.get(f"/voorbeeldstad/veiligheidsbeeld/{address}").status_code
            seconds.append(time.perf_counter() - started)
        if status != 200:
            raise SystemExit(f"{address}: status {status}")
        queries.append(len(asked))
    later = seconds[1:]
    return Measured(
        1000 * seconds[0],
        1000 * statistics.median(later),
        1000 * max(later),
        queries[0],
        max(queries[1:]),
    )


def table(rows: dict[str, Measured]) -> str:
    lines = [
        "# Pages of the safety picture",
        "",
        f"Server time through Django's test client, demo figures, {ROUNDS} visits per page after "
        "the first.",
        f"*First* is the first visit after a delivery: figures are read and charts drawn then. "
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}.",
        "",
        "| page | first, ms | median, ms | slowest, ms | queries first | queries later |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {m.first:.0f} | {m.median:.0f} | {m.slowest:.0f} "
        f"| {m.first_queries} | {m.queries} |"
        for name, m in rows.items()
    ]
    lines += [
        "",
        "A served process warms up after its start and after a delivery (`regie.config.warming`), "
        "so a reader meets the first visit only in its first seconds.",
    ]
    return "\n".join([*lines, "", "Made by `bench/bench_pages.py`.", ""])


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="regie-bench-") as folder:
        prepare(folder)
        text = table({name: measure(address) for name, address in PAGES.items()})
    RESULT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
