"""How often an arrow appears in real municipalities, with ours and with simpler rules.

Run with `REGIE_REAL_DATA=FOLDER python bench/bench_change_flags.py`; it writes
bench/results/change-flags.md. Without the folder it says so and stops. The figures are registered
offences per municipality and year (Politie, 47018NED, 2012-2025); none of them is kept.

A flag is no error: places do change. But a rule that flags half of all places sets no priority.
The volatility is estimated on 2012-2017 and tried on 2018-2023, which it has not seen.
"""

import csv
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.special import expit, logit

from safetymethods.changes import Change, Verdict, change_test
from safetymethods.dispersion import yearly_volatility
from safetymethods.forecasts import SLOPE, fan, recalibrate, target_probability
from safetymethods.rates import rate_ratio

RESULT = Path(__file__).parent / "results" / "change-flags.md"
FILE = Path("derived") / "47018NED_TypedDataSet_GM_2012-2025.csv"
FIRST, UNKNOWN_PLACE = 2012, "GM0000"
SEEN, NEW, WHOLE = (2012, 2017), (2018, 2023), (2012, 2023)
NAMES = {
    "1.1.1": "burglary, dwelling",
    "1.1.2": "burglary, shed or garage",
    "1.2.1": "theft from motor vehicle",
    "1.2.2": "theft of motor vehicle",
    "1.2.3": "theft of bicycle or moped",
    "1.4.2": "murder, manslaughter and other",
    "1.4.4": "threat",
    "1.4.5": "assault",
    "2.2.1": "vandalism",
    "2.5.1": "burglary, business",
    "3.1.1": "drug trade",
    "3.1.3": "weapons",
}
BANDS = [(0, 1), (1, 5), (5, 20), (20, 100), (100, np.inf)]
SMALLEST_FORECAST = 5
"""Fans are tried for series with so many a year over the last five."""
SMALLEST_SIXTH, DRAWS = 50, 1000
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Flagged:
    """What each rule flags, per type, municipality and year; `per_year` is the mean before."""

    per_year: Floats
    simple: Flags
    exact: Flags
    swing: Verdict
    net: Verdict
    net_own: Verdict

    def columns(self, where: Flags) -> list[float]:
        """The percentage flagged by each rule, where asked."""
        flags = (
            self.simple,
            self.exact,
            self.swing.direction != 0,
            self.net.direction != 0,
            self.net_own.direction != 0,
        )
        return [100 * float(flag[where].mean()) for flag in flags]


def cube(folder: Path) -> tuple[list[str], Floats]:
    """Types, and counts per type, municipality and year."""
    with (folder / FILE).open(newline="", encoding="utf-8") as stream:
        rows = [[cell.strip() for cell in row] for row in csv.reader(stream, delimiter=";")][1:]
    types = sorted({row[1] for row in rows})
    places = sorted({row[2] for row in rows} - {UNKNOWN_PLACE})
    years = sorted({int(row[3][:4]) for row in rows})
    counts = np.full((len(types), len(places), len(years)), np.nan)
    at_type, at_place = ({key: n for n, key in enumerate(keys)} for keys in (types, places))
    for _, kind, place, period, value in rows:
        if place in at_place and value:
            counts[at_type[kind], at_place[place], int(period[:4]) - FIRST] = float(value)
    return types, counts


def part(counts: Floats, years: tuple[int, int]) -> Floats:
    return counts[..., years[0] - FIRST : years[1] - FIRST + 1]


def flagged(counts: Floats, years: tuple[int, int], learned: tuple[int, int]) -> Flagged:
    """Every year against the three before, with the volatility learned on other years."""
    known = part(counts, learned)
    sigma = yearly_volatility(known).sigma[:, None, None]
    net_sigma = yearly_volatility(known, net=True).sigma[:, None, None]
    x = part(counts, years)
    p = sum((part(counts, (years[0] - k, years[1] - k)) for k in (1, 2, 3)), np.zeros(x.shape))
    country = (x.sum(axis=1, keepdims=True), p.sum(axis=1, keepdims=True))
    usual = change_test(x, p, sigma, national=country)
    own = change_test(x, p, sigma, national=country, net_sigma=net_sigma)
    mean = p / 3
    return Flagged(
        per_year=mean,
        simple=np.abs(x - mean) > 0.1 * mean,
        exact=rate_ratio(x, 1, p, 3).p < 0.05,
        swing=usual,
        net=net_of(usual),
        net_own=net_of(own),
    )


def net_of(change: Change) -> Verdict:
    if change.net is None:
        raise ValueError("the country was not given")
    return change.net


def moments(counts: Floats) -> Floats:
    """Another estimator: the median over municipalities of their own variance beyond chance.

    Per municipality with five or more a year: the variance of the yearly log changes, less that
    of two Poisson counts. It needs no model, and is blind for small places.
    """
    y = counts + 0.5
    chance = (1 / y[..., 1:] + 1 / y[..., :-1]).mean(axis=-1)
    beyond = np.diff(np.log(y), axis=-1).var(axis=-1, ddof=1) - chance
    beyond = np.where(counts.mean(axis=-1) >= SMALLEST_FORECAST, beyond, np.nan)
    return np.asarray(np.sqrt(np.maximum(np.nanmedian(beyond, axis=-1), 0)))


