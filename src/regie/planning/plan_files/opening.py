"""What kind of file it is, and whether it can be read at all."""

import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Literal

from regie.foundation.records.engine import gettext_noop as _
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_texts.pieces import BROKEN, EMPTY, Contents, Tick

Form = Literal["docx", "odt", "pdf"]

MOST_TEXT = 80 * 1024**2
"""Bytes of the text inside a zipped document, unpacked; a book of a thousand pages has 20 MB."""
MOST_FILES = 20_000

NOTHING = _("Dit bestand is leeg.")
OLD_WORD = _(
    "Dit is een Word-bestand van voor 2007 (.doc). Open het in Word of LibreOffice en bewaar het "
    "als .docx."
)
RICH = _("Dit is een RTF-bestand. Open het in Word of LibreOffice en bewaar het als .docx.")
PAGES = _("Dit is een bestand van Pages. Open het in Pages en exporteer het naar Word (.docx).")
PLAIN = _(
    "Dit is platte tekst, zonder koppen. Open het in Word of LibreOffice en bewaar het als .docx."
)
WEB_PAGE = _("Dit is een webpagina. Open die in Word of LibreOffice en bewaar haar als .docx.")
PICTURE = _(
    "Dit is een afbeelding. Kies het document zelf, of laat de afbeelding eerst herkennen (OCR)."
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
_STREAMS = (
    ("EncryptedPackage".encode("utf-16-le"), LOCKED_WORD),
    ("WordDocument".encode("utf-16-le"), OLD_WORD),
    ("Workbook".encode("utf-16-le"), SHEET),
    ("PowerPoint Document".encode("utf-16-le"), SHEET),
)
_BEGINS = (
    (b"{\\rtf", RICH),
    (b"<!doctype html", WEB_PAGE),
    (b"<html", WEB_PAGE),
    (b"\x89png", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"gif8", PICTURE),
    (b"ii*\0", PICTURE),
    (b"mm\0*", PICTURE),
)
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
        raise RefusedError(_old(path))
    if not head.startswith(b"PK"):
        raise RefusedError(_other(head))
    return _zipped(path)


def _old(path: Path) -> str:
    """What a file of the old kind is, by the names of the streams in it. Reads it once."""
    before = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            for name, sentence in _STREAMS:
                if name in before + block:
                    return sentence
            before = block[-64:]
    return OLD_WORD


def _other(head: bytes) -> str:
    """What a file is that is no document, by its first bytes."""
    begins = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    for mark, sentence in _BEGINS:
        if begins[:20].lower().startswith(mark):
            return sentence
    strange = sum(byte < 32 and byte not in b"\r\n\t\f" for byte in head)
    return UNKNOWN if strange > len(head) // 200 else PLAIN


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
        if any(name.endswith(".iwa") for name in infos) or "index.apxl" in infos:
            raise RefusedError(PAGES)
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
