"""Reading levels, what others put first, alignment and the proposal; also for rooms above."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from regie.foundation.access.models import Membership
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.planning.priorities import workflow
from regie.planning.priorities.models import (
    Alignment,
    CouncilChoice,
    HigherPriority,
    HigherRelation,
    Override,
    Priority,
    Proposal,
    ProposalEdition,
    Scope,
    ThemeLevel,
)
from regie.policy.attention import HIGHER, HigherItem

# --- levels ---------------------------------------------------------------------------------------


def levels(cycle: PolicyCycle) -> dict[str, str]:
    """The level of every theme that has one, by the code of the theme. 1 query."""
    rows = ThemeLevel.objects.filter(cycle=cycle, previous=False)
    return dict(rows.values_list("theme__code", "level"))


def level_rows(cycle: PolicyCycle) -> dict[int, ThemeLevel]:
    """The newest row of every theme that has a level, by the number of the theme. 1 query."""
    rows = ThemeLevel.objects.filter(cycle=cycle, previous=False).select_related("made_by")
    return {row.theme_id: row for row in rows}


def previous_levels(cycle: PolicyCycle) -> dict[str, str]:
    """What the themes were in the plan before: written down by hand, else from the cycle before.

    By the code of the theme. 2 queries.
    """
    by_hand = ThemeLevel.objects.filter(cycle=cycle, previous=True)
    rows = ThemeLevel.objects.filter(
        cycle__municipality_id=cycle.municipality_id,
        cycle__valid_from__lt=cycle.valid_from,
        previous=False,
        theme__own=False,
    ).order_by("cycle__valid_from", "pk")
    found = dict(rows.values_list("theme__code", "level"))
    return found | dict(by_hand.values_list("theme__code", "level"))


def history(theme: SafetyTheme) -> list[ThemeLevel]:
    """Every level a theme was given in this cycle, newest first. 1 query."""
    rows = ThemeLevel.objects.filter(theme=theme, previous=False).select_related("made_by")
    return list(rows.order_by("-pk"))


def theme_of(cycle: PolicyCycle, pk: int) -> SafetyTheme | None:
    """A theme of this cycle, or None. 1 query."""
    return SafetyTheme.objects.select_related("field").filter(field__cycle=cycle, pk=pk).first()


def overrides(cycle: PolicyCycle) -> dict[tuple[str, str], Override]:
    """The newest reason for every warning that got one, by its code and subject. 1 query."""
    rows = Override.objects.filter(cycle=cycle).select_related("made_by")
    return {(row.code, row.subject): row for row in rows}


# --- what others put first ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Higher:
    """A priority of others beside ours. `own` is the number of a row the municipality added, 0
    for one of the policy. `counts` says that its period and that of the cycle overlap."""

    code: str
    scope: str
    name: str
    body: str
    first_year: int
    last_year: int
    source: str
    themes: tuple[str, ...] = ()
    own: int = 0
    counts: bool = True
    relation: HigherRelation | None = None


def higher(cycle: PolicyCycle) -> tuple[Higher, ...]:
    """What the country and the own region put first, with the declared relation. 2 queries.

    Without an agenda of the country for this period, the last known one is shown.
    """
    rows = HigherPriority.objects.filter(
        municipality_id=cycle.municipality_id, withdrawn_at__isnull=True
    )
    relations = {
        row.higher: row for row in HigherRelation.objects.filter(cycle=cycle).order_by("pk")
    }
    country = [item for item in HIGHER() if item.scope == Scope.NATIONAL]
    now = [item for item in country if _overlaps(item, cycle)]
    last = max((item.last_year for item in country), default=0)
    shown = now or [item for item in country if item.last_year == last]
    found = [
        *(_of_policy(item, cycle, relations) for item in shown),
        *(_own(row, cycle, relations) for row in rows),
    ]
    return tuple(sorted(found, key=lambda item: item.scope))


def examples(taken: Iterable[Higher]) -> dict[str, list[HigherItem]]:
    """Regional priorities of the policy by the plan they stand in, as far as nobody took them."""
    names = {item.name for item in taken}
    found: dict[str, list[HigherItem]] = {}
    for item in HIGHER():
        if item.scope == Scope.REGIONAL and item.name not in names:
            found.setdefault(item.body, []).append(item)
    return found


def _overlaps(item: HigherItem | HigherPriority, cycle: PolicyCycle) -> bool:
    return item.first_year <= cycle.last_day.year and item.last_year >= cycle.valid_from.year


def _of_policy(
    item: HigherItem, cycle: PolicyCycle, relations: Mapping[str, HigherRelation]
) -> Higher:
    return Higher(
        code=item.code,
        scope=item.scope,
        name=chosen(item.name, item.name_en),
        body=chosen(item.body, item.body_en),
        first_year=item.first_year,
        last_year=item.last_year,
        source=item.source,
        themes=item.themes,
        counts=_overlaps(item, cycle),
        relation=relations.get(item.code),
    )


def _own(
    row: HigherPriority, cycle: PolicyCycle, relations: Mapping[str, HigherRelation]
) -> Higher:
    code = f"own-{row.pk}"
    return Higher(
        code=code,
        scope=row.scope,
        name=row.name,
        body=row.body,
        first_year=row.first_year,
        last_year=row.last_year,
        source=row.source,
        own=row.pk,
        counts=_overlaps(row, cycle),
        relation=relations.get(code),
    )


def alignments(cycle: PolicyCycle) -> list[Alignment]:
    """With whom the priorities were aligned. 1 query."""
    rows = Alignment.objects.filter(cycle=cycle, withdrawn_at__isnull=True)
    return list(rows.select_related("made_by"))


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
