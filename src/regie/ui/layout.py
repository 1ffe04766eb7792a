"""Where things go in a drawing: ticks, labels that do not overlap, lines of text. Pure."""

import math
from collections.abc import Sequence

_EM_PER_LETTER = 0.55  # average of IBM Plex Sans over Dutch text, a little generous


def nice_ticks(maximum: float, count: int = 5) -> tuple[float, ...]:
    """Round numbers from 0 to just above `maximum`, in steps of 1, 2, 2½ or 5 times a power of 10.

    About `count` steps. Without a positive maximum: 0 and 1.
    """
    if not math.isfinite(maximum) or maximum <= 0:
        return (0.0, 1.0)
    rough = maximum / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((f * power for f in (1, 2, 2.5, 5) if f * power >= rough * 0.999), 10 * power)
    steps = math.ceil(maximum / step - 1e-9)
    return tuple(float(f"{i * step:.12g}") for i in range(steps + 1))


def tick_decimals(ticks: Sequence[float]) -> int:
    """Decimals that the labels of `ticks` need to tell them apart."""
    for decimals in range(6):
        if all(abs(tick - round(tick, decimals)) < 1e-9 for tick in ticks):
            return decimals
    return 6


def dodge(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions near `wanted`, at least `gap` apart and, if there is room, in [`low`, `high`].

    Neighbours that collide are spread around their common middle; the order is kept.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    groups: list[tuple[float, int]] = []  # middle, size
    for i in order:
        middle, size = wanted[i], 1
        while groups and _overlap(groups[-1], (middle, size), gap):
            other, count = groups.pop()
            middle = (other * count + middle * size) / (count + size)
            size += count
        groups.append((middle, size))
    placed = [m + (k - (n - 1) / 2) * gap for m, n in groups for k in range(n)]
    placed = _push_up(placed, gap, low)
    placed = [-p for p in _push_up([-p for p in reversed(placed)], gap, -high)][::-1]
    result = [0.0] * len(wanted)
    for i, position in zip(order, placed, strict=True):
        result[i] = position
    return result


def _overlap(left: tuple[float, int], right: tuple[float, int], gap: float) -> bool:
    reach = (left[1] + right[1]) / 2 * gap
    return right[0] - left[0] < reach


def _push_up(positions: list[float], gap: float, low: float) -> list[float]:
    result: list[float] = []
    for position in positions:
        floor = result[-1] + gap if result else low
        result.append(max(position, floor))
    return result


def text_width(text: str, size: float) -> float:
    """Estimated width in px of `text` at font size `size` px."""
    return len(text) * size * _EM_PER_LETTER


def wrap(text: str, width: float, size: float) -> list[str]:
    """`text` in lines of at most `width` px; a word that is too long gets a line of its own."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines or [""]


def spread(count: int, room: int) -> list[int]:
    """Indexes of labels when only `room` of `count` fit: evenly spaced, the last included."""
    if count <= 0:
        return []
    step = max(1, math.ceil(count / max(1, room)))
    return list(range((count - 1) % step, count, step))
