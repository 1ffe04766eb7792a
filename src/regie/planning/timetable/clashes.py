"""What in a timetable asks for a second look, and what an election means for it. Pure.

Most of it is normal: plans apply retroactively, are extended and are decided in a busy month.
So nothing here forbids anything.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from regie.planning.timetable.rules import (
    BEFORE,
    ELECTION_NEAR,
    Plan,
    Recesses,
    Span,
    Task,
)

NEEDS = "needs"
IN_RECESS = "in_recess"
RETROACTIVE = "retroactive"
TOO_LATE = "too_late"
BEGUN = "begun"
ELECTION = "election"
CODES = (NEEDS, IN_RECESS, RETROACTIVE, TOO_LATE, BEGUN, ELECTION)
NORMAL = frozenset({RETROACTIVE})
"""Told as normal, with what it means."""


@dataclass(frozen=True)
class Clash:
    """Something to look at: which step, beside which other step or day."""

    code: str
    step: str
    other: str = ""
    day: date | None = None

    @property
    def normal(self) -> bool:
        """Whether many municipalities do this."""
        return self.code in NORMAL


def clashes(
    tasks: Sequence[Task],
    plan: Plan,
    *,
    period: Span,
    recesses: Recesses,
    elections: Iterable[date],
    decision: str,
    open_tasks: Collection[str],
    today: date,
) -> tuple[Clash, ...]:
    """Everything in a plan that asks for a second look, in the order of the steps."""
    planned = [task for task in tasks if task.code in plan]
    found = [clash for task in planned for clash in _of_task(task, plan, recesses, open_tasks)]
    first = next((task for task in planned if task.code in open_tasks), None)
    if first and first.timing == BEFORE and plan[first.code].first < today:
        found.append(Clash(BEGUN, first.code, day=plan[first.code].first))
    if decision in plan:
        found += _of_decision(decision, plan[decision].last, period, elections)
    return tuple(found)


def _of_task(
    task: Task, plan: Plan, recesses: Recesses, open_tasks: Collection[str]
) -> Iterator[Clash]:
    if task.code not in open_tasks:
        return
    span = plan[task.code]
    for need in task.needs:
        if need in plan and span.first <= plan[need].last:
            yield Clash(NEEDS, task.code, need, plan[need].last)
    if task.decides and any(recess.holds(span.last) for recess in recesses):
        yield Clash(IN_RECESS, task.code, day=span.last)


def _of_decision(
    decision: str, day: date, period: Span, elections: Iterable[date]
) -> Iterator[Clash]:
    if day > period.last:
        yield Clash(TOO_LATE, decision, day=period.last)
    elif day > period.first:
        yield Clash(RETROACTIVE, decision, day=period.first)
    for election in elections:
        if election - ELECTION_NEAR <= day < election:
            yield Clash(ELECTION, decision, day=election)


# --- from an election on -------------------------------------------------------------------------


@dataclass(frozen=True)
class NewCouncil:
    """What an election means: the month in which the new council should decide, and the first day
    of a plan of its own. Ours: a plan usually begins on the first of January after."""

    election: date
    decide_in: date
    plan_from: date


def new_council(elections: Iterable[date], today: date) -> NewCouncil | None:
    """The council whose plan comes next: the newest election until a plan of it would begin, or
    the first one that is still to come; None when none is known."""
    for election in sorted(elections):
        begins = date(election.year + 1, 1, 1)
        if today < begins:
            return NewCouncil(election, date(election.year, 12, 1), begins)
    return None


def months(first: date, count: int) -> list[date]:
    """The first days of so many months, from the month of this day on."""
    start = first.year * 12 + first.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, start + count)]


def end_of(month: date) -> date:
    """The last day of a month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
