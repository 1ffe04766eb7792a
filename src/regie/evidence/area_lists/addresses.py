"""A file of postcodes and house numbers: read, and what was wrong with it."""

import pyarrow as pa
from django.utils.translation import gettext_noop as _

from regie.evidence.intake.arrival import Intake
from regie.evidence.intake.findings import Finding, QualityReport
from regie.foundation.areas.rules import realm_of
from regie.foundation.crosswalks import address_files
from regie.foundation.crosswalks.address_files import AddressReport, Written, read_addresses
from regie.foundation.records.refusals import RefusedError

ENOUGH = 0.5
"""At most half of the rows may be unreadable: more than that is another file."""
FEW = 0.001


def read(taken: Intake) -> tuple[address_files.Addresses, AddressReport]:
    """Read the whole file. Raises `RefusedError`."""
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


def realm_in(codes: tuple[str, ...]) -> str:
    """The one country of these neighbourhoods. Raises `RefusedError`."""
    realms = {realm_of(code) for code in codes}
    if len(realms) != 1:
        raise RefusedError(_("De adressen in dit bestand liggen niet in één land."))
    return realms.pop()


def report(told: AddressReport, year: int, file_name: str) -> QualityReport:
    """What reading the file came to."""
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
    return QualityReport("", "", file_name, told.rows, told.unreadable, tuple(findings))


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
