"""The usual ways to the same answers, on a part of the figures of a made country.

pandas, scipy.stats and statsmodels as one would call them; seconds of the processor, multiplied
to the whole country. Each answer is compared with ours, so that it is the same answer.
"""

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from bench.national_tables import read_country, read_cube
from safetymethods.changes import change_test
from safetymethods.dispersion import negative_binomial_size
from safetymethods.poisson import poisson_limits
from safetymethods.shrinkage import gamma_poisson
from safetymethods.trends import quasi_poisson_trend

SAMPLE = 200
"""Series that statsmodels fits."""
TYPE = 10
"""The type (place in the list) on which methods per area are timed: one in the middle."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Usual:
    """One usual way: on how many of the cells or series it was timed, and its seconds for all."""

    step: str
    way: str
    seconds: float
    sample: str


def usual(folder: Path, series: int) -> list[Usual]:
    """Time the usual ways; `series` is the number of long series in the whole country."""
    stored = read_country(folder)
    cube = read_cube(folder / "cells.parquet", stored)
    types, people = len(cube), stored.country.population
    one = cube[TYPE].astype(np.float64)
    recent, before = one[:, -12:].sum(axis=1), one[:, -48:-12].sum(axis=1)
    pooled = one[:, -36:].sum(axis=1)
    expected = people * pooled.sum() / people.sum()
    rows = one[one.sum(axis=1) >= 30][:SAMPLE]
    return [
        _timed("sums", "pandas, neighbourhoods only", 1, lambda: _pandas(folder, cube)),
        _timed("limits of rates", "`scipy.stats.chi2.ppf`", types, lambda: _limits(pooled)),
        _timed(
            "size between neighbourhoods",
            "statsmodels `NegativeBinomial`",
            types,
            lambda: _size(pooled, expected),
        ),
        _timed(
            "shrunken ratios",
            "`scipy.stats.gamma`",
            types,
            lambda: _posterior(pooled, expected),
        ),
        _timed(
            "change of neighbourhoods",
            "`scipy.stats.nbinom`, chance, swing and net",
            types,
            lambda: _change(recent, before),
        ),
        _timed(
            "trends",
            "statsmodels `GLM`, series by series",
            series / len(rows),
            lambda: _trends(rows),
            f"{len(rows)} series",
        ),
    ]


def _timed(
    step: str, way: str, times: float, work: Callable[[], None], sample: str = "one type"
) -> Usual:
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        work()
    seconds = (time.process_time() - start) * times
    return Usual(step, way, seconds, "all" if times == 1 else sample)


def _pandas(folder: Path, cube: NDArray[np.uint16]) -> None:
    """Sums of calendar years of every neighbourhood and type."""
    pandas: Any = import_module("pandas")
    columns = ["category", "area", "period", "value"]
    frame = pandas.read_parquet(folder / "cells.parquet", columns=columns)
    years = frame["period"].str[:4]
    sums = frame.groupby(["category", "area", years], observed=True)["value"].sum()
    np.testing.assert_equal(sums.sum(), cube.sum(dtype=np.int64))


def _limits(counts: Floats) -> None:
    low = np.where(counts > 0, stats.chi2.ppf(0.025, 2 * counts) / 2, 0.0)
    high = stats.chi2.ppf(0.975, 2 * counts + 2) / 2
    ours = poisson_limits(counts)
    np.testing.assert_allclose(ours.low, low, rtol=1e-9)
    np.testing.assert_allclose(ours.high, high, rtol=1e-9)


def _size(counts: Floats, expected: Floats) -> None:
    library: Any = import_module("statsmodels.api")
    model = library.NegativeBinomial(counts, np.ones((len(counts), 1)), offset=np.log(expected))
    spread = float(model.fit(disp=0).params[-1])
    # Theirs fits the level as well, ours takes it as given: nearly the same.
    ours = float(negative_binomial_size(counts, expected).size)
    np.testing.assert_allclose(ours, 1 / spread, rtol=0.05)


def _posterior(counts: Floats, expected: Floats) -> None:
    size = 0.8
    posterior = stats.gamma(counts + size, scale=1 / (expected + size))
    low, high, above = posterior.ppf(0.025), posterior.ppf(0.975), posterior.sf(1.0)
    ours = gamma_poisson(counts, expected, size)
    for mine, theirs in ((ours.low, low), (ours.high, high), (ours.exceedance, above)):
        np.testing.assert_allclose(mine, theirs, rtol=1e-8)


def _change(recent: Floats, before: Floats) -> None:
    """Mid-p under chance and swing, and net of a change of the country of 10 %; the range twice."""
    sigma, ours = 0.2, change_test(recent, before, 0.2, national=(1.1, 3.0))
    size = 1 / (1 / (before + 0.5) + np.expm1(14 / 9 * sigma**2))
    mean = (before + 0.5) / 3
    for m, r in ((mean, before + 0.5), (mean, size), (1.1 * mean, size)):
        distribution = stats.nbinom(r, r / (r + m))
        half = distribution.pmf(recent) / 2
        p = 2 * np.minimum(distribution.cdf(recent) - half, distribution.sf(recent) + half)
        distribution.ppf(0.025), distribution.ppf(0.975)
    net = ours.net.p_swing if ours.net else np.nan
    np.testing.assert_allclose(net, p, rtol=1e-8)


def _trends(rows: Floats) -> None:
    library: Any = import_module("statsmodels.api")
    ours = quasi_poisson_trend(rows)
    family = library.families.Poisson()
    slopes = [library.GLM(y, ours.design, family=family).fit(scale="X2").params[1] for y in rows]
    known = ~np.isnan(ours.slope)
    np.testing.assert_allclose(ours.slope[known], np.array(slopes)[known], atol=1e-7)
