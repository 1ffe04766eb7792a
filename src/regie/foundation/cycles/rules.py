"""When a policy cycle runs, and where in its steps it may go. Pure.

A cycle may be extended, may start before the council decides and may go back to an earlier
step: real plans do all three. So the steps are no state table; the coordinator moves freely and
gives a reason. What is not allowed: two cycles of one municipality at the same time.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from regie.foundation.records.engine import gettext_noop

FULL = "full"
LIGHT = "light"
VARIANTS = (FULL, LIGHT)

DONE = "gereed"
NOW = "nu"
LATER = "straks"
SKIPPED = "overgeslagen"
PASSED = "voorbij"

LONGEST_YEARS = 8
ENDS_BEFORE_IT_BEGINS = gettext_noop("De einddatum ligt niet na de begindatum.")
TOO_LONG = gettext_noop("Een beleidscyclus duurt hooguit acht jaar.")
OVERLAPS = gettext_noop("In deze periode loopt al een andere beleidscyclus.")
NOT_LATER = gettext_noop("De nieuwe einddatum ligt niet na de huidige einddatum.")
UNKNOWN_STEP = gettext_noop("Deze stap hoort niet bij de werkwijze van deze cyclus.")
SAME_STEP = gettext_noop("De cyclus staat al op deze stap.")
MOVED_MEANWHILE = gettext_noop("Iemand zette de cyclus intussen op een andere stap. Kijk opnieuw.")
SKIPPED_ALREADY = gettext_noop("Deze stap is al overgeslagen.")
NOTHING_FOLLOWS = gettext_noop("Na deze stap komt geen stap meer. Zet een nieuwe cyclus klaar.")
IS_DONE = gettext_noop("Deze stap is al gereed. Overslaan hoeft niet.")
STEP_DONE = gettext_noop("Deze stap is gereed.")
NO_REASON = gettext_noop("Geef een reden. Die staat straks in het logboek.")
NO_NAME = gettext_noop("Vul een naam in.")
NAME_TAKEN = gettext_noop("Er is al een veld of thema met deze naam.")
NO_LESSON = gettext_noop("Schrijf op wat u geleerd hebt.")


@dataclass(frozen=True)
class Period:
    """The first and the last day of a cycle, both included."""

    first: date
    last: date

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.first <= day <= self.last


def period_refusal(period: Period, others: Iterable[Period]) -> str | None:
    """Why a cycle cannot have this period beside the others, or None."""
    if period.last <= period.first:
        return ENDS_BEFORE_IT_BEGINS
    if period.last.year - period.first.year > LONGEST_YEARS:
        return TOO_LONG
    return OVERLAPS if any(period.overlaps(other) for other in others) else None


def extension_refusal(
    period: Period, until: date, why: str, others: Iterable[Period]
) -> str | None:
    """Why a cycle cannot run until this day, or None."""
    if until <= period.last:
        return NOT_LATER
    if not why.strip():
        return NO_REASON
    return period_refusal(Period(period.first, until), others)


def move_refusal(steps: Sequence[str], *, current: str, target: str, why: str) -> str | None:
    """Why a cycle cannot move to this step, or None. Back is as good as forward."""
    if target not in steps:
        return UNKNOWN_STEP
    if target == current:
        return SAME_STEP
    return None if why.strip() else NO_REASON


def states(codes: Sequence[str], current: str) -> tuple[str, ...]:
    """Of each step or phase whether it is done, now or later; a current one that is not in the
    list counts as "nothing done yet"."""
    here = codes.index(current) if current in codes else -1
    return tuple(
        NOW if place == here else DONE if place < here else LATER for place in range(len(codes))
    )


def skip_refusal(
    steps: Sequence[str], step: str, why: str, *, current: str, skipped: Collection[str]
) -> str | None:
    """Why a step cannot be skipped, or None."""
    if step not in steps:
        return UNKNOWN_STEP
    if step in skipped:
        return SKIPPED_ALREADY
    if not why.strip():
        return NO_REASON
    return None if step != current or after(steps, step, skipped) else NOTHING_FOLLOWS


def after(steps: Sequence[str], step: str, skipped: Collection[str]) -> str:
    """The first step behind this one that is not skipped, or ""."""
    behind = steps[steps.index(step) + 1 :] if step in steps else ()
    return next((code for code in behind if code not in skipped), "")


def phase_state(
    steps: Collection[str], mark: str, *, finished: Collection[str], skipped: Collection[str]
) -> str:
    """How far a phase with these steps is, when its place on the path says `mark`.

    A phase that lies behind is done when each of its steps was ended, and skipped when each was
    skipped; otherwise it lies behind and no more than that is known.
    """
    if mark != DONE or all(code in finished for code in steps):
        return mark
    return SKIPPED if all(code in skipped for code in steps) else PASSED


def path_states(
    codes: Sequence[str],
    current: str,
    *,
    finished: Collection[str],
    done: Mapping[str, bool],
    skipped: Collection[str] = (),
) -> tuple[str, ...]:
    """Of each step on the path whether it is done, now, later or passed over.

    `done` holds what the page of a step says of its work; it weighs more than `finished`, the
    steps that somebody ended by moving on. A step that was passed and is not done is skipped,
    and so is one of `skipped`, which somebody skipped with a reason.

    >>> path_states("abcd", "c", finished={"a"}, done={"d": True})
    ('gereed', 'overgeslagen', 'nu', 'gereed')
    """
    marks = states(codes, current)
    return tuple(
        _path_state(mark, done.get(code), code in finished, code in skipped)
        for code, mark in zip(codes, marks, strict=True)
    )


def _path_state(mark: str, done: bool | None, finished: bool, skipped: bool) -> str:
    if mark == NOW:
        return NOW
    if done or (done is None and finished and mark == DONE and not skipped):
        return DONE
    return SKIPPED if mark == DONE or skipped else LATER


def following(codes: Sequence[str], marks: Sequence[str], current: str) -> str:
    """The first step after the current one that still has to come, or "" at the end."""
    here = codes.index(current) if current in codes else -1
    later = (code for code, mark in zip(codes, marks, strict=True) if mark == LATER)
    return next((code for code in later if codes.index(code) > here), "")


def finished_after(
    codes: Sequence[str], *, current: str, target: str, finished: Collection[str]
) -> list[str]:
    """Which steps count as ended after a move: moving on ends the step one comes from, going back
    reopens the step one comes to."""
    forward = target in codes and current in codes and codes.index(target) > codes.index(current)
    ended = {*finished, current} if forward else set(finished)
    return [code for code in codes if code in ended and code != target]


def current_of(periods: Sequence[Period]) -> int | None:
    """Which of the periods is worked on: the newest, or None when there is none.

    Whoever starts the next cycle prepares it while the plan of the one before still runs.
    """
    if not periods:
        return None
    return max(range(len(periods)), key=lambda number: periods[number].first)


def twice(names: Iterable[str]) -> frozenset[str]:
    """The names that occur more than once, whatever their case."""
    counts = Counter(name.strip().casefold() for name in names)
    return frozenset(name for name, count in counts.items() if count > 1)


def new_name_refusal(name: str, taken: Iterable[str]) -> str | None:
    """Why a new theme cannot have this name, or None."""
    if not name.strip():
        return NO_NAME
    return NAME_TAKEN if twice([*set(taken), name]) else None
