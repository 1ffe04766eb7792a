"""Files to download: the neighbourhood map as GeoPackage, and the list of postcodes."""

import io
import sqlite3
import struct
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from standin.boundaries import Point, Shape
from standin.codes import Town
from standin.places import districts, municipality, neighbourhoods

RD = 28992
RD_TEXT = (
    'PROJCS["Amersfoort / RD New",GEOGCS["Amersfoort"],UNIT["metre",1],AUTHORITY["EPSG","28992"]]'
)
ZIPPED_AT = (2026, 1, 1, 0, 0, 0)
MAP = "regionale-kaarten/WijkBuurtkaart_2025_v1.zip"
POSTCODES = "postcode/2025-cbs-pc6huisnr20250801_buurt.zip"
HOUSES = 12
TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE,
  max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT PRIMARY KEY, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
  m TINYINT NOT NULL);
CREATE TABLE gemeenten (fid INTEGER PRIMARY KEY, geom BLOB, gemeentecode TEXT, gemeentenaam TEXT,
  water TEXT);
CREATE TABLE wijken (fid INTEGER PRIMARY KEY, geom BLOB, wijkcode TEXT, wijknaam TEXT, water TEXT);
CREATE TABLE buurten (fid INTEGER PRIMARY KEY, geom BLOB, buurtcode TEXT, buurtnaam TEXT,
  water TEXT);
"""
INSERTS = {
    "gemeenten": "INSERT INTO gemeenten VALUES (NULL, ?, ?, ?, ?)",
    "wijken": "INSERT INTO wijken VALUES (NULL, ?, ?, ?, ?)",
    "buurten": "INSERT INTO buurten VALUES (NULL, ?, ?, ?, ?)",
}


def files(towns: Sequence[Town]) -> dict[str, bytes]:
    """The files below /download/, by their path."""
    return {
        MAP: zipped("wijkenbuurten_2025_v1.gpkg", geopackage(towns)),
        POSTCODES: zipped("pc6hnr20250801_gwb.csv", postcodes(towns)),
    }


def zipped(name: str, content: bytes) -> bytes:
    """A zip with one file, the same bytes every time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, ZIPPED_AT), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def postcodes(towns: Sequence[Town]) -> bytes:
    """Every address with its neighbourhood, as CBS writes it: the year is in the column names."""
    lines = ["PC6;Huisnummer;Buurt2025;Wijk2025;Gemeente2025"]
    for n, town in enumerate(towns):
        for m, shape in enumerate(neighbourhoods(town)):
            code = shape.code[2:]
            for house in range(1, HOUSES + 1):
                pc6 = f"{3000 + 500 * n + m}A{chr(65 + house // 7)}"
                lines.append(f"{pc6};{house};BU{code};WK{code[:6]};GM{code[:4]}")
    return ("\r\n".join(lines) + "\r\n").encode()


def geopackage(towns: Sequence[Town]) -> bytes:
    """The neighbourhood map: three layers in RD, with a strip of water to leave out."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "map.gpkg"
        base = sqlite3.connect(path)
        base.executescript(
            "PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;" + TABLES
        )
        base.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, NULL)",
            ("Amersfoort / RD New", RD, RD, RD_TEXT),
        )
        _layer(base, "gemeenten", (municipality(town) for town in towns))
        _layer(base, "wijken", (s for town in towns for s in districts(town)))
        _layer(base, "buurten", _dry_and_wet(towns))
        base.commit()
        base.close()
        return path.read_bytes()


def _dry_and_wet(towns: Sequence[Town]) -> Iterator[Shape]:
    for town in towns:
        yield from neighbourhoods(town)
        outline = tuple((x - 20_000, y) for x, y in municipality(town).ring)
        yield Shape(f"BU{town.code[2:]}9998", "Water", outline, water=True)


def _layer(base: sqlite3.Connection, name: str, shapes: Iterator[Shape]) -> None:
    base.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', '2026-01-01T00:00:00.000Z', "
        "0, 300000, 300000, 640000, ?)",
        (name, name, RD),
    )
    base.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)", (name, RD)
    )
    rows = [(_geometry(s.ring), s.code, s.name, "JA" if s.water else "NEE") for s in shapes]
    base.executemany(INSERTS[name], rows)


def _geometry(ring: Sequence[Point]) -> bytes:
    """One polygon as GeoPackage wants it: its own head, then well-known binary."""
    head = struct.pack("<2sBBi", b"GP", 0, 1, RD)
    points = b"".join(struct.pack("<dd", *point) for point in ring)
    polygon = struct.pack("<BII", 1, 3, 1) + struct.pack("<I", len(ring)) + points
    return head + struct.pack("<BII", 1, 6, 1) + polygon
