"""The whole country, from stored figures to all tables of results: seconds and memory.

Run with `OPENBLAS_NUM_THREADS=1 PYTHONPATH=src python bench/bench_analysis.py [rounds]`; it writes
bench/results/analysis.md. A country is made (`national_analysis.py`); then a fresh process reads
it, calls `safetymethods.national.assess_country` and writes every answer as Parquet. Other
processes time the usual ways (pandas, scipy.stats, statsmodels) on a part of the same figures;
their time for all of it is extrapolated. statsmodels and pandas are not used by the project.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

RESULT = Path(__file__).parent / "results" / "analysis.md"
GOAL_SECONDS, GOAL_MEMORY = 10.0, 1_500
ROUNDS, MONTHS = 3, 170


@dataclass
class Clock:
    """Seconds since the step before, on the wall and of the processor over all cores."""

    wall: float
    processor: float
    steps: list[tuple[str, float, float]]

    @classmethod
    def started(cls) -> "Clock":
        return cls(time.perf_counter(), time.process_time(), [])

    def told(self, step: str) -> None:
        wall, processor = time.perf_counter(), time.process_time()
        self.steps.append((step, wall - self.wall, processor - self.processor))
        self.wall, self.processor = wall, processor


def assess(folder: Path, results: Path) -> dict[str, Any]:
    """Load the libraries, read, assess and write."""
    clock = Clock.started()
    import numpy as np
    from numpy.typing import NDArray

    from bench.national_tables import read_country, read_cube, write_results
    from safetymethods.national import assess_country

    clock.told("loading numpy, scipy, pyarrow")
    stored = read_country(folder)

    def cube() -> NDArray[np.uint16]:
        counts = read_cube(folder / "cells.parquet", stored)
        clock.told("reading the figures")
        return counts

    # The cube is not kept here, so that it can be let go when its sums are known.
    found = assess_country(cube(), stored.country, trend_months=MONTHS, told=clock.told)
    size = write_results(results, found, stored)
    clock.told("writing all tables")
    return {
        "steps": clock.steps,
        "series": len(found.series.level),
        "rows": [level.stands.size for level in found.levels],
        "stands": [int(level.stands.sum()) for level in found.levels],
        "months": int(found.series.signal.flagged.sum()),
        "size": size,
    }


def measure(*command: str) -> dict[str, Any]:
    """Run one part in a process of its own and answer what it found, with its peak memory."""
    root = str(Path(__file__).resolve().parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, root])}
    line = [sys.executable, __file__, *command]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def part(name: str, *arguments: str) -> dict[str, Any]:
    """What a process of its own does."""
    if name == "make":
        from bench.national_analysis import write

        return asdict(write(Path(arguments[0])))
    if name == "usual":
        from bench.national_usual import usual

        rows = usual(Path(arguments[0]), int(arguments[1]))
        return {"ways": [asdict(row) for row in rows]}
    return assess(Path(arguments[0]), Path(arguments[1]))


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory(prefix="regie-bench-") as name:
        folder = Path(name)
        made = measure("make", name)
        runs = []
        for number in range(rounds):
            load = os.getloadavg()[0]
            runs.append(measure("assess", name, str(folder / f"results{number}")) | {"load": load})
        ways = measure("usual", name, str(runs[0]["series"]))["ways"]
    RESULT.write_text(report(made, runs, ways), encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


def total(run: Mapping[str, Any], column: int) -> float:
    """Seconds of a whole run: on the wall (1) or of the processor (2)."""
    return float(sum(step[column] for step in run["steps"]))


def report(
    made: Mapping[str, Any], runs: Sequence[Mapping[str, Any]], ways: Sequence[Mapping[str, Any]]
) -> str:
    middle = sorted(runs, key=lambda run: total(run, 1))[len(runs) // 2]
    ours = {step: (wall, processor) for step, wall, processor in middle["steps"]}
    steps = [f"| {step} | {wall:.2f} | {cpu:.2f} |" for step, (wall, cpu) in ours.items()]
    rounds = "; ".join(
        f"{total(run, 1):.1f} s, {total(run, 2):.1f} s of the processor, load {run['load']:.1f}, "
        f"{run['peak']:,.0f} MB"
        for run in runs
    )
    beside = [_beside(way, ours) for way in ways]
    return REPORT.format(
        events=made["events"] / 1e6,
        cells=made["cells"] / 1e6,
        stored=made["size"] / 1e6,
        cores=os.cpu_count(),
        machine=platform.machine(),
        python=platform.python_version(),
        versions=", ".join(
            f"{name} {import_module(name).__version__}" for name in ("numpy", "scipy", "pyarrow")
        ),
        threads=os.environ.get("OPENBLAS_NUM_THREADS", "all"),
        wall=total(middle, 1),
        cpu=total(middle, 2),
        load=middle["load"],
        peak=middle["peak"],
        goal_seconds=GOAL_SECONDS,
        goal_memory=GOAL_MEMORY,
        steps="\n".join(steps),
        rounds=rounds,
        series=middle["series"],
        changes=sum(middle["rows"]),
        size=middle["size"] / 1e6,
        stands=", ".join(f"{number:,}" for number in middle["stands"]),
        months=middle["months"],
        beside="\n".join(beside),
    )


def _beside(way: Mapping[str, Any], ours: Mapping[str, tuple[float, float]]) -> str:
    mine = ours[STEPS.get(way["step"], way["step"])][1]
    return (
        f"| {way['step']} | {mine:.2f} | {way['way']} | {way['sample']} "
        f"| {way['seconds']:,.1f} | {way['seconds'] / mine:,.0f} |"
    )


STEPS = {"limits of rates": "rates of neighbourhoods"}
"""Where a usual way does only a part of a step."""

REPORT = """# The whole country, from stored figures to all tables

14,000 neighbourhoods in 3,304 districts in 342 municipalities, 58 types, 170 months: {events:.1f}
million made events in {cells:.1f} million cells that are not zero, {stored:.0f} MB of Parquet.
Machine: {cores} cores ({machine}; threads for matrix products: {threads}), Python {python},
{versions}.

**{wall:.1f} s, {peak:,.0f} MB** at its highest, {cpu:.1f} s of the processor, with a load of
{load:.1f} when it began (the goal: {goal_seconds:.0f} s and {goal_memory:,} MB on two quiet
cores). This is the middle one of these rounds, each in a fresh process: {rounds}.

| step | seconds | of the processor |
|---|---|---|
{steps}

Out come {changes:,} changes with their probabilities and limits, trends over 170 months and newest
months of {series:,} series with 30 events or more, levels, hot spots and funnels: {size:.0f} MB of
Parquet. After correction for many tests {stands} changes stand out (neighbourhoods, districts,
municipalities) and {months:,} newest months.

## Beside the usual ways

Seconds of the processor. The usual way ran in this same run on the sample that is named, on the
same figures, and is **extrapolated** to the whole country; the benchmark stops when its answers
differ from ours. Ours is the whole step, which may answer more.

| step | ours | usual way | timed on | usual, all | times |
|---|---|---|---|---|---|
{beside}

Made by `bench/bench_analysis.py`. Hot spots beside esda: [spatial.md](spatial.md); trends beside
statsmodels, digit by digit: [trend.md](trend.md).
"""

if __name__ == "__main__":
    if len(sys.argv) > 2:
        answer = part(*sys.argv[1:])
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps(answer | {"peak": used.ru_maxrss / 1024}))
    else:
        main()
