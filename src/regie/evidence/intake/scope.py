"""What a delivery covers, and whether a new one may take the place of an old one. Pure.

A small export (one type, one municipality, one year) must not push the whole national table
aside. So a delivery replaces another of the same table only when it covers everything the other
covers; otherwise both stay, each under its own scope.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SHRINK = 0.9
FEW = 25


@dataclass(frozen=True)
class Scope:
    """The extent of a delivery. `levels` counts areas; `municipalities` is empty for "many"."""

    levels: Mapping[str, int]
    municipalities: tuple[str, ...]
    categories: tuple[str, ...]
    measures: tuple[str, ...]
    first: str
    last: str

    def as_json(self) -> dict[str, Any]:
        """For storage beside the delivery."""
        return asdict(self)

    @property
    def key(self) -> str:
        """The same for two vintages of one selection: everything but the newest period."""
        parts = (
            "+".join(sorted(self.levels)),
            "+".join(self.municipalities) or "many",
            _short(self.categories),
            _short(self.measures),
            self.first,
        )
        return "|".join(parts)[:200]


def _short(names: tuple[str, ...]) -> str:
    joined = "+".join(names)
    if len(names) <= 2 and len(joined) <= 40:
        return joined
    return f"{len(names)}:{hashlib.sha256(joined.encode()).hexdigest()[:10]}"


def scope_from_json(raw: Mapping[str, Any]) -> Scope | None:
    """Read a stored scope back; None for a delivery without figures."""
    if not raw:
        return None
    tuples = {key: tuple(raw[key]) for key in ("municipalities", "categories", "measures")}
    return Scope(levels=raw["levels"], first=raw["first"], last=raw["last"], **tuples)


def few(municipalities: tuple[str, ...]) -> tuple[str, ...]:
    """The municipalities when there are few of them; empty when the delivery is about many."""
    return municipalities if len(municipalities) <= FEW else ()


def covers(new: Scope, old: Scope) -> bool:
    """True when everything the old delivery has is in the new one too.

    The number of areas may shrink a little: municipalities merge, neighbourhoods are redrawn.
    """
    return (
        set(old.categories) <= set(new.categories)
        and set(old.measures) <= set(new.measures)
        and all(new.levels.get(level, 0) >= count * SHRINK for level, count in old.levels.items())
        and _same_places(new, old)
        and new.first <= old.first
        and new.last >= old.last
    )


def _same_places(new: Scope, old: Scope) -> bool:
    if not new.municipalities:
        return True
    return bool(old.municipalities) and set(old.municipalities) <= set(new.municipalities)
