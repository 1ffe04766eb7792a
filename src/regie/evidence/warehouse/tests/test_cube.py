"""Runs on the axis of periods: a table may hold years and months side by side."""

import numpy as np
import pytest

from regie.evidence.formats.rules import State
from regie.evidence.warehouse.cube import Observed, Stored, fill

pytestmark = pytest.mark.pure

NOTHING = Stored([], [], [], [])
MONTHS = ("2023MM01", "2023MM02", "2024MM01")


def _states(first: str, last: str, periods: tuple[str, ...]) -> list[int]:
    observed = Observed(["1.1.1"], ["GM9901"], [first], [last], [int(State.VALUE)])
    axes = {"areas": ("GM9901",), "categories": ("1.1.1",), "periods": periods}
    _values, states = fill(observed, NOTHING, **axes)
    return [int(state) for state in np.ravel(states)]


def test_a_run_of_years_says_nothing_of_the_months_in_between() -> None:
    assert _states("2012JJ00", "2025JJ00", MONTHS) == [0, 0, 0]


def test_a_run_of_months_says_nothing_of_the_year_they_lie_in() -> None:
    assert _states("2023MM01", "2024MM12", ("2023JJ00", "2024JJ00")) == [0, 0]


def test_a_run_from_the_years_into_the_months_covers_both_ends() -> None:
    assert _states("2024JJ00", "2023MM02", ("2023JJ00", "2024JJ00")) == [0, 1]
    assert _states("2024JJ00", "2023MM02", MONTHS) == [1, 1, 0]


def test_a_run_covers_the_months_between_its_ends() -> None:
    assert _states("2023MM02", "2024MM01", MONTHS) == [0, 1, 1]
