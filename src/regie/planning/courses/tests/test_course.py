"""The course in words and drawn: short sentences in both languages, with their figures."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from django.utils.translation import override
from hypothesis import given, settings

from regie.planning.courses import classing
from regie.planning.courses.ahead import Standing, Why, ahead
from regie.planning.courses.course import ICONS, KINDS, NAMES, Course, Other, told
from regie.planning.courses.tests.test_ahead import SILENT, _now
from regie.planning.courses.trajectory import chart_of
from regie.planning.critiques.facts import Break, Facts, Known, Rhythm
from regie.planning.critiques.tests.making import ASKED, GOOD, spoilt
from regie.planning.critiques.tests.test_rules import ANY
from regie.ui import icons

pytestmark = pytest.mark.pure


def test_a_class_has_a_word_a_badge_and_an_icon_of_its_own() -> None:
    """Never by colour alone: symbol and word go with it."""
    assert set(NAMES) == set(KINDS) == set(ICONS) == set(Standing)
    for name in ICONS.values():
        assert icons.svg(name)


@given(ANY)
@settings(max_examples=60)
def test_every_course_has_a_name_and_a_sentence(facts: Facts) -> None:
    course = told(facts, drawn=False)
    assert course.label
    assert course.sentence


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_course_tells_a_bare_chance(language: str) -> None:
    """targets.md: three classes only; a probability is never shown."""
    for facts in (GOOD, ASKED, _now(1.7, 1.7, target=1.5), _now(1.2, 1.2, target=1.5)):
        found = ahead(facts)
        assert found.probability is not None
        with override(language):
            text = " ".join(_all(told(facts, drawn=False)))
        assert not re.search(rf"(?<![\d.,]){round(100 * found.probability)}%", text)
        assert "kans" not in text


def _all(course: Course) -> list[str]:
    return [course.label, course.sentence, *course.lines, *course.ways, course.alternative]


@given(ANY)
def test_beside_the_badge_the_class_is_not_said_again(facts: Facts) -> None:
    for language in ("nl", "en"):
        with override(language):
            course = told(facts, drawn=False)
        assert course.sentence == f"{course.label}. {course.because}"
        assert not course.because.startswith(course.label)


@pytest.mark.parametrize("at", range(len(SILENT)))
def test_not_measurable_says_why(at: int) -> None:
    changes, why = SILENT[at]
    with override("nl"):
        course = told(spoilt(**changes), drawn=False)
    assert course.label == ("Telt u zelf" if why is Why.OUTPUT else "Niet meetbaar")
    assert len(course.sentence) > len("Niet meetbaar. ")
    assert course.kind == "neutral"


def test_what_is_too_small_to_see_says_so_with_its_figures_and_a_way_out() -> None:
    with override("nl"):
        course = told(spoilt(target=2.6), drawn=False)
    assert "pas vanaf" in course.sentence
    assert course.ways


def test_an_objective_that_was_not_met_is_told_so() -> None:
    with override("nl"):
        missed = told(_now(4.0, 2.0, target=1.5, target_date=date(2024, 12, 31)), drawn=False)
        met = told(_now(4.0, 1.0, target=1.5, target_date=date(2024, 12, 31)), drawn=False)
    assert missed.sentence.startswith("Niet gehaald. In 2024 was het 2,0 per 1.000 woningen.")
    assert met.label == "Gehaald"


PEERS = Other("peers", "vergelijkbare gemeenten", {2022: 4.0, 2023: 4.0, 2024: 2.0})
COUNTRY = Other("country", "Nederland", {2022: 3.0, 2023: 3.0, 2024: 3.0})


def _beside(facts: Facts, *others: Other) -> str:
    with override("nl"):
        return " ".join(told(facts, others, drawn=False).lines)


def test_a_fall_stands_beside_what_others_did() -> None:
    """Real plans: a good result is not by policy alone; show the trend of others beside it."""
    facts = spoilt(_now(4.0, 4.0, 3.0, target=1.0), baseline_from=2022, baseline_to=2023)
    text = _beside(facts, PEERS, COUNTRY)
    assert (
        "Vergeleken met 2022 tot en met 2023 is het hier 25% minder, in vergelijkbare gemeenten 50%"
        in text
    )
    assert text.count("Daar veranderde het dus minstens zo veel.") == 1
    assert "in Nederland ongeveer gelijk" in text


def test_without_a_beginning_only_what_is_there_now_is_laid_beside() -> None:
    facts = spoilt(baseline_from=None, baseline_to=None)
    assert "Nederland in 2024: 3,0 per 1.000 woningen." in _beside(facts, COUNTRY)
    assert "Nederland" not in _beside(spoilt(facts, unit="aantal"), COUNTRY)
    assert "Nederland" not in _beside(facts, Other("country", "Nederland", {2020: 1.0}))
    assert "Nederland" not in _beside(spoilt(known=()), COUNTRY)


def test_of_a_survey_the_answers_stand_beside_each_other_and_no_percentage_of_them() -> None:
    asked = spoilt(ASKED, baseline_from=2021, baseline_to=2021, baseline=40.0)
    text = _beside(asked, Other("country", "Nederland", {2021: 33.0, 2023: 32.0}))
    assert text == "Sinds 2021 ging het hier van 34,0 naar 35,0, in Nederland van 33,0 naar 32,0."


def test_over_a_break_nothing_is_compared() -> None:
    facts = spoilt(baseline_from=2021, baseline_to=2021, breaks=(Break(2022, "Anders."),))
    assert _beside(facts, COUNTRY) == ""


def test_a_provisional_figure_is_called_so() -> None:
    known = (*GOOD.known[:-1], Known(year=2024, value=2.8, count=280.0, provisional=True))
    words = "Het cijfer van 2024 is voorlopig en telt hier nog niet mee: 2,8 per 1.000 woningen."
    assert words in _beside(spoilt(known=known))
    both = (*GOOD.known[:-2], replace(GOOD.known[-2], provisional=True), known[-1])
    assert "2023 en 2024 zijn voorlopig" in _beside(spoilt(known=both))
    over = told(spoilt(known=known, target_date=date(2024, 12, 31)), drawn=False)
    assert over.sentence.startswith(
        "Wacht op de bron. Het cijfer van 2024 (2,8 per 1.000 woningen)"
    )
    assert told(spoilt(known=known[-1:]), drawn=False).sentence.endswith("nog voorlopig.")


def test_hidden_years_and_a_stopped_source_are_told_apart_from_nothing_yet() -> None:
    hidden = spoilt(known=(Known(year=2024, hidden=True),))
    assert told(hidden).sentence == "Niet meetbaar. " + (
        "De bron schermt dit cijfer hier af. Afgeschermd is geen nul."
    )
    assert told(hidden).drawn is None
    stopped = spoilt(known=(), rhythm=Rhythm(every=0))
    assert told(stopped).sentence.endswith("wordt niet meer bijgehouden.")
    assert told(spoilt(known=())).sentence.endswith("Er zijn nog geen cijfers.")


def test_what_is_delivered_is_counted_by_who_delivers() -> None:
    assert told(spoilt(outcome=False), drawn=False).label == "Telt u zelf"


def test_a_class_that_sticks_and_a_close_finish_are_explained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chances = [0.70, 0.63]
    monkeypatch.setattr(classing, "_of_counts", lambda *_given: np.array(chances))
    known = tuple(Known(year=year, value=2.0, count=200.0) for year in (2023, 2024))
    begun = spoilt(known=known, baseline_from=2022, baseline_to=2022)
    assert "Het ligt dicht bij de grens." in _beside(begun)
    close = spoilt(known=known, target=2.0, target_date=date(2024, 12, 31))
    assert "dat toeval het kan hebben beslist" in _beside(close)


@pytest.mark.parametrize("facts", [GOOD, ASKED])
def test_the_picture_has_two_widths_a_table_and_words_for_who_cannot_see_it(facts: Facts) -> None:
    with override("nl"):
        course = told(facts)
    assert course.drawn is not None
    assert course.table is not None
    for drawing in (course.drawn.wide, course.drawn.narrow):
        assert "nodig voor het doel" in drawing
        assert "style=" not in drawing
        assert 'role="img"' in drawing
    assert course.sentence in course.alternative
    assert len(course.table.rows) >= len(facts.known)


def test_the_table_says_per_year_what_was_measured_needed_and_can_come() -> None:
    known = (*GOOD.known[:-1], Known(year=2024, value=2.8, count=280.0, provisional=True))
    with override("nl"):
        table = told(spoilt(known=known)).table
    assert table is not None
    rows = {str(row.cells[0]): row.cells for row in table.rows}
    assert getattr(rows["2021"][1], "text", "") == "3,0"
    assert getattr(rows["2021"][1], "sub", "") == "2,6 tot 3,4"
    assert getattr(rows["2024"][1], "badge", "") == "voorlopig"
    assert rows["2021"][2:] == ("–", "–")
    assert rows["2028"][2] == "1,0"
    assert " tot " in str(rows["2028"][3])


def test_a_break_is_marked_in_the_picture() -> None:
    facts = spoilt(breaks=(Break(2022, "Anders."), Break(2010, "Lang geleden.")))
    chart = chart_of(facts, ahead(facts), "")
    assert [mark.x for mark in chart.breaks] == ["2022JJ00"]


def test_without_figures_there_is_no_picture() -> None:
    course = told(spoilt(known=()))
    assert course.drawn is None
    assert course.table is None


def test_a_picture_without_target_or_fan_shows_only_the_past() -> None:
    chart = chart_of(spoilt(target=None, sigma=None), ahead(spoilt(target=None, sigma=None)), "")
    assert [line.role for line in chart.lines] == ["own"]
