"""Just enough PNG to count dark pixels: 8 bits, RGBA, not interlaced."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray


def pixels(png: bytes) -> NDArray[np.uint8]:
    """Array (height, width, 4)."""
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    raw = zlib.decompress(data)
    stride = width * 4
    rows = np.zeros((height, stride), dtype=np.uint8)
    above = np.zeros(stride, dtype=np.uint8)
    for y in range(height):
        start = y * (stride + 1)
        line = np.frombuffer(raw, np.uint8, stride, start + 1).copy()
        above = _unfilter(raw[start], line, above)
        rows[y] = above
    return rows.reshape(height, width, 4)


def _unfilter(kind: int, line: NDArray[np.uint8], above: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if kind == 0:
        return line
    if kind == 2:
        return line + above
    out = line.astype(int)
    up = above.astype(int)
    for i in range(len(out)):
        left = out[i - 4] if i >= 4 else 0
        corner = up[i - 4] if i >= 4 else 0
        guess = (
            left if kind == 1 else (left + up[i]) // 2 if kind == 3 else _paeth(left, up[i], corner)
        )
        out[i] = (out[i] + guess) % 256
    return out.astype(np.uint8)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def dark(png: bytes, left: float, right: float, top: float = 0, bottom: float = 1) -> int:
    """Number of dark, opaque pixels in a part of the picture, given as shares of its size."""
    area = pixels(png)
    height, width = area.shape[:2]
    part = area[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
    visible = part[..., 3] > 128
    return int((visible & (part[..., :3].mean(axis=-1) < 150)).sum())
