"""A frozen paper as a document: made once, then kept, for an edition never changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html

from regie.foundation.organizations.models import Municipality
from regie.presentation import documents
from regie.presentation.house_styles import queries as styles
from regie.presentation.publications.kind import Edition, Kind
from regie.ui.paper import Paper

RENDERING = "2"
"""Raised when the looks of documents change, so that kept ones are made anew."""


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


def document(kind: Kind, edition: Edition, form: Form, language: str, town: Municipality) -> bytes:
    """The bytes of an edition in one form and language; the same each time it is made, as long as
    the municipality keeps its template. 1 query for a form that has one, 2 when it is made.
    """
    style = styles.current_mark(town) if form.styled else ""
    kept = _place(kind, edition, form, language, style)
    if kept.exists():
        return kept.read_bytes()
    made = built(kind.paper(edition, language), form, town)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{id(made)}.part")
    part.write_bytes(made)
    part.replace(kept)  # whole or not at all, also when two people ask at once
    return made


def built(paper: Paper, form: Form, town: Municipality) -> bytes:
    """A paper in one form, in the template of the municipality when the form has one. 1 query."""
    template = styles.template_of(town) if form.styled else None
    return documents.word(paper, template.content) if template else form.build(paper)


def _place(kind: Kind, edition: Edition, form: Form, language: str, style: str) -> Path:
    dressed = f"-{style[:16]}" if style else ""
    name = f"{kind.code}-{edition.sha256}-{language}-{RENDERING}{dressed}.{form.ending}"
    return Path(settings.DATA) / "documents" / name
