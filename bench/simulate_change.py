"""Does the change test keep its promise where the truth is known?

Run with `python bench/simulate_change.py`; it writes bench/results/change-simulation.md. All
figures are generated with fixed seeds: levels of municipalities walk in the logarithm by a known
sigma, with or without a shock for the whole country, and counts are Poisson around them.
"""

import platform
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy
from numpy.typing import NDArray

from safetymethods.changes import Change, change_test
from safetymethods.detectability import DetectionMethod, smallest_change
from safetymethods.dispersion import yearly_volatility

RESULT = Path(__file__).parent / "results" / "change-simulation.md"
SERIES, SEED = 20_000, 2026
PER_YEAR = (1, 5, 20, 100, 500)
SIGMAS = (0.0, 0.13, 0.25, 0.35)
FACTORS = (0.4, 0.5, 0.7, 1.5, 2.0)
AREAS, YEARS, LEARNED, COUNTRIES = 340, 12, 6, 12
Floats = NDArray[np.float64]


def walk(random: np.random.Generator, sigma: float, shape: tuple[int, ...]) -> Floats:
    """Factors by which levels change over the years (last axis); the first year is 1."""
    steps = sigma * random.standard_normal(shape)
    steps[..., 0] = 0
    return np.asarray(np.exp(np.cumsum(steps, axis=-1)))


def swings(random: np.random.Generator, sigma: float, law: str) -> Floats:
    """Levels of four years against the first three, with two shapes of the swings."""
    if law == "walk":
        return walk(random, sigma, (SERIES, 4))
    level = np.ones((SERIES, 4))
    if sigma:
        shape = 1 / np.expm1(14 / 9 * sigma**2)
        level[:, 3] = random.gamma(shape, 1 / shape, SERIES)
    return level


def percent(flags: NDArray[np.bool_]) -> float:
    return 100 * float(flags.mean())


def tested(counts: NDArray[np.int64], sigma: float) -> Change:
    return change_test(counts[:, 3], counts[:, :3].sum(axis=1), sigma)


def false_alarms() -> str:
    """Rows of per cent flagged while nothing happens but chance and the yearly swing."""
    rows = []
    for sigma in SIGMAS:
        for per_year in PER_YEAR:
            random = np.random.default_rng([SEED, int(100 * sigma), per_year])
            counts = random.poisson(per_year * swings(random, sigma, "walk"))
            other = random.poisson(per_year * swings(random, sigma, "gamma"))
            found = tested(counts, sigma)
            mean = counts[:, :3].mean(axis=1)
            simple = np.abs(counts[:, 3] - mean) > 0.1 * mean
            rows.append(
                f"| {sigma:.2f} | {per_year} | **{percent(found.direction != 0):.1f}** | "
                f"{percent(found.direction > 0):.1f} | {percent(found.direction < 0):.1f} | "
                f"{percent(tested(other, sigma).direction != 0):.1f} | "
                f"{percent(found.p_chance < 0.05):.1f} | {percent(simple):.0f} |"
            )
    return "\n".join(rows)


@dataclass(frozen=True)
class Country:
    """Flag rates in generated countries: as counted, net, and net with the net volatility."""

    sigma: float
    net_sigma: float
    swing: float
    net: float
    net_own: float
    chance: float


def country(sigma: float, shock: float) -> Country:
    """Learn sigma on six years of 340 municipalities, and test the six years after."""
    random = np.random.default_rng([SEED, int(100 * sigma), int(1000 * shock)])
    size = random.lognormal(3.5, 1.2, (COUNTRIES, AREAS, 1))
    common = walk(random, shock, (COUNTRIES, 1, YEARS))
    level = size * common * walk(random, sigma, (COUNTRIES, AREAS, YEARS))
    counts = random.poisson(level).astype(np.float64)
    known = yearly_volatility(counts[..., :LEARNED]).sigma[:, None, None]
    net = yearly_volatility(counts[..., :LEARNED], net=True).sigma[:, None, None]
    x = counts[..., LEARNED:]
    p = sum((counts[..., LEARNED - k : YEARS - k] for k in (1, 2, 3)), np.zeros(x.shape))
    whole = (x.sum(axis=1, keepdims=True), p.sum(axis=1, keepdims=True))
    usual = change_test(x, p, known, national=whole)
    own = change_test(x, p, known, national=whole, net_sigma=net)
    if usual.net is None or own.net is None:
        raise ValueError("the country was not given")
    return Country(
        sigma=float(known.mean()),
        net_sigma=float(net.mean()),
        swing=percent(usual.direction != 0),
        net=percent(usual.net.direction != 0),
        net_own=percent(own.net.direction != 0),
        chance=percent(usual.p_chance < 0.05),
    )


