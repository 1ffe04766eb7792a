"""The forms in which a paper leaves the house, and the place where a file of it is kept."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html

from regie.presentation import documents
from regie.presentation.publications.models import Document
from regie.ui.paper import Paper

RENDERING = "3"
"""Raised when the looks of documents change, so that kept ones are made anew."""
PART = ".part"


@dataclass(frozen=True)
class Form:
    """A form in which a document leaves the house: its ending, its kind and its maker.

    `styled`: it comes in the template of the municipality, when there is one.
    """

    ending: str
    kind: str
    build: Callable[[Paper], bytes]
    styled: bool = False


def _page(paper: Paper) -> bytes:
    """The paper as a web page that opens by itself, without style or script from elsewhere."""
    words = (paper.subtitle, paper.organisation, paper.status)
    about = " · ".join(part for part in words if part)
    return format_html(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>{}</title></head><body><h1>{}</h1><p>{}</p>{}</body></html>\n",
        paper.language,
        paper.title,
        paper.title,
        about,
        documents.html(paper),
    ).encode()


FORMS: Mapping[str, Form] = {
    "pdf": Form("pdf", "application/pdf", documents.pdf),
    "word": Form(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        documents.word,
        styled=True,
    ),
    "odt": Form("odt", "application/vnd.oasis.opendocument.text", documents.odt),
    "html": Form("html", "text/html; charset=utf-8", _page),
}


def place_of(row: Document) -> Path:
    """Where the file of a document is kept. Its name says what was printed, and in which looks."""
    dressed = f"-{row.style[:16]}" if row.style else ""
    ending = FORMS[row.form].ending
    name = f"{row.kind}-{row.mark}-{row.language}-{row.rendering}{dressed}.{ending}"
    return folder() / name


def folder() -> Path:
    """Where all files are kept."""
    return Path(settings.DATA) / "documents"


def keep(row: Document, made: bytes) -> None:
    """Put the file in its place, whole or not at all, also when two processes do so at once."""
    kept = place_of(row)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{row.pk}-{os.getpid()}{PART}")
    try:
        part.write_bytes(made)
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
