"""The steps of the cycle fit together, and what runs beside it is known in both languages."""

from datetime import date, timedelta

import pytest

from regie.policy.calendar import ELECTIONS, PROCESSES, RECESSES, ProcessItem
from regie.policy.cycle import CYCLE

pytestmark = pytest.mark.pure


def longest_chain(code: str, *, light: bool) -> int:
    """Weeks from the first step to the end of this one."""
    item = next(step for step in CYCLE().steps if step.code == code)
    before = (longest_chain(need, light=light) for need in CYCLE().needs_of(code, light=light))
    return (item.weeks_light if light else item.weeks) + max(before, default=0)


def test_a_step_needs_only_earlier_steps() -> None:
    order = [step.code for step in CYCLE().steps]
    for step in CYCLE().steps:
        assert all(order.index(need) < order.index(step.code) for need in step.needs), step.code


def test_the_light_version_needs_only_its_own_steps() -> None:
    light = {step.code for step in CYCLE().steps if step.light}
    for code in light:
        assert set(CYCLE().needs_of(code, light=True)) <= light
    assert CYCLE().needs_of("priority_session", light=True) == (
        "start_memo_council",
        "safety_analysis",
    )
    assert CYCLE().needs_of("approach") == ("alignment",)


def test_every_step_before_the_decision_leads_to_it() -> None:
    for light in (False, True):
        led: set[str] = set()
        waiting = ["adoption"]
        while waiting:
            code = waiting.pop()
            led.add(code)
            waiting += CYCLE().needs_of(code, light=light)
        before = {s.code for s in CYCLE().steps if s.timing == "before" and (s.light or not light)}
        assert led == before


@pytest.mark.parametrize(("light", "least", "most"), [(False, 39, 52), (True, 17, 26)])
def test_the_chain_is_as_long_as_the_rule_of_thumb(light: bool, least: int, most: int) -> None:
    """Nine to twelve months in full, four to six in the light version."""
    assert least <= longest_chain("adoption", light=light) <= most


def test_a_step_before_or_after_the_decision_has_a_length() -> None:
    for step in CYCLE().steps:
        assert step.weeks > 0 or step.timing == "running"
        assert (step.weeks_light > 0) == (step.light and step.timing != "running"), step.code


def test_elections_are_on_the_day_of_the_law() -> None:
    """Kieswet F 1 and J 1: the 44th day after the Monday from 30 January to 5 February."""
    days = [item.day for item in ELECTIONS()]
    assert days == sorted(days)
    for day in days:
        monday = day - timedelta(days=44)
        assert monday.weekday() == 0
        assert date(day.year, 1, 30) <= monday <= date(day.year, 2, 5)
    assert [item.day.year for item in ELECTIONS() if item.reckoned] == [2030]


def test_a_recess_may_pass_the_new_year() -> None:
    found = {item.code: item.in_year(2026) for item in RECESSES()}
    assert found["summer"] == (date(2026, 7, 11), date(2026, 8, 31))
    assert found["christmas"] == (date(2026, 12, 20), date(2027, 1, 5))


def test_a_process_comes_back_in_its_years() -> None:
    found = {item.code: item for item in PROCESSES()}
    assert len(found) == len(PROCESSES())
    years = [year for year in range(2024, 2031) if found["safety_survey"].comes_in(year)]
    assert years == [2025, 2027, 2029]
    assert not found["regional_police_plan"].comes_in(2027)
    assert all(found["budget"].comes_in(year) for year in range(2020, 2035))
    assert not ProcessItem.model_validate(found["budget"].model_dump() | {"month": None}).comes_in(
        2026
    )
