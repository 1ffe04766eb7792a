"""Headings that nobody gave a style, and a list of contents that somebody typed."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.plan_texts.finishing import finish
from regie.planning.plan_texts.looks import Seen, settled
from regie.planning.plan_texts.pieces import Contents, Piece
from regie.planning.plan_texts.tests.making import odt, paragraph, read, word
from regie.ui.prose.writing import Words

pytestmark = pytest.mark.pure
TEXT = "Dit is een gewone alinea van het plan, met een zin die ergens over gaat."


def line(words: str) -> Piece:
    return Piece("paragraph", (Words(words),))


def heads(pieces: list[Piece], seen: dict[int, Seen]) -> list[tuple[int, str]]:
    plain = Seen(11.0)
    looks = {place: seen.get(place, plain) for place in range(len(pieces))}
    return [(p.level, p.plain) for p in settled(pieces, looks) if p.kind == "heading"]


def test_a_number_that_counts_on_makes_a_heading() -> None:
    words = [
        "1 Inleiding",
        TEXT,
        "3 auto's werden gestolen",
        TEXT,
        "1.1 Leeswijzer",
        TEXT,
        "2. Doel",
    ]
    found = heads([line(each) for each in [*words, TEXT]], {})
    assert found == [(1, "1 Inleiding"), (2, "1.1 Leeswijzer"), (1, "2. Doel")]


def test_numbers_right_under_each_other_are_a_list() -> None:
    assert (
        heads([line(each) for each in ["1. meer licht", "2. meer groen", "3. meer toezicht"]], {})
        == []
    )


@pytest.mark.parametrize(
    "look",
    [Seen(14.0), Seen(11.0, bold=True), Seen(11.0, underlined=True), Seen(11.0, capitals=True)],
)
def test_what_stands_out_is_a_heading(look: Seen) -> None:
    assert heads([line("Ondermijning"), line(TEXT)], {0: look}) == [(1, "Ondermijning")]
    assert heads([line(TEXT), line("Kort.")], {0: look, 1: look}) == []


def test_what_stands_out_more_lies_higher_and_a_number_says_it_best() -> None:
    pieces = [line(each) for each in ["DOELEN", TEXT, "Jeugd", TEXT, "Wonen", TEXT]]
    looks = {0: Seen(11.0, capitals=True), 2: Seen(11.0, bold=True), 4: Seen(11.0, underlined=True)}
    assert heads(pieces, looks) == [(1, "DOELEN"), (2, "Jeugd"), (3, "Wonen")]
    pieces = [line(each) for each in ["1 Doelen", TEXT, "1.1 Jeugd", TEXT, "Bijlage", TEXT]]
    bold = Seen(11.0, bold=True)
    assert heads(pieces, dict.fromkeys((0, 2, 4), bold)) == [
        (1, "1 Doelen"),
        (2, "1.1 Jeugd"),
        (1, "Bijlage"),
    ]


def test_beside_styles_only_what_is_bold_underlined_or_large_counts() -> None:
    styled = [Piece("heading", (Words(f"Kop {n}"),), level=1) for n in range(3)]
    pieces = [line("Voorwoord"), *styled, line("VET"), line("HOOFDLETTERS"), line("1 Nummer")]
    looks = {
        0: Seen(11.0, bold=True),
        4: Seen(11.0, bold=True, capitals=True),
        5: Seen(11.0, capitals=True),
    }
    found = heads(pieces, looks)
    assert found[0] == (1, "Voorwoord")
    assert found[4:] == [(3, "VET")]


def test_headings_by_looks_in_word_and_in_open_document(tmp_path: Path) -> None:
    body = (
        paragraph("Doelen", looks='<w:u w:val="single"/>')
        + paragraph(TEXT)
        + paragraph("Aanpak", looks="<w:caps/>")
        + paragraph(TEXT)
        + paragraph("Geld", looks='<w:sz w:val="32"/>')
        + paragraph(TEXT)
        + paragraph("Los woord", looks='<w:u w:val="none"/>')
        + paragraph(TEXT)
    )
    found = read(word(tmp_path / "a.docx", body)).pieces
    assert {p.plain for p in found if p.kind == "heading"} == {"Doelen", "Aanpak", "Geld"}
    styles = (
        '<style:default-style style:family="paragraph"><style:text-properties fo:font-size="11pt"/>'
        '</style:default-style><style:style style:name="G" style:family="paragraph">'
        '<style:text-properties fo:font-size="16pt"/></style:style>'
        '<style:style style:name="O" style:family="text"><style:text-properties '
        'style:text-underline-style="solid"/></style:style>'
    )
    text = (
        f'<text:p text:style-name="G">Geld</text:p><text:p>{TEXT}</text:p><text:p>'
        f'<text:span text:style-name="O">Doelen</text:span></text:p><text:p>{TEXT}</text:p>'
    )
    found = read(odt(tmp_path / "a.odt", text, styles=styles)).pieces
    assert [(p.level, p.plain) for p in found if p.kind == "heading"] == [
        (1, "Geld"),
        (2, "Doelen"),
    ]


# --- the list of contents -------------------------------------------------------------------------


def finished(*words: str) -> tuple[list[str], int]:
    contents = Contents()
    contents.pieces = [line(each) for each in words]
    finish(contents, dict.fromkeys(range(len(words)), Seen(11.0)))
    return [piece.plain for piece in contents.pieces], contents.left_out["toc"]


def test_a_typed_list_of_contents_goes_and_the_text_stays() -> None:
    text = ["1 Inleiding", TEXT, "2 Doelen", TEXT]
    dotted = ["Inhoudsopgave", "1 Inleiding ........ 3", "2 Doelen........4"]
    assert finished(*dotted, *text) == (text, 3)
    numbered = ["Inhoud", "Inleiding 3", "Doelen 4"]
    assert finished(*numbered, *text) == (text, 3)
    bare = ["Inhoud", "Inleiding", "Doelen"]
    assert finished(*bare, *text) == (text, 3)


def test_what_is_said_only_once_is_no_list_of_contents() -> None:
    words = ["Inhoud", "Dit plan heeft 4", "Doelen staan in deel 2", TEXT]
    assert finished(*words) == (words, 0)


def test_a_heading_over_a_list_that_was_a_field_goes(tmp_path: Path) -> None:
    body = (
        paragraph("Inhoudsopgave", looks="<w:b/>")
        + paragraph("Visie 2", "Inh1")
        + paragraph("Visie", "Kop1")
        + paragraph(TEXT)
    )
    assert [p.plain for p in read(word(tmp_path / "a.docx", body)).pieces] == ["Visie", TEXT]


WORDS = st.sampled_from(
    ["Inhoud", "1 Visie", "Visie 3", "Visie ..... 3", "2 Doel", "DOELEN", "1. een", TEXT, "Los"]
)
LOOKS = st.builds(
    Seen, st.sampled_from([0.0, 11.0, 16.0]), st.booleans(), st.booleans(), st.booleans()
)


@given(st.lists(st.tuples(WORDS, LOOKS), max_size=12))
def test_whatever_stands_there_no_word_goes_that_is_said_once(
    given_lines: list[tuple[str, Seen]],
) -> None:
    contents = Contents()
    contents.pieces = [line(words) for words, _look in given_lines]
    finish(contents, {place: look for place, (_words, look) in enumerate(given_lines)})
    left = Counter(piece.plain for piece in contents.pieces)
    given_words = Counter(words for words, _look in given_lines)
    assert left <= given_words
    assert left[TEXT] >= min(given_words[TEXT], 1)
    assert left["Los"] >= min(given_words["Los"], 1)


def test_numbers_of_ones_own_stand_before_an_item(tmp_path: Path) -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    numbering = (
        f'<w:numbering xmlns:w="{w}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Doel %1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    about = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = paragraph("Minder inbraken.", about=about) + paragraph("Meer meldingen.", about=about)
    found = read(word(tmp_path / "a.docx", body, more={"word/numbering.xml": numbering})).pieces
    assert [p.plain for p in found] == ["Doel 1. Minder inbraken.", "Doel 2. Meer meldingen."]
    assert not any(p.ordered for p in found)


def test_letters_that_were_drawn_as_one_and_notes_of_more_paragraphs(tmp_path: Path) -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="2">{paragraph("Eerst.")}{paragraph("Daarna.")}'
        "</w:footnote></w:footnotes>"
    )
    body = (
        "<w:p><w:r><w:t>e\ufb00ect en \ufb01guur</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    found = read(word(tmp_path / "a.docx", body, more={"word/footnotes.xml": notes})).pieces
    assert [p.plain for p in found] == ["effect en figuur [Eerst. Daarna.]"]


def test_the_paragraphs_of_a_cell_are_lines(tmp_path: Path) -> None:
    about = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    cell = f"<w:tc>{paragraph('een')}{paragraph('twee', about=about)}</w:tc>"
    body = f"<w:tbl><w:tr>{cell}<w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>"
    (table,) = read(word(tmp_path / "a.docx", body)).pieces
    assert "".join(run.text for run in table.rows[0][0]) == "een\u2028• twee"
