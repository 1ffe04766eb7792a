"""Figures and differences as a file for a spreadsheet, line by line."""

import csv
from collections.abc import Iterable, Iterator

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins with one of these as a formula."""


class _Line:
    """A file to `csv.writer` that hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def as_csv(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Lines with a semicolon between the cells.

    The leading byte order mark tells Dutch spreadsheets that the text is UTF-8.
    """
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff"
    for row in rows:
        yield str(writer.writerow([_harmless(cell) for cell in row]))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
