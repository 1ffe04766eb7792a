"""Deliveries without figures: lists of areas and boundaries. The room of the areas keeps them."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_noop as _

from regie.evidence.area_lists.areas import register_findings, shape_findings, shapes_found
from regie.evidence.area_lists.ledgers import ledger_in
from regie.evidence.formats.recognise import AreaList
from regie.evidence.formats.rows import read_columns
from regie.evidence.formats.rules import level_of
from regie.evidence.intake.arrival import Intake
from regie.evidence.intake.findings import Finding, QualityReport
from regie.evidence.sources import addressbook
from regie.evidence.sources.activation import Job, Outcome, put_list_to_use
from regie.evidence.sources.models import DeliveryKind
from regie.foundation.areas import queries as areas
from regie.foundation.areas.boundaries import BoundaryError, read_boundaries
from regie.foundation.areas.rules import AreaRow, parse_code, realm_of
from regie.foundation.areas.services import (
    YearNeededError,
    register_areas,
    register_shapes,
)
from regie.foundation.crosswalks.services import keep_outlines
from regie.foundation.records.refusals import RefusedError
from regie.policy.tables import CLASSIFICATIONS

SHOWN = 20


def take_areas(job: Job, taken: Intake, found: AreaList) -> Outcome:
    """Register a list of codes and names. Raises `RefusedError`."""
    if ledger := ledger_in(taken, found):
        return addressbook.take_ledger(job, taken, ledger)
    columns = read_columns(taken.readable, taken.sniffed, (found.code, found.name))
    rows = [AreaRow(code.strip(), name.strip()) for code, name in columns if code.strip()]
    codes = {row.code for row in rows if parse_code(row.code)}
    realms = {realm_of(code) for code in codes}
    if len(realms) != 1:
        raise RefusedError(_("In deze lijst staan geen gebieden van één land."))
    realm = realms.pop()
    year = job.options.classification or job.options.year or year_of_list(realm, codes)
    if job.delivery is None:
        return Outcome(None, _report(job, taken, rows, year, ()))
    with transaction.atomic():
        stored = register_areas(realm, year, rows, source=_source(job), actor=job.actor)
        report = _report(job, taken, rows, year, register_findings(stored))
        put_list_to_use(job, taken.original, DeliveryKind.AREAS, realm, year, len(rows), report)
    return Outcome(job.delivery, report)


def year_of_list(realm: str, codes: Iterable[str]) -> int:
    """The year whose number of areas the list has, else the year that knows the codes."""
    codes = set(codes)
    counts = Counter(str(level_of(code)) for code in codes)
    for item in CLASSIFICATIONS():
        if all(counts[kind] == count for kind, count in item.counts if count):
            return item.year
    match = areas.match_year(realm, (c for c in codes if c[:2] in {"WK", "BU"}))
    if match.best is not None and match.complete:
        return match.best
    raise RefusedError(
        _(
            "Niet te zien is van welk jaar deze lijst met gebieden is. "
            "Geef het indelingsjaar op bij het inlezen."
        )
    )


def take_boundaries(job: Job, taken: Intake) -> Outcome:
    """Register outlines. Raises `RefusedError`."""
    try:
        found = read_boundaries(taken.readable.path)
    except BoundaryError as error:
        raise RefusedError(_("%(message)s"), message=str(error)) from error
    year = job.options.classification or job.options.year
    if job.delivery is None:
        return Outcome(None, _shapes_report(job, len(found.features), shapes_found(found)))
    try:
        with transaction.atomic():
            stored = register_shapes(
                found.realm, year, found.features, source=_source(job), actor=job.actor
            )
            keep_outlines(
                stored.realm, stored.year, found.features, source=_source(job), actor=job.actor
            )
            report = _shapes_report(job, len(found.features), shape_findings(stored))
            put_list_to_use(
                job,
                taken.original,
                DeliveryKind.BOUNDARIES,
                stored.realm,
                stored.year,
                len(found.features),
                report,
            )
    except YearNeededError as error:
        raise RefusedError(
            _("Niet te zien is van welk jaar deze grenzen zijn. Geef het indelingsjaar op.")
        ) from error
    return Outcome(job.delivery, report)


def _source(job: Job) -> str:
    return job.path.name if job.delivery is None else job.delivery.file_name


def _report(
    job: Job, taken: Intake, rows: list[AreaRow], year: int, findings: tuple[Finding, ...]
) -> QualityReport:
    counts = Counter(str(level_of(row.code)) for row in rows)
    first = Finding(
        "areas_read",
        "good",
        _(
            "Gebieden van de indeling van %(year)s: gemeenten %(municipalities)s, "
            "wijken %(districts)s, buurten %(neighbourhoods)s."
        ),
        _("Regie gebruikt deze namen en codes bij elke levering van dat jaar."),
        {
            "municipalities": counts["municipality"],
            "districts": counts["district"],
            "neighbourhoods": counts["neighbourhood"],
            "year": str(year),
        },
    )
    return QualityReport("", "", _source(job), len(rows), 0, (first, *findings))


def _shapes_report(job: Job, count: int, findings: tuple[Finding, ...]) -> QualityReport:
    return QualityReport("", "", _source(job), count, 0, findings)