def table_of_sigmas(types: list[str], counts: Floats) -> str:
    old, whole = (yearly_volatility(part(counts, years)) for years in (SEEN, WHOLE))
    net = yearly_volatility(part(counts, SEEN), net=True).sigma
    other = moments(part(counts, WHOLE))
    rows = [
        f"| {NAMES[kind]} | {old.sigma[n]:.3f} | {whole.sigma[n]:.3f} | {other[n]:.3f} | "
        f"{whole.by_step[n].min():.2f}–{whole.by_step[n].max():.2f} | {net[n]:.3f} |"
        for n, kind in enumerate(types)
    ]
    return "\n".join(rows)


def row(name: str, new: Flagged, seen: Flagged, choose: Callable[[Flagged], Flags]) -> str:
    """One line of flag rates; the cells are chosen in each set of years by itself."""
    simple, exact, swing, net, own = new.columns(choose(new))
    inside = seen.columns(choose(seen))[2]
    return (
        f"| {name} | {choose(new).sum():,} | {simple:.0f} | {exact:.0f} | {inside:.1f} | "
        f"**{swing:.1f}** | {net:.1f} | {own:.1f} |"
    )


def everything(of: Flagged) -> Flags:
    return np.ones(of.per_year.shape, dtype=bool)


def of_type(number: int) -> Callable[[Flagged], Flags]:
    def choose(of: Flagged) -> Flags:
        chosen = np.zeros(of.per_year.shape, dtype=bool)
        chosen[number] = True
        return chosen

    return choose


def of_band(low: float, high: float) -> Callable[[Flagged], Flags]:
    return lambda of: (of.per_year >= low) & (of.per_year < high)


def table_of_types(types: list[str], new: Flagged, seen: Flagged) -> str:
    rows = [row(NAMES[kind], new, seen, of_type(n)) for n, kind in enumerate(types)]
    return "\n".join([*rows, row("all", new, seen, everything)])


def table_of_bands(new: Flagged, seen: Flagged) -> str:
    names = [
        f"{low} to {high:.0f}" if np.isfinite(high) else f"{low} or more" for low, high in BANDS
    ]
    pairs = zip(names, BANDS, strict=True)
    return "\n".join(row(name, new, seen, of_band(*band)) for name, band in pairs)


def directions(new: Flagged) -> str:
    parts = []
    for name, verdict in (("as counted", new.swing), ("net", new.net), ("net, own", new.net_own)):
        up, down = 100 * (verdict.direction > 0).mean(), 100 * (verdict.direction < 0).mean()
        beyond = 100 * (verdict.p_swing < 0.01).mean()
        parts.append(f"| {name} | {up:.1f} | {down:.1f} | {beyond:.1f} |")
    return "\n".join(parts)


@dataclass(frozen=True)
class Tried:
    """What fans said and what came.

    Inside the 80 % fan, drawn chance of the target, that chance with the trend of the last five
    years extended, target met or not.
    """

    inside: Flags
    drawn: Floats
    trend: Floats
    met: Flags


def try_fans(counts: Floats, ahead: int) -> Tried:
    """From 2018 to 2023: look ahead with the volatility of the years up to then.

    The target is 20 % under the mean of the last three years.
    """
    tried = []
    for now in range(NEW[0] - FIRST, NEW[1] - FIRST + 1):
        if now + ahead >= counts.shape[-1]:
            continue
        sigma = yearly_volatility(counts[..., : now + 1]).sigma[:, None]
        two, came = counts[..., now - 1 : now + 1], counts[..., now + ahead]
        target = np.floor(0.8 * counts[..., now - 2 : now + 1].mean(axis=-1))
        large = counts[..., now - 4 : now + 1].mean(axis=-1) >= SMALLEST_FORECAST
        series = np.flatnonzero(large & (two.sum(axis=-1) > 0))
        swing = np.broadcast_to(sigma, large.shape).ravel()[series]
        pairs = two.reshape(-1, 2)[series]
        goal = target.ravel()[series]
        first, newest = (counts[..., at].ravel()[series] + 0.5 for at in (now - 4, now))
        moved = pairs * (newest / first)[:, None] ** (ahead / 4)
        chance, extended = (
            target_probability(two_years, swing, goal, ahead, draws=DRAWS)
            for two_years in (pairs, moved)
        )
        ends = fan(pairs, swing, ahead, draws=DRAWS, quantiles=(0.1, 0.9)).quantiles[:, -1]
        then = came.ravel()[series]
        within = (then >= ends[:, 0]) & (then <= ends[:, 1])
        tried.append(Tried(within, chance.drawn, extended.drawn, then <= goal))
    return Tried(*(np.concatenate(column) for column in zip(*map(astuple, tried), strict=True)))


