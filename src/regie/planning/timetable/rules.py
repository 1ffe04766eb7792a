"""When the steps of a cycle should happen: counted back, moved on, and where they clash. Pure.

A day in a recess of the council does not count as working time. Every span holds its first and
its last day. The way of counting is that of a network of tasks: the longest chain of steps decides
on which day the work must begin; a step beside that chain has room to run late.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from regie.foundation.records.engine import gettext_noop

BEFORE, AFTER, RUNNING, YEARLY, CLOSING = "before", "after", "running", "yearly", "closing"
COUNCIL, EXECUTIVE, TRIANGLE, REGIONAL = "council", "executive", "triangle", "regional"
RECESS, OTHER = "recess", "other"
KINDS = (COUNCIL, EXECUTIVE, TRIANGLE, REGIONAL, RECESS, OTHER)

DAY = timedelta(days=1)
COUNCIL_DAY_WITHIN = timedelta(weeks=10)
ELECTION_NEAR = timedelta(weeks=13)
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_STEP = timedelta(days=4 * 366)
LONGEST_RECESS = timedelta(weeks=12)

LAST_BEFORE_FIRST = gettext_noop("De laatste dag ligt voor de eerste dag.")
FAR_AWAY = gettext_noop("Kies een dag tussen 2000 en 2100.")
TOO_LONG = gettext_noop("Een stap duurt hooguit vier jaar.")
RECESS_TOO_LONG = gettext_noop("Een reces duurt hooguit twaalf weken.")
NO_REASON = gettext_noop("Geef een reden. Die staat straks in de geschiedenis.")
NO_NAME = gettext_noop("Vul een naam in.")
NOT_THIS_STEP = gettext_noop("Deze stap hoort niet bij de werkwijze van deze cyclus.")
CHANGED_MEANWHILE = gettext_noop(
    "Iemand wijzigde de planning intussen. Hieronder staat het nieuwe voorstel."
)


@dataclass(frozen=True)
class Span:
    """The first and the last day of something, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Task:
    """A step to plan: `days` that the council is not in recess, and the tasks it waits for.

    `decides` is the body whose decision its last day is, "" when nothing is decided.
    """

    code: str
    days: int
    needs: tuple[str, ...] = ()
    timing: str = BEFORE
    decides: str = ""


Plan = Mapping[str, Span]
Recesses = Sequence[Span]


# --- days outside the recess ---------------------------------------------------------------------


def next_open(day: date, recesses: Recesses) -> date:
    """This day, or the first one after it that lies in no recess."""
    while inside := [recess for recess in recesses if recess.holds(day)]:
        day = max(recess.last for recess in inside) + DAY
    return day


def last_open(day: date, recesses: Recesses) -> date:
    """This day, or the last one before it that lies in no recess."""
    while inside := [recess for recess in recesses if recess.holds(day)]:
        day = min(recess.first for recess in inside) - DAY
    return day


def span_from(first: date, days: int, recesses: Recesses) -> Span:
    """So many open days from this day on."""
    start = day = next_open(first, recesses)
    for _number in range(days - 1):
        day = next_open(day + DAY, recesses)
    return Span(start, day)


def span_until(last: date, days: int, recesses: Recesses) -> Span:
    """So many open days that end on this day; in a recess, on the last open day before it."""
    end = day = last_open(last, recesses)
    for _number in range(days - 1):
        day = last_open(day - DAY, recesses)
    return Span(day, end)


def open_days(span: Span, recesses: Recesses) -> int:
    """How many days of a span lie in no recess."""
    days = (span.last - span.first).days + 1
    return sum(
        not any(recess.holds(span.first + number * DAY) for recess in recesses)
        for number in range(days)
    )


def recesses_of(usual: Iterable[Span], own: Sequence[Span]) -> tuple[Span, ...]:
    """The municipality's own recesses, and the usual ones that none of its own touches."""
    left = (recess for recess in usual if not any(recess.overlaps(mine) for mine in own))
    return tuple(sorted((*own, *left), key=lambda recess: recess.first))


# --- counting back from the decision -------------------------------------------------------------


def count_back(
    tasks: Sequence[Task], decision: date, period: Span, recesses: Recesses
) -> dict[str, Span]:
    """The days of every task, so that the council can decide on `decision`.

    The longest chain decides on which day the work begins; every task then comes as early as it
    can, and the decision itself stays on its day. `tasks` stand in order, needs first.
    """
    before = [task for task in tasks if task.timing == BEFORE]
    latest = _latest(before, decision, recesses)
    plan: dict[str, Span] = {}
    begin = min((span.first for span in latest.values()), default=decision)
    for task in before:
        plan[task.code] = span_from(_after_needs(task, plan, begin), task.days, recesses)
    if before:
        last = before[-1].code
        plan[last] = replace(latest[last], last=decision)
    for task in tasks:
        if task.timing != BEFORE:
            plan[task.code] = _later(task, plan, period, recesses)
    return plan


def earliest_end(tasks: Sequence[Task], begin: date, recesses: Recesses) -> date:
    """The last day of the last task before the decision when the work begins on this day."""
    plan: dict[str, Span] = {}
    for task in tasks:
        if task.timing == BEFORE:
            plan[task.code] = span_from(_after_needs(task, plan, begin), task.days, recesses)
    return max((span.last for span in plan.values()), default=begin)


def _latest(tasks: Sequence[Task], decision: date, recesses: Recesses) -> dict[str, Span]:
    """The days on which each task must happen at the latest."""
    found: dict[str, Span] = {}
    for task in reversed(tasks):
        waiting = [found[other.code].first for other in tasks if task.code in other.needs]
        last = min(waiting) - DAY if waiting else decision
        found[task.code] = span_until(last, task.days, recesses)
    return found


