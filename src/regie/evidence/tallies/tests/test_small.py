from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.formats.rules import State
from regie.evidence.tallies.results import Cell
from regie.evidence.tallies.seen import Seen, print_of
from regie.evidence.tallies.shares import Tally, rounded
from regie.evidence.tallies.small import internal, public

pytestmark = pytest.mark.pure


def cell(area: str, value: int, category: str = "geluid") -> Cell:
    return Cell(area, category, "2026MM09", value)


def test_inside_every_number_is_shown_with_a_mark() -> None:
    shown = internal([cell("BU99010100", 4), cell("BU99010101", 5), cell("BU99010102", 0)], 5)
    assert [each.small for each in shown] == [True, False, False]
    assert [each.cell.value for each in shown] == [4, 5, 0]


def test_outside_a_second_number_is_withheld() -> None:
    cells = [cell("BU99010100", 2), cell("BU99010101", 7), cell("BU99010102", 30)]
    found = public(cells, 5)
    assert [each.value for each in found] == [None, None, 30]
    assert found[0].state is State.HIDDEN


def test_nothing_is_withheld_without_a_small_number() -> None:
    cells = [cell("BU99010100", 9), cell("BU99010101", 0), cell("WK990101", 9)]
    assert public(cells, 5) == tuple(cells)


def test_types_of_one_area_do_not_give_it_away() -> None:
    cells = [cell("BU99010100", 3), cell("BU99010100", 8, "afval"), cell("BU99010100", 90, "jeugd")]
    assert [each.value for each in public(cells, 5)] == [None, None, 90]


def test_a_withheld_district_is_not_the_sum_of_shown_neighbourhoods() -> None:
    cells = [
        cell("BU99010100", 6), cell("BU99010101", 6), cell("WK990101", 12),
        cell("BU99010200", 3), cell("BU99010201", 0), cell("WK990102", 3),
        cell("GM9901", 15),
    ]  # fmt: skip
    found = {each.area: each.value for each in public(cells, 5)}
    assert found["WK990102"] is None
    assert found["WK990101"] is None
    assert None in (found["BU99010100"], found["BU99010101"])


AREAS = [f"BU9901{district:02d}{part:02d}" for district in (1, 2) for part in range(4)]


@given(st.lists(st.integers(0, 30), min_size=8, max_size=8), st.integers(2, 10))
def test_no_total_gives_a_number_away(values: list[int], threshold: int) -> None:
    cells = [cell(area, value) for area, value in zip(AREAS, values, strict=True)]
    found = public(cells, threshold)
    groups: dict[str, list[tuple[Cell, Cell]]] = defaultdict(list)
    for before, after in zip(cells, found, strict=True):
        assert after.value is None or not 0 < after.value < threshold
        groups[before.area[:8]].append((before, after))
    for pairs in groups.values():
        hidden = [before.value or 0 for before, after in pairs if after.value is None]
        shown = [after.value for _before, after in pairs if after.value]
        assert len(hidden) != 1 or not shown
        assert not hidden or not shown or sum(hidden) >= threshold


@given(st.dictionaries(st.sampled_from(AREAS), st.floats(0.01, 50), min_size=1, max_size=8))
def test_shares_are_rounded_to_their_total(parts: dict[str, float]) -> None:
    total = round(sum(parts.values())) + 1
    scale = total / sum(parts.values())
    due = {area: part * scale for area, part in parts.items()}
    whole = rounded(due, total)
    assert sum(whole.values()) == total
    assert all(abs(whole[area] - due[area]) < 1 + 1e-6 for area in due)


def test_a_tally_says_what_part_was_shared() -> None:
    tally = Tally()
    tally.add("BU99010100", "geluid", "2026MM09", 3)
    tally.share((("BU99010100", 0.5), ("BU99010101", 0.5)), "geluid", "2026MM09", 2)
    assert [(c.area, c.value, c.weight) for c in tally.cells()] == [
        ("BU99010100", 4, 0.25),
        ("BU99010101", 1, 1.0),
    ]


@given(st.lists(st.integers(0, 50), max_size=200))
def test_what_was_seen_is_remembered(values: list[int]) -> None:
    seen = Seen(most_new=3)
    met: set[int] = set()
    for value in values:
        mark = print_of((str(value),))
        (old,) = seen.old([mark])
        assert (bool(old) or seen.new(mark)) == (value in met)
        if value not in met:
            seen.add(mark)
            met.add(value)
    assert len(seen) == len(met)
