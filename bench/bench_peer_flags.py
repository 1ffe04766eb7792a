"""How often a municipality is called different from its peers, and from simpler comparisons.

Run with `REGIE_REAL_DATA=FOLDER python bench/bench_peer_flags.py`; it writes
bench/results/peer-flags.md. Without the folder it says so and stops. The figures are registered
offences per municipality and year (Politie, 47018NED), inhabitants (CBS, 70072ned) and key figures
of municipalities (CBS, 84799NED, 2020); none of them is kept.

The dispersion of each type is estimated on 2018 and tried on 2021 and 2023, which it has not
seen. A flag is no error: places do differ. But a rule that flags half of all places is no help.
"""

import csv
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import scipy
from numpy.typing import NDArray

from safetymethods.dispersion import negative_binomial_size
from safetymethods.funnels import Band, against_expected
from safetymethods.peers import Peers, nearest_peers, peer_expected, peer_log_scores

RESULT = Path(__file__).parent / "results" / "peer-flags.md"
CRIME = Path("derived") / "47018NED_TypedDataSet_GM_2012-2025.csv"
PEOPLE = Path("derived") / "70072ned_TypedDataSet_population_GM.csv"
KEYS = Path("statline-bq_84799NED") / "cbs.v3.84799NED_TypedDataSet.parquet"
FITTED, TRIED = 2018, (2021, 2023)
LEVELS = (2019, 2020, 2021)
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
PER_PERSON = (
    "k_0Tot15Jaar_8",
    "k_15Tot25Jaar_9",
    "k_25Tot45Jaar_10",
    "k_65JaarOfOuder_12",
    "Gescheiden_15",
    "WestersTotaal_17",
    "NietWestersTotaal_18",
    "PersonenPerSoortUitkeringBijstand_83",
    "PersonenPerSoortUitkeringAO_84",
    "PersonenPerSoortUitkeringWW_85",
)
PER_HOUSEHOLD = ("Eenpersoonshuishoudens_29", "HuishoudensMetKinderen_31")
AS_IS = ("PersonenautoSPerHuishouden_102", "AfstandTotGroteSupermarkt_106")
LOGGED = ("AantalInwoners_5", "Omgevingsadressendichtheid_116", "Bevolkingsdichtheid_33")
SHOWN = {"GM0114": "Emmen", "GM0344": "Utrecht", "GM0060": "Ameland"}
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class World:
    """Municipalities with their key figures, and counts and inhabitants per year."""

    codes: list[str]
    names: list[str]
    covariates: Floats
    urbanity: Floats
    types: list[str]
    counts: dict[int, Floats]
    people: dict[int, Floats]


def key_figures(folder: Path) -> tuple[list[str], list[str], Floats, Floats]:
    """Codes, names, covariates (a row per municipality) and degree of urbanity, 1 to 5."""
    wanted = [*LOGGED, *PER_PERSON, *PER_HOUSEHOLD, *AS_IS]
    others = [
        "WijkenEnBuurten",
        "Gemeentenaam_1",
        "HuishoudensTotaal_28",
        "MateVanStedelijkheid_115",
    ]
    table = pq.read_table(folder / KEYS, columns=[*wanted, *others]).to_pydict()
    rows = [at for at, code in enumerate(table["WijkenEnBuurten"]) if code.startswith("GM")]

    def column(name: str) -> Floats:
        return np.array([table[name][at] for at in rows], dtype=np.float64)

    people, households = column("AantalInwoners_5"), column("HuishoudensTotaal_28")
    covariates = [column(name) for name in LOGGED]
    covariates += [column(name) / people for name in PER_PERSON]
    covariates += [column(name) / households for name in PER_HOUSEHOLD]
    covariates += [column(name) for name in AS_IS]
    codes = [table["WijkenEnBuurten"][at].strip() for at in rows]
    names = [table["Gemeentenaam_1"][at].strip() for at in rows]
    return codes, names, np.transpose(covariates), column("MateVanStedelijkheid_115")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def world(folder: Path) -> World:
    codes, names, covariates, urbanity = key_figures(folder)
    counted = {row["WijkenEnBuurten"].strip() for row in rows_of(folder / CRIME)}
    kept = [at for at, code in enumerate(codes) if code in counted]
    codes, names = [codes[at] for at in kept], [names[at] for at in kept]
    place, types = {code: at for at, code in enumerate(codes)}, list(NAMES)
    years = sorted({FITTED, *TRIED, *LEVELS})
    counts = {year: np.full((len(types), len(codes)), np.nan) for year in years}
    people = {year: np.full(len(codes), np.nan) for year in years}
    for row in rows_of(folder / CRIME):
        year, code = int(row["Perioden"][:4]), row["WijkenEnBuurten"].strip()
        if year in counts and code in place:
            at = types.index(row["SoortMisdrijf"].strip())
            counts[year][at, place[code]] = float(row["GeregistreerdeMisdrijven_1"])
    for row in rows_of(folder / PEOPLE):
        year, code = int(row["Perioden"][:4]), row["RegioS"].strip()
        if year in people and code in place:
            people[year][place[code]] = float(row["TotaleBevolking_1"])
    return World(codes, names, covariates[kept], urbanity[kept], types, counts, people)


