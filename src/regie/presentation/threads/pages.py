"""What stands on the pages of the golden thread: plain values for a template."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regie.evidence.wording.words import listed
from regie.foundation.access.models import Membership
from regie.foundation.records.threads import (
    Kind,
    Node,
    Orphan,
    address,
    kind_of,
    kinds,
    links,
    orphans,
)
from regie.foundation.records.walking import Branch, Thread
from regie.presentation.threads import golden, queries
from regie.ui.formats import number

Page = dict[str, Any]
ICON = "route"
STARTS = 20
"""Kinds up to this order are where a thread begins: figures, and what was seen in the street."""


def crumbs(gemeente: str) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    return [(_("Gulden draad"), reverse("threads:overview", args=[gemeente]))]


def overview_page(membership: Membership) -> Page:
    """What there is to follow, and which threads stop too early. 1 query."""
    slug = membership.municipality.slug
    here = reverse("threads:overview", args=[slug])
    known = queries.counts(membership)
    return {
        "golden": reverse("threads:golden", args=[slug]),
        "kinds": [
            {
                "title": str(kind.many).capitalize(),
                "text": number(known.things[kind.code]),
                "url": f"{here}?soort={kind.slug}",
                "icon": kind.icon or ICON,
            }
            for kind in kinds()
            if known.things[kind.code]
        ],
        "orphans": [
            {"text": _sentence(item.words(n)), "url": f"{here}?los={item.code}"}
            for item in orphans()
            if (n := known.orphans[item.code])
        ],
        "checked": [str(kind.many) for kind in kinds()],
    }


def golden_page(membership: Membership) -> Page:
    """From finding by way of priority to objective, with what hangs loose. At most 12 queries."""
    slug = membership.municipality.slug
    here = reverse("threads:overview", args=[slug])
    known = queries.counts(membership).orphans
    return {
        "crumbs": crumbs(slug),
        "strands": [
            {
                "priority": _node(each.priority, slug),
                "findings": [_node(node, slug) for node in each.findings],
                "objectives": [_node(node, slug) for node in each.objectives],
                "bare": each.rests_on_nothing,
                "open": each.leads_nowhere,
                "hidden": each.hidden_back or each.hidden_on,
            }
            for each in golden.strands(membership)
        ],
        "orphans": [
            {"text": _sentence(item.words(n)), "url": f"{here}?los={item.code}"}
            for item in orphans()
            if item.kind in golden.SHOWN and (n := known[item.code])
        ],
    }


def _sentence(words: str) -> str:
    return f"{words.rstrip('.')}."


def list_page(
    membership: Membership, kind: Kind, *, words: str, orphan: Orphan | None, at: str
) -> Page:
    """Things of one kind to choose from. 2 queries and those of its words."""
    found = queries.listing(membership, kind, words=words, orphan=orphan, number=at)
    slug = membership.municipality.slug
    total = found.page.paginator.count
    return {
        "crumbs": crumbs(slug),
        "title": str(kind.many).capitalize(),
        "one": str(kind.one),
        "words": words,
        "orphan": _sentence(orphan.words(total)) if orphan and total else "",
        "orphan_code": orphan.code if orphan else "",
        "nodes": [_node(node, slug) for node in found.nodes],
        "total": total,
        "page": found.page,
        "choices": [(item.slug, str(item.many).capitalize(), item is kind) for item in kinds()],
    }


def thread_page(membership: Membership, thread: Thread) -> Page:
    """One thing with what it rests on and where it went; no queries."""
    slug = membership.municipality.slug
    kind = kind_of(thread.node.ref.kind)
    many = str(kind.many).capitalize() if kind else ""
    here = reverse("threads:overview", args=[slug])
    return {
        "crumbs": [*crumbs(slug), (many, f"{here}?soort={kind.slug if kind else ''}")],
        "node": _node(thread.node, slug),
        "back": _branches(thread.back, slug),
        "back_words": summary(thread.behind),
        "forward": _branches(thread.forward, slug),
        "forward_words": summary(thread.ahead),
        "hidden": thread.hidden,
        "is_start": _begins(thread.node.ref.kind),
        "back_more": thread.back.more,
        "forward_more": thread.forward.more,
    }


def _begins(code: str) -> bool:
    """Whether threads usually begin at things of this kind."""
    kind = kind_of(code)
    alone = not any(link.upper == code for link in links())
    return alone or (kind is not None and kind.order <= STARTS)


def summary(counts: Mapping[str, int]) -> str:
    """What hangs under a thing, counted by kind: "2 leveringen en 1 waarneming"."""
    told = [
        f"{number(n)} {kind.one if n == 1 else kind.many}"
        for kind in kinds()
        if (n := counts.get(kind.code, 0))
    ]
    return listed(told) if told else ""


def _branches(branch: Branch, slug: str) -> list[Page]:
    return [
        {
            **_node(child.node, slug),
            "children": _branches(child, slug),
            "more": child.more,
            "repeated": child.repeated,
        }
        for child in branch.children
    ]


def _node(node: Node, slug: str) -> Page:
    kind = kind_of(node.ref.kind)
    return {
        "kind": str(kind.one) if kind else node.ref.kind,
        "icon": (kind.icon if kind else "") or ICON,
        "title": node.title,
        "sentence": node.sentence,
        "at": node.at,
        "state": node.state,
        "url": node.url,
        "thread": address(slug, node.ref),
    }
