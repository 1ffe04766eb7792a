"""Reading the golden thread: what there is to follow, and where threads stop too early."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from regie.foundation.access.models import Membership
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.threads import Kind, Node, Orphan, kind_of, kinds, orphans

PER_PAGE = 25


@dataclass(frozen=True)
class Counts:
    """How many things there are of each kind, and how many of each kind of orphan."""

    things: dict[str, int]
    orphans: dict[str, int]


@dataclass(frozen=True)
class Listing:
    """One page of things of a kind."""

    kind: Kind
    nodes: tuple[Node, ...]
    page: Page[Any]


def counts(membership: Membership) -> Counts:
    """Everything counted for this member at once. 1 query, however many kinds there are."""
    things = {f"thing_{kind.code}": kind.seen(membership) for kind in kinds()}
    loose = {f"orphan_{place}": _loose(membership, item) for place, item in enumerate(orphans())}
    row = (
        Municipality.objects.filter(pk=membership.municipality_id)
        .annotate(**{name: _number(rows) for name, rows in (things | loose).items()})
        .values(*things, *loose)
        .get()
    )
    return Counts(
        {kind.code: row[f"thing_{kind.code}"] for kind in kinds()},
        {item.code: row[f"orphan_{place}"] for place, item in enumerate(orphans())},
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, as a part of one query."""
    one = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
    grouped = one.order_by().annotate(everything=Value(1)).values("everything")
    return Coalesce(
        Subquery(grouped.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
    )


def listing(
    membership: Membership, kind: Kind, *, words: str, orphan: Orphan | None, number: str
) -> Listing:
    """One page of what the member sees of a kind, with these words. 2 queries and its words."""
    rows = kind.found(membership, words)
    if orphan:
        rows = orphan.among(rows)
    page = Paginator(rows, PER_PAGE).get_page(number)
    told = {node.ref.pk: node for node in kind.tell(membership, list(page))}
    return Listing(kind, tuple(told.values()), page)


def orphan_at(code: str) -> Orphan | None:
    """The kind of orphan with this code, or None."""
    return next((item for item in orphans() if item.code == code), None)


def _loose(membership: Membership, item: Orphan) -> QuerySet[Any]:
    kind = kind_of(item.kind)
    if kind is None:
        raise LookupError(item.kind)
    return item.among(kind.seen(membership))
