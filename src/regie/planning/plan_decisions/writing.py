"""What every service of this room needs: the plan locked, who acts, a decision, an edition."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regie.foundation.access.rules import Action, may
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import canonical, stamp
from regie.foundation.records.refusals import refuse
from regie.planning.plan_decisions import freezing, queries, rules
from regie.planning.plan_decisions.models import Body, Decision, Outcome, PlanEdition
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.writing import clean, locked_plan

__all__ = ["clean", "locked_plan"]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is written down with a step: the day and number of a decision, what was said or why,
    and why bodies were passed over."""

    day: date | None = None
    number: str = ""
    text: str = ""
    skip: str = ""
    outcome: str = ""


def acts_as(plan: SafetyPlan, action: Action, role: str, by: frozenset[str]) -> str:
    """In which role somebody acts; the coordinator for who does not work with Regie here.

    Raises `RefusedError` with the reason of the action.
    """
    may(action, role)
    found = queries.hat(plan.municipality, by, role)
    refuse(None if found in by else action.refusal)
    return found


def record(
    plan: SafetyPlan,
    body: str,
    outcome: str,
    words: Words,
    *,
    actor: User | None,
    municipality: Municipality | None = None,
    by: str = "",
    until: date | None = None,
) -> Decision:
    """Write down what a body decided. Raises `RefusedError` for a day that cannot be."""
    refuse(rules.day_refusal(words.day, timezone.localdate()))
    return Decision.objects.create(
        plan=plan,
        municipality=municipality or plan.municipality,
        edition=queries.last_edition(plan),
        body=Body(body),
        outcome=Outcome(outcome),
        day=words.day or timezone.localdate(),
        number=clean(words.number)[:60],
        text=clean(words.text)[:2000],
        by=by[:120],
        until=until,
        made_by=actor,
    )


def freeze(plan: SafetyPlan, actor: User | None) -> PlanEdition:
    """Lay the plan down as it is now, in an edition of its own. At most 40 queries."""
    now = timezone.now()
    number = (plan.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    plain = freezing.content_of(
        plan,
        number=number,
        moment=plan.state,
        by=str(actor) if actor else "",
        day=timezone.localdate(now),
    )
    content = canonical(plain)
    return PlanEdition.objects.create(
        plan=plan,
        number=number,
        moment=plan.state,
        content=content,
        sha256=stamp(content),
        made_at=now,
        made_by=actor,
    )


atomic = transaction.atomic
