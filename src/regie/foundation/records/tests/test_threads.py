"""The golden thread: registry and walk, with kinds made up here. No database."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.records import threads, walking
from regie.foundation.records.threads import Kind, Node, Orphan, Ref, Side

pytestmark = pytest.mark.pure


class Rows(list[int]):
    """What a queryset does here: keep the rows with these numbers."""

    def filter(self, *, pk__in: Sequence[int]) -> "Rows":
        return Rows(pk for pk in self if pk in pk__in)


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    clear(monkeypatch)


def clear(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_kinds", "_links", "_orphans"):
        monkeypatch.setattr(threads, name, {})
    monkeypatch.setattr(threads, "_page", [])


def make(code: str, numbers: Iterable[int], order: int = 10) -> None:
    def seen(viewer: Any) -> Any:
        return Rows(numbers)

    def tell(viewer: Any, rows: Sequence[int]) -> Iterator[Node]:
        return (Node(Ref(code, pk), f"{code} {pk}") for pk in rows)

    threads.add_kind(Kind(code, code, f"{code}s", order, seen, tell))


def join(lower: str, upper: str, rows: Iterable[tuple[int, int]]) -> None:
    def pairs(viewer: Any, side: Side, numbers: Sequence[int]) -> list[tuple[int, int]]:
        place = 0 if side is Side.LOWER else 1
        return [row for row in rows if row[place] in numbers]

    threads.add_link(lower, upper, pairs)


def titles(branch: walking.Branch) -> list[Any]:
    return [[child.node.title, *titles(child)] for child in branch.children]


def test_a_thread_goes_both_ways() -> None:
    make("delivery", [1, 2], 10)
    make("finding", [1, 2], 20)
    make("candidate", [5], 30)
    join("delivery", "finding", [(1, 1), (2, 1), (2, 2)])
    join("finding", "candidate", [(1, 5)])
    thread = walking.thread_of(None, Ref("finding", 1))
    assert thread is not None
    assert titles(thread.back) == [["delivery 1"], ["delivery 2"]]
    assert titles(thread.forward) == [["candidate 5"]]
    assert not thread.hidden
    assert (thread.behind, thread.ahead) == ({"delivery": 2}, {"candidate": 1})


def test_what_may_not_be_seen_hides_what_lies_behind_it() -> None:
    make("delivery", [1], 10)
    make("finding", [], 20)
    make("candidate", [5], 30)
    join("delivery", "finding", [(1, 1)])
    join("finding", "candidate", [(1, 5)])
    thread = walking.thread_of(None, Ref("delivery", 1))
    assert thread is not None
    assert thread.forward.children == ()
    assert thread.hidden
    assert walking.thread_of(None, Ref("finding", 1)) is None


def test_a_circle_ends() -> None:
    make("lesson", [1, 2])
    join("lesson", "lesson", [(1, 2), (2, 1)])
    thread = walking.thread_of(None, Ref("lesson", 1))
    assert thread is not None
    assert titles(thread.forward) == [["lesson 2", ["lesson 1"]]]
    assert thread.forward.children[0].children[0].repeated


def test_a_wide_thread_says_how_many_were_left_off() -> None:
    make("delivery", [1])
    make("finding", range(500), 20)
    join("delivery", "finding", [(1, pk) for pk in range(500)])
    thread = walking.thread_of(None, Ref("delivery", 1))
    assert thread is not None
    assert len(thread.forward.children) == walking.SHOWN
    assert thread.forward.more == 500 - walking.SHOWN
    assert thread.ahead == {"finding": 500}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_what_is_found_upward_is_found_back_downward(rows: list[tuple[int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        clear(patch)
        make("thing", range(10))
        join("thing", "thing", rows)
        up = walking.walk(None, Ref("thing", 0), Side.LOWER)
        for end in {end for ends in up.values() for end in ends}:
            down = walking.walk(None, end, Side.UPPER)
            assert Ref("thing", 0) in {ref for ends in down.values() for ref in ends}


def test_a_link_to_a_kind_that_nobody_announced_takes_no_part() -> None:
    make("finding", [1])
    join("finding", "nothing", [(1, 1)])
    threads.add_orphan(Orphan("x", "nothing", str, lambda rows: rows))
    assert threads.links() == ()
    assert threads.orphans() == ()
    assert threads.kind_of("nothing") is None


def test_kinds_and_orphans_stand_from_known_to_decided() -> None:
    make("decision", [1], 90)
    make("delivery", [1], 10)
    for kind in ("decision", "delivery"):
        threads.add_orphan(Orphan(f"a_{kind}", kind, str, lambda rows: rows))
    assert [kind.code for kind in threads.kinds()] == ["delivery", "decision"]
    assert [orphan.kind for orphan in threads.orphans()] == ["delivery", "decision"]


def test_a_house_without_the_page_gives_no_address() -> None:
    assert threads.address("buurstad", Ref("finding", 1)) == ""
    threads.name_page("nowhere:node")
    assert threads.address("buurstad", Ref("finding", 1)) == ""


def test_further_away_fewer_are_shown_than_nearby() -> None:
    make("decision", [1], 90)
    make("finding", range(30), 20)
    make("delivery", range(30), 10)
    join("finding", "decision", [(0, 1), (1, 1)])
    join("delivery", "finding", [(pk, 0) for pk in range(30)])
    thread = walking.thread_of(None, Ref("decision", 1))
    assert thread is not None
    far = thread.back.children[0]
    assert (len(far.children), far.more) == (walking.DEEPER, 30 - walking.DEEPER)
    assert thread.behind == {"finding": 2, "delivery": 30}
