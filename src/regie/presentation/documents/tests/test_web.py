"""The web page: semantic, named, and nothing a strict content policy would refuse."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from regie.presentation import documents
from regie.ui.paper import Paper
from regie.ui.tests import papers

pytestmark = pytest.mark.pure
VOID = {"br", "img", "input", "hr", "meta", "link"}


class Reader(HTMLParser):
    """Checks that what opens closes, and keeps names, levels and roles."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.levels: list[int] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.attributes |= set(values)
        self.ids += [values["id"] or ""] if "id" in values else []
        href = values.get("href") or ""
        self.targets += [href[1:]] if href.startswith("#") else []
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    return reader


@pytest.mark.parametrize("paper", [papers.report(), papers.nasty()])
def test_it_is_sound_html_with_names_that_occur_once(paper: Paper) -> None:
    reader = _read(documents.html(paper))
    assert len(set(reader.ids)) == len(reader.ids)
    assert set(reader.targets) <= set(reader.ids)
    assert not {name for name in reader.attributes if name.startswith("on")} | (
        reader.attributes & {"style"}
    )


def test_headings_begin_at_two_and_never_skip() -> None:
    levels = _read(documents.html(papers.report())).levels
    assert levels[0] == 2
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_tables_figures_and_notes_are_what_they_are() -> None:
    page = documents.html(papers.report())
    assert page.startswith('<article class="regie-paper" lang="nl">')
    assert page.count('<th scope="col"') == 3
    assert page.count('<th scope="row"') == 3
    assert '<td class="regie-num">1.000</td>' in page
    assert "<caption>Tabel 1. Maatregelen</caption>" in page
    assert "Figuur 2. De hoogste waarde ligt in het centrum" in page
    assert page.count("regie-fig__narrow") == 1
    assert 'aria-label="Lijn die daalt van 7,0 naar 3,1."' in page
    assert '<li class="regie-leg__unit">per 1.000 woningen</li>' in page
    assert page.count('aria-label="Noot ') == 4
    assert "<strong>Let op: De telling is veranderd</strong>" in page
    assert "<em>anders</em>" in page
    assert 'href="https://data.politie.nl/x?a=1&amp;b=2"' in page
    assert "<dt>Woninginbraak</dt><dd>Diefstal uit een woning.</dd>" in page
