"""`$filter`: what is understood, what is refused, and that rows come out as a plain loop says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standin.filters import FilterError, fields_of, holds, parse
from standin.model import Dimension, Member, Topic
from standin.selecting import Selector
from standin.site import padded_view
from standin.tables import dense

pytestmark = pytest.mark.pure
RECORD: dict[str, str | float] = {"Key": "GM0344    ", "Number": 12.0, "Title": "'s-Gravenhage"}


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Key eq 'GM0344    '", True),
        ("Key eq 'GM0344'", False),
        ("startswith(Key,'GM')", True),
        ("startswith(Key,'GM') eq true", True),
        ("startswith(Key,'GM') eq false", False),
        ("endswith(Key,' ')", True),
        ("substringof('0344',Key)", True),
        ("contains(Key,'0344')", True),
        ("substring(Key,2,4) eq '0344'", True),
        ("substring(Key,6) eq '    '", True),
        ("not (Key eq 'x') and Number gt 11", True),
        ("((Key eq 'x') or (Number le 12.0)) and Number ne 13L", True),
        ("Title eq '''s-Gravenhage'", True),
        ("Number lt 12 or Number ge 13", False),
        ("not startswith(Key,'GM')", False),
    ],
)
def test_what_a_filter_says_of_one_record(text: str, *, passes: bool) -> None:
    assert holds(parse(text), RECORD.__getitem__) is passes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Key",
        "Key eq",
        "Key is 'x'",
        "Key eq 'x' or",
        "'x' eq 'y'",
        "Key eq Title",
        "(Key eq 'x'",
        "Key eq 'x') and",
        "Key in ('x')",
        "tolower(Key) eq 'x'",
        "startswith('x',Key)",
        "startswith(Key,'x') eq maybe",
        "substring(Key,-1,2) eq 'x'",
        "Key eq %",
        "(" * 100 + "Key eq 'x'" + ")" * 100,
        ", eq 'x'",
    ],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        holds(parse(text), RECORD.__getitem__)


def test_text_and_numbers_are_not_compared() -> None:
    with pytest.raises(FilterError, match="type"):
        holds(parse("Key eq 5"), RECORD.__getitem__)


@given(st.text(max_size=40))
def test_anything_is_a_filter_or_refused(text: str) -> None:
    try:
        node = parse(text)
    except FilterError:
        return
    assert fields_of(node)


def _dimension(key: str, count: int) -> Dimension:
    members = tuple(Member(f"{key}{n}", f"{key} {n}") for n in range(count))
    return Dimension(key, key, "Dimension", 4, members)


TABLE = dense(
    "1TEST",
    "Test",
    dimensions=(_dimension("A", 3), _dimension("B", 4), _dimension("C", 2)),
    topics=(Topic("Aantal_1", "Aantal"),),
    values=lambda topic, *places: np.sum(places, axis=0) + float(topic),
)
LEAVES = st.sampled_from(
    ["A eq 'A1  '", "B ge 'B2  '", "startswith(C,'C1')", "ID gt 7", "B eq 'B9  '", "ID le 20"]
)
FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({' '.join(t)})"),
        inner.map(lambda text: f"not ({text})"),
    ),
    max_leaves=5,
)


@given(FILTERS)
def test_the_rows_of_a_filter_are_those_a_plain_loop_finds(text: str) -> None:
    view = padded_view(TABLE)
    node = parse(text)
    expected = []
    for row in range(TABLE.figures.total):
        places = TABLE.figures.places(np.array([row]))
        record: dict[str, str | float] = {
            field: keys[int(place[0])]
            for field, keys, place in zip(view.fields, view.keys, places, strict=True)
        }
        if holds(node, (record | {"ID": float(row)}).__getitem__):
            expected.append(row)
    selection = Selector(view).select(text)
    assert selection.size == len(expected)
    assert selection.rows(0, selection.size).tolist() == expected
    assert selection.rows(1, 3).tolist() == expected[1:3]


def test_a_filter_on_a_table_of_national_size_takes_no_room() -> None:
    big = dense(
        "2TEST",
        "Test",
        dimensions=(_dimension("A", 59), _dimension("B", 18_000), _dimension("C", 176)),
        topics=(Topic("Aantal_1", "Aantal"),),
        values=lambda topic, *places: np.zeros(len(places[0])) + topic,
    )
    selection = Selector(padded_view(big)).select("startswith(B,'B17')")
    assert selection.size == 59 * 1111 * 176
    assert selection.rows(selection.size - 1, selection.size + 5).shape == (1,)