@dataclass(frozen=True)
class Outside:
    """Parts outside the 95 % and 99.8 % limits, per type, in percent."""

    narrow: Floats
    wide: Floats


def outside(counts: Floats, expected: Floats, size: Floats) -> Outside:
    """How much of the municipalities with an answer lies outside, per type."""
    band = against_expected(counts, expected, size).band.astype(float)
    band = np.where(band == Band.NO_ANSWER, np.nan, np.abs(band))
    known = ~np.isnan(band)
    per_type = (100 * (known & (band >= least)).sum(axis=1) / known.sum(axis=1) for least in (1, 2))
    return Outside(*per_type)


def national(counts: Floats, people: Floats) -> Floats:
    """Expected counts with the rate of the whole country."""
    used = ~np.isnan(people)
    rate: Floats = counts[:, used].sum(axis=1) / people[used].sum()
    return np.outer(rate, people)


def table_of_flags(this: World, peers: Peers) -> tuple[str, str]:
    """Flags per type out of sample, and the ranges over types and years."""
    seen = peer_expected(this.counts[FITTED], this.people[FITTED], peers)
    size = negative_binomial_size(this.counts[FITTED], seen.expected).size[:, None]
    endless = np.full_like(size, np.inf)
    found: dict[str, list[Outside]] = {}
    logs = []
    for year in TRIED:
        counts, people = this.counts[year], this.people[year]
        expected = peer_expected(counts, people, peers).expected
        found.setdefault("ours", []).append(outside(counts, expected, size))
        found.setdefault("poisson", []).append(outside(counts, expected, endless))
        found.setdefault("national", []).append(outside(counts, national(counts, people), endless))
        z = peer_log_scores(counts, people, peers).z
        logs.append(100 * (np.abs(z) > 1.96).sum(axis=1) / (~np.isnan(z)).sum(axis=1))
    own_year = outside(this.counts[FITTED], seen.expected, size)
    rows = []
    for at, kind in enumerate(this.types):
        cells = [
            NAMES[kind],
            f"{np.nanmedian(this.counts[TRIED[0]][at]):.0f}",
            f"{size[at, 0]:.1f}",
        ]
        cells += [f"{1 / np.sqrt(size[at, 0]):.2f}", f"{own_year.narrow[at]:.1f}"]
        cells += [f"**{each.narrow[at]:.1f}**" for each in found["ours"]]
        cells += [f"{each.wide[at]:.1f}" for each in found["ours"]]
        cells += [f"{np.mean([each.narrow[at] for each in found['poisson']]):.0f}"]
        cells += [f"{np.mean([each.wide[at] for each in found['national']]):.0f}"]
        cells += [f"{np.mean([each[at] for each in logs]):.1f}"]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows), ranges(found)


