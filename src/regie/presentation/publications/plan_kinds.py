"""The papers of a plan: one edition printed as plan, proposal, decision, one page and slides."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regie.foundation.access.models import Membership
from regie.planning.plan_decisions import queries as decisions
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.permissions import VIEW_DECISIONS
from regie.planning.plan_papers import figures
from regie.planning.plan_papers.council import council_decision, council_proposal
from regie.planning.plan_papers.paper import plan_paper
from regie.planning.plan_papers.slides import presentation
from regie.planning.plan_papers.summary import one_page
from regie.planning.plans import queries as plans
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.permissions import VIEW_PLAN
from regie.planning.plans.rules import ADOPTED
from regie.presentation.publications.kind import Kind, stored
from regie.ui.paper import Paper

Make = Callable[[Mapping[str, Any], str], Paper]


class PlanPaper(NamedTuple):
    """A paper of a plan: its code, the word in its address, its name, what it is for, its maker."""

    code: str
    slug: str
    name: Promise
    purpose: Promise
    make: Make


PLAN_PAPERS = (
    PlanPaper("plan", "ivp", _("Het hele plan"), _("Voor raad, partners en archief."), plan_paper),
    PlanPaper(
        "plan_page",
        "een-bladzijde",
        _("Het plan op één bladzijde"),
        _("Voor inwoners en wie weinig tijd heeft."),
        one_page,
    ),
    PlanPaper(
        "plan_slides",
        "presentatie",
        _("Presentatie"),
        _("Voor de avond in de raad: cijfers, keuzes, doelen."),
        presentation,
    ),
    PlanPaper(
        "council_proposal",
        "raadsvoorstel",
        _("Raadsvoorstel"),
        _("Waarmee het college het plan aan de raad voorlegt."),
        council_proposal,
    ),
    PlanPaper(
        "council_decision",
        "raadsbesluit",
        _("Raadsbesluit"),
        _("Wat de raad besluit of besloot, met amendementen."),
        council_decision,
    ),
)


def plan_kinds() -> tuple[Kind, ...]:
    """A kind for each paper; who may read the edition may read them all."""
    return tuple(map(_kind, PLAN_PAPERS))


def paper_of(slug: str) -> PlanPaper | None:
    """A paper by the word in its address; None for anything else."""
    return next((item for item in PLAN_PAPERS if item.slug == slug), None)


def _kind(item: PlanPaper) -> Kind:
    def printed(edition: PlanEdition, language: str) -> Paper:
        return item.make(decisions.content_of(edition), language)

    def name(edition: PlanEdition) -> str:
        town = edition.plan.municipality.slug
        return f"{item.slug}-{town}-{edition.plan_id}-{edition.number}"

    return Kind(
        code=item.code,
        address=f"plan/stukken/{item.slug}/uitgave/",
        action=VIEW_DECISIONS,
        find=decisions.edition,
        paper=printed,
        name=name,
        stored=stored(PlanEdition),
        label=item.name,
        lacks=lambda edition, language: figures.lacking(decisions.content_of(edition), language),
    )


@dataclass(frozen=True)
class Draft:
    """What a plan said when somebody asked for it; nobody decided on it."""

    content: str
    sha256: str


def draft_kind(item: PlanPaper) -> Kind:
    """The same paper of the plan as it was when it was asked for."""
    return Kind(
        code=f"{item.code}_now",
        address="",
        action=VIEW_PLAN,
        find=_worked_on,
        paper=lambda draft, language: item.make(json.loads(draft.content), language),
        name=lambda _draft: item.slug,
        label=item.name,
        lacks=lambda draft, language: figures.lacking(json.loads(draft.content), language),
    )


def is_worked_on(plan: SafetyPlan | None) -> bool:
    """Whether there is a plan that can still change."""
    return plan is not None and plan.state != ADOPTED


def _worked_on(membership: Membership, number: int) -> SafetyPlan | None:
    """The plan that a draft was printed of, for who may still read it. 1 query."""
    plan = plans.plan_of(membership, number)
    return plan if is_worked_on(plan) else None


DRAFTS = tuple(map(draft_kind, PLAN_PAPERS))
