"""PDF: by its tags, and by its looks when it has none."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_files import opening, pdf_lines, pdf_pages
from regie.planning.plan_files.opening import read
from regie.planning.plan_files.pdf_grids import columns, wrapped_table_at
from regie.planning.plan_files.pdf_lines import Row
from regie.planning.plan_files.pdf_pages import Chunk
from regie.planning.plan_files.pdf_words import repaired
from regie.planning.plan_texts.tests.making import pdf
from regie.ui.prose.writing import Words

pytestmark = pytest.mark.pure

SOURCE = """
#set page(width: 12cm, height: 14cm, header: [Gemeente Voorbeeldstad], numbering: "1")
#set text(lang: "nl", size: 10pt, hyphenate: true)
#set par(justify: true)
#outline(title: [Inhoud])
= Visie
Iedereen kan zonder angst over straat, want veiligheidsbeleving en leefbaarheid gaan samen met
verantwoordelijkheid van bewonersverenigingen en woningcorporaties in alle wijken.
- met inwoners
- met de politie
#pagebreak()
= Doelen
== Jeugd
#table(columns: 3, table.header([Indicator], [Nulmeting], [Streefwaarde]),
  [Meldingen], [100], [80], [Cijfer], [6,9], [7,5])
#pagebreak()
= Geld
Het plan kost weinig.
#pagebreak()
= Slot
Dit was het.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pdf(tmp_path_factory.mktemp("pdf") / "plan.pdf", SOURCE)


def told(path: Path) -> list[str]:
    return [f"{p.kind} {p.level} {p.plain}" for p in read(path)[1].pieces]


def test_tags_are_followed(made: Path) -> None:
    found = told(made)
    assert [line for line in found if line.startswith("heading")] == [
        "heading 1 Visie",
        "heading 1 Doelen",
        "heading 2 Jeugd",
        "heading 1 Geld",
        "heading 1 Slot",
    ]
    assert "item 0 met inwoners" in found
    table = "table 0 Indicator | Nulmeting | Streefwaarde\nMeldingen | 100 | 80\nCijfer | 6,9 | 7,5"
    assert table in found
    assert not any("Gemeente Voorbeeldstad" in line for line in found)
    (vision,) = [line for line in found if "zonder angst" in line]
    assert "- " not in vision
    for word in ("veiligheidsbeleving", "bewonersverenigingen", "woningcorporaties"):
        assert word in vision


def test_without_tags_looks_say_what_is_what(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "_mcid", lambda _values: None)
    original = pdf_pages._Page.operand

    def plain(
        self: pdf_pages._Page,
        name: bytes,
        values: Sequence[object],
        cm: Sequence[float],
        tm: object,
    ) -> None:
        if name not in {b"BDC", b"BMC", b"EMC"}:
            original(self, name, values, cm, tm)

    monkeypatch.setattr(pdf_pages._Page, "operand", plain)
    found = told(made)
    headings = [line for line in found if line.startswith("heading")]
    for words in ("Visie", "Doelen", "Jeugd", "Geld", "Slot"):
        assert any(line.endswith(words) for line in headings), found
    assert "item 0 met inwoners" in found
    assert any("zonder angst over straat, want veiligheidsbeleving" in line for line in found)
    assert not any("Gemeente Voorbeeldstad" in line for line in found)
    assert not any(line.split(" ", 2)[2].strip().isdigit() for line in found)


def test_words_broken_at_the_end_of_a_line_are_whole_again() -> None:
    def whole(text: str) -> str:
        return "".join(run.text for run in repaired([Words(text)]))

    assert whole("veilig-\nheid") == "veiligheid"
    assert whole("woon- \nen leefomgeving") == "woon-  en leefomgeving"
    assert whole("Noord-\nHolland") == "Noord- Holland"
    assert whole("twee\nregels") == "twee regels"


def test_columns_that_were_drawn_across_are_read_one_by_one() -> None:
    rows = [
        Row(
            [
                Chunk(f"linker kolom regel nummer {n}", 50, 700 - 12 * n, 8),
                Chunk(f"rechter kolom regel nummer {n}", 300, 700 - 12 * n, 8),
            ]
        )
        for n in range(10)
    ]
    words = [row.text for row in columns(rows)]
    assert words[0].startswith("linker")
    assert words[9].startswith("linker")
    assert words[10].startswith("rechter")


def test_a_table_that_was_drawn_cell_by_cell_is_a_table() -> None:
    def row(x: float, y: float, words: str) -> Row:
        return Row([Chunk(words, x, y, 10)])

    rows = [
        Row([Chunk("Indicator", 90, 300, 10), Chunk("Nu", 200, 300, 10)]),
        row(300, 300, "Streef"),
        row(300, 288, "2026"),
        row(90, 260, "Woning"),
        row(90, 248, "inbraken"),
        Row([Chunk("3,1", 200, 260, 10), Chunk("3,0", 300, 260, 10)]),
        row(90, 220, "Gewone tekst"),
    ]
    grid, used = wrapped_table_at(rows)
    assert used == 6
    cells = [[" ".join("".join(run.text for run in cell).split()) for cell in row] for row in grid]
    assert cells == [["Indicator", "Nu", "Streef 2026"], ["Woning inbraken", "3,1", "3,0"]]
    assert wrapped_table_at(rows[6:]) == ((), 0)


def test_a_year_at_the_top_of_a_page_is_no_page_number() -> None:
    rows = [
        Row([Chunk(words, 50, y, 10)]) for words, y in (("2026", 700), ("Tekst", 400), ("3", 40))
    ]
    gone = [pdf_lines._is_furniture(row, rows, set(), 5) for row in rows]
    assert gone == [False, False, True]


def test_a_scan_says_that_it_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        read(pdf(tmp_path / "scan.pdf", "#rect(width: 100%, height: 50%, fill: gray)"))
    assert caught.value.sentence == opening.NO_TEXT


def test_a_password_is_said(tmp_path: Path, made: Path) -> None:
    from pypdf import PdfWriter

    from regie.planning.plan_files.pdf import LOCKED

    writer = PdfWriter(clone_from=made)
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(tmp_path / "dicht.pdf")
    with pytest.raises(RefusedError) as caught:
        read(tmp_path / "dicht.pdf")
    assert caught.value.sentence == LOCKED
    writer = PdfWriter(clone_from=made)
    writer.encrypt("", "eigenaar", algorithm="RC4-128")  # to print or copy only: readable
    writer.write(tmp_path / "open.pdf")
    assert "heading 1 Visie" in told(tmp_path / "open.pdf")
