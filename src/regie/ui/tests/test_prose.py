"""Restricted Markdown: read, shown, cleaned and compared; nothing in it is ever markup."""

import datetime
import re
import time
from collections.abc import Iterable, Iterator
from html import unescape

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from regie.ui import paper, prose
from regie.ui.prose import writing
from regie.ui.prose.reading import pieces
from regie.ui.prose.writing import Words
from regie.ui.tests.papers import neighbourhoods

pytestmark = pytest.mark.pure

MARKS = st.text(alphabet=" \n\t#*_-+|[]()<>{}\\`~!:.1ab&;\"'/=é\u00a0\u202e", max_size=120)
ANY = st.text(max_size=120) | MARKS
PASTED = """\
<p>
</p>
<b>
</b>
<i>
</i>
<table>
</table>
<tr>
<td>
<td colspan=9>
</td>
</tr>
<li>
<ul>
</ul>
<ol>
</ol>
<h1>
</h1>
<h4>
<br>
<img>
<script>
</script>
<!--
-->
</span>
<![if !supportLists]>
<![endif]>
<span style='mso-list:Ignore'>
<o:p>
</o:p>
woord
*
<a href='https://x.nl'>
</a>
_x_
1.
-
#
<
>
&
&lt;b&gt;
'
{figuur 1}
&#124;
[
](x)
<p class=MsoListParagraph style='mso-list:l0'>
"""
TAGS = st.lists(
    st.sampled_from(PASTED.splitlines()),
    max_size=40,
).map(" ".join)
SHOWN = {"p", "br", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "div"} | {
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def test_everything_that_is_allowed_becomes_a_part_of_a_document() -> None:
    text = (
        "## Aanpak\n\nWij **doen** dit *samen*, zie [de site](https://voorbeeld.nl).\n\n"
        "### Wie\n\n- een\n- twee\n\n1. eerst\n2. dan\n\n"
        "Tabel: Wie doet wat\n\n| Wie | Hoeveel |\n|---|---:|\n| politie | 3 |\n\n{figuur 4}\n"
    )
    drawn = neighbourhoods()
    assert prose.blocks(text, {4: drawn}) == (
        paper.Heading("Aanpak", 2),
        paper.Paragraph(
            paper.text(
                "Wij ",
                paper.strong("doen"),
                " dit ",
                paper.emphasis("samen"),
                ", zie ",
                paper.link("de site", "https://voorbeeld.nl"),
                ".",
            )
        ),
        paper.Heading("Wie", 3),
        paper.BulletList((paper.text("een"), paper.text("twee"))),
        paper.BulletList((paper.text("eerst"), paper.text("dan")), ordered=True),
        paper.table("Wie doet wat", ("Wie", "Hoeveel"), [("politie", "3")], numeric=[1]),
        drawn,
    )


@pytest.mark.parametrize(
    "literal",
    [
        "<script>alert(1)</script>",
        "[klik](javascript:alert(1))",
        "[klik](data:text/html,x)",
        "&lt;b&gt; en &amp;",
        "`code` ~~weg~~ > citaat",
        "{figuur 3} staat hierin",
        "http://voorbeeld.nl is geen link",
    ],
)
def test_the_rest_is_literal_text(literal: str) -> None:
    assert prose.plain(literal) == literal
    page = prose.html(literal)
    assert unescape(page) == f"<p>{literal}</p>"
    assert "<script" not in page
    assert "<a" not in page


def test_the_highest_heading_starts_where_it_is_told_and_no_heading_jumps() -> None:
    jumping = "### Diep\n\n## Kop\n\n##### Dieper\n\n# Hoog\n\n##\n"
    assert [b.level for b in prose.blocks(jumping) if isinstance(b, paper.Heading)] == [2, 2, 3, 2]
    deep = [b.level for b in prose.blocks(jumping, level=4) if isinstance(b, paper.Heading)]
    assert deep == [4, 4, 4, 4]
    assert "<h4>Diep</h4>" in prose.html("## A\n\n### Diep", level=3)


def test_a_figure_may_stand_between_lines_and_says_when_it_is_not_there() -> None:
    text = "een\n{figuur 12}\ntwee\n\n{figuur 3}\n\n{Figure 12}"
    assert prose.figure_numbers(text) == (12, 3)
    first, missing, *_rest = prose.blocks(text, {3: neighbourhoods()})
    assert first == paper.Paragraph(paper.text("een"))
    assert isinstance(missing, paper.Callout)
    with override("en"):
        assert "12" in prose.html(text)


def test_a_table_without_headings_takes_them_from_its_first_row() -> None:
    (made,) = prose.blocks("| | |\n|---|---|\n| Wie | Wat |\n| a | b |")
    assert made == paper.table("Wie, Wat", ("Wie", "Wat"), [("a", "b")])
    (numbered,) = prose.blocks("| Wie | |\n|---|---|\n| | b |")
    assert isinstance(numbered, paper.Table)
    assert paper.words_of(numbered.header[0][1]) == "Kolom 2"
    assert not numbered.row_headers
    (linked,) = prose.blocks("| [x](https://x.nl) |\n|---|")
    assert isinstance(linked, paper.Table)


def test_a_list_that_goes_on_after_a_figure_keeps_its_numbers() -> None:
    (made,) = prose.blocks("3. c\n4. d")
    assert made == paper.BulletList((paper.text("c"), paper.text("d")), ordered=True, start=3)
    assert prose.html("3. c\n4. d") == '<ol start="3"><li>c</li><li>d</li></ol>'


def test_a_list_in_a_list_stays_one() -> None:
    typed = "1. een\n   - *a*\n   - b\n\n     7. diep\n2. twee\n   - c\n\n   slot"
    (made,) = prose.blocks(typed)
    assert isinstance(made, paper.BulletList)
    assert [(level, paper.words_of(item)) for level, item in made.lines()] == [
        *((0, "een"), (1, "a"), (1, "b"), (2, "diep"), (0, "twee"), (1, "c slot")),
    ]
    assert prose.html(typed) == (
        "<ol><li>een<ul><li><em>a</em></li><li>b"
        '<ol start="7"><li>diep</li></ol></li></ul></li><li>twee<ul><li>c slot</li></ul></li></ol>'
    )
    assert prose.plain(typed) == "een\na\nb\ndiep\ntwee\nc slot"
    assert not prose.problems(typed)


def test_what_lies_too_deep_comes_to_the_deepest_and_a_list_without_words_takes_no_place() -> None:
    (made,) = prose.blocks("- a\n  - b\n    - c\n      - d\n    - e\n- - f\n-")
    assert isinstance(made, paper.BulletList)
    assert [(level, paper.words_of(item)) for level, item in made.lines()] == [
        *((0, "a"), (1, "b"), (2, "c"), (2, "d"), (2, "e"), (0, "f")),
    ]
    assert prose.blocks("- \n  -") == ()


def test_a_line_can_end_inside_a_paragraph_and_nowhere_else() -> None:
    typed = "Kerkstraat 1 \\\n  **1234** AB\n\n- een\\\n  twee\n\n## Kop\\"
    first, items, _head = prose.blocks(typed)
    words = paper.text("Kerkstraat 1", paper.LINE, paper.strong("1234"), " AB")
    assert first == paper.Paragraph(words)
    assert items == paper.BulletList((paper.text("een", paper.LINE, "twee"),))
    assert prose.html(typed).count("<br>") == 2
    assert prose.plain(typed).startswith("Kerkstraat 1 1234 AB\neen twee\n")
    assert list(paper.plain(one_page(*prose.blocks(typed))))[3:6] == ["Kerkstraat 1", "1234", "AB"]


def test_a_line_can_end_inside_a_cell_and_words_that_look_so_stay_words() -> None:
    (table,) = prose.blocks(
        "Tabel: wie\n\n| Wie | Wat |\n| --- | --- |\n| een<br>twee | x<BR />y |"
    )[-1:]
    assert isinstance(table, paper.Table)
    assert table.rows == (
        (paper.text("een", paper.LINE, "twee"), paper.text("x", paper.LINE, "y")),
    )
    assert "een<br>twee" in str(prose.html("| Wie | Wat |\n| --- | --- |\n| een<br>twee | x |"))
    assert not prose.problems("| Wie | Wat |\n| --- | --- |\n| een<br>twee | x |")
    said = writing.cell([Words("een<br>twee"), Words(writing.LINE), Words("drie")])
    assert said == "een\\<br>twee<br>drie"
    assert writing.line_of("een<br>twee") == "een\\<br>twee"
    assert prose.plain(writing.line_of("een<br>twee")).strip() == "een<br>twee"


def one_page(*blocks: paper.Block) -> paper.Paper:
    """A document of these parts."""
    day = datetime.date(2026, 11, 1)
    return paper.Paper("Titel", "Gemeente", day, (paper.Section("Een", blocks),))


def written(blocks: Iterable[paper.Block]) -> str:
    """Parts of a document as text again."""
    return "\n\n".join(map(_written, blocks))


def _written(block: paper.Block) -> str:
    match block:
        case paper.Heading():
            return f"{'#' * block.level} {writing.heading(block.text)}"
        case paper.Paragraph():
            return writing.paragraph(_words(block.text))
        case paper.BulletList():
            return writing.listed(_items(block, 0))
        case paper.Table():
            rows = [*block.header, *block.rows]
            return writing.table([[writing.cell(_words(cell)) for cell in row] for row in rows])
        case _:
            return ""


def _items(block: paper.BulletList, level: int) -> Iterator[writing.Item]:
    for at, (item, below) in enumerate(block.entries()):
        line = writing.paragraph(_words(item))
        yield writing.Item(line, level, block.ordered, block.start if at == 0 else 0)
        for one in below:
            yield from _items(one, level + 1)


def _words(found: paper.Text) -> Iterator[Words]:
    for run in found:
        assert isinstance(run, paper.Run)
        if run == paper.LINE:
            yield Words(writing.LINE)
        else:
            yield Words(run.text, run.strong, run.emphasis, run.href)


SAID = st.text(alphabet="ab 1.-#|:*_{\\[]()", min_size=1, max_size=12).filter(str.strip)
PLAIN = st.lists(SAID, min_size=1, max_size=3).map(writing.LINE.join)
ITEM = st.builds(
    lambda words, *about: writing.Item(writing.paragraph([Words(words)]), *about),
    PLAIN,
    st.integers(0, 4),
    st.booleans(),
    st.sampled_from([0, 0, 1, 7, 99]),
)
PARAGRAPH = PLAIN.map(lambda words: writing.paragraph([Words(words)]))
TYPED = st.lists(PARAGRAPH | st.lists(ITEM, max_size=8).map(writing.listed), max_size=5)


@given(TYPED.map("\n\n".join))
def test_what_is_written_is_read_back_and_written_the_same(typed: str) -> None:
    blocks = prose.blocks(typed)
    again = written(blocks)
    assert prose.blocks(again) == blocks
    assert written(prose.blocks(again)) == again
    assert all(isinstance(block, paper.Paragraph | paper.BulletList) for block in blocks)


@given(st.lists(ITEM, min_size=1, max_size=9))
def test_every_item_comes_back_where_it_lay(items: list[writing.Item]) -> None:
    typed = writing.listed(items)
    found = [line for block in prose.blocks(typed) for line in _lines(block)]
    expected, deepest = [], -1
    for item in items:
        deepest = min(item.level, deepest + 1, paper.DEEPEST_LIST - 1)
        expected.append((deepest, prose.plain(item.line)))
    assert [(level, paper.words_of(text)) for level, text in found] == expected


def _lines(block: paper.Block) -> Iterator[tuple[int, paper.Text]]:
    assert isinstance(block, paper.BulletList)
    yield from block.lines()


@given(ANY)
def test_what_anybody_typed_is_stable_once_it_was_written(typed: str) -> None:
    blocks = tuple(b for b in prose.blocks(typed) if not isinstance(b, paper.Callout))
    once = written(blocks)
    assert prose.plain(once).split() == prose.plain(written(prose.blocks(once))).split()


def test_a_list_in_a_list_loses_no_words_however_deep() -> None:
    deep = "\n".join(f"{'  ' * depth}- w{depth}" for depth in range(300))
    said = prose.plain(deep)
    assert all(f"w{depth}" in said for depth in range(300))


def test_words_are_those_a_reader_reads() -> None:
    assert prose.words("## Kop\n\n**Een** twee – drie\n\n{figuur 1}\n\n| a | b |\n|---|---|") == 6
    assert prose.words("") == 0
    assert prose.plain("- een\n- twee\n\nTekst") == "een\ntwee\nTekst"


@given(ANY)
def test_any_text_makes_a_chapter_that_can_be_printed(text: str) -> None:
    for level in (2, 3, 4):
        made = prose.blocks(text, level=level)
        if level == 2 and made:
            paper.Section("Titel", made)
    page = prose.html(text)
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= SHOWN
    assert prose.problems(text, ()) == prose.problems(text, ())
    assert prose.words(text) >= 0


@given(ANY)
def test_literal_words_stay_what_they_are(words: str) -> None:
    typed = writing.line_of(paper.clean(words))
    expected = re.sub(r"\s+", " ", paper.clean(words)).strip()
    assert re.sub(r"\s+", " ", prose.plain(typed)) == expected
    assert len(pieces(typed)) <= 1


RUNS = st.lists(
    st.builds(
        Words,
        st.text(alphabet="ab *_.,()[]\\<|é", min_size=1, max_size=8),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "", "https://x.nl/a_b"]),
    ),
    max_size=5,
)