def ranges(found: dict[str, list[Outside]]) -> str:
    """One line per rule: the smallest, the mean and the largest over types and years."""
    labels = {
        "ours": "negative binomial, against peers (`against_expected`)",
        "poisson": "Poisson, against peers",
        "national": "Poisson, against the national rate",
    }
    lines = []
    for key, label in labels.items():
        cells = [label]
        for values in (
            np.array([each.narrow for each in found[key]]),
            np.array([each.wide for each in found[key]]),
        ):
            cells += [f"{values.min():.1f} – {values.max():.1f}", f"{values.mean():.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    narrow = np.array([each.narrow for each in found["ours"]])
    inside = int(((narrow >= 3) & (narrow <= 9)).sum())
    lines.append(
        f"\nOf the {narrow.size} shares outside 95 %, {inside} lie between 3 and 9 %; "
        f"the smallest is {narrow.min():.2f}, the largest {narrow.max():.2f}."
    )
    return "\n".join(lines)


def explained(y: Floats, guess: Floats) -> float:
    """Leave-one-out R2: 1 - sum (y - guess)^2 / sum (y - mean)^2."""
    used = ~np.isnan(y + guess)
    y, guess = y[used], guess[used]
    return float(1 - ((y - guess) ** 2).sum() / ((y - y.mean()) ** 2).sum())


def class_means(y: Floats, classes: Floats) -> Floats:
    """The mean of the others of the same class."""
    guess = np.full(y.shape, np.nan)
    for each in np.unique(classes):
        chosen = (classes == each) & ~np.isnan(y)
        guess[chosen] = (y[chosen].sum() - y[chosen]) / max(chosen.sum() - 1, 1)
    return guess


def table_of_levels(this: World, peers: dict[int, Peers]) -> str:
    """Part of the variation of the log rate of 2019-2021 that each comparison foretells."""
    people = np.sum([this.people[year] for year in LEVELS], axis=0)
    counts = np.sum([this.counts[year] for year in LEVELS], axis=0)
    rows, sums = [], []
    for at, kind in enumerate(this.types):
        y = np.log((counts[at] + 0.5) / people)
        scores = [explained(y, class_means(y, this.urbanity))]
        for found in peers.values():
            near = np.where(found.index >= 0, y[np.maximum(found.index, 0)], np.nan)
            guess = np.full(y.shape, np.nan)
            has = (~np.isnan(near)).any(axis=1)
            guess[has] = np.nanmean(near[has], axis=1)
            scores.append(explained(y, guess))
        sums.append(scores)
        rows.append(f"| {NAMES[kind]} | " + " | ".join(f"{score:.2f}" for score in scores) + " |")
    mean = np.mean(sums, axis=0)
    rows.append("| **mean** | " + " | ".join(f"**{score:.2f}**" for score in mean) + " |")
    return "\n".join(rows)


def shown(this: World, peers: Peers) -> str:
    """The peers of three municipalities."""
    lines = []
    for code, name in SHOWN.items():
        at = this.codes.index(code)
        near = ", ".join(
            f"{this.names[place]} ({distance:.3f})"
            for place, distance in zip(peers.index[at, :6], peers.distance[at, :6], strict=True)
        )
        lines.append(f"* {name}: {near}")
    return "\n".join(lines)


def main() -> None:
    folder = os.environ.get("REGIE_REAL_DATA")
    if not folder or not all((Path(folder) / path).is_file() for path in (CRIME, PEOPLE, KEYS)):
        print(
            "REGIE_REAL_DATA names no folder with the figures of police and CBS: nothing was tried."
        )
        sys.exit()
    this = world(Path(folder))
    logged = range(len(LOGGED))
    start = time.perf_counter()
    peers = {k: nearest_peers(this.covariates, k=k, logged=logged) for k in (15, 8, 30)}
    taken = (time.perf_counter() - start) / len(peers)
    flags, ranges_found = table_of_flags(this, peers[15])
    text = REPORT.format(
        python=platform.python_version(),
        numpy=np.__version__,
        scipy=scipy.__version__,
        areas=int(peers[15].used_areas.sum()),
        lacking=int((~peers[15].used_areas).sum()),
        variables=int(peers[15].used_variables.sum()),
        fitted=FITTED,
        first=TRIED[0],
        second=TRIED[1],
        known=", ".join(f"{year}: {int((~np.isnan(n)).sum())}" for year, n in this.people.items()),
        flags=flags,
        ranges=ranges_found,
        levels=table_of_levels(this, peers),
        shown=shown(this, peers[15]),
        milliseconds=1000 * taken,
    )
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    print(text)


REPORT = """# How often a municipality is called different from its peers

Registered offences of 12 types (Politie, 47018NED, as downloaded in 2026), inhabitants (CBS,
70072ned) and {variables} key figures of 2020 (CBS, 84799NED). {areas} municipalities have all key
figures ({lacking} lack one and get no peers); 15 peers each. Inhabitants are known for fewer places
in older years, because municipalities merged ({known}).
Python {python}, numpy {numpy}, scipy {scipy}.

The size r of each type is estimated on {fitted} and tried on {first} and {second}, which it has
not seen. A flag is no error, places do differ; but of a rule that flags half of all places nobody
can choose five.

## Flags per type, in percent of the municipalities

Columns: n, the median count in {first}; size r and spread 1/√r from {fitted}; outside 95 % in
{fitted} itself (in sample); outside 95 % and outside 99.8 % in {first} and {second} (out of
sample); and as means of {first} and {second}: P95, outside the 95 % limits of a Poisson funnel
around the same peers; N99.8, outside the 99.8 % limits of one around the national rate; log,
`peer_log_scores` past 1.96.

| type | n | r | 1/√r | {fitted} | {first} | {second} | {first} | {second} | P95 | N99.8 | log |
|---|---|---|---|---|---|---|---|---|---|---|---|
{flags}

## Over all types and both years, in percent

| funnel | outside 95 % (nominal 5) | mean | outside 99.8 % (nominal 0.2) | mean |
|---|---|---|---|---|
{ranges}

## What peers foretell

Leave-one-out R² of the log rate over 2019–2021: how much of the variation between municipalities
the mean of the others foretells, of the same class of urbanity (five classes) or of the peers.

| type | urbanity | 15 peers | 8 peers | 30 peers |
|---|---|---|---|---|
{levels}

## Examples

The six nearest peers with their distance (the farthest pair of municipalities has 1).

{shown}

Finding the peers of all municipalities takes {milliseconds:.0f} ms. Made by
`bench/bench_peer_flags.py`.
"""

if __name__ == "__main__":
    main()
