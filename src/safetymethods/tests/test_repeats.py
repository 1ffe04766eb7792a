"""Combinations of columns against a plain set of rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetymethods.repeats import LARGEST, TABLE, distinct
from safetymethods.result import Floats

pytestmark = pytest.mark.pure


def checked(*columns: Floats) -> int:
    """How many combinations there are; stops when they do not give the columns back."""
    combinations, place = distinct(*columns)
    for column, values in zip(columns, combinations, strict=True):
        np.testing.assert_array_equal(values[place], column)
    rows = {tuple(row) for row in np.stack(combinations).T.astype(str).tolist()}
    assert len(rows) == len(combinations[0])
    return len(rows)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 7, 400]))
@settings(max_examples=30)
def test_columns_are_given_back_by_their_combinations(seed: int, cells: int) -> None:
    random = np.random.default_rng(seed)
    counts = random.poisson(3, cells).astype(float)
    large = random.poisson(10 * LARGEST, cells).astype(float)
    fractions = random.integers(0, 3, cells) / 3
    missing = np.where(random.random(cells) < 0.2, np.nan, counts)
    constant = np.full(cells, 0.25)
    expected = {tuple(row) for row in np.stack([counts, fractions, missing]).T.astype(str).tolist()}
    assert checked(counts, constant, fractions, missing) == len(expected)
    checked(large, counts, missing)


def test_pairs_of_large_counts_are_numbered_before_the_next_column() -> None:
    wide = np.arange(0.0, LARGEST, 1000.0)
    assert len(wide) * LARGEST > TABLE
    assert checked(wide, wide[::-1].copy(), np.zeros(len(wide)), np.round(wide / 7)) == len(wide)


def test_negative_numbers_are_no_counts() -> None:
    assert checked(np.array([-1.0, 0.0, -1.0, 2.0])) == 3
    assert checked(np.array([np.nan, np.nan])) == 1
