"""Advice, proposal and decision side by side, and where they differ. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from regie.planning.priorities.rules import CORE, DISCUSS, OUTSIDE, Advice


class Difference(StrEnum):
    """How the proposal stands beside the advice."""

    AS_ADVISED = "as_advised"
    CHOSEN = "chosen"
    NOT_ADVISED = "not_advised"
    LEFT_OUT = "left_out"
    NOT_CHOSEN = "not_chosen"
    NO_ADVICE = "no_advice"


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A priority of the proposal, with the candidates it comes from."""

    pk: int
    name: str
    candidates: frozenset[int] = frozenset()
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the comparison: the advice, the proposal (None when left out), how they differ
    and the reason that was given."""

    advice: tuple[Advice, ...]
    proposed: Proposed | None
    difference: Difference
    reason: str = ""

    @property
    def unexplained(self) -> bool:
        """A difference that still lacks its reason."""
        needs = {Difference.NOT_ADVISED, Difference.LEFT_OUT}
        return self.difference in needs and not self.reason.strip()


def compare(
    advice: Sequence[Advice], proposed: Sequence[Proposed], left_out: Mapping[int, str]
) -> tuple[Row, ...]:
    """The proposal in its own order, then what was advised and not proposed, the strongest first.

    `left_out` holds the reasons for candidates that were not proposed. Without any advice nothing
    differs from it.
    """
    known = {item.pk: item for item in advice}
    rows = [_beside(item, known) for item in proposed]
    used = {pk for item in proposed for pk in item.candidates}
    rest = [item for item in advice if item.pk not in used and item.kind != OUTSIDE]
    rest.sort(key=lambda item: (item.kind != CORE, item.rank, item.pk))
    return (*rows, *(_left(item, left_out.get(item.pk, "")) for item in rest))


def unexplained(rows: Sequence[Row]) -> int:
    """How many differences still lack a reason."""
    return sum(row.unexplained for row in rows)


def _beside(item: Proposed, known: Mapping[int, Advice]) -> Row:
    found = tuple(known[pk] for pk in sorted(item.candidates) if pk in known)
    kinds = {each.kind for each in found}
    if not known:
        difference = Difference.NO_ADVICE
    elif CORE in kinds:
        difference = Difference.AS_ADVISED
    elif DISCUSS in kinds:
        difference = Difference.CHOSEN
    else:
        difference = Difference.NOT_ADVISED
    return Row(found, item, difference, item.reason)


def _left(item: Advice, reason: str) -> Row:
    core = item.kind == CORE
    return Row((item,), None, Difference.LEFT_OUT if core else Difference.NOT_CHOSEN, reason)
