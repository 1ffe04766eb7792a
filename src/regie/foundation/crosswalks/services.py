"""Storing what is known about the change of areas. One verb, one transaction, one log row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from django.db import transaction

from regie.foundation.accounts.models import User
from regie.foundation.areas import rules as areas
from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.models import Area
from regie.foundation.areas.outlines import border_of
from regie.foundation.crosswalks import assembly, flags, store
from regie.foundation.crosswalks.address_files import Addresses
from regie.foundation.crosswalks.flags import Evidence
from regie.foundation.crosswalks.ledger import Ledger, read_ledger
from regie.foundation.crosswalks.models import AddressBook, ChangeLedger, FlagEdition, OutlineFile
from regie.foundation.records.services import log

__all__ = [
    "FlagReport",
    "keep_outlines",
    "register_addresses",
    "register_flags",
    "register_ledger",
]

_KEPT_KINDS = (areas.MUNICIPALITY, areas.DISTRICT, areas.NEIGHBOURHOOD)


@dataclass(frozen=True)
class FlagReport:
    """What the flags of an edition said; `unfound` got another code and the old one is unknown."""

    year: int
    recoded: Mapping[str, str]
    unfound: tuple[str, ...]
    redrawn: tuple[str, ...]


def register_addresses(
    realm: str, year: int, found: Addresses, *, source: str, actor: User | None
) -> AddressBook:
    """Keep the addresses of a year; those of that year that were there give way."""
    name = store.write_addresses(found, realm, year)
    try:
        with transaction.atomic():
            before = AddressBook.objects.filter(realm=realm, year=year).first()
            book, _new = AddressBook.objects.update_or_create(
                realm=realm,
                year=year,
                defaults={"file": name, "addresses": len(found), "source": source[:200]},
            )
            details = {"source": source, "addresses": len(found)}
            log("crosswalks.register_addresses", book, actor=actor, details=details)
    except BaseException:
        store.remove(name)
        raise
    if before:
        transaction.on_commit(lambda: store.remove(before.file))
    return book


@transaction.atomic
def register_ledger(
    realm: str, rows: Iterable[tuple[str, str]], *, source: str, actor: User | None
) -> Ledger:
    """Keep the change texts of municipalities; the newest delivery replaces the one before."""
    kept = [(code.strip(), text) for code, text in rows if code.strip().startswith("GM") and text]
    told = read_ledger(kept)
    row, _new = ChangeLedger.objects.update_or_create(
        realm=realm, defaults={"rows": kept, "source": source[:200]}
    )
    details = {"source": source, "statements": len(told.statements), "unread": len(told.unread)}
    log("crosswalks.register_ledger", row, actor=actor, details=details)
    return told


@transaction.atomic
def register_flags(
    realm: str,
    year: int,
    marks: Mapping[str, str],
    *,
    source: str,
    actor: User | None,
    people: Mapping[str, float] | None = None,
    people_before: Mapping[str, float] | None = None,
) -> FlagReport:
    """Keep which areas changed since the year before, and find the old codes of recoded areas.

    Both editions must be registered as classifications to find an old code; `people` are the
    inhabitants per area of either edition.
    """
    recoded = {code for code, mark in marks.items() if mark == flags.RECODED}
    origins = _origins(realm, year, recoded, people or {}, people_before or {}) if recoded else {}
    edition, _new = FlagEdition.objects.update_or_create(
        realm=realm,
        year=year,
        defaults={"marks": dict(marks), "origins": origins, "source": source[:200]},
    )
    report = FlagReport(
        year,
        origins,
        tuple(sorted(recoded - origins.keys())),
        tuple(sorted(code for code, mark in marks.items() if mark == flags.REDRAWN)),
    )
    details = {"source": source, "recoded": len(recoded), "redrawn": len(report.redrawn)}
    log("crosswalks.register_flags", edition, actor=actor, details=details)
    return report


def _origins(
    realm: str,
    year: int,
    recoded: Iterable[str],
    people: Mapping[str, float],
    before: Mapping[str, float],
) -> dict[str, str]:
    now, then = _names(realm, year), _names(realm, year - 1)
    gone = then.keys() - now.keys()
    overlaps = _overlaps(realm, year, recoded, gone)
    return flags.old_codes(
        sorted(recoded), gone, Evidence(now, people, overlaps), Evidence(then, before)
    )


def _names(realm: str, year: int) -> dict[str, str]:
    found = Area.objects.filter(classification__realm=realm, classification__year=year)
    kinds = found.filter(pseudo=False, kind__in=_KEPT_KINDS)
    return dict(kinds.values_list("code", "name"))


def _overlaps(
    realm: str, year: int, recoded: Iterable[str], gone: Iterable[str]
) -> dict[str, list[str]]:
    """Old codes with the same outline, where the outlines of both years were kept."""
    now, then = _outlines(realm, year), _outlines(realm, year - 1)
    old = {code: then[code] for code in gone if code in then}
    found: dict[str, list[str]] = {}
    for code in recoded:
        if code in now:
            found[code] = [origin for origin, shape in old.items() if _same(now[code], shape)]
    return found


def _same(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    if not shapely.intersects(one, other):
        return False
    together = shapely.union(one, other).area
    return bool(shapely.intersection(one, other).area >= flags.SAME_SHAPE * together)


def _outlines(realm: str, year: int) -> dict[str, shapely.Geometry]:
    found: dict[str, shapely.Geometry] = {}
    for item in OutlineFile.objects.filter(realm=realm, year=year):
        found |= dict(zip(*store.outlines(store.path_of(item.file)), strict=True))
    return found


def keep_outlines(
    realm: str,
    year: int,
    features: Sequence[BoundaryFeature],
    *,
    source: str,
    actor: User | None,
) -> dict[str, int]:
    """Keep the full outlines of a boundary file, per level; answers how many of each.

    Outlines of the same level and year that were there and are not in this file stay: a file may
    hold one municipality only.
    """
    kept: dict[str, int] = {}
    for kind in _KEPT_KINDS:
        borders = _borders(realm, year, features, kind)
        if borders:
            kept[kind] = _keep(realm, year, kind, borders, source=source, actor=actor)
    return kept


def _borders(
    realm: str, year: int, features: Sequence[BoundaryFeature], kind: str
) -> dict[str, shapely.Geometry]:
    parts: dict[str, list[shapely.Geometry]] = {}
    for feature in features:
        code = areas.parse_code(areas.canonical(feature.code))
        if code is None or feature.year not in (None, year):
            continue
        if code.kind == kind and code.realm == realm and not code.pseudo:
            parts.setdefault(code.code, []).append(feature.geometry)
    fixed = {code: border_of(shapes).geometry for code, shapes in parts.items()}
    return {code: border for code, border in fixed.items() if border is not None}


def _keep(
    realm: str,
    year: int,
    kind: str,
    borders: dict[str, shapely.Geometry],
    *,
    source: str,
    actor: User | None,
) -> int:
    before = OutlineFile.objects.filter(realm=realm, year=year, kind=kind).first()
    if before:
        old = dict(zip(*store.outlines(store.path_of(before.file)), strict=True))
        borders = {**old, **borders}
    codes = sorted(borders)
    name = store.write_outlines(codes, [borders[code] for code in codes], f"{realm}-{kind}-{year}")
    try:
        with transaction.atomic():
            row, _new = OutlineFile.objects.update_or_create(
                realm=realm,
                year=year,
                kind=kind,
                defaults={"file": name, "outlines": len(codes), "source": source[:200]},
            )
            details = {"source": source, "outlines": len(codes)}
            log("crosswalks.keep_outlines", row, actor=actor, details=details)
    except BaseException:
        store.remove(name)
        raise
    if before:
        transaction.on_commit(lambda: store.remove(before.file))
    return len(codes)


def forget() -> None:
    """Forget what was read from files: for tests that use a data folder of their own."""
    store.addresses.cache_clear()
    store.outlines.cache_clear()
    assembly.codes_of.cache_clear()
    assembly.read_ledger_of.cache_clear()
