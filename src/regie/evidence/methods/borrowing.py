"""Swings and spreads for what could not be estimated, borrowed from what is near. Pure.

A swing is much the same for a municipality and its parts, so a type borrows it from itself one
level up before it borrows from other types. A spread is not: neighbourhoods differ more than
municipalities do, so there the middle of the other types of the same level comes first.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from regie.evidence.calibration.rules import Origin, Parameter, middle

TOP = "municipality"
Key = tuple[str, str]


@dataclass(frozen=True)
class Lender:
    """What is known: what was estimated per (code, level), what was found before per code.

    `families` gives the family of every code. `own_first` says that a type borrows from itself
    at the level of municipalities before it borrows from others.
    """

    families: Mapping[str, str]
    estimated: Mapping[Key, Parameter]
    references: Mapping[str, float]
    own_first: bool

    def all(self, levels: Sequence[str]) -> dict[Key, Parameter]:
        """Everything at every level, complete."""
        return {(code, level): self.of(code, level) for code in self.families for level in levels}

    def of(self, code: str, level: str) -> Parameter:
        """The best that is known. Raises ValueError when nothing is known of anything."""
        own = self.estimated.get((code, level))
        if own is not None and not math.isnan(own.value):
            return own
        for lend in self._order(level):
            found = lend(code, level)
            if found is not None:
                return replace(found, remarks=own.remarks if own else ())
        raise ValueError("there is nothing to borrow from")

    def _order(self, level: str) -> Iterator[Callable[[str, str], Parameter | None]]:
        local = level != TOP
        if local and not self.own_first:
            yield self._of_family_here
        if local:
            yield self._of_municipalities
        yield self._found_before
        yield self._of_family_here
        yield self._of_anything

    def _of_municipalities(self, code: str, level: str) -> Parameter | None:
        found = self.estimated.get((code, TOP))
        if found is None or math.isnan(found.value):
            return None
        return Parameter(found.value, Origin.MUNICIPAL)

    def _found_before(self, code: str, level: str) -> Parameter | None:
        known = self.references.get(code)
        return None if known is None else Parameter(known, Origin.REFERENCE)

    def _of_family_here(self, code: str, level: str) -> Parameter | None:
        return _pooled(self._middles.get((self.families[code], level)))

    def _of_anything(self, code: str, level: str) -> Parameter | None:
        family = self.families[code]
        before = [v for other, v in self.references.items() if self.families[other] == family]
        same_level = [v for (_family, at), v in self._middles.items() if at == level]
        known = middle(before) or middle(same_level) or middle(list(self.references.values()))
        return _pooled(known)

    @cached_property
    def _middles(self) -> dict[Key, float]:
        """The middle of what was estimated, per family and level."""
        found: dict[Key, list[float]] = {}
        for (code, level), item in self.estimated.items():
            if code in self.families and math.isfinite(item.value):
                found.setdefault((self.families[code], level), []).append(item.value)
        return {key: value for key, values in found.items() if (value := middle(values))}


def _pooled(value: float | None) -> Parameter | None:
    return None if value is None else Parameter(value, Origin.POOLED)
