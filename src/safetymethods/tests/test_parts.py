"""Work in parts gives what work in one go gives, whatever the number of parts and workers."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.parts import cores, even_parts, in_parts, joined
from safetymethods.poisson import Limits, poisson_limits
from safetymethods.result import Caveat, Floats, Result

pytestmark = pytest.mark.pure


@dataclass(frozen=True, kw_only=True)
class Nested(Result):
    """An answer with a part of its own, something shared and something absent."""

    values: Floats
    limits: Limits
    shared: Floats
    absent: Limits | None = None


def nested(values: Floats) -> Nested:
    """The values, their limits and an array that is the same for all."""
    limits = poisson_limits(values)
    return Nested(
        method="nested",
        version="1",
        caveats=limits.caveats,
        values=values,
        limits=limits,
        shared=np.arange(3.0),
    )


@given(st.integers(0, 40), st.integers(1, 12))
def test_parts_follow_each_other_and_differ_by_one_at_most(number: int, parts: int) -> None:
    made = even_parts(number, parts)
    assert [i for part in made for i in range(number)[part]] == list(range(number))
    sizes = [part.stop - part.start for part in made]
    assert len(sizes) == min(parts, number)
    assert max(sizes, default=1) - min(sizes, default=1) <= 1
    assert min(sizes, default=1) >= 1


@pytest.mark.parametrize("workers", [1, 2, None])
@pytest.mark.parametrize("parts", [1, 3, 10])
def test_joined_parts_are_the_answer_to_all(parts: int, workers: int | None) -> None:
    counts = np.array([3.0, 0, 12, np.nan, 7, 1.5, 2, 9, 100, 4])
    made = in_parts(nested, counts, parts=even_parts(10, parts), workers=workers)
    whole, found = nested(counts), joined(made, shared=("shared",))
    np.testing.assert_array_equal(found.values, counts)
    np.testing.assert_array_equal(found.limits.low, whole.limits.low)
    np.testing.assert_array_equal(found.shared, whole.shared)
    assert found.limits.level == whole.limits.level
    assert found.absent is None
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.FRACTIONAL_COUNTS}
    assert found.limits.caveats == found.caveats


def test_all_columns_are_cut_alike() -> None:
    one, other = np.arange(6), np.arange(6) * 10
    assert in_parts(lambda a, b: int((a * b).sum()), one, other, parts=even_parts(6, 2)) == [
        50,
        500,
    ]


def test_what_goes_wrong_in_a_part_is_raised() -> None:
    with pytest.raises(ValueError, match="counts must be zero or more"):
        in_parts(poisson_limits, np.array([1.0, -1.0]), parts=even_parts(2, 2))


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="nothing to join"):
        joined([])


def test_there_is_a_core() -> None:
    assert cores() >= 1
