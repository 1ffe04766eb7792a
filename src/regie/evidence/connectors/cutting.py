"""Cutting a question that is too wide into smaller ones. Pure.

Sources: CBS, "Handleiding CBS Open Data Services" (10,000 records per question on the Api); the
HTTP 500 on wide filters that users of the Feed report.
"""

from collections.abc import Iterable, Iterator, Sequence

from regie.evidence.connectors.metadata import Member, Shape
from regie.evidence.connectors.requests import Choice, Part

LIMIT = 10_000
MOST_KEYS = 25
FEW = 2


def cut(part: Part, shape: Shape, target: int) -> list[Part]:
    """One step smaller: pieces of at most `target` rows where one dimension can do that.

    Types are split first, then periods, then areas. Answers [part] when nothing can be cut.
    Together the pieces are exactly the part.
    """
    counts, rows = part.counts(shape), part.size(shape)
    for dimension in _order(shape):
        if counts[dimension] > 1:
            each = max(1, rows // counts[dimension])
            many = min(MOST_KEYS, max(1, target // each))
            choices = _pieces(dict(part.choices)[dimension], dimension, shape, many)
            if len(choices) > 1:
                return [part.with_choice(dimension, choice) for choice in choices]
    return [part]


def _order(shape: Shape) -> list[str]:
    last = [shape.periods, shape.areas]
    return [key for key in shape.dimensions if key not in last] + [key for key in last if key]


def _pieces(choice: Choice, dimension: str, shape: Shape, many: int) -> list[Choice]:
    members = choice.of(shape.dimensions[dimension])
    if dimension != shape.areas or len(members) <= MOST_KEYS:
        keys = [member.key for member in members]
        many = min(many, max(1, len(keys) - 1))
        return [Choice(keys=tuple(keys[at : at + many])) for at in range(0, len(keys), many)]
    return list(_by_start(members, shape.dimensions[dimension]))


def _by_start(members: Sequence[Member], everybody: Sequence[Member]) -> Iterator[Choice]:
    """Areas by the start of their code: by kind, and within one kind by the sign that differs."""
    inside = {member.key for member in members}
    outside = [member.key for member in everybody if member.key not in inside]
    loose: list[str] = []
    for start, keys in sorted(_starts(inside).items()):
        if len(keys) <= FEW or any(key.startswith(start) for key in outside):
            loose += sorted(keys)
        else:
            yield Choice(starts=(start,))
    for at in range(0, len(loose), MOST_KEYS):
        yield Choice(keys=tuple(loose[at : at + MOST_KEYS]))


def _starts(keys: Iterable[str]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for key in keys:
        kinds.setdefault(key[:2], []).append(key)
    if len(kinds) > 1:
        return {_common(mine): mine for mine in kinds.values()}
    only = next(iter(kinds.values()))
    length = len(_common(only)) + 1
    found: dict[str, list[str]] = {}
    for key in only:
        found.setdefault(key[:length], []).append(key)
    return found


def _common(keys: Sequence[str]) -> str:
    """What all keys start with."""
    first, last = min(keys), max(keys)
    pairs = zip(first, last, strict=False)
    same = next((at for at, (one, other) in enumerate(pairs) if one != other), len(first))
    return first[:same]
