"""Many series at once: arrays of (..., time) as rows, handled in chunks so that memory stays low.

A national cube has 700,000 series of 170 months. As double precision that is a gigabyte, and every
in-between array would be another; in chunks of a quarter of a million cells it is two megabytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.result import Floats

PRODUCT = 2**18
"""Multiplications up to which a matrix product stays in one thread of the processor."""
CELLS = 2**18
"""Cells of one chunk: arrays of this size stay in the memory nearest to the processor."""


@dataclass(frozen=True)
class Rows:
    """Series as rows: `values` of shape (series, time); `shape` is that of the series."""

    values: NDArray[np.generic]
    shape: tuple[int, ...]

    def part(self, where: slice) -> Floats:
        """Some series in double precision, as a copy that may be changed."""
        return np.array(self.values[where], dtype=np.float64)

    def gaps(self) -> bool:
        """Whether any value is missing."""
        if self.values.dtype.kind != "f":
            return False
        parts = chunks(*self.values.shape)
        return any(bool(np.isnan(self.values[part]).any()) for part in parts)

    def shaped(self, values: Floats) -> Floats:
        """Results of one row per series, in the shape of the series."""
        return values.reshape((*self.shape, *values.shape[1:]))


def as_rows(values: ArrayLike) -> Rows:
    """An array of (..., time) as rows, without a copy. Raises ValueError without a time axis."""
    array = np.asarray(values)
    if array.ndim == 0:
        raise ValueError("a series needs an axis of time")
    if array.dtype.kind not in "uifb":
        array = array.astype(np.float64)
    series = int(np.prod(array.shape[:-1], dtype=np.int64))
    return Rows(array.reshape(series, array.shape[-1]), array.shape[:-1])


def chunks(series: int, length: int, cells: int = CELLS) -> Iterator[slice]:
    """Slices of so many series that a chunk of (series, length) has about `cells` cells."""
    size = max(1, cells // max(1, length))
    for start in range(0, series, size):
        yield slice(start, min(start + size, series))


def times(rows: Floats, columns: Floats) -> Floats:
    """The matrix product of (n, m) rows and (m, k) columns, in blocks of few rows.

    OpenBLAS divides a large product over all cores, whose threads then wait for each other; on a
    machine that does other things too that costs many times what it wins. It leaves a product of
    up to 262,144 multiplications to one thread.
    """
    size = max(1, PRODUCT // max(1, columns.size))
    blocks = len(rows) // size
    whole, (m, k) = blocks * size, columns.shape
    product = np.empty((len(rows), k))
    into = product[:whole].reshape(blocks, size, k)
    np.matmul(rows[:whole].reshape(blocks, size, m), columns, out=into)
    np.matmul(rows[whole:], columns, out=product[whole:])
    return product
