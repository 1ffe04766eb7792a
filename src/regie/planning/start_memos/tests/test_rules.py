"""What lacks, what changed, who acts for whom. Pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.rules import ALDERMAN, CLERK, COORDINATOR, MAYOR, ROLES
from regie.foundation.records.frozen import canonical, stamp
from regie.planning.start_memos import rules
from regie.planning.start_memos.rules import Asked, Frames, Standing
from regie.planning.start_memos.workflow import (
    ADOPTED,
    DRAFT,
    EXECUTIVE,
    NOTED,
    START_MEMO,
    TO_COUNCIL,
    TO_EXECUTIVE,
)

pytestmark = pytest.mark.pure

CODES = st.sampled_from(["a", "b", "c", "d"])
TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("asked", "found", "answered"),
    [
        (Asked("a"), None, False),
        (Asked("a"), Standing("  "), False),
        (Asked("a"), Standing("Ja."), True),
        (Asked("a", ("x",)), Standing("Ja."), False),
        (Asked("a", ("x",)), Standing("Ja.", "y"), False),
        (Asked("a", ("x",)), Standing("Ja.", "x"), True),
        (Asked("a", ("x",)), Standing("", "x"), False),
    ],
)
def test_a_question_is_answered_with_words_and_a_choice(
    asked: Asked, found: Standing | None, answered: bool
) -> None:
    assert rules.answered(asked, found) is answered


@given(st.lists(CODES, unique=True), st.dictionaries(CODES, st.booleans()))
def test_missing_and_answered_make_the_whole(codes: list[str], written: dict[str, bool]) -> None:
    found = {code: Standing("woorden" if has else "") for code, has in written.items()}
    left = rules.missing([Asked(code) for code in codes], found)
    assert list(left) == [code for code in codes if not written.get(code)]


def test_two_texts_are_told() -> None:
    asked = [Asked("a"), Asked("b"), Asked("c")]
    found = {"a": Standing("Ja."), "b": Standing("Ja.", beside=True)}
    assert rules.doubled(asked, found) == ("b",)


def test_only_a_draft_can_be_written() -> None:
    assert rules.writing_refusal(DRAFT) is None
    assert all(rules.writing_refusal(s) for s in (TO_EXECUTIVE, TO_COUNCIL, ADOPTED, NOTED))


def test_a_remark_is_given_while_the_council_has_it() -> None:
    assert rules.remark_refusal(TO_COUNCIL, text="Goed.", answered=False) is None
    assert rules.remark_refusal(TO_COUNCIL, text=" ", answered=False) == rules.NO_WORDS
    assert rules.remark_refusal(TO_COUNCIL, text="x", answered=True) == rules.ALREADY_ANSWERED
    assert rules.remark_refusal(ADOPTED, text="x", answered=False) == rules.NOT_OPEN


@given(st.integers(min_value=-400, max_value=400))
def test_a_decision_lies_in_the_past_or_today(days: int) -> None:
    refusal = rules.day_refusal(TODAY + timedelta(days=days), TODAY)
    assert refusal == (rules.IN_FUTURE if days > 0 else None)


@given(st.sampled_from(ROLES), st.sets(st.sampled_from(ROLES)))
def test_only_the_coordinator_stands_in_and_only_for_who_is_not_there(
    role: str, held: set[str]
) -> None:
    extra = rules.hats(role, held) - {role}
    if role != COORDINATOR:
        assert not extra
    assert (CLERK in extra) == (role == COORDINATOR and CLERK not in held)
    assert (MAYOR in extra) == (role == COORDINATOR and not {MAYOR, ALDERMAN} & held)


def test_the_role_in_which_a_step_is_taken() -> None:
    assert rules.hat_for(EXECUTIVE, ALDERMAN, [ALDERMAN]) == ALDERMAN
    assert rules.hat_for(EXECUTIVE, COORDINATOR, [COORDINATOR]) == MAYOR
    assert rules.hat_for(EXECUTIVE, COORDINATOR, [MAYOR]) == COORDINATOR


TEXTS = st.dictionaries(CODES, st.sampled_from(["", "een", "twee"]))


@given(TEXTS, TEXTS)
def test_changes_are_exactly_what_differs(before: dict[str, str], after: dict[str, str]) -> None:
    found = {each.code: (each.before, each.after) for each in rules.changes(before, after)}
    for code in before | after:
        pair = (before.get(code, ""), after.get(code, ""))
        assert (code in found) == (pair[0] != pair[1])
        assert found.get(code, pair) == pair
    assert not rules.changes(after, after)


def test_the_number_of_priorities_of_the_frames() -> None:
    assert Frames().most_priorities is None
    assert Frames(choices={"number_of_priorities": "4"}).most_priorities == 4


def test_equal_content_has_an_equal_mark() -> None:
    one, two = canonical({"a": 1, "b": "é"}), canonical({"b": "é", "a": 1})
    assert one == two == '{"a":1,"b":"é"}'
    assert stamp(one) == stamp(two)
    assert len(stamp(one)) == 64


def test_names_in_a_row() -> None:
    assert rules.in_order([], "en") == ""
    assert rules.in_order(["a"], "en") == "a"
    assert rules.in_order(["a", "b"], "en") == "a en b"


def test_each_body_has_its_own_step() -> None:
    for role in ROLES:
        puts = START_MEMO.refusal("put", state=TO_EXECUTIVE, role=role) is None
        assert puts == (role in {MAYOR, ALDERMAN})
        adopts = START_MEMO.refusal("adopt", state=TO_COUNCIL, role=role) is None
        assert adopts == (role == CLERK)
    assert START_MEMO.refusal("return", state=ADOPTED, role=COORDINATOR) is None
    assert START_MEMO.refusal("return", state=ADOPTED, role=CLERK)
