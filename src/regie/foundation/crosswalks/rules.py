"""From the areas of one year to those of a later one: shares, chains of years, conversion. Pure.

A value of an older year is only ever carried forward. A count is split over the areas that an
area went to (the shares of one old area add up to 1) and added up per new area. A new area whose
parts are all whole is an exact sum; any other is an estimate. One unknown part makes the whole
unknown: it is never taken for zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Share = tuple[str, float]
"""An area, and the part of the whole (0 to 1) that went there."""
Shares = tuple[Share, ...]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ADDRESSES, LEDGER, FLAG, SAME = "addresses", "ledger", "flag", "same"
BASES = (ADDRESSES, LEDGER, FLAG, SAME)
"""Where a share comes from, the most precise first. `same`: the code and its border stayed."""

WHOLE = 1.0 - 1e-9
MUNICIPALITY, DISTRICT, NEIGHBOURHOOD = "municipality", "district", "neighbourhood"
LEVELS = (MUNICIPALITY, DISTRICT, NEIGHBOURHOOD)


@dataclass(frozen=True, slots=True)
class Part:
    """One old area's share that lies in one new area, and what that is known from."""

    origin: str
    destination: str
    share: float
    basis: str


@dataclass(frozen=True)
class Step:
    """What happened between two years, as far as one source knows.

    `moves` has only areas that did not simply stay; `born` are codes that did not exist before;
    `redrawn` are codes whose border moved by an unknown share; `lost` went to an unknown place.
    """

    since: int
    until: int
    moves: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    born: frozenset[str] = frozenset()
    redrawn: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Converted:
    """Values of old areas carried to new ones; arrays (areas, …) in the order of `codes`.

    `known` is false where a part was unknown; `estimated` marks values of which a part was
    shared out; `exact` is the part of the value (0 to 1) that came from whole areas.
    """

    codes: tuple[str, ...]
    values: Floats
    known: Flags
    estimated: Flags
    exact: Floats


@dataclass(frozen=True)
class Crosswalk:
    """All steps from one classification year to a later one, chained.

    An area that is in none of `moves`, `lost` and `redrawn` kept its code and its border.
    """

    level: str
    from_year: int
    to_year: int
    moves: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    born: frozenset[str] = frozenset()
    redrawn: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()

    def shares(self, code: str) -> Shares:
        """Where an old area is now, the largest share first; empty when nobody knows."""
        if code in self.lost:
            return ()
        if code not in self.moves:
            return ((code, 1.0),)
        found = [(part.destination, part.share) for part in self.moves[code]]
        return tuple(sorted(found, key=lambda each: (-each[1], each[0])))

    def parts_of(self, code: str) -> tuple[Part, ...]:
        """The old areas that lie in a new area, the largest first."""
        parts = self.into.get(code, ())
        stayed = code not in self.moves and code not in self.born and code not in self.lost
        own = (Part(code, code, 1.0, SAME),) if stayed else ()
        return (*own, *parts)

    @cached_property
    def into(self) -> dict[str, tuple[Part, ...]]:
        """Per new area the parts of the areas that did not simply stay."""
        found: dict[str, list[Part]] = defaultdict(list)
        for parts in self.moves.values():
            for part in parts:
                found[part.destination].append(part)
        ordered = {code: sorted(parts, key=_by_origin) for code, parts in found.items()}
        return {code: tuple(parts) for code, parts in ordered.items()}

    @property
    def changed(self) -> frozenset[str]:
        """New codes that are not simply the old area with the same code."""
        return frozenset(self.into) | self.redrawn

    def convert(self, codes: Sequence[str], values: Floats, known: Flags) -> Converted:
        """Carry counts forward; `known` is false where a value is hidden, unknown or missing."""
        return convert(self, codes, values, known)


def _by_origin(part: Part) -> str:
    return part.origin


def chain(level: str, steps: Sequence[Step]) -> Crosswalk:
    """One crosswalk from steps that follow each other. Raises ValueError when they do not."""
    if not steps:
        raise ValueError("a chain needs a step")
    first = steps[0]
    whole = Crosswalk(
        level, first.since, first.until, first.moves, first.born, first.redrawn, first.lost
    )
    for step in steps[1:]:
        if step.since != whole.to_year:
            raise ValueError(f"no step from {whole.to_year}")
        whole = _then(whole, step)
    return whole


def _then(whole: Crosswalk, step: Step) -> Crosswalk:
    """Add a later step. What an older area became is looked up in it part by part."""
    moves = {code: _moved(parts, step) for code, parts in whole.moves.items()}
    lost = set(whole.lost)
    for code, parts in whole.moves.items():
        if any(part.destination in step.lost for part in parts):
            lost.add(code)
    told = whole.moves.keys() | whole.born | whole.lost
    moves |= {code: later for code, later in step.moves.items() if code not in told}
    lost |= step.lost - told
    return Crosswalk(
        whole.level,
        whole.from_year,
        step.until,
        {code: parts for code, parts in moves.items() if not _stayed(code, parts)},
        frozenset(code for code in whole.born if _is_there(code, step)) | step.born,
        _redrawn(whole.redrawn, step),
        frozenset(lost),
    )


