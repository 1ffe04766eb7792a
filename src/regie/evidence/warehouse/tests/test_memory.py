"""What is remembered: bounded, noted while somebody reads, and laid down elsewhere."""

import pytest

from regie.evidence.warehouse.memory import Memory, noting

pytestmark = pytest.mark.pure


def fail() -> str:
    raise AssertionError("it was remembered, so it is not made again")


def test_the_least_recently_used_goes_first() -> None:
    memory: Memory[str, int] = Memory("numbers", 2)
    memory.put("a", 1)
    memory.put("b", 2)
    assert memory.get("a") == 1
    memory.put("c", 3)
    assert [memory.get(key) for key in "abc"] == [1, None, 3]
    memory.clear()
    assert memory.get("a") is None


def test_a_memory_is_bounded_by_the_size_of_what_it_keeps() -> None:
    memory: Memory[str, bytes] = Memory("files", 10, size=len)
    memory.put("large", b"123456")
    assert memory.get("large") is None
    memory.put("a", b"1234")
    memory.put("a", b"12345")
    memory.put("b", b"12345")
    assert memory.get("a")
    assert memory.get("b")
    memory.put("c", b"1")
    assert memory.get("a") is None
    assert memory.get("b")


def test_nothing_is_an_answer_as_well() -> None:
    memory: Memory[str, str | None] = Memory("names", 2)
    assert memory.remembered("a", lambda: None) is None
    assert memory.remembered("a", fail) is None


def test_what_is_asked_is_noted_with_how_much_was_made() -> None:
    numbers: Memory[str, int] = Memory("numbers", 4)
    names: Memory[str, str] = Memory("names", 4)
    numbers.put("before", 1)
    with noting() as notes:
        numbers.get("before")
        numbers.get("not there")
        numbers.put("now", 2)
        names.remembered("name", lambda: "Voorbeeldstad")
        names.remembered("name", fail)
    numbers.put("after", 3)
    assert notes.asked == {"numbers": {"before": 1, "now": 2}, "names": {"name": "Voorbeeldstad"}}
    assert notes.made == 2


def test_what_another_process_made_is_laid_down_beside_what_is_there() -> None:
    memory: Memory[str, str] = Memory("names", 4)
    memory.put("a", "own")
    with noting() as notes:
        memory.lay_down({"a": "of another", "b": "of another"})
    assert (memory.get("a"), memory.remembered("b", fail)) == ("own", "of another")
    assert notes.asked == {}
