"""Word: what a reader sees is read, what nobody sees is not."""

from pathlib import Path

import pytest

from regie.planning.plan_texts.markdown import markdown
from regie.planning.plan_texts.pieces import Contents
from regie.planning.plan_texts.tests.making import R, W, paragraph, read, word

pytestmark = pytest.mark.pure


def said(path: Path) -> list[str]:
    return [f"{piece.kind} {piece.plain}" for piece in read(path).pieces]


def contents(path: Path) -> Contents:
    return read(path)


def test_headings_by_style_by_a_style_on_top_of_it_and_by_outline(tmp_path: Path) -> None:
    body = (
        paragraph("Een", "Kop1")
        + paragraph("Twee", "Mijn")
        + paragraph("Drie", about='<w:outlineLvl w:val="1"/>')
        + paragraph("Geen kop", "Mijn", about='<w:outlineLvl w:val="9"/>')
        + paragraph("Tekst", "Rond")
    )
    found = contents(word(tmp_path / "a.docx", body))
    assert [(p.kind, p.level) for p in found.pieces] == [
        ("heading", 1),
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_headings_by_their_looks(tmp_path: Path) -> None:
    bold = '<w:b/><w:sz w:val="32"/>'
    body = (
        paragraph("1. Inleiding", looks=bold)
        + paragraph("Gewone tekst die gewoon doorloopt.")
        + paragraph("1.1 Waarom dit plan", looks="<w:b/>")
        + paragraph("Dit is een vette zin die een zin is.", looks="<w:b/>")
    )
    assert said(word(tmp_path / "a.docx", body)) == [
        "heading 1. Inleiding",
        "paragraph Gewone tekst die gewoon doorloopt.",
        "heading 1.1 Waarom dit plan",
        "paragraph Dit is een vette zin die een zin is.",
    ]
    assert [p.level for p in contents(tmp_path / "a.docx").pieces if p.kind == "heading"] == [1, 2]


def test_lists_keep_their_depth_and_numbers(tmp_path: Path) -> None:
    def item(words: str, depth: int) -> str:
        return paragraph(
            words, about=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        )

    body = item("een", 0) + item("binnen", 1) + item("twee", 0)
    found = contents(word(tmp_path / "a.docx", body))
    assert markdown(found.pieces) == "1. een\n   - binnen\n2. twee"


def test_lists_count_on_where_word_counts_on(tmp_path: Path) -> None:
    def item(words: str, depth: int = 0) -> str:
        about = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        return paragraph(words, about=about)

    body = item("een") + paragraph("Tussendoor.") + item("twee") + item("diep", 5) + item("drie")
    found = contents(word(tmp_path / "a.docx", body))
    assert markdown(found.pieces) == "1. een\n\nTussendoor.\n\n2. twee\n   - diep\n3. drie"
    assert found.left_out["deep"] == 1


def test_the_end_of_a_line_and_the_address_of_a_link_stay(tmp_path: Path) -> None:
    kind = f"{R}/hyperlink"
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="{address}" TargetMode="External"/>'
        for n, address in enumerate(("https://x.nl/a_b", "javascript:alert(1)", "file:///c:/x"))
    )
    links = "".join(
        f'<w:hyperlink r:id="r{n}"><w:r><w:t>l{n}</w:t></w:r></w:hyperlink>' for n in range(4)
    )
    body = (
        f'<w:p><w:r><w:t>Adres:</w:t><w:br/><w:t># Plein 1</w:t><w:br w:type="page"/></w:r>'
        f"{links}</w:p>"
    )
    relations = f"<Relationships>{rows}</Relationships>"
    path = word(tmp_path / "a.docx", body, more={"word/_rels/document.xml.rels": relations})
    said = markdown(contents(path).pieces)
    assert said == "Adres:\\\n\\# Plein 1 [l0](<https://x.nl/a_b>)l1l2l3"


