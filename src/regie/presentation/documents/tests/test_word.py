"""Word: real styles, words for all, and the municipality's own template filled or refused."""

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import RGBColor

from regie.presentation import documents
from regie.presentation.documents import TemplateRefusedError, word_safety, word_tags
from regie.ui.tests import papers

pytestmark = pytest.mark.pure


def _open(made: bytes) -> Document:
    return docx.Document(io.BytesIO(made))


def _saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _template(*lines: str, change: Callable[[Document], None] | None = None) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if change:
        change(document)
    return _saved(document)


def _xml(made: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return packed.read(name).decode()


@pytest.fixture(scope="module")
def made() -> bytes:
    return documents.word(papers.report())


def test_headings_are_real_headings_in_order(made: bytes) -> None:
    found = [(p.style.name, p.text) for p in _open(made).paragraphs if p.style]
    assert [item for item in found if item[0].startswith("Heading")] == [
        ("Heading 1", "Veilige leefomgeving"),
        ("Heading 2", "Wat speelt er?"),
        ("Heading 3", "In de wijken"),
        ("Heading 2", "Wat gaan we doen?"),
        ("Heading 1", "Woorden"),
        ("Heading 1", "Bronnen"),
    ]


def test_the_front_page_is_filled(made: bytes) -> None:
    first = [p.text for p in _open(made).paragraphs[:6]]
    assert first == [
        "Veiligheidsanalyse Voorbeeldstad 2026",
        "Wat cijfers, mensen en straat zeggen",
        "Gemeente Voorbeeldstad",
        "Team Veiligheid",
        "Concept voor de raad",
        "21 november 2026",
    ]
    section = _open(made).sections[0]
    assert section.header.paragraphs[0].text == "Gemeente Voorbeeldstad\tConcept voor de raad"
    assert section.footer.paragraphs[0].text.startswith("Veiligheidsanalyse Voorbeeldstad 2026")


def test_the_contents_lead_to_the_headings(made: bytes) -> None:
    xml = _xml(made, "word/document.xml")
    for number in range(1, 6):
        assert xml.count(f'w:anchor="_Toc{number:06d}"') == 1
        assert xml.count(f'w:name="_Toc{number:06d}"') == 1
    assert xml.count('fldCharType="begin"') == xml.count('fldCharType="end"') == 1
    assert "1.2 Wat gaan we doen?" in xml


def test_the_header_of_a_table_is_repeated_and_numbers_stand_right(made: bytes) -> None:
    (table,) = _open(made).tables
    first = table.rows[0]._tr
    assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert table.rows[1]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None
    assert [cell.text for cell in table.rows[1].cells] == ["Maatregel 1", "gemeente", "1.000"]
    alignment = table.rows[1].cells[2].paragraphs[0].alignment
    assert alignment is not None
    assert alignment.name == "RIGHT"
    assert table.style is not None
    assert table.style.name == "Regie tabel"
    assert 'w:tblCaption w:val="Maatregelen"' in _xml(made, "word/document.xml")


def test_pictures_have_words_for_who_cannot_see_them(made: bytes) -> None:
    shapes = _open(made).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [
        "Lijn die daalt van 7,0 naar 3,1.",
        "Kaart van drie buurten; het centrum heeft de hoogste waarde.",
    ]
    codes = [shape._inline.docPr.id for shape in shapes]
    assert len(set(codes)) == len(codes)


def test_notes_are_real_footnotes(made: bytes) -> None:
    notes = _xml(made, "word/footnotes.xml")
    assert notes.count("<w:footnote ") == 2 + 4
    assert notes.count("Samen met de politie.") == 3
    assert _xml(made, "word/document.xml").count("<w:footnoteReference ") == 4


def test_every_counted_list_begins_again(made: bytes) -> None:
    numbers = _xml(made, "word/numbering.xml")
    assert numbers.count("<w:startOverride") >= 2
    assert numbers.rindex("<w:abstractNum ") < numbers.index("<w:num ")


def test_language_and_properties_are_those_of_the_paper(made: bytes) -> None:
    about = _open(made).core_properties
    assert (about.title, about.author) == (
        "Veiligheidsanalyse Voorbeeldstad 2026",
        "Team Veiligheid",
    )
    assert about.subject == "Wat cijfers, mensen en straat zeggen"
    assert (about.language, about.revision) == ("nl-NL", 1)
    assert about.created is not None
    assert about.modified is not None
    assert {about.created.date(), about.modified.date()} == {papers.report().date}
    assert '<w:lang w:val="nl-NL"' in _xml(made, "word/styles.xml")
    english = documents.word(replace(papers.report(), language="en"))
    assert '<w:lang w:val="en-GB"' in _xml(english, "word/styles.xml")
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(2026, 11, 21, 12, 0, 0)}
        assert packed.namelist()[0] == "[Content_Types].xml"


