"""A million records with coordinates to numbers per neighbourhood, type and month.

Run with `PYTHONPATH=src python bench/bench_points.py`; it writes bench/results/points.md. The
15,000 neighbourhoods are generated: cells around random seeds over the extent of the Netherlands,
with borders bent so that each has the number of corners real ones have. The records are generated
too. Every part runs in a process of its own, so that the peak of its memory is its own.

`points` only asks where the points lie; `count` reads the file, recognises dates, duplicates and
states, and counts; `scan` looks for personal data in every row of the same file.
"""

import csv
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

RESULT = Path(__file__).parent / "results" / "points.md"
NEIGHBOURHOODS, RECORDS = 15_000, 1_000_000
WEST, SOUTH, EAST, NORTH = 13_000.0, 306_000.0, 278_000.0, 620_000.0
HEADER = ("nummer", "datum", "soort", "x", "y", "status", "toelichting")
TYPES = ("Geluid", "Zwerfvuil", "Jeugd", "Burenruzie", "Drugs", "Graffiti")
GOAL_SECONDS = 10.0
Numbers = NDArray[np.float64]


def outlines() -> tuple[list[str], list[shapely.Geometry]]:
    """Neighbourhoods that tile, with bent borders."""
    rng = np.random.default_rng(7)
    seeds = rng.uniform((WEST, SOUTH), (EAST, NORTH), (NEIGHBOURHOODS, 2))
    box = shapely.box(WEST, SOUTH, EAST, NORTH)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=box))
    cells = shapely.segmentize(shapely.intersection(cells, box), 120.0)
    bent = shapely.transform(cells, _bent)
    codes = [f"BU{1000 + at // 50:04d}{at % 50:04d}" for at in range(len(bent))]
    return codes, [shapely.make_valid(cell) for cell in bent]


def _bent(at: Numbers) -> Numbers:
    """The same smooth shift for every point, so that neighbours keep one border."""
    x, y = at[:, 0], at[:, 1]
    east = 60 * np.sin(y / 310) + 25 * np.sin(x / 140 + y / 90)
    north = 60 * np.sin(x / 290) + 25 * np.cos(x / 100 - y / 150)
    return np.column_stack([x + east, y + north])


