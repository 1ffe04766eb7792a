"""Long words in a small place."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from regie.ui.inlines.shortening import MORE, one_stop, shortened

pytestmark = pytest.mark.pure
LONG = "Minder overlast, vooral in de avond. En voor iedereen"


@pytest.mark.parametrize(
    ("most", "told"),
    [
        (100, LONG),
        (16, "Minder…"),
        (17, "Minder overlast…"),
        (20, "Minder overlast…"),
        (37, "Minder overlast, vooral in de avond…"),
        (4, "Min…"),
    ],
)
def test_it_is_cut_between_words_and_no_mark_stands_before_the_dots(most: int, told: str) -> None:
    assert shortened(LONG, most) == told


@given(st.text(), st.integers(2, 80))
def test_it_is_never_longer_and_begins_as_the_text_does(text: str, most: int) -> None:
    line, told = " ".join(text.split()), shortened(text, most)
    assert len(told) <= most
    assert line.startswith(told.removesuffix(MORE)) or told == line


@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=20))
def test_every_word_that_is_left_is_whole(words: list[str]) -> None:
    told = shortened(" ".join(words), 20).removesuffix(MORE).split()
    assert told == words[: len(told)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Zonder doel: minder overlast voor….", "Zonder doel: minder overlast voor…"),
        ("Zonder doel: minder….  Vul aan.", "Zonder doel: minder…  Vul aan."),
        ("Bij: wie doet dit?. Zeg het.", "Bij: wie doet dit? Zeg het."),
        ("Bij: en dan....", "Bij: en dan..."),
        ("En dan...", "En dan..."),
        ("Gewoon. Klaar.", "Gewoon. Klaar."),
    ],
)
def test_a_sentence_ends_once(sentence: str, told: str) -> None:
    assert one_stop(sentence) == told


def test_templates_have_it_as_a_filter() -> None:
    page = Template("{% load regie %}{{ words|shortened:17 }}")
    assert page.render(Context({"words": f"<b>{LONG}"})) == "&lt;b&gt;Minder…"