def _stayed(code: str, parts: tuple[Part, ...]) -> bool:
    """Back under its own code, whole: as if nothing happened."""
    return len(parts) == 1 and parts[0].destination == code and parts[0].share >= WHOLE


def _is_there(code: str, step: Step) -> bool:
    """Whether a code is still in use after a step, as the area it was."""
    parts = step.moves.get(code)
    return code not in step.lost and (parts is None or any(p.destination == code for p in parts))


def _moved(parts: Iterable[Part], step: Step) -> tuple[Part, ...]:
    """The parts of one old area after a later step, put together per destination."""
    found: dict[str, Part] = {}
    for part in parts:
        for later in step.moves.get(part.destination, (_same(part.destination),)):
            have = found.get(later.destination)
            share = part.share * later.share + (have.share if have else 0.0)
            basis = _weakest(part.basis, later.basis, have.basis if have else SAME)
            found[later.destination] = Part(part.origin, later.destination, share, basis)
    return tuple(found.values())


def _same(code: str) -> Part:
    return Part(code, code, 1.0, SAME)


def _weakest(*bases: str) -> str:
    """The least precise source that took part; a border that stayed adds no doubt."""
    told = [basis for basis in bases if basis != SAME]
    return max(told, key=BASES.index, default=SAME)


def _redrawn(before: Iterable[str], step: Step) -> frozenset[str]:
    """An area that holds a part of a redrawn area is itself not comparable."""
    touched = set(step.redrawn)
    for code in before:
        touched |= {part.destination for part in step.moves.get(code, (_same(code),))}
    return frozenset(touched)


def follow(code: str, crosswalk: Crosswalk | None) -> Shares:
    """Where an old code leads: itself when nothing is known to have happened."""
    return ((code, 1.0),) if crosswalk is None else crosswalk.shares(code)


def normalised(amounts: Mapping[str, float]) -> Shares:
    """Shares from amounts, the largest first; empty when all amounts are zero."""
    total = sum(amounts.values())
    if total <= 0:
        return ()
    found = [(code, amount / total) for code, amount in amounts.items() if amount > 0]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0])))


# --- conversion ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Links:
    """Which old row goes to which new row with which share."""

    origin: NDArray[np.int64]
    destination: NDArray[np.int64]
    share: Floats


def convert(crosswalk: Crosswalk, codes: Sequence[str], values: Floats, known: Flags) -> Converted:
    """Carry counts of old areas to new ones; see `Crosswalk.convert`.

    A new area is unknown when one of its parts is unknown or not among `codes`, or when its
    border moved by an unknown share.
    """
    links, made = _links(crosswalk, codes)
    shape = (len(made), *values.shape[1:])
    usable = known & ~np.isnan(values)
    numbers = np.where(usable, values, 0.0)
    share = links.share.reshape((-1, *(1,) * (values.ndim - 1)))
    moved = numbers[links.origin] * share
    total, whole = np.zeros(shape), np.zeros(shape)
    np.add.at(total, links.destination, moved)
    np.add.at(whole, links.destination, np.where(share >= WHOLE, moved, 0.0))
    complete = np.ones(shape, dtype=np.bool_)
    np.logical_and.at(complete, links.destination, usable[links.origin])
    complete &= _answerable(crosswalk, codes, made).reshape((-1, *(1,) * (values.ndim - 1)))
    shared = np.zeros(len(made), dtype=np.bool_)
    np.logical_or.at(shared, links.destination, links.share < WHOLE)
    estimated = complete & shared.reshape((-1, *(1,) * (values.ndim - 1)))
    exact = np.divide(whole, total, out=np.ones(shape), where=total > 0)
    return Converted(made, np.where(complete, total, np.nan), complete, estimated, exact)


def _links(crosswalk: Crosswalk, codes: Sequence[str]) -> tuple[_Links, tuple[str, ...]]:
    """A code that did not exist yet has nothing to carry, whatever stands under it."""
    pairs = [
        (at, destination, share)
        for at, code in enumerate(codes)
        if code not in crosswalk.born
        for destination, share in crosswalk.shares(code)
    ]
    made = tuple(sorted({destination for _, destination, _ in pairs}))
    row = {code: at for at, code in enumerate(made)}
    return (
        _Links(
            np.array([at for at, _, _ in pairs], dtype=np.int64),
            np.array([row[destination] for _, destination, _ in pairs], dtype=np.int64),
            np.array([share for _, _, share in pairs], dtype=np.float64),
        ),
        made,
    )


def _answerable(crosswalk: Crosswalk, codes: Sequence[str], made: Sequence[str]) -> Flags:
    """Whether all parts of each new area are among the codes that were given."""
    given = frozenset(codes)
    return np.array([_all_given(crosswalk, given, code) for code in made], dtype=np.bool_)


def _all_given(crosswalk: Crosswalk, given: frozenset[str], code: str) -> bool:
    parts = crosswalk.parts_of(code)
    return code not in crosswalk.redrawn and all(part.origin in given for part in parts)
