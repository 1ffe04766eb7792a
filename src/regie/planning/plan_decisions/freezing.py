"""What an edition of a plan holds: everything it says with what was decided, in plain values.

The form is that of `plan_papers.shape`, which prints it. What was said in the triangle is never in
it: only that and when it met.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.utils.timezone import localdate

from regie.planning.plan_contents import contents
from regie.planning.plan_contents.contents import Plain, iso
from regie.planning.plan_decisions import telling
from regie.planning.plan_decisions.models import Amendment, Body, CouncilWords, Decision, Outcome
from regie.planning.plans.models import SafetyPlan

FORM = 1


def content_of(
    plan: SafetyPlan,
    *,
    number: int = 0,
    moment: str = "",
    by: str = "",
    day: date | None = None,
) -> Plain:
    """Everything the plan says now. `number` 0 is a draft. At most 38 queries."""
    return {
        "form": FORM,
        "made": {
            "day": (day or localdate()).isoformat(),
            "by": by,
            "number": number,
            "moment": moment or plan.state,
        },
        **contents.said_in(plan),
        "decisions": decisions_in(plan.decisions.select_related("municipality")),
        "amendments": _amendments(plan),
        "council": council_words(plan),
    }


def public(rows: Iterable[Decision]) -> list[Decision]:
    """The decisions that everybody may read of: what bodies inside sent back stays inside."""
    return [row for row in rows if row.outcome != Outcome.SENT_BACK or row.body == Body.COUNCIL]


def decisions_in(rows: Iterable[Decision]) -> list[Plain]:
    """Decisions as everybody may read them: without the words of the triangle and of management,
    and of partners only who said what. No queries when the municipality was read along."""
    return [
        {
            "body": row.body,
            "outcome": row.outcome,
            "municipality": row.municipality.name,
            "day": row.day.isoformat(),
            "number": row.number,
            "text": public_words(row),
        }
        for row in public(rows)
    ]


def public_words(row: Decision) -> str:
    """What everybody may read of a decision; why a body was skipped is for everybody."""
    if row.outcome == Outcome.SKIPPED:
        return row.text
    if row.body in {Body.EXECUTIVE, Body.COUNCIL}:
        return row.text
    return row.by


def _amendments(plan: SafetyPlan) -> list[Plain]:
    rows = plan.amendments.select_related("section__priority", "objective", "municipality")
    return [
        {
            "number": row.code,
            "title": row.title,
            "text": row.explanation,
            "part": contents.both(partial(telling.thing, row)),
            "act": row.act,
            "line": contents.both(partial(telling.line, row)),
            "values": contents.both(partial(_values, row)),
            "by": row.proposer,
            "outcome": row.outcome,
            "day": iso(row.day),
            "municipality": row.municipality.name,
            "old": row.old_text,
            "new": row.wanted,
        }
        for row in rows
    ]


def _values(row: Amendment) -> str:
    """What is said beside the sentence of an objective, a line each."""
    return "\n".join(f"{name}: {value}" for name, value in telling.values(row))


def council_words(plan: SafetyPlan) -> Plain:
    """What was added to the proposal to the council. 1 query."""
    found = CouncilWords.objects.filter(plan=plan).first()
    return dict(found.words) if found else {}
