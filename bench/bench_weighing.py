"""Weighing 30 candidates by 45 members on 8 criteria, with 100,000 draws, against plain loops.

Run with `PYTHONPATH=src python bench/bench_weighing.py`; it writes bench/results/weighing.md. The
loops do the same per draw: take a member's weights, draw scores between their limits, weigh, rank.
They are timed on some draws and their time is extrapolated. pymcdm, which the project itself does
not use, is timed too where it is installed. The answers are compared.
"""

import os
import platform
import random
import resource
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from safetymethods.acceptability import Acceptability, acceptability
from safetymethods.additive_values import tipping_points
from safetymethods.approvals import proportional
from safetymethods.result import Floats

CANDIDATES, CRITERIA, MEMBERS, PLACES = 30, 8, 45, 5
DRAWS, ROUNDS = 100_000, 9
LOOPS = {"numpy": 4000, "python": 400, "pymcdm": 1000}
BETWEEN = 0.05
"""Shares of some thousand draws lie within this of those of many."""
RESULT = Path(__file__).parent / "results" / "weighing.md"


def table() -> tuple[Floats, Floats, Floats, Floats]:
    """Scores with their low and high limits, and the members' weights."""
    chance = np.random.default_rng(2026)
    scores = chance.uniform(20, 80, (CANDIDATES, CRITERIA))
    low = scores - chance.uniform(0, 20, scores.shape)
    high = scores + chance.uniform(0, 20, scores.shape)
    return scores, low, high, chance.dirichlet(np.ones(CRITERIA), MEMBERS)


def fastest(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds on the clock and of the processor: the best of some rounds, for others work too."""
    clock, processor = [], []
    for _ in range(ROUNDS):
        start, busy = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    return min(clock), min(processor)


def once(work: Callable[[], Floats]) -> tuple[float, Floats]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def drawn(scores: Floats, low: Floats, high: Floats, chance: np.random.Generator) -> Floats:
    t = chance.uniform(-1, 1, scores.shape)
    return scores + np.where(t > 0, (high - scores) * t, (scores - low) * t)


def by_numpy(draws: int) -> Floats:
    """One draw at a time, each with numpy."""
    scores, low, high, weights = table()
    chance, first = np.random.default_rng(1), np.zeros(CANDIDATES)
    for draw in range(draws):
        values = drawn(scores, low, high, chance) @ weights[draw % MEMBERS]
        first[np.argsort(-values)[:PLACES]] += 1
    return first / draws


def by_pymcdm(draws: int) -> Floats:
    """One draw at a time, weighed by pymcdm's weighted sum."""
    scores, low, high, weights = table()
    chance, first = np.random.default_rng(1), np.zeros(CANDIDATES)
    method = import_module("pymcdm.methods").WSM(lambda column, cost: column)
    for draw in range(draws):
        matrix = drawn(scores, low, high, chance)
        values = method(matrix, weights[draw % MEMBERS], np.ones(CRITERIA))
        first[np.argsort(-values)[:PLACES]] += 1
    return first / draws


def by_python(draws: int) -> Floats:
    """One draw at a time, without numpy."""
    scores, low, high, weights = (part.tolist() for part in table())
    chance, first = random.Random(1), [0] * CANDIDATES  # noqa: S311  # a simulation, no secret
    for draw in range(draws):
        own, values = weights[draw % MEMBERS], []
        for i in range(CANDIDATES):
            value = 0.0
            for c in range(CRITERIA):
                t = chance.uniform(-1, 1)
                reach = high[i][c] - scores[i][c] if t > 0 else scores[i][c] - low[i][c]
                value += own[c] * (scores[i][c] + t * reach)
            values.append(value)
        for i in sorted(range(CANDIDATES), key=lambda i: -values[i])[:PLACES]:
            first[i] += 1
    return np.array(first) / draws


def compared(ours: float, top: Floats) -> str:
    """A row per loop: its extrapolated seconds and how many times slower it is."""
    works: dict[str, Callable[[int], Floats]] = {"numpy": by_numpy, "python": by_python}
    if available():
        works["pymcdm"] = by_pymcdm
    rows = []
    for name, work in works.items():
        taken, found = once(partial(work, LOOPS[name]))
        if np.abs(found - top).max() > (BETWEEN if name == "numpy" else 2 * BETWEEN):
            raise SystemExit(f"{name} finds other probabilities")
        whole = taken / LOOPS[name] * DRAWS
        rows.append(f"| {NAMES[name]} | {LOOPS[name]:,} | {whole:.1f} | {whole / ours:.0f} |")
    return "\n".join(rows)


def available() -> bool:
    try:
        import_module("pymcdm.methods")
    except ImportError:
        return False
    return True


NAMES = {
    "numpy": "a loop over draws with numpy",
    "python": "a loop in plain Python",
    "pymcdm": "a loop with pymcdm's weighted sum",
}


def main() -> None:
    scores, low, high, weights = table()

    def weighed(own: Floats | None) -> Acceptability:
        return acceptability(scores, PLACES, low=low, high=high, weights=own, draws=DRAWS, seed=1)

    ours, free = fastest(lambda: weighed(weights)), fastest(lambda: weighed(None))
    ballots = (np.random.default_rng(3).random((MEMBERS, 25)) < 0.2).astype(float)
    sets = fastest(lambda: proportional(ballots, PLACES))
    tips = fastest(lambda: tipping_points(scores, weights.mean(axis=0), PLACES))
    text = REPORT.format(
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        python=platform.python_version(),
        numpy=np.__version__,
        members=ours,
        free=free,
        sets=sets,
        tips=tips,
        rounds=ROUNDS,
        rows=compared(ours[1], weighed(weights).top),
        peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )
    RESULT.write_text(text, encoding="utf-8")
    print(text)


REPORT = """# Weighing

45 members, 30 candidates, 8 criteria, 100,000 draws, every score unsure. Machine: {cores} cores
(load {load:.0f}; above 2 other work makes the seconds on the clock longer), Python {python}, numpy
{numpy}. Best of {rounds} rounds; one thread.

| what | s on the clock | s of the processor |
|---|---|---|
| `acceptability`, members' own weights | {members[0]:.2f} | {members[1]:.2f} |
| `acceptability`, all weights | {free[0]:.2f} | {free[1]:.2f} |
| `proportional`, 45 ballots, all 53,130 sets of 5 of 25 | {sets[0]:.3f} | {sets[1]:.3f} |
| `tipping_points`, 30 candidates, 8 criteria | {tips[0]:.3f} | {tips[1]:.3f} |

The first includes ranks, the probability of the first five, all pairs and central weights. The
loops below only find the first five. They ran on a part of the draws; their seconds of the
processor are **extrapolated** to 100,000:

| what | draws timed | s, extrapolated | times ours |
|---|---|---|---|
{rows}

The probabilities are compared; the benchmark stops when they differ. Peak memory of the whole
process: {peak:.0f} MB. Made by `bench/bench_weighing.py`.
"""

if __name__ == "__main__":
    main()
