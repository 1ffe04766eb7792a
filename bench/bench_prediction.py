"""Predict districts of 2024 from 2020 with our own address weights, where the truth is known.

Run with `python bench/bench_prediction.py [--real FOLDER]`; it writes bench/results/prediction.md.

Everything about the areas is generated: a country of districts and neighbourhoods whose borders
change between 2020 and 2024 in known ways (areas that merge, split, move a border, get another
code, or get a code that another area had before). Its addresses are written in the form of the
publisher's yearly files and read by our own builder. With `--real` the sizes and the growth of the
neighbourhoods are drawn from the real key figures of 2020 and 2024; the changes stay generated,
because nobody publishes what the real ones were.

People per address differ from block to block, so the share of addresses is not the share of people:
that, growth, new addresses and renumbered ones are where the error comes from.
"""

import argparse
import csv
import platform
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from regie.foundation.crosswalks.address_files import Addresses, Written, read_addresses
from regie.foundation.crosswalks.rules import chain
from regie.foundation.crosswalks.weights import matrix, step_of

RESULT = Path(__file__).parent / "results" / "prediction.md"
MUNICIPALITIES, DISTRICTS, PARTS, BLOCKS = 60, 12, 4, 3
SMALLEST = 500
HEADERS = {
    2020: ("PC6", "Huisnummer", "Buurt2020", "Wijk2020", "Gemeente2020"),
    2024: ("PC6", "Huisnummer", "Buurt2024", "Wijk2024", "Gemeente2024"),
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """Blocks of the generated country: where each lies in both years, and who lives there."""

    old: list[str]
    new: list[str]
    people_old: Numbers
    people_new: Numbers
    addresses_old: NDArray[np.int64]
    addresses_new: NDArray[np.int64]


def sizes(random: np.random.Generator, count: int, real: Path | None) -> tuple[Numbers, Numbers]:
    """Inhabitants in 2020 and growth to 2024 of so many neighbourhoods."""
    if real is None:
        return random.lognormal(6.6, 0.95, count), np.exp(random.normal(0.02, 0.06, count))
    old, new = _key_figures_2020(real), _key_figures_2024(real)
    pairs = [(old[code], new[code]) for code in sorted(old.keys() & new.keys()) if old[code] >= 50]
    drawn = np.array(pairs)[random.integers(0, len(pairs), count)]
    # Beyond a quarter the border moved under the same code: that is no growth.
    return drawn[:, 0], np.clip(drawn[:, 1] / drawn[:, 0], 0.8, 1.25)


def _key_figures_2020(folder: Path) -> dict[str, float]:
    path = folder / "statline-bq_84799NED" / "cbs.v3.84799NED_TypedDataSet.parquet"
    table = pq.read_table(path, columns=["WijkenEnBuurten", "AantalInwoners_5"])
    rows = zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True)
    return {code.strip(): float(n) for code, n in rows if code.startswith("BU") and n is not None}


def _key_figures_2024(folder: Path) -> dict[str, float]:
    name = "Kerncijfers_wijken_en_buurten_2024_geslachten.csv"
    path = folder / "Swienn_ScientificDataAnalysisProject" / name
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))[1:]
    return {row[3].strip(): float(row[5]) for row in rows if row[3].startswith("BU") and row[5]}


def build(random: np.random.Generator, real: Path | None) -> World:
    """Blocks with their codes in both years; a fifth of the districts changes in some way."""
    count = MUNICIPALITIES * DISTRICTS * PARTS
    people, growth = sizes(random, count, real)
    codes = [
        (town, district, part)
        for town in range(MUNICIPALITIES)
        for district in range(DISTRICTS)
        for part in range(PARTS)
    ]
    block_people = random.dirichlet(np.full(BLOCKS, 6.0), count) * people[:, None]
    block_growth = growth[:, None] * np.exp(random.normal(0, 0.03, (count, BLOCKS)))
    per_address = np.clip(random.normal(2.15, 0.35, (count, BLOCKS)), 1.2, 3.4)
    before = np.maximum(1, block_people / per_address).astype(int)
    after = np.maximum(1, block_people * block_growth / per_address).astype(int)
    old = [_code(*place) for place in codes for _block in range(BLOCKS)]
    new = _changed(random, codes)
    return World(
        old,
        new,
        block_people.reshape(-1),
        (block_people * block_growth).reshape(-1),
        before.reshape(-1),
        after.reshape(-1),
    )


def _code(town: int, district: int, part: int) -> str:
    return f"BU{9001 + town:04d}{district:02d}{part:02d}"


