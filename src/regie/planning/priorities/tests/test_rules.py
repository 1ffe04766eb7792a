"""Moving between levels, warnings, relations and alignment."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.priorities import rules
from regie.planning.priorities.permissions import ACTIONS
from regie.planning.priorities.rules import (
    LEVELS,
    MAINTENANCE,
    PRIORITY,
    STRATEGIC,
    Facts,
    Theme,
    warnings,
)

pytestmark = pytest.mark.pure

FIELDS = {"a": "Wonen", "b": "Jeugd en veiligheid"}


def theme(code: str = "x", **more: Any) -> Theme:
    quiet = Theme(code=code, name=f"Thema {code}", field="a", level=STRATEGIC, findings=1)
    return replace(quiet, **more)


def facts(*themes: Theme, **more: Any) -> Facts:
    quiet = Facts(themes=themes, fields=FIELDS, containers=("fysieke veiligheid",))
    return replace(quiet, **more)


def codes(found: Facts) -> list[str]:
    return [item.code for item in warnings(found)]


# --- moving ---------------------------------------------------------------------------------------


def test_a_first_level_needs_only_a_reason() -> None:
    new = ("", "")
    assert rules.move_refusal(PRIORITY, "Nodig", "", now=new, previous="") is None
    assert rules.move_refusal(PRIORITY, "  ", "", now=new, previous="") == rules.NO_REASON
    assert rules.move_refusal("top", "Nodig", "", now=new, previous="") == rules.NO_LEVEL


def test_the_same_level_with_the_same_reason_is_no_move() -> None:
    now = (PRIORITY, "Nodig")
    assert rules.move_refusal(PRIORITY, "Nodig ", "", now=now, previous="") == rules.NO_CHANGE
    assert rules.move_refusal(PRIORITY, "Anders", "", now=now, previous="") is None


@pytest.mark.parametrize(("now", "previous"), [((PRIORITY, "Nodig"), ""), (("", ""), PRIORITY)])
def test_scaling_down_says_what_happens_then(now: tuple[str, str], previous: str) -> None:
    """Against the board, and for a first level against the plan before."""
    refused = rules.move_refusal(MAINTENANCE, "Rustig", "", now=now, previous=previous)
    assert refused == rules.NO_INSTEAD
    done = rules.move_refusal(MAINTENANCE, "Rustig", "Gewoon werk", now=now, previous=previous)
    assert done is None


@given(st.sampled_from(("", *LEVELS)), st.sampled_from(LEVELS))
def test_down_and_up_are_mirrors(before: str, after: str) -> None:
    assert not (rules.is_down(before, after) and rules.is_down(after, before))
    assert rules.is_down(before, after) == (rules.RANK[before] > rules.RANK[after])


# --- warnings -------------------------------------------------------------------------------------


def test_a_quiet_board_has_no_warnings() -> None:
    assert codes(facts(theme("x"), theme("y", level=PRIORITY, field="b"))) == []
    assert codes(facts()) == []


def test_more_than_five() -> None:
    many = [theme(str(n), level=PRIORITY) for n in range(6)]
    assert codes(facts(*many, theme("rest"))) == ["too_many"]
    assert codes(facts(*many[:5], theme("rest"))) == []


def test_more_than_the_council_asked_for_comes_first() -> None:
    many = [theme(str(n), level=PRIORITY) for n in range(4)]
    (found,) = warnings(facts(*many, theme("rest"), asked=3))
    assert (found.code, found.params) == ("more_than_asked", {"n": 4, "most": 3})
    assert codes(facts(*many, theme("rest"), asked=4)) == []


def test_the_priorities_of_the_proposal_count_instead_of_themes() -> None:
    many = [theme(str(n), level=PRIORITY) for n in range(6)]
    assert codes(facts(*many, theme("rest"), names=("Minder overlast",))) == []


@pytest.mark.parametrize("name", ["Fysieke Veiligheid", " jeugd en  veiligheid.", "Wonen"])
def test_containers_and_whole_fields_by_name(name: str) -> None:
    assert codes(facts(names=(name,))) == ["container"]


def test_a_theme_with_a_wide_name_is_a_container_too() -> None:
    wide = theme(name="Fysieke veiligheid", level=PRIORITY)
    assert codes(facts(wide, theme("y"))) == ["container"]


def test_a_whole_field_is_no_choice() -> None:
    whole = (theme("x", level=PRIORITY), theme("y", level=PRIORITY))
    assert codes(facts(*whole, theme("z", field="b"))) == ["whole_field"]
    assert codes(facts(whole[0], theme("z", field="b"))) == [], "a field of one theme is no field"


def test_one_for_each_field_smells_of_sharing_out() -> None:
    found = facts(theme("x", level=PRIORITY), theme("y"), theme("z", field="b", level=PRIORITY))
    assert codes(found) == ["one_per_field"]


def test_a_priority_without_a_finding() -> None:
    found = facts(theme("x", level=PRIORITY, findings=0), theme("y", findings=0))
    assert [(w.code, w.subject) for w in warnings(found)] == [("no_finding", "x")]


@pytest.mark.parametrize(
    ("level", "warned"), [("", True), (MAINTENANCE, True), (STRATEGIC, False), (PRIORITY, False)]
)
def test_what_clearly_deviates_has_a_place(level: str, warned: bool) -> None:
    found = facts(theme("x", level=level, deviating=1), theme("y"))
    assert ("no_place" in codes(found)) is warned


def test_something_added_and_nothing_down() -> None:
    up = theme("x", level=PRIORITY, before=MAINTENANCE)
    down = theme("y", level=MAINTENANCE, before=STRATEGIC)
    assert codes(facts(up, theme("y"))) == ["nothing_down"]
    assert codes(facts(up, down)) == []
    assert codes(facts(theme("x", level=PRIORITY), theme("y"))) == [], "nothing known of before"


def test_a_priority_no_partner_put_first() -> None:
    chosen = theme("x", level=PRIORITY)
    assert codes(facts(chosen, theme("y"))) == [], "partners were not asked"
    assert codes(facts(chosen, theme("y", partners=PRIORITY))) == ["no_partner"]
    assert codes(facts(replace(chosen, partners=PRIORITY), theme("y"))) == []


def test_others_without_a_declared_relation() -> None:
    """All together in one sentence."""
    (found,) = warnings(facts(undeclared={"nl-1": "Mensenhandel", "own-2": "Drugs"}))
    assert (found.code, found.params) == ("no_relation", {"names": "Mensenhandel, Drugs"})


@given(
    st.lists(
        st.builds(
            Theme,
            code=st.text("abcdef", min_size=1, max_size=3),
            name=st.text("abc ", max_size=8),
            field=st.sampled_from(sorted(FIELDS)),
            level=st.sampled_from(("", *LEVELS)),
            before=st.sampled_from(("", *LEVELS)),
            findings=st.integers(0, 2),
            deviating=st.integers(0, 1),
            partners=st.sampled_from(("", *LEVELS)),
        ),
        max_size=12,
        unique_by=lambda item: item.code,
    ),
    st.randoms(),
)
def test_the_order_of_themes_changes_no_warning(themes: list[Theme], chance: Random) -> None:
    mixed = list(themes)
    chance.shuffle(mixed)
    keys = [{(w.code, w.subject) for w in warnings(facts(*each))} for each in (themes, mixed)]
    assert keys[0] == keys[1]
    for found in warnings(facts(*themes)):
        assert found.sentence % found.params
        assert found.why % found.params


# --- relations, alignment -------------------------------------------------------------------------


def test_relations() -> None:
    assert rules.relation_refusal(rules.SAME, ["x"], "") is None
    assert rules.relation_refusal(rules.SAME, [], "") == rules.WHICH_THEMES
    assert rules.relation_refusal(rules.CONTRIBUTES, ["x"], " ") == rules.WHY_RELATION
    assert rules.relation_refusal(rules.NOT, [], "") == rules.WHY_RELATION
    assert rules.relation_refusal(rules.NOT, [], "Speelt hier niet.") is None


def test_skipping_alignment_is_for_the_light_way_of_working() -> None:
    assert rules.skip_refusal(light=False, reason="x") == rules.NOT_SKIPPED_IN_FULL
    assert rules.skip_refusal(light=True, reason=" ") == rules.NO_REASON
    assert rules.skip_refusal(light=True, reason="Klein team") is None


def test_what_is_missing_keeps_its_order() -> None:
    assert rules.missing(()) == rules.ALIGNED_WITH
    assert rules.missing({rules.REGION}) == (rules.TRIANGLE, rules.NEIGHBOURS, rules.NATION)


def test_every_action_refuses_in_words() -> None:
    assert all(action.refusal.endswith(".") and action.roles for action in ACTIONS)
