"""The monthly national tables from a dense CSV, against what DuckDB itself needs for the file.

Run with `PYTHONPATH=src python bench/bench_national.py [offences|nuisance]`; it writes
bench/results/national.md (or national-nuisance.md) and needs 12 GB on the disk of the temporary
folder, and about six minutes. DuckDB does the least that is possible: read the file and write it
as Parquet, without a limit on its memory and without looking at what it reads. Both run in a
process of their own; memory is the highest that the process and its children held together, and
disk the most that stood in the data folder.
"""

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

RESULTS = Path(__file__).parent / "results"
GOAL_SECONDS, GOAL_MEMORY, GOAL_RATIO = 180, 2_000, 1.5
ROUNDS = int(os.environ.get("REGIE_BENCH_ROUNDS", "1"))


def generate(path: Path, table: str) -> dict[str, Any]:
    from bench.national_months import nuisance, offences, write
    from regie.evidence.formats.vocabulary import names_of
    from regie.policy.tables import TABLES

    started = time.perf_counter()
    item = next(item for item in TABLES() if item.table_id == "47024NED")
    made = offences() if table == "offences" else nuisance(list(names_of(item)))
    return {"rows": write(path, made), "seconds": time.perf_counter() - started}


def duckdb_alone(path: Path, table: str) -> dict[str, Any]:
    import duckdb

    del table
    target = path.with_name("raw.parquet")
    started = time.perf_counter()
    connection = duckdb.connect(config={"threads": min(4, os.cpu_count() or 1)})
    file = str(path).replace("'", "''")
    words = ("COPY (SELECT * FROM read_csv('", file, "')) TO '", str(target), "' (FORMAT parquet)")
    connection.execute("".join(words))
    seconds = time.perf_counter() - started
    size = target.stat().st_size
    target.unlink()
    return {"seconds": seconds, "stored": size}


def regie(path: Path, table: str) -> dict[str, Any]:
    _set_up()
    from regie.evidence.intake import Progress
    from regie.evidence.sources.services import import_file

    del table
    started = time.perf_counter()
    phases: dict[str, float] = {}
    lefts: list[float] = []

    def note(step: Progress) -> None:
        phases.setdefault(step.phase, time.perf_counter() - started)
        if step.seconds_left is not None:
            lefts.append(step.seconds_left)

    outcome = import_file(path, actor=None, progress=note)
    seconds = time.perf_counter() - started
    if outcome.refused or outcome.delivery is None or outcome.report is None:
        raise SystemExit(outcome.refused)
    findings = [finding.code for finding in outcome.report.findings]
    return {
        "rows": outcome.delivery.rows,
        "seconds": seconds,
        "phases": phases,
        "told": len(lefts),
        "findings": findings,
    }


def questions(path: Path, table: str) -> dict[str, Any]:
    """What a region and the country ask, in a fresh process with nothing kept."""
    _set_up()
    from regie.evidence.sources import queries
    from regie.evidence.sources.reading import CACHE
    from regie.policy.municipalities import municipalities

    del path
    measure = "GeregistreerdeMisdrijven" if table == "offences" else "GeregistreerdeOverlast"
    family = "offence" if table == "offences" else "nuisance"
    unit = tuple(item.code for item in municipalities() if item.province == "PV26")
    total = "0.0.0" if table == "offences" else None
    asked: dict[str, dict[str, Any]] = {
        "first": {"level": "country"},
        "all municipalities, all types": {"level": "municipality"},
        "all neighbourhoods of a region, all types": {
            "level": "neighbourhood",
            "municipalities": unit,
        },
        "all neighbourhoods of the country, one type": {
            "level": "neighbourhood",
            "categories": (total,) if total else None,
        },
        "one municipality, all neighbourhoods, all types": {
            "level": "neighbourhood",
            "municipality": "GM0344",
        },
    }
    found: dict[str, Any] = {"unit": len(unit)}
    for name, question in asked.items():
        CACHE.clear()
        started = time.perf_counter()
        cube = queries.figures(family, realm="nl", measure=measure, frequency="month", **question)
        seconds = time.perf_counter() - started
        found[name] = (seconds, cube.values.size if cube else 0)
    return found


def _set_up() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from regie.foundation.areas.services import ensure_reference

    ensure_reference()


PARTS = {"generate": generate, "duckdb": duckdb_alone, "regie": regie, "questions": questions}


