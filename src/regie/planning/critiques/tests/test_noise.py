"""What can be seen at all, and what would make it so: the numbers of targets.md."""

from dataclasses import replace

import pytest

from regie.planning.critiques import noise
from regie.planning.critiques.facts import Bundle, Known
from regie.planning.critiques.rules import remedies
from regie.planning.critiques.tests.making import ASKED, GOOD, spoilt
from safetymethods.changes import change_test

pytestmark = pytest.mark.pure

TABLE = [
    (25, 0.0, 44),
    (50, 0.0, 32),
    (100, 0.0, 22),
    (1000, 0.0, 7),
    (100, 0.13, 36),
    (250, 0.13, 32),
    (100, 0.25, 56),
    (250, 0.25, 54),
    (100, 0.35, 71),
]


@pytest.mark.parametrize(("events", "sigma", "percent"), TABLE)
def test_the_smallest_visible_fall_is_that_of_the_table_of_targets(
    events: int, sigma: float, percent: int
) -> None:
    """targets.md: the counted fall, within what a half-seen fall differs."""
    needed = noise.needed(GOOD, float(events), sigma)
    assert needed is not None
    assert 100 * needed == pytest.approx(percent, abs=3.5)


@pytest.mark.parametrize("sigma", [0.0, 0.13, 0.25])
def test_a_fall_that_is_called_visible_is_flagged_by_the_change_test(sigma: float) -> None:
    """The criticism and the arrow of the picture rest on one test."""
    needed = noise.needed(GOOD, 200.0, sigma)
    assert needed is not None
    seen = change_test(200 * (1 - needed) - 8, 600, sigma)
    missed = change_test(200 * (1 - needed) + 8, 600, sigma)
    assert (int(seen.direction), int(missed.direction)) == (-1, 0)


def test_a_rise_needs_more_than_a_fall() -> None:
    rise = noise.needed(replace(GOOD, direction="increase"), 100.0, 0.25)
    fall = noise.needed(GOOD, 100.0, 0.25)
    assert rise is not None
    assert fall is not None
    assert rise > fall


def test_what_swings_beyond_all_measure_shows_nothing() -> None:
    assert noise.needed(GOOD, 1000.0, 2.0) is None


def test_of_next_to_nothing_no_fall_can_be_seen() -> None:
    assert noise.needed(GOOD, 2.0, 0.25) is None
    assert not noise.Seen(0.9, None).visible


def test_nothing_is_compared_without_a_start_a_target_or_a_count() -> None:
    assert noise.seen(spoilt(baseline=None, known=())) is None
    assert noise.seen(spoilt(target=None)) is None
    assert noise.seen(spoilt(per_count=None)) is None
    assert noise.seen(spoilt(baseline=0.0, known=(), target=-1.0)) is None
    assert noise.seen(spoilt(ASKED, margin=None)) is None
    assert noise.goal(spoilt(baseline=None, known=(), target=None, target_percent=-10.0)) is None


def test_of_a_baseline_that_is_not_there_the_newest_value_is_the_start() -> None:
    facts = spoilt(baseline=None)
    assert noise.start(facts) == 2.8
    assert noise.goal(replace(facts, target=None, target_percent=-50.0)) == pytest.approx(1.4)


def test_small_numbers_are_those_of_today_else_of_the_baseline_else_of_the_target() -> None:
    assert noise.few(spoilt(per_count=10.0)) == pytest.approx(28)
    assert noise.few(spoilt(per_count=10.0, known=())) == pytest.approx(29)
    assert noise.few(spoilt(per_count=10.0, known=(), baseline=None)) == pytest.approx(10)
    assert noise.few(spoilt(per_count=10.0, known=(), baseline=None, target=None)) is None


# --- what would make it measurable ----------------------------------------------------------------


def test_what_can_be_seen_needs_no_remedy() -> None:
    assert remedies(GOOD) == ()
    assert remedies(spoilt(target=2.7)) != ()


def test_every_way_comes_with_its_number_and_what_is_enough_first() -> None:
    """targets.md: multi-year mean, relative to peers, bundle of types, output."""
    facts = spoilt(
        target=1.74, known=(), net_sigma=0.1, bundle=Bundle("vermogensmisdrijven", 2400.0, 0.11)
    )
    found = remedies(facts)
    assert {way.code for way in found} == {"longer_mean", "relative", "bundle", "output"}
    enough = [way.enough for way in found[:-1]]
    assert enough == sorted(enough, reverse=True)
    by_code = {way.code: way for way in found}
    assert by_code["relative"].enough
    assert by_code["bundle"].needed == pytest.approx(noise.needed(facts, 2400, 0.11) or 0)
    assert by_code["bundle"].values["name"] == "vermogensmisdrijven"
    assert found[-1].code == "output"


def test_a_longer_mean_helps_against_chance_and_not_against_a_large_swing() -> None:
    """Of a level that walks, three years together swing more than one: that is said as it is."""
    calm = {way.code: way for way in remedies(spoilt(target=2.7, known=(), sigma=0.02))}
    wild = {way.code: way for way in remedies(spoilt(target=2.7, known=()))}
    assert calm["longer_mean"].words != wild["longer_mean"].words
    assert "helpt hier niet" in wild["longer_mean"].words


def test_a_goal_beside_others_is_judged_by_the_net_swing() -> None:
    facts = spoilt(target=1.74, known=(), net_sigma=0.1, beside="peers")
    assert noise.swing(facts) == 0.1
    assert remedies(facts) == ()
    assert noise.swing(replace(facts, net_sigma=None)) == 0.25


def test_of_few_events_the_bundle_can_be_the_only_way() -> None:
    facts = spoilt(
        known=(), per_count=0.5, net_sigma=0.1, bundle=Bundle("alles", 2.0, 0.1), sigma=0.3
    )
    assert [way.code for way in remedies(facts)] == ["output"]


def test_a_survey_is_mended_by_more_answers_or_more_editions() -> None:
    """Half the margin takes four times the answers."""
    asked = spoilt(ASKED, target=35 - 2**0.5)
    found = {way.code: way for way in remedies(asked)}
    times = found["larger_sample"].values["times"]
    assert getattr(times, "number", 0) == pytest.approx(4.0)
    assert not found["two_editions"].enough
    assert "larger_sample" not in {way.code for way in remedies(spoilt(ASKED, target=34.9))}
    assert {w.code: w.enough for w in remedies(spoilt(ASKED, target=32.9))}["two_editions"]


def test_years_that_come_twice_are_told_apart_by_what_is_final() -> None:
    twice = (Known(year=2024, value=3.0, provisional=True), Known(year=2024, value=2.0))
    for known in (twice, twice[::-1]):
        newest = noise.newest(spoilt(known=known))
        assert newest is not None
        assert newest.value == 2.0