@given(RUNS)
def test_runs_are_written_so_that_their_words_come_back(runs: list[Words]) -> None:
    said = re.sub(r"\s+", " ", "".join(run.text for run in runs)).strip()
    assert re.sub(r"\s+", " ", prose.plain(writing.guarded(writing.inline(runs)))).strip() == said


@given(TAGS)
def test_anything_pasted_becomes_text_that_can_be_read(pasted: str) -> None:
    text = prose.cleaned(pasted)
    prose.blocks(text)
    if "<p>" in pasted:
        assert "<script" not in text.lower()
        assert "mso-" not in text


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Weg</title>
<style><!-- p.MsoNormal {mso-style-parent:"";} --></style>
<!--[if gte mso 9]><xml><w:WordDocument>weg</w:WordDocument></xml><![endif]--></head>
<body lang=NL style='tab-interval:35.4pt'><!--StartFragment-->
<h1>Aanpak <span style='mso-spacerun:yes'>&nbsp;</span>inbraak<o:p></o:p></h1>
<h2>Wie</h2>
<p class=MsoNormal>Wij <b style='mso-bidi-font-weight:normal'>doen</b> dit
<i>samen</i>.<script>alert(1)</script><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Eerste punt</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><!--[endif]-->Tweede punt</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Nummer een</p>
<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><span
style='mso-list:Ignore'>a.<span>&nbsp; </span></span>Onder een</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>2.<span>&nbsp; </span></span>Nummer twee</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Wie<o:p></o:p></p></td>
<td><p>Wat | hoe</p></td></tr><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>
<p><img src="file:///c:/foto.png"></p>
<p>Zie <a href="https://x.nl/a_b">de *site*</a> en <a href="javascript:x">dit</a>.</p>
<p style='mso-hide:all'>verborgen</p><p>Tweede<br>regel</p></body></html>"""

CLEAN = r"""## Aanpak inbraak

