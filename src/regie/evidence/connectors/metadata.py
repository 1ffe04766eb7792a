"""What a publisher says about a table, read from OData v3 and v4. Pure.

Source: CBS, "Handleiding CBS Open Data Services" (entity sets and their fields); the metadata of
47018NED and 03759ned as they were delivered.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

AREAS = frozenset({"GeoDimension", "GeoDetail"})
DIMENSIONS = frozenset({"Dimension", "TimeDimension", *AREAS})
_YEAR_OF_AREAS = re.compile(r"indeling(?:\s+van)?\s+((?:19|20)\d\d)", re.IGNORECASE)
_YEAR_OF_TOWNS = re.compile(r"gemeenten?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_EDITION = re.compile(r"wijken en buurten\s+((?:19|20)\d\d)\b", re.IGNORECASE)
MARKS = {"definitief": "", "voorlopig": "*", "nadervoorlopig": "**"}


@dataclass(frozen=True)
class TableListing:
    """One table in a catalogue."""

    table_id: str
    title: str
    catalogue: str
    modified: datetime | None
    period: str = ""
    frequency: str = ""
    status: str = ""


@dataclass(frozen=True)
class TableInfo:
    """What the publisher says about a whole table. `modified` is the vintage."""

    table_id: str
    title: str
    modified: datetime
    catalogue: str = ""
    period: str = ""
    reason: str = ""
    about: str = ""

    @property
    def vintage(self) -> date:
        """The day on which the publisher last changed the figures."""
        return self.modified.date()

    @property
    def stamp(self) -> str:
        """The moment of the last change, for the name of a file."""
        return self.modified.strftime("%Y%m%dT%H%M%S")


@dataclass(frozen=True)
class Property:
    """A column of a table: a dimension, a topic, or a group of topics (then without a key)."""

    key: str
    kind: str
    title: str
    datatype: str = ""
    unit: str = ""
    default: str = ""
    description: str = ""


@dataclass(frozen=True)
class Member:
    """One code of a dimension. `key` is as the publisher writes it, with its padding."""

    key: str
    title: str
    description: str = ""
    status: str = ""
    municipality: str = ""
    region: str = ""

    @property
    def code(self) -> str:
        """The code without padding."""
        return self.key.strip()

    @property
    def mark(self) -> str:
        """`*` for provisional, `**` for revised provisional: the signs of CBS."""
        return MARKS.get(self.status.replace(" ", "").lower(), "*" if self.status else "")


@dataclass(frozen=True)
class Shape:
    """A table as far as a download needs it: its columns and the codes of its dimensions.

    `dimensions` are in the order of the table, each with its members in the publisher's order.
    """

    info: TableInfo
    properties: tuple[Property, ...]
    dimensions: Mapping[str, tuple[Member, ...]]

    def of_kind(self, kinds: Iterable[str]) -> str:
        """The key of the first dimension of such a kind; "" when there is none."""
        wanted = set(kinds)
        return next((p.key for p in self.properties if p.kind in wanted and p.key), "")

    @property
    def areas(self) -> str:
        """The dimension of areas."""
        return self.of_kind(AREAS)

    @property
    def is_local(self) -> bool:
        """Whether the areas go down to districts and neighbourhoods."""
        members = self.dimensions.get(self.areas, ())
        return any(member.key.startswith(("WK", "BU")) for member in members)

    @property
    def periods(self) -> str:
        """The dimension of periods."""
        return self.of_kind({"TimeDimension"})

    @property
    def categories(self) -> str:
        """The first dimension that is neither place nor time."""
        return self.of_kind({"Dimension"})

    @property
    def topics(self) -> tuple[Property, ...]:
        """The columns of figures and of text about them."""
        return tuple(p for p in self.properties if p.kind == "Topic" and p.key)

    @property
    def classification(self) -> int | None:
        """The year of the areas, as the publisher says it in words.

        The field MapYear is not used: in 47018NED it says 2019 where the words say 2024.
        """
        words = [p.description for p in self.properties if p.kind in AREAS]
        words += [self.info.reason, self.info.about]
        for text in words:
            if found := _YEAR_OF_AREAS.search(text):
                return int(found[1])
        found = _YEAR_OF_TOWNS.search(self.info.title) or _EDITION.search(self.info.title)
        return int(found[1]) if found else None

    @property
    def edition(self) -> int | None:
        """The year of yearly key figures; None for a table with periods."""
        found = None if self.periods else _EDITION.search(self.info.title)
        return int(found[1]) if found else None


def moment(text: object) -> datetime | None:
    """`2024-08-15T02:00:00`, with or without a zone; the zone is dropped."""
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=None)
    except ValueError:
        return None


def _text(row: Mapping[str, Any], *names: str) -> str:
    found = next((row[name] for name in names if row.get(name) is not None), "")
    return str(found)


def listing(row: Mapping[str, Any]) -> TableListing:
    """One row of a catalogue, v3 or v4."""
    return TableListing(
        table_id=_text(row, "Identifier").strip(),
        title=_text(row, "Title").strip(),
        catalogue=_text(row, "Catalog").strip(),
        modified=moment(row.get("Modified")),
        period=_text(row, "Period", "TemporalCoverage"),
        frequency=_text(row, "Frequency"),
        status=_text(row, "OutputStatus", "Status"),
    )


def table_info(row: Mapping[str, Any]) -> TableInfo | None:
    """The row of TableInfos (v3) or Properties (v4); None when it lacks what is needed."""
    changed = moment(row.get("Modified"))
    if changed is None or not row.get("Identifier"):
        return None
    return TableInfo(
        table_id=_text(row, "Identifier").strip(),
        title=_text(row, "Title").strip(),
        modified=changed,
        catalogue=_text(row, "Catalog").strip(),
        period=_text(row, "Period", "TemporalCoverage"),
        reason=_text(row, "ExplanatoryText", "ReasonDelivery"),
        about=_text(row, "ShortDescription", "Description"),
    )


def table_property(row: Mapping[str, Any]) -> Property:
    """One row of DataProperties (v3)."""
    kind = _text(row, "Type", "Kind") or "Topic"
    return Property(
        key=_text(row, "Key", "Identifier").strip(),
        kind=kind,
        title=_text(row, "Title").strip(),
        datatype=_text(row, "Datatype", "DataType"),
        unit=_text(row, "Unit"),
        default=_text(row, "Default"),
        description=_text(row, "Description"),
    )


def dimension(row: Mapping[str, Any]) -> Property:
    """One row of Dimensions (v4), with its kind as v3 calls it."""
    found = table_property(row)
    kinds = {"GeoDetail": "GeoDetail", "Geo": "GeoDimension", "Time": "TimeDimension"}
    kind = next((kind for sign, kind in kinds.items() if sign in found.kind), "Dimension")
    return replace(found, kind=kind)


def member(row: Mapping[str, Any]) -> Member:
    """One code of a dimension, v3 or v4."""
    return Member(
        key=_text(row, "Key", "Identifier"),
        title=_text(row, "Title").strip(),
        description=_text(row, "Description"),
        status=_text(row, "Status").strip(),
        municipality=_text(row, "Municipality").strip(),
        region=_text(row, "DetailRegionCode").strip(),
    )
