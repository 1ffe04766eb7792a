"""The tags of a Word template: which there are, and what is wrong with one.

A template is a file from outside. Only plain tags such as `{{ titel }}` reach the engine that fills
them; anything else, also a loop or a condition, is refused by name. So no template can run code.
"""

import importlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, cast

from django.utils.translation import gettext as _

from regie.presentation.documents import word_safety
from regie.presentation.documents.refusal import TemplateRefusedError

if TYPE_CHECKING:
    from docx.document import Document

WHOLE = ("inhoudsopgave", "inhoud")  # these stand on a line of their own in the text
KNOWN = ("titel", "ondertitel", "organisatie", "auteur", "status", "datum", *WHOLE)
# What the libraries raise on a file that is broken or of another kind.
DAMAGED = (
    *(
        ValueError,
        KeyError,
        AttributeError,
        TypeError,
        SyntaxError,
        OSError,
        EOFError,
        RuntimeError,
    ),
    *(zipfile.BadZipFile, zlib.error),
)

_TAG = re.compile(r"\{\{(.*?)\}\}")
_OPEN = re.compile(r"\{[{%#]")
_REST = re.compile(r"\{[{%#].{0,40}|.{0,20}(?:\}\}|%\})")
_XML = re.compile(r"<[^>]*>")
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


class Filler(Protocol):
    """What we use of `docxtpl.DocxTemplate`, which has no types of its own."""

    docx: "Document"
    HEADER_URI: str
    FOOTER_URI: str

    def init_docx(self) -> None:
        """Open the file."""

    def get_xml(self) -> str:
        """The text of the document, as XML."""

    def patch_xml(self, src_xml: str) -> str:
        """The same XML with every tag in one piece."""

    def get_headers_footers(self, uri: str) -> Iterator[tuple[str, "_Holder"]]:
        """The heads or feet of the pages."""

    def render(self, context: dict[str, str], *, autoescape: bool) -> None:
        """Fill the tags."""

    def save(self, filename: io.BytesIO) -> None:
        """Write the document."""


class _Holder(Protocol):
    blob: bytes


def opened(content: bytes) -> Filler:
    """The template, every tag of it known. Raises TemplateRefusedError, in words."""
    return _opened(content, check=True)


def unchecked(content: bytes) -> Filler:
    """The template as it is, whatever its tags say. Raises TemplateRefusedError, in words."""
    return _opened(content, check=False)


def _opened(content: bytes, *, check: bool) -> Filler:
    try:
        word_safety.check(content)
        module = importlib.import_module("docxtpl")
        found = cast(Filler, module.DocxTemplate(io.BytesIO(content)))
        found.init_docx()
        list(found.docx.styles)  # a file whose styles cannot be read is no Word file either
        if check:
            _check_tags(found)
    except TemplateRefusedError:
        raise
    except DAMAGED as error:
        raise TemplateRefusedError(no_word_file()) from error
    return found


def no_word_file() -> str:
    """A file of another kind, or a damaged one."""
    return _("Dit bestand is geen Word-document. Bewaar de sjabloon als .docx.")


def _check_tags(found: Filler) -> None:
    names = _names(found, found.get_xml())
    if problem := counted(names):
        raise TemplateRefusedError(problem)
    for part in _around(found):
        if outside := [name for name in _names(found, part) if name in WHOLE]:
            raise TemplateRefusedError(alone(outside[0]))


def counted(names: list[str]) -> str:
    """What is wrong with how often the tags of the text occur; "" when nothing is."""
    if names.count("inhoud") != 1 or names.count("inhoudsopgave") > 1:
        return _("De sjabloon moet het invulveld {{ inhoud }} precies één keer hebben.")
    return ""


def alone(name: str) -> str:
    """A tag that stands beside other words, or outside the text."""
    return _("Zet het invulveld %(tag)s in de tekst, op een eigen regel.") % {"tag": _tag(name)}


def _around(found: Filler) -> Iterator[str]:
    """Everything that is filled besides the text: heads, feet, footnotes, properties."""
    for uri in (found.HEADER_URI, found.FOOTER_URI):
        for _key, part in found.get_headers_footers(uri):
            yield part.blob.decode("utf-8", "replace")
    for part in found.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield part.blob.decode("utf-8", "replace")
    for name in PROPERTIES:
        yield getattr(found.docx.core_properties, name) or ""


def _names(found: Filler, xml: str) -> list[str]:
    """The tags of one part. Raises TemplateRefusedError for a tag that is broken or unknown.

    Read twice: as a person sees the words, and as the engine will, which also looks in properties.
    """
    names = _checked(_XML.sub("", xml.replace("</w:p>", "\n")))
    _checked(found.patch_xml(xml))
    return names


def _checked(text: str) -> list[str]:
    names, problems = read(text)
    if problems:
        raise TemplateRefusedError(problems[0])
    return names


def read(text: str) -> tuple[list[str], list[str]]:
    """The tags in a text, and in words what is wrong with them."""
    names = [_words(words) for words in _TAG.findall(text)]
    problems = [words for name in names for words in _problem(name)]
    rest = _TAG.sub("", text)
    if _OPEN.search(rest) or "}}" in _words(rest) or "%}" in _words(rest):
        problems.append(broken(_first_broken(rest)))
    return names, problems


def _problem(name: str) -> Iterator[str]:
    if _OPEN.search(name) or len(name) > 60:
        yield broken("{{ " + name)
    elif name not in KNOWN:
        yield _unknown(name)


def _words(xml: str) -> str:
    return _XML.sub("", xml).strip()


def _first_broken(rest: str) -> str:
    found = _REST.search(_words(rest)) or _REST.search(rest)
    return found[0] if found else ""


def _tag(name: str) -> str:
    return "{{ " + name + " }}"


def broken(found: str) -> str:
    """A tag that the engine cannot read."""
    return _("In de sjabloon is een invulveld kapot: %(tag)s. Schrijf het als {{ titel }}.") % {
        "tag": found.strip()[:40]
    }


def _unknown(name: str) -> str:
    return _("Het invulveld %(tag)s bestaat niet. Deze kunnen wel: %(known)s.") % {
        "tag": _tag(name[:40]),
        "known": ", ".join(map(_tag, KNOWN)),
    }
