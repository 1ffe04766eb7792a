"""Small boundary files of our own making, in the shapes that publishers use."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from shapely import Polygon, box
from shapely.geometry import mapping

Record = tuple[Mapping[str, Any], Polygon | None]

UTRECHT = (130_000, 450_000)
"""Somewhere in RD New metres that is well inside the country."""


def square(column: int = 0, row: int = 0, side: int = 1000) -> Polygon:
    """A square in RD metres; neighbouring columns and rows touch each other."""
    x, y = UTRECHT[0] + column * side, UTRECHT[1] + row * side
    return box(x, y, x + side, y + side)


def in_degrees(border: Polygon) -> Polygon:
    """Roughly the same square in WGS84: good enough to be inside the country."""
    return shapely.transform(border, lambda xy: (xy - UTRECHT) / (68_000, 111_000) + (5.0, 52.04))


def geojson(records: Iterable[Record], crs: str | None = None) -> str:
    """A feature collection as text."""
    features = [
        {
            "type": "Feature",
            "properties": dict(values),
            "geometry": mapping(border) if border is not None else None,
        }
        for values, border in records
    ]
    content: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(content)


def municipalities(count: int = 2, year: int | None = 2024) -> list[Record]:
    """Fictitious municipalities side by side, with the columns of the CBS area map."""
    return [
        (
            {"statcode": f"GM99{n:02d}", "statnaam": f"Plaats {n}", "provinciecode": "PV91"}
            | ({"jrstatcode": f"{year}GM99{n:02d}"} if year else {}),
            square(n),
        )
        for n in range(1, count + 1)
    ]


def neighbourhoods(municipality: str = "9901", count: int = 4) -> list[Record]:
    """Neighbourhoods side by side, two to a district, with columns of the CBS district map."""
    return [
        (
            {
                "buurtcode": f"BU{municipality}{n // 2:02d}{n % 2:02d}",
                "buurtnaam": f"Buurt {n}",
                "wijkcode": f"WK{municipality}{n // 2:02d}",
                "gemeentecode": f"GM{municipality}",
                "water": "NEE",
                "aantal_inwoners": 1000 + n,
            },
            square(n % 2, n // 2, 500),
        )
        for n in range(count)
    ]


def write_geopackage(
    path: Path, layers: Mapping[str, list[Record]], crs: str = "EPSG:28992"
) -> Path:
    """A GeoPackage with the given layers; text columns only, apart from whole numbers."""
    for append, (layer, records) in enumerate(layers.items()):
        fields = list(records[0][0])
        pyogrio.raw.write(
            path,
            geometry=np.array([shapely.to_wkb(border) for _values, border in records], object),
            field_data=[
                _column([values[field] for values, _border in records]) for field in fields
            ],
            fields=fields,
            geometry_type="Polygon",
            crs=crs,
            layer=layer,
            driver="GPKG",
            append=bool(append),
        )
    return path


def _column(values: list[Any]) -> Any:
    numbers = all(isinstance(value, int) for value in values)
    return np.array(values, dtype=np.int64 if numbers else object)
