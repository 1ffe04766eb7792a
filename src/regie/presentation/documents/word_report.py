"""All that is wrong with a Word template at once, each with its place, so that one round is enough.

The tags are read as a person sees them. What only the engine sees is found by filling it.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from regie.presentation.documents import word_looks, word_tags
from regie.presentation.documents.refusal import TemplateProblem, TemplateRefusedError

if TYPE_CHECKING:
    from docx.document import Document

    from regie.presentation.documents.word_tags import Filler

_XML = re.compile(r"<[^>]*>")
_LINE = re.compile(r"</w:p>")
MOST = 30  # more than this nobody mends from a list


def problems(template: bytes) -> tuple[TemplateProblem, ...]:
    """What is wrong, in the order of the document; at most `MOST`."""
    try:
        found = word_tags.unchecked(template)
    except TemplateRefusedError as error:
        return (TemplateProblem(str(error)),)
    told = tuple(_all(found))[:MOST]
    return told or _by_filling(template)


def missing(template: bytes) -> tuple[str, ...]:
    """Names of styles that the template lacks."""
    return word_looks.missing(word_tags.unchecked(template).docx)


def _all(found: "Filler") -> Iterator[TemplateProblem]:
    names: list[str] = []
    for number, line in enumerate(_lines(found.docx), 1):
        place = _("in de tekst, regel %(n)s: “%(words)s”") % {"n": number, "words": line[:60]}
        here, wrong = word_tags.read(line)
        names += here
        yield from (TemplateProblem(words, place) for words in wrong)
        for name in word_tags.WHOLE:
            if name in here and line.strip("{} ") != name:
                yield TemplateProblem(word_tags.alone(name), place)
    if words := word_tags.counted(names):
        yield TemplateProblem(words)
    for place, part in _around(found):
        for line in _LINE.split(part):
            here, wrong = word_tags.read(_XML.sub("", line))
            outside = [word_tags.alone(name) for name in here if name in word_tags.WHOLE]
            yield from (TemplateProblem(words, place) for words in (*wrong, *outside))


def _lines(document: "Document") -> Iterator[str]:
    """The lines of the text that hold words, those of tables and boxes too."""
    for paragraph in document.element.body.iter(qn("w:p")):
        line = "".join(each.text or "" for each in paragraph.iter(qn("w:t"))).strip()
        if line:
            yield line


def _around(found: "Filler") -> Iterator[tuple[str, str]]:
    """What is filled besides the text, with where it stands."""
    places = {
        found.HEADER_URI: _("in de kop van de bladzijde"),
        found.FOOTER_URI: _("in de voet van de bladzijde"),
    }
    for uri, place in places.items():
        for _key, part in found.get_headers_footers(uri):
            yield place, part.blob.decode("utf-8", "replace")
    for part in found.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield _("in een voetnoot"), part.blob.decode("utf-8", "replace")
    for name in word_tags.PROPERTIES:
        yield (
            _("in de eigenschappen van het bestand"),
            getattr(found.docx.core_properties, name) or "",
        )


def _by_filling(template: bytes) -> tuple[TemplateProblem, ...]:
    try:
        word_tags.opened(template)
    except TemplateRefusedError as error:
        return (TemplateProblem(str(error)),)
    return ()
