"""Deliveries that say what became of areas: addresses per year, and the ledger of changes."""

from dataclasses import replace

import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.recognise import Addresses, AreaList
from regie.evidence.formats.refusals import RefusedError
from regie.evidence.formats.rows import read_columns
from regie.evidence.intake.arrival import Intake
from regie.evidence.intake.findings import Finding, QualityReport
from regie.evidence.sources.activation import Job, Outcome, put_list_to_use
from regie.evidence.sources.models import DeliveryKind
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import REAL, realm_of
from regie.foundation.crosswalks import address_files
from regie.foundation.crosswalks.address_files import AddressReport, Written, read_addresses
from regie.foundation.crosswalks.ledger import ENDED, Ledger, looks_like_ledger, read_ledger
from regie.foundation.crosswalks.services import register_addresses, register_ledger

ENOUGH = 0.5
"""At most half of the rows may be unreadable: more than that is another file."""
FEW = 0.001
DESCRIPTION = "Description"
SHOWN = 20


def take_addresses(job: Job, taken: Intake, found: Addresses) -> Outcome:
    """Keep the addresses of a year with their neighbourhoods. Raises `RefusedError`."""
    read, told = _read(taken)
    realm = _realm(read.codes)
    year = _year(job, found, realm, read.codes)
    report = _address_report(job, told, year)
    if job.delivery is None:
        return Outcome(None, report)
    with transaction.atomic():
        register_addresses(realm, year, read, source=_source(job), actor=job.actor)
        put_list_to_use(job, taken.original, DeliveryKind.ADDRESSES, realm, year, told.rows, report)
    return Outcome(job.delivery, report)


def _read(taken: Intake) -> tuple[address_files.Addresses, AddressReport]:
    sniffed = taken.sniffed
    written = Written(sniffed.columns, sniffed.delimiter, sniffed.header_line)
    try:
        read, told = read_addresses(taken.readable.path, written)
    except pa.ArrowException as error:
        raise RefusedError(
            _(
                "Dit bestand met adressen is beschadigd of niet helemaal binnen. "
                "Download het opnieuw."
            )
        ) from error
    if not told.stored or told.unreadable > ENOUGH * (told.rows or 1):
        raise RefusedError(
            _(
                "Dit lijkt een bestand met postcodes en huisnummers, maar de regels zijn niet te "
                "lezen. Niet gelezen: %(unreadable)s van de %(rows)s regels."
            ),
            unreadable=told.unreadable,
            rows=told.rows,
        )
    return read, told


def _realm(codes: tuple[str, ...]) -> str:
    realms = {realm_of(code) for code in codes}
    if len(realms) != 1:
        raise RefusedError(_("De adressen in dit bestand liggen niet in één land."))
    return realms.pop()


def _year(job: Job, found: Addresses, realm: str, codes: tuple[str, ...]) -> int:
    """As the deliverer says, else as the columns, the name of the file or the codes say."""
    said = job.options.classification or job.options.year or found.year
    year = said or address_files.year_in_name(_source(job))
    if year is None:
        match = areas.match_year(realm, codes)
        year = match.best if match.complete else None
    if year is None:
        raise RefusedError(
            _(
                "Niet te zien is van welk jaar deze adressen zijn. "
                "Geef het indelingsjaar op bij het inlezen."
            )
        )
    return year


def _source(job: Job) -> str:
    return job.path.name if job.delivery is None else job.delivery.file_name


def _address_report(job: Job, told: AddressReport, year: int) -> QualityReport:
    findings = [
        Finding(
            "addresses_read",
            "good",
            _(
                "Adressen van %(year)s: %(count)s, in %(neighbourhoods)s buurten van "
                "%(municipalities)s gemeenten."
            ),
            _("Regie zoekt er postcodes mee op en rekent er aantallen van oude gebieden mee om."),
            {
                "year": str(year),
                "count": told.stored,
                "neighbourhoods": told.neighbourhoods,
                "municipalities": told.municipalities,
            },
        )
    ]
    if told.unreadable:
        findings.append(_unreadable(told))
    if told.doubled:
        findings.append(_doubled(told))
    return QualityReport("", "", _source(job), told.rows, told.unreadable, tuple(findings))


def _unreadable(told: AddressReport) -> Finding:
    few = told.unreadable <= FEW * told.rows
    return Finding(
        "addresses_unreadable",
        "note" if few else "warning",
        _("Regels zonder leesbare postcode, huisnummer of buurt: %(count)s."),
        _("Regie slaat die regels over."),
        {"count": told.unreadable},
        tuple({"row": row} for row in told.examples),
    )


def _doubled(told: AddressReport) -> Finding:
    return Finding(
        "addresses_doubled",
        "warning" if told.contradicting else "note",
        _(
            "Adressen die meer dan één keer voorkomen: %(count)s. "
            "Daarvan met twee verschillende buurten: %(contradicting)s."
        ),
        _("Regie houdt de eerste regel aan."),
        {"count": told.doubled, "contradicting": told.contradicting},
    )


# --- the ledger ---------------------------------------------------------------------------------


def ledger_in(taken: Intake, found: AreaList) -> list[tuple[str, str]] | None:
    """The (code, text) rows of a list that tells what became of municipalities, or None.

    A list of the areas of one year may carry the same texts; it is a ledger when it has
    municipalities that are no more.
    """
    if DESCRIPTION not in taken.sniffed.columns:
        return None
    rows = read_columns(taken.readable, taken.sniffed, (found.code, DESCRIPTION))
    pairs = [(row[0], row[1]) for row in rows]
    if not looks_like_ledger(text for _code, text in pairs):
        return None
    return pairs if any(s.kind == ENDED for s in read_ledger(pairs).statements) else None


def take_ledger(job: Job, taken: Intake, rows: list[tuple[str, str]]) -> Outcome:
    """Keep the change texts of municipalities."""
    told = read_ledger(rows)
    report = _ledger_report(job, told)
    if job.delivery is None:
        return Outcome(None, report)
    with transaction.atomic():
        register_ledger(REAL, rows, source=_source(job), actor=job.actor)
        put_list_to_use(
            job, taken.original, DeliveryKind.LEDGER, REAL, told.last, len(rows), report
        )
    return Outcome(job.delivery, report)


def _ledger_report(job: Job, told: Ledger) -> QualityReport:
    first = Finding(
        "ledger_read",
        "good",
        _(
            "Register van herindelingen: %(statements)s veranderingen van %(codes)s gemeenten, "
            "tot en met %(year)s."
        ),
        _("Regie rekent er inwoners van opgeheven gemeenten mee om naar de nieuwe gemeenten."),
        {
            "statements": len(told.statements),
            "codes": len(told.codes),
            "year": str(told.last),
        },
    )
    report = QualityReport("", "", _source(job), len(told.codes), len(told.unread), (first,))
    if not told.unread:
        return report
    unread = Finding(
        "ledger_unread",
        "warning",
        _("Zinnen in het register die Regie niet begrijpt: %(count)s."),
        _("Regie slaat die zinnen over."),
        {"count": len(told.unread)},
        tuple({"area": code, "label": line[:120]} for code, line in told.unread[:SHOWN]),
    )
    return replace(report, findings=(first, unread))
