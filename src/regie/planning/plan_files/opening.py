"""What kind of file it is, and whether it can be read at all."""

import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Literal

from regie.evidence.formats.refusals import RefusedError
from regie.foundation.records.engine import gettext_noop as _
from regie.planning.plan_texts.pieces import BROKEN, EMPTY, Contents, Tick

Form = Literal["docx", "odt", "pdf"]

MOST_TEXT = 80 * 1024**2
"""Bytes of the text inside a zipped document, unpacked; a book of a thousand pages has 20 MB."""
MOST_FILES = 20_000

NOTHING = _("Dit bestand is leeg.")
OLD_WORD = _(
    "Dit is een Word-bestand van voor 2007, of het is beveiligd met een wachtwoord. Open het, haal "
    "het wachtwoord eraf en bewaar het als .docx."
)
LOCKED_WORD = _("Dit bestand is beveiligd met een wachtwoord. Haal dat eraf en bewaar het opnieuw.")
OTHER_ZIP = _("Dit is een zip-bestand en geen plan. Pak het uit en kies het document zelf.")
SHEET = _("Dit is een rekenblad of een presentatie. Kies het document met de tekst van het plan.")
UNKNOWN = _("Dit is geen Word-, LibreOffice- of PDF-bestand. Kies een .docx, .odt of .pdf.")
NO_TEXT = _(
    "In deze PDF staat geen tekst: het is waarschijnlijk een scan. Gebruik het Word-bestand, of "
    "laat de scan eerst herkennen (OCR)."
)
SWOLLEN = _("De tekst in dit bestand is uitgepakt veel te groot. Regie leest het niet.")

READERS: dict[Form, str] = {
    "docx": "regie.planning.plan_texts.word",
    "odt": "regie.planning.plan_texts.odt",
    "pdf": "regie.planning.plan_files.pdf",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = (
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.text-template",
)


def recognise(path: Path) -> Form:
    """What a file is by what is in it; its name says nothing. Raises `RefusedError`."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\0 \r\n\t"):
        raise RefusedError(NOTHING)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        raise RefusedError(OLD_WORD)
    if not head.startswith(b"PK"):
        raise RefusedError(UNKNOWN)
    return _zipped(path)


def _zipped(path: Path) -> Form:
    try:
        with zipfile.ZipFile(path) as package:
            return _form(package)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise RefusedError(BROKEN) from error


def _form(package: zipfile.ZipFile) -> Form:
    infos = {info.filename: info for info in package.infolist()}
    if len(infos) > MOST_FILES:
        raise RefusedError(SWOLLEN)
    form: Form
    if "word/document.xml" in infos:
        form, text = "docx", "word/document.xml"
    elif "content.xml" in infos:
        if _mimetype(package, infos) not in _ODT:
            raise RefusedError(SHEET)
        form, text = "odt", "content.xml"
    else:
        sheet = any(name.startswith(("xl/", "ppt/")) for name in infos)
        raise RefusedError(SHEET if sheet else OTHER_ZIP)
    if any(info.flag_bits & 1 for info in infos.values()):
        raise RefusedError(LOCKED_WORD)
    if infos[text].file_size > MOST_TEXT:
        raise RefusedError(SWOLLEN)
    return form


def _mimetype(package: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo]) -> bytes:
    known = infos.get("mimetype")
    if known is None or known.file_size > 200:
        return b""
    return package.read(known).strip()


def read(path: Path, tick: Tick | None = None) -> tuple[Form, Contents]:
    """Everything a document says. Raises `RefusedError`, never anything else for a bad file.

    Takes time in proportion to the text, and memory to what is kept of it: a picture is never
    unpacked.
    """
    form = recognise(path)
    contents = Contents(tick) if tick else Contents()
    try:
        _reader(form)(path, contents)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise RefusedError(BROKEN) from error
    except (KeyError, ValueError, TypeError, IndexError, RecursionError, OverflowError) as error:
        raise RefusedError(BROKEN) from error
    if not contents.pieces:
        raise RefusedError(NO_TEXT if form == "pdf" else EMPTY)
    return form, contents


def _reader(form: Form) -> Callable[[Path, Contents], None]:
    """The reader of a kind of file; that of PDF is heavy, so it is fetched when it is asked for."""
    found: Callable[[Path, Contents], None] = import_module(READERS[form]).read
    return found
