"""Drawings in a document: nothing dangerous enters."""

import pytest

from regie.ui import trends
from regie.ui.charts import Line, Point, TrendChart
from regie.ui.paper_drawing import Reader, check, read
from regie.ui.tests import papers

pytestmark = pytest.mark.pure


def _svg(inside: str, attributes: str = 'viewBox="0 0 10 10"') -> str:
    return f"<svg {attributes}>{inside}</svg>"


@pytest.mark.parametrize(
    ("svg", "words"),
    [
        ("", "no SVG drawing"),
        ("<svg", "no SVG drawing"),
        (_svg("<g>"), "no SVG drawing"),
        (_svg("\ud800"), "no SVG drawing"),
        ("<g/>", "no <g>"),
        (_svg("<svg/>"), "no <svg>"),
        (_svg("<script>1</script>"), "no <script>"),
        (_svg("<style>a{}</style>"), "no <style>"),
        (_svg('<image href="x.png"/>'), "no <image>"),
        (_svg("<foreignObject/>"), "no <foreignObject>"),
        (_svg('<a href="/x"/>'), "no <a>"),
        (_svg('<g onclick="x()"/>'), "no onclick"),
        (_svg('<g style="fill:red"/>'), "no style"),
        (_svg('<g xlink:href="#a" xmlns:xlink="x"/>'), "no xlink:href"),
        (_svg('<g fill="url(http://a.nl/b)"/>'), "no fill"),
        (_svg("<g fill=\"url( 'x.svg#a')\"/>"), "no fill"),
        (_svg('<g fill="JavaScript:1"/>'), "no fill"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "no document type"),
        (_svg("<g>" * 70 + "</g>" * 70), "too many layers"),
        (_svg("<desc>" + "x" * 4_000_000 + "</desc>"), "too large"),
    ],
)
def test_what_is_no_plain_drawing_is_refused(svg: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check(svg)


def test_a_drawing_of_the_house_may_enter() -> None:
    points = tuple(Point(f"{year}JJ00", float(year - 2010)) for year in range(2015, 2025))
    chart = TrendChart("Titel", "Woorden", "aantal", (Line("Stad", points),))
    for size in (trends.WIDE, trends.NARROW):
        check(trends.draw(chart, size, "fig"))
    check(papers.neighbourhoods().svg)


def test_a_reader_that_does_nothing_changes_nothing() -> None:
    read(papers.LINE, Reader())
