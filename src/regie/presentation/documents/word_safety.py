"""What may not be in a Word file from outside: macros, programs, parts fetched from elsewhere.

Looked at before any library opens the file; nothing is unpacked as a whole.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _

from regie.presentation.documents.refusal import TemplateRefusedError

LARGEST, MOST_FILES = 100 * 1024 * 1024, 2_000  # bytes unpacked, files
_BEGIN = 4_096  # a document type stands before everything else
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_KIND = re.compile(rb"\bType\s*=\s*[\"'][^\"']*/([A-Za-z]+)[\"']")
_OUTSIDE = re.compile(rb"\bTargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
# A link is clicked by a reader; the template of a template is let go of when a document is made.
_HARMLESS = frozenset({b"hyperlink", b"attachedTemplate"})
_PROGRAMS = re.compile(rb"/(?:oleObject|control|activeX\w*|package)[\"']")


def check(content: bytes) -> None:
    """Refuse (TemplateRefusedError) what does more than hold words, looks and pictures.

    Raises what `zipfile` raises when it is no package at all.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = packed.infolist()
        if len(files) > MOST_FILES or sum(file.file_size for file in files) > LARGEST:
            raise TemplateRefusedError(_("Deze sjabloon is te groot. Haal grote plaatjes eruit."))
        for words in _objections(packed):
            raise TemplateRefusedError(words)


def _objections(packed: zipfile.ZipFile) -> Iterator[str]:
    for name in packed.namelist():
        low = name.casefold()
        if low.endswith("vbaproject.bin"):
            yield _macros()
        if low.endswith((".xml", ".rels")):
            yield from _in_part(low, packed)


def _in_part(low: str, packed: zipfile.ZipFile) -> Iterator[str]:
    name = next(each for each in packed.namelist() if each.casefold() == low)
    with packed.open(name) as part:
        begin = part.read(_BEGIN)
        rest = part.read() if low.endswith(".rels") or low == "[content_types].xml" else b""
    if "<!DOCTYPE" in _text(begin):
        yield _("Deze sjabloon is geen gewoon Word-document. Bewaar haar opnieuw in Word.")
    if low == "[content_types].xml" and b"macroenabled" in (begin + rest).lower():
        yield _macros()
    if low.endswith(".rels"):
        yield from _relations(begin + rest)


def _text(begin: bytes) -> str:
    wide = begin.startswith((b"\xff\xfe", b"\xfe\xff"))
    return begin.decode("utf-16" if wide else "utf-8", "ignore").upper()


def _relations(content: bytes) -> Iterator[str]:
    for relation in _RELATION.findall(content):
        kind = _KIND.search(relation)
        if _OUTSIDE.search(relation) and (kind is None or kind[1] not in _HARMLESS):
            yield _("De sjabloon haalt iets van een andere plek. Zet het in de sjabloon zelf.")
        if _PROGRAMS.search(relation):
            yield _("In de sjabloon zit een ander bestand of programma. Haal het eruit.")


def _macros() -> str:
    return _("Deze sjabloon heeft macro's. Bewaar haar als .docx, zonder macro's.")
