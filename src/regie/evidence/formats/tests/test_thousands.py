"""A mark for thousands is taken for one only when it can be nothing else."""

import pytest

from regie.evidence.formats.misfits import (
    FREQUENCY,
    LEVELS,
    MIXED,
    OTHER,
    QUARTERS,
    YEARS,
    misfit,
)
from regie.evidence.formats.rules import Cell, State, parse_cell
from regie.evidence.formats.thousands import Marked, Plain, verdict
from regie.policy.tables import TABLES

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("marked", "plain", "counts", "other", "said"),
    [
        (Marked(0, 0, 0, 9), Plain(3, 0), True, False, "none"),
        (Marked(4, 3, 0, 0), Plain(3, 0), True, False, "thousands"),
        (Marked(4, 3, 0, 0), Plain(0, 0), True, False, "thousands"),
        (Marked(4, 0, 0, 0), Plain(2, 0), True, False, "thousands"),
        (Marked(4, 0, 0, 0), Plain(0, 0), True, False, "doubt"),  # 1.000 may be one
        (Marked(4, 3, 0, 0), Plain(3, 0), False, False, "doubt"),
        (Marked(4, 3, 0, 0), Plain(3, 0), False, True, "thousands"),
        (Marked(0, 0, 2, 0), Plain(3, 0), False, False, "thousands"),  # 3.994,5
        (Marked(4, 3, 0, 0), Plain(3, 1), True, False, "doubt"),  # 1234 beside 1.234
        (Marked(4, 3, 0, 1), Plain(3, 0), False, False, "none"),  # 12.5 beside 1.234
    ],
)
def test_verdict(marked: Marked, plain: Plain, counts: bool, other: bool, said: str) -> None:
    assert verdict(marked, plain, counts=counts, other_is_decimal=other) == said


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (".", State.UNKNOWN),
        ("n.b.", State.UNKNOWN),
        ("Onbekend", State.UNKNOWN),
        ("x", State.HIDDEN),
        ("X", State.HIDDEN),
        ("*", State.HIDDEN),
        ("<5", State.HIDDEN),
        ("< 10", State.HIDDEN),
        ("Geheim", State.HIDDEN),
        ("n.v.t.", State.IMPOSSIBLE),
    ],
)
def test_a_sign_is_never_zero(text: str, state: State) -> None:
    assert parse_cell(text, empty=State.UNKNOWN) == Cell(state)


@pytest.mark.parametrize("text", ["-", "\N{EN DASH}", "Nihil", "0"])
def test_nothing_is_zero(text: str) -> None:
    assert parse_cell(text, empty=State.UNKNOWN) == Cell(State.VALUE, 0.0)


TABLE = {item.table_id: item for item in TABLES()}


@pytest.mark.parametrize(
    ("tables", "levels", "frequencies", "years", "sentence"),
    [
        (["47013NED"], {"municipality"}, {"quarter"}, [2024], QUARTERS),
        (["47018NED", "47022NED"], {"municipality"}, {"year", "month"}, [2024], MIXED),
        (["47018NED"], {"municipality"}, {"month"}, [2024], FREQUENCY),
        (["47025NED"], {"municipality"}, {"year"}, [2024], LEVELS),
        (["85146NED", "81877NED"], {"country"}, {"year"}, [2019, 2021], YEARS),
        (["47013NED"], {"municipality"}, {"year"}, [2024], OTHER),
    ],
)
def test_why_the_values_do_not_fit(
    tables: list[str], levels: set[str], frequencies: set[str], years: list[int], sentence: str
) -> None:
    items = [TABLE[name] for name in tables]
    refusal = misfit(items, frozenset(levels), frozenset(frequencies), years)
    assert refusal.sentence == sentence
    assert str(refusal)
