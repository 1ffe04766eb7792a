"""Pages as columns, which rows are new, and the order of the publisher."""

from pathlib import Path

import numpy as np
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.connectors.http import FailedTryError
from regie.evidence.connectors.pages import Columns, Seen, read_page
from regie.evidence.connectors.sorting import sort_rows

pytestmark = pytest.mark.pure

COLUMNS = Columns(
    ("ID", "Kind", "Period", "Count_1", "Share_2"),
    (pyarrow.int64(), pyarrow.string(), pyarrow.string(), pyarrow.int64(), pyarrow.float64()),
    "ID",
    {"Kind": frozenset({"a ", 'b"'})},
    {"Period": {"2024JJ00": "2024JJ00*"}},
)


def row(number: int, **other: object) -> dict[str, object]:
    usual = {"ID": number, "Kind": "a ", "Period": "2023JJ00", "Count_1": 3, "Share_2": 0.5}
    return usual | {"Not_3": "asked"} | other


def test_a_page_becomes_lines() -> None:
    rows = [row(0), row(1, Kind='b"', Count_1=None, Share_2=2), row(2, Period="2024JJ00")]
    assert read_page(rows, COLUMNS).lines().decode() == (
        '0;"a ";"2023JJ00";3;0.5\n1;"b""";"2023JJ00";;2\n2;"a ";"2024JJ00*";3;0.5\n'
    )


def test_rows_of_a_page_are_put_in_order_without_repeats() -> None:
    page = read_page([row(3), row(1), row(3), row(2)], COLUMNS)
    assert page.ids.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    "bad",
    [row(1, Kind="c "), row(1, ID="x"), row(1, ID=None), {"ID": 1}, row(1, Kind=["a "])],
)
def test_rows_that_were_not_asked_for_are_not_taken(bad: dict[str, object]) -> None:
    with pytest.raises(FailedTryError):
        read_page([row(0), bad], COLUMNS)


def test_a_figure_of_another_kind_is_kept_as_it_is() -> None:
    """A column of whole numbers with one that is not: no figure is cut off without a word."""
    assert b";2.5;" in read_page([row(0), row(1, Count_1=2.5)], COLUMNS).lines()


@given(st.lists(st.lists(st.integers(0, 5000), min_size=1, unique=True), min_size=1, max_size=8))
def test_every_row_is_new_once(pages: list[list[int]]) -> None:
    seen, known = Seen(), set[int]()
    for page in pages:
        ids = np.array(sorted(page))
        fresh = ids[seen.new(ids)]
        assert set(fresh.tolist()) == set(page) - known
        follows = seen.add(fresh)
        assert follows == (not len(fresh) or not known or min(fresh) > max(known))
        known |= set(page)
    assert seen.count == len(known)


def test_a_number_that_cannot_be_is_not_taken() -> None:
    for impossible in (-1, 2**40):
        with pytest.raises(FailedTryError):
            Seen().new(np.array([impossible]))


@given(st.permutations(list(range(0, 120, 3))), st.integers(1, 50))
def test_any_order_ends_in_the_order_of_the_publisher(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], in_memory: int
) -> None:
    folder = tmp_path_factory.mktemp("sort")
    expected = _written(folder / "right.csv", sorted(order))
    _written(folder / "mixed.csv", order)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("regie.evidence.connectors.sorting.IN_MEMORY", in_memory)
        sort_rows(
            folder / "mixed.csv", folder / "sorted.csv", COLUMNS, rows=len(order), highest=117
        )
    assert folder.joinpath("sorted.csv").read_bytes() == expected
    assert len(list(folder.iterdir())) == 3


def _written(path: Path, order: list[int]) -> bytes:
    lines = [read_page([row(n, Kind='b"', Share_2=n / 7)], COLUMNS).lines() for n in order]
    path.write_bytes(COLUMNS.header + b"".join(lines))
    return path.read_bytes()