def spots() -> tuple[Numbers, Numbers]:
    """Half of the records in towns, half anywhere."""
    rng = np.random.default_rng(8)
    towns = rng.uniform((WEST, SOUTH), (EAST, NORTH), (300, 2))
    near = towns[rng.integers(0, 300, RECORDS // 2)] + rng.normal(0, 2_500, (RECORDS // 2, 2))
    wide = rng.uniform((WEST, SOUTH), (EAST, NORTH), (RECORDS - RECORDS // 2, 2))
    both = np.concatenate([near, wide])
    return both[:, 0], both[:, 1]


class Drawn:
    """Only points: what `crosswalks.queries.places` answers, without its database."""

    def __init__(self) -> None:
        from regie.foundation.crosswalks.places import Outlines

        codes, shapes = outlines()
        self.corners = int(shapely.get_num_coordinates(shapes).sum())
        self.outlines = Outlines(codes, shapes)

    def code(self, text: str) -> str | None:
        return text

    def name(self, text: str, municipality: str = "") -> str | None:
        return None

    def postcode(self, postcode: str, number: int | None = None) -> Sequence[tuple[str, float]]:
        return ()

    def points(self, xs: Numbers, ys: Numbers, crs: str) -> Sequence[str]:
        found: list[str] = self.outlines.at(xs, ys).tolist()
        return found


def write_records(path: Path) -> None:
    xs, ys = spots()
    rng = np.random.default_rng(9)
    days, kinds = rng.integers(1, 29, RECORDS), rng.integers(0, len(TYPES), RECORDS)
    months = rng.integers(1, 10, RECORDS)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADER)
        for at in range(RECORDS):
            number = at if at % 50 else max(at - 1, 0)
            writer.writerow(
                (number, f"{days[at]:02d}-{months[at]:02d}-2026", TYPES[kinds[at]],
                 f"{xs[at]:.0f}", f"{ys[at]:.0f}", "Open" if at % 40 else "Ingetrokken",
                 f"Melding {at} over iets dat op straat gebeurde")
            )  # fmt: skip


def read(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(newline="", encoding="utf-8") as stream:
        lines = csv.reader(stream, delimiter=";")
        next(lines)
        yield from enumerate(lines, start=2)


def points(path: Path) -> dict[str, Any]:
    del path
    places = Drawn()
    xs, ys = spots()
    started, used = time.perf_counter(), time.process_time()
    found = places.points(xs, ys, "rd")
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    return {
        "seconds": seconds,
        "processor": processor,
        "placed": sum(map(bool, found)),
        "corners": places.corners,
    }


def count(path: Path) -> dict[str, Any]:
    from regie.evidence.profiles.profile import Column, Profile
    from regie.evidence.profiles.roles import Role
    from regie.evidence.tallies.counting import count as count_records

    roles = (Role.IDENTIFIER, Role.DATE, Role.CATEGORY, Role.X, Role.Y, Role.STATUS, Role.FREE_TEXT)
    columns = tuple(Column(header=h, role=r) for h, r in zip(HEADER, roles, strict=True))
    profile = Profile(kind="records", columns=columns, not_incident=("Ingetrokken",))
    places = Drawn()
    started, used = time.perf_counter(), time.process_time()
    found = count_records(
        profile, HEADER, read(path), places, municipality="", today=date(2026, 11, 1)
    )
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    if not found.totals.adds_up or found.totals.read != RECORDS:
        raise SystemExit("rows were lost")
    return {"seconds": seconds, "processor": processor, "cells": len(found.cells)}


def scan(path: Path) -> dict[str, Any]:
    from regie.evidence.values.personal import scan as scan_rows

    started, used = time.perf_counter(), time.process_time()
    found = scan_rows(HEADER, read(path))
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    return {"seconds": seconds, "processor": processor, "findings": len(found)}


PARTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "points": points,
    "count": count,
    "scan": scan,
}
WORDS = {
    "points": "only where the points lie",
    "count": "read the file and count (dates, duplicates, states, points, totals)",
    "scan": "look for personal data in every row",
}


def measure(name: str, path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, name, str(path)], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="regie-bench-") as folder:
        path = Path(folder) / "records.csv"
        write_records(path)
        found = {name: measure(name, path) for name in PARTS}
        size = path.stat().st_size
    RESULT.write_text(report(found, size), encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


def report(found: dict[str, dict[str, Any]], size: int) -> str:
    corners = found["points"]["corners"] / NEIGHBOURHOODS
    lines = [
        "# A million records to neighbourhoods",
        "",
        f"{RECORDS:,} records (a CSV of {size / 1e6:.0f} MB) in {NEIGHBOURHOODS:,} generated "
        f"neighbourhoods of {corners:.0f} corners on average; {os.cpu_count()} cores, load "
        f"{os.getloadavg()[0]:.1f} at the end (other work slows all of it), {platform.machine()}, "
        f"Python {platform.python_version()}. Preparing the outlines is not counted; memory is the "
        "peak of the process, outlines included.",
        "",
        "| | seconds | of the processor | records per second | peak memory (MB) |",
        "|---|---|---|---|---|",
    ]
    for name, row in found.items():
        speed = RECORDS / row["seconds"]
        lines.append(
            f"| {WORDS[name]} | {row['seconds']:.1f} | {row['processor']:.1f} | {speed:,.0f} "
            f"| {row['peak']:,.0f} |"
        )
    lines += ["", f"Goal: points within {GOAL_SECONDS:.0f} s.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
        os.environ.setdefault("REGIE_DEMO", "1")
        answer = PARTS[sys.argv[1]](Path(sys.argv[2]))
        answer["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(json.dumps(answer))
    else:
        main()
