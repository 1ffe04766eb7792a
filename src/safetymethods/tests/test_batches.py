"""Rows and chunks: any shape of series, any memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.batches import as_rows, chunks, times

pytestmark = pytest.mark.pure


def test_a_cube_becomes_rows_without_a_copy() -> None:
    cube = np.arange(24, dtype=np.uint16).reshape(2, 3, 4)
    rows = as_rows(cube)
    assert rows.shape == (2, 3)
    assert np.shares_memory(rows.values, cube)
    part = rows.part(slice(4, 6))
    assert part.dtype == np.float64
    assert part.tolist() == [[16, 17, 18, 19], [20, 21, 22, 23]]


def test_one_series_is_one_row() -> None:
    assert as_rows([1, 2, 3]).values.shape == (1, 3)
    assert as_rows([1, 2, 3]).shape == ()
    assert as_rows(np.array([1, None], dtype=object)).values.dtype == np.float64


def test_no_series_and_no_months_are_possible() -> None:
    assert as_rows(np.zeros((0, 5))).values.shape == (0, 5)
    assert as_rows(np.zeros((3, 0))).values.shape == (3, 0)


def test_a_gap_is_seen_wherever_it_is() -> None:
    values = np.ones((3, 4))
    assert not as_rows(values).gaps()
    values[2, 3] = np.nan
    assert as_rows(values).gaps()
    assert not as_rows(np.zeros((3, 4), dtype=np.uint16)).gaps()


def test_a_number_is_no_series() -> None:
    with pytest.raises(ValueError, match="axis of time"):
        as_rows(3.0)


@given(st.integers(0, 50), st.integers(0, 20), st.integers(1, 100))
def test_chunks_cover_every_series_once(series: int, length: int, cells: int) -> None:
    covered = [at for part in chunks(series, length, cells) for at in range(series)[part]]
    assert covered == list(range(series))


@given(st.integers(0, 300), st.integers(0, 40), st.integers(0, 5), st.integers(1, 500))
def test_a_product_in_blocks_is_the_product(n: int, m: int, k: int, most: int) -> None:
    random = np.random.default_rng(n)
    rows, columns = random.random((n, m)), random.random((m, k))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("safetymethods.batches.PRODUCT", most)
        np.testing.assert_allclose(times(rows, columns), rows @ columns, atol=1e-12)
