"""Registering areas and their shapes. Nothing is ever deleted: figures point at areas."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction

from regie.foundation.accounts.models import User
from regie.foundation.areas import queries, rules
from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.models import Classification
from regie.foundation.areas.registration import Conflict, Register, RegisterReport, sort_rows
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.shaping import ShapeReport, ShapeRows, YearNeededError
from regie.foundation.records.services import log
from regie.policy.municipalities import municipalities, municipality_file

__all__ = [
    "AreaRow",
    "BoundaryFeature",
    "Conflict",
    "RegisterReport",
    "ShapeReport",
    "YearNeededError",
    "ensure_reference",
    "register_areas",
    "register_shapes",
]

_SHOWN = 20


@transaction.atomic
def register_areas(
    realm: str,
    year: int,
    rows: Iterable[AreaRow],
    *,
    source: str,
    actor: User | None,
    rename: bool = True,
) -> RegisterReport:
    """Add areas to a classification year, and bring names and parents up to date.

    Areas that the rows do not mention stay as they are; `rename` False keeps the names that are
    there. The country and provinces of real municipalities come from the policy list.
    """
    edition = _edition(realm, year, source)
    report = Register(edition).store(sort_rows(realm, rows), rename=rename)
    if report.changed:
        log("areas.register", edition, actor=actor, details=_details(report, source))
    return report


@transaction.atomic
def register_shapes(
    realm: str,
    year: int | None,
    features: Iterable[BoundaryFeature],
    *,
    source: str,
    actor: User | None,
    create: bool = True,
) -> ShapeReport:
    """Store the outlines of areas; a shape that was there is replaced.

    `year` None takes the year in the file, else the year whose codes fit best, else the newest.
    `create` adds the areas themselves from the names in the file, where that year has none of
    that level in that municipality yet; other unknown codes are reported, never invented.
    Raises `YearNeededError`.
    """
    rows = ShapeRows(realm, features)
    used = year or rows.year() or _fitting_year(realm, rows.codes)
    rows.keep_year(used)
    edition = _edition(realm, used, source)
    areas = Register(edition)
    told = areas.store(sort_rows(realm, rows.areas(areas.areas, create=create)), rename=False)
    report = rows.store(areas.areas, edition, source, created=told.created)
    log("areas.register_shapes", edition, actor=actor, details=_details(report, source))
    return report


@transaction.atomic
def ensure_reference(*, actor: User | None = None) -> list[RegisterReport]:
    """Make sure that country, provinces and municipalities of the policy list are there.

    Idempotent: a second call changes and logs nothing, and names that were delivered stay.
    """
    file = municipality_file()
    rows = [AreaRow(file.country.code, file.country.name)]
    rows += [AreaRow(province.code, province.name) for province in file.provinces]
    rows += [AreaRow(item.code, item.name, item.province) for item in municipalities()]
    source = f"{file.source}, {file.licence}"
    return [
        register_areas(rules.REAL, year, rows, source=source, actor=actor, rename=False)
        for year in file.years
    ]


def _edition(realm: str, year: int, source: str) -> Classification:
    """The edition, locked: a second import of the same year waits and then sees the first."""
    edition, _new = Classification.objects.get_or_create(
        realm=realm, year=year, defaults={"source": source[:200]}
    )
    return Classification.objects.select_for_update().get(pk=edition.pk)


def _fitting_year(realm: str, codes: Iterable[str]) -> int:
    best = queries.match_year(realm, codes).best
    newest = queries.newest(realm)
    if best is None and newest is None:
        raise YearNeededError()
    return best or (newest.year if newest else 0)


def _details(report: RegisterReport | ShapeReport, source: str) -> dict[str, Any]:
    """The counts, and the first few of each list: the log is no copy of the file."""
    counts = {
        key: {"count": len(value), "first": list(value[:_SHOWN])}
        if isinstance(value, tuple)
        else value
        for key, value in asdict(report).items()
        if value
    }
    return {"source": source} | counts