def test_the_looks_of_the_municipality_stay() -> None:
    def own(document: Document) -> None:
        heading: Any = document.styles["Heading 1"]
        heading.font.color.rgb = RGBColor(0xAB, 0xCD, 0xEF)
        document.sections[0].header.paragraphs[0].text = "Stadhuis {{ organisatie }}"
        document.add_paragraph("Slotwoord van de gemeente")

    made = documents.word(papers.report(), _template("{{ titel }}", "{{ inhoud }}", change=own))
    found = _open(made)
    assert "ABCDEF" in _xml(made, "word/styles.xml")
    assert found.sections[0].header.paragraphs[0].text == "Stadhuis Gemeente Voorbeeldstad"
    assert found.paragraphs[0].text == "Veiligheidsanalyse Voorbeeldstad 2026"
    assert found.paragraphs[-1].text == "Slotwoord van de gemeente"
    assert "Inhoud" not in [p.text for p in found.paragraphs]


def test_a_template_without_styles_lists_and_language_gets_them() -> None:
    def bare(document: Document) -> None:
        root = document.styles.element
        for style in root.findall(qn("w:style")):
            if style.get(qn("w:styleId")) not in {"Normal", "Header", "Footer"}:
                root.remove(style)
        root.remove(root.find(qn("w:docDefaults")))
        part = document.part
        for key, rel in list(part.rels.items()):
            if rel.reltype == RELATIONSHIP_TYPE.NUMBERING:
                del part.rels[key]

    template = _template("{{ inhoudsopgave }}", "{{ inhoud }}", change=bare)
    made = documents.word(papers.report(), template)
    names = {style.name for style in _open(made).styles}
    assert {"Heading 1", "Caption", "List Bullet", "Regie tabel", "Regie kader"} <= names
    assert "<w:startOverride" in _xml(made, "word/numbering.xml")
    assert '<w:lang w:val="nl-NL"' in _xml(made, "word/styles.xml")
    used = _xml(made, "word/document.xml")
    for style in _open(made).styles:
        used = used.replace(f'w:val="{style.style_id}"', "")
    assert "<w:pStyle w:val=" not in used


def test_added_styles_take_the_letters_of_the_template(made: bytes) -> None:
    styles: Any = _open(made).styles
    for name in ("Regie cel", "Regie betekenis", "Regie kader", "toc 1"):
        assert styles[name].base_style.name == "Normal"


def test_the_list_of_contents_takes_no_number_from_the_chapters(made: bytes) -> None:
    title: Any = next(p for p in _open(made).paragraphs if p.text == "Inhoud")
    assert title._p.pPr.numPr.numId.val == 0


def test_a_template_with_footnotes_of_its_own_keeps_them() -> None:
    once = documents.word(papers.report(), _template("{{ inhoud }}"))
    again = _open(once)
    again.add_paragraph("{{ inhoud }}")
    made = documents.word(papers.report(), _saved(again))
    notes = _xml(made, "word/footnotes.xml")
    assert notes.count("<w:footnote ") == 2 + 4 + 4
    assert len(set(re.findall(r'<w:footnote [^>]*w:id="(-?\d+)"', notes))) == 10


def test_a_tag_in_pieces_is_one_tag() -> None:
    def pieces(document: Document) -> None:
        paragraph = document.add_paragraph()
        for piece, bold in (("{", True), ("{ ti", False), ("tel }", True), ("}", False)):
            paragraph.add_run(piece).bold = bold

    made = documents.word(papers.report(), _template("{{inhoud}}", change=pieces))
    assert _open(made).paragraphs[-1].text == "Veiligheidsanalyse Voorbeeldstad 2026"


