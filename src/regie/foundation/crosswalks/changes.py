"""What changed in the areas of one municipality between two years. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from regie.foundation.crosswalks.rules import WHOLE, Crosswalk, Part

APPEARED, DISAPPEARED, RECODED = "appeared", "disappeared", "recoded"
MERGED, SPLIT, REDRAWN = "merged", "split", "redrawn"
KINDS = (MERGED, SPLIT, RECODED, REDRAWN, APPEARED, DISAPPEARED)


@dataclass(frozen=True)
class Change:
    """One thing that happened. `parts` are the old areas with their share and what it rests on.

    For what disappeared without a trace `code` is the old code; for a split it is the old area and
    `parts` say where it went; else it is the new one and `parts` say what it is made of.
    """

    kind: str
    level: str
    code: str
    parts: tuple[Part, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """Every code that takes part."""
        return frozenset({self.code, *(p.origin for p in self.parts)}) | frozenset(
            part.destination for part in self.parts
        )


@dataclass(frozen=True)
class Changes:
    """The report of one municipality; `silent` are levels of which no source knows the changes."""

    municipality: str
    from_year: int
    to_year: int
    changes: tuple[Change, ...]
    silent: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)


def compare(
    crosswalk: Crosswalk, old: Collection[str], new: Collection[str], municipality: str
) -> list[Change]:
    """The changes that touch one municipality, in order of code."""
    told = [*_made(crosswalk, new), *_split(crosswalk), *_gone(crosswalk, old, new)]
    mine = [change for change in told if any(c[2:6] == municipality[2:6] for c in change.codes)]
    return sorted(mine, key=lambda change: (change.code, KINDS.index(change.kind)))


def _made(crosswalk: Crosswalk, new: Collection[str]) -> Iterable[Change]:
    """New areas: recoded, merged, redrawn, or come from nowhere."""
    for code in sorted(crosswalk.changed | (crosswalk.born & frozenset(new))):
        parts = crosswalk.parts_of(code)
        whole = all(part.share >= WHOLE for part in parts)
        if code in crosswalk.redrawn:
            yield Change(REDRAWN, crosswalk.level, code, parts)
        elif not parts:
            yield Change(APPEARED, crosswalk.level, code)
        elif whole and len(parts) == 1:
            yield Change(RECODED, crosswalk.level, code, parts)
        elif whole:
            yield Change(MERGED, crosswalk.level, code, parts)
        else:
            yield Change(REDRAWN, crosswalk.level, code, parts)


def _split(crosswalk: Crosswalk) -> Iterable[Change]:
    for code, parts in sorted(crosswalk.moves.items()):
        if len(parts) > 1:
            ordered = sorted(parts, key=lambda part: -part.share)
            yield Change(SPLIT, crosswalk.level, code, tuple(ordered))


def _gone(crosswalk: Crosswalk, old: Collection[str], new: Collection[str]) -> Iterable[Change]:
    """Areas that are no more and of which nobody knows where they went."""
    for code in sorted(set(old) - set(new)):
        if code in crosswalk.lost or code not in crosswalk.moves:
            yield Change(DISAPPEARED, crosswalk.level, code)