def slope(tried: Tried) -> float:
    """The slope of what came on the log odds of the drawn chance, by logistic regression."""
    odds = logit(np.clip(tried.drawn, 1e-4, 1 - 1e-4))
    design = np.column_stack([np.ones_like(odds), odds])
    weights = np.zeros(2)
    for _ in range(30):
        fit = expit(design @ weights)
        curve = design.T @ (design * (fit * (1 - fit))[:, None])
        weights += np.linalg.solve(curve, design.T @ (tried.met - fit))
    return float(weights[1])


def reliability(tried: Tried) -> str:
    """Per sixth of the drawn chance: its mean and how often the target was met."""
    cells = []
    for low in np.arange(6) / 6:
        chosen = (tried.drawn >= low) & (tried.drawn < low + 1 / 6)
        few = chosen.sum() < SMALLEST_SIXTH
        met = f"{tried.drawn[chosen].mean():.2f}→{tried.met[chosen].mean():.2f}"
        cells.append("" if few else met)
    return " | ".join(cells)


def table_of_fans(counts: Floats) -> str:
    rows = []
    for ahead in (1, 2, 4):
        tried = try_fans(counts, ahead)
        brier = ((tried.drawn - tried.met) ** 2).mean()
        trend = ((tried.trend - tried.met) ** 2).mean()
        own = ((recalibrate(tried.drawn) - tried.met) ** 2).mean()
        base = tried.met.mean()
        rows.append(
            f"| {ahead} | {tried.met.size:,} | {tried.inside.mean():.2f} | {brier:.3f} | "
            f"{trend:.3f} | {own:.3f} | {base * (1 - base):.3f} | {slope(tried):.2f} | "
            f"{reliability(tried)} |"
        )
    return "\n".join(rows)


def main() -> None:
    folder = os.environ.get("REGIE_REAL_DATA")
    if not folder or not (Path(folder) / FILE).is_file():
        print("REGIE_REAL_DATA names no folder with the figures of the police: nothing was tried.")
        sys.exit()
    types, counts = cube(Path(folder))
    new, seen = flagged(counts, NEW, SEEN), flagged(counts, (2015, 2023), WHOLE)
    text = REPORT.format(
        places=counts.shape[1],
        types=len(types),
        python=platform.python_version(),
        numpy=np.__version__,
        scipy=scipy.__version__,
        sigmas=table_of_sigmas(types, counts),
        by_type=table_of_types(types, new, seen),
        by_band=table_of_bands(new, seen),
        directions=directions(new),
        fans=table_of_fans(counts),
        slope=SLOPE,
    )
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    print(text)


REPORT = """# How often an arrow appears in real municipalities

Registered offences of {types} types in {places} municipalities, 2012-2025 (Politie, 47018NED, as
downloaded in 2026; 2024 and 2025 provisional and used for the fans only). Each year against the
three before, two-sided at 5 %. A flag is no error, places do change; but of a rule that flags half
of all places nobody can choose five. Python {python}, numpy {numpy}, scipy {scipy}.

## Yearly volatility per type

| type | 2012-2017 | 2012-2023 | 2012-2023, by moments | single steps | 2012-2017, net |
|---|---|---|---|---|---|
{sigmas}

The first two columns are `yearly_volatility`. By moments: the median over municipalities of their
own variance of yearly log changes beyond chance, another estimator on the same figures. Single
steps: the smallest and largest volatility that one step between two years gives. Net: of the
change that all municipalities have in common.

## Flags per type, in percent of municipalities and years

Columns: more than 10 % from the mean of three years; exact Poisson test; change test on 2015-2023
with the volatility of 2012-2023 (it has seen these years); change test on 2018-2023 with the
volatility of 2012-2017 (it has not); the same net of the national change; the same with the net
volatility. Except for the third column all are on 2018-2023.

| type | cells | ±10 % | exact Poisson | in sample | out of sample | net | net, net volatility |
|---|---|---|---|---|---|---|---|
{by_type}

## Flags per size, in percent

Per mean number of offences a year in the three years before.

| a year | cells | ±10 % | exact Poisson | in sample | out of sample | net | net, net volatility |
|---|---|---|---|---|---|---|---|
{by_band}

## Up and down, in percent, 2018-2023, out of sample

| | up | down | p under 1 % |
|---|---|---|---|
{directions}

## The fan, out of sample

From each year 2018-2023, series with five or more a year, with the volatility of the years up to
then. In 80 %: the share of later counts within the 80 % fan. Brier: of the drawn chance of 20 %
under the mean of three years; then with the trend of the last five years extended; then without
trend, recalibrated with slope {slope}; then of always naming the base rate. Slope: what is left of
the log odds. The last six: mean drawn chance → share that met it, for chances from 0, from ⅙, and
so on.

| ahead | number | in 80 % | Brier | trend | recalibrated | base | slope | 0 | ⅙ | ⅓ | ½ | ⅔ | ⅚ |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
{fans}

Made by `bench/bench_change_flags.py`.
"""

if __name__ == "__main__":
    main()
