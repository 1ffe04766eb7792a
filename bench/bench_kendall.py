"""Mann-Kendall, Sen and seasonal Kendall on a national cube, against pymannkendall.

Run with `PYTHONPATH=src python bench/bench_kendall.py [series]`; it writes
bench/results/kendall.md. It needs pymannkendall, which the project itself does not use. The series
look like registered crime per neighbourhood and type: most values are zero. pymannkendall takes one
series at a time; it is timed on a sample in the same run and its time is extrapolated, and the
answers are compared.
"""

import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safetymethods.kendall import mann_kendall, seasonal_kendall, sen_slope

SERIES = 700_000
YEARS, MONTHS = 14, 168
SAMPLES = {"annual": 2000, "seasonal": 400}
RESULT = Path(__file__).parent / "results" / "kendall.md"
Counts = NDArray[np.uint16]


def counts(series: int, length: int, mean: float) -> Counts:
    """Drawn in parts, so that the peak of memory is not that of drawing."""
    random = np.random.default_rng(2026)
    drawn = np.empty((series, length), dtype=np.uint16)
    for start in range(0, series, 50_000):
        part = drawn[start : start + 50_000]
        means = random.gamma(0.3, mean / 0.3, size=(len(part), 1))
        part[:] = random.poisson(means, size=part.shape)
    return drawn


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def annual(series: int, library: ModuleType) -> tuple[float, float]:
    """Our seconds for all series, theirs for all series by extrapolation."""
    years = counts(series, YEARS, 1.2)
    ours, (test, slope) = seconds(lambda: (mann_kendall(years), sen_slope(years)))
    sample = years[: SAMPLES["annual"]].astype(float)
    theirs, known = seconds(lambda: [library.original_test(row) for row in sample])
    first = slice(0, len(sample))
    for mine, name in ((test.s[first], "s"), (test.variance[first], "var_s")):
        np.testing.assert_allclose(mine, [getattr(case, name) for case in known])
    np.testing.assert_allclose(slope.slope[first], [case.slope for case in known])
    return ours, theirs / len(sample) * series


def seasonal(series: int, library: ModuleType) -> tuple[float, float]:
    """The same, for the seasonal test and slope."""
    months = counts(series, MONTHS, 0.1)
    ours, test = seconds(lambda: seasonal_kendall(months))
    sample = months[: SAMPLES["seasonal"]].astype(float)
    theirs, known = seconds(lambda: [library.seasonal_test(row, 12) for row in sample])
    first = slice(0, len(sample))
    for mine, name in (
        (test.s[first], "s"),
        (test.variance[first], "var_s"),
        (test.slope[first], "slope"),
        (test.intercept[first], "intercept"),
    ):
        np.testing.assert_allclose(mine, [getattr(case, name) for case in known])
    return ours, theirs / len(sample) * series


def main() -> None:
    series = int(sys.argv[1]) if len(sys.argv) > 1 else SERIES
    library = import_module("pymannkendall")
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = annual(series, library), seasonal(series, library)
    text = REPORT.format(
        series=series,
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        python=platform.python_version(),
        numpy=np.__version__,
        library=library.__version__,
        annual=one[0],
        annual_theirs=one[1],
        annual_ratio=one[1] / one[0],
        annual_sample=SAMPLES["annual"],
        seasonal=other[0],
        seasonal_theirs=other[1],
        seasonal_ratio=other[1] / other[0],
        seasonal_sample=SAMPLES["seasonal"],
        peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )
    RESULT.write_text(text, encoding="utf-8")
    print(text)


REPORT = """# Kendall's tests on many series

{series:,} series, most values zero. Machine: {cores} cores (load {load:.0f}), Python {python},
numpy {numpy}. pymannkendall {library} takes one series at a time: it ran on the first
{annual_sample:,} and the first {seasonal_sample:,} series in this same run, and its seconds for all
of them are **extrapolated** from those.

`mann_kendall` and `sen_slope` with its limits, on 14 years, against `original_test`;
`seasonal_kendall` with its slope, on 168 months, against `seasonal_test`:

| what | ours, measured | pymannkendall, extrapolated | times faster |
|---|---|---|---|
| 14 years | {annual:.1f} s | {annual_theirs:,.0f} s | {annual_ratio:.0f} |
| 168 months | {seasonal:.1f} s | {seasonal_theirs:,.0f} s | {seasonal_ratio:.0f} |

On the sample both give the same S, variance, slope and intercept; the benchmark stops when they do
not. Peak memory of the whole process, data included: {peak:.0f} MB.
Made by `bench/bench_kendall.py`.
"""

if __name__ == "__main__":
    main()
