"""Reading the proposal, its priorities and its editions; also for rooms above."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Kept, Progress
from regie.foundation.records.rows import Rows, moment
from regie.planning.proposals import workflow
from regie.planning.proposals.models import (
    CouncilChoice,
    LeftOut,
    Priority,
    Proposal,
    ProposalEdition,
    ProposalState,
)

# --- the proposal ---------------------------------------------------------------------------------


def proposal_of(cycle: PolicyCycle) -> Proposal | None:
    """The proposal of a cycle. 1 query."""
    found = Proposal.objects.select_related("cycle__municipality", "session")
    return found.filter(cycle=cycle).first()


@dataclass(frozen=True)
class Whole:
    """A proposal with its priorities and what they rest on, the reasons for what was left out (by
    number of the candidate), and what was sent out, newest first. `proposal` is None without one.
    """

    proposal: Proposal | None = None
    priorities: Sequence["Linked"] = ()
    left_out: Mapping[int, str] = field(default_factory=dict)
    editions: Sequence[ProposalEdition] = ()


@dataclass(frozen=True)
class Linked:
    """A priority with the codes of its themes, and the numbers of its findings and candidates."""

    row: Priority
    themes: frozenset[str]
    findings: frozenset[int]
    candidates: frozenset[int]


def whole_of(cycle: PolicyCycle) -> Whole:
    """The proposal of a cycle with everything of its own. 2 queries, 1 without a proposal.

    Of the editions all but their content.
    """
    left_out = LeftOut.objects.filter(proposal=OuterRef("pk"))
    editions = ProposalEdition.objects.filter(proposal=OuterRef("pk")).order_by("-number")
    kept = ("pk", "number", "decided", "sha256", "made_at")
    rows = Proposal.objects.filter(cycle=cycle).select_related("cycle__municipality", "session")
    found = rows.annotate(
        reasons=Rows(left_out, pk="candidate", reason="reason"),
        sent=Rows(editions, **{name: name for name in kept}),
    ).first()
    if found is None:
        return Whole()
    return Whole(
        found,
        linked(found.priorities.all()),
        {row["pk"]: row["reason"] for row in found.reasons},
        [
            ProposalEdition(proposal=found, **row | {"made_at": moment(row["made_at"])})
            for row in found.sent
        ],
    )


def priorities(cycle: PolicyCycle) -> list[Linked]:
    """The priorities of a cycle, without what the council dropped, for rooms above. 1 query."""
    rows = Priority.objects.filter(proposal__cycle=cycle).exclude(decision=CouncilChoice.DROPPED)
    return linked(rows.select_related("proposal"))


def linked(rows: QuerySet[Priority]) -> list[Linked]:
    """These priorities in order, with what they rest on. 1 query."""
    themes, findings, candidates = (
        each.through.objects.filter(priority=OuterRef("pk"))
        for each in (Priority.themes, Priority.findings, Priority.candidates)
    )
    read = rows.annotate(
        in_themes=Rows(themes, code="safetytheme__code"),
        on_findings=Rows(findings, pk="finding"),
        of_candidates=Rows(candidates, pk="candidate"),
    )
    return [
        Linked(
            row,
            frozenset(each["code"] for each in row.in_themes),
            frozenset(each["pk"] for each in row.on_findings),
            frozenset(each["pk"] for each in row.of_candidates),
        )
        for row in read
    ]


def priority_rows(proposal: Proposal | None) -> list[Priority]:
    """The priorities of a proposal in order, in words. 1 query."""
    return list(proposal.priorities.all()) if proposal else []


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


def proposal_along() -> dict[str, Rows]:
    """The state of the proposal and its priorities, to read along with a cycle."""
    found = Proposal.objects.filter(cycle=OuterRef("pk"))
    return {"proposal": Rows(found, state="state"), "names": names_along()}


def progress(_cycle: PolicyCycle, kept: Kept) -> dict[str, Progress]:
    """How far the proposal is."""
    n = len(kept["names"])
    if not n:
        return {"approach": Progress(False, _("Er is nog geen voorstel."))}
    state = ProposalState(kept["proposal"][0]["state"])
    told = ngettext("%(n)s prioriteit", "%(n)s prioriteiten", n) % {"n": n}
    words = _("Het voorstel heeft %(told)s: %(state)s.") % {"told": told, "state": state.label}
    return {"approach": Progress(state in {workflow.SENT, workflow.DECIDED}, words)}
