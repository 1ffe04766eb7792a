"""Writing the files the way their publishers deliver them."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from voorbeeldstad import population, shapes, survey
from voorbeeldstad.country import (
    CLASSIFICATION,
    COUNTRY,
    COUNTRY_NAME,
    DISTRICTS,
    MUNICIPALITIES,
    NAMES,
    PROVINCES,
    areas,
)
from voorbeeldstad.offences import YEARS

Cell = str | int | float | None

#: Editions of the key figures of districts and neighbourhoods.
EDITIONS = {
    2013: "82339NED",
    2014: "82931NED",
    2015: "83220NED",
    2016: "83487NED",
    2017: "83765NED",
    2018: "84286NED",
    2019: "84583NED",
    2020: "84799NED",
    2021: "85039NED",
    2022: "85318NED",
    2023: "85618NED",
    2024: "85984NED",
    2025: "86165NED",
}

#: Position numbers in the editions of 2020 and 2024.
_POSITIONS = {
    "AantalInwoners": (5, 5),
    "Mannen": (6, 6),
    "Vrouwen": (7, 7),
    "HuishoudensTotaal": (28, 29),
    "Bevolkingsdichtheid": (33, 34),
    "Woningvoorraad": (34, 35),
    "BedrijfsvestigingenTotaal": (91, 92),
    "GIHandelEnHoreca": (94, 95),
    "PersonenautoSTotaal": (99, 101),
    "OppervlakteTotaal": (110, 112),
    "MateVanStedelijkheid": (115, 117),
    "Omgevingsadressendichtheid": (116, 118),
}
_KIND_WORDS = {
    "country": "Land",
    "municipality": "Gemeente",
    "district": "Wijk",
    "neighbourhood": "Buurt",
}


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a TypedDataSet: `;`, CR LF, texts in quotes, numbers bare, unknown empty."""
    lines = [";".join(f'"{column}"' for column in columns)]
    lines += [";".join(_cell(cell) for cell in row) for row in rows]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return f'"{cell}"' if isinstance(cell, str) else str(cell)


# --- classification ---------------------------------------------------------------------------


def write_code_list(path: Path) -> None:
    """The dimension WijkenEnBuurten, as saved beside a police table: commas and quotes."""
    lines = ['"Key","Title","Description","Municipality","DetailRegionCode"']
    for row in areas():
        if row.kind == "province":
            continue
        description = _description(row.code, row.name, row.kind, row.municipality)
        code = "" if row.kind == "country" else row.code
        cells = (f"{row.code:<10}", row.name, description, row.municipality, code)
        lines.append(",".join(f'"{cell}"' for cell in cells))
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())


def _description(code: str, name: str, kind: str, municipality: str) -> str:
    if kind == "country" or municipality == "GM9900":
        return ""
    if kind == "municipality":
        return f"Gemeente '{name}' ({code})"
    word = _KIND_WORDS[kind]
    where = NAMES[municipality]
    return f"{word} '{name}' ({code}) is een {word.lower()} in de gemeente '{where}'."


def write_outlines(folder: Path, drawn: shapes.Map) -> None:
    """The four levels of the map; the upper two in WGS84, the lower two in RD New."""
    names = {row.code: row.name for row in areas()}
    province = {town.code: town.province for town in MUNICIPALITIES}
    town_properties = {
        code: {"provinciecode": home, "provincienaam": PROVINCES[home]}
        for code, home in province.items()
    }
    _write_features(folder / "provincies_2025.geojson", "provincie", drawn.provinces, names, {})
    _write_features(
        folder / "gemeenten_2025.geojson", "gemeente", drawn.municipalities, names, town_properties
    )
    for file, word, level in (
        ("wijken_2025.geojson", "wijk", drawn.districts),
        ("buurten_2025.geojson", "buurt", drawn.neighbourhoods),
    ):
        local = {code: {"gemeentecode": f"GM{code[2:6]}", "water": "NEE"} for code in level}
        _write_features(folder / file, word, level, names, local, metres=True)


def _write_features(
    path: Path,
    word: str,
    outlines: shapes.Shapes,
    names: dict[str, str],
    extra: dict[str, dict[str, str]],
    *,
    metres: bool = False,
) -> None:
    features = []
    for code, outline in sorted(outlines.items()):
        properties = {
            "statcode": code,
            "jrstatcode": f"{CLASSIFICATION}{code}",
            "statnaam": names[code],
            "rubriek": word,
            **extra.get(code, {}),
        }
        geometry = _geometry(outline, metres=metres)
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    collection: dict[str, object] = {"type": "FeatureCollection", "name": path.stem}
    if metres:
        name = "urn:ogc:def:crs:EPSG::28992"
        collection["crs"] = {"type": "name", "properties": {"name": name}}
    collection["features"] = features
    path.write_text(json.dumps(collection, separators=(",", ":"), ensure_ascii=False) + "\n")


