"""Reads a boundary file: which areas it draws, of which year, in RD New metres (EPSG:28992).

Columns are recognised by what is in them (area codes) and then by name, because the names change
with every edition of the CBS and PDOK files. Coordinates are recognised by where they lie.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyproj
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray
from shapely import Geometry

from regie.foundation.areas import rules
from regie.foundation.areas.boundary_files import (
    BoundaryError,
    RawFeature,
    RawTable,
    format_of,
    open_tables,
    year_in,
)
from regie.foundation.areas.names import plain_name

__all__ = [
    "Boundaries",
    "BoundaryError",
    "BoundaryFeature",
    "looks_like_boundaries",
    "read_boundaries",
]

RD = "RD"
WGS84 = "WGS84"

FRAMES = {RD: (-10_000.0, 280_000.0, 310_000.0, 700_000.0), WGS84: (2.8, 50.5, 7.5, 54.2)}
"""Where the European Netherlands lie, with some sea: min x, min y, max x, max y. The two frames
and their swapped forms do not overlap, so coordinates tell their own system."""

SYSTEMS = {28992: RD, 7415: RD, 4326: WGS84, 4258: WGS84, 4979: WGS84}
"""EPSG numbers: RD New (and with height), WGS84, ETRS89 (less than a metre from WGS84 here)."""

_NAMES = {
    rules.NEIGHBOURHOOD: ("statnaam", "buurtnaam", "bu_naam", "cbs_buurtnaam", "buurt"),
    rules.DISTRICT: ("statnaam", "wijknaam", "wk_naam", "cbs_wijknaam", "wijk"),
    rules.MUNICIPALITY: ("statnaam", "gemeentenaam", "gm_naam", "gemeente"),
    rules.PROVINCE: ("statnaam", "provincienaam", "pv_naam", "provincie"),
}
_ANY_NAME = ("statnaam", "naam", "name")
_CODES = (
    "statcode",
    "cbs_buurtcode",
    "buurtcode",
    "bu_code",
    "wijkcode",
    "wk_code",
    "gemeentecode",
    "gm_code",
    "code",
)
_YEARS = ("jrstatcode", "jaarcode", "indelingsjaar", "jaar")
_PROVINCES = ("provinciecode", "provcode", "prov_code", "pv_code")
_WATER = ("water", "h2o")
_LAND = {"", "NEE", "N", "0", "FALSE"}
_BROKEN_SHARE = 0.05
_SAMPLE = 200
_SHOWN = 10


@dataclass(frozen=True)
class BoundaryFeature:
    """The border of one area in RD New metres; `year` and `province` where the file says so."""

    code: str
    name: str
    geometry: Geometry
    year: int | None = None
    province: str = ""


@dataclass(frozen=True)
class Boundaries:
    """What a boundary file holds. `notes` are sentences for the reader about what was left out."""

    features: tuple[BoundaryFeature, ...]
    kinds: tuple[str, ...]
    realm: str
    years: tuple[int, ...]
    format: str
    crs: str
    notes: tuple[str, ...] = ()


def looks_like_boundaries(path: Path) -> bool:
    """True when the content of a file looks like a map; reads the first 256 KB only."""
    return path.is_file() and format_of(path) is not None


def read_boundaries(path: Path) -> Boundaries:
    """Read a GeoJSON, GeoPackage or CSV with WKT. Raises `BoundaryError`, never anything else."""
    form, tables = open_tables(path)
    read = [_Table(table) for table in tables]
    read = [table for table in read if table.code_column]
    if not read:
        raise BoundaryError(
            _("Geen kolom met CBS-gebiedscodes gevonden, zoals statcode of gemeentecode.")
        )
    features = tuple(feature for table in read for feature in table.features())
    if not features:
        raise BoundaryError(_("Deze kaart bevat geen gebieden met een grens."))
    codes = [code for f in features if (code := rules.parse_code(f.code))]
    found = {code.kind for code in codes}
    return Boundaries(
        features,
        tuple(kind for kind in rules.KINDS if kind in found),
        Counter(code.realm for code in codes).most_common(1)[0][0],
        tuple(sorted({feature.year for feature in features if feature.year})),
        form,
        read[0].system,
        tuple(note for table in read for note in table.notes),
    )


class _Table:
    """One raw table while its columns and coordinates are being understood."""

    def __init__(self, raw: RawTable) -> None:
        self.raw = raw
        self.notes: list[str] = []
        self.system = ""
        self.columns = list(dict.fromkeys(key for each in raw.features for key in each.values))
        self.code_column = _code_column(self.columns, raw.features)

    def features(self) -> list[BoundaryFeature]:
        """The areas on land, with borders in RD metres."""
        self._choose_borders()
        land = self._land()
        drawn = self._drawn(land)
        borders = self._in_rd([each.border for each in drawn if each.border is not None])
        return [self._feature(raw, border) for raw, border in zip(drawn, borders, strict=True)]

    def _choose_borders(self) -> None:
        """Of several WKT columns take the first whose coordinates lie in the Netherlands."""
        own = [feature.border for feature in self.raw.features]
        for borders in (own, *self.raw.others):
            if system_of([border for border in borders if border is not None]):
                for feature, border in zip(self.raw.features, borders, strict=True):
                    feature.border = border
                return

    def _land(self) -> list[RawFeature]:
        column = _first(self.columns, _WATER)
        land = [
            feature
            for feature in self.raw.features
            if feature.values.get(column, "").upper() in _LAND
            and not rules.is_pseudo(self._code(feature))
        ]
        dropped = len(self.raw.features) - len(land)
        if dropped:
            text = ngettext(
                "%(count)d vlak water of buitenland is overgeslagen.",
                "%(count)d vlakken water of buitenland zijn overgeslagen.",
                dropped,
            )
            self.notes.append(text % {"count": dropped})
        return land

    def _drawn(self, land: list[RawFeature]) -> list[RawFeature]:
        """Records with a border; too many without one means that the file is damaged."""
        broken = [feature for feature in land if not _usable(feature.border)]
        if any(f.cut_off for f in broken) or len(broken) > _BROKEN_SHARE * len(land):
            raise BoundaryError(
                _("De grenzen in dit bestand zijn niet leesbaar (bij %(code)s).")
                % {"code": self._code(broken[0]) or "?"}
            )
        if broken:
            codes = [self._code(feature) or "?" for feature in broken]
            shown = ", ".join([*codes[:_SHOWN], *(["…"] if codes[_SHOWN:] else [])])
            self.notes.append(
                _("Zonder leesbare grens (%(count)d): %(codes)s.")
                % {"count": len(codes), "codes": shown}
            )
        return [feature for feature in land if _usable(feature.border)]

    def _in_rd(self, borders: list[Geometry]) -> list[Geometry]:
        self.system = self._system(borders) if borders else ""
        return to_rd(borders) if self.system == WGS84 else borders

    def _system(self, borders: list[Geometry]) -> str:
        declared = SYSTEMS.get(self.raw.epsg or 0)
        if self.raw.epsg and not declared:
            raise BoundaryError(
                _("Deze kaart gebruikt EPSG:%(number)d. Kies een kaart in RD of WGS84.")
                % {"number": self.raw.epsg}
            )
        system = system_of(borders)
        if system is None:
            return self._swapped(borders)
        if declared and declared != system:
            self.notes.append(
                _("De kaart zegt %(said)s te gebruiken, maar de coördinaten zijn %(found)s.")
                % {"said": declared, "found": system}
            )
        return system

    def _swapped(self, borders: list[Geometry]) -> str:
        """WKT in a CSV file has no fixed order of axes; the other formats do."""
        turned = swap_axes(borders)
        system = system_of(turned)
        if system is None:
            raise BoundaryError(_("De coördinaten liggen niet in Nederland."))
        if not self.raw.may_swap:
            raise BoundaryError(
                _(
                    "De coördinaten liggen niet in Nederland: de assen zijn verwisseld. "
                    "Zet eerst de lengtegraad (of x) en dan de breedtegraad (of y)."
                )
            )
        borders[:] = turned
        self.notes.append(_("De assen van de coördinaten stonden verwisseld en zijn omgedraaid."))
        return system

    def _feature(self, raw: RawFeature, border: Geometry) -> BoundaryFeature:
        code = self._code(raw)
        understood = rules.parse_code(code)
        kind = understood.kind if understood else ""
        name = _first(self.columns, (*_NAMES.get(kind, ()), *_ANY_NAME))
        year = year_in(raw.values.get(_first(self.columns, _YEARS), "")) or year_in(self.raw.label)
        province = raw.values.get(_first(self.columns, _PROVINCES), "")
        return BoundaryFeature(code, plain_name(raw.values.get(name, "")), border, year, province)

    def _code(self, raw: RawFeature) -> str:
        return rules.canonical(raw.values.get(self.code_column, ""))


def system_of(borders: Sequence[Geometry]) -> str | None:
    """RD or WGS84 when every border lies in the Netherlands in that system, else None."""
    bounds = shapely.bounds(list(borders)).reshape(-1, 4)
    if not len(bounds) or not np.all(np.isfinite(bounds)):
        return None
    for system, (min_x, min_y, max_x, max_y) in FRAMES.items():
        low = np.all(bounds[:, :2] >= (min_x, min_y))
        high = np.all(bounds[:, 2:] <= (max_x, max_y))
        if low and high:
            return system
    return None


def to_rd(borders: Sequence[Geometry]) -> list[Geometry]:
    """From WGS84 degrees to RD New metres, to about half a metre.

    PROJ has no correction grid at hand, and fetches none unless the operator allows it.
    """
    return list(shapely.transform(list(borders), _project))


def swap_axes(borders: Sequence[Geometry]) -> list[Geometry]:
    """The same borders with x and y exchanged."""
    return list(shapely.transform(list(borders), lambda points: points[:, ::-1]))


def _project(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(_transformer().transform(points[:, 0], points[:, 1]))


@cache
def _transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(4326, 28992, always_xy=True)


def _code_column(columns: Iterable[str], features: Sequence[RawFeature]) -> str:
    """The column with area codes: the most detailed level, then the best known name."""
    best: tuple[int, int, str] | None = None
    sample = features[:: max(1, len(features) // _SAMPLE)]
    for column in columns:
        codes = [rules.parse_code(feature.values.get(column, "")) for feature in sample]
        kinds = [rules.KINDS.index(code.kind) for code in codes if code]
        if len(kinds) * 2 > len(codes):
            known = -_CODES.index(column) if column in _CODES else -len(_CODES)
            best = max(best or (-1, 0, ""), (max(kinds), known, column))
    return best[2] if best else ""


def _first(columns: Iterable[str], wanted: Iterable[str]) -> str:
    """The first wanted column that is there, or "" (which no record has)."""
    have = set(columns)
    return next((column for column in wanted if column in have), "")


def _usable(border: Geometry | None) -> bool:
    if border is None or shapely.is_empty(border):
        return False
    return bool(np.all(np.isfinite(shapely.get_coordinates(border))))
