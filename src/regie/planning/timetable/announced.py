"""Moments that rooms above put in the decision calendar. They announce them in `apps.ready`.

Such a moment follows the days of the steps; one with the code of a step takes the place of the
line of that step, so that nothing stands there twice and a calendar that reads the file moves it.
"""

from collections.abc import Callable, Collection, Sequence

from regie.foundation.cycles.models import PolicyCycle
from regie.planning.timetable.entries import Entry
from regie.planning.timetable.rules import Plan

Read = Callable[[PolicyCycle, Plan, Collection[str]], Sequence[Entry]]
"""Gets the cycle, the days of its steps and the steps that still have to be done. At most 3
queries."""
_reads: list[Read] = []


def add_moments(read: Read) -> None:
    """Let a room above tell its moments."""
    _reads.append(read)


def moments_of(cycle: PolicyCycle, plan: Plan, open_tasks: Collection[str]) -> list[Entry]:
    """What rooms above put in the calendar of a cycle."""
    return [entry for read in _reads for entry in read(cycle, plan, open_tasks)]
