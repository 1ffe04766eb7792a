"""Reading what was read in. What another municipality has does not exist."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Sum
from django.db.models.functions import Length, Substr

from regie.foundation.access.models import Membership
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.planning.plan_imports import rules
from regie.planning.plan_imports.models import (
    FoundObjective,
    FoundState,
    ImportPart,
    PlanImport,
)
from regie.planning.plans import rules as plan_rules
from regie.planning.plans.models import SafetyPlan

PARTS_PER_PAGE = 60
OBJECTIVES_PER_PAGE = 20
BEGINNING = 400
MOST_SHOWN = 50


def documents_of(municipality: Municipality) -> list[PlanImport]:
    """The documents that were read in, the newest first, fifty at most. 1 query."""
    rows = PlanImport.objects.filter(municipality=municipality)
    return list(rows.select_related("received_by", "plan")[:MOST_SHOWN])


def document_of(membership: Membership, pk: int) -> PlanImport | None:
    """One document of the own municipality, or None. 1 query."""
    rows = PlanImport.objects.filter(municipality=membership.municipality, pk=pk)
    return rows.select_related("municipality", "received_by", "plan", "taken_by").first()


def same_files(document: PlanImport) -> list[PlanImport]:
    """Documents of the same municipality that are the same file. 1 query."""
    rows = PlanImport.objects.filter(municipality=document.municipality, sha256=document.sha256)
    return list(rows.exclude(pk=document.pk).select_related("plan"))


@dataclass(frozen=True)
class Counts:
    """How far sorting is."""

    parts: int
    unsorted: int
    left_out: int
    marked: int
    objectives: int
    open: int
    accepted: int


def counts_of(document: PlanImport, found: Sequence[FoundObjective]) -> Counts:
    """How far sorting is; `found` are its objectives. 1 query."""
    parts = document.parts.aggregate(
        n=Count("pk"),
        unsorted=Count("pk", Q(kind="")),
        none=Count("pk", Q(kind=rules.NONE)),
        marked=Sum("marked", filter=~Q(kind=rules.NONE)),
    )
    states = Counter(row.state for row in found)
    return Counts(
        parts=parts["n"],
        unsorted=parts["unsorted"],
        left_out=parts["none"],
        marked=parts["marked"] or 0,
        objectives=len(found),
        open=states[FoundState.OPEN],
        accepted=states[FoundState.ACCEPTED],
    )


def parts_of(document: PlanImport, page: str | None) -> Page[Any]:
    """A page of the parts with the beginning and the length of their text. 2 queries."""
    rows = document.parts.defer("text").annotate(
        begins=Substr("text", 1, BEGINNING), length=Length("text")
    )
    return Paginator(rows, PARTS_PER_PAGE).get_page(page)


def part(document: PlanImport, pk: int) -> ImportPart | None:
    """One part with its text. 1 query."""
    return document.parts.filter(pk=pk).first()


def objectives_of(document: PlanImport) -> list[FoundObjective]:
    """Every objective that was met, with the part it stood in. 1 query."""
    return list(document.objectives.select_related("part").defer("part__text"))


def objective(document: PlanImport, pk: int) -> FoundObjective | None:
    """One objective. 1 query."""
    return document.objectives.filter(pk=pk).first()


def drafts_of(municipality: Municipality) -> list[SafetyPlan]:
    """The plans that are being written, to take a document over into. 1 query."""
    rows = SafetyPlan.objects.filter(municipality=municipality, state=plan_rules.DRAFT)
    return list(rows.select_related("cycle", "municipality"))


def cycles_without_plan(municipality: Municipality) -> list[PolicyCycle]:
    """The cycles of now and before that have no plan. 1 query."""
    rows = PolicyCycle.objects.filter(municipality=municipality).select_related("municipality")
    return list(rows.exclude(safety_plans__state__in=plan_rules.LIVING))
