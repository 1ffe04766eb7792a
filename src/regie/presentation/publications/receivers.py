"""What happens here when an edition is laid down: its documents are put in the queue."""

from collections.abc import Sequence

from django.db import transaction

from regie.evidence.analyses.models import FrozenEdition
from regie.foundation.organizations.models import Municipality
from regie.foundation.records import pulse
from regie.planning.plan_decisions.models import PlanEdition, Publication
from regie.planning.plan_decisions.queries import last_edition
from regie.planning.plans.rules import ADOPTED
from regie.presentation.publications import services, tasks
from regie.presentation.publications.kind import Edition
from regie.presentation.publications.kinds import BY_CODE
from regie.presentation.publications.plan_kinds import PLAN_PAPERS

FORMS = ("pdf", "word", "odt")
LANGUAGE = "nl"
ANALYSIS = ("analysis", "analysis_slides")


def print_plan(*, instance: PlanEdition, created: bool, **_more: object) -> None:
    """Print a plan ahead that a council adopted."""
    if created and instance.moment == ADOPTED:
        _ahead([item.code for item in PLAN_PAPERS], instance.pk, instance, _town(instance))


def print_again(*, instance: Publication, created: bool, **_more: object) -> None:
    """Print ahead what is still missing when a plan is made known."""
    edition = last_edition(instance.plan, ADOPTED) if created else None
    if edition is not None:
        _ahead([item.code for item in PLAN_PAPERS], edition.pk, edition, _town(edition))


def print_analysis(*, instance: FrozenEdition, created: bool, **_more: object) -> None:
    """Print an analysis ahead that was published."""
    if created:
        _ahead(ANALYSIS, instance.analysis_id, instance, instance.analysis.municipality)


def _town(edition: PlanEdition) -> Municipality:
    return edition.plan.municipality


def _ahead(kinds: Sequence[str], subject: int, edition: Edition, town: Municipality) -> None:
    """Leave the documents of an edition to the worker, when there is one."""

    def queue() -> None:
        if pulse.is_alive():
            orders = (
                services.Order(BY_CODE[kind], subject, edition, form, LANGUAGE, town)
                for kind in kinds
                for form in FORMS
            )
            tasks.leave([services.ask(order, actor=None) for order in orders], tasks.AHEAD)

    transaction.on_commit(queue)
