"""Walking along the golden thread: what a thing rests on and where it went, as two small trees.

Who may not see a thing does not see what lies behind it either. The number of queries is bounded
by the links and kinds there are, not by the number of things: each step asks one query per link
that starts at a kind it met, and at the end each kind is loaded once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Value

from regie.foundation.records.threads import (
    Link,
    Node,
    Ref,
    Side,
    Through,
    Viewer,
    kind_of,
    links,
)

DEPTH = 8
"""Steps from the thing itself."""
BREADTH = 400
"""Things met in one direction; a thread with more is cut, and says so."""
SHOWN, DEEPER = 12, 4
"""Things of one kind that hang under the thing itself, and under a thing further away."""


@dataclass(frozen=True)
class Branch:
    """A thing and what hangs under it: `more` were left off, `repeated` is told higher up."""

    node: Node
    children: tuple["Branch", ...] = ()
    more: int = 0
    repeated: bool = False


@dataclass(frozen=True)
class Thread:
    """A thing with what it rests on (`back`) and where it went (`forward`).

    `behind` and `ahead` count everything by the code of its kind, also what was left off the
    trees. `hidden` says that there is more than this viewer may see.
    """

    node: Node
    back: Branch
    forward: Branch
    behind: Mapping[str, int] = field(default_factory=dict)
    ahead: Mapping[str, int] = field(default_factory=dict)
    hidden: bool = False


def load(viewer: Viewer, refs: Iterable[Ref]) -> dict[Ref, Node]:
    """The things among these that the viewer may see, in words; per kind 1 query and its words."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for ref in refs:
        numbers[ref.kind].append(ref.pk)
    found: dict[Ref, Node] = {}
    for code, wanted in numbers.items():
        if kind := kind_of(code):
            rows = list(kind.seen(viewer).filter(pk__in=wanted))
            found |= {node.ref: node for node in kind.tell(viewer, rows)}
    return found


def thread_of(viewer: Viewer, ref: Ref) -> Thread | None:
    """The thread of one thing in both directions, or None when this viewer may not see it."""
    own = load(viewer, [ref])
    if ref not in own:
        return None
    back, forward = walk(viewer, ref, Side.UPPER), walk(viewer, ref, Side.LOWER)
    met = {end for way in (back, forward) for ends in way.values() for end in ends} - {ref}
    nodes = own | load(viewer, sorted(met))
    below, above = (_Tree(ref, nodes, way) for way in (back, forward))
    behind, ahead = below.branch(ref), above.branch(ref)
    hidden = below.hidden or above.hidden
    return Thread(own[ref], behind, ahead, below.counts(ref), above.counts(ref), hidden)


def walk(viewer: Viewer, start: Ref, side: Side) -> dict[Ref, list[Ref]]:
    """Every step from a thing: down (it stands at the upper side) or up (at the lower side)."""
    steps: dict[Ref, list[Ref]] = {}
    met, frontier = {start}, [start]
    for _depth in range(DEPTH):
        taken = _step(viewer, frontier, side)
        steps |= taken
        new = sorted({end for ends in taken.values() for end in ends} - met)
        frontier = new[: BREADTH - len(met)]
        met.update(frontier)
        if not frontier:
            break
    return steps


def _step(viewer: Viewer, frontier: Sequence[Ref], side: Side) -> dict[Ref, list[Ref]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for ref in frontier:
        numbers[ref.kind].append(ref.pk)
    found: dict[Ref, list[Ref]] = defaultdict(list)
    starting = [link for link in links() if _ends(link, side)[0] in numbers]
    tables = _asked_together(viewer, starting, side, numbers)
    for place, link in enumerate(starting):
        here, there = _ends(link, side)
        pairs = tables[place] if place in tables else link.pairs(viewer, side, numbers[here])
        for start, end in _ordered(pairs, side):
            found[Ref(here, start)].append(Ref(there, end))
    return dict(found)


def _ends(link: Link, side: Side) -> tuple[str, str]:
    """The kinds at the side where a step begins, and where it leads."""
    ends = (link.lower, link.upper)
    return ends if side is Side.LOWER else (ends[1], ends[0])


def _asked_together(
    viewer: Viewer, starting: Sequence[Link], side: Side, numbers: Mapping[str, Sequence[int]]
) -> dict[int, list[tuple[int, int]]]:
    """The pairs of every link that is a plain table, by its place; 1 query for all of them."""
    asked = [
        link.pairs.rows(viewer, side, numbers[_ends(link, side)[0]])
        .annotate(
            thread_at=Value(place),
            thread_below=F(link.pairs.lower),
            thread_above=F(link.pairs.upper),
        )
        .values_list("thread_at", "thread_below", "thread_above")
        for place, link in enumerate(starting)
        if isinstance(link.pairs, Through)
    ]
    if not asked:
        return {}
    rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    told: dict[int, list[tuple[int, int]]] = {
        place: [] for place, link in enumerate(starting) if isinstance(link.pairs, Through)
    }
    for place, below, above in sorted(rows, key=_by_upper):
        told[place].append((below, above))
    return told


def _by_upper(row: tuple[int, int, int]) -> tuple[int, int]:
    return row[2], row[1]


def _ordered(pairs: Iterable[tuple[int, int]], side: Side) -> list[tuple[int, int]]:
    rows = dict.fromkeys(pairs)
    return list(rows) if side is Side.LOWER else [(upper, lower) for lower, upper in rows]


def _first_of_each_kind(refs: Iterable[Ref], most: int) -> list[Ref]:
    met: Counter[str] = Counter()
    shown = []
    for ref in refs:
        met[ref.kind] += 1
        if met[ref.kind] <= most:
            shown.append(ref)
    return shown


@dataclass
class _Tree:
    """Grows branches, leaving out what the viewer may not see and what stands there already."""

    start: Ref
    nodes: Mapping[Ref, Node]
    steps: Mapping[Ref, Sequence[Ref]]
    placed: set[Ref] = field(default_factory=set)
    met: set[Ref] = field(default_factory=set)
    hidden: bool = False

    def branch(self, ref: Ref) -> Branch:
        """A thing with what hangs under it; a thing is worked out only once."""
        ends = [] if ref in self.placed else list(self.steps.get(ref, ()))
        repeated = ref in self.placed and bool(self.steps.get(ref))
        self.placed.add(ref)
        seen = [end for end in ends if end in self.nodes]
        self.hidden = self.hidden or len(seen) < len(ends)
        self.met.update(seen)
        most = SHOWN if ref == self.start else DEEPER
        shown = _first_of_each_kind(sorted(seen, key=self._place), most)
        children = tuple(self.branch(end) for end in shown)
        return Branch(self.nodes[ref], children, len(seen) - len(shown), repeated)

    def counts(self, start: Ref) -> Counter[str]:
        """How many things of each kind were met."""
        return Counter(ref.kind for ref in self.met - {start})

    def _place(self, ref: Ref) -> tuple[int, str, int, int]:
        """In the order of kinds, the newest of a kind first."""
        kind, at = kind_of(ref.kind), self.nodes[ref].at
        return (kind.order if kind else 0, ref.kind, -at.toordinal() if at else 0, ref.pk)