def _after_needs(task: Task, plan: Plan, otherwise: date) -> date:
    ends = [plan[need].last + DAY for need in task.needs if need in plan]
    return max(ends, default=otherwise)


def _later(task: Task, plan: Plan, period: Span, recesses: Recesses) -> Span:
    """The days of a task that does not lead to the decision."""
    free = _after_needs(task, plan, period.first)
    if task.timing == CLOSING:
        closing = span_until(period.last, task.days, recesses)
        return closing if closing.first >= free else span_from(free, task.days, recesses)
    if task.timing == RUNNING:
        return Span(free, max(free, period.last))
    if task.timing == YEARLY:
        a_year_on = period.first + timedelta(days=365)
        return span_from(max(free, a_year_on), task.days, recesses)
    return span_from(free, task.days, recesses)


# --- room, delay ---------------------------------------------------------------------------------


def slack(tasks: Sequence[Task], plan: Plan, recesses: Recesses) -> dict[str, int]:
    """How many open days each task before the decision can run late without moving it.

    A task with 0 is critical. Tasks that are not planned are left out.
    """
    before = [task for task in tasks if task.timing == BEFORE and task.code in plan]
    found: dict[str, int] = {}
    for task in reversed(before):
        rooms = [
            found[other.code] + _gap(plan[task.code].last, plan[other.code].first, recesses)
            for other in before
            if task.code in other.needs
        ]
        found[task.code] = min(rooms, default=0)
    return found


def _gap(last: date, first: date, recesses: Recesses) -> int:
    """The open days between the end of one task and the beginning of the next."""
    return open_days(Span(last + DAY, first - DAY), recesses) if first > last + DAY else 0


@dataclass(frozen=True)
class Shift:
    """A task that moves: its days now and after; `before` is None when it had none."""

    code: str
    before: Span | None
    after: Span


@dataclass(frozen=True)
class Outcome:
    """What follows from a change. `holds` says whether the council still decides on its day."""

    shifts: tuple[Shift, ...]
    holds: bool

    def plan(self, old: Plan) -> dict[str, Span]:
        """The plan after the change."""
        return {**old, **{shift.code: shift.after for shift in self.shifts}}


def consequences(
    tasks: Sequence[Task],
    plan: Plan,
    changes: Plan,
    recesses: Recesses,
    *,
    done: Collection[str] = (),
    council_days: Sequence[date] = (),
    decision: str = "",
) -> Outcome:
    """What moves when some tasks get other days.

    A task moves only when one it needs moves past its beginning; then it keeps its length. What
    is done stays. The decision moves to the first day the council meets, when that is known.
    """
    shifts: dict[str, Shift] = {}
    now = dict(plan)
    for task in tasks:
        old = plan.get(task.code)
        new = changes.get(task.code) or _pushed(task, now, shifts, recesses, done)
        if new is None or new == old:
            continue
        if task.code == decision and task.code not in changes:
            new = replace(new, last=council_day(new.last, council_days))
        shifts[task.code] = Shift(task.code, old, new)
        now[task.code] = new
    moved = shifts.get(decision)
    holds = moved is None or (moved.before is not None and moved.after.last <= moved.before.last)
    return Outcome(tuple(shifts.values()), holds)


def _pushed(
    task: Task, plan: Plan, moved: Collection[str], recesses: Recesses, done: Collection[str]
) -> Span | None:
    """The new days of a task whose needs moved past its beginning, or None when it stays."""
    span = plan.get(task.code)
    ends = [plan[need].last for need in task.needs if need in moved]
    if span is None or task.code in done or not ends or max(ends) < span.first:
        return None
    first = next_open(max(ends) + DAY, recesses)
    if task.timing == RUNNING:
        return Span(first, max(first, span.last))
    return span_from(first, max(1, open_days(span, recesses)), recesses)


def council_day(day: date, council_days: Iterable[date]) -> date:
    """The first day the council meets on or soon after this one; the day itself when unknown."""
    coming = (meets for meets in sorted(council_days) if day <= meets <= day + COUNCIL_DAY_WITHIN)
    return next(coming, day)


def decision_day(month: date, council_days: Iterable[date], recesses: Recesses) -> date:
    """The day of the decision in a month: the last one on which the council meets, else the last
    day from Monday to Thursday outside a recess.

    >>> decision_day(date(2027, 5, 1), [], ())
    datetime.date(2027, 5, 31)
    """
    end = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY
    meets = [day for day in council_days if month.replace(day=1) <= day <= end]
    if meets:
        return max(meets)
    day = last_open(end, recesses)
    while day.weekday() > 3:
        day = last_open(day - DAY, recesses)
    return day


def late(tasks: Sequence[Task], plan: Plan, open_tasks: Collection[str], today: date) -> list[str]:
    """The tasks that should be finished and are not, in order; a running task is never late."""
    return [
        task.code
        for task in tasks
        if task.code in open_tasks
        and task.timing != RUNNING
        and task.code in plan
        and plan[task.code].last < today
    ]


def stamp(plan: Plan) -> str:
    """A short name of the contents of a plan, to notice that it changed meanwhile."""
    words = "|".join(f"{code}:{plan[code].first}:{plan[code].last}" for code in sorted(plan))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


# --- refusals ------------------------------------------------------------------------------------


def span_refusal(first: date, last: date, *, recess: bool = False) -> str | None:
    """Why something cannot have these days, or None."""
    if last < first:
        return LAST_BEFORE_FIRST
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        return FAR_AWAY
    if recess and last - first > LONGEST_RECESS:
        return RECESS_TOO_LONG
    return TOO_LONG if last - first > LONGEST_STEP else None
