"""Reading the timetable of a cycle and the moments of the decision calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Planned, progress_of
from regie.foundation.cycles.queries import step_codes
from regie.foundation.cycles.rules import LIGHT
from regie.foundation.organizations.models import Municipality
from regie.planning.timetable import clashes, rules
from regie.planning.timetable.clashes import Clash
from regie.planning.timetable.models import Moment, PlannedStep
from regie.planning.timetable.rules import Outcome, Span, Task
from regie.policy.calendar import ELECTIONS, RECESSES
from regie.policy.cycle import ADOPTION, CYCLE, StepItem

DAYS_PER_WEEK = 7
YEARS_AHEAD = 9
"""Recesses are known for so many years after the first of a period: a cycle lasts eight at most."""


@dataclass(frozen=True)
class Board:
    """Everything that the timetable of a cycle is reckoned from; `open_tasks` still have to be
    done, as far as the place of the cycle on its path tells."""

    cycle: PolicyCycle
    tasks: tuple[Task, ...]
    plan: dict[str, Span]
    recesses: tuple[Span, ...]
    council_days: tuple[date, ...]
    open_tasks: frozenset[str]

    @property
    def period(self) -> Span:
        """The first and last day of the cycle, extension included."""
        return Span(self.cycle.valid_from, self.cycle.last_day)

    @property
    def passed(self) -> frozenset[str]:
        """The tasks that are behind us: they never move."""
        return frozenset(task.code for task in self.tasks) - self.open_tasks

    @property
    def adopted(self) -> bool:
        """Whether the council's decision is behind us."""
        return ADOPTION in self.passed

    def task(self, code: str) -> Task | None:
        """One task by its code, or None when this way of working has no such step."""
        return next((task for task in self.tasks if task.code == code), None)

    def slack(self) -> dict[str, int]:
        """How many days each open task can run late without moving the decision."""
        room = rules.slack(self.tasks, self.plan, self.recesses)
        return {code: days for code, days in room.items() if code in self.open_tasks}

    def proposal(self, month: date) -> dict[str, Span]:
        """The plan counted back from a decision in this month; what is behind us stays."""
        decision = rules.decision_day(month, self.council_days, self.recesses)
        waiting = [task for task in self.tasks if task.code in self.open_tasks]
        kept = {code: span for code, span in self.plan.items() if code in self.passed}
        return kept | rules.count_back(waiting, decision, self.period, self.recesses)

    def outcome(self, changes: Mapping[str, Span]) -> Outcome:
        """What moves when some steps get other days."""
        return rules.consequences(
            self.tasks,
            self.plan,
            changes,
            self.recesses,
            done=self.passed,
            council_days=self.council_days,
            decision=ADOPTION,
        )

    def clashes(self, plan: Mapping[str, Span], today: date) -> tuple[Clash, ...]:
        """What in this plan asks for a second look."""
        return clashes.clashes(
            self.tasks,
            plan,
            period=self.period,
            recesses=self.recesses,
            elections=[item.day for item in ELECTIONS()],
            decision=ADOPTION,
            open_tasks=self.open_tasks,
            today=today,
        )

    def earliest_month(self, today: date) -> date:
        """The month in which the council can decide at the earliest, beginning today."""
        waiting = [task for task in self.tasks if task.code in self.open_tasks]
        return rules.earliest_end(waiting, today, self.recesses).replace(day=1)


def tasks_of(variant: str) -> tuple[Task, ...]:
    """The steps of a way of working as tasks to plan, in order; no queries."""
    light, codes = variant == LIGHT, set(step_codes(variant))
    return tuple(_task(item, light=light) for item in CYCLE().steps if item.code in codes)


def _task(item: StepItem, *, light: bool) -> Task:
    weeks = item.weeks_light if light else item.weeks
    decides = item.decides if item.decides in {rules.COUNCIL, rules.EXECUTIVE} else ""
    needs = CYCLE().needs_of(item.code, light=light)
    return Task(item.code, max(1, weeks * DAYS_PER_WEEK), needs, item.timing, decides)


def body_of(step: str) -> str:
    """Whose moment a step is in the decision calendar, or "" when it is none; no queries."""
    item = next((item for item in CYCLE().steps if item.code == step), None)
    if item is None:
        return ""
    if item.decides == rules.COUNCIL or "clerk" in item.actors:
        return rules.COUNCIL if item.code != "publication" else ""
    if "prosecutor" in item.actors:
        return rules.TRIANGLE
    return rules.EXECUTIVE if item.decides == rules.EXECUTIVE else ""


def planned(cycle: PolicyCycle) -> dict[str, Span]:
    """The planned days of the steps of a cycle, by code; 1 query."""
    rows = PlannedStep.objects.filter(cycle=cycle).values_list("step", "first", "last")
    known = set(step_codes(cycle.variant))
    return {step: Span(first, last) for step, first, last in rows if step in known}


def planning(cycle: PolicyCycle) -> dict[str, Planned]:
    """The same for the guided path; 1 query."""
    return {code: Planned(span.first, span.last) for code, span in planned(cycle).items()}


def moments(municipality: Municipality, span: Span | None = None) -> list[Moment]:
    """The municipality's own moments that were not withdrawn, by day; 1 query."""
    found = Moment.objects.filter(municipality=municipality, withdrawn_at__isnull=True)
    if span is not None:
        found = found.filter(first__lte=span.last, last__gte=span.first)
    return list(found.select_related("municipality"))


def recesses(own: list[Moment], first: int, last: int) -> tuple[Span, ...]:
    """The recesses that begin in these years: its own, else the usual ones; no queries."""
    usual = [Span(*item.in_year(year)) for year in range(first, last + 1) for item in RECESSES()]
    mine = [Span(row.first, row.last) for row in own if row.kind == rules.RECESS]
    return rules.recesses_of(usual, mine)


def board(cycle: PolicyCycle) -> Board:
    """The timetable of a cycle; 2 queries."""
    own = moments(cycle.municipality)
    codes = step_codes(cycle.variant)
    here = codes.index(cycle.current_step) if cycle.current_step in codes else 0
    year = min(cycle.valid_from, cycle.created_at.date()).year
    return Board(
        cycle=cycle,
        tasks=tasks_of(cycle.variant),
        plan=planned(cycle),
        recesses=recesses(own, year - 1, year + YEARS_AHEAD),
        council_days=tuple(row.first for row in own if row.kind == rules.COUNCIL),
        open_tasks=frozenset(codes[here:]) - frozenset(cycle.skipped_steps),
    )


def late_steps(found: Board, today: date | None = None) -> list[str]:
    """The steps that should be finished and are not, in order.

    1 query for each room that has pages of steps whose last day is past: they may be done.
    """
    day = today or timezone.localdate()
    late = rules.late(found.tasks, found.plan, found.open_tasks, day)
    told = progress_of(found.cycle, late, gemeente=found.cycle.municipality.slug)
    return [code for code in late if code not in told or not told[code].done]


def moment(municipality: Municipality, pk: int) -> Moment | None:
    """One moment of this municipality that was not withdrawn; 1 query."""
    found = Moment.objects.filter(municipality=municipality, withdrawn_at__isnull=True, pk=pk)
    return found.select_related("municipality").first()
