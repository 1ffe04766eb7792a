"""Shares between the areas of two years by counting the addresses they have in common. Pure."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from regie.foundation.crosswalks.address_files import Addresses
from regie.foundation.crosswalks.rules import ADDRESSES, DISTRICT, MUNICIPALITY, Part, Step

CRUMB_ADDRESSES, CRUMB_SHARE = 3, 0.005
"""Up to three addresses that are less than half a percent of their area are taken for mistakes in
the file (a house number in the wrong place), not for a border that moved."""

Counts = dict[tuple[str, str], int]
"""Addresses per pair (old area, new area)."""


@dataclass(frozen=True)
class Matrix:
    """The addresses of two years laid side by side, per pair of neighbourhoods.

    `origins` and `destinations` are all neighbourhoods with addresses in either year; `matched`
    addresses stood in both files.
    """

    since: int
    until: int
    counts: Counts
    origins: frozenset[str]
    destinations: frozenset[str]
    matched: int
    old: int
    new: int


def matrix(old: Addresses, new: Addresses, since: int, until: int) -> Matrix:
    """Match the addresses of two years on postcode and house number."""
    place = np.searchsorted(new.key, old.key)
    place[place == len(new.key)] = 0
    both = new.key[place] == old.key if len(new.key) else np.zeros(len(old.key), dtype=np.bool_)
    pairs = old.area[both].astype(np.int64) * len(new.codes) + new.area[place[both]]
    distinct, numbers = np.unique(pairs, return_counts=True)
    counts = {
        (old.codes[pair // len(new.codes)], new.codes[pair % len(new.codes)]): number
        for pair, number in zip(distinct.tolist(), numbers.tolist(), strict=True)
    }
    return Matrix(
        since,
        until,
        counts,
        frozenset(old.codes[at] for at in np.unique(old.area).tolist()),
        frozenset(new.codes[at] for at in np.unique(new.area).tolist()),
        int(both.sum()),
        len(old),
        len(new),
    )


def parent(code: str, level: str) -> str:
    """The district or municipality of a neighbourhood, or the neighbourhood itself."""
    if level == MUNICIPALITY:
        return f"GM{code[2:6]}"
    return f"WK{code[2:8]}" if level == DISTRICT else code


def step_of(found: Matrix, level: str) -> Step:
    """The step at one level. Areas without a matched address keep their code or are lost."""
    rows: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (old, new), number in found.counts.items():
        rows[parent(old, level)][parent(new, level)] += number
    origins = {parent(code, level) for code in found.origins}
    destinations = {parent(code, level) for code in found.destinations}
    moves = {}
    for code, row in rows.items():
        kept = _without_crumbs(row)
        if set(kept) != {code}:
            total = sum(kept.values())
            moves[code] = tuple(
                Part(code, to, number / total, ADDRESSES) for to, number in sorted(kept.items())
            )
    lost = {code for code in origins - rows.keys() if code not in destinations}
    return Step(
        found.since,
        found.until,
        moves,
        frozenset(destinations - origins),
        frozenset(),
        frozenset(lost),
    )


def _without_crumbs(row: dict[str, int]) -> dict[str, int]:
    """The counts of one old area without what must be mistakes; the largest always stays."""
    total = sum(row.values())
    return {
        code: number
        for code, number in row.items()
        if number > CRUMB_ADDRESSES or number >= CRUMB_SHARE * total
    }
