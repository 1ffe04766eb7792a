"""A frozen paper as a document: made once, then kept, for an edition never changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from regie.presentation import documents
from regie.presentation.publications.kinds import Edition, Kind
from regie.ui.paper import Paper

RENDERING = "1"
"""Raised when the looks of documents change, so that kept ones are made anew."""


@dataclass(frozen=True)
class Form:
    """A form in which a document leaves the house: its ending, its kind and its maker."""

    ending: str
    kind: str
    build: Callable[[Paper], bytes]


FORMS: Mapping[str, Form] = {
    "pdf": Form("pdf", "application/pdf", documents.pdf),
    "word": Form(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        documents.word,
    ),
    "odt": Form("odt", "application/vnd.oasis.opendocument.text", documents.odt),
}


def document(kind: Kind, edition: Edition, form: Form, language: str) -> bytes:
    """The bytes of an edition in one form and language; the same each time it is made."""
    kept = _place(edition, form, language)
    if kept.exists():
        return kept.read_bytes()
    made = form.build(kind.paper(edition, language))
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{id(made)}.part")
    part.write_bytes(made)
    part.replace(kept)  # whole or not at all, also when two people ask at once
    return made


def _place(edition: Edition, form: Form, language: str) -> Path:
    name = f"{edition.sha256}-{language}-{RENDERING}.{form.ending}"
    return Path(settings.DATA) / "documents" / name
