"""Building the files of Voorbeeldland, and the list of what was planted in them."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np

from voorbeeldstad import addresses, counts, files, plants, shapes, survey
from voorbeeldstad.country import CLASSIFICATION, COUNTRY
from voorbeeldstad.cubes import Counts, CubeArea, CubeLayout, write_cube
from voorbeeldstad.offences import HIDDEN_TYPES, NUISANCES, OFFENCES, TOTAL, YEARS, OffenceType

FIRST_MONTHLY_YEAR, FIRST_NUISANCE_MONTHS = 2017, 2023


@dataclass(frozen=True)
class PlantedFile:
    """One file, in the order to import them.

    `kind` is codes, boundaries, addresses or figures; `year` is the year the figures are of when
    the file itself does not say so; `classification` the year of its areas (None: of each year);
    `vintage` the day of the figures.
    """

    name: str
    kind: str
    table: str
    year: int | None
    classification: int | None
    vintage: date


@dataclass(frozen=True)
class Planted:
    """What was built: the folder, its files and everything that was planted."""

    folder: Path
    seed: int
    files: tuple[PlantedFile, ...]
    items: tuple[plants.PlantedItem, ...]

    def path(self, name: str) -> Path:
        """Where a file stands."""
        return self.folder / name


def build(folder: Path, *, seed: int = 2026) -> Planted:
    """Write all files of Voorbeeldland into `folder` and answer what was planted.

    The same seed writes the same bytes. `planted.json` holds the answer too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = shapes.draw_map(seed=seed)
    files.write_code_list(folder / "WijkenEnBuurten_2025.csv")
    files.write_outlines(folder, drawn)
    houses = addresses.draw(drawn, seed=seed)
    for year in addresses.YEARS:
        addresses.write(folder / addresses.name_of(year), houses, year)
    files.write_population(folder / "70072ned_TypedDataSet.csv")
    surface = _surface(drawn)
    for year in files.EDITIONS:
        files.write_key_figures(folder / f"kwb_{year}.csv", year, surface)
    _write_offences(folder, seed)
    _write_nuisance(folder, seed)
    files.write_survey(folder / "81877NED_TypedDataSet.csv", survey.OLD_YEARS, seed=seed)
    files.write_survey(folder / "85146NED_TypedDataSet.csv", survey.NEW_YEARS, seed=seed)
    planted = Planted(folder, seed, _file_list(), plants.ITEMS)
    _write_list(planted)
    return planted


def _write_list(planted: Planted) -> None:
    content = {
        "seed": planted.seed,
        "files": [asdict(file) for file in planted.files],
        "items": [asdict(item) for item in planted.items],
    }
    text = json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n"
    (planted.folder / "planted.json").write_text(text)


def _file_list() -> tuple[PlantedFile, ...]:
    def outline(level: str) -> PlantedFile:
        name = f"{level}_2025.geojson"
        return PlantedFile(
            name, "boundaries", level, CLASSIFICATION, CLASSIFICATION, date(2025, 8, 15)
        )

    def figures(table: str, classification: int | None, vintage: date) -> PlantedFile:
        name = f"{table}_TypedDataSet.csv"
        return PlantedFile(name, "figures", table, None, classification, vintage)

    code_list = PlantedFile(
        "WijkenEnBuurten_2025.csv",
        "codes",
        "WijkenEnBuurten",
        CLASSIFICATION,
        CLASSIFICATION,
        date(2025, 8, 15),
    )
    key_figures = [
        PlantedFile(f"kwb_{year}.csv", "figures", table, year, year, date(year, 11, 15))
        for year, table in files.EDITIONS.items()
    ]
    homes = [
        PlantedFile(
            addresses.name_of(year), "addresses", "pc6hnr", year, year, date(year + 1, 2, 18)
        )
        for year in addresses.YEARS
    ]
    return (
        code_list,
        outline("provincies"),
        outline("gemeenten"),
        outline("wijken"),
        outline("buurten"),
        *homes,
        figures("70072ned", None, date(2025, 12, 1)),
        *key_figures,
        figures("47018NED", CLASSIFICATION, date(2026, 4, 15)),
        figures("47022NED", CLASSIFICATION, date(2026, 1, 15)),
        figures("47024NED", CLASSIFICATION, date(2026, 4, 15)),
        figures("81877NED", None, date(2020, 3, 2)),
        figures("85146NED", None, date(2026, 3, 2)),
    )


