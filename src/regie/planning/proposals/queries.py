"""Reading the proposal, its priorities and its editions; also for rooms above."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Progress
from regie.foundation.records.rows import Rows
from regie.planning.proposals import workflow
from regie.planning.proposals.models import CouncilChoice, Priority, Proposal, ProposalEdition

# --- the proposal ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PriorityView:
    """A priority for rooms above: what was decided, else what is proposed.

    `themes` are codes; `decided` is False as long as the council did not decide.
    """

    pk: int
    name: str
    why: str
    less: str
    themes: tuple[str, ...]
    findings: tuple[int, ...] = field(default=())
    decided: bool = False


def priorities(cycle: PolicyCycle) -> tuple[PriorityView, ...]:
    """The priorities of a cycle: decided ones, else those of the proposal. 3 queries.

    What the council dropped is left out.
    """
    rows = Priority.objects.filter(proposal__cycle=cycle).exclude(decision=CouncilChoice.DROPPED)
    rows = rows.select_related("proposal").prefetch_related("themes", "findings")
    return tuple(
        PriorityView(
            pk=row.pk,
            name=row.decided_name or row.name,
            why=row.why,
            less=row.less,
            themes=tuple(theme.code for theme in row.themes.all()),
            findings=tuple(finding.pk for finding in row.findings.all()),
            decided=row.proposal.state == workflow.DECIDED,
        )
        for row in rows
    )


def proposal_of(cycle: PolicyCycle) -> Proposal | None:
    """The proposal of a cycle. 1 query."""
    found = Proposal.objects.select_related("cycle__municipality", "session")
    return found.filter(cycle=cycle).first()


def priority_rows(proposal: Proposal | None) -> list[Priority]:
    """The priorities of a proposal in order, with what they rest on. 4 queries."""
    if proposal is None:
        return []
    rows = proposal.priorities.prefetch_related("themes", "findings__municipality", "candidates")
    return list(rows)


def editions_seen(membership: Membership) -> QuerySet[ProposalEdition]:
    """What was sent to the council of this municipality, newest first: every member may read."""
    found = ProposalEdition.objects.filter(proposal__cycle__municipality=membership.municipality)
    found = found.select_related("proposal__cycle__municipality", "made_by")
    return found.order_by("-made_at", "-pk")


def edition(membership: Membership, pk: int) -> ProposalEdition | None:
    """One edition that this member may read, or None. 1 query."""
    return editions_seen(membership).filter(pk=pk).first()


def last_edition(cycle: PolicyCycle, membership: Membership) -> ProposalEdition | None:
    """What was last sent out in this cycle, or None. 1 query."""
    return editions_seen(membership).filter(proposal__cycle=cycle).first()


def content_of(edition: ProposalEdition) -> dict[str, Any]:
    """What an edition says, in plain values."""
    content: dict[str, Any] = json.loads(edition.content)
    return content


def names_along() -> Rows:
    """The priorities of the proposal in words, to read along with a cycle."""
    return Rows(Priority.objects.filter(proposal__cycle=OuterRef("pk")), name="name")


def proposal_progress(cycle: PolicyCycle) -> Progress:
    """How far the proposal is. 1 query."""
    found = Proposal.objects.filter(cycle=cycle).annotate(n=Count("priorities")).first()
    n = found.n if found else 0
    if found is None or not n:
        return Progress(False, _("Er is nog geen voorstel."))
    told = ngettext("%(n)s prioriteit", "%(n)s prioriteiten", n) % {"n": n}
    done = found.state in {workflow.SENT, workflow.DECIDED}
    state = found.get_state_display()
    return Progress(
        done, _("Het voorstel heeft %(told)s: %(state)s.") % {"told": told, "state": state}
    )
