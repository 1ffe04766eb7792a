"""Looks of an OpenDocument text: its styles, page and the numbers of its headings."""

from pathlib import Path
from string import Template
from xml.sax.saxutils import escape, quoteattr

from regie.presentation.publications.documents.labels import Labels, country
from regie.ui.paper import Paper

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
BLUE, LINE, PALE = "#12476f", "#c3cad3", "#e6eff6"
LOOKS = Path(__file__).parent / "open_styles.xml"
TONES = {
    "info": ("#eef5fa", "#4d8bb5"),
    "success": ("#e2f3e6", "#2f8a4a"),
    "warning": ("#fdf0d5", "#c77d0a"),
    "error": ("#fce5e4", "#c4352e"),
}


def root(name: str, body: str) -> str:
    """A whole file of the package."""
    spaces = "".join(f" xmlns:{key}={quoteattr(uri)}" for key, uri in NAMESPACES.items())
    return f'{HEAD}<office:{name}{spaces} office:version="1.3">{body}</office:{name}>'


def encoded(name: str) -> str:
    """The inner name of a style: a space is written as its number."""
    return name.replace(" ", "_20_")


def styles(paper: Paper, words: Labels) -> str:
    """The file `styles.xml`."""
    place = country(paper.language)
    spoken = f'fo:language="{paper.language}"' + (f' fo:country="{place}"' if place else "")
    filled = {
        "title": paper.title,
        "organisation": paper.organisation,
        "status": paper.status,
        "page": words.page,
        "of": words.of,
    }
    template = Template(LOOKS.read_text(encoding="utf-8"))
    texts = {name: escape(found) for name, found in filled.items()}
    return template.substitute(texts, spoken=spoken)