def _changed(random: np.random.Generator, codes: list[tuple[int, int, int]]) -> list[str]:
    """The codes of all blocks in 2024."""
    swapped = set(random.choice(MUNICIPALITIES, 3, replace=False).tolist())
    merged = {int(town): 80 + at for at, town in enumerate(random.choice(MUNICIPALITIES, 3, False))}
    found = []
    for town, district, part in codes:
        kind = np.random.default_rng([7, town, district]).random()
        whole = np.random.default_rng([8, town, district, part]).random()
        for block in range(BLOCKS):
            to_town, to_district, to_part = town, district, part
            if town in swapped:  # the numbers of districts pass to other districts
                to_district = (district + 1) % DISTRICTS
            elif kind < 0.05 and part >= PARTS // 2:  # a district is split in two
                to_district, to_part = district + 40, part - PARTS // 2
            elif kind < 0.08:  # a district goes into its neighbour
                to_district, to_part = (district + 1) % DISTRICTS, part + 50
            elif kind < 0.2 and whole < 0.3 and block == 0:  # a border moves by one block
                to_district = (district + 1) % DISTRICTS
            found.append(_code(merged.get(to_town, to_town), to_district, to_part))
    return found


def write(path: Path, world: World, year: int) -> int:
    """Write the file of a year: old addresses keep their number, some are renumbered."""
    early = year == 2020
    counts = world.addresses_old if early else world.addresses_new
    codes = world.old if early else world.new
    rows = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write(";".join(HEADERS[year]) + "\n")
        for block, (code, count) in enumerate(zip(codes, counts.tolist(), strict=True)):
            tail = f";{code[2:].lstrip('0')};{code[2:8].lstrip('0')};{code[2:6].lstrip('0')}\n"
            for number in range(count):
                shift = 900 if not early and number % 67 == 0 else 0
                stream.write(f"{_postcode(block, number)};{1 + number % 19 + shift}{tail}")
            rows += count
    return rows


def _postcode(block: int, number: int) -> str:
    """Nineteen addresses to a postcode, sixty postcodes to a block."""
    place = block * 60 + number // 19
    letters = place % 676
    return f"{1000 + place // 676:04d}{LETTERS[letters // 26]}{LETTERS[letters % 26]}"


def errors(world: World, old: Addresses, new: Addresses) -> dict[str, list[float]]:
    """Relative errors per district of 2024: changed, unchanged, and the naive join."""
    step = step_of(matrix(old, new, 2020, 2024), "district")
    walk = chain("district", [step])
    before, truth = (
        _by_district(world.old, world.people_old),
        _by_district(world.new, world.people_new),
    )
    codes = tuple(before)
    told = walk.convert(codes, np.array(list(before.values())), np.ones(len(codes), dtype=bool))
    predicted = dict(zip(told.codes, told.values.tolist(), strict=True))
    changed = {p.destination for parts in step.moves.values() for p in parts} | {*step.moves}
    found: dict[str, list[float]] = {"changed": [], "unchanged": [], "naive": [], "missing": []}
    for code, people in truth.items():
        if people < SMALLEST:
            continue
        kind = "changed" if code in changed else "unchanged"
        found[kind].append(abs(predicted[code] / people - 1))
        if kind == "changed" and code in before:
            found["naive"].append(abs(before[code] / people - 1))
        elif kind == "changed":
            found["missing"].append(1.0)
    return found


def _by_district(codes: list[str], people: Numbers) -> dict[str, float]:
    """Inhabitants per district, rounded to five as they are published."""
    found: dict[str, float] = {}
    for code, number in zip(codes, people.tolist(), strict=True):
        district = f"WK{code[2:8]}"
        found[district] = found.get(district, 0.0) + number
    return {code: 5 * round(number / 5) for code, number in sorted(found.items())}


def _line(name: str, values: list[float]) -> str:
    median, high = np.percentile(values, (50, 90))
    return f"| {name} | {len(values)} | {100 * median:.1f} % | {100 * high:.1f} % |"


def main() -> None:
    """Build, read, predict and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, default=None)
    real = parser.parse_args().real
    world = build(np.random.default_rng(2026), real)
    books, rows, seconds = [], 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for year in HEADERS:
            path = Path(folder) / f"pc6hnr{year}0801_gwb.csv"
            rows += write(path, world, year)
            start = time.perf_counter()
            books.append(read_addresses(path, Written(HEADERS[year], ";"))[0])
            seconds += time.perf_counter() - start
    found = errors(world, *books)
    naive = f"naive join on the code (of {len(found['changed'])}, others have no old code)"
    base = "real key figures of 2020 and 2024" if real else "a lognormal distribution"
    text = "\n".join(
        [
            "# Districts of 2024 predicted from 2020",
            "",
            f"Generated borders and addresses; sizes and growth from {base}.",
            f"Districts of more than {SMALLEST} inhabitants; the error is that of the predicted",
            "population of 2024.",
            "",
            "| districts | number | median error | p90 |",
            "|---|---|---|---|",
            _line("changed, address weights", found["changed"]),
            _line("unchanged (growth only)", found["unchanged"]),
            _line(naive, found["naive"]),
            "",
            f"{rows:,} addresses in two files, read in {seconds:.1f} s "
            f"({rows / seconds:,.0f} rows/s). Python {platform.python_version()}.",
            "",
        ]
    )
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