def _in_header(words: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = words

    return change


def _in_title(words: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document.core_properties.title = words

    return change


BROKEN: list[tuple[bytes, str]] = [
    (_template("{{ titel }}"), r"\{\{ inhoud \}\} precies één keer"),
    (_template("{{ inhoud }}", "{{ inhoud }}"), "precies één keer"),
    (_template("{{ inhoud }}", "{{ titl }}"), r"\{\{ titl \}\} bestaat niet.*\{\{ titel \}\}"),
    (_template("{{ inhoud }}", "{{ titel.upper() }}"), "titel.upper"),
    (_template("{{ inhoud }}", "{{ ''.__class__ }}"), "__class__"),
    (_template("{{ inhoud }}", "{{ titel }"), r"kapot: \{\{ titel \}"),
    (_template("{{ titel }", "{{ inhoud }}"), r"kapot: \{\{ titel \}"),
    (_template("{{ inhoud }}", "Hier { titel }}"), r"kapot: .*titel \}\}"),
    (_template("{{ inhoud }}", "{% for x in titel %}"), "kapot: {% for x in titel"),
    (_template("{{ inhoud }}", "{# niets #}"), "kapot: {# niets"),
    (_template("{{ inhoud }}", "{{p titel }}"), "bestaat niet"),
    (_template("Lees {{ inhoud }} hier"), "op een eigen regel"),
    (_template("{{ inhoud }}", "x {{ inhoudsopgave }}"), "op een eigen regel"),
    (_template("{{ inhoud }}", change=_in_header("{{ inhoudsopgave }}")), "in de tekst"),
    (_template("{{ inhoud }}", change=_in_header("{{ gemeente }}")), r"\{\{ gemeente \}\}"),
    (_template("{{ inhoud }}", change=_in_title("{{ wat }}")), r"\{\{ wat \}\}"),
    (_template("{{ inhoud }}", "{{ titel", "}}"), "kapot"),
    (b"geen zip", "geen Word-document"),
]


@pytest.mark.parametrize(("template", "words"), BROKEN, ids=[words for _t, words in BROKEN])
def test_a_template_that_cannot_be_filled_is_refused_naming_the_tag(
    template: bytes, words: str
) -> None:
    with pytest.raises(TemplateRefusedError, match=words):
        documents.word(papers.report(), template)


def test_another_kind_of_file_is_refused() -> None:
    packed = documents.odt(papers.report())
    with pytest.raises(TemplateRefusedError, match="Bewaar de sjabloon als"):
        documents.word(papers.report(), packed)
    whole = zipfile.ZipFile(io.BytesIO(_template("{{ inhoud }}")))
    macros = io.BytesIO()
    with zipfile.ZipFile(macros, "w") as target:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "[Content_Types].xml":
                plain = b"wordprocessingml.document.main+xml"
                data = data.replace(plain, b"ms-word.document.macroEnabled.main+xml")
            target.writestr(name, data)
    with pytest.raises(TemplateRefusedError, match="macro's"):
        documents.word(papers.report(), macros.getvalue())


def test_a_damaged_file_is_refused() -> None:
    sample = documents.sample_template()
    for at in range(200, len(sample), len(sample) // 40):
        damaged = sample[:at] + bytes([sample[at] ^ 0xFF]) + sample[at + 1 :]
        with suppress(TemplateRefusedError):  # and nothing else is raised
            assert documents.word(papers.report(), damaged)


def test_numbers_that_are_no_numbers_are_refused() -> None:
    whole = zipfile.ZipFile(io.BytesIO(_template("{{ inhoud }}")))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in whole.namelist():
            data = whole.read(name).replace(b"wordprocessingml.numbering+xml", b"other+xml")
            target.writestr(name, data)
    with pytest.raises(TemplateRefusedError, match="Word-document"):
        documents.word(papers.report(), stream.getvalue())


def test_what_only_the_engine_sees_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_tags, "_check_tags", lambda _found: None)
    with pytest.raises(TemplateRefusedError, match="kapot"):
        documents.word(papers.report(), _template("{{ titel }", "{{ inhoud }}"))


def test_a_file_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in (("LARGEST", 1_000), ("MOST_FILES", 3)):
        with monkeypatch.context() as patch:
            patch.setattr(word_safety, name, limit)
            with pytest.raises(TemplateRefusedError, match="te groot"):
                documents.word(papers.report(), _template("{{ inhoud }}"))


def test_the_sample_holds_every_tag_and_is_the_same_every_time() -> None:
    sample = documents.sample_template()
    assert sample == documents.sample_template()
    words = "".join(_xml(sample, name) for name in ("word/document.xml", "word/header1.xml"))
    assert [tag for tag in word_tags.KNOWN if f"{{{{ {tag} }}}}" not in words] == []
    assert documents.word(papers.report(), sample) == documents.word(papers.report())


def test_words_in_the_front_are_words() -> None:
    paper = replace(papers.report(), title="\ue000inhoud\ue000 & <b> {{ status }} {_{")
    title: Any = _open(documents.word(paper)).paragraphs[0].text
    assert title.startswith("inhoud & <b> {{ status }}")
