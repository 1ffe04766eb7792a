"""Laying two national vintages beside each other, level by level.

Run with `PYTHONPATH=src python bench/bench_differences.py`; it writes bench/results/differences.md.
Both vintages have the true shape of 47018NED (59 types, 18,313 areas, 14 years, 15.1 million rows)
and are made by the generator of the demonstration; in the second, one row in a thousand is
revised. Each is imported first; only the comparison is timed.
"""

import os
import platform
import resource
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing models needs Django, which starts in set_up
    from regie.evidence.sources.models import Delivery

RESULT = Path(__file__).parent / "results" / "differences.md"
REVISED = 1000
TOWN = "GM0344"


def set_up(folder: str) -> None:
    os.environ.update(REGIE_DATA=folder, REGIE_DEBUG="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    from regie.config.preparation import prepare_tables

    prepare_tables()


def revised(path: Path) -> Path:
    """The same table with one figure in a thousand one higher."""
    target = path.with_name("revised.csv")
    with path.open("rb") as source, target.open("wb") as out:
        out.write(source.readline())
        for number, line in enumerate(source):
            if number % REVISED == 0:
                parts = line.rstrip(b"\r\n").split(b";")
                parts[4] = str(int(parts[4].strip(b'"') or 0) + 1).encode()
                line = b";".join(parts) + b"\r\n"
            out.write(line)
    return target


def take_in(path: Path, day: date) -> "Delivery":
    from regie.evidence.sources.services import import_file

    outcome = import_file(path, actor=None, vintage=day, classification=2025)
    if outcome.delivery is None or outcome.refused:
        raise SystemExit(outcome.refused)
    return outcome.delivery


def measured(old: "Delivery", new: "Delivery") -> list[tuple[str, int, int, float]]:
    from regie.evidence.vintages.comparing import Vintage, compare, compare_level, levels

    before, after = Vintage(old), Vintage(new)
    rows = []
    for level in levels(before, after):
        started = time.perf_counter()
        tally, _places = compare_level(before, after, level)
        seconds = time.perf_counter() - started
        rows.append((level, tally.compared, tally.counts["changed"], seconds))
    started = time.perf_counter()
    found = compare(old, new, TOWN)
    cells = sum(level["compared"] for level in found["levels"].values())
    changed = sum(level["counts"]["changed"] for level in found["levels"].values())
    rows.append(("one municipality, all levels", cells, changed, time.perf_counter() - started))
    return rows


def table(rows: list[tuple[str, int, int, float]], before: float, peak: float) -> str:
    lines = [
        "# Differences between two national vintages",
        "",
        "Two vintages of 47018NED in its national size; one row in a thousand is revised. "
        f"Machine: {os.cpu_count()} cores (load {os.getloadavg()[0]:.0f}), "
        f"Python {platform.python_version()}.",
        "",
        "| level | cells compared | revised | seconds |",
        "|---|---|---|---|",
    ]
    lines += [f"| {n} | {c:,} | {r:,} | {s:.2f} |" for n, c, r, s in rows]
    lines += [
        "",
        f"Peak memory of the process: {peak:.0f} MB, of which {before:.0f} MB was reached while "
        "importing, before the comparison began.",
        "",
        "Made by `bench/bench_differences.py`.",
        "",
    ]
    return "\n".join(lines)


def peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="regie-bench-") as folder:
        set_up(folder)
        from regie.policy.municipalities import municipalities
        from voorbeeldstad.national import national

        codes = [item.code for item in municipalities()]
        made = national(Path(folder), municipalities=codes)
        old = take_in(made.path, date(2025, 8, 15))
        new = take_in(revised(made.path), date(2026, 1, 15))
        before = peak_memory()
        text = table(measured(old, new), before, peak_memory())
    RESULT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
