"""Codes, the longlist and the limits of a session."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.priority_sessions import permissions, rules, workflow

pytestmark = pytest.mark.pure


@given(st.lists(st.integers(0, len(rules.ALPHABET) - 1), min_size=8, max_size=8))
def test_a_code_survives_how_people_type_it(places: list[int]) -> None:
    chosen = iter(places)
    code = rules.made_code(lambda letters: letters[next(chosen)])
    assert rules.cleaned_code(code) == code
    assert rules.cleaned_code(f" {rules.shown_code(code).lower()} ") == code
    assert rules.cleaned_code(f"{code[:4]}-{code[4:]}") == code


@given(st.text(max_size=60))
def test_anything_else_is_no_code(typed: str) -> None:
    found = rules.cleaned_code(typed)
    assert found == "" or (len(found) == 8 and set(found) <= set(rules.ALPHABET))


def test_letters_that_look_alike_are_no_code() -> None:
    assert not set("O0I1L5S2ZB8") & set(rules.ALPHABET)
    assert rules.cleaned_code("O0I1L5S2") == ""


@pytest.mark.parametrize(
    ("candidates", "reason"), [(0, rules.TOO_FEW), (1, rules.TOO_FEW), (2, None), (31, rules.FULL)]
)
def test_a_session_opens_with_a_choice(candidates: int, reason: str | None) -> None:
    assert rules.why_not_open(candidates) == reason


def test_only_an_open_session_lets_people_in() -> None:
    assert rules.why_not_take_part("open") is None
    assert rules.why_not_take_part("draft") == rules.NOT_OPEN_YET
    assert rules.why_not_take_part("closed") == rules.IS_CLOSED


@pytest.mark.parametrize(
    ("answers", "reason", "out"),
    [({"a": True}, "duur", False), ({"a": False}, " ", False), ({"a": False}, "duur", True)],
)
def test_one_no_with_a_reason_leaves_out(answers: dict[str, bool], reason: str, out: bool) -> None:
    assert rules.screened_out(answers, reason) is out


def test_themes_with_findings_stand_first() -> None:
    themes = [("a", "A", "f"), ("b", "B", "f"), ("c", "C", "g")]
    made = rules.longlist(themes, {"c": [7, 8], "b": [9]})
    assert [item.theme for item in made] == ["c", "b", "a"]
    assert made[0].findings == (7, 8)
    assert len(rules.longlist([(str(n), "x", "f") for n in range(40)], {})) == 30


@given(st.lists(st.integers(1, 99), unique=True, max_size=12), st.sampled_from([-1, 1]), st.data())
def test_moving_keeps_everybody(order: list[int], step: int, data: st.DataObject) -> None:
    pk = data.draw(st.sampled_from([*order, 1000]))
    after = rules.moved(order, pk, step)
    assert sorted(after) == sorted(order)
    if pk in order:
        place = after.index(pk) - order.index(pk)
        assert place in {0, step}
    else:
        assert after == tuple(order)


def test_who_has_no_part_in_preparing_sees_no_draft() -> None:
    assert workflow.DRAFT in permissions.states_seen("clerk")
    assert workflow.DRAFT not in permissions.states_seen("council_member")
    assert "reopen" in workflow.SESSION.table()


def test_strategic_themes_come_first_where_that_is_known() -> None:
    themes = [(code, code.upper(), "f") for code in "abcd"]
    tiers = {"d": rules.Tier("strategic", planned=True), "a": rules.Tier("priority")}
    made = rules.longlist(themes, {"c": [1, 2], "b": [3]}, tiers)
    assert [item.theme for item in made] == ["d", "c", "b", "a"]
    assert [item.tier for item in made] == [tiers["d"], None, None, tiers["a"]]
    assert [item.theme for item in rules.longlist(themes, {"c": [1]})] == ["c", "a", "b", "d"]
