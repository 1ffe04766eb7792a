"""The guided path: which page belongs to which step of the cycle, how far it is, what comes next.

Rooms announce their page when the house starts (`apps.ready`), so that this room knows the pages
of those above it by name only and no arrow points up. A room above also says when each step is
planned.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regie.foundation.access.queries import decision
from regie.foundation.access.rules import Action
from regie.foundation.cycles import queries, rules
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import MoveView, PhaseView, StepView
from regie.foundation.records.rows import Rows
from regie.policy import cycle as policy


@dataclass(frozen=True)
class Progress:
    """How far the work of a step is: `words` says in one sentence what is there or what lacks."""

    done: bool
    words: str


@dataclass(frozen=True)
class StepPage:
    """Where the work of a step is done; `route` takes the municipality's slug as `gemeente`."""

    step: str
    route: str
    action: Action
    reading: "Reading"

    def progress(self, cycle: PolicyCycle) -> Progress:
        """How far the work is. At most 1 query."""
        return _told(cycle, [self.reading])[self.step]


Kept = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of small tables that were read along with a cycle, by the name of the table."""


@dataclass(frozen=True)
class Reading:
    """How a room tells how far its steps are, by code.

    `along` gives the tables that are read along with the cycle, for all rooms in one query; `tell`
    gets their rows and asks nothing more. A room without such tables asks at most 1 query itself.
    """

    tell: Callable[[PolicyCycle, Kept], Mapping[str, Progress]]
    along: Callable[[], Mapping[str, Rows]] = dict


@dataclass(frozen=True)
class Planned:
    """The first and last day a step is planned."""

    first: date
    last: date


@dataclass(frozen=True)
class PathStep:
    """A step as the path draws it.

    `skip` says who skipped it and why, when that was recorded.
    `url` is "" without a page or without the right to it; `refusal` says why not. `lacking` are
    the names of the steps it needs that are not done; `late` means that its last day is past.
    """

    step: StepView
    state: str
    url: str
    refusal: str
    progress: str
    lacking: tuple[str, ...]
    planned: Planned | None
    late: bool
    skip: MoveView | None = None


@dataclass(frozen=True)
class PhaseBlock:
    """A phase of the path with its steps, and the names of those that the light version does not
    need."""

    phase: PhaseView
    steps: tuple[PathStep, ...]
    left_out: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """How many of its steps are done."""
        return sum(step.state == rules.DONE for step in self.steps)

    @property
    def skipped(self) -> int:
        """How many of its steps were skipped."""
        return sum(step.state == rules.SKIPPED for step in self.steps)

    @property
    def mood(self) -> str:
        """The kind of badge that says so."""
        return "positive" if self.done == len(self.steps) else "neutral"


@dataclass(frozen=True)
class Todo:
    """The next thing to do, in one sentence.

    `done` means that the work of the current step is done, or that no page can tell. `url` is the
    page of the work, `following` and `following_label` the step after it ("" at the end).
    """

    step: str
    label: str
    words: str
    url: str
    refusal: str
    done: bool
    following: str
    following_label: str


@dataclass(frozen=True)
class Path:
    """The whole path and the next thing to do on it."""

    blocks: tuple[PhaseBlock, ...]
    todo: Todo


@dataclass(frozen=True)
class Here:
    """Which step is now and which one follows, for the frame of every page."""

    label: str
    url: str
    following: str


WAITING = frozenset({rules.NOW, rules.LATER})
Planning = Callable[[PolicyCycle], Mapping[str, Planned]]

_pages: dict[str, StepPage] = {}
_planning: list[Planning] = []


def add_page(
    step: str, route: str, action: Action, progress: Callable[[PolicyCycle], Progress]
) -> None:
    """Say where the work of a step is done; `progress` asks at most one query."""
    add_pages({step: route}, action, Reading(lambda cycle, _kept: {step: progress(cycle)}))


def add_pages(routes: Mapping[str, str], action: Action, reading: Reading) -> None:
    """Say where the work of several steps is done, of which the progress is read at once."""
    for step, route in routes.items():
        _pages[step] = StepPage(step, route, action, reading)


def page_of(step: str) -> StepPage | None:
    """The page of a step, or None when no room has one."""
    return _pages.get(step)


def pages() -> Mapping[str, StepPage]:
    """The page of every step that has one."""
    return dict(_pages)


def set_planning(planning: Planning) -> None:
    """Say where the planned days of the steps come from; it asks at most one query."""
    _planning[:] = [planning]


def address_of(step: str, gemeente: str) -> str:
    """The address of the page of a step, or "" when there is none; no queries."""
    page = page_of(step)
    try:
        return reverse(page.route, kwargs={"gemeente": gemeente}) if page else ""
    except NoReverseMatch:
        return ""


def address_of_phase(phase: str, variant: str, gemeente: str) -> str:
    """The page of the first step of a phase that has one, or ""; no queries."""
    light = variant == rules.LIGHT
    steps = policy.CYCLE().steps_of(phase, light=light)
    addresses = (address_of(step.code, gemeente) for step in steps)
    return next((address for address in addresses if address), "")


def here(cycle: PolicyCycle, *, gemeente: str, role: str) -> Here:
    """Which step is now, with its page when this role may open it, and what follows; no queries."""
    following = queries.next_step(cycle)
    same = following == cycle.current_step
    return Here(
        label=queries.step_label(cycle.current_step),
        url=_open_address(cycle.current_step, gemeente, role)[0],
        following="" if same else queries.step_label(following),
    )


def draw(cycle: PolicyCycle, *, gemeente: str, role: str) -> Path:
    """The path as this role sees it; one query per room with pages of steps, and one for the
    planning."""
    views = queries.steps(cycle)
    codes = [view.code for view in views]
    found = progress_of(cycle, codes, gemeente=gemeente)
    done = {code: progress.done for code, progress in found.items()}
    marks = rules.path_states(
        codes,
        cycle.current_step,
        finished=cycle.finished_steps,
        done=done,
        skipped=cycle.skipped_steps,
    )
    skips = queries.skips(cycle)
    planned = _planning[0](cycle) if _planning else {}
    today = timezone.localdate()
    ready = {code for code, mark in zip(codes, marks, strict=True) if mark == rules.DONE}
    steps = [
        PathStep(
            view,
            mark,
            *_open_address(view.code, gemeente, role),
            found[view.code].words if view.code in found else "",
            () if mark == rules.DONE else _lacking(view.code, cycle.variant, ready),
            planned.get(view.code),
            mark in WAITING and view.code in planned and planned[view.code].last < today,
            skips.get(view.code) if mark == rules.SKIPPED else None,
        )
        for view, mark in zip(views, marks, strict=True)
    ]
    following = rules.following(codes, marks, cycle.current_step)
    blocks = tuple(
        PhaseBlock(
            phase,
            tuple(step for step in steps if step.step.phase == phase.code),
            queries.left_out(cycle, phase.code),
        )
        for phase in queries.phases(cycle)
    )
    return Path(blocks, _todo(steps, done, following))


def is_done(cycle: PolicyCycle, *, gemeente: str) -> bool:
    """Whether the current step may be ended in one click: its page says it is done, or it has
    none; at most 1 query."""
    page = page_of(cycle.current_step)
    if page is None or not address_of(cycle.current_step, gemeente):
        return True
    return page.progress(cycle).done


def is_finished(cycle: PolicyCycle, step: str, *, gemeente: str) -> bool:
    """Whether the page of a step says that its work is done; at most 1 query."""
    found = progress_of(cycle, [step], gemeente=gemeente)
    return step in found and found[step].done


def progress_of(cycle: PolicyCycle, codes: Iterable[str], *, gemeente: str) -> dict[str, Progress]:
    """How far those of these steps are that have a page; 1 query for what is read along with the
    cycle, and 1 per room that reads apart."""
    asked = [code for code in codes if address_of(code, gemeente)]
    told = _told(cycle, dict.fromkeys(_pages[code].reading for code in asked))
    return {code: told[code] for code in asked}


def _told(cycle: PolicyCycle, readings: Collection[Reading]) -> dict[str, Progress]:
    along = {
        (reading, name): rows for reading in readings for name, rows in reading.along().items()
    }
    read = PolicyCycle.objects.values_list(*along.values()).get(pk=cycle.pk) if along else ()
    kept = dict(zip(along, read, strict=True))
    told: dict[str, Progress] = {}
    for reading in readings:
        own = {name: rows for (of, name), rows in kept.items() if of is reading}
        told |= reading.tell(cycle, own)
    return told


def _open_address(step: str, gemeente: str, role: str) -> tuple[str, str]:
    """The address of a step's page for this role, and why it cannot be opened."""
    page, address = page_of(step), address_of(step, gemeente)
    if page is None or not address:
        return "", ""
    allowed = decision(page.action, role=role)
    return (address, "") if allowed else ("", allowed.reason)


def _lacking(step: str, variant: str, ready: set[str]) -> tuple[str, ...]:
    needs = policy.CYCLE().needs_of(step, light=variant == rules.LIGHT)
    return tuple(queries.step_label(need) for need in needs if need not in ready)


def _todo(steps: list[PathStep], done: Mapping[str, bool], following: str) -> Todo:
    now = next((step for step in steps if step.state == rules.NOW), steps[0])
    finished = done.get(now.step.code, True)
    return Todo(
        step=now.step.code,
        label=now.step.label,
        words=_todo_words(now, known=now.step.code in done),
        url=now.url,
        refusal=now.refusal,
        done=finished,
        following=following,
        following_label=queries.step_label(following) if following else "",
    )


def _todo_words(now: PathStep, *, known: bool) -> str:
    if known:
        return now.progress
    words = _("Maak af: %(product)s. Dat doet u buiten Regie. Zet daarna de cyclus verder.")
    return words % {"product": now.step.product}
