"""The log as a file for a spreadsheet, row by row, so that its length does not matter."""

import csv
import json
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from regie.foundation.records.queries import LogRow

# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file to `csv.writer` that hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def log_as_csv(rows: Iterable[LogRow]) -> Iterator[str]:
    """Lines with a semicolon between the cells, the first one with the names of the columns.

    The leading byte order mark tells Dutch spreadsheets that the text is UTF-8.
    """
    writer = csv.writer(_Line(), delimiter=";")
    names = (_("Moment"), _("Wie"), _("Handeling"), _("Code"), _("Onderwerp"))
    yield "\ufeff" + writer.writerow((*names, _("Van"), _("Naar"), _("Waarom"), _("Details")))
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in _cells(row)])


def _cells(row: LogRow) -> tuple[str, ...]:
    moment = timezone.localtime(row.at).isoformat(sep=" ", timespec="seconds")
    old, new = row.change or ("", "")
    details = json.dumps(row.details, ensure_ascii=False, sort_keys=True) if row.details else ""
    return (moment, row.actor, row.verb, row.verb_code, row.subject, old, new, row.why, details)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
