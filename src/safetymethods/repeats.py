"""Cells that hold the same numbers, to be computed once.

Counts of small areas repeat: 800,000 cells of neighbourhoods hold a few thousand different pairs
of counts. Whole counts are found by a table of what occurs, without sorting.
"""

import numpy as np
from numpy.typing import NDArray

from safetymethods.result import Floats

LARGEST = 2**20
"""Whole numbers up to this are their own rank."""
TABLE = 2**16
"""A table of this many places is small, however few the cells."""

Places = NDArray[np.intp]


def distinct(*columns: Floats) -> tuple[list[Floats], Places]:
    """The combinations that occur in flat columns, and for each cell which of them it is.

    `columns` are of one length; missing values (NaN) are equal to each other. Answers one column
    of combinations for each, in no particular order, and places from 0: each column is its
    combinations taken at the places.
    """
    code = np.zeros(columns[0].shape, dtype=np.intp)
    width = 1
    for column in columns:
        rank, levels = _ranked(column)
        if width * levels > max(TABLE, 4 * len(code)):
            first, code = _numbered(code, width)
            width = len(first)
        code = code * levels + rank
        width *= levels
    first, place = _numbered(code, width)
    return [column[first] for column in columns], place


def _ranked(column: Floats) -> tuple[Places, int]:
    """Numbers from 0, the same for equal values, and how many there may be."""
    low, high = column.min(initial=np.inf), column.max(initial=-np.inf)
    if low >= high:
        return np.zeros(column.shape, dtype=np.intp), 1
    if low >= 0 and high <= LARGEST:
        rank = column.astype(np.intp)
        if (rank == column).all():
            return rank, int(high) + 1
    levels, place = np.unique(column, return_inverse=True)
    return place.ravel(), len(levels)


def _numbered(code: Places, width: int) -> tuple[Places, Places]:
    """A cell of each code that occurs, and for each cell the number of its code."""
    if width > max(TABLE, 4 * len(code)):
        _codes, first, place = np.unique(code, return_index=True, return_inverse=True)
        return first, place.ravel()
    cell = np.full(width, -1, dtype=np.intp)
    cell[code] = np.arange(len(code))
    present = np.flatnonzero(cell >= 0)
    number = np.empty(width, dtype=np.intp)
    number[present] = np.arange(len(present))
    return cell[present], number[code]
