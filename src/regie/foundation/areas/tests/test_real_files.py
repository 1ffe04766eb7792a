"""Files that people really downloaded; skipped unless REGIE_REAL_DATA is their folder."""

import csv
import os
from pathlib import Path

import pytest

from regie.foundation.areas import queries, services
from regie.foundation.areas.boundaries import read_boundaries
from regie.foundation.areas.rules import AreaRow

REAL = Path(os.environ.get("REGIE_REAL_DATA", "/nonexistent"))

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL.is_dir(), reason="REGIE_REAL_DATA is not a folder"),
]


def _rows() -> list[AreaRow]:
    path = REAL / "bernasco_misdaad_concentratie" / "crime_WijkenEnBuurten.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [AreaRow(row["Key"], row["Title"]) for row in csv.DictReader(file)]


def test_the_whole_list_and_both_maps() -> None:
    services.ensure_reference()
    listed = services.register_areas("nl", 2024, _rows(), source="47018NED", actor=None)
    assert listed.created + listed.unchanged == 18_313
    assert not listed.conflicts
    assert not listed.unreadable

    country = read_boundaries(REAL / "luc4sdreyer_dutch_demographics" / "nl_gemeenten.geojson")
    assert (len(country.features), country.years, country.crs) == (342, (2024,), "WGS84")
    drawn = services.register_shapes("nl", None, country.features, source="CBS", actor=None)
    assert (drawn.stored, drawn.year, drawn.without_shape) == (342, 2024, ())
    shapes = queries.shapes(realm="nl", kind="municipality", year=2026)
    assert (len(shapes.shapes), shapes.year_used) == (342, 2024)
    assert sum(len(shape.path) for shape in shapes.shapes) < 150_000

    city = read_boundaries(REAL / "kderica_two-wheel-thefts-amsterdam" / "INDELING_BUURT.csv")
    assert (len(city.features), city.kinds) == (518, ("neighbourhood",))
    parts = services.register_shapes("nl", None, city.features, source="Amsterdam", actor=None)
    assert (parts.stored, parts.year) == (517, 2024)
    assert parts.unknown == ("BU0363MK06",)
    shapes = queries.shapes(realm="nl", kind="neighbourhood", municipality="GM0363")
    assert len(shapes.shapes) == 517
    assert sum(len(shape.path) for shape in shapes.shapes) < 120_000
    assert queries.shapes(realm="nl", kind="district", municipality="GM0363").shapes

    names = REAL / "kderica_two-wheel-thefts-amsterdam" / "2024_bikes.csv"
    with names.open(encoding="utf-8-sig", newline="") as file:
        places = [row["Wijken en buurten"] for row in csv.DictReader(file, delimiter=";")]
    resolver = queries.resolver("nl", 2024)
    found = [resolver.by_name(name, "GM0363", "neighbourhood") for name in places]
    assert len(found) == 517
    assert all(isinstance(code, str) for code in found)
