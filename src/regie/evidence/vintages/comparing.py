"""Two vintages of one dataset laid beside each other, level by level and piece by piece.

Memory stays within a few pieces, however large the table is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any

from regie.evidence.formats.rules import LOCAL_LEVELS
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.reading import manifest_of
from regie.evidence.vintages.differences import Change, Delta, Tally, Total
from regie.evidence.vintages.slabs import Axes, Kind, Slab, in_time, slab
from regie.evidence.warehouse import engine
from regie.evidence.warehouse.manifest import Manifest
from regie.foundation.areas import queries as areas

PIECE = 2_000_000
"""How many cells one piece of one vintage may have: about 20 MB."""
TOTALS, LISTED = 300, 100
ORDER = (
    "country",
    "region",
    "province",
    "municipality",
    "place",
    "district",
    "neighbourhood",
    "unplaced",
)


@dataclass(frozen=True)
class Vintage:
    """One stored delivery, as far as it is compared: everywhere or in one municipality."""

    delivery: Delivery
    municipality: str = ""

    @property
    def manifest(self) -> Manifest:
        """The axes of the delivery."""
        return manifest_of(self.delivery)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Every measure with every type."""
        known = self.manifest
        return tuple((measure, name) for measure in known.measures for name in known.categories)

    @property
    def periods(self) -> tuple[str, ...]:
        """Every period, in order of time."""
        return tuple(sorted((p.code for p in self.manifest.periods), key=in_time))

    def areas(self, level: str) -> tuple[str, ...]:
        """The areas of a level."""
        return engine.areas_in(self.delivery.pk, self._question(level), self.manifest.measures)

    def piece(self, level: str, kinds: Sequence[Kind], places: tuple[str, ...]) -> Slab:
        """The dense figures of some kinds."""
        mine = tuple(kind for kind in kinds if kind in set(self.kinds))
        measures = sorted({measure for measure, _ in mine})
        question = self._question(level, sorted({name for _, name in mine}))
        runs = engine.read_table(self.delivery.pk, "observed", question, measures)
        cells = engine.read_table(self.delivery.pk, "cells", question, measures)
        return slab(runs, cells, Axes(places, mine, self.periods))

    def _question(self, level: str, categories: Sequence[str] | None = None) -> engine.Question:
        inside = self.municipality if level in {*LOCAL_LEVELS, "municipality"} else ""
        return engine.Question(level, "", inside or None, None, categories)


@dataclass(frozen=True)
class Places:
    """The areas of one level in both vintages."""

    old: tuple[str, ...]
    new: tuple[str, ...]


def levels(old: Vintage, new: Vintage) -> tuple[str, ...]:
    """The levels that both have, the widest first; in one municipality only its own."""
    shared = {*old.manifest.levels, "unplaced"} & {*new.manifest.levels, "unplaced"}
    if new.municipality:
        shared &= {*LOCAL_LEVELS, "municipality"}
    return tuple(level for level in ORDER if level in shared)


def compare_level(old: Vintage, new: Vintage, level: str) -> tuple[Tally, Places]:
    """Everything that differs on one level, counted."""
    places = Places(old.areas(level), new.areas(level))
    tally = Tally()
    for before, after in _pairs(old, new, level, places):
        tally.add(before, after)
    return tally, places


def deltas(old: Vintage, new: Vintage, level: str) -> Iterator[Delta]:
    """The differing cells of one level, piece by piece."""
    places = Places(old.areas(level), new.areas(level))
    for before, after in _pairs(old, new, level, places):
        yield Tally().add(before, after)


def _pairs(old: Vintage, new: Vintage, level: str, places: Places) -> Iterator[tuple[Slab, Slab]]:
    kinds = sorted({*old.kinds, *new.kinds})
    per_kind = max(len(places.old), len(places.new), 1) * max(len(old.periods), len(new.periods))
    step = max(1, PIECE // max(per_kind, 1))
    for start in range(0, len(kinds), step):
        chosen = kinds[start : start + step]
        yield old.piece(level, chosen, places.old), new.piece(level, chosen, places.new)


# --- the report ----------------------------------------------------------------------------------


def compare(old: Delivery, new: Delivery, municipality: str = "") -> dict[str, Any]:
    """The whole comparison as plain values, for storage or for a page."""
    started = monotonic()
    before, after = Vintage(old, municipality), Vintage(new, municipality)
    report: dict[str, Any] = {"levels": {}, "areas": {}} | _outline(before.manifest, after.manifest)
    for level in levels(before, after):
        tally, places = compare_level(before, after, level)
        if not places.old and not places.new:
            continue
        report["levels"][level] = _level(tally)
        moved = _moved(places, after.manifest.realm)
        if any(moved.values()):
            report["areas"][level] = moved
    report["seconds"] = round(monotonic() - started, 2)
    return report


def _outline(old: Manifest, new: Manifest) -> dict[str, Any]:
    """What is new, gone or another status in the axes themselves."""
    before = {entry.code: entry.status for entry in old.periods}
    after = {entry.code: entry.status for entry in new.periods}
    types = set(old.categories), set(new.categories)
    return {
        "periods_new": sorted(after.keys() - before.keys(), key=in_time),
        "periods_gone": sorted(before.keys() - after.keys(), key=in_time),
        "status": [
            {"period": code, "old": before[code], "new": after[code]}
            for code in sorted(before.keys() & after.keys(), key=in_time)
            if before[code] != after[code]
        ],
        "types_new": sorted(types[1] - types[0]),
        "types_gone": sorted(types[0] - types[1]),
        "years": [_year(old), _year(new)],
    }


def _year(manifest: Manifest) -> int | None:
    return max((entry.classification_year or 0 for entry in manifest.periods), default=0) or None


def _level(tally: Tally) -> dict[str, Any]:
    totals = sorted(tally.totals, key=lambda t: (-t.size, t.category, t.period))
    return {
        "compared": tally.compared,
        "counts": dict(tally.counts),
        "totals": [_total(total) for total in totals[:TOTALS]],
        "totals_changed": len(totals),
        "largest": [_change(change) for change in tally.largest],
        "suspicious": [_change(change) for change in tally.suspicious],
    }


def _total(total: Total) -> dict[str, Any]:
    return asdict(total)


def _change(change: Change) -> dict[str, Any]:
    return asdict(change)


def _moved(places: Places, realm: str) -> Mapping[str, list[dict[str, str]]]:
    """Areas that only one vintage has; those with one name in one town got another code."""
    gone, fresh = sorted({*places.old} - {*places.new}), sorted({*places.new} - {*places.old})
    if not gone and not fresh:
        return {}
    names = areas.names([*gone, *fresh], realm=realm)
    by_name: dict[tuple[str, str], list[str]] = {}
    for code in fresh:
        by_name.setdefault(_known_as(code, names), []).append(code)
    recoded = [
        {"old": code, "new": found[0], "name": names[code]}
        for code in gone
        if code in names and len(found := by_name.get(_known_as(code, names), [])) == 1
    ]
    taken = {row["old"] for row in recoded} | {row["new"] for row in recoded}
    return {
        "recoded": recoded[:LISTED],
        "new": _named([code for code in fresh if code not in taken], names),
        "gone": _named([code for code in gone if code not in taken], names),
    }


def _known_as(code: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Town and name; a code without a name is like no other."""
    return code[2:6], names.get(code, code)


def _named(codes: Sequence[str], names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"area": code, "name": names.get(code, code)} for code in codes[:LISTED]]
