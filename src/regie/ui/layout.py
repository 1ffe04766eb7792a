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


def dodge(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Middles near `wanted` so that boxes of `heights` do not overlap.

    They stay in [`low`, `high`] if they fit. Neighbours that collide move as one stack, to where
    they are least away from their wishes; the order is kept.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    tall = [heights[i] for i in order]
    tops = _stacks([wanted[i] - heights[i] / 2 for i in order], tall)
    tops = _push_down(tops, tall, low)
    bottoms = [-top - h for top, h in zip(tops, tall, strict=True)]
    bottoms = _push_down(bottoms[::-1], tall[::-1], -high)[::-1]
    tops = [-bottom - h for bottom, h in zip(bottoms, tall, strict=True)]
    result = [0.0] * len(wanted)
    for i, top, height in zip(order, tops, tall, strict=True):
        result[i] = top + height / 2
    return result


def _stacks(tops: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Tops after merging what collides.

    A stack is (sum of the wished tops of the stack, number of boxes, height).
    """
    stacks: list[tuple[float, int, float]] = []
    for wished, tall in zip(tops, heights, strict=True):
        total, size, height = wished, 1, tall
        while stacks and stacks[-1][0] / stacks[-1][1] + stacks[-1][2] > total / size:
            above, count, over = stacks.pop()
            total, size, height = above + total - size * over, size + count, height + over
        stacks.append((total, size, height))
    placed: list[float] = []
    for total, size, _height in stacks:
        top = total / size
        for tall in heights[len(placed) : len(placed) + size]:
            placed.append(top)
            top += tall
    return placed


def _push_down(tops: Sequence[float], heights: Sequence[float], low: float) -> list[float]:
    result: list[float] = []
    floor = low
    for top, height in zip(tops, heights, strict=True):
        result.append(max(top, floor))
        floor = result[-1] + height
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
