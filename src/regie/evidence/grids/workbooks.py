"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS): sheets, and rows as text. Nothing is ever evaluated."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.packing import refuse_bombs
from regie.evidence.grids.cells import text_of
from regie.evidence.grids.packed_sheets import BROKEN, Outside, look_at
from regie.evidence.grids.shape import Row
from regie.evidence.grids.writing import decimal_in
from regie.foundation.records.refusals import RefusedError

PASSWORD = _("Dit werkboek heeft een wachtwoord. Sla het op zonder wachtwoord.")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SMALL = 512 * 1024


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells as text, row by row, with the number of the row on the sheet."""

    name: str
    height: int
    width: int
    decimal: str
    outside: Outside
    loaded: python_calamine.CalamineSheet = field(repr=False, compare=False)

    def rows(self) -> Iterator[Row]:
        """Every row from the first with something in it."""
        marks, decimal = self.outside.marks, self.decimal
        down, right = self.loaded.start or (0, 0)
        for i, cells in enumerate(self.loaded.iter_rows(), down):
            texts = (
                text_of(cell, decimal, marks.get((i, j), "number") if marks else "number").strip()
                for j, cell in enumerate(cells, right)
            )
            yield i + 1, tuple(texts)


@dataclass(frozen=True)
class Book:
    """A workbook: its visible sheets with something in them, largest first, and the others."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...]
    empty: tuple[str, ...]

    def sheet(self, name: str) -> Sheet:
        """A sheet by name, or the largest. Raises `RefusedError`."""
        for sheet in self.sheets:
            if name in {"", sheet.name}:
                return sheet
        if name:
            raise RefusedError(_("In dit werkboek is geen blad met deze naam."))
        raise RefusedError(_("In dit werkboek is geen zichtbaar blad met inhoud."))


def open_book(path: Path) -> Book:
    """Open a workbook and read its sheets. Raises `RefusedError`."""
    _refuse_password(path)
    refuse_bombs(path)
    outside = look_at(path)
    for found in outside.values():
        found.refuse_too_large()
    with _errors_in_words(), python_calamine.CalamineWorkbook.from_path(path) as book:
        visible = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible == python_calamine.SheetVisibleEnum.Visible
            and meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        hidden = tuple(name for name in book.sheet_names if name not in visible)
        sheets = [
            _sheet(book.get_sheet_by_name(name), name, outside.get(name, Outside()))
            for name in visible
        ]
    filled = sorted((s for s in sheets if s.height), key=lambda s: s.height * s.width, reverse=True)
    return Book(tuple(filled), hidden, tuple(s.name for s in sheets if not s.height))


def _sheet(loaded: python_calamine.CalamineSheet, name: str, outside: Outside) -> Sheet:
    start = loaded.start or (0, 0)
    decimal = "."
    for cells in loaded.iter_rows():
        found = decimal_in([cell for cell in cells if isinstance(cell, str)])
        if found == ",":
            decimal = ","
            break
    return Sheet(name, loaded.height, loaded.width + start[1], decimal, outside, loaded)


def _refuse_password(path: Path) -> None:
    """An Excel workbook with a password is a workbook inside an old office file."""
    with path.open("rb") as stream:
        head = stream.read(SMALL)
        stream.seek(max(0, path.stat().st_size - SMALL))
        if head.startswith(b"\xd0\xcf") and ENCRYPTED in head + stream.read():
            raise RefusedError(PASSWORD)


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """Say what is wrong with a workbook in words; the loader may even panic over a damaged one."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise RefusedError(PASSWORD) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise RefusedError(BROKEN) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RefusedError(BROKEN) from error
