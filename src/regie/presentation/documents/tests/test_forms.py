"""All forms of one document: the same words, the same bytes every time, nothing dropped."""

import hashlib
import html as html_words
import io
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from regie.presentation import documents
from regie.presentation.documents import contents, labels, pictures
from regie.presentation.documents.drawings import Drawing
from regie.presentation.documents.tests.pdf_reading import Pdf
from regie.ui.paper import Heading, Paper, as_json, plain, table, text
from regie.ui.tests import papers

pytestmark = pytest.mark.pure
FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
FORMS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": documents.pdf,
    "word": documents.word,
    "odt": documents.odt,
    "html": lambda paper: documents.html(paper).encode(),
}


def squeezed(words: str) -> str:
    """Words without what a line break may add or take: spaces, hyphens, invisible marks."""
    plain_words = unicodedata.normalize("NFKC", words)
    return "".join(c for c in plain_words if not c.isspace() and c not in "-\u200b\xad\u2010\u2011")


def words_of(form: str, made: bytes) -> str:
    """Every word in one form."""
    if form == "pdf":
        return Pdf(made).text
    if form == "html":
        return html_words.unescape(re.sub(r"<[^>]*>", " ", made.decode()))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        names = [n for n in packed.namelist() if re.fullmatch(r"(?:word/)?[a-z]+\d?\.xml", n)]
        xml = " ".join(packed.read(name).decode() for name in sorted(names))
    return html_words.unescape(re.sub(r"<[^>]*>", "", xml))


@pytest.mark.parametrize("form", FORMS)
def test_every_word_is_in_every_form(form: str) -> None:
    paper = papers.report()
    found = squeezed(words_of(form, FORMS[form](paper)))
    skipped = {paper.title, paper.subtitle, paper.author, paper.status, paper.organisation}
    front = set() if form != "html" else skipped  # a page has its own head
    assert not [part for part in plain(paper) if squeezed(part) not in found and part not in front]


@pytest.mark.parametrize("form", FORMS)
def test_headings_come_in_order(form: str) -> None:
    paper = papers.report()
    found = squeezed(words_of(form, FORMS[form](paper)))
    last = [found.rindex(squeezed(part)) for part in ("Wat speelt er?", "Wat gaan we doen?")]
    assert last == sorted(last)


@pytest.mark.parametrize("form", ["word", "odt", "html"])
def test_words_that_try_to_be_code_stay_words(form: str) -> None:
    paper = papers.nasty()
    made = FORMS[form](paper)
    found = squeezed(words_of(form, made))
    inside = [part for section in paper.sections for part in plain(_alone(paper, section.title))]
    wanted = [part for part in inside if not part.startswith("P ")]
    head = {paper.title, paper.subtitle, paper.author, paper.status, paper.organisation}
    assert not [part for part in wanted if squeezed(part) not in found and part not in head]
    assert b"<script" not in made


def _alone(paper: Paper, title: str) -> Paper:
    return replace(paper, sections=tuple(s for s in paper.sections if s.title == title), sources=())


@pytest.mark.parametrize("form", FORMS)
def test_the_same_paper_gives_the_same_bytes(form: str) -> None:
    assert FORMS[form](papers.report()) == FORMS[form](papers.report())


ELSEWHERE = """
import hashlib, sys, time
import django
from django.conf import settings

settings.configure(LANGUAGES=[("nl", "Nederlands")], LANGUAGE_CODE="nl")
django.setup()
time.time = lambda: 4e9

from regie.presentation import documents
from regie.ui.paper import from_json

paper = from_json(sys.stdin.read())
for build in (documents.pdf, documents.word, documents.odt):
    print(hashlib.sha256(build(paper)).hexdigest())
"""


def test_another_process_at_another_moment_gives_the_same_bytes() -> None:
    paper = papers.report()
    there = {"TZ": "Pacific/Auckland", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=as_json(paper),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **there},
    )
    here = [hashlib.sha256(FORMS[form](paper)).hexdigest() for form in ("pdf", "word", "odt")]
    assert done.stdout.split() == here


@given(papers.PAPERS)
@FEW
def test_any_paper_can_be_printed_in_every_form(paper: Paper) -> None:
    for form, build in FORMS.items():
        made = build(paper)
        assert len(made) > 200
        if form in {"word", "odt"}:
            found = squeezed(words_of(form, made))
            assert not [part for part in plain(paper) if squeezed(part) not in found]


def test_words_of_printing_come_in_the_language_of_the_document() -> None:
    dutch = labels.labels(papers.report())
    assert (dutch.contents, dutch.figure, dutch.date) == ("Inhoud", "Figuur", "21 november 2026")
    english = labels.labels(replace(papers.report(), language="en"))
    assert (english.contents, english.figure) == ("Contents", "Figure")
    assert labels.labels(replace(papers.report(), language="fy")) == dutch
    assert labels.locale("nl") == "nl-NL"
    assert labels.locale("de") == "de"


def test_headings_are_numbered() -> None:
    found = [(e.level, e.number, e.title) for e in contents.entries(papers.report())]
    assert found == [
        (1, "1", "Veilige leefomgeving"),
        (2, "1.1", "Wat speelt er?"),
        (3, "1.1.1", "In de wijken"),
        (2, "1.2", "Wat gaan we doen?"),
        (1, "2", "Woorden"),
    ]


def test_long_words_may_break_but_never_between_a_letter_and_its_accent() -> None:
    word = "e\N{COMBINING ACUTE ACCENT}" * 30
    broken = labels.breakable(word)
    assert broken.replace("\N{ZERO WIDTH SPACE}", "") == word
    assert all(part[0] == "e" for part in broken.split("\N{ZERO WIDTH SPACE}"))
    assert labels.breakable("gewone woorden") == "gewone woorden"


def test_columns_get_room_for_what_they_hold() -> None:
    wide = table("x", ["Nr", "Maatregel"], [["1", "Een heel lange zin over wat er gebeurt."]])
    shares = pictures.column_widths(wide)
    assert sum(shares) == pytest.approx(1)
    assert shares[1] > 2 * shares[0]
    assert pictures.column_widths(table("x", ["a"], [[text()]])) == [1.0]


def test_a_drawing_is_never_wider_than_the_text_nor_taller_than_a_page() -> None:
    for figure in (papers.trend(), papers.neighbourhoods()):
        share = pictures.share(pictures.printed(figure))
        assert 0 < share <= 1
    tall = Drawing("", 640, 6400)
    assert pictures.share(tall) * tall.height / tall.width <= pictures.TALLEST


def test_a_heading_is_found_by_its_name() -> None:
    names = [entry.anchor for entry in contents.entries(papers.nasty())]
    assert len(set(names)) == len(names)
    assert Heading("x").level == 2
