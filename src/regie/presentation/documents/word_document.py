"""Word: the template of the municipality is filled, and the text put at its tag."""

import io
from functools import cache
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.parts.settings import SettingsPart
from jinja2 import TemplateError

from regie.presentation.documents import archive, word_sample, word_tags
from regie.presentation.documents.labels import labels, locale, moment
from regie.presentation.documents.refusal import TemplateRefusedError
from regie.presentation.documents.word_body import Elements, written
from regie.presentation.documents.word_looks import speak
from regie.ui.paper import Paper

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

MARK = "\ue000"  # from the private letters: stands where text will come


def build(paper: Paper, template: bytes | None = None) -> bytes:
    """The document, in the municipality's own template or in the plain one."""
    found = word_tags.opened(template or _sample(short=paper.layout != "report"))
    try:
        found.render(_values(paper), autoescape=True)
    except TemplateError as error:
        raise TemplateRefusedError(word_tags.broken(str(error))) from error
    document = found.docx
    text, contents = written(document, paper)
    _put(document, "inhoud", text)
    _put(document, "inhoudsopgave", contents if paper.layout == "report" else [])
    speak(document, locale(paper.language))
    _describe(document, paper)
    _let_go(document)
    stream = io.BytesIO()
    found.save(stream)
    return archive.repacked(stream.getvalue(), moment(paper))


@cache
def _sample(*, short: bool) -> bytes:
    return word_sample.build(short=short)


def _values(paper: Paper) -> dict[str, str]:
    """What stands in the tags."""
    values = {
        "titel": paper.title,
        "ondertitel": paper.subtitle,
        "organisatie": paper.organisation,
        "auteur": paper.author,
        "status": paper.status,
        "datum": labels(paper).date,
    }
    plain = {name: words.replace(MARK, "") for name, words in values.items()}
    return plain | {name: f"{MARK}{name}{MARK}" for name in word_tags.WHOLE}


def _put(document: "Document", name: str, elements: Elements) -> None:
    """Put `elements` in the place of the paragraph that holds the tag `name`."""
    mark = f"{MARK}{name}{MARK}"
    root = document.element.body
    places = [p for p in root.xpath(".//w:p") if mark in _words(p)]
    if not places and name == "inhoudsopgave":
        return
    if len(places) != 1 or _words(places[0]).strip() != mark:
        raise TemplateRefusedError(word_tags.alone(name))
    for element in elements:
        places[0].addprevious(element)
    places[0].getparent().remove(places[0])


def _words(paragraph: "BaseOxmlElement") -> str:
    return "".join(paragraph.xpath(".//w:t/text()"))


def _let_go(document: "Document") -> None:
    """Forget which template the municipality's template was made from: a place on its disks."""
    relations = document.part.rels.values()
    for part in [one.target_part for one in relations if one.reltype == RELATIONSHIP_TYPE.SETTINGS]:
        if isinstance(part, SettingsPart):
            for link in part.element.xpath("./w:attachedTemplate"):
                part.element.remove(link)
        known = list(part.rels.items())
        for key in [key for key, one in known if one.reltype.endswith("/attachedTemplate")]:
            del part.rels[key]


def _describe(document: "Document", paper: Paper) -> None:
    """What the file says about itself; the moment is that of the paper."""
    about = document.core_properties
    about.title = paper.title[:255]
    about.subject = (paper.subtitle or paper.status)[:255]
    about.author = about.last_modified_by = (paper.author or paper.organisation)[:255]
    about.language = locale(paper.language)
    about.comments = about.keywords = ""
    about.revision = 1
    about.created = about.modified = moment(paper)
    about.last_printed = moment(paper)
