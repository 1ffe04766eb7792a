"""Whether a figure comes in time: rhythm of the source and how late it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.critiques.facts import Rhythm
from regie.planning.critiques.rules import critiques
from regie.planning.critiques.tests.making import ASKED, GOOD, spoilt
from regie.planning.critiques.timing import first_after, held, last_by, published

pytestmark = pytest.mark.pure

SURVEY = Rhythm(every=2, lag_days=75, first=2021)
POLICE = Rhythm(every=1, lag_days=15)


def test_the_survey_of_2023_appears_in_march_2024() -> None:
    """policy/publication_rhythms.toml: every second year, results in March of the year after."""
    assert published(SURVEY, 2023) == date(2024, 3, 15)
    assert [year for year in range(2021, 2030) if held(SURVEY, year)] == [
        2021,
        2023,
        2025,
        2027,
        2029,
    ]
    assert first_after(SURVEY, 2023) == 2025
    assert last_by(SURVEY, date(2026, 3, 16)) == 2025
    assert last_by(SURVEY, date(2026, 3, 15)) == 2023


def test_the_police_year_is_there_in_january() -> None:
    assert last_by(POLICE, date(2028, 12, 31)) == 2027
    assert last_by(POLICE, date(2029, 1, 15)) == 2028


def test_key_figures_can_come_before_the_end_of_their_year() -> None:
    assert last_by(Rhythm(every=1, lag_days=-184), date(2028, 8, 1)) == 2028


def _found(**changes: object) -> tuple[str, dict[str, object]] | None:
    for item in critiques(spoilt(ASKED, **changes)):
        if item.code == "no_reading_in_time":
            return item.level, dict(item.values)
    return None


def test_a_plan_of_two_years_can_end_before_the_next_survey() -> None:
    found = _found(plan_to=date(2025, 12, 31), target_date=date(2025, 12, 31))
    assert found == ("stop", {"end": date(2025, 12, 31), "day": date(2026, 3, 16)})


def test_the_survey_that_tells_comes_after_the_plan() -> None:
    """Real plans, "years lag": the survey is biennial and a budget shows figures of years ago."""
    found = _found(target_date=date(2028, 12, 31))
    assert found == ("note", {"day": date(2030, 3, 16), "last": 2027})


def test_a_figure_that_comes_soon_after_the_end_still_serves() -> None:
    assert _found(plan_to=date(2027, 12, 31)) is None
    assert "no_reading_in_time" not in {item.code for item in critiques(GOOD)}


def test_without_a_period_a_rhythm_or_a_date_nothing_is_said() -> None:
    assert _found(plan_to=None, target_date=None) is None
    assert _found(rhythm=None) is None
    assert _found(target_date=None) is None


def test_without_a_plan_the_date_of_the_objective_is_the_end() -> None:
    assert _found(plan_to=None, target_date=date(2024, 12, 31)) is not None


def test_without_a_baseline_the_newest_figure_is_the_beginning() -> None:
    plain = {"baseline_from": None, "baseline_to": None, "plan_to": date(2025, 12, 31)}
    assert _found(target_date=date(2025, 12, 31), **plain) is not None
    assert _found(target_date=date(2025, 12, 31), known=(), **plain) is not None


@given(st.integers(1, 2), st.integers(-300, 400), st.dates(date(1995, 1, 1), date(2200, 1, 1)))
def test_the_newest_figure_on_a_day_was_published_and_the_next_was_not(
    every: int, lag: int, day: date
) -> None:
    rhythm = Rhythm(every=every, lag_days=lag, first=2021)
    last = last_by(rhythm, day)
    assert published(rhythm, last) <= day
    if lag > -300 + 365:
        assert published(rhythm, first_after(rhythm, last)) > day
