"""The ledger of municipalities among the lists of areas, and what of it was understood."""

from dataclasses import replace

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.recognise import AreaList
from regie.evidence.formats.rows import read_columns
from regie.evidence.intake.arrival import Intake
from regie.evidence.intake.findings import Finding, QualityReport
from regie.foundation.crosswalks.ledger import ENDED, Ledger, looks_like_ledger, read_ledger

DESCRIPTION = "Description"
SHOWN = 20


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


def report_on(told: Ledger, file_name: str) -> QualityReport:
    """What was read, and which sentences were not understood."""
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
    report = QualityReport("", "", file_name, len(told.codes), len(told.unread), (first,))
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
