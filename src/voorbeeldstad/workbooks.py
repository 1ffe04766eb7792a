"""Writing the workbooks of partners, with the layout that people give them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

_MADE = datetime(2026, 10, 2, 9, 0, tzinfo=UTC).replace(tzinfo=None)
BLANK_TAIL = 25


def write_workbook(path: Path, lines: Sequence[Sequence[object]]) -> None:
    """Write lines to the first sheet; dates as real dates, and formatted blank rows at the end.

    A title (a line of which only the first cell is filled, at the top) is merged over the width.
    """
    width = max(len(line) for line in lines)
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": path.stem, "author": "Woonvoorbeeld", "created": _MADE})
        day = book.add_format({"num_format": "d-m-yyyy"})
        boxed = book.add_format({"border": 1})
        strong = book.add_format({"bold": True})
        sheet = book.add_worksheet("Dossiers")
        for row, line in enumerate(lines):
            if row < 2 and line[0] and not any(line[1:]):
                sheet.merge_range(row, 0, row, width - 1, line[0], strong)
                continue
            for column, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                elif value == "":
                    sheet.write_blank(row, column, None, boxed)
                else:
                    sheet.write(row, column, value)
        for row in range(len(lines), len(lines) + BLANK_TAIL):
            for column in range(width):
                sheet.write_blank(row, column, None, boxed)
