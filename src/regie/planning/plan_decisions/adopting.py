"""The council adopts a plan: one transaction in which text, edition and states change together."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step
from regie.planning.plan_decisions import queries, rules, workflow
from regie.planning.plan_decisions.enacting import put_into_text
from regie.planning.plan_decisions.models import Decision, Outcome, PlanEdition
from regie.planning.plan_decisions.permissions import COUNCIL_ACT
from regie.planning.plan_decisions.writing import Words, acts_as, clean, freeze, locked_plan, record
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.rules import ADOPTED, COUNCIL


@transaction.atomic
def adopt(
    plan: SafetyPlan,
    words: Words,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    municipality: Municipality | None = None,
    actor: User,
    role: str,
) -> PlanEdition | None:
    """Write down that the council adopts the plan, and lay it down as it holds from then on.

    Amendments in force change the text first. A plan of one municipality is adopted at once; a
    joint plan when every council decided: until then None. Two people at once write one after the
    other, and the second is told who was first. Raises `RefusedError` and `StepRefusedError`.
    """
    found = locked_plan(plan.pk)
    town = municipality or found.municipality
    _refuse_beaten(found, town)
    acts = acts_as(found, COUNCIL_ACT, role, workflow.BY_CLERK)
    refuse(None if found.state == COUNCIL else rules.stands(found.state))
    _set_period(found, valid_from, valid_to)
    refuse(None if clean(words.number) else rules.NO_NUMBER)
    edition = queries.last_edition(found, COUNCIL)
    if edition is None:
        raise RefusedError(rules.ONLY_AT_COUNCIL)
    waits = _others(found, town)
    amended = [row for row in found.amendments.filter(edition=edition) if row.outcome in _FORCE]
    outcome = Outcome.ADOPTED_AMENDED if amended else Outcome.ADOPTED
    made = record(found, COUNCIL, outcome, words, actor=actor, municipality=town)
    log(
        "plan_decisions.adopt", found, actor=actor, details={"number": made.number, "to": town.name}
    )
    if waits:
        return None
    put_into_text(found, edition, actor=actor, role=acts)
    take_step(found, workflow.ADOPT, workflow=workflow.PLAN, actor=actor, role=acts)
    _supersede(found, actor, acts)
    plan.state = found.state
    return freeze(found, actor)


_FORCE = rules.IN_FORCE


def _refuse_beaten(plan: SafetyPlan, town: Municipality) -> None:
    """Tell the second of two people at once who was first."""
    known = queries.council_decisions(plan).get(town.pk)
    if known is not None:
        raise RefusedError(rules.BEATEN, name=str(known.made_by or "?"), at=_moment(known))


def _moment(row: Decision) -> str:
    return date_format(timezone.localtime(row.made_at), "j F Y H:i")


def _set_period(plan: SafetyPlan, first: date | None, last: date | None) -> None:
    """The days of the plan as the council decided them; before today is usual."""
    plan.valid_from, plan.valid_to = first or plan.valid_from, last or plan.valid_to
    refuse(None if plan.valid_to > plan.valid_from else rules.ENDS_TOO_SOON)
    plan.save(update_fields=["valid_from", "valid_to"])


def _others(plan: SafetyPlan, town: Municipality) -> bool:
    """Whether another council of a joint plan still has to decide."""
    decided = {town.pk, *queries.council_decisions(plan)}
    return bool(set(plan.parties.values_list("municipality", flat=True)) - decided)


def _supersede(plan: SafetyPlan, actor: User, role: str) -> None:
    """The plans of before are succeeded by this one."""
    rows = SafetyPlan.objects.select_for_update(of=("self",)).filter(
        municipality=plan.municipality, state=ADOPTED, valid_from__lt=plan.valid_to
    )
    before: Iterable[SafetyPlan] = rows.exclude(pk=plan.pk)
    for row in before:
        take_step(row, workflow.SUPERSEDE, workflow=workflow.PLAN, actor=actor, role=role)
        log("plan_decisions.supersede", row, actor=actor, of=plan, details={"to": plan.title})
        if plan.predecessor_id is None:
            plan.predecessor = row
            plan.save(update_fields=["predecessor"])
