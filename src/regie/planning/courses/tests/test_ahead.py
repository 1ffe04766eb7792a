"""How an objective stands: three classes, what cannot be said, path, fan and pace (D11)."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.courses import classing
from regie.planning.courses.ahead import Standing, Why, ahead, fan_of
from regie.planning.critiques.facts import Break, Facts, Known
from regie.planning.critiques.tests.making import ASKED, GOOD, spoilt
from regie.planning.critiques.tests.test_rules import ANY
from safetymethods.answers import answer_level
from safetymethods.forecasts import target_probability

pytestmark = pytest.mark.pure

SILENT: list[tuple[dict[str, Any], Why]] = [
    ({"outcome": False}, Why.OUTPUT),
    ({"target": None}, Why.NO_TARGET),
    ({"direction": ""}, Why.NO_TARGET),
    ({"target_date": None}, Why.NO_DATE),
    ({"known": ()}, Why.NO_FIGURES),
    ({"baseline_from": 2021, "breaks": (Break(2022, "Anders."),)}, Why.BREAK),
    ({"target": 2.5}, Why.NOISE),
    ({"sigma": None}, Why.NO_SWING),
]


@pytest.mark.parametrize(("changes", "why"), SILENT)
def test_what_cannot_be_said_says_why(changes: dict[str, Any], why: Why) -> None:
    found = ahead(spoilt(**changes))
    assert (found.standing, found.why) == (Standing.NOT_MEASURABLE, why)


def test_a_survey_without_margins_says_that_its_swing_is_unknown() -> None:
    assert ahead(spoilt(ASKED, margin=None)).why is Why.NO_SWING
    assert fan_of(spoilt(ASKED, margin=None)) == ()


def test_the_chance_is_the_recalibrated_one_of_the_random_walk() -> None:
    """Targets: level 2/3 of the newest and 1/3 of the year before, log odds halved."""
    found = ahead(GOOD)
    expected = target_probability([290, 280], 0.25, 100, 4)
    assert found.probability == pytest.approx(float(expected.probability))
    assert found.standing is Standing.BEHIND


def _now(*values: float, **changes: Any) -> Facts:
    known = tuple(
        Known(year=2025 - len(values) + at, value=value, count=value * 100)
        for at, value in enumerate(values)
    )
    begun = {"baseline": 4.0, "baseline_from": 2020, "baseline_to": 2020}
    return spoilt(known=known, **{**begun, **changes})


def test_the_classes_run_from_behind_to_met() -> None:
    classes = [
        ahead(_now(now, now, target=1.5)).standing for now in (4.0, 1.7, 1.51, 1.3, 1.0, 0.5)
    ]
    assert classes[0] is Standing.BEHIND
    assert Standing.UNDECIDED in classes
    assert classes[-1] is Standing.REACHED


def test_met_asks_that_the_limit_of_the_count_lies_beyond_the_target_as_well() -> None:
    """D11: at most the target, and so is the upper 80 % limit."""
    just, clearly = ahead(_now(1.45, 1.45, target=1.5)), ahead(_now(1.2, 1.2, target=1.5))
    assert just.standing is not Standing.REACHED
    assert clearly.standing is Standing.REACHED


def test_what_is_kept_is_on_course_and_never_done_before_its_date() -> None:
    kept = ahead(_now(1.0, 1.0, target=3.0, direction="keep_below"))
    assert kept.standing is Standing.ON_COURSE
    assert ahead(_now(4.0, 4.0, target=3.0, direction="increase", baseline=1.0)).goal == 3.0


def test_after_the_year_of_the_target_it_is_met_or_not() -> None:
    late = {"target_date": date(2024, 12, 31)}
    assert ahead(_now(1.0, 1.0, target=1.5, **late)).standing is Standing.REACHED
    missed = ahead(_now(4.0, 2.0, target=1.5, **late))
    assert (missed.standing, missed.final) == (Standing.BEHIND, True)
    assert fan_of(_now(1.0, 1.0, **late)) == ()


def test_it_is_judged_by_the_year_of_the_target_and_not_by_a_later_one() -> None:
    missed_then = _now(4.0, 2.0, 1.0, target=1.5, target_date=date(2023, 12, 31))
    assert (ahead(missed_then).standing, ahead(missed_then).final) == (Standing.BEHIND, True)
    here = ahead(missed_then).judged
    assert here is not None
    assert here.year == 2023
    far = ahead(spoilt(missed_then, known=_now(4.0, 4.0, 1.0).known))
    assert far.close is False
    assert ahead(_now(1.52, 1.51, target=1.5, target_date=date(2024, 12, 31))).close is True


def test_what_is_provisional_is_not_judged() -> None:
    """Methods, section 8: more than a quarter of the months provisional is not measurable."""
    whole = _now(4.0, 3.9, 0.9, target=1.5)
    last = replace(whole.known[-1], provisional=True)
    found = ahead(replace(whole, known=(*whole.known[:-1], last)))
    assert (found.standing, found.newest, found.judged) == (
        Standing.BEHIND,
        last,
        whole.known[-2],
    )
    assert ahead(whole).standing is Standing.REACHED
    only = ahead(spoilt(known=(last,), target=1.5))
    assert (only.standing, only.why) == (Standing.NOT_MEASURABLE, Why.PROVISIONAL)
    over = replace(whole, known=(*whole.known[:-1], last), target_date=date(2024, 12, 31))
    assert ahead(over).why is Why.PROVISIONAL
    fan = fan_of(replace(whole, known=(*whole.known[:-1], last)))
    assert fan[0].year == 2024


def test_a_provisional_year_that_misses_the_target_leaves_it_open() -> None:
    """Met in 2023, and missed in the provisional 2024: nobody may say that it is done."""
    known = _now(1.0, 0.9, 3.0, target=1.5)
    last = replace(known.known[-1], provisional=True)
    found = ahead(replace(known, known=(*known.known[:-1], last)))
    assert found.standing is Standing.ON_COURSE
    better = replace(last, value=0.8, count=80.0)
    done = ahead(replace(known, known=(*known.known[:-1], better)))
    assert done.standing is Standing.REACHED


CHANCES = [
    # Methods, section 8: a border is passed by more than 0.05, from whichever side.
    ([0.70], Standing.ON_COURSE, False),
    ([0.70, 0.63], Standing.ON_COURSE, True),
    ([0.70, 0.61], Standing.UNDECIDED, False),
    ([0.60, 0.70], Standing.UNDECIDED, True),
    ([0.60, 0.70, 0.72], Standing.ON_COURSE, False),
    ([0.30, 0.37], Standing.BEHIND, True),
    ([0.30, 0.39], Standing.UNDECIDED, False),
    ([0.40, 0.29], Standing.UNDECIDED, True),
    ([0.40, 0.28], Standing.BEHIND, False),
]


@pytest.mark.parametrize(("chances", "standing", "sticks"), CHANCES)
def test_a_class_changes_only_when_its_border_is_passed_clearly(
    monkeypatch: pytest.MonkeyPatch, chances: list[float], standing: Standing, *, sticks: bool
) -> None:
    monkeypatch.setattr(classing, "_of_counts", lambda *_given: np.array(chances))
    values = [2.0 + 0.01 * at + len(chances) + chances[-1] / 7 for at in range(len(chances))]
    found = ahead(_now(*values, baseline_from=2010, baseline_to=2010, target=1.0))
    assert (found.standing, found.sticks) == (standing, sticks)


def test_the_first_class_is_of_the_first_year_after_the_baseline() -> None:
    """Six years are walked through; each chance is that of the years known then."""
    known = _now(3.0, 2.8, 1.5, 1.2, target=1.5, baseline_from=2021, baseline_to=2022)
    found = classing.classed(known)
    assert found is not None
    alone = target_probability([150, 120], 0.25, 150, 4).probability
    assert found.probability == pytest.approx(float(alone))


def test_from_nothing_nothing_can_be_expected() -> None:
    rising = _now(0.0, 0.0, target=9.0, direction="increase", baseline=4.0)
    assert ahead(rising).why is Why.ZERO
    assert fan_of(rising) == ()


def test_without_counts_the_rate_and_its_scale_serve() -> None:
    with_counts = _now(3.0, 3.0)
    known = tuple(replace(item, count=None) for item in with_counts.known)
    assert ahead(replace(with_counts, known=known)).probability == ahead(with_counts).probability


def test_one_year_or_a_gap_counts_the_newest_year_twice() -> None:
    one = _now(3.0)
    gap = replace(one, known=(Known(year=2020, value=9.0, count=900.0), *one.known))
    assert ahead(one).probability == ahead(gap).probability


def test_a_survey_is_classed_by_a_level_that_walks_between_its_margins() -> None:
    """targets.md, answers: 34 (2021) and 35 (2023) with a margin of 2 and a swing of 1 a year."""
    near = spoilt(ASKED, baseline=40.0, target=35.0)
    level = answer_level([34.0, 35.0], 2 / 1.959964, [2021, 2023], 1.0).level[-1]
    assert ahead(ASKED).standing is Standing.BEHIND
    assert ahead(near).standing is Standing.UNDECIDED
    assert level == pytest.approx(34.745, abs=0.001)
    assert ahead(spoilt(near, target=38.0)).standing is Standing.REACHED
    assert ahead(spoilt(near, target=36.0)).standing is Standing.UNDECIDED
    higher = spoilt(near, direction="increase", baseline=20.0, target=30.0)
    assert ahead(higher).standing is Standing.REACHED


def test_a_survey_of_which_no_swing_is_known_is_not_measurable_before_its_date() -> None:
    own = spoilt(ASKED, sigma=None)
    assert (ahead(own).standing, ahead(own).why) == (Standing.NOT_MEASURABLE, Why.NO_SWING)
    assert fan_of(own) == ()
    over = spoilt(own, target_date=date(2023, 12, 31), target=30.0)
    assert (ahead(over).standing, ahead(over).final) == (Standing.BEHIND, True)


def test_the_path_is_steady_from_baseline_to_target() -> None:
    """targets.md: y0 (Y/y0)^((t - t0)/(T - t0))."""
    path = dict(ahead(GOOD).path)
    assert path[2024] == pytest.approx(2.9)
    assert path[2026] == pytest.approx((2.9 * 1.0) ** 0.5)
    assert path[2028] == pytest.approx(1.0)
    assert ahead(spoilt(target=0.0)).path == ()
    assert ahead(spoilt(baseline_from=None, baseline_to=None)).path[0][0] == 2024
    assert ahead(spoilt(target_date=None)).path == ()


def test_the_paces_are_changes_per_year() -> None:
    """targets.md: required (Y/y)^(1/left) - 1, actual since the middle of the baseline."""
    found = ahead(_now(4.0, 3.0, 2.0, target=1.0))
    assert found.required is not None
    assert found.required.value == pytest.approx((1 / 2) ** (1 / 4) - 1)
    assert found.actual is None  # the baseline of 2020 is not among the figures
    since = ahead(spoilt(_now(4.0, 3.0, 2.0), baseline_from=2022, baseline_to=2023)).actual
    assert since is not None
    assert since.value == pytest.approx((2 / 3.5) ** (1 / 1.5) - 1, abs=0.002)
    assert since.low is not None
    assert since.high is not None
    assert since.low < since.value < since.high
    assert ahead(spoilt(baseline_from=2024, baseline_to=2022)).actual is None
    assert ahead(_now(4.0, 0.0, 0.0)).required is None


def test_a_pace_from_or_to_nothing_is_no_pace() -> None:
    assert ahead(spoilt(_now(0.0, 3.0, 2.0), baseline_from=2022, baseline_to=2022)).actual is None


def test_the_fan_opens_with_the_years_and_holds_the_newest_value() -> None:
    fan = fan_of(GOOD)
    assert [item.year for item in fan] == [2025, 2026, 2027, 2028]
    widths = [item.high - item.low for item in fan]
    assert widths == sorted(widths)
    assert fan[0].low < 2.8 < fan[0].high
    assert fan_of(spoilt(sigma=None)) == ()


def test_the_fan_of_a_survey_has_only_years_that_are_asked() -> None:
    assert [item.year for item in fan_of(ASKED)] == [2025, 2027]
    assert [item.year for item in fan_of(spoilt(ASKED, rhythm=None))] == [2024, 2025, 2026, 2027]


@given(ANY)
def test_whatever_is_typed_stands_somehow(facts: Facts) -> None:
    found = ahead(facts)
    assert bool(found.why) <= (found.standing is Standing.NOT_MEASURABLE)
    assert found.probability is None or 0 <= found.probability <= 1


@given(st.floats(0.1, 3.5), st.floats(0.1, 3.5))
def test_a_stricter_target_never_stands_better(one: float, other: float) -> None:
    order = [Standing.BEHIND, Standing.UNDECIDED, Standing.ON_COURSE, Standing.REACHED]
    strict, weak = sorted((one, other))
    classes = [ahead(_now(1.2, 1.1, target=t, sigma=0.01)).standing for t in (strict, weak)]
    if Standing.NOT_MEASURABLE not in classes:
        assert order.index(classes[0]) <= order.index(classes[1])
