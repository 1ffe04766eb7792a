"""Word files from outside: what is wrong is told with its place, what is unsafe is refused."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document

from regie.presentation import documents
from regie.presentation.documents import TemplateProblem, TemplateRefusedError
from regie.presentation.documents.word_report import MOST
from regie.ui.tests import papers

pytestmark = pytest.mark.pure
SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def made(*lines: str, change: Callable[[Document], None] | None = None) -> bytes:
    """A Word file with these lines."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if change:
        change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_part(template: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one part made or changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(stream, "w") as new:
        for each in {*old.namelist(), name}:
            data = old.read(each) if each in old.namelist() else b""
            new.writestr(each, change(data) if each == name else data)
    return stream.getvalue()


def test_everything_wrong_is_told_at_once_with_its_place() -> None:
    def around(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ gemeente }}"
        document.sections[0].footer.paragraphs[0].text = "{{ inhoud }}"
        document.core_properties.title = "{{ titel }"
        document.add_table(1, 1).cell(0, 0).text = "{{ datm }}"

    found = documents.template_problems(
        made("Voorblad", "{{ titl }}", "{% for x in y %}", "Zie {{ inhoud }} hier", change=around)
    )
    told = [(problem.where.split(":")[0], problem.words.split(". ")[0]) for problem in found]
    assert told == [
        ("in de tekst, regel 2", "Het invulveld {{ titl }} bestaat niet"),
        ("in de tekst, regel 3", "In de sjabloon is een invulveld kapot: {% for x in y %}"),
        ("in de tekst, regel 4", "Zet het invulveld {{ inhoud }} in de tekst, op een eigen regel."),
        ("in de tekst, regel 5", "Het invulveld {{ datm }} bestaat niet"),
        ("in de kop van de bladzijde", "Het invulveld {{ gemeente }} bestaat niet"),
        (
            "in de voet van de bladzijde",
            "Zet het invulveld {{ inhoud }} in de tekst, op een eigen regel.",
        ),
        (
            "in de eigenschappen van het bestand",
            "In de sjabloon is een invulveld kapot: {{ titel }",
        ),
    ]


def test_a_whole_template_has_no_problems() -> None:
    assert documents.template_problems(documents.sample_template()) == ()
    assert documents.template_problems(made("{{inhoud}}")) == ()


def test_a_list_that_nobody_mends_is_cut() -> None:
    assert len(documents.template_problems(made(*["{{ x }}"] * 50))) == MOST


def test_a_missing_tag_and_another_kind_of_file_are_told() -> None:
    (missing,) = documents.template_problems(made("{{ titel }}"))
    assert "precies één keer" in missing.words
    for content in (b"", b"PK", b"%PDF-1.7", documents.odt(papers.report())):
        (wrong,) = documents.template_problems(content)
        assert wrong == TemplateProblem(
            "Dit bestand is geen Word-document. Bewaar de sjabloon als .docx."
        )


def test_what_only_the_engine_sees_is_found_by_filling() -> None:
    def hidden(document: Document) -> None:
        paragraph = document.add_paragraph("x")
        paragraph.runs[0]._r.set("aanhaling", "{{ iets }}")

    (found,) = documents.template_problems(made("{{ inhoud }}", change=hidden))
    assert "{{ iets }}" in found.words


UNSAFE: list[tuple[str, bytes]] = [
    ("macro's", with_part(made("{{ inhoud }}"), "word/vbaProject.bin", lambda _old: b"x")),
    (
        "geen gewoon Word-document",
        with_part(
            made("{{ inhoud }}"),
            "docProps/app.xml",
            lambda _old: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        ),
    ),
    (
        "geen gewoon Word-document",
        with_part(
            made("{{ inhoud }}"),
            "docProps/app.xml",
            lambda _old: '<?xml version="1.0" encoding="utf-16"?><!doctype a><a/>'.encode("utf-16"),
        ),
    ),
    (
        "van een andere plek",
        with_part(
            made("{{ inhoud }}"),
            "word/_rels/document.xml.rels",
            lambda old: old.replace(
                b"</Relationships>",
                f'<Relationship Id="x1" Type="{SPACE}/image" Target="https://x.example/a.png"'
                ' TargetMode="External"/></Relationships>'.encode(),
            ),
        ),
    ),
    (
        "ander bestand of programma",
        with_part(
            made("{{ inhoud }}"),
            "word/_rels/document.xml.rels",
            lambda old: old.replace(
                b"</Relationships>",
                f'<Relationship Id="x1" Type="{SPACE}/oleObject" Target="a.bin"/>'
                "</Relationships>".encode(),
            ),
        ),
    ),
]


@pytest.mark.parametrize(("words", "template"), UNSAFE)
def test_what_does_more_than_hold_words_is_refused(words: str, template: bytes) -> None:
    with pytest.raises(TemplateRefusedError, match=words):
        documents.word(papers.report(), template)
    (told,) = documents.template_problems(template)
    assert words in told.words


def test_the_template_of_a_template_is_let_go_of() -> None:
    linked = with_part(
        with_part(
            made("{{ inhoud }}"),
            "word/settings.xml",
            lambda old: old.replace(b"<w:zoom", b'<w:attachedTemplate r:id="rId99"/><w:zoom', 1),
        ),
        "word/_rels/settings.xml.rels",
        lambda _old: (
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
            f'2006/relationships"><Relationship Id="rId99" Type="{SPACE}/attachedTemplate"'
            ' Target="file:///C:/Huisstijl/brief.dotx" TargetMode="External"/></Relationships>'
        ).encode(),
    )
    assert documents.template_problems(linked) == ()
    built = documents.word(papers.report(), linked)
    with zipfile.ZipFile(io.BytesIO(built)) as packed:
        whole = b"".join(packed.read(name) for name in packed.namelist())
    assert b"attachedTemplate" not in whole
    assert b"Huisstijl" not in whole


def test_styles_that_are_missing_are_named() -> None:
    assert documents.missing_styles(documents.sample_template()) == ()
    found = documents.missing_styles(made("{{ inhoud }}"))
    assert "Regie tabel" in found
    assert "heading 1" not in [name.lower() for name in found]