def _geometry(outline: BaseGeometry, *, metres: bool) -> dict[str, object]:
    parts = shapely.get_parts(shapely.orient_polygons(shapely.normalize(outline)))
    polygons = [
        [_ring(part.exterior, metres), *(_ring(ring, metres) for ring in part.interiors)]
        for part in parts
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(ring: BaseGeometry, metres: bool) -> list[list[float]]:
    at = shapely.get_coordinates(ring)
    if metres:
        return [[int(x), int(y)] for x, y in np.rint(at)]
    return [[float(x), float(y)] for x, y in shapes.to_wgs84(at)]


# --- people -----------------------------------------------------------------------------------


def write_population(path: Path) -> None:
    """Table 70072ned: inhabitants of country, provinces and municipalities."""
    people = population.municipal_inhabitants()
    rows: dict[str, list[int]] = {COUNTRY: people.sum(axis=0).tolist()}
    for code in PROVINCES:
        inside = [town.province == code for town in MUNICIPALITIES]
        rows[code] = people[inside].sum(axis=0).tolist()
    for town, numbers in zip(MUNICIPALITIES, people.tolist(), strict=True):
        rows[town.code] = numbers
    cells = [
        (f"{code:<6}", f"{year}JJ00", number)
        for code, numbers in rows.items()
        for year, number in zip(YEARS, numbers, strict=True)
    ]
    columns = ("ID", "RegioS", "Perioden", "TotaleBevolking_1")
    write_table(path, columns, ((number, *cell) for number, cell in enumerate(cells)))


def write_key_figures(path: Path, year: int, surface: dict[str, float]) -> None:
    """The key figures of one year; `surface` in hectares of the classification of 2025."""
    columns = ["ID", "WijkenEnBuurten", "Gemeentenaam_1", "SoortRegio_2", "Codering_3"]
    change = "WijkenEnBuurten" if year < 2023 else "GemeenteWijkBuurt"
    columns += [f"Indelingswijziging{change}_4"]
    columns += [f"{stem}_{_position(stem, year)}" for stem in _POSITIONS]
    rows = [
        (number, *_key_figures(row, year, surface)) for number, row in enumerate(_key_rows(year))
    ]
    write_table(path, columns, rows)


def _position(stem: str, year: int) -> int:
    """The number behind a stem, which shifts from edition to edition."""
    in_2020, in_2024 = _POSITIONS[stem]
    if in_2020 < 20:
        return in_2020
    return in_2020 + year - 2020 if year <= 2022 else in_2024 + year - 2024


_KeyRow = tuple[str, str, int, population.Home]


def _key_rows(year: int) -> list[_KeyRow]:
    """Code, name of the municipality, urbanity and figures; districts before their homes."""
    towns = population.municipalities_in(year)
    homes = population.neighbourhoods_in(year)
    urbanity = {town.code: town.urbanity for town in MUNICIPALITIES}
    rows: list[_KeyRow] = [(COUNTRY, COUNTRY_NAME, 2, population.add_up(list(towns.values())))]
    for town, figures in towns.items():
        rows.append((town, NAMES[town], urbanity[town], figures))
        for district in (code for code in DISTRICTS if code[2:6] == town[2:]):
            inside = {code: home for code, home in homes.items() if code[2:8] == district[2:]}
            own = _urbanity(district, urbanity[town])
            rows.append((district, NAMES[town], own, population.add_up(list(inside.values()))))
            rows += [(code, NAMES[town], own, home) for code, home in inside.items()]
    return rows


def _urbanity(district: str, town: int) -> int:
    special = {"WK990101": 1, "WK990103": 1, "WK990108": 3, "WK990109": 5, "WK990203": 5}
    return special.get(district, town)


def _key_figures(row: _KeyRow, year: int, surface: dict[str, float]) -> list[Cell]:
    code, town, urbanity, home = row
    kind = {"NL": "Land", "GM": "Gemeente", "WK": "Wijk", "BU": "Buurt"}[code[:2]]
    rounded = _rounded if code[:2] in {"WK", "BU"} else int
    hectares = _hectares(code, year, surface)
    men = rounded(home.inhabitants * 0.495)
    return [
        f"{code:<10}",
        f"{town:<40}",
        f"{kind:<10}",
        f"{code:<10}",
        _change(code, year),
        rounded(home.inhabitants),
        men,
        rounded(home.inhabitants) - men,
        rounded(home.households),
        round(home.inhabitants / hectares * 100),
        home.dwellings,
        rounded(home.establishments),
        rounded(home.shops),
        rounded(home.cars),
        hectares,
        urbanity,
        population.address_density(urbanity, code),
    ]


def _rounded(number: float) -> int:
    """Round to a multiple of five, as the publisher does below the municipality."""
    return int(5 * round(number / 5))


def _hectares(code: str, year: int, surface: dict[str, float]) -> int:
    """Surface in the classification of that year."""
    if code == population.VANISHED:
        return round(surface[population.ABSORBER] * 0.3)
    now = surface[population.NEW_CODE if code == population.OLD_CODE else code]
    shared = code == population.ABSORBER and year < population.VANISHED_IN
    return round(now * 0.7) if shared else round(now)


def _change(code: str, year: int) -> str:
    """The change code: 1 same, 2 new code, 3 new boundary; upper levels got codes in 2023."""
    if code[:2] == "NL" or (code[:2] == "GM" and year < 2023):
        return "."
    if (code, year) == (population.NEW_CODE, population.RECODED_IN):
        return "2"
    return "3" if (code, year) == (population.ABSORBER, population.VANISHED_IN) else "1"


# --- survey -----------------------------------------------------------------------------------


def write_survey(path: Path, years: tuple[int, ...], *, seed: int) -> None:
    """The survey with its margins as a dimension; the old and new table differ in positions."""
    new = years[0] >= survey.NEW_YEARS[0]
    columns = ["ID", "Marges", "RegioS", "Perioden"]
    columns += [f"{m.stem}_{m.new_position if new else m.old_position}" for m in survey.MEASURES]
    found: dict[tuple[str, int], list[survey.Answer]] = {}
    for answer in survey.answers(years, seed=seed):
        found.setdefault((answer.area, answer.year), []).append(answer)
    rows = [
        (margin, f"{area:<8}", f"{year}JJ00", *(answer.bound(margin) for answer in given))
        for margin in survey.MARGINS
        for (area, year), given in found.items()
    ]
    write_table(path, columns, ((number, *row) for number, row in enumerate(rows)))
