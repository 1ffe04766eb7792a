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


@given(st.sampled_from(CODES), SOME, DONE, SOME)
def test_what_was_skipped_is_never_said_to_be_done_by_moving_on(
    current: str, finished: set[str], done: dict[str, bool], skipped: set[str]
) -> None:
    marks = rules.path_states(CODES, current, finished=finished, done=done, skipped=skipped)
    without = rules.path_states(CODES, current, finished=finished, done=done)
    for code, mark, before in zip(CODES, marks, without, strict=True):
        if code in skipped and code != current and not done.get(code):
            assert mark == rules.SKIPPED
        else:
            assert mark == before


@given(st.sampled_from(CODES), st.sampled_from(CODES), SOME)
def test_skipping_leads_to_a_step_that_is_not_skipped(
    current: str, step: str, skipped: set[str]
) -> None:
    refusal = rules.skip_refusal(CODES, step, "Te weinig tijd.", current=current, skipped=skipped)
    following = rules.after(CODES, step, skipped)
    assert following not in skipped
    assert (refusal == rules.SKIPPED_ALREADY) == (step in skipped)
    if refusal == rules.NOTHING_FOLLOWS:
        assert (step, following) == (current, "")


def test_why_a_step_cannot_be_skipped() -> None:
    assert rules.skip_refusal("abc", "x", "y", current="a", skipped=()) == rules.UNKNOWN_STEP
    assert rules.skip_refusal("abc", "b", " ", current="a", skipped=()) == rules.NO_REASON
    assert rules.skip_refusal("abc", "b", "y", current="a", skipped=()) is None
    assert rules.skip_refusal("abc", "c", "y", current="c", skipped=()) == rules.NOTHING_FOLLOWS
    assert rules.after("abc", "x", ()) == ""


@pytest.mark.parametrize(
    ("mark", "finished", "skipped", "state"),
    [
        (rules.DONE, "ab", "", rules.DONE),
        (rules.DONE, "a", "b", rules.PASSED),
        (rules.DONE, "a", "", rules.PASSED),
        (rules.DONE, "", "ab", rules.SKIPPED),
        (rules.NOW, "", "ab", rules.NOW),
        (rules.LATER, "", "", rules.LATER),
    ],
)
def test_a_phase_is_only_done_when_its_steps_were_ended(
    mark: str, finished: str, skipped: str, state: str
) -> None:
    assert rules.phase_state("ab", mark, finished=finished, skipped=skipped) == state


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
