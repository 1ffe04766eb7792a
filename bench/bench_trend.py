"""Quasi-Poisson trends of 127,000 series of 170 months, against statsmodels one by one.

Run with `PYTHONPATH=src python bench/bench_trend.py [series]`; it writes bench/results/trend.md. It
needs statsmodels, which the project itself does not use. statsmodels is timed on a sample in the
same run and its time is extrapolated; slopes, standard errors and dispersions are compared.
"""

import os
import platform
import resource
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safetymethods.month_signals import month_signal
from safetymethods.trends import Trend, quasi_poisson_trend, score_trend

SERIES, MONTHS = 127_000, 170
SAMPLE = 400
RESULT = Path(__file__).parent / "results" / "trend.md"
Counts = NDArray[np.uint16]


def counts(series: int) -> Counts:
    """A season, overdispersion 1.5 and 30 events or more each, most of them few."""
    random = np.random.default_rng(2026)
    season = 1 + 0.2 * np.cos(2 * np.pi * np.arange(MONTHS) / 12)
    means = (0.3 + random.gamma(0.5, 3.0, size=(series, 1))) * season
    drawn = random.poisson(random.gamma(2 * means, 0.5)).astype(np.uint16)
    kept: Counts = drawn[drawn.sum(axis=1) >= 30]
    return kept


def one_by_one(sample: Counts, design: NDArray[np.float64], library: ModuleType) -> list[Any]:
    """Each series by statsmodels' GLM with Pearson's dispersion."""
    family = library.families.Poisson()
    return [library.GLM(row, design, family=family).fit(scale="X2") for row in sample.astype(float)]


def agree(found: Trend, fits: list[Any]) -> float:
    """The largest relative difference in slope (in standard errors), error or dispersion."""
    worst = 0.0
    for at, fit in enumerate(fits):
        phi = max(1.0, fit.pearson_chi2 / fit.df_resid)
        error = fit.bse[1] * np.sqrt(phi / fit.scale)
        worst = max(
            worst,
            abs(found.slope[at] - fit.params[1]) / error,
            abs(found.standard_error[at] / error - 1),
            abs(found.dispersion[at] / phi - 1),
        )
    return float(worst)


def main() -> None:
    series = int(sys.argv[1]) if len(sys.argv) > 1 else SERIES
    library = import_module("statsmodels.api")
    cube = counts(series)
    start = time.perf_counter()
    found = quasi_poisson_trend(cube)
    ours = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    fits = one_by_one(cube[:SAMPLE], found.design, library)
    theirs = (time.perf_counter() - start) / SAMPLE * len(cube)
    worst = agree(found, fits)
    if worst > 1e-4:
        raise SystemExit(f"the fits differ by {worst:.1e}")
    start = time.perf_counter()
    score_trend(cube)
    screen = time.perf_counter() - start
    start = time.perf_counter()
    month_signal(cube)
    signal = time.perf_counter() - start
    text = REPORT.format(
        series=len(cube),
        months=MONTHS,
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        python=platform.python_version(),
        numpy=np.__version__,
        library=import_module("statsmodels").__version__,
        sample=SAMPLE,
        ours=ours,
        theirs=theirs,
        ratio=theirs / ours,
        screen=screen,
        signal=signal,
        worst=worst,
        peak=peak,
    )
    RESULT.write_text(text, encoding="utf-8")
    print(text)


REPORT = """# Trends of many monthly series

{series:,} series of {months} months, 30 events or more each. Machine: {cores} cores (load
{load:.0f}), Python {python}, numpy {numpy}. statsmodels {library} fits one series at a time: it ran
on the first {sample} series in this same run, and its seconds for all of them are **extrapolated**
from those.

| what | seconds | times faster |
|---|---|---|
| `quasi_poisson_trend` (trend, two harmonics, dispersion) | {ours:.2f} | {ratio:.0f} |
| statsmodels GLM in a loop, extrapolated | {theirs:,.0f} | 1 |
| `score_trend` | {screen:.2f} | |
| `month_signal` (fit of 60 months, prediction, families) | {signal:.2f} | |

On the sample slopes, standard errors and dispersions differ by at most {worst:.0e}, relatively; the
benchmark stops above 1e-4. Peak memory after our fit, data included: {peak:.0f} MB.
Made by `bench/bench_trend.py`.
"""

if __name__ == "__main__":
    main()
