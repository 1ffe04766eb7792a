"""Deliveries that say what became of areas: addresses per year, and the ledger of changes."""

from django.db import transaction
from django.utils.translation import gettext_noop as _

from regie.evidence.area_lists import addresses
from regie.evidence.area_lists.ledgers import report_on
from regie.evidence.formats.recognise import Addresses
from regie.evidence.intake.arrival import Intake
from regie.evidence.sources.activation import Job, Outcome, put_list_to_use
from regie.evidence.sources.models import DeliveryKind
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import REAL
from regie.foundation.crosswalks import address_files
from regie.foundation.crosswalks.ledger import read_ledger
from regie.foundation.crosswalks.services import register_addresses, register_ledger
from regie.foundation.records.refusals import RefusedError


def take_addresses(job: Job, taken: Intake, found: Addresses) -> Outcome:
    """Keep the addresses of a year with their neighbourhoods. Raises `RefusedError`."""
    read, told = addresses.read(taken)
    realm = addresses.realm_in(read.codes)
    year = _year(job, found, realm, read.codes)
    report = addresses.report(told, year, _source(job))
    if job.delivery is None:
        return Outcome(None, report)
    with transaction.atomic():
        register_addresses(realm, year, read, source=_source(job), actor=job.actor)
        put_list_to_use(job, taken.original, DeliveryKind.ADDRESSES, realm, year, told.rows, report)
    return Outcome(job.delivery, report)


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


# --- the ledger ---------------------------------------------------------------------------------


def take_ledger(job: Job, taken: Intake, rows: list[tuple[str, str]]) -> Outcome:
    """Keep the change texts of municipalities."""
    told = read_ledger(rows)
    report = report_on(told, _source(job))
    if job.delivery is None:
        return Outcome(None, report)
    with transaction.atomic():
        register_ledger(REAL, rows, source=_source(job), actor=job.actor)
        put_list_to_use(
            job, taken.original, DeliveryKind.LEDGER, REAL, told.last, len(rows), report
        )
    return Outcome(job.delivery, report)
