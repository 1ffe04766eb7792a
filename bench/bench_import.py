"""Reading the dense national table against pandas on the same file in the same run.

Run with `PYTHONPATH=src python bench/bench_import.py`; it writes bench/results/import.md. The
file has the true shape of 47018NED (59 types, 18,313 areas, 14 years, 15.1 million rows) and is
made by the generator of the demonstration; every part runs in a process of its own, so that the
peak of its memory is its own.

pandas does the least that is comparable: read the columns that are needed, strip the padding of
the keys, and write Parquet. It checks nothing.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RESULT = Path(__file__).parent / "results" / "import.md"
COLUMNS = ["SoortMisdrijf", "WijkenEnBuurten", "Perioden", "GeregistreerdeMisdrijven_1"]
TOWN, LARGE = "GM0344", "GM0599"
GOAL_ROWS, GOAL_MEMORY, GOAL_PICTURE = 1_000_000, 1_000, 1.0


def generate(path: Path) -> dict[str, Any]:
    from regie.policy.municipalities import municipalities
    from voorbeeldstad.national import national

    started = time.perf_counter()
    made = national(path.parent, municipalities=[item.code for item in municipalities()])
    made.path.rename(path)
    return {"rows": made.rows, "seconds": time.perf_counter() - started}


def with_pandas(path: Path) -> dict[str, Any]:
    import pandas as pd

    started = time.perf_counter()
    frame = pd.read_csv(path, sep=";", usecols=COLUMNS)
    for column in COLUMNS[:3]:
        frame[column] = frame[column].str.strip()
    frame.to_parquet(path.with_name("pandas.parquet"))
    return {"rows": len(frame), "seconds": time.perf_counter() - started}


def with_regie(path: Path) -> dict[str, Any]:
    _set_up()
    from regie.evidence.sources.services import import_file

    started = time.perf_counter()
    outcome = import_file(path, actor=None)
    seconds = time.perf_counter() - started
    if outcome.refused or outcome.delivery is None or outcome.report is None:
        raise SystemExit(outcome.refused)
    return {
        "rows": outcome.delivery.rows,
        "seconds": seconds,
        "findings": len(outcome.report.findings),
    }


def picture(path: Path) -> dict[str, Any]:
    """One municipality complete, in a fresh process: every level, every type, every year."""
    _set_up()
    from regie.evidence.sources import queries
    from regie.evidence.sources.reading import CACHE

    del path
    seconds: dict[str, float] = {}
    for code in (TOWN, LARGE, TOWN):
        CACHE.clear()
        started = time.perf_counter()
        cells = 0
        for level in ("country", "municipality", "district", "neighbourhood"):
            cube = queries.figures(
                "offence",
                realm="nl",
                measure="GeregistreerdeMisdrijven",
                level=level,
                municipality=code,
            )
            cells += cube.values.size if cube else 0
        name = "first" if not seconds else code
        seconds[name] = time.perf_counter() - started
    return {"seconds": seconds, "cells": cells}


def _set_up() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from regie.foundation.areas.services import ensure_reference

    ensure_reference()


PARTS = {"generate": generate, "pandas": with_pandas, "regie": with_regie, "picture": picture}


def measure(name: str, path: Path, data: Path) -> dict[str, Any]:
    """Run one part in its own process and answer what it found, with its peak memory."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "regie.config.settings",
        "REGIE_DATA": str(data),
        "REGIE_DEMO": "1",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, __file__, name, str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="regie-bench-") as folder:
        root = Path(folder)
        path, data = root / "dense.csv", root / "data"
        data.mkdir()
        found = {name: measure(name, path, data) for name in PARTS}
        size = path.stat().st_size
        stored = sum(f.stat().st_size for f in data.glob("warehouse/*/*.parquet"))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(report(found, size, stored), encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


def report(found: dict[str, dict[str, Any]], size: int, stored: int) -> str:
    lines = [
        "# Reading the dense national table",
        "",
        f"{found['regie']['rows']:,} rows of 47018NED's true shape, a CSV of {size / 1e6:,.0f} MB; "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end (other work slows "
        f"both), {platform.machine()}, Python {platform.python_version()}. "
        "Each part runs in a process of its own; memory is the peak of that process, and the "
        "processor's seconds (over all cores) include starting Python.",
        "",
        "| | seconds | of the processor | rows per second | peak memory (MB) |",
        "|---|---|---|---|---|",
    ]
    words = {
        "pandas": "pandas: read, strip, write Parquet; no checks",
        "regie": "Regie: look, read, understand, check, judge, write",
    }
    for name, label in words.items():
        row = found[name]
        speed = row["rows"] / row["seconds"]
        lines.append(
            f"| {label} | {row['seconds']:.1f} | {row['processor']:.1f} | {speed:,.0f} "
            f"| {row['peak']:,.0f} |"
        )
    first, large, town = (found["picture"]["seconds"][k] for k in ("first", LARGE, TOWN))
    lines += [
        "",
        f"Stored: {stored / 1e6:.1f} MB of Parquet.",
        "",
        "One municipality's complete picture from the national table (country, municipality, "
        "districts and neighbourhoods, 59 types, 14 years), nothing kept in memory:",
        "",
        f"* first question in a fresh process, engine loaded on the way: {first:.2f} s",
        f"* after that: {town * 1000:.0f} ms; another municipality: {large * 1000:.0f} ms",
        "",
        f"Goals: {GOAL_ROWS:,} rows per second, under {GOAL_MEMORY:,} MB, "
        f"a picture within {GOAL_PICTURE:.0f} s.",
        "",
        "The monthly table, 190 million rows: see [national.md](national.md).",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        answer = PARTS[sys.argv[1]](Path(sys.argv[2]))
        used = resource.getrusage(resource.RUSAGE_SELF)
        answer["peak"] = used.ru_maxrss / 1000
        answer["processor"] = used.ru_utime + used.ru_stime
        print(json.dumps(answer))
    else:
        main()
