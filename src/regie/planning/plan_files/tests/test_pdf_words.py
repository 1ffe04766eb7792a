"""Words that a PDF broke, tables that it drew with lines, links that lie over its words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.plan_files import pdf_pages
from regie.planning.plan_files.opening import read
from regie.planning.plan_files.pdf_links import link_at
from regie.planning.plan_files.pdf_pages import Chunk, Drawn
from regie.planning.plan_files.pdf_rules import MOST_RULES, Rule, frames
from regie.planning.plan_files.pdf_rules import Path as Drawing
from regie.planning.plan_files.pdf_tables import continued, ruled_tables
from regie.planning.plan_files.pdf_words import GLUE, mended, numbered, repaired, said
from regie.planning.plan_texts.pieces import Line, plain
from regie.planning.plan_texts.tests.making import pdf
from regie.ui.prose.writing import Words

pytestmark = pytest.mark.pure
UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def column(*lines: str, x: float = 50.0, size: float = 10.0) -> list[Chunk]:
    """Lines under each other."""
    return [Chunk(words, x, 700 - 12 * n, size) for n, words in enumerate(lines)]


def whole(page: list[Chunk]) -> str:
    """The words of a page as one paragraph."""
    chunks = mended([page])[0]
    return plain(repaired(Words(text) for chunk in chunks for text in (chunk.text, "\n")))


LONG = "Dit is een lange regel van het plan die doorloopt "
ENDS = [LONG, "en weer verder gaat tot het einde van de regel "] * 8


def test_a_word_that_a_narrow_cell_broke_is_whole_where_other_lines_end_with_a_space() -> None:
    page = column(*ENDS, "en dan.")
    cell = column("Nulmetin", "g", x=300.0)
    assert whole([*page, *cell]).endswith("Nulmeting")
    assert whole([*column("zonder", "spaties"), *cell]).endswith("Nulmetin g")


def test_two_words_under_each_other_stay_two() -> None:
    page = column(*ENDS, "met de politie en de gemeente ", "samen.")
    assert whole([*page, *column("politie", "gemeente", x=300.0)]).endswith("politie gemeente")


def test_a_hyphen_goes_when_it_only_broke_the_word() -> None:
    assert whole(column("wij maken veilig-", "heid samen")) == "wij maken veiligheid samen"
    assert whole(column("de zee-", "eend vliegt")) == "de zee-eend vliegt"
    assert whole(column("de e-mail en de e-", "mail")) == "de e-mail en de e-mail"
    assert whole(column("woon-", "en leefomgeving")) == "woon- en leefomgeving"
    # Where words are never broken, a hyphen at the end is one of the word itself.
    assert whole(column(*ENDS * 5, "een two-", "factor")).endswith("een two-factor")
    assert plain(repaired([Words("2022-\n2025")])) == "2022-2025"


@given(st.lists(st.text(alphabet="ab -\u00e9.", min_size=1, max_size=9), max_size=9))
def test_mending_changes_no_letter(lines: list[str]) -> None:
    def letters(page: list[Chunk]) -> str:
        text = "".join(chunk.text for chunk in page)
        return "".join(letter for letter in text if letter.isalpha())

    page = column(*lines)
    assert letters(mended([page])[0]) == letters(page)
    assert all(chunk.text.replace(GLUE, "") for chunk in mended([page])[0])


def test_numbers_before_items() -> None:
    assert numbered("12. punt") == (True, 12)
    assert numbered("b) punt") == (True, 0)
    assert numbered("• punt") == (False, 0)


# --- tables with lines ----------------------------------------------------------------------------


def grid(left: float, top: float, widths: list[float], heights: list[float]) -> list[Rule]:
    """The lines of a table."""
    found: list[Rule] = []
    across = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
    down = [top - sum(heights[:n]) for n in range(len(heights) + 1)]
    found += [(across[0], y, across[-1], y) for y in down]
    found += [(x, down[-1], x, down[0]) for x in across]
    return found


def cells(grid: tuple[tuple[Line, ...], ...]) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in grid]


def test_a_table_is_read_by_the_lines_around_its_cells() -> None:
    words = [
        Chunk("Doel", 52, 690, 10),
        Chunk("Nu", 152, 690, 10),
        Chunk("Minder", 52, 670, 10),
        Chunk("inbraken", 52, 658, 10),
        Chunk("3,1", 152, 670, 10),
        Chunk("buiten", 52, 500, 10),
    ]
    rules = grid(50, 700, [100, 50], [20, 40])
    ((table,),) = ruled_tables([Drawn(words, tuple(rules))])
    assert cells(table.grid) == [["Doel", "Nu"], ["Minder inbraken", "3,1"]]
    assert table.places == frozenset(range(5))
    frame = grid(50, 700, [100], [60])  # a box around words is no table
    assert ruled_tables([Drawn(words, tuple(frame))]) == [[]]


def test_a_table_goes_on_on_the_next_page() -> None:
    def page(*rows: tuple[str, str]) -> Drawn:
        words = [
            Chunk(text, 52 + 100 * n, 690 - 20 * at, 10)
            for at, row in enumerate(rows)
            for n, text in enumerate(row)
            if text
        ]
        return Drawn(words, tuple(grid(50, 700, [100, 50], [20] * len(rows))))

    pages = [page(("Doel", "Nu"), ("Minder", "3")), page(("inbraken", "")), page(("Doel", "Nu"))]
    above, rest, head = (there[0] for there in ruled_tables(pages))
    joined = continued(above, rest)
    assert joined is not None
    assert cells(joined.grid) == [["Doel", "Nu"], ["Minder inbraken", "3"]]
    again = continued(above, head)
    assert again is not None
    assert again.grid == above.grid
    words = page(("a", "b"), ("c", "d")).chunks
    wider = Drawn(words, tuple(grid(50, 700, [90, 90], [20, 20])))
    ((other,),) = ruled_tables([wider])
    assert continued(above, other) is None


def test_only_what_is_painted_is_a_line() -> None:
    drawing = Drawing()
    for name, values in (
        (b"re", (0, 0, 100, 50)),
        (b"n", ()),
        (b"m", (0, 0)),
        (b"l", (100, 0)),
        (b"l", (100, 50)),
        (b"S", ()),
        (b"m", (0, 100)),
        (b"l", (0, 200)),
        (b"l", (70, 300)),
        (b"l", (70, 100)),
        (b"f", ()),
    ):
        drawing.operand(name, values, UNIT)
    assert drawing.rules() == (
        (0, 0, 100, 0),
        (100, 0, 100, 50),
        (0, 100, 0, 200),
        (70, 100, 70, 300),
        (0, 100, 70, 100),
    )


def test_a_map_is_no_table() -> None:
    many = [(x, y, x + 50, y) for x in range(60) for y in range(MOST_RULES // 50)]
    assert frames(many) == []
    assert frames(grid(0, 100, [50, 50], [20, 20])) != []


# --- links ----------------------------------------------------------------------------------------


def test_a_link_over_words_stays(tmp_path: Path) -> None:
    source = (
        'Lees #link("https://wetten.overheid.nl/x?y=1")[de wet] en #link("file:///c")[dit] erbij.'
    )
    pieces = read(pdf(tmp_path / "a.pdf", source))[1].pieces
    found = [(run.text.strip(), run.href) for piece in pieces for run in piece.words if run.href]
    assert found == [("de wet", "https://wetten.overheid.nl/x?y=1")]


def test_a_link_covers_most_of_the_words() -> None:
    links = [(100.0, 500.0, 140.0, 512.0, "https://x.nl")]
    assert link_at(links, 100, 502, 138) == "https://x.nl"
    assert link_at(links, 100, 502, 300) == ""
    assert link_at(links, 100, 480, 138) == ""
    chunk = pdf_pages.with_link(Chunk("wet", 101, 503, 10), links)
    assert said(chunk) == Words("wet", href="https://x.nl")
