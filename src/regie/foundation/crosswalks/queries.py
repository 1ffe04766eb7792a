"""Reading what became of areas: crosswalks, successors, places, and what changed.

What is read from files is kept in memory under the name of the file, and a new delivery has a new
name, so nothing here has to be told that something changed.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from regie.foundation.areas import queries as areas
from regie.foundation.areas.models import Area
from regie.foundation.areas.rules import MUNICIPALITY, NEIGHBOURHOOD, parse_code
from regie.foundation.crosswalks import assembly, store
from regie.foundation.crosswalks.assembly import Knowledge, knowledge
from regie.foundation.crosswalks.changes import Change, Changes, compare
from regie.foundation.crosswalks.ledger import Correction, Sizes
from regie.foundation.crosswalks.ledger import corrections as left_out
from regie.foundation.crosswalks.models import AddressBook, OutlineFile
from regie.foundation.crosswalks.places import Places
from regie.foundation.crosswalks.rules import LEVELS, Crosswalk, Shares, follow

__all__ = [
    "Change",
    "Changes",
    "Crosswalk",
    "Knowledge",
    "Places",
    "Shares",
    "address_years",
    "changes",
    "corrections",
    "crosswalk",
    "knowledge",
    "municipality_names",
    "old_names",
    "outline_years",
    "places",
    "successors",
]


def address_years(realm: str) -> tuple[int, ...]:
    """The years of which the addresses were read. 1 query."""
    found = AddressBook.objects.filter(realm=realm).order_by("year")
    return tuple(found.values_list("year", flat=True))


def outline_years(realm: str, kind: str) -> tuple[int, ...]:
    """The years of which the full outlines of a level were kept. 1 query."""
    found = OutlineFile.objects.filter(realm=realm, kind=kind).order_by("year")
    return tuple(found.values_list("year", flat=True))


def crosswalk(
    realm: str,
    level: str,
    from_year: int,
    to_year: int | None = None,
    inhabitants: Sizes | None = None,
    known: Knowledge | None = None,
) -> Crosswalk | None:
    """From the areas of one year to those of a later one; None where a year is not known.

    `inhabitants` per (municipality, year) make border corrections between municipalities count.
    1 query, and none when `known` was asked before.
    """
    to = to_year or _newest(realm, level)
    if level not in LEVELS or to is None or from_year >= to:
        return None
    known = known or knowledge(realm)
    if inhabitants:
        return assembly.crosswalk(known, level, from_year, to, inhabitants)
    return _plain(known, level, from_year, to)


@lru_cache(maxsize=64)
def _plain(known: Knowledge, level: str, since: int, until: int) -> Crosswalk | None:
    return assembly.crosswalk(known, level, since, until)


def _newest(realm: str, level: str) -> int | None:
    found = areas.newest(realm, level)
    return found.year if found else None


def corrections(
    realm: str, from_year: int, to_year: int, inhabitants: Sizes | None = None
) -> tuple[Correction, ...]:
    """Border corrections between municipalities that a crosswalk leaves out. 2 queries."""
    known = knowledge(realm)
    if not known.ledger_at:
        return ()
    told = assembly.read_ledger_of(realm, known.ledger_at)
    years = range(from_year, to_year)
    return tuple(item for year in years for item in left_out(told, year, inhabitants))


def successors(realm: str, code: str, year: int | None = None) -> Shares:
    """Where an area of `year` (None: the newest year that had it) is now. At most 6 queries.

    The code itself when it still exists, several with their shares when it was split, and nothing
    when no source knows.
    """
    parsed = parse_code(code)
    if parsed is None or parsed.kind not in LEVELS:
        return ()
    now = _newest(realm, parsed.kind)
    had = _years_with(realm, parsed.code)
    since = year if year is not None else max(had, default=None)
    if now is None or since is None:
        since = _from_sources(realm, parsed.code) if now is not None else None
    if now is None or since is None:
        return ()
    if since >= now:
        return ((parsed.code, 1.0),) if now in had or since in had else ()
    found = crosswalk(realm, parsed.kind, since, now)
    shares = follow(parsed.code, found) if found else ()
    still = areas.names([each for each, _share in shares], realm=realm, year=now)
    return tuple(each for each in shares if each[0] in still)


def is_joined(realm: str, old: str, now: str) -> bool:
    """Whether an area of today holds more than this one old area. At most 5 queries."""
    parsed = parse_code(old)
    since = max(_years_with(realm, old), default=None) or _from_sources(realm, old)
    found = crosswalk(realm, parsed.kind, since) if parsed and since else None
    return found is not None and len(found.parts_of(now)) > 1


def _years_with(realm: str, code: str) -> list[int]:
    found = Area.objects.filter(classification__realm=realm, code=code)
    return list(found.values_list("classification__year", flat=True))


def _from_sources(realm: str, code: str) -> int | None:
    """The last year of a municipality that only the ledger knows."""
    known = knowledge(realm)
    if not code.startswith("GM") or not known.ledger_at:
        return None
    return assembly.read_ledger_of(realm, known.ledger_at).ended.get(code)


def old_names(codes: Iterable[str], realm: str) -> dict[str, str]:
    """Names of areas of any year; those of municipalities also from the ledger. 6 queries."""
    wanted = set(codes)
    found = areas.names(wanted, realm=realm)
    missing = {code for code in wanted - found.keys() if code.startswith("GM")}
    known = knowledge(realm) if missing else None
    if known and known.ledger_at:
        told = assembly.read_ledger_of(realm, known.ledger_at)
        found |= {code: told.names[code] for code in missing & told.names.keys()}
    return found


def municipality_names(realm: str) -> dict[str, set[str]]:
    """Every name that a municipality has or had, by code: of all years and of the ledger.

    6 queries.
    """
    found: dict[str, set[str]] = {}
    rows = Area.objects.filter(classification__realm=realm, kind="municipality")
    for code, name in rows.values_list("code", "name").distinct():
        found.setdefault(code, set()).add(name)
    known = knowledge(realm)
    if known.ledger_at:
        for code, name in assembly.read_ledger_of(realm, known.ledger_at).names.items():
            found.setdefault(code, set()).add(name)
    return found


def changes(realm: str, municipality: str, from_year: int, to_year: int) -> Changes:
    """What changed in a municipality between two classification years. At most 10 queries."""
    known = knowledge(realm)
    found: list[Change] = []
    silent = []
    for level in LEVELS:
        crossed = crosswalk(realm, level, from_year, to_year, known=known)
        if crossed is None:
            silent.append(level)
            continue
        old = assembly.codes_of(realm, from_year, level, known.stamp)
        new = assembly.codes_of(realm, to_year, level, known.stamp)
        found += compare(crossed, old, new, municipality)
    codes = {code for change in found for code in change.codes}
    names = {
        **areas.names(codes, realm=realm, year=from_year),
        **areas.names(codes, realm=realm, year=to_year),
    }
    return Changes(municipality, from_year, to_year, tuple(found), tuple(silent), names)


def places(realm: str, year: int | None = None, municipality: str = "") -> Places:
    """Where codes, names, postcodes and points lie in the areas of one year. At most 8 queries.

    `year` None is the newest year with neighbourhoods; `municipality` keeps to one municipality.
    """
    used = year or _newest(realm, NEIGHBOURHOOD) or _newest(realm, MUNICIPALITY) or 0
    known = knowledge(realm)
    return Places(
        realm,
        used,
        municipality,
        areas.resolver(realm, used),
        _older(realm, used, known),
        _book(known, used),
        _drawn(realm, used),
    )


def _older(realm: str, year: int, known: Knowledge) -> list[tuple[frozenset[str], Crosswalk]]:
    """Older years, newest first, with their codes and the way to `year`."""
    found = []
    for edition in areas.classifications(realm):
        if edition.year >= year:
            continue
        for level in LEVELS:
            crossed = crosswalk(realm, level, edition.year, year, known=known)
            if crossed is not None:
                codes = assembly.codes_of(realm, edition.year, level, known.stamp)
                found.append((codes, crossed))
    return found


def _book(known: Knowledge, year: int) -> Path | None:
    """The addresses of that very year; another year's neighbourhoods would be other ones."""
    names = dict(known.books)
    return store.path_of(names[year]) if year in names else None


def _drawn(realm: str, year: int) -> Path | None:
    found = OutlineFile.objects.filter(realm=realm, year=year, kind=NEIGHBOURHOOD).first()
    return store.path_of(found.file) if found else None