def test_what_has_no_place_in_a_text_is_told_and_no_word_goes_unsaid(tmp_path: Path) -> None:
    box = f"<w:drawing><w:txbxContent>{paragraph('in het vak')}</w:txbxContent></w:drawing>"
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>binnen</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    body = (
        f"<w:tbl><w:tr><w:tc>{wide}<w:p><w:r><w:t>Kop</w:t>{box}</w:r></w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc>{inner}</w:tc></w:tr></w:tbl>"
        "<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
        "<w:nieuw><w:r><w:t>onbekend</w:t></w:r></w:nieuw>"
        "<w:r><w:t>tekst</w:t><w:commentReference/></w:r></w:p><w:altChunk/>"
    )
    margin = f'<w:hdr xmlns:w="{W}">{paragraph("Gemeente")}</w:hdr>'
    empty = f'<w:ftr xmlns:w="{W}"><w:p/></w:ftr>'
    more = {"word/header1.xml": margin, "word/footer2.xml": empty}
    found = contents(word(tmp_path / "a.docx", body, more=more))
    assert [piece.plain for piece in found.pieces] == ["Kop in het vak | \na | binnen", "tekst"]
    assert +found.left_out == {
        "merged": 1,
        "inner": 1,
        "formulas": 1,
        "unknown": 2,
        "comments": 1,
        "headers": 1,
    }


def test_changes_are_accepted_and_counted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Dit </w:t></w:r><w:ins><w:r><w:t>nieuwe </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>oude </w:delText></w:r></w:del><w:r><w:t>plan.</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t>"
        "</w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>weg</w:t>"
        "</w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    found = contents(word(tmp_path / "a.docx", body))
    assert [piece.plain for piece in found.pieces] == ["Dit nieuwe plan.", "a | b"]
    assert (found.left_out["inserted"], found.left_out["deleted"]) == (1, 1)


def test_hidden_text_and_the_contents_are_left_out(tmp_path: Path) -> None:
    toc = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('Inhoud')}</w:sdtContent></w:sdt>"
    )
    body = (
        toc
        + paragraph("Inleiding 3", "Inh1")
        + paragraph("verborgen", looks="<w:vanish/>")
        + paragraph("zichtbaar", looks='<w:vanish w:val="0"/>')
        + f"<w:sdt><w:sdtContent>{paragraph('ingevuld')}</w:sdtContent></w:sdt>"
    )
    found = contents(word(tmp_path / "a.docx", body))
    assert [piece.plain for piece in found.pieces] == ["zichtbaar", "ingevuld"]
    assert (found.left_out["toc"], found.left_out["hidden"]) == (2, 1)


def test_cells_that_are_merged_say_the_same(tmp_path: Path) -> None:
    def cell(words: str, about: str = "") -> str:
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{paragraph(words)}</w:tc>"

    body = (
        "<w:tbl><w:tr>"
        + cell("Jeugd", '<w:vMerge w:val="restart"/>')
        + cell("meldingen")
        + cell("10")
        + "</w:tr><w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("beide", '<w:gridSpan w:val="2"/>')
        + "</w:tr></w:tbl>"
    )
    assert said(word(tmp_path / "a.docx", body)) == [
        "table Jeugd | meldingen | 10\nJeugd | beide | "
    ]


def test_a_box_drawn_with_a_table_is_text(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr><w:tc>{paragraph('In een kader')}</w:tc></w:tr></w:tbl>"
    assert said(word(tmp_path / "a.docx", body)) == ["paragraph In een kader"]


def test_notes_text_boxes_pictures_and_remarks(tmp_path: Path) -> None:
    box = f"<w:pict><w:txbxContent>{paragraph('In het vak')}</w:txbxContent></w:pict>"
    body = (
        '<w:p><w:r><w:t>Zie cijfers</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:commentReference/></w:r><w:r><w:drawing/></w:r></w:p>"
    )
    found = contents(word(tmp_path / "a.docx", body))
    assert [piece.plain for piece in found.pieces] == ["Zie cijfers [Bron: CBS.]", "In het vak"]
    assert {name: found.left_out[name] for name in ("notes", "boxes", "comments", "pictures")} == {
        "notes": 1,
        "boxes": 1,
        "comments": 1,
        "pictures": 1,
    }
