"""Large work in parts, side by side on all cores, and the answers as one again.

The methods spend their time in numpy and scipy, which let other threads go on meanwhile, so that
threads are enough: no data is copied to another process. The answers do not depend on the number
of parts or of workers.
"""

import os
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from safetymethods.result import Caveat

Answer = TypeVar("Answer")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def even_parts(number: int, parts: int) -> list[slice]:
    """So many things in at most so many parts of about the same size, none of them empty."""
    borders = np.linspace(0, number, min(parts, number) + 1).round().astype(int)
    return [slice(a, b) for a, b in pairwise(borders.tolist())]


def in_parts(
    work: Callable[..., Answer],
    *columns: NDArray[Any],
    parts: Sequence[slice],
    workers: int | None = None,
) -> list[Answer]:
    """What `work` answers to each part of the columns, in order.

    The parts are slices of the first axis, which all columns share. `workers` threads (one for
    each core unless given) do a part at a time. Raises what `work` raises.
    """

    def one(part: slice) -> Answer:
        return work(*(column[part] for column in columns))

    with ThreadPoolExecutor(workers or cores()) as pool:
        return list(pool.map(one, parts))


def joined(answers: Sequence[Answer], shared: Collection[str] = ()) -> Answer:
    """Answers to parts as the answer to all: arrays end to end, along their first axis.

    Fields in `shared`, and those that are no array, are the same in all parts. Caveats are those
    of any part. Raises ValueError without answers.
    """
    if not answers:
        raise ValueError("there is nothing to join")
    first: Any = answers[0]
    values = {
        field.name: _joined(field.name, [getattr(each, field.name) for each in answers], shared)
        for field in fields(first)
    }
    return cast("Answer", type(first)(**values))


def _joined(name: str, values: list[Any], shared: Collection[str]) -> object:
    if name == "caveats":
        raised = {caveat for each in values for caveat in each}
        return tuple(caveat for caveat in Caveat if caveat in raised)
    if name in shared:
        return values[0]
    if isinstance(values[0], np.ndarray):
        return np.concatenate(values)
    return joined(values) if is_dataclass(values[0]) else values[0]
