"""Each criticism, with what earns it and what does not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.critiques import formal
from regie.planning.critiques.facts import Amount, Break, Facts, Known, Rhythm
from regie.planning.critiques.rules import CODES, critiques
from regie.planning.critiques.tests.making import ASKED, GOOD, codes, levels, spoilt

pytestmark = pytest.mark.pure


def test_a_good_objective_is_left_in_peace() -> None:
    assert codes(GOOD) == ()
    assert codes(ASKED) == ()


SPOILT: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"statement": " "}, {"no_statement": "stop"}),
    ({"statement": "Buurttoezicht uitbreiden"}, {"means_as_goal": "stop"}),
    ({"statement": "Minder inbraken door toezicht"}, {"means_in_goal": "note"}),
    ({"effect": ""}, {"no_effect": "note"}),
    ({"outcome": False, "effect": ""}, {"no_effect": "warn"}),
    ({"outcome": False, "statement": "Vier controles per jaar"}, {}),
    ({"indicator": ""}, {"no_indicator": "stop"}),
    ({"indicator": "", "measured_by": "telling"}, {"no_measuring_plan": "warn"}),
    ({"indicator": "", "measured_by": "telling", "measuring_plan": "Elk jaar"}, {}),
    ({"target": None}, {"direction_only": "stop"}),
    ({"target": None, "direction": ""}, {"no_target": "stop"}),
    (
        {"target": None, "direction": "", "target_date": None},
        {"no_target": "stop", "no_date": "stop"},
    ),
    ({"target_date": None}, {"no_date": "stop"}),
    ({"target_date": None, "plan_to": None}, {"no_date": "stop"}),
    ({"target_date": date(2025, 1, 1)}, {"no_date": "warn"}),
    ({"baseline": None}, {"no_baseline": "stop"}),
    ({"baseline": None, "known": ()}, {"no_baseline": "stop"}),
    ({"baseline": None, "direction": "keep_below", "target": 3.0}, {"no_baseline": "warn"}),
    ({"baseline_from": None, "baseline_to": None}, {"no_baseline_year": "stop"}),
    ({"baseline_source": ""}, {"no_baseline_source": "warn"}),
    ({"baseline_source": "", "source": ""}, {"no_baseline_source": "warn"}),
    ({"target": 2.9, "direction": "keep_below"}, {}),
    (
        {"target": 2.9},
        {"already_reached": "stop", "weaker_than_now": "warn"},
    ),
    ({"target": 2.8}, {"already_reached": "stop"}),
    ({"target": 4.0, "direction": "keep_below"}, {"weaker_than_now": "note"}),
    ({"target": 2.0, "direction": "keep_below"}, {"nothing_to_keep": "warn"}),
    ({"target": 2.6}, {"inside_noise": "stop"}),
    ({"target": 2.6, "sigma": None}, {"inside_noise": "stop"}),
    ({"target": 3.5, "direction": "increase"}, {"inside_noise": "stop", "outside_seen": "warn"}),
    ({"target": 0.5}, {"outside_seen": "warn"}),
    ({"target": 0.5, "known": GOOD.known[-2:]}, {}),
    ({"breaks": (Break(2025, "Anders."),)}, {"series_break": "stop"}),
    ({"unit": "per 10.000 woningen"}, {"unit_shifts": "warn"}),
    ({"unit": "per 1.000 inwoners"}, {"unit_shifts": "warn"}),
    ({"baseline": 29.0}, {"unit_shifts": "warn"}),
    ({"baseline_source": "Veiligheidsmonitor"}, {"mixed_sources": "warn"}),
    ({"statement": "Hoogstens 1 aangifte van inbraak per 1.000"}, {"mixed_sources": "warn"}),
    ({"reacts": "reporting"}, {"reacts_to_reporting": "warn"}),
    ({"reacts": "enforcement"}, {"reacts_to_enforcement": "warn"}),
    ({"reacts": "partly"}, {"reacts_to_enforcement": "note"}),
    ({"rhythm": Rhythm(every=0)}, {"no_reading_in_time": "stop"}),
    ({"target_date": date(2030, 1, 1)}, {"no_reading_in_time": "warn"}),
    ({"owner": ""}, {"nobody_responsible": "warn"}),
    ({"priority": False}, {"no_priority": "note"}),
]


@pytest.mark.parametrize(("changes", "expected"), SPOILT)
def test_one_fault_gets_one_criticism(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert levels(spoilt(**changes)) == expected


def test_what_is_delivered_needs_a_number_and_a_date_but_no_baseline() -> None:
    """An output objective is legitimate: four checks a year can be counted."""
    delivered: dict[str, Any] = {
        "statement": "Vier controles per jaar",
        "outcome": False,
        "indicator": "",
        "baseline": None,
    }
    assert codes(spoilt(**delivered)) == ()
    assert "no_indicator" in codes(spoilt(**delivered, target=None))


def test_every_code_is_earned_by_something() -> None:
    """The list of codes and what is criticised are the same, in the same order."""
    earned = {code for _changes, expected in SPOILT for code in expected}
    assert set(CODES) - earned == {"small_numbers", "percentage_without_year"}


def test_minus_ten_per_cent_burglary_cannot_be_shown_in_one_municipality() -> None:
    """targets.md: "-10 % woninginbraken" is not measurable in a municipality."""
    for homes in (10.0, 100.0, 1000.0):
        facts = spoilt(target=None, target_percent=-10.0, per_count=homes, known=())
        assert "inside_noise" in codes(facts)


def test_the_smallest_visible_change_stands_in_the_sentence() -> None:
    """Targets: at 100 a year with a swing of 0.25 a fall is seen from about 54 per cent."""
    facts = spoilt(target=2.6, baseline=1.0, known=(), per_count=100.0)
    found = next(c for c in critiques(replace(facts, target=0.9)) if c.code == "inside_noise")
    needed = found.values["needed"]
    assert isinstance(needed, Amount)
    assert round(needed.number) == 54
    assert found.evidence


def test_where_next_to_nothing_happens_no_change_is_ever_seen() -> None:
    facts = spoilt(baseline=0.02, target=0.01, known=())
    found = next(c for c in critiques(facts) if c.code == "inside_noise")
    assert "needed" not in found.words
    assert found.evidence


def test_a_survey_shows_only_what_lies_outside_two_margins() -> None:
    """Two answers with a margin of 2: a difference is seen from the root of two times that."""
    small, large = spoilt(ASKED, target=32.5), spoilt(ASKED, target=32.0)
    assert "inside_noise" in codes(small)
    assert "inside_noise" not in codes(large)
    found = next(c for c in critiques(small) if c.code == "inside_noise")
    needed = found.values["needed"]
    assert isinstance(needed, Amount)
    assert needed.number == pytest.approx(2 * 2**0.5)
    assert needed.kind == "points"


def test_a_survey_without_margins_is_not_judged_by_them() -> None:
    assert codes(spoilt(ASKED, target=34.5, margin=None)) == ()


def test_a_small_municipality_has_small_numbers() -> None:
    """A trap an expert knows: the burglaries of 12,000 inhabitants are few and jump by chance."""
    small = spoilt(per_count=5.2, target=0.1)
    assert "small_numbers" in codes(small)
    assert "small_numbers" not in codes(spoilt(per_count=None))


def test_a_keep_goal_is_legitimate_and_not_tested_for_change() -> None:
    """Real plans: maintain goals are legitimate; what they ask is a limit."""
    kept = spoilt(ASKED, direction="keep_below", target=36.0)
    assert codes(kept) == ()
    assert "nothing_to_keep" in codes(spoilt(ASKED, direction="keep_below", target=30.0))


def test_what_was_reached_without_a_year_is_said_without_one() -> None:
    facts = spoilt(known=(), baseline_from=None, baseline_to=None, target=3.0)
    found = next(c for c in critiques(facts) if c.code == "already_reached")
    assert "%(year)s" not in found.words


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("10% minder inbraken", True),
        ("Inbraken dalen met 10%", True),
        ("10 procent minder inbraken", True),
        ("Een daling van 10% van de inbraken", False),
        ("25% van de inwoners voelt zich onveilig", False),
        ("Minder dan 10% voelt zich onveilig", False),
        ("Hoogstens 3 inbraken", False),
    ],
)
def test_a_percentage_that_is_a_change_is_told_from_a_share(statement: str, expected: bool) -> None:
    assert bool(formal.changes_in(statement)) is expected


def test_a_percentage_needs_a_reference_year() -> None:
    """A trap an expert knows: a percentage drop without a reference year."""
    loose: dict[str, Any] = {"baseline_from": None, "baseline_to": None}
    said = spoilt(statement="60% minder inbraken", **loose)
    assert levels(said)["percentage_without_year"] == "stop"
    typed = spoilt(statement="Minder inbraken", target=None, target_percent=-60.0, **loose)
    assert levels(typed)["percentage_without_year"] == "stop"
    with_year = spoilt(statement="60% minder inbraken dan in 2024", **loose)
    assert "percentage_without_year" not in codes(with_year)
    known = spoilt(statement="60% minder inbraken")
    assert levels(known)["percentage_without_year"] == "note"
    assert codes(spoilt(target=None, target_percent=-60.0)) == ()
    target_year = spoilt(statement="In 2028 60% minder inbraken", **loose)
    assert levels(target_year)["percentage_without_year"] == "stop"


def test_an_own_count_of_reports_reacts_to_reporting() -> None:
    """A trap an expert knows: more reports of nuisance can mean better reporting."""
    facts = spoilt(
        statement="Hoogstens 100 meldingen van overlast",
        indicator="",
        measured="own",
        counted="",
        measured_by="meldpunt",
        measuring_plan="Elk kwartaal",
    )
    assert "reacts_to_reporting" in codes(facts)


def test_a_hidden_year_is_no_value() -> None:
    facts = spoilt(known=(*GOOD.known[:-1], Known(year=2024, hidden=True)), target=2.85)
    found = next(c for c in critiques(facts) if c.code == "inside_noise")
    assert found
    assert "already_reached" not in codes(facts)


def test_only_years_after_the_last_break_are_compared() -> None:
    """Real plans: never join a series over a break."""
    facts = spoilt(breaks=(Break(2023, "Nieuwe telling."),), target=2.0, baseline_from=2023)
    assert "outside_seen" not in codes(facts)


def test_a_unit_of_another_kind_is_not_compared() -> None:
    assert "unit_shifts" not in codes(spoilt(unit="aantal"))
    assert "unit_shifts" not in codes(spoilt(unit="per 1.000 woningen per jaar"))
    assert "unit_shifts" not in codes(spoilt(baseline=-2.0, target=-3.0))


# --- properties -----------------------------------------------------------------------------------

VALUES = st.one_of(st.none(), st.floats(-50, 5000, allow_nan=False))
YEARS = st.one_of(st.none(), st.integers(0, 32_000))
DATES = st.one_of(st.none(), st.dates())
KNOWNS = st.builds(
    Known,
    year=st.integers(1990, 2040),
    value=VALUES,
    low=VALUES,
    high=VALUES,
    count=st.one_of(st.none(), st.floats(0, 1e5)),
    provisional=st.booleans(),
)
ANY = st.builds(
    Facts,
    statement=st.text(max_size=40),
    outcome=st.booleans(),
    indicator=st.sampled_from(["", "offence-1.1.1"]),
    measured=st.sampled_from(["", "registered", "survey", "own"]),
    counted=st.sampled_from(["", "offences", "reports"]),
    unit=st.sampled_from(["", "aantal", "per 1.000 inwoners", "%"]),
    known_unit=st.sampled_from(["", "per 10.000 inwoners", "%"]),
    direction=st.sampled_from(["", "decrease", "increase", "keep_above", "keep_below"]),
    baseline=VALUES,
    baseline_from=YEARS,
    baseline_to=YEARS,
    target=VALUES,
    target_percent=st.one_of(st.none(), st.floats(-200, 500)),
    target_date=DATES,
    plan_to=DATES,
    today=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    per_count=st.one_of(st.none(), st.floats(0, 1000)),
    known=st.lists(KNOWNS, max_size=6).map(tuple),
    breaks=st.lists(st.builds(Break, st.integers(1990, 2040), st.text(max_size=3)), max_size=3).map(
        tuple
    ),
    sigma=st.one_of(st.none(), st.floats(0, 3)),
    net_sigma=st.one_of(st.none(), st.floats(0, 3)),
    margin=st.one_of(st.none(), st.floats(0, 20)),
    rhythm=st.one_of(
        st.none(),
        st.builds(
            Rhythm,
            st.integers(0, 2),
            st.integers(-200, 400),
            st.one_of(st.none(), st.integers(2000, 2030)),
        ),
    ),
)


@given(ANY)
def test_whatever_is_typed_gets_an_answer_in_order_and_each_code_once(facts: Facts) -> None:
    found = codes(facts)
    assert list(found) == sorted(found, key=CODES.index)
    assert len(set(found)) == len(found)


@given(ANY, st.randoms())
def test_the_order_of_what_is_known_does_not_matter(facts: Facts, random: Any) -> None:
    known, breaks = list(facts.known), list(facts.breaks)
    random.shuffle(known)
    random.shuffle(breaks)
    other = replace(facts, known=tuple(known), breaks=tuple(breaks))
    assert critiques(other) == critiques(facts)


@given(
    st.sampled_from(["decrease", "increase"]),
    st.floats(0.01, 100),
    st.floats(0.01, 100),
    st.floats(0.01, 100),
)
def test_a_stricter_target_is_never_reached_when_a_weaker_one_is_not(
    direction: Any, now: float, one: float, other: float
) -> None:
    lower = direction == "decrease"
    stricter, weaker = sorted((one, other), reverse=not lower)
    known = (Known(year=2024, value=now),)
    reached = [
        "already_reached" in codes(spoilt(direction=direction, target=target, known=known))
        for target in (weaker, stricter)
    ]
    assert reached[0] or not reached[1]


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_a_larger_fall_is_never_in_the_noise_when_a_smaller_one_is_not(a: float, b: float) -> None:
    small, large = sorted((a, b))
    hidden = ["inside_noise" in codes(spoilt(target=2.8 * (1 - fall))) for fall in (small, large)]
    assert hidden[0] or not hidden[1]
