"""Bad preferences are refused with an error of their own."""

from typing import Any

import numpy as np
import pytest

from safetymethods.preferences import (
    MissingNumberError,
    NegativeError,
    NothingGivenError,
    OneCandidateError,
    PreferenceError,
    ShapeError,
    checked_counts_of,
    checked_places,
    checked_table,
)

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ([1.0, 2.0], ShapeError),
        (np.empty((0, 3)), NothingGivenError),
        (np.empty((3, 0)), NothingGivenError),
        ([[1.0], [2.0]], OneCandidateError),
        ([[1.0, np.nan]], MissingNumberError),
        ([[1.0, np.inf]], MissingNumberError),
        ([[1.0, -1.0]], NegativeError),
    ],
)
def test_a_bad_table_is_refused(values: Any, error: type[PreferenceError]) -> None:
    with pytest.raises(error):
        checked_table(values, candidates=1)
    assert issubclass(error, ValueError)


def test_a_good_table_passes() -> None:
    assert checked_table([[1, 2], [3, 4]], candidates=1).tolist() == [[1, 2], [3, 4]]


def test_places() -> None:
    assert checked_places(5, 5) == 5
    for places in (0, 6):
        with pytest.raises(ShapeError, match="places"):
            checked_places(places, 5)


@pytest.mark.parametrize(
    ("counts", "error"),
    [([1.0], ShapeError), ([1.0, np.nan], MissingNumberError), ([1.0, -1.0], NegativeError)],
)
def test_bad_counts_are_refused(counts: Any, error: type[PreferenceError]) -> None:
    with pytest.raises(error):
        checked_counts_of(2, counts)


def test_each_ballot_counts_once_unless_said() -> None:
    assert checked_counts_of(2, None).tolist() == [1, 1]
    assert checked_counts_of(2, [3, 0]).tolist() == [3, 0]