### Wie

Wij **doen** dit *samen*.

- Eerste punt
- Tweede punt

1. Nummer een
   1. Onder een
2. Nummer twee

| Wie | Wat \| hoe |
| --- | --- |
| a b | c |

Hier stond een afbeelding. Voeg haar toe als figuur.

Zie [de \*site\*](<https://x.nl/a_b>) en dit.

Tweede\
regel"""


def test_what_word_puts_on_the_clipboard_becomes_clean() -> None:
    assert prose.cleaned(WORD) == CLEAN


LIBRE = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html">
<style type="text/css">p { margin-bottom: 0.25cm }</style></head><body lang="nl-NL" dir="ltr">
<h2 class="western">Aanpak</h2>
<ul><li><p style="margin-bottom: 0cm">Licht</p>
<ol><li><p>lampen</p></li><li><p>snoeien<br>in maart</p></li></ol></li>
<li><p>Zicht</p></li></ul>
<p><font color="#ff0000"><span style="font-weight: bold">Let op</span></font></p>
<table width="643" cellpadding="4"><col width="300"/><tr><td colspan="2"><p>Wie</p></td></tr>
<tr><td><p>a</p></td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>
<p><img src="data:image/png;base64,AAAA" name="x"/></p></body></html>"""


def test_what_libreoffice_puts_on_the_clipboard_becomes_clean() -> None:
    assert prose.cleaned(LIBRE) == (
        "## Aanpak\n\n- Licht\n  1. lampen\n  2. snoeien\\\n     in maart\n- Zicht\n\n"
        "**Let op**\n\n| Wie |  |\n| --- | --- |\n| a | b c |\n\n"
        "Hier stond een afbeelding. Voeg haar toe als figuur."
    )


def test_text_without_markup_keeps_its_words_and_lines() -> None:
    assert prose.cleaned("a < b en b > c\r\n\r\n\r\n\r\n•\teen\r\n•\ttwee\x07") == (
        "a < b en b > c\n\n- een\n- twee"
    )


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("<b style='font-weight:normal'>los</b> <p>x", "los\n\nx"),
        ("<p><span style='font-weight:700'>vet</span>", "**vet**"),
        ("<ol><li>een<li>twee</ol>", "1. een\n2. twee"),
        ("<ul><li><p>een</p></li></ul><p>na", "- een\n\nna"),
        ("<ul><li>een<ol><li>a</ol></li><li>twee</ul>", "- een\n  1. a\n- twee"),
        ("<ul><li>een</li><ul><li>a</li></ul></ul>", "- een\n  - a"),
        ("<ol start=3><li><p>een</p><p>meer</p></li><li>twee</ol>", "3. een\\\n   meer\n4. twee"),
        ("<p>een<br>twee<br><br>drie</p>", "een\\\ntwee\n\ndrie"),
        ("<ul><li>een<br/>- twee</li></ul>", "- een\\\n  \\- twee"),
        ("<p><b>een<br>twee</b></p>", "**een**\\\n**twee**"),
        ("<table><tr><td>a<br>b<td>c</table>", "| a<br>b | c |\n| --- | --- |"),
        ("<p># geen kop", "\\# geen kop"),
        ("<p>1. geen lijst", "1\\. geen lijst"),
        ("<p>{figuur 2}", "\\{figuur 2}"),
        ("<table><tr><td>los</td></tr></table>", "los"),
        ("<p>een<del>weg</del><ins>erbij</ins>", "eenerbij"),
        ("<p>x<script>alert(1)", "x"),
        ("<p title='a>b'>x", "x"),
        ("<p>&lt;script&gt;", "<script>"),
    ],
)
def test_small_markup(pasted: str, expected: str) -> None:
    assert prose.cleaned(pasted) == expected


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("### Diep", "heading_jump", 1),
        ("tekst\n\n##", "heading_empty", 3),
        ("| a | |\n|---|---|", "table_without_header", 1),
        ("| a |\n|---|\n| b | c |", "table_row_too_long", 3),
        ("x\n\n- a\n  - b\n    - c\n      - d", "list_too_deep", 3),
        ("![x](https://x.nl)", "image", 1),
        ("<b>", "markup", 1),
        ("[a](bestand.docx)", "link", 1),
        ("\n{figuur 2}", "figure_unknown", 2),
    ],
)
def test_what_is_to_be_mended_is_said_with_its_line(text: str, code: str, line: int) -> None:
    assert [(p.code, p.line) for p in prose.problems(text, {1})] == [(code, line)]
    assert not prose.problems(
        "## Kop\n\n### Sub\n\nTekst\n\n| a |\n|---|\n| b |\n\n{figuur 1}", {1}
    )


