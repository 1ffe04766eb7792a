"""Arrays as plain numbers, one by one and all at once."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.appraisal.numbers import number, numbers

pytestmark = pytest.mark.pure


@given(st.lists(st.floats(), max_size=30))
def test_all_at_once_are_those_one_by_one(values: list[float]) -> None:
    assert numbers(values) == [number(value) for value in values]


def test_what_is_not_there_is_none_and_the_order_is_that_of_the_cells() -> None:
    found = numbers(np.array([[1, math.nan], [math.inf, 2.5]]))
    assert found == [1.0, None, None, 2.5]
    assert all(type(value) is float for value in found if value is not None)
