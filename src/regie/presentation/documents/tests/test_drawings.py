"""Drawings made ready: on paper they are whole, on a page their names are their own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.presentation.documents.drawings import printable, swatch
from regie.ui.paper import LegendEntry
from regie.ui.paper_drawing import MARKS, check
from regie.ui.prose.drawings import on_page
from regie.ui.tests import papers

pytestmark = pytest.mark.pure
MAP = papers.neighbourhoods()


def _svg(inside: str, attributes: str = 'viewBox="0 0 10 10"') -> str:
    return f"<svg {attributes}>{inside}</svg>"


def test_a_map_on_paper_carries_its_colours_and_its_legend() -> None:
    drawn = printable(MAP.svg, MAP.legend, MAP.legend_title)
    assert drawn.width == 640
    assert drawn.height == pytest.approx(205, abs=5)
    for colour in ("#0c3454", "#dbe8f2", "#5b6673"):
        assert colour in drawn.svg
    assert "class=" not in re.sub(r"<rect class=\"\w+\"", "", drawn.svg)
    assert "<title>" not in drawn.svg
    words = re.findall(r">([^<>]+)</text>", drawn.svg)
    assert words[0] == "per 1.000 woningen"
    assert " ".join(words[1:]) == (
        "minder dan 4 8 of meer afgeschermd: te weinig om te tonen geen cijfer"
    )
    check(re.sub(r"<svg width[^>]*>|</svg>(?!$)", "", drawn.svg))


def test_the_area_you_stand_in_has_a_dark_edge_and_a_pattern_keeps_its_fill() -> None:
    drawn = printable(MAP.svg).svg
    assert re.search(r'fill="#dbe8f2"[^>]*stroke="#1a212a"', drawn)
    assert re.search(r'fill="url\(#[\w-]+-hidden\)"[^>]*stroke="#9aa5b1"', drawn)
    assert "stroke-width" in drawn


def test_a_shape_without_class_or_pattern_is_pale() -> None:
    drawn = printable(_svg('<path class="regie-shape" d="M0 0h9v9z"/><path d="M0 0"/>')).svg
    assert drawn.count("#eceff3") == 1


def test_a_drawing_fits_on_paper_whatever_its_coordinates() -> None:
    assert printable(_svg("", 'width="340" height="200"')).width == 340
    assert printable(_svg("", 'width="3400" height="200"')).width == 640
    tall = printable(_svg("", 'viewBox="0, 0, 10, 1000"'))
    assert (tall.width, tall.height) == (4.6, 460)
    for bad in ('viewBox="0 0 0 9"', 'width="100%"', ""):
        with pytest.raises(ValueError, match="how large"):
            printable(_svg("", bad))


def test_a_legend_longer_than_the_map_makes_the_drawing_taller() -> None:
    entries = [LegendEntry("k1", f"klasse {i}") for i in range(40)]
    drawn = printable(MAP.svg, entries)
    assert drawn.height > 800
    assert printable(MAP.svg, (), "zonder klassen").width < 641


def test_fonts_of_the_drawing_stay_and_words_are_never_markup() -> None:
    drawn = printable(_svg("<text>a &lt;b&gt; &amp; c</text>", 'viewBox="0 0 9 9" font-size="12"'))
    assert 'font-size="12"' in drawn.svg
    assert "a &lt;b&gt; &amp; c" in drawn.svg
    assert "&lt;x&gt;" in printable(MAP.svg, [LegendEntry("k0", "<x>")]).svg


def test_on_a_page_every_name_is_its_own() -> None:
    first, second = (on_page(papers.LINE, f"f{i}-", 'Lijn "A" & B') for i in (1, 2))
    assert 'id="f1-knip"' in first
    assert "url(#f1-knip)" in first
    assert 'id="f2-knip"' in second
    assert first.count("<title>") == 0
    assert 'role="img"' in first
    assert "aria-label='Lijn \"A\" &amp; B'" in first
    page = on_page(MAP.svg, "f3-", "Kaart")
    assert 'class="regie-shape k4"' in page
    assert "<title>Centrum: 8,1</title>" in page
    assert page.count("aria-") == 1


def test_every_class_has_a_box_of_its_own() -> None:
    assert len({swatch(mark) for mark in MARKS}) == len(MARKS)


@given(st.text(), st.text())
def test_any_words_may_stand_in_a_legend_and_a_name(label: str, alternative: str) -> None:
    entries = [LegendEntry("k0", f"a{label}")]
    drawn = printable(MAP.svg, entries, f"b{label}".encode("utf-8", "ignore").decode())
    assert drawn.svg.endswith("</svg>")
    assert on_page(papers.LINE, "x", alternative).endswith("</svg>")
