"""Groups side by side: factions, districts, partners, residents.

A group of fewer than five people is not shown apart. When the hidden groups together are still
that few, the smallest shown group is hidden too: what is left of the total would tell.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from regie.foundation.records.engine import gettext_noop
from regie.planning.weighing.rules import SMALLEST_GROUP
from regie.planning.weighing.sheets import Sheet
from safetymethods.rankings import place_of

TOO_SMALL = gettext_noop("Deze groep telt minder dan vijf stemmen. Apart tonen verraadt personen.")
TO_DERIVE = gettext_noop("Deze groep tonen we niet. Anders is een kleinere groep te herleiden.")


@dataclass(frozen=True)
class GroupView:
    """What one group says. A group that is not `shown` has a reason (a msgid) and no figures.

    `first` are the candidates of its first places, ties on the border included; `apart` those of
    them that are not among the places of the whole.
    """

    name: str
    ballots: int
    shown: bool
    reason: str = ""
    first: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)


def groups_of(sheet: Sheet) -> tuple[GroupView, ...]:
    """The groups by name; empty when nobody belongs to a group. Ballots without group have ""."""
    sizes = Counter(sheet.groups)
    if not sheet.enough or set(sizes) <= {""}:
        return ()
    hidden = hidden_groups(sizes)
    whole = _first(sheet)
    return tuple(
        GroupView(name, 0 if name in hidden else sizes[name], False, hidden[name])
        if name in hidden
        else _shown(sheet, name, sizes[name], whole)
        for name in sorted(sizes)
    )


def hidden_groups(sizes: Mapping[str, int]) -> dict[str, str]:
    """The groups that are not shown apart, with the reason."""
    hidden = {name: TOO_SMALL for name, size in sizes.items() if size < SMALLEST_GROUP}
    shown = sorted((size, name) for name, size in sizes.items() if name not in hidden)
    while shown and 0 < sum(sizes[name] for name in hidden) < SMALLEST_GROUP:
        hidden[shown.pop(0)[1]] = TO_DERIVE
    return hidden


def _shown(sheet: Sheet, name: str, size: int, whole: tuple[str, ...]) -> GroupView:
    part = sheet.of([row for row, group in enumerate(sheet.groups) if group == name])
    first = _first(part)
    return GroupView(
        name,
        size,
        True,
        first=first,
        apart=tuple(one for one in first if one not in whole),
        shares=dict(zip(part.candidates, map(float, part.shares), strict=True)),
    )


def _first(sheet: Sheet) -> tuple[str, ...]:
    """The candidates of the first places, the first first."""
    ranks = place_of(sheet.values)
    ordered = sorted(zip(ranks, sheet.candidates, strict=True))
    lowest = min(sheet.values)
    return tuple(
        name
        for rank, name in ordered
        if rank <= sheet.places and sheet.values[sheet.candidates.index(name)] > lowest
    )