def measure(name: str, table: str, path: Path, data: Path) -> dict[str, Any]:
    """Run one part in its own process and answer what it found, with its peaks."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "regie.config.settings",
        "REGIE_DATA": str(data),
        "REGIE_DEMO": "1",
        "PYTHONWARNINGS": "ignore",
        "PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).resolve().parents[1])]),
    }
    command = [sys.executable, __file__, name, table, str(path)]
    memory = disk = 0
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        process = psutil.Process(running.pid)
        while running.poll() is None:
            memory = max(memory, _memory(process))
            disk = max(disk, sum(f.stat().st_size for f in _files(data)))
            time.sleep(0.2)
        out, errors = running.communicate()
    if running.returncode:
        raise SystemExit(errors[-2000:])
    found: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return found | {"memory": memory / 1e6, "disk": disk / 1e6, "load": os.getloadavg()[0]}


def _memory(process: psutil.Process) -> int:
    try:
        every = [process, *process.children(recursive=True)]
        return sum(each.memory_info().rss for each in every)
    except psutil.Error:
        return 0


def _files(data: Path) -> list[Path]:
    try:
        return [f for f in data.rglob("*") if f.is_file()]
    except FileNotFoundError:
        return []


def main(table: str) -> None:
    given = os.environ.get("REGIE_BENCH_FILE")
    with tempfile.TemporaryDirectory(prefix="regie-bench-") as folder:
        root = Path(folder)
        path = Path(given) if given else root / "national.csv"
        if not given:
            measure("generate", table, path, root)
        rounds = []
        for _round in range(ROUNDS):
            data = root / "data"
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir()
            found = {"duckdb": measure("duckdb", table, path, data)}
            found["regie"] = measure("regie", table, path, data)
            rounds.append(found)
        rounds.sort(key=lambda r: r["regie"]["seconds"] / r["duckdb"]["seconds"])
        middle = rounds[len(rounds) // 2]
        middle["questions"] = measure("questions", table, path, data)
        size = path.stat().st_size
        stored = sum(f.stat().st_size for f in data.glob("warehouse/*/*.parquet"))
    text = report(table, middle, rounds, size, stored)
    name = "national.md" if table == "offences" else "national-nuisance.md"
    RESULTS.joinpath(name).write_text(text, encoding="utf-8")
    print(text)


def report(
    table: str,
    found: dict[str, dict[str, Any]],
    rounds: list[dict[str, dict[str, Any]]],
    size: int,
    stored: int,
) -> str:
    ours, theirs = found["regie"], found["duckdb"]
    name = "47022NED" if table == "offences" else "47024NED"
    ratios = ", ".join(f"{r['regie']['seconds'] / r['duckdb']['seconds']:.2f}" for r in rounds)
    lines = [
        f"# The monthly national table {name}",
        "",
        f"{ours['rows']:,} rows, a dense CSV of {size / 1e6:,.0f} MB; {os.cpu_count()} cores, "
        f"{platform.machine()}, {psutil.virtual_memory().total / 1e9:.0f} GB of memory, Python "
        f"{platform.python_version()}. The machine did other work too: the load was "
        f"{theirs['load']:.1f} after DuckDB and {ours['load']:.1f} after Regie, of which two are "
        "the measurement itself; only the ratio of one run says something then.",
        "",
        "| | seconds | of the processor | rows per second | peak memory (MB) | stored (MB) |",
        "|---|---|---|---|---|---|",
        f"| DuckDB alone: read the CSV, write Parquet | {theirs['seconds']:.1f} "
        f"| {theirs['processor']:.0f} | {ours['rows'] / theirs['seconds']:,.0f} "
        f"| {theirs['memory']:,.0f} | {theirs['stored'] / 1e6:,.0f} |",
        f"| Regie: look, read, understand, check, judge, write | {ours['seconds']:.1f} "
        f"| {ours['processor']:.0f} "
        f"| {ours['rows'] / ours['seconds']:,.0f} | {ours['memory']:,.0f} | {stored / 1e6:,.0f} |",
        "",
        f"Ratio: **{ours['seconds'] / theirs['seconds']:.2f}** (of every round: {ratios}); "
        f"in seconds of the processor {ours['processor'] / theirs['processor']:.2f}. "
        f"On the disk at most {ours['disk']:,.0f} MB beside the file; asked for beforehand: "
        "a quarter of the file. "
        f"Findings: {', '.join(ours['findings'])}. Time left was told {ours['told']} times.",
        "",
        "pandas is not run on this file; see [import.md](import.md) for the yearly table.",
        "",
        "Questions per month to this table, in a fresh process, nothing kept:",
        "",
        "| question | figures | seconds |",
        "|---|---|---|",
    ]
    for question, answer in found["questions"].items():
        if isinstance(answer, list):
            words = "the country (engine loaded on the way)" if question == "first" else question
            lines.append(f"| {words} | {answer[1]:,} | {answer[0]:.2f} |")
    lines += [
        "",
        f"Goals: {GOAL_SECONDS} s, under {GOAL_MEMORY:,} MB, a ratio of {GOAL_RATIO}. The region "
        f"has {found['questions']['unit']} municipalities.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        answer = PARTS[sys.argv[1]](Path(sys.argv[3]), sys.argv[2])
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps(answer | {"processor": used.ru_utime + used.ru_stime}))
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "offences")
