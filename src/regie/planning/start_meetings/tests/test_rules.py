"""Who is missing, times, order, and counts that tell of nobody. Pure."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.rules import COORDINATOR, ROLES
from regie.planning.start_meetings import rules
from regie.planning.start_meetings.models import Tier
from regie.planning.start_meetings.rules import TIERS, Choice, Missing
from regie.planning.start_meetings.workflow import HELD, INVITED, MEETING, PREPARING, REPORTED
from regie.policy.attention import ATTENTION

pytestmark = pytest.mark.pure
TODAY = date(2026, 11, 27)
CHOICES = st.lists(
    st.builds(Choice, st.integers(1, 6), st.sampled_from("abc"), st.sampled_from(TIERS))
)


def test_the_tiers_are_the_levels_of_the_policy() -> None:
    assert tuple(item.code for item in ATTENTION().levels) == TIERS == tuple(Tier.values)


def test_who_is_missing() -> None:
    expected = {"police": (), "schools": ("a",), "welfare": ("a", "b"), "riec": ("c",)}
    assert rules.missing(expected, {"police"}, {"riec"}) == (
        Missing("welfare", ("a", "b")),
        Missing("schools", ("a",)),
    )


def test_who_is_always_expected_comes_first() -> None:
    expected = {"schools": ("a", "b"), "police": ()}
    assert [each.kind for each in rules.missing(expected, (), ())] == ["police", "schools"]


@given(st.lists(st.integers(1, 60), max_size=8))
def test_times_add_up(minutes: list[int]) -> None:
    found = rules.times(time(9), minutes)
    assert found[0] == time(9)
    assert len(found) == len(minutes) + 1
    end = found[-1]
    assert end is not None
    assert end.hour * 60 + end.minute == 9 * 60 + sum(minutes)
    assert rules.times(None, minutes) == (None,) * (len(minutes) + 1)


@given(st.lists(st.integers(), unique=True, min_size=1), st.integers(-3, 3), st.data())
def test_moving_keeps_everybody(order: list[int], step: int, data: st.DataObject) -> None:
    which = data.draw(st.sampled_from(order))
    found = rules.moved(order, which, step)
    assert sorted(found) == sorted(order)
    assert [x for x in found if x != which] == [x for x in order if x != which]
    place = min(max(order.index(which) + step, 0), len(order) - 1)
    assert found[place] == which


def test_an_unknown_point_moves_nothing() -> None:
    assert rules.moved([1, 2], 3, 1) == (1, 2)


@pytest.mark.parametrize(
    ("title", "minutes", "sentence"),
    [("Opening", 10, None), (" ", 10, rules.NO_TITLE), ("Opening", 0, rules.WRONG_MINUTES)],
)
def test_a_point_of_the_agenda(title: str, minutes: int, sentence: str | None) -> None:
    assert rules.point_refusal(title, minutes) == sentence


def test_when_invitations_go_out() -> None:
    assert rules.invite_refusal(day=TODAY, place="Raadzaal", invitees=1) is None
    assert rules.invite_refusal(day=None, place="Raadzaal", invitees=1) == rules.NO_DAY
    assert rules.invite_refusal(day=TODAY, place=" ", invitees=1) == rules.NO_DAY
    assert rules.invite_refusal(day=TODAY, place="Raadzaal", invitees=0) == rules.NOBODY


def test_a_meeting_is_held_when_its_day_has_come() -> None:
    assert rules.hold_refusal(TODAY, TODAY) is None
    assert rules.hold_refusal(TODAY + timedelta(days=1), TODAY) == rules.NOT_YET
    assert rules.hold_refusal(None, TODAY) == rules.NOT_YET


def test_partners_take_part_between_invitation_and_report() -> None:
    assert [rules.part_refusal(s) is None for s in (PREPARING, INVITED, HELD, REPORTED)] == [
        False,
        True,
        True,
        False,
    ]


@given(CHOICES, st.booleans())
def test_counts_say_how_many_and_never_who(choices: list[Choice], announced: bool) -> None:
    found = rules.count(choices, open_meeting=announced)
    newest = {(each.organisation, each.theme): each.tier for each in choices}
    voices = len({organisation for organisation, _theme in newest})
    assert found.organisations == voices
    if 0 < voices < rules.FEWEST and not announced:
        assert found.hidden
        assert not found.counts
    else:
        assert not found.hidden
        assert sum(sum(row.values()) for row in found.counts.values()) == len(newest)
        assert all(tuple(row) == TIERS for row in found.counts.values())


@given(CHOICES)
def test_the_names_of_organisations_change_nothing(choices: list[Choice]) -> None:
    others = [Choice(100 - each.organisation, each.theme, each.tier) for each in choices]
    assert rules.count(others, open_meeting=True) == rules.count(choices, open_meeting=True)


def test_only_the_coordinator_takes_steps() -> None:
    states = {"invite": PREPARING, "hold": INVITED, "report": HELD, "reopen": REPORTED}
    for name, state in states.items():
        for role in ROLES:
            refusal = MEETING.refusal(name, state=state, role=role)
            assert (refusal is None) == (role == COORDINATOR)
