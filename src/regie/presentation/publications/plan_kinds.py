"""The papers of a plan: one edition printed as plan, proposal, decision, one page and slides."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regie.planning.plan_decisions import queries as decisions
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.permissions import VIEW_DECISIONS
from regie.planning.plan_papers.council import council_decision, council_proposal
from regie.planning.plan_papers.paper import plan_paper
from regie.planning.plan_papers.slides import presentation
from regie.planning.plan_papers.summary import one_page
from regie.presentation.publications.kind import Kind
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

    address = f"plan/stukken/{item.slug}/uitgave/"
    return Kind(item.code, address, VIEW_DECISIONS, decisions.edition, printed, name)