def _surface(drawn: shapes.Map) -> dict[str, float]:
    """Surface of every area in hectares."""
    levels = (drawn.municipalities, drawn.districts, drawn.neighbourhoods)
    found = {code: outline.area / 10_000 for level in levels for code, outline in level.items()}
    found[COUNTRY] = sum(outline.area for outline in drawn.provinces.values()) / 10_000
    return found


# --- police tables ----------------------------------------------------------------------------


def _write_offences(folder: Path, seed: int) -> None:
    drawn = counts.draw(OFFENCES, seed=seed, stream=1)
    hidden = [number for number, item in enumerate(OFFENCES) if item.code in HIDDEN_TYPES]
    yearly = counts.with_total(counts.by_area(drawn.units, drawn.unknown), hidden)
    layout = _layout(
        OFFENCES, tuple(f"{year}JJ00" for year in YEARS), "SoortMisdrijf", "Misdrijven"
    )
    write_cube(folder / "47018NED_TypedDataSet.csv", layout, yearly)

    years = YEARS[YEARS.index(FIRST_MONTHLY_YEAR) :]
    by_month = counts.with_total(_months(drawn, years, seed, incomplete=True), hidden)
    shown = [number for number, row in enumerate(counts.AREAS) if _has_months(row.code)]
    layout = _layout(OFFENCES, _month_keys(years), "SoortMisdrijf", "Misdrijven", shown)
    write_cube(folder / "47022NED_TypedDataSet.csv", layout, by_month[:, shown])


def _write_nuisance(folder: Path, seed: int) -> None:
    drawn = counts.draw(NUISANCES, seed=seed, stream=2)
    yearly = counts.with_total(counts.by_area(drawn.units, drawn.unknown), [])
    years = YEARS[YEARS.index(FIRST_NUISANCE_MONTHS) :]
    by_month = counts.with_total(_months(drawn, years, seed, incomplete=False), [])
    periods = (*(f"{year}JJ00" for year in YEARS), *_month_keys(years))
    layout = _layout(NUISANCES, periods, "Overlast", "Overlast")
    both = np.concatenate([yearly, by_month], axis=2)
    write_cube(folder / "47024NED_TypedDataSet.csv", layout, both)


def _has_months(code: str) -> bool:
    """The monthly table goes down to the district; neighbourhoods would only make it large."""
    return code[:2] != "BU"


def _month_keys(years: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(f"{year}MM{month:02d}" for year in years for month in range(1, 13))


def _months(drawn: counts.Drawn, years: tuple[int, ...], seed: int, *, incomplete: bool) -> Counts:
    """Counts per area and month of these years, shape (types, areas, months)."""
    both = np.concatenate([drawn.units, drawn.unknown[:, None, :]], axis=1)
    late = both[:, :, YEARS.index(years[0]) :]
    months = counts.months(late, drawn.types, years, seed=seed)
    if incomplete:
        months = _incomplete(months, seed)
    return counts.by_area(months[:, :-1], months[:, -1])


def _incomplete(months: Counts, seed: int) -> Counts:
    """Leave out what had not been registered yet in the newest months."""
    rng = np.random.default_rng([seed, 5])
    for back, share in enumerate(reversed(plants.INCOMPLETE.values()), start=1):
        months[..., -back] = rng.binomial(months[..., -back], share)
    return months


def _layout(
    types: tuple[OffenceType, ...],
    periods: tuple[str, ...],
    type_column: str,
    what: str,
    shown: list[int] | None = None,
) -> CubeLayout:
    rows = counts.AREAS if shown is None else [counts.AREAS[number] for number in shown]
    names = {row.code: row.name for row in counts.AREAS}
    words = {
        "country": "Land",
        "municipality": "Gemeente",
        "district": "Wijk",
        "neighbourhood": "Buurt",
    }
    return CubeLayout(
        types=(TOTAL, *(item.code for item in types)),
        areas=tuple(
            CubeArea(row.code, names.get(row.municipality, row.name), words[row.kind])
            for row in rows
        ),
        periods=periods,
        type_column=type_column,
        measure=f"Geregistreerde{what}_1",
    )
