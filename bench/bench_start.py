"""Processor time of a start on the prepared demonstration, until somebody sees a picture.

Run with `python -m bench.bench_start`; it writes bench/results/start.md. Measured with what was
read ahead in the data folder, and without it, so that everything is read anew. Time is that of all
processes together: what others do on the machine makes a start wait, and that is no time of it.
"""

import os
import platform
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from e2e.server import DRAWN, PICTURES, PREPARED, Served, picture_for, ready_demo

ROUNDS = 3
QUIET = 3.0
"""Seconds without work after which a start is over."""
RESULT = Path(__file__).parent / "results" / "start.md"


@dataclass(frozen=True)
class Measured:
    """Seconds of the processor until a picture and until all is quiet; `clock` until a picture."""

    picture: float
    quiet: float
    clock: float


def used() -> float:
    """Seconds of the processor that the server and its worker used until now."""
    found = 0.0
    for process in psutil.Process().children(recursive=True):
        times = process.cpu_times()
        found += times.user + times.system
    return found


def until_quiet() -> float:
    """The same once they do nothing more than wait."""
    before, now = -1.0, used()
    while now - before > QUIET / 20:
        time.sleep(QUIET)
        before, now = now, used()
    return now


def start(template: Path, folder: Path, *, kept: bool) -> Measured:
    """One start of a copy of the demonstration."""
    shutil.copytree(template, folder)
    if not kept:
        shutil.rmtree(folder / "cache" / "ahead")
    served = Served(folder, template)
    began = time.monotonic()
    served.start()
    try:
        if DRAWN not in picture_for(served.address, "rob", PICTURES):
            raise SystemExit("there is no picture to measure")
        clock = time.monotonic() - began
        return Measured(used(), until_quiet(), clock)
    finally:
        served.stop()
        shutil.rmtree(folder)


def row(name: str, found: list[Measured]) -> str:
    """One line of the table, with medians."""
    middles = [median(column) for column in zip(*map(_values, found), strict=True)]
    return f"| {name} | " + " | ".join(f"{value:.1f}" for value in middles) + " |"


def _values(one: Measured) -> tuple[float, float, float]:
    return one.picture, one.quiet, one.clock


def main() -> int:
    """Measure both in turn, and write the result."""
    with tempfile.TemporaryDirectory(prefix="regie-start-") as folder:
        template = Path(os.environ.get(PREPARED) or Path(folder) / "demonstration")
        ready_demo(template)
        found: dict[bool, list[Measured]] = {True: [], False: []}
        for number in range(2 * ROUNDS):
            kept = number % 2 == 0
            found[kept].append(start(template, Path(folder) / str(number), kept=kept))
            print(kept, found[kept][-1], flush=True)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    RESULT.write_text(
        f"""# Starting the demonstration

`python -m bench.bench_start` on {platform.platform()}, Python {platform.python_version()},
{os.cpu_count()} cores; load {load}. Medians of {ROUNDS} starts, in seconds; the processor time of
the server, its one process that serves pages and its worker together.

| what was read ahead | until a picture | until all is quiet | until a picture, on the clock |
|---|---|---|---|
{row("laid down", found[True])}
{row("read anew", found[False])}

A start ends when the engines for figures and drawings are loaded as well, so that no later reader
waits for those. Of what is left, most is reading the program itself, three times: in the server, in
the worker, and the addresses of all pages in the process that serves them.
""",
        encoding="utf-8",
    )
    print(RESULT.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
