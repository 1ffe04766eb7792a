"""Trend charts: what is drawn, that text is really there, and that drawings are remembered."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
import vl_convert
from django.core.cache import caches
from django.utils import translation

from regie.ui import charts, trends
from regie.ui.charts import BreakMark, Drawn, Line, Point, TrendChart, draw_trend
from regie.ui.tests import png
from regie.ui.trend_plan import NARROW, WIDE, plan, segments

pytestmark = pytest.mark.room
YEARS = tuple(f"{year}JJ00" for year in range(2015, 2025))


def _line(label: str, *values: float | None, **more: Any) -> Line:
    points = tuple(Point(x, y) for x, y in zip(YEARS, values, strict=False))
    return Line(label, points, **more)


CHART = TrendChart(
    title="Woninginbraak <2024>",
    description="Daalt & daalt.",
    unit="per 1.000 woningen",
    lines=(
        _line("Voorbeeldstad", 7, 6.5, 6, None, 5, 4, 3.9, 3.5, 3.2, 3.1),
        _line("Nederland", 6, 5.5, 5, 4.5, 4, 3.8, 3.6, 3.4, 3.2, 3.1, role="reference"),
        _line("Andere gemeenten", 7.5, 7, 6, 5, 4, 3.9, 3.7, 3.5, 3.3, 3.1, role="other"),
    ),
)


@pytest.fixture
def _forget() -> None:
    charts._recent.clear()
    caches["figures"].clear()


def _words(svg: str) -> str:
    return " ".join(re.findall(r">([^<>]+)</(?:text|tspan)>", svg))


def test_both_drawings_name_themselves_and_carry_no_style() -> None:
    drawn = draw_trend(CHART)
    ids: list[str] = []
    for svg in (drawn.wide, drawn.narrow):
        assert 'role="img"' in svg
        assert "Woninginbraak &lt;2024&gt;</title>" in svg
        assert "Daalt &amp; daalt.</desc>" in svg
        labels = re.search(r'aria-labelledby="([\w-]+) ([\w-]+)"', svg)
        assert labels
        ids += labels.groups()
        assert all(f'id="{name}"' in svg for name in labels.groups())
        assert not re.search(r"style=|<style|<script|\son\w+=", svg)
    assert len(set(ids)) == 4


def test_the_specification_is_valid() -> None:
    points = (Point("2023JJ00", 3.0, 2.0, 4.0), Point("2024JJ00", 2.8, provisional=True))
    breaks = (BreakMark("2020JJ00", "a"), BreakMark("2022JJ00", "b"))
    chart = replace(CHART, lines=(*CHART.lines, Line("Stad", points)), breaks=breaks)
    for size in (WIDE, NARROW):
        assert trends._specification(chart, plan(chart, size), checked=True)["layer"]


def test_widths() -> None:
    drawn = draw_trend(CHART)
    assert 'width="640"' in drawn.wide
    assert 'width="340"' in drawn.narrow


def test_names_numbers_and_unit_are_written_in_the_readers_language() -> None:
    words = _words(draw_trend(CHART).wide)
    for text in ("Voorbeeldstad 3,1", "Nederland 3,1", "per 1.000 woningen", "2024"):
        assert text in words
    with translation.override("en"):
        assert "Voorbeeldstad 3.1" in _words(draw_trend(CHART).wide)


def test_text_is_visible() -> None:
    """A font with a wrong family name makes all text vanish without an error."""
    if not (trends.FONT_FOLDER / "IBMPlexSans-Regular.ttf").exists():
        pytest.skip("the front-end was not built: no fonts (python hatch_build.py)")
    drawn = draw_trend(CHART)
    names = png.dark(vl_convert.svg_to_png(drawn.wide), left=0.78, right=1)
    axis = png.dark(vl_convert.svg_to_png(drawn.wide), left=0.05, right=0.7, top=0.93)
    assert names > 300
    assert axis > 60


def test_lines_differ_in_more_than_colour() -> None:
    svg = draw_trend(CHART).wide
    assert 'stroke-dasharray="2,3"' in svg
    assert 'stroke-dasharray="7,4"' in svg


def test_the_own_line_comes_last_and_lies_on_top() -> None:
    svg = draw_trend(CHART).wide
    assert svg.rindex("#1a5a8a") > svg.rindex('stroke-dasharray="7,4"')


def test_a_gap_and_a_break_cut_the_line() -> None:
    chart = replace(CHART, breaks=(BreakMark("2020JJ00", "andere telling"),))
    parts = [[i for i, _ in part] for part in segments(chart, chart.lines[0], plan(chart, WIDE))]
    assert parts == [[0, 1, 2], [4], [5, 6, 7, 8, 9]]


def test_one_break_says_its_words_and_several_are_numbered() -> None:
    one = replace(CHART, breaks=(BreakMark("2020JJ00", "andere telling"),))
    assert "andere telling" in _words(draw_trend(one).wide)
    two = replace(CHART, breaks=(*one.breaks, BreakMark("2022JJ00", "nieuw systeem")))
    words = _words(draw_trend(two).narrow)
    assert "1. 2020: andere telling" in words
    assert "2. 2022: nieuw systeem" in words


def test_a_break_outside_the_figures_is_not_drawn() -> None:
    chart = replace(CHART, breaks=(BreakMark("2015JJ00", "begin"), BreakMark("2030JJ00", "later")))
    assert plan(chart, WIDE).breaks == ()


def test_provisional_figures_are_grey_open_and_explained() -> None:
    points = (Point("2023JJ00", 3.0), Point("2024JJ00", 2.8, provisional=True))
    svg = draw_trend(replace(CHART, lines=(Line("Stad", points),))).wide
    assert trends.GREY in svg
    assert "voorlopig" in _words(svg)
    assert "voorlopig" not in _words(draw_trend(CHART).wide)


def test_an_interval_is_a_band_and_explained() -> None:
    points = tuple(Point(x, 3.0, low=2.5, high=9.5) for x in YEARS[:3])
    chart = replace(CHART, lines=(Line("Stad", points),))
    assert "onzekerheidsmarge" in _words(draw_trend(chart).wide)
    assert plan(chart, WIDE).ticks[-1] >= 9.5


def test_a_lonely_interval_is_drawn() -> None:
    chart = replace(CHART, lines=(Line("Stad", (Point(YEARS[0], 3.0, low=2, high=4),)),))
    assert "Stad 3,0" in _words(draw_trend(chart).wide)


@pytest.mark.parametrize(
    "lines", [(), (Line("Leeg", ()),), (Line("Leeg", (Point("2020JJ00", None),)),)]
)
def test_nothing_to_show_is_still_a_drawing(lines: tuple[Line, ...]) -> None:
    drawn = draw_trend(replace(CHART, lines=lines))
    assert drawn.wide.startswith("<svg")


def test_months_get_the_year_at_january() -> None:
    months = tuple(Point(f"{y}MM{m:02d}", 10) for y in (2022, 2023, 2024) for m in range(1, 13))
    words = _words(draw_trend(replace(CHART, lines=(Line("Stad", months),))).wide)
    assert "2022" in words
    assert "2024" in words
    few = replace(CHART, lines=(Line("Stad", months[2:8]),))
    assert "apr 2022" in _words(draw_trend(few).wide)


def test_labels_beside_the_lines_do_not_overlap() -> None:
    svg = draw_trend(CHART).wide
    places = [
        float(y)
        for y in re.findall(r'translate\([\d.]+,([-\d.]+)\)"[^>]*>(?:Voor|Neder|Andere)', svg)
    ]
    assert len(places) == 3
    ordered = sorted(places)
    assert all(b - a >= 15.9 for a, b in pairwise(ordered))


@pytest.mark.usefixtures("_forget")
def test_drawings_are_remembered_by_content() -> None:
    first = draw_trend(CHART)
    assert draw_trend(replace(CHART)) is first
    charts._recent.clear()
    again = draw_trend(CHART)
    assert again == first
    assert isinstance(again, Drawn)
    assert charts.chart_key(CHART) != charts.chart_key(replace(CHART, decimals=2))


@pytest.mark.usefixtures("_forget")
def test_this_process_keeps_a_limited_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "_KEPT", 1)
    draw_trend(CHART)
    draw_trend(replace(CHART, unit="per 100"))
    assert len(charts._recent) == 1


def test_warming_up_remembers_nothing() -> None:
    before = dict(charts._recent)
    charts.warm_up()
    assert dict(charts._recent) == before


def test_narrow_names_stand_above_the_plot() -> None:
    assert plan(CHART, NARROW).key_rows == 3
    assert "Andere gemeenten 3,1" in _words(draw_trend(CHART).narrow)
