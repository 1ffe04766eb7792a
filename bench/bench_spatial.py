"""Hot spots and local Moran on a national map: our matrix products against esda, type by type.

Run with `python bench/bench_spatial.py`; it writes bench/results/spatial.md. It needs esda and
libpysal, which nothing else here does: `uv pip install esda libpysal`. The map has 14,000 areas
with about six neighbours each; esda answers one type at a time, so it is timed on a few types
and that time is multiplied.
"""

import importlib
import os
import platform
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from safetymethods.neighbours import Neighbours, from_pairs
from safetymethods.spatial import getis_ord, local_moran

AREAS, TYPES, PERMUTATIONS = 14_000, 50, 999
SAMPLE, ROUNDS = 3, 5
RESULT = Path(__file__).parent / "results" / "spatial.md"
Values = NDArray[np.float64]


def country() -> tuple[Neighbours, Values]:
    """Neighbours of random places in the plane, and skewed shrunken ratios that cluster."""
    random = np.random.default_rng(2026)
    corners = Delaunay(random.random((AREAS, 2))).simplices
    pairs = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    neighbours = from_pairs(AREAS, pairs)
    own = random.gamma(0.7, 1.4, size=(AREAS, TYPES))
    beside = neighbours.adjacency @ own / np.maximum(neighbours.count, 1)[:, None]
    return neighbours, (own + beside) / 2


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median of a few rounds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def weights(neighbours: Neighbours) -> object:
    """The same neighbours as esda wants them."""
    rows = neighbours.adjacency
    beside = {
        area: rows.indices[rows.indptr[area] : rows.indptr[area + 1]].tolist()
        for area in range(AREAS)
    }
    made: object = importlib.import_module("libpysal.weights").W(beside, silence_warnings=True)
    return made


def esda_times(neighbours: Neighbours, values: Values) -> dict[str, float]:
    """Seconds of one type in esda, and a check that both say the same."""
    local_g: Any = importlib.import_module("esda.getisord").G_Local
    moran: Any = importlib.import_module("esda.moran").Moran_Local
    fill: Any = importlib.import_module("libpysal.weights").fill_diagonal
    plain, own = weights(neighbours), fill(weights(neighbours), 1.0)
    hot, local = getis_ord(values, neighbours), local_moran(values, neighbours)
    columns = [np.ascontiguousarray(values[:, number]) for number in range(SAMPLE)]
    for number, column in enumerate(columns):
        found = local_g(column, plain, transform="B", star=True, permutations=0)
        np.testing.assert_allclose(hot.z[:, number], found.Zs, atol=1e-10)
        other = moran(column, plain, permutations=0)
        np.testing.assert_allclose(local.i[:, number] * (AREAS - 1) / AREAS, other.Is, atol=1e-10)
        np.testing.assert_allclose(local.variance[:, number], other.VIc, atol=1e-10)

    def each(run: Callable[[Values], object]) -> float:
        return statistics.median(seconds(partial(run, column), 1) for column in columns)

    return {
        "prepared": each(lambda c: local_g(c, own, transform="B", star=None, permutations=0)),
        "analytic": each(lambda c: local_g(c, plain, transform="B", star=True, permutations=0)),
        "permuted": each(lambda c: local_g(c, plain, transform="B", star=True, n_jobs=1)),
        "moran": each(lambda c: moran(c, plain, permutations=0)),
        "moran_permuted": each(lambda c: moran(c, plain, permutations=PERMUTATIONS)),
    }


def main() -> None:
    load = os.getloadavg()[0]
    neighbours, values = country()
    drawn = partial(local_moran, neighbours=neighbours, permutations=PERMUTATIONS)
    hot = seconds(lambda: getis_ord(values, neighbours), ROUNDS)
    plain = seconds(lambda: local_moran(values, neighbours), ROUNDS)
    every, one = (
        seconds(lambda: drawn(values), ROUNDS),
        seconds(lambda: drawn(values[:, 0]), ROUNDS),
    )
    each = esda_times(neighbours, values)
    rows = [
        (f"G*, all types; esda as it comes ({PERMUTATIONS} permutations)", hot, each["permuted"]),
        ("G*, all types; esda without permutations", hot, each["analytic"]),
        ("G*, all types; esda with weights prepared beforehand", hot, each["prepared"]),
        ("local Moran and its moments, all types", plain, each["moran"]),
        (f"local Moran, {PERMUTATIONS} permutations, all types", every, each["moran_permuted"]),
        (
            f"local Moran, {PERMUTATIONS} permutations, one type",
            one,
            each["moran_permuted"] / TYPES,
        ),
    ]
    table = "\n".join(
        f"| {what} | {mine:.3f} s | {TYPES * theirs:.1f} s | {TYPES * theirs / mine:.0f} × |"
        for what, mine, theirs in rows
    )
    text = REPORT.format(
        areas=AREAS,
        types=TYPES,
        links=neighbours.adjacency.nnz,
        python=platform.python_version(),
        numpy=np.__version__,
        scipy=scipy.__version__,
        esda=importlib.import_module("esda").__version__,
        sample=SAMPLE,
        rounds=ROUNDS,
        load=load,
        table=table,
    )
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    print(text)


REPORT = """# Hot spots and local Moran on a national map

{areas:,} areas with {links:,} links, {types} types, one process.
Machine: 2 cores, Python {python}, numpy {numpy}, scipy {scipy}, esda {esda}.
Load when it began: {load:.1f}; above 2 other work shared the machine, and all seconds are high.
Ours: median of {rounds} rounds over all types. esda: median of {sample} types, times {types}.

| what | ours | esda | times |
|---|---|---|---|
{table}

On those {sample} types the z-values of G*, and local Moran with its variance, agree to ten
decimals; the benchmark stops when they do not. Permutations differ in their random numbers only.
Made by `bench/bench_spatial.py`, which needs esda and libpysal.
"""

if __name__ == "__main__":
    main()
