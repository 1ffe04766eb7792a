"""What is done, now, later or passed over on the guided path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.cycles import rules

pytestmark = pytest.mark.pure

CODES = "abcdef"
SOME = st.sets(st.sampled_from(CODES))
DONE = st.dictionaries(st.sampled_from(CODES), st.booleans())


@given(st.sampled_from(CODES), SOME, DONE)
def test_every_step_has_one_state_that_can_be_explained(
    current: str, finished: set[str], done: dict[str, bool]
) -> None:
    marks = rules.path_states(CODES, current, finished=finished, done=done)
    here = CODES.index(current)
    assert marks[here] == rules.NOW
    for place, code in enumerate(CODES):
        if place == here:
            continue
        if done.get(code):
            assert marks[place] == rules.DONE
        elif place > here:
            assert marks[place] == rules.LATER
        elif code in finished and code not in done:
            assert marks[place] == rules.DONE
        else:
            assert marks[place] == rules.SKIPPED


@given(st.sampled_from(CODES), st.sampled_from(CODES), SOME)
def test_moving_on_ends_a_step_and_going_back_reopens_one(
    current: str, target: str, finished: set[str]
) -> None:
    after = rules.finished_after(CODES, current=current, target=target, finished=finished)
    assert target not in after
    assert set(after) <= finished | {current}
    if CODES.index(target) > CODES.index(current):
        assert current in after
    assert after == sorted(after)


@given(st.sampled_from(CODES), SOME, DONE)
def test_what_follows_is_later_and_not_done(
    current: str, finished: set[str], done: dict[str, bool]
) -> None:
    marks = rules.path_states(CODES, current, finished=finished, done=done)
    following = rules.following(CODES, marks, current)
    if following:
        assert CODES.index(following) > CODES.index(current)
        assert not done.get(following)
    else:
        assert all(done.get(code) for code in CODES[CODES.index(current) + 1 :])


def test_a_step_of_another_way_of_working() -> None:
    marks = rules.path_states("abc", "x", finished=(), done={})
    assert marks == (rules.LATER,) * 3
    assert rules.following("abc", marks, "x") == "a"
    assert rules.finished_after("abc", current="x", target="b", finished={"a", "x"}) == ["a"]