def countries() -> str:
    rows = []
    for sigma in (0.0, 0.13, 0.25):
        for shock in (0.0, 0.1):
            got = country(sigma, shock)
            rows.append(
                f"| {sigma:.2f} | {shock:.2f} | {got.sigma:.3f} | {got.net_sigma:.3f} | "
                f"**{got.swing:.1f}** | {got.net:.1f} | {got.net_own:.1f} | {got.chance:.1f} |"
            )
    return "\n".join(rows)


def power() -> str:
    """Per cent flagged in the right direction when the level really changed by a factor."""
    rows = []
    for sigma in SIGMAS:
        for per_year in PER_YEAR[1:]:
            cells = []
            for factor in FACTORS:
                random = np.random.default_rng([SEED, int(100 * sigma), per_year, int(10 * factor)])
                level = per_year * swings(random, sigma, "walk")
                level[:, 3] *= factor
                found = tested(random.poisson(level), sigma)
                sign = 1 if factor > 1 else -1
                cells.append(f"{percent(found.direction == sign):.0f}")
            rows.append(f"| {sigma:.2f} | {per_year} | {' | '.join(cells)} |")
    return "\n".join(rows)


def promised_power() -> str:
    """Change levels by what `smallest_change` says is seen in 80 % of the cases, and count."""
    methods: tuple[DetectionMethod, ...] = ("test", "log")
    rows = []
    for sigma in SIGMAS:
        for per_year in (20, 100, 500):
            needed = (
                float(smallest_change(per_year, sigma, power=0.8, method=method).change)
                for method in methods
            )
            cells = " | ".join(kept(sigma, per_year, change) for change in needed)
            rows.append(f"| {sigma:.2f} | {per_year} | {cells} |")
    return "\n".join(rows)


def kept(sigma: float, per_year: int, change: float) -> str:
    """A promised fall in per cent, and how often it was seen; a dash where none is promised."""
    if np.isnan(change):
        return "– | –"
    random = np.random.default_rng([SEED, int(100 * sigma), per_year, 80])
    level = per_year * swings(random, sigma, "walk")
    level[:, 3] *= 1 + change
    seen = percent(tested(random.poisson(level), sigma).direction < 0)
    return f"{100 * change:.0f} | {seen:.0f}"


def main() -> None:
    start = time.perf_counter()
    text = REPORT.format(
        series=SERIES,
        countries=COUNTRIES,
        areas=AREAS,
        python=platform.python_version(),
        numpy=np.__version__,
        scipy=scipy.__version__,
        false_alarms=false_alarms(),
        country_rows=countries(),
        factors=" | ".join(f"× {factor}" for factor in FACTORS),
        power=power(),
        promised=promised_power(),
    )
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    print(text)
    print(f"{time.perf_counter() - start:.0f} seconds")


REPORT = """# The change test where the truth is known

Generated figures with fixed seeds, two-sided at 5 %, three years before. Python {python}, numpy
{numpy}, scipy {scipy}.

## False alarms

{series:,} series per row in which nothing happens but chance and the yearly swing sigma, which the
test knows. Walk: levels walk at random in the logarithm, as in reality. Gamma: the swing has the
shape of the test itself. Chance: flagged by the line that knows only chance.

| sigma | a year | walk | of which up | of which down | gamma | chance | ±10 % |
|---|---|---|---|---|---|---|---|
{false_alarms}

## False alarms with an estimated sigma

{countries} generated countries of {areas} municipalities of very different size per row. Sigma is
estimated on six years and tried on the six after. Shock: the standard deviation of a yearly change
that the whole country has in common; no arrow is earned by it here.

| sigma | shock | estimated | net | as counted | net, same sigma | net, net sigma | chance |
|---|---|---|---|---|---|---|---|
{country_rows}

## Power

Percentage flagged in the right direction when the level of the newest year changed by a factor, on
top of the swing.

| sigma | a year | {factors} |
|---|---|---|---|---|---|---|
{power}

## Is the promised power kept?

The fall that `smallest_change` says is seen in 80 % of the cases, and how often it was, for both of
its methods.

| sigma | a year | fall, test | seen | fall, log | seen |
|---|---|---|---|---|---|
{promised}

Made by `bench/simulate_change.py`.
"""

if __name__ == "__main__":
    main()
