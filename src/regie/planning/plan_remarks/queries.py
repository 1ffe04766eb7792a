"""Reading remarks: of a part, of a plan, and how many wait for an answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from regie.foundation.access.models import Membership
from regie.planning.plan_remarks import rules
from regie.planning.plan_remarks.models import PlanRemark, RemarkAnswer, RemarkOutcome
from regie.planning.plans.models import PlanSection, SafetyPlan


@dataclass(frozen=True)
class RemarkView:
    """A remark with the answer that counts; `outcome` "" while it waits."""

    row: PlanRemark
    outcome: str = ""
    answer: str = ""
    answered_by: str = ""

    @property
    def told(self) -> str:
        """The outcome in words; "" while it waits."""
        return str(RemarkOutcome(self.outcome).label) if self.outcome else ""

    @property
    def who(self) -> str:
        """Who said it: the organisation or department, else the person."""
        return self.row.on_behalf or str(self.row.made_by)


def remarks_seen(membership: Membership) -> QuerySet[PlanRemark]:
    """The remarks this member reads: all for who works on the plan, else those of the own
    organisation, and one's own."""
    found = PlanRemark.objects.filter(
        section__plan__municipality=membership.municipality, withdrawn_at__isnull=True
    )
    if membership.role not in rules.ADVISERS:
        return found
    own = Q(made_by=membership.user_id)
    if membership.partner_id is not None:
        own |= Q(partner=membership.partner_id)
    return found.filter(own)


def remarks_of(
    membership: Membership, plan: SafetyPlan, section: PlanSection | None = None
) -> list[RemarkView]:
    """The remarks on a plan or on one part of it, with their answers, oldest first. 1 query."""
    rows = remarks_seen(membership).filter(section__plan=plan)
    return _views(rows.filter(section=section) if section else rows)


def remark(membership: Membership, pk: int) -> RemarkView | None:
    """One remark that this member reads. 1 query."""
    return next(iter(_views(remarks_seen(membership).filter(pk=pk))), None)


def _views(rows: QuerySet[PlanRemark]) -> list[RemarkView]:
    newest = RemarkAnswer.objects.filter(remark=OuterRef("pk")).order_by("-pk")
    read = rows.select_related("section__plan__municipality", "section__priority", "made_by")
    annotated = read.annotate(
        answer_outcome=Subquery(newest.values("outcome")[:1]),
        answer_text=Subquery(newest.values("text")[:1]),
        answer_by=Subquery(newest.values("made_by__name")[:1]),
    )
    return [
        RemarkView(
            row,
            row.answer_outcome or "",
            row.answer_text or "",
            row.answer_by or "",
        )
        for row in annotated
    ]


def waiting(plan: SafetyPlan) -> int:
    """How many remarks on a plan have no answer yet. 1 query."""
    rows = PlanRemark.objects.filter(section__plan=plan, withdrawn_at__isnull=True)
    return rows.filter(answers__isnull=True).count()


def counts(membership: Membership, plan: SafetyPlan) -> Mapping[int, tuple[int, int]]:
    """How many remarks each part has, and how many of those wait. 1 query."""
    rows = remarks_seen(membership).filter(section__plan=plan).order_by()
    found = rows.values("section").annotate(
        n=Count("pk", distinct=True),
        open=Count("pk", filter=Q(answers__isnull=True), distinct=True),
    )
    return {row["section"]: (row["n"], row["open"]) for row in found}
