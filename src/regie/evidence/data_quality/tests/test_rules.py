"""Fresh or stale, and usable for what: the pure rules."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.data_quality import reasons, rules, workflow
from regie.evidence.data_quality.models import QuestionState
from regie.evidence.data_quality.rules import (
    ANSWERS,
    RULES,
    USES,
    Evidence,
    Rhythm,
    freshness,
    judge,
    looks_personal,
)

pytestmark = pytest.mark.pure

MONTHS = Rhythm("month", lag=15, grace=14, rebuild_month=8)
YEARS = Rhythm("year", lag=15, grace=31, rebuild_month=8)
SURVEY = Rhythm("two_years", lag=75, grace=60, first_year=2021)


@pytest.mark.parametrize(
    ("rhythm", "last", "today", "state", "expected", "behind"),
    [
        (None, "2025JJ00", date(2026, 6, 1), "unknown", "", 0),
        (MONTHS, "", date(2026, 6, 1), "unknown", "", 0),
        (Rhythm("never"), "2019JJ00", date(2026, 6, 1), "closed", "", 0),
        (MONTHS, "2026MM05", date(2026, 6, 14), "fresh", "2026MM04", 0),
        (MONTHS, "2026MM04", date(2026, 6, 14), "fresh", "2026MM04", 0),
        (MONTHS, "2026MM04", date(2026, 6, 20), "waiting", "2026MM05", 1),
        (MONTHS, "2026MM04", date(2026, 7, 2), "stale", "2026MM05", 1),
        (MONTHS, "2025JJ00", date(2026, 2, 20), "waiting", "2026MM01", 1),
        (MONTHS, "2025MM12", date(2026, 11, 21), "stale", "2026MM10", 10),
        (YEARS, "2024JJ00", date(2026, 1, 10), "fresh", "2024JJ00", 0),
        (YEARS, "2024JJ00", date(2026, 1, 20), "waiting", "2025JJ00", 1),
        (YEARS, "2024JJ00", date(2026, 3, 1), "stale", "2025JJ00", 1),
        (YEARS, "2025MM12", date(2026, 3, 1), "fresh", "2025JJ00", 0),
        (YEARS, "2025MM11", date(2026, 3, 1), "stale", "2025JJ00", 1),
        (SURVEY, "2023JJ00", date(2026, 3, 1), "fresh", "2023JJ00", 0),
        (SURVEY, "2023JJ00", date(2026, 4, 1), "waiting", "2025JJ00", 1),
        (SURVEY, "2021JJ00", date(2026, 8, 1), "stale", "2025JJ00", 2),
    ],
)
def test_fresh_or_stale(
    rhythm: Rhythm | None, last: str, today: date, state: str, expected: str, behind: int
) -> None:
    found = freshness(rhythm, last, today)
    assert (found.state, found.expected, found.behind) == (state, expected, behind)


def test_the_yearly_rebuild_is_waited_for_after_its_month() -> None:
    assert freshness(YEARS, "2025JJ00", date(2026, 9, 1), 2025).state == "rebuild"
    assert freshness(YEARS, "2025JJ00", date(2026, 9, 1), 2026).state == "fresh"
    assert freshness(YEARS, "2025JJ00", date(2026, 8, 30), 2025).state == "fresh"
    assert freshness(YEARS, "2025JJ00", date(2026, 8, 30), None).state == "fresh"
    assert freshness(SURVEY, "2025JJ00", date(2026, 9, 1), 2020).state == "fresh"


def test_the_next_period_has_a_day() -> None:
    assert freshness(MONTHS, "2026MM05", date(2026, 6, 20)).next_at == date(2026, 7, 15)
    assert freshness(YEARS, "2024JJ00", date(2026, 1, 10)).next_at == date(2026, 1, 15)


@given(st.dates(date(2013, 1, 1), date(2040, 1, 1)), st.sampled_from([MONTHS, YEARS, SURVEY]))
def test_who_has_what_is_expected_is_fresh(today: date, rhythm: Rhythm) -> None:
    wanted = freshness(rhythm, "1990JJ00", today)
    assert wanted.state == "stale"
    found = freshness(rhythm, wanted.expected, today)
    assert (found.state, found.behind) == ("fresh", 0)
    assert found.next_at is not None
    assert found.next_at > today


def test_good_figures_are_usable_for_everything() -> None:
    assert judge(Evidence(areas=60)).answers == ("usable", "usable", "usable")


GOOD = Evidence(areas=60)
CASES = [
    ("nothing", replace(GOOD, filled=0.0), ("not", "not", "not")),
    ("hidden", replace(GOOD, hidden=True, filled=0.0), ("not", "not", "not")),
    ("sparse", replace(GOOD, filled=0.3), ("not", "not", "not")),
    ("incomplete", replace(GOOD, filled=0.8), ("care", "care", "care")),
    ("stale", replace(GOOD, stale=True), ("care", "usable", "usable")),
    ("provisional", replace(GOOD, provisional=True), ("care", "care", "usable")),
    ("unplaced", replace(GOOD, unplaced=0.03), ("care", "usable", "care")),
    ("unplaced_inflated", replace(GOOD, unplaced_inflated=True), ("care", "care", "usable")),
    ("no_margins", replace(GOOD, survey=True, margins=False, sample=5000), ("not", "not", "not")),
    ("small_sample", replace(GOOD, survey=True, sample=50), ("not", "not", "not")),
    ("sample", replace(GOOD, survey=True, sample=300), ("care", "care", "care")),
    ("sample", replace(GOOD, survey=True, sample=0), ("care", "care", "care")),
    ("short", replace(GOOD, years=2, years_after_break=2), ("usable", "not", "usable")),
    ("fresh_break", replace(GOOD, years_after_break=1), ("usable", "not", "usable")),
    ("break", replace(GOOD, years_after_break=6), ("usable", "care", "usable")),
    ("few_years", replace(GOOD, years=4, years_after_break=4), ("usable", "care", "usable")),
    ("gaps", replace(GOOD, gaps=1), ("usable", "care", "usable")),
    ("mixed", replace(GOOD, classification_mixed=True), ("usable", "care", "usable")),
    ("small", replace(GOOD, mean=1.5), ("usable", "care", "care")),
    ("enforcement", replace(GOOD, enforcement=True), ("care", "care", "care")),
    ("one_area", replace(GOOD, areas=1), ("usable", "usable", "not")),
    ("no_rate", replace(GOOD, rate=False), ("usable", "usable", "not")),
    ("no_year", replace(GOOD, classification_known=False), ("usable", "usable", "not")),
    ("few_people", replace(GOOD, few_people=0.2), ("usable", "usable", "care")),
    ("own_count", replace(GOOD, own_count=True), ("usable", "usable", "care")),
]


@pytest.mark.parametrize(("code", "what", "answers"), CASES)
def test_each_rule(code: str, what: Evidence, answers: tuple[str, ...]) -> None:
    found = judge(what)
    assert found.answers == answers
    assert code in {reason.code for verdict in found for reason in verdict.reasons}


def test_every_rule_has_a_case_and_words() -> None:
    assert {code for code, _what, _answers in CASES} == {rule.code for rule in RULES}
    assert {rule.code for rule in RULES} == set(reasons.REASONS)
    assert set(reasons.USES) == set(USES)
    assert set(reasons.ANSWERS) == set(ANSWERS) == set(reasons.ANSWER_BADGES)
    assert ("hidden", "level, trend, comparison", "not") in rules.table()


def test_every_reason_can_be_said() -> None:
    for _code, what, _answers in CASES:
        for verdict in judge(what):
            for reason in verdict.reasons:
                said = reasons.REASONS[reason.code] % reason.params
                assert "%" not in said


def test_what_does_not_belong_in_a_question() -> None:
    for text in ("mail jan@voorbeeld.nl", "BSN 123456782", "06-12 34 56 78", "geboren 1-2-1980"):
        assert looks_personal(text)
    for text in ("Waarom is 2023 lager dan 2022?", "47018NED, soort 1.1.1", "Is 12.345 juist?"):
        assert not looks_personal(text)


def test_every_state_of_a_question_has_a_label() -> None:
    assert {state.value: str(state.label) for state in QuestionState} == workflow.QUESTION.labels
