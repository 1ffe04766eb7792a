"""The editor in the browser and the server read and write a text the same."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from regie.ui import prose
from regie.ui.prose import writing
from regie.ui.prose.writing import Words

pytestmark = pytest.mark.journey

SCRIPT = Path(prose.__file__).parent.parent / "static" / "ui" / "dist" / "prose.js"
WRITTEN = "(text) => { const { read, write } = window.regieProseText; return write(read(text)); }"
PASTED = "(html) => window.regieProseText.fromHtml(html)"
SAID = st.text(alphabet="ab 1.-#|:*_{\\[]()<", min_size=1, max_size=12).filter(str.strip)
LINES = st.lists(SAID, min_size=1, max_size=3).map(writing.LINE.join)
ITEM = st.builds(
    lambda words, *about: writing.Item(writing.paragraph([Words(words)]), *about),
    LINES,
    st.integers(0, 4),
    st.booleans(),
    st.sampled_from([0, 0, 1, 7, 99]),
)
PARAGRAPH = LINES.map(lambda words: writing.paragraph([Words(words)]))
BLOCKS = st.lists(PARAGRAPH | st.lists(ITEM, max_size=8).map(writing.listed), max_size=4)
ANY = st.text(alphabet=" \n*-+#1.ab|\\_[]()", max_size=60)
many = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def editor(page: Page) -> Page:
    """A page with only the script of the editor."""
    page.add_script_tag(path=SCRIPT)
    return page


@many
@given(text=BLOCKS.map("\n\n".join) | ANY)
def test_what_the_editor_keeps_says_the_same(editor: Page, text: str) -> None:
    kept = editor.evaluate(WRITTEN, text)
    assert editor.evaluate(WRITTEN, kept) == kept
    assert prose.blocks(kept) == prose.blocks(text)


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>een<ol><li>a</li><li>b<ul><li>diep</li></ul></li></ol></li><li>twee</li></ul>",
        "<ul><li>een</li><ul><li>a</li></ul><li>twee</li></ul>",
        "<ol start=3><li><p>een</p><p>meer</p></li><li>twee</li></ol>",
        "<p>een<br>twee<br><br>drie</p>",
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2."
        "<span>&nbsp;</span></span>Een</p><p class=MsoNormal style='mso-list:l0 level2 lfo1'>"
        "<span style='mso-list:Ignore'>o<span>&nbsp;</span></span>Binnen</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>3."
        "</span>Twee</p>",
        "<ul><li>1<ul><li>2<ul><li>3<ul><li>4</li><li>5</li></ul></li></ul></li></ul></li></ul>",
        "<table><tr><td>a<br>b</td><td><table><tr><td>c</td><td>d</td></tr></table></td></tr>"
        "<tr><td>e</td><td><ul><li>f</li><li>g</li></ul></td></tr></table>",
    ],
)
def test_what_is_pasted_becomes_the_same_text(editor: Page, html: str) -> None:
    assert editor.evaluate(PASTED, html) == prose.cleaned(html)
