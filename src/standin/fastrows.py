"""Rows as text, a page at a time: bytes are put in place by columns, never row by row.

A page is a matrix with a row of bytes per record. Every piece of a record takes columns of its
own, filled up with zero bytes, which are left out at the end. That makes millions of rows per
second without anything but numpy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standin.model import Floats, Ints

Bytes = NDArray[np.uint8]
Piece = bytes | Bytes


@dataclass(frozen=True)
class Fragments:
    """Texts to choose from, as a matrix of bytes."""

    matrix: Bytes

    @classmethod
    def of(cls, texts: list[str]) -> "Fragments":
        """One row per text."""
        encoded = [text.encode() for text in texts] or [b""]
        width = max(map(len, encoded)) or 1
        joined = b"".join(text.ljust(width, b"\0") for text in encoded)
        return cls(np.frombuffer(joined, dtype=np.uint8).reshape(len(encoded), width))

    def __getitem__(self, places: Ints) -> Bytes:
        return self.matrix[places]


def digits(
    values: Floats | Ints, *, decimals: int = 0, none: bytes = b"null", pad: int = 0
) -> Bytes:
    """Numbers as text, `none` where there is none; `pad` fills up with spaces to that width."""
    missing = np.isnan(values)
    scaled = np.rint(np.where(missing, 0, values) * 10**decimals).astype(np.int64)
    size = np.abs(scaled)
    whole, fraction = np.divmod(size, 10**decimals)
    parts = [_sign(scaled), _whole(whole)]
    if decimals:
        parts += [np.full((len(size), 1), ord("."), np.uint8), _fixed(fraction, decimals)]
    text = np.hstack(parts)
    if missing.any():
        text = _replaced(text, missing, none)
    return _padded(text, pad) if pad else text


def _sign(values: Ints) -> Bytes:
    return np.where(values < 0, ord("-"), 0).astype(np.uint8)[:, None]


def _whole(values: Ints) -> Bytes:
    width = len(str(int(values.max(initial=0))))
    text = _fixed(values, width)
    leading = np.cumsum(text != ord("0"), axis=1) == 0
    leading[:, -1] = False
    text[leading] = 0
    return text


def _fixed(values: Ints, width: int) -> Bytes:
    small = values.astype(np.uint32) if width < 10 else values.astype(np.uint64)
    text = np.empty((len(values), width), dtype=np.uint8)
    for column in range(width - 1, -1, -1):
        small, digit = small // 10, small % 10
        text[:, column] = digit + ord("0")
    return text


def _replaced(text: Bytes, where: NDArray[np.bool_], by: bytes) -> Bytes:
    if text.shape[1] < len(by):
        text = np.hstack([text, np.zeros((len(text), len(by) - text.shape[1]), np.uint8)])
    line = np.frombuffer(by.ljust(text.shape[1], b"\0"), dtype=np.uint8)
    text[where] = line
    return text


def _padded(text: Bytes, width: int) -> Bytes:
    missing = np.maximum(width - np.count_nonzero(text, axis=1), 0)
    spaces = np.where(np.arange(width) < missing[:, None], ord(" "), 0).astype(np.uint8)
    return np.hstack([spaces, text])


def render(pieces: list[Piece], count: int, *, leave_off: int = 0) -> bytes:
    """The pieces of `count` records beside each other; bytes stand in every record.

    `leave_off` bytes at the very end are left out, such as the comma behind the last record.
    """
    widths = [len(p) if isinstance(p, bytes) else p.shape[1] for p in pieces]
    page = np.empty((count, sum(widths)), dtype=np.uint8)
    start = 0
    for piece, width in zip(pieces, widths, strict=True):
        fill = np.frombuffer(piece, dtype=np.uint8) if isinstance(piece, bytes) else piece
        page[:, start : start + width] = fill
        start += width
    flat = page.reshape(-1)
    kept: Bytes = flat[flat != 0]
    return kept[: len(kept) - leave_off].tobytes()
