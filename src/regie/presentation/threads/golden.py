"""The golden thread of the plan: from findings by way of a priority to its objectives."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from regie.foundation.access.models import Membership
from regie.foundation.records.threads import Node, Ref, Side, kind_of, links
from regie.foundation.records.walking import load

FINDING, PRIORITY, OBJECTIVE = "finding", "priority", "objective"
SHOWN = (FINDING, PRIORITY, OBJECTIVE)
MOST = 60
"""So many priorities stand on the page; a plan has five to ten."""


@dataclass(frozen=True)
class Strand:
    """One priority with the findings it rests on and the objectives it led to.

    `hidden_back` and `hidden_on` say that there are such things that this viewer may not see, so
    that an empty place is only called a hole when it is one.
    """

    priority: Node
    findings: tuple[Node, ...]
    objectives: tuple[Node, ...]
    hidden_back: bool = False
    hidden_on: bool = False

    @property
    def rests_on_nothing(self) -> bool:
        """No finding is under it."""
        return not self.findings and not self.hidden_back

    @property
    def leads_nowhere(self) -> bool:
        """No objective came of it."""
        return not self.objectives and not self.hidden_on


def strands(membership: Membership) -> tuple[Strand, ...]:
    """The priorities of the newest proposal that this member sees, in their order, each with both
    ends of its thread. 3 queries and those of the words of three kinds."""
    kind = kind_of(PRIORITY)
    if kind is None:
        return ()
    rows = list(kind.seen(membership)[:MOST])
    newest = [row for row in rows if row.proposal_id == rows[0].proposal_id]
    priorities = list(kind.tell(membership, newest))
    pks = [node.ref.pk for node in priorities]
    back = _joined(membership, FINDING, PRIORITY, Side.UPPER, pks)
    forward = _joined(membership, PRIORITY, OBJECTIVE, Side.LOWER, pks)
    nodes = load(membership, _refs(FINDING, back) | _refs(OBJECTIVE, forward))
    return tuple(_strand(node, nodes, back, forward) for node in priorities)


def _joined(
    membership: Membership, lower: str, upper: str, known: Side, pks: Sequence[int]
) -> dict[int, list[int]]:
    """What hangs at the other end of these priorities, by the number of the priority."""
    found: dict[int, list[int]] = defaultdict(list)
    link = next((each for each in links() if (each.lower, each.upper) == (lower, upper)), None)
    for below, above in link.pairs(membership, known, pks) if link else ():
        here, there = (above, below) if known is Side.UPPER else (below, above)
        found[here].append(there)
    return found


def _refs(kind: str, found: dict[int, list[int]]) -> set[Ref]:
    return {Ref(kind, pk) for pks in found.values() for pk in pks}


def _strand(
    node: Node,
    nodes: dict[Ref, Node],
    back: dict[int, list[int]],
    forward: dict[int, list[int]],
) -> Strand:
    below = [Ref(FINDING, pk) for pk in back.get(node.ref.pk, ())]
    above = [Ref(OBJECTIVE, pk) for pk in forward.get(node.ref.pk, ())]
    return Strand(
        node,
        tuple(nodes[ref] for ref in below if ref in nodes),
        tuple(nodes[ref] for ref in above if ref in nodes),
        hidden_back=any(ref not in nodes for ref in below),
        hidden_on=any(ref not in nodes for ref in above),
    )
