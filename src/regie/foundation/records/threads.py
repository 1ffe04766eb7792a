"""The golden thread: which things there are, and which rests on which.

A room announces the kinds of things it keeps, and the links from its own things down to those
they rest on, when the house starts (`apps.ready`). It knows the rooms below it; this registry
knows nobody. So the room that owns the foreign key announces the link, once, for both directions::

    add_kind(Kind("candidate", _("kandidaat"), _("kandidaten"), order=50, seen=…, tell=…))
    add_link("finding", "candidate", through(Candidate.findings.through.objects,
                                             lower="finding_id", upper="candidate_id"))
    add_orphan(Orphan("candidate_alone", "candidate", words=…, among=…))

A viewer is an `access` Membership (a room above this one): it tells municipality and role.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Manager, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import override

Viewer = Any
"""A Membership with its municipality: `role`, `municipality`, `partner`, `user_id`."""


@dataclass(frozen=True, order=True)
class Ref:
    """One thing: the code of its kind and its number."""

    kind: str
    pk: int


@dataclass(frozen=True)
class Node:
    """One thing in words. `state` says where it stands, `url` is "" when it has no own page."""

    ref: Ref
    title: str
    sentence: str = ""
    at: date | None = None
    state: str = ""
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of things, such as findings.

    `seen` gives what a viewer may see in its own municipality, newest first: this is the only
    guard, so another municipality's things are never in it. `tell` puts rows of `seen` in words
    with at most three queries for all of them together; `searched` are text columns to search
    in, unless `find` does it. `order` goes from what is known (10) to what was decided and
    learned (90).
    """

    code: str
    one: str | Promise
    many: str | Promise
    order: int
    seen: Callable[[Viewer], QuerySet[Any]]
    tell: Callable[[Viewer, Sequence[Any]], Iterable[Node]]
    searched: tuple[str, ...] = ()
    icon: str = ""
    find: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None

    @property
    def slug(self) -> str:
        """The kind in an address: its Dutch name."""
        with override("nl"):
            return slugify(str(self.one))

    def found(self, viewer: Viewer, words: str) -> QuerySet[Any]:
        """What the viewer sees with these words in it; everything without words."""
        rows = self.seen(viewer)
        if not words:
            return rows
        if self.find:
            return self.find(rows, words)
        parts = (Q(**{f"{column}__icontains": words}) for column in self.searched)
        return rows.filter(reduce(or_, parts)) if self.searched else rows.none()


class Side(StrEnum):
    """Which end of a link is known: the thing that rests on another, or what it rests on."""

    LOWER = "lower"
    UPPER = "upper"


Pairs = Callable[[Viewer, Side, Sequence[int]], Iterable[tuple[int, int]]]
"""(number below, number above) of every link that has one of these numbers at this side.

Only links in the viewer's own municipality: what municipalities share has many others."""


@dataclass(frozen=True)
class Link:
    """Things of kind `upper` rest on things of kind `lower`."""

    lower: str
    upper: str
    pairs: Pairs


@dataclass(frozen=True)
class Orphan:
    """Things of a kind whose thread stops where one would expect more.

    `words` says it for a number of them, such as "3 bevindingen zijn nog nergens gebruikt";
    `among` keeps the orphans of what the viewer sees.
    """

    code: str
    kind: str
    words: Callable[[int], str]
    among: Callable[[QuerySet[Any]], QuerySet[Any]]


_kinds: dict[str, Kind] = {}
_links: dict[tuple[str, str], Link] = {}
_orphans: dict[str, Orphan] = {}
_page: list[str] = []


def add_kind(kind: Kind) -> None:
    """Announce a kind of things; announcing its code again replaces it."""
    _kinds[kind.code] = kind


def add_link(lower: str, upper: str, pairs: Pairs) -> None:
    """Announce that things of kind `upper` rest on things of kind `lower`; `pairs` asks 1 query.

    Kinds are named by their codes: a kind that nobody announced takes no part.
    """
    _links[lower, upper] = Link(lower, upper, pairs)


def add_orphan(orphan: Orphan) -> None:
    """Announce a way in which a thread can stop too early; counting asks 1 query."""
    _orphans[orphan.code] = orphan


@dataclass(frozen=True)
class Through:
    """The pairs of a table, by the names of its two columns; see `through`."""

    manager: Manager[Any] | QuerySet[Any]
    lower: str
    upper: str
    of: str = ""

    def rows(self, viewer: Viewer, side: Side, numbers: Sequence[int]) -> QuerySet[Any]:
        """The rows whose column at this side has one of these numbers, unordered."""
        known = self.lower if side is Side.LOWER else self.upper
        whole = {f"{column}__isnull": False for column in (self.lower, self.upper)}
        own = {self.of: viewer.municipality} if self.of else {}
        return self.manager.filter(**whole, **own, **{f"{known}__in": numbers}).order_by()

    def __call__(
        self, viewer: Viewer, side: Side, numbers: Sequence[int]
    ) -> Iterable[tuple[int, int]]:
        """The pairs. 1 query."""
        rows = self.rows(viewer, side, numbers)
        return list(rows.order_by(self.upper).values_list(self.lower, self.upper))


def through(
    manager: Manager[Any] | QuerySet[Any], *, lower: str, upper: str, of: str = ""
) -> Pairs:
    """The pairs of a foreign key or of a many-to-many table, by the names of its two columns.

    `of` is the road to the municipality, for links with something that municipalities share.
    Several such links are asked in one query: see `walking`.
    """
    return Through(manager, lower, upper, of)


def kinds() -> tuple[Kind, ...]:
    """Every kind, from what is known to what was decided and learned."""
    return tuple(sorted(_kinds.values(), key=lambda kind: (kind.order, kind.code)))


def kind_of(code: str) -> Kind | None:
    """The kind with this code, or None when no room announced it."""
    return _kinds.get(code)


def kind_at(slug: str) -> Kind | None:
    """The kind with this name in an address, or None."""
    return next((kind for kind in _kinds.values() if kind.slug == slug), None)


def links() -> tuple[Link, ...]:
    """Every link of which both kinds are known."""
    return tuple(link for link in _links.values() if link.lower in _kinds and link.upper in _kinds)


def orphans() -> tuple[Orphan, ...]:
    """Every way in which a thread can stop too early, in the order of the kinds."""
    known = [orphan for orphan in _orphans.values() if orphan.kind in _kinds]
    return tuple(sorted(known, key=lambda orphan: (_kinds[orphan.kind].order, orphan.code)))


def name_page(route: str) -> None:
    """Say which page shows a thread; it takes `gemeente`, `kind` and `pk`."""
    _page[:] = [route]


def address(gemeente: str, ref: Ref) -> str:
    """The page that shows the thread of a thing, or "" when the house has no such page."""
    kind = kind_of(ref.kind)
    if kind is None or not _page:
        return ""
    try:
        return reverse(_page[0], kwargs={"gemeente": gemeente, "kind": kind.slug, "pk": ref.pk})
    except NoReverseMatch:
        return ""
