"""How amendments change a plan one after the other, and which of them clash."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.plan_decisions import merging, rules
from regie.planning.plan_decisions.merging import Change

pytestmark = pytest.mark.pure

LINES = st.lists(st.sampled_from(("a", "b", "c", "", "d e")), max_size=7).map("\n".join)


@given(LINES, LINES)
def test_a_change_on_its_own_stands_as_it_was_written(base: str, new: str) -> None:
    assert merging.merged(base, base, new) == new
    assert merging.merged(base, new, base) == new
    assert merging.merged(base, new, new) == new


@given(LINES, LINES, LINES)
def test_two_changes_lose_no_line_that_either_added(base: str, one: str, two: str) -> None:
    found = merging.merged(base, one, two)
    if found is None:
        return
    kept = set(found.split("\n"))
    old = set(base.split("\n"))
    assert (set(one.split("\n")) | set(two.split("\n"))) - old <= kept


def test_two_changes_of_one_line_clash() -> None:
    assert merging.merged("a\n\nb", "x\n\nb", "y\n\nb") is None
    assert merging.merged("a", "a\nx", "a\ny") == "a\nx\ny"


def test_a_chain_of_changes() -> None:
    texts = {"t": "a\n\nb", "v": "550"}
    changes = [
        Change("A1", "t", "a\n\nb", "a!\n\nb"),
        Change("A2", "t", "a\n\nb", "a?\n\nb"),
        Change("A3", "t", "a\n\nb", "a\n\nb."),
        Change("A4", "v", "550", "500", whole=True),
        Change("A5", "v", "550", "450", whole=True),
        Change("A6", "v", "600", "400", whole=True),
        Change("A7", "t", "", "alles", settles=True),
    ]
    done, clashes = merging.apply(texts, changes)
    assert [each.number for each in done] == ["A1", "A3", "A4", "A7"]
    assert [each.text for each in done] == ["a!\n\nb", "a!\n\nb.", "500", "alles"]
    assert [(each.number, each.other) for each in clashes] == [
        ("A2", "A1"),
        ("A5", "A4"),
        ("A6", "A4"),
    ]
    assert clashes[0].sentence == rules.CLASH


GOAL = {"objective:7": "was", "objective:7:owner": "hoofd Jeugd", "+objective:minder overlast": ""}
PART = {"section:5": "Tekst.", "+section:vision:": ""}


def changed(number: str, target: str = "objective:7:owner", new: str = "hoofd Zorg") -> Change:
    return Change(number, target, "hoofd Jeugd", new, whole=True)


def dropped(number: str, target: str = "objective:7", old: str = "was") -> Change:
    return Change(number, target, old, act=rules.DROP)


def added(number: str, words: str, adds: str = "objective", **values: object) -> Change:
    key = merging.added_key(adds, words, values)
    return Change(number, key, new=words, act=rules.ADD)


def clash(texts: dict[str, str], *changes: Change) -> merging.Clash | None:
    found = merging.apply(texts, changes)[1]
    return found[0] if found else None


def test_what_one_takes_out_another_cannot_change() -> None:
    said = merging.Clash("A2", "A1", rules.DROPPED)
    assert clash(GOAL, dropped("A1"), changed("A2")) == said
    assert clash(GOAL, changed("A1"), dropped("A2")) == said
    assert clash(PART, dropped("A1", "section:5", "Tekst."), Change("A2", "section:5")) == said


def test_two_that_take_out_the_same_agree() -> None:
    assert clash(GOAL, dropped("A1"), dropped("A2")) is None


def test_two_that_add_the_same_clash_and_what_is_there_is_not_added() -> None:
    one, two = added("A1", "Meer licht"), added("A2", "meer  LICHT")
    assert clash(GOAL, one, two) == merging.Clash("A2", "A1", rules.SAME_ADDED)
    assert clash(GOAL, added("A1", "Minder overlast")) == merging.Clash("A1", "", rules.ALREADY)
    part = added("A1", "Tekst", "section", kind="vision", priority=None)
    assert clash(PART, part) == merging.Clash("A1", "", rules.ALREADY)
    own = [
        added(n, "x", "section", kind="own", title=t) for n, t in (("A1", "Jeugd"), ("A2", "Zorg"))
    ]
    assert clash(PART, *own) is None
    parts = [added(f"A{n}", "x", "section", kind="approach", priority=n) for n in (1, 2)]
    assert clash(PART, *parts) is None


def test_what_changed_or_went_since_is_said() -> None:
    assert clash(GOAL, dropped("A1", old="iets anders")) == merging.Clash(
        "A1", "", rules.CHANGED_BEFORE_DROP
    )
    assert clash({}, dropped("A1")) == merging.Clash("A1", "", rules.GONE)
    assert clash({}, changed("A1")) == merging.Clash("A1", "", rules.GONE)
    assert clash({"objective:7:owner": "iemand"}, changed("A1")) == merging.Clash(
        "A1", "", rules.CHANGED_SINCE
    )


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ([], 1),
        ([changed("A1")], 1),
        ([dropped("A1")], 0),
        ([dropped("A1"), added("A2", "Meer licht")], 1),
        ([added("A1", "Tekst", "section", kind="vision")], 1),
    ],
)
def test_how_many_objectives_are_left(changes: list[Change], left: int) -> None:
    done = merging.apply(GOAL, changes)[0]
    assert len(done) == len(changes)
    assert merging.goals_left(GOAL, done) == left


CHANGES = st.lists(
    st.one_of(
        st.builds(changed, st.just("A"), new=st.sampled_from(("x", "y"))),
        st.builds(dropped, st.just("A")),
        st.builds(added, st.just("A"), st.sampled_from(("Meer licht", "Minder overlast"))),
    ),
    max_size=6,
).map(lambda rows: [dataclasses.replace(row, number=f"A{n}") for n, row in enumerate(rows, 1)])


@given(CHANGES)
def test_nothing_gets_lost_without_a_reason(changes: list[Change]) -> None:
    done, clashes = merging.apply(GOAL, changes)
    told = [each.number for each in done] + [each.number for each in clashes]
    assert sorted(told) == sorted(change.number for change in changes)
    acts = {each.act for each in done if merging.thing(each.target) == "objective:7"}
    assert not acts >= {rules.CHANGE, rules.DROP}
    assert all(each.sentence for each in clashes)