def test_a_difference_is_told_per_word_and_says_it_aloud() -> None:
    old = "## Kop\n\nWij vangen alle dieven.\n\n- een\n- twee\n\nslot"
    new = "## Kop\n\nWij vangen veel dieven.\n\n- een\n\nnieuw\n\n**slot**"
    turns = [(c.turn, c.sort) for c in prose.difference(old, new)]
    assert turns == [
        ("same", "heading"),
        ("changed", "paragraph"),
        ("same", "list"),
        ("removed", "list"),
        ("added", "paragraph"),
        ("changed", "paragraph"),
    ]
    page = prose.difference_html(old, new, around=0)
    assert '<del><span class="regie-hidden">verwijderd: </span>alle</del>' in page
    assert '<ins><span class="regie-hidden">toegevoegd: </span>veel</ins>' in page
    assert "(alleen opmaak)" in page
    assert page.count("…") == 2
    assert "niet veranderd" in prose.difference_html(old, old)


@given(ANY, ANY)
def test_a_difference_holds_every_word_of_both_texts(old: str, new: str) -> None:
    changes = prose.difference(old, new)
    kept = {"old": ("same", "removed"), "new": ("same", "added")}
    for text, turns in ((old, kept["old"]), (new, kept["new"])):
        words = [f.words for c in changes for f in c.fragments if f.turn in turns]
        shown = "".join("".join(words).split())
        found = [
            line
            for p in pieces(text)
            for line in ([f"{{figuur{p.number}}}"] if p.kind == "figure" else [])
        ]
        assert len(shown) == len("".join(prose.plain(text).split())) + sum(map(len, found))


@pytest.mark.parametrize(
    "text", ["[", "[a](http://x", "*a ", "- ", "|x|\n", "{figuur 1}\n", "<p '", "\\"]
)
def test_time_is_in_proportion_to_the_text(text: str) -> None:
    def seconds(count: int) -> float:
        begin = time.process_time()
        prose.blocks(text * count)
        if text[0] == "<":
            prose.cleaned("<p>" + text * count)
        return time.process_time() - begin

    assert seconds(2_000) < 10 * seconds(500) + 0.2


@settings(max_examples=1)
@given(st.just("## Kop\n\n" + "woord " * 300 + "\n\n- item\n\n| a |\n|---|\n| b |\n\n"))
def test_three_hundred_pages_are_read_in_a_moment(chapter: str) -> None:
    begin = time.process_time()
    prose.blocks(chapter * 300)
    assert time.process_time() - begin < 3


def test_a_caption_that_repeats_the_headings_is_only_heard() -> None:
    table = "| Wie | Wat |\n| --- | --- |\n| Politie | toezicht |"
    assert '<caption class="regie-hidden">Wie, Wat</caption>' in prose.html(table)
    assert "<caption>Wie doet wat</caption>" in prose.html(f"Tabel: Wie doet wat\n\n{table}")
