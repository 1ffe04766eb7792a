"""Which outlines touch."""

import numpy as np
import pytest
from shapely import MultiPolygon, box

from regie.foundation.areas.adjacency import corners, middles, touching
from regie.foundation.areas.outlines import path_of

pytestmark = pytest.mark.pure


def square(x: int, y: int) -> str:
    return path_of(MultiPolygon([box(x, y, x + 10, y + 10)]))


def test_a_path_gives_its_corners_back() -> None:
    assert sorted(map(tuple, corners(square(5, 7)).tolist())) == [
        (5, -17), (5, -7), (15, -17), (15, -7),
    ]  # fmt: skip


def test_squares_that_share_a_side_or_a_corner_touch() -> None:
    paths = [square(0, 0), square(10, 0), square(10, 10), square(40, 40)]
    assert touching(paths) == ((0, 1), (0, 2), (1, 2))


def test_an_outline_of_two_parts_touches_with_either() -> None:
    two = path_of(MultiPolygon([box(0, 0, 10, 10), box(50, 0, 60, 10)]))
    assert touching([two, square(60, 0)]) == ((0, 1),)


def test_the_middle_lies_in_the_middle() -> None:
    found = middles([square(0, 0), ""])
    assert found[0].tolist() == [5.0, -5.0]
    assert np.isnan(found[1]).all()


def test_nothing_touches_nothing() -> None:
    assert touching([]) == ()
    assert touching(["", ""]) == ()
    assert middles([]).shape == (0, 2)
