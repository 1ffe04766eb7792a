"""Comparators: classes, pooled rates and who is left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.indicators import benchmarks
from regie.evidence.indicators.exposure import Exposure

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("inhabitants", "code"),
    [
        (0, "1"),
        (19_999, "1"),
        (20_000, "2"),
        (90_000, "3"),
        (100_000, "4"),
        (249_999, "5"),
        (1e6, "6"),
    ],
)
def test_size_classes_of_statistics_netherlands(inhabitants: float, code: str) -> None:
    found = benchmarks.size_class(inhabitants)
    assert found is not None
    assert found.code == code


def test_an_unknown_population_has_no_size_class() -> None:
    assert benchmarks.size_class(float("nan")) is None


@given(st.floats(0, 2e6))
def test_every_population_has_exactly_one_size_class(inhabitants: float) -> None:
    fitting = [s for s in benchmarks.SIZE_CLASSES if s.floor <= inhabitants < s.ceiling]
    assert fitting == [benchmarks.size_class(inhabitants)]


@pytest.mark.parametrize(
    ("density", "expected"), [(2500, 1), (2499, 2), (1500, 2), (1000, 3), (500, 4), (499, 5)]
)
def test_urbanity_by_address_density(density: float, expected: int) -> None:
    assert benchmarks.urbanity_class(float("nan"), density) == expected


def test_the_stated_class_goes_before_the_density() -> None:
    assert benchmarks.urbanity_class(4, 3000) == 4
    assert benchmarks.urbanity_class(9, 3000) == 1
    assert benchmarks.urbanity_class(float("nan"), float("nan")) is None


def laid(values: list[list[float]]) -> Exposure:
    numbers = np.array(values, dtype=float)
    years = np.where(np.isnan(numbers), 0, 2024).astype(np.int64)
    nothing = np.zeros(numbers.shape, dtype=np.bool_)
    return Exposure(numbers, years, nothing, nothing)


def test_a_pool_adds_up_only_where_both_are_known() -> None:
    counts = np.array([[10.0, 10.0], [20.0, np.nan], [99.0, 99.0]])
    counted = ~np.isnan(counts)
    pool = benchmarks.pool(
        "groep",
        np.array([True, True, False]),
        counts,
        counted,
        laid([[1000, 1000], [1000, 1000], [1, 1]]),
        periods=("2023JJ00", "2024JJ00"),
        provisional=(False, True),
    )
    assert [reading.rate for reading in pool.readings] == [15.0, 10.0]
    assert (pool.included, pool.left_out) == ((2, 1), (0, 1))
    assert [reading.provisional for reading in pool.readings] == [False, True]
    assert pool.readings[0].area == "groep"


def test_a_pool_of_nobody_has_no_rate() -> None:
    pool = benchmarks.pool(
        "groep",
        np.array([True]),
        np.array([[5.0]]),
        np.array([[True]]),
        laid([[np.nan]]),
        periods=("2024JJ00",),
        provisional=(False,),
    )
    assert pool.readings[0].rate is None
    assert pool.readings[0].count is None
    assert pool.left_out == (1,)


def test_the_publishers_row_serves_only_when_it_is_complete() -> None:
    states = np.array([1, 1], dtype=np.uint8)
    assert benchmarks.complete(states, laid([[1000, 1000]]))
    assert not benchmarks.complete(states, laid([[1000, np.nan]]))
    assert not benchmarks.complete(np.array([1, 2], dtype=np.uint8), laid([[1000, 1000]]))


def test_the_publishers_row_is_read_like_any_other() -> None:
    readings = benchmarks.row(
        "Nederland",
        np.array([300.0]),
        np.array([1], dtype=np.uint8),
        laid([[100_000]]),
        periods=("2024JJ00",),
        provisional=(False,),
    )
    assert readings[0].rate == 3.0
