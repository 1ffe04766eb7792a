"""The moments of a plan in the decision calendar: planned until somebody decided, then the day."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import step_label
from regie.foundation.cycles.rules import LIGHT
from regie.planning.decision_desk.pages import LEFT_OUT, to
from regie.planning.plan_decisions import queries
from regie.planning.plan_decisions.models import Outcome
from regie.planning.plans import rules as states
from regie.planning.plans.models import SafetyPlan
from regie.planning.timetable import rules as kinds
from regie.planning.timetable.clashes import end_of
from regie.planning.timetable.entries import PLAN, PLANNED, Entry
from regie.planning.timetable.rules import Span

DRAFTED, ADOPTED, PUBLISHED = "draft_decision", "adoption", "publication"
PUBLIC = "published"
STEPS = {states.EXECUTIVE: DRAFTED, states.COUNCIL: ADOPTED, PUBLIC: PUBLISHED}
"""The moments that are the end of a step of the cycle."""
WITHIN = {
    states.PARTNER_CHECK: DRAFTED,
    states.MANAGEMENT: DRAFTED,
    states.EXECUTIVE: DRAFTED,
    states.TRIANGLE: ADOPTED,
    states.COUNCIL: ADOPTED,
    PUBLIC: PUBLISHED,
}
"""In the days of which step each moment lies."""
BODIES = {
    states.EXECUTIVE: kinds.EXECUTIVE,
    states.TRIANGLE: kinds.TRIANGLE,
    states.COUNCIL: kinds.COUNCIL,
}
BEFORE_END = 90
"""So many days before its last day the council decides to extend a plan, or to succeed it."""
DONE = frozenset(
    {
        Outcome.AGREED,
        Outcome.ADVISED,
        Outcome.CONSULTED,
        Outcome.ADOPTED,
        Outcome.ADOPTED_AMENDED,
    }
)


def moments(
    cycle: PolicyCycle, plan: Mapping[str, Span], open_tasks: Collection[str]
) -> list[Entry]:
    """The moments of the plan of a cycle, and the end of every plan that holds.

    At most 3 queries.
    """
    of_cycle = Q(cycle=cycle) | Q(municipality=cycle.municipality_id, state=states.ADOPTED)
    found = SafetyPlan.objects.filter(of_cycle, state__in=states.LIVING)
    rows = list(found.select_related("municipality"))
    own = next((row for row in rows if row.cycle_id == cycle.pk), None)
    days = _decided(own) if own else {}
    way = planned(plan, open_tasks, light=cycle.variant == LIGHT)
    lines = [_line(cycle, state, way.get(state), days.get(state)) for state in WITHIN]
    return [*filter(None, lines), *(entry for row in rows for entry in _end(row))]


def planned(
    plan: Mapping[str, Span], open_tasks: Collection[str], *, light: bool
) -> dict[str, Span]:
    """When each body has the plan, from the days of the steps.

    Partners and management team share the days before the executive decides, which is the last;
    the triangle has the first week after it. The light version has only executive and council.
    """
    found = {}
    for state, step in WITHIN.items():
        if step in plan and step in open_tasks and not (light and state in LEFT_OUT):
            found[state] = _within(state, plan[step])
    return found


def _within(state: str, span: Span) -> Span:
    third = max(1, ((span.last - span.first).days + 1) // 3)
    parts = {
        states.PARTNER_CHECK: (0, third - 1),
        states.MANAGEMENT: (third, 2 * third - 1),
        states.TRIANGLE: (0, 6),
    }
    if state not in parts:
        return Span(span.last, span.last)
    first, last = (min(span.first + timedelta(days=n), span.last) for n in parts[state])
    return Span(first, max(first, last))


def _decided(plan: SafetyPlan) -> dict[str, date]:
    """On which day each body was done with the plan, since it was sent back last, and when it was
    made known. At most 2 queries."""
    rows = queries.decisions_of(plan)
    back = [n for n, row in enumerate(rows) if row.outcome in {Outcome.SENT_BACK, Outcome.REJECTED}]
    since = rows[back[-1] + 1 :] if back else rows
    found = {row.body: row.day for row in since if row.outcome in DONE and not row.by}
    known = queries.publication_of(plan) if plan.state == states.ADOPTED else None
    return found | ({PUBLIC: known.day} if known else {})


def _line(cycle: PolicyCycle, state: str, span: Span | None, day: date | None) -> Entry | None:
    if span is None and day is None:
        return None
    step = STEPS.get(state, "")
    text = _("Volgens de planning van de beleidscyclus.")
    if day is not None:
        span, text = Span(day, day), _("Vastgelegd bij het plan.")
    return Entry(
        span=span or Span(cycle.valid_from, cycle.valid_from),
        body=BODIES.get(state, kinds.OTHER),
        name=_name(state),
        text=text,
        origin=PLANNED,
        step=step or WITHIN[state],
        takes_over=bool(step),
        key=f"step-{step}" if step else f"way-{state}",
    )


def _name(state: str) -> str:
    if state in STEPS:
        return step_label(STEPS[state])
    return {
        states.PARTNER_CHECK: _("Partners lezen het concept van het plan"),
        states.MANAGEMENT: _("Managementteam bespreekt het plan"),
        states.TRIANGLE: _("Driehoek overlegt over het plan"),
    }[state]


def _end(plan: SafetyPlan) -> Iterator[Entry]:
    last = plan.last_day
    url = f"{to('stand', plan.municipality)}?plan={plan.pk}"
    month = (last - timedelta(days=BEFORE_END)).replace(day=1)
    yield Entry(
        span=Span(month, end_of(month)),
        body=kinds.COUNCIL,
        name=_("Raad besluit: het plan verlengen of opvolgen"),
        text=str(plan),
        origin=PLAN,
        whole_month=True,
        url=url,
        key=f"plan-{plan.pk}-extension",
    )
    yield Entry(
        span=Span(last, last),
        body=kinds.OTHER,
        name=_("Laatste dag van het veiligheidsplan"),
        text=str(plan),
        origin=PLAN,
        url=url,
        key=f"plan-{plan.pk}-end",
    )
