"""OpenDocument text: a package other programs can open, with headings, tables and words for all."""

import importlib
import io
import zipfile
from typing import Any

import pytest

from regie.presentation import documents
from regie.ui.tests import papers

pytestmark = pytest.mark.pure
etree: Any = importlib.import_module("lxml.etree")
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}


class Package:
    """An ODT that was opened."""

    def __init__(self, made: bytes) -> None:
        self.made = made
        self.zip = zipfile.ZipFile(io.BytesIO(made))

    def find(self, path: str, file: str = "content.xml") -> list[Any]:
        found: list[Any] = etree.fromstring(self.zip.read(file)).xpath(path, namespaces=NAMES)
        return found


@pytest.fixture(scope="module")
def odt() -> Package:
    return Package(documents.odt(papers.report()))


def test_the_package_says_first_what_it_is(odt: Package) -> None:
    first = odt.zip.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert odt.zip.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    assert odt.made[38:77] == odt.zip.read("mimetype")  # where a program looks without unpacking
    assert {info.date_time for info in odt.zip.infolist()} == {(2026, 11, 21, 12, 0, 0)}


def test_every_file_is_in_the_list_of_the_package(odt: Package) -> None:
    listed = odt.find("//@m:full-path", "META-INF/manifest.xml")
    held = set(odt.zip.namelist()) - {"mimetype", "META-INF/manifest.xml"}
    assert set(listed) == held | {"/"}


def test_headings_have_their_level_and_the_contents_lead_to_them(odt: Package) -> None:
    found = [
        (h.get(f"{{{NAMES['text']}}}outline-level"), "".join(h.itertext()))
        for h in odt.find("//text:h")
    ]
    assert found == [
        ("1", "Veilige leefomgeving"),
        ("2", "Wat speelt er?"),
        ("3", "In de wijken"),
        ("2", "Wat gaan we doen?"),
        ("1", "Woorden"),
        ("1", "Bronnen"),
    ]
    links = odt.find("//text:index-body//text:a/@xlink:href")
    assert {link[1:] for link in links} == set(odt.find("//text:bookmark-start/@text:name"))
    assert odt.find("//text:h[@text:is-list-header]")[0].text == "Bronnen"


def test_tables_have_header_rows_and_a_named_first_column(odt: Package) -> None:
    assert len(odt.find("//table:table-header-rows/table:table-row")) == 1
    assert len(odt.find("//table:table-header-columns/table:table-column")) == 1
    assert len(odt.find("//table:table/table:table-row")) == 3
    widths = odt.find("//style:table-column-properties/@style:column-width")
    assert sum(float(width[:-2]) for width in widths) == pytest.approx(16.6, abs=0.05)


def test_pictures_have_words_for_who_cannot_see_them(odt: Package) -> None:
    said = [node.text for node in odt.find("//draw:frame/svg:desc")]
    assert said == [
        "Lijn die daalt van 7,0 naar 3,1.",
        "Kaart van drie buurten; het centrum heeft de hoogste waarde.",
    ]
    for name in odt.find("//draw:image/@xlink:href"):
        assert odt.zip.read(name).startswith(b"\x89PNG")


def test_notes_lists_and_links_are_real(odt: Package) -> None:
    assert len(odt.find("//text:note[@text:note-class='footnote']")) == 4
    names = odt.find("//text:list/@text:style-name")
    assert names == ["Dots", "Numbers", "Numbers", "Dots", "Numbers", "Numbers", "Dots"]
    assert len(odt.find("//text:list/text:list-item/text:list/text:list-item/text:list")) == 1
    assert odt.find("//text:list-item/@text:start-value") == ["3"]
    assert len(odt.find("//text:line-break")) == 1
    assert "https://data.politie.nl/x?a=1&b=2" in odt.find("//text:a/@xlink:href")


def test_every_style_that_is_used_exists(odt: Package) -> None:
    for made in (odt, Package(documents.odt(papers.nasty()))):
        used = set(made.find("//@text:style-name")) | set(made.find("//@table:style-name"))
        known = set(made.find("//@style:name")) | set(made.find("//@style:name", "styles.xml"))
        assert used <= known


def test_language_title_and_moment_are_those_of_the_paper(odt: Package) -> None:
    assert odt.find("//style:default-style//@fo:language", "styles.xml") == ["nl"]
    assert odt.find("//style:default-style//@fo:country", "styles.xml") == ["NL"]
    assert odt.find("//dc:title/text()", "meta.xml") == ["Veiligheidsanalyse Voorbeeldstad 2026"]
    assert odt.find("//dc:language/text()", "meta.xml") == ["nl-NL"]
    assert odt.find("//dc:date/text()", "meta.xml") == ["2026-11-21T12:00:00"]


def test_looks_of_tables_stand_beside_the_text_where_programs_read_them(odt: Package) -> None:
    beside = set(odt.find("//office:automatic-styles/style:style/@style:name"))
    assert {"Wide", "Head", "Cell"} <= beside
