"""Priorities and proposals on the golden thread: back to findings and the session, and on."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.records.threads import (
    Kind,
    Node,
    Orphan,
    Ref,
    Side,
    add_kind,
    add_link,
    add_orphan,
    through,
)
from regie.planning.priorities.permissions import INSIDE
from regie.planning.priorities.threading import LEVEL
from regie.planning.priority_sessions.threads import CANDIDATE
from regie.planning.proposals import workflow
from regie.planning.proposals.models import Priority, ProposalEdition
from regie.planning.proposals.pages import to

PRIORITY, EDITION = "priority", "proposal"


def announce() -> None:
    """Say which priorities and proposals there are, and what they rest on."""
    add_kind(
        Kind(
            PRIORITY,
            _("prioriteit"),
            _("prioriteiten"),
            60,
            seen=priorities_seen,
            tell=tell_priorities,
            searched=("name", "why"),
            icon="flag",
        )
    )
    add_kind(
        Kind(
            EDITION,
            _("voorstel"),
            _("voorstellen"),
            65,
            seen=editions_seen,
            tell=tell_editions,
            icon="file-text",
        )
    )
    findings, candidates = Priority.findings.through.objects, Priority.candidates.through.objects
    add_link("finding", PRIORITY, through(findings, lower="finding_id", upper="priority_id"))
    add_link(CANDIDATE, PRIORITY, through(candidates, lower="candidate_id", upper="priority_id"))
    add_link(LEVEL, PRIORITY, _levels)
    add_link(PRIORITY, EDITION, _editions)
    add_orphan(Orphan("priority_alone", PRIORITY, _alone, _without_ground))


def _levels(viewer: Membership, side: Side, numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The newest levels of the themes of a priority. 1 query."""
    rows = Priority.themes.through.objects.order_by("safetytheme__levels")
    known = "safetytheme__levels__in" if side is Side.LOWER else "priority_id__in"
    rows = rows.filter(**{known: numbers}, safetytheme__levels__previous=False)
    columns = ("priority_id", "safetytheme_id", "safetytheme__levels")
    newest = {(pk, theme): level for pk, theme, level in rows.values_list(*columns)}
    return [(level, priority) for (priority, _theme), level in newest.items()]


def _editions(viewer: Membership, side: Side, numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The editions of the proposal that a priority stands in. 1 query."""
    rows = Priority.objects.filter(proposal__editions__isnull=False)
    known = "pk__in" if side is Side.LOWER else "proposal__editions__in"
    return list(rows.filter(**{known: numbers}).values_list("pk", "proposal__editions"))


def _alone(n: int) -> str:
    return ngettext(
        "%(n)s prioriteit rust op geen bevinding",
        "%(n)s prioriteiten rusten op geen bevinding",
        n,
    ) % {"n": n}


def _without_ground(rows: QuerySet[Priority]) -> QuerySet[Priority]:
    return rows.filter(findings__isnull=True)


def priorities_seen(viewer: Membership) -> QuerySet[Priority]:
    """Priorities: drafts for who works on them, for others what was sent out."""
    rows = Priority.objects.filter(proposal__cycle__municipality=viewer.municipality)
    if viewer.role not in INSIDE:
        rows = rows.filter(proposal__state__in=(workflow.SENT, workflow.DECIDED))
    return rows.select_related("proposal").order_by("-proposal", "position", "pk")


def tell_priorities(viewer: Membership, rows: Sequence[Priority]) -> Iterable[Node]:
    """Priorities in words; no queries."""
    for row in rows:
        state = row.get_decision_display() or row.proposal.get_state_display()
        yield Node(
            Ref(PRIORITY, row.pk),
            row.decided_name or row.name,
            sentence=row.decision_reason or row.why[:300],
            at=localdate(row.changed_at),
            state=str(state),
            url=to("proposal", viewer.municipality),
        )


def editions_seen(viewer: Membership) -> QuerySet[ProposalEdition]:
    """What was sent to the council, newest first; every member reads it."""
    rows = ProposalEdition.objects.filter(proposal__cycle__municipality=viewer.municipality)
    return rows.select_related("proposal__cycle").defer("content").order_by("-pk")


def tell_editions(viewer: Membership, rows: Sequence[ProposalEdition]) -> Iterable[Node]:
    """Editions in words; no queries."""
    for row in rows:
        decided = _("besluit van de raad") if row.decided else _("voorstel aan de raad")
        yield Node(
            Ref(EDITION, row.pk),
            str(_("Voorstel van prioriteiten, editie %(n)s") % {"n": row.number}),
            sentence=row.proposal.cycle.name,
            at=localdate(row.made_at),
            state=str(decided),
            url=to("edition", viewer.municipality, pk=row.pk),
        )
