"""What the pages of the timetable show: plain values and tables for a template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regie.foundation.access.queries import decision
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import step_label
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.queries import LogRow, history
from regie.planning.timetable import clashes, rules, words
from regie.planning.timetable.drawing import Bar, Picture, draw
from regie.planning.timetable.entries import ELECTION, PLAN, PLANNED, PROCESS, USUAL_RECESS, Entry
from regie.planning.timetable.models import MomentKind
from regie.planning.timetable.permissions import keeping_of, planning_of
from regie.planning.timetable.queries import Board, body_of
from regie.planning.timetable.rules import AFTER, BEFORE, COUNCIL, KINDS, Outcome, Span, Task
from regie.policy.calendar import ELECTIONS
from regie.policy.cycle import ADOPTION
from regie.ui.charts import Drawn
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
ORIGINS = {
    PLANNED: "info",
    PROCESS: "neutral",
    ELECTION: "warning",
    USUAL_RECESS: "neutral",
}
SHOWN_IN_HISTORY = 10


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"timetable:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, *, room: str = "") -> list[tuple[str, str]]:
    """The path to a page of this room; `room` is the page it lies under."""
    path = [(_("Beleidscyclus"), reverse("cycles:cycle", args=[municipality.slug]))]
    names = {"timetable": _("Planning"), "calendar": _("Besliskalender")}
    return [*path, (names[room], to(room, municipality))] if room else path


# --- the timetable -------------------------------------------------------------------------------


def step_table(
    board: Board, plan: Mapping[str, Span], *, role: str, late: Iterable[str] = (), edit: bool
) -> Table:
    """The steps with their days and their room; no queries. `edit` links to changing a step.

    A step that is behind us and was never planned is left out.
    """
    room = rules.slack(board.tasks, plan, board.recesses)
    columns = (
        Column(_("Stap")),
        Column(_("Gepland")),
        Column(_("Duur"), hint=_("zonder reces")),
        Column(_("Speling"), hint=_("bij geen schuift de raad mee")),
    )
    lagging = set(late)
    rows = tuple(
        Row(
            (
                _step_cell(board, task, role=role, edit=edit, late=task.code in lagging),
                words.days(plan[task.code]) if task.code in plan else _("nog niet gepland"),
                _length(plan.get(task.code), task, board),
                words.room(room.get(task.code)) if task.code in board.open_tasks else "–",
            ),
            current=task.code == board.cycle.current_step,
        )
        for task in board.tasks
        if task.code in board.open_tasks or task.code in plan
    )
    return Table(_("De stappen van de cyclus met hun dagen"), columns, rows)


def _step_cell(board: Board, task: Task, *, role: str, edit: bool, late: bool) -> Cell:
    allowed = edit and decision(planning_of(council=body_of(task.code) == COUNCIL), role=role)
    municipality = board.cycle.municipality
    badge, kind = _badge(board, task.code, late=late)
    return Cell(
        step_label(task.code),
        href=to("step", municipality, step=task.code) if allowed else "",
        badge=badge,
        badge_kind=kind,
    )


def _badge(board: Board, code: str, *, late: bool) -> tuple[str, str]:
    if late:
        return _("te laat"), "warning"
    if code in board.cycle.skipped_steps:
        return _("overgeslagen"), "neutral"
    if code in board.passed:
        return _("achter de rug"), "positive"
    return (_("nu bezig"), "info") if code == board.cycle.current_step else ("", "neutral")


def _length(span: Span | None, task: Task, board: Board) -> str:
    if span is None:
        return "–"
    if task.timing == rules.RUNNING:
        return _("zolang het plan loopt")
    return words.length(rules.open_days(span, board.recesses))


def picture(board: Board, plan: Mapping[str, Span], today: date) -> Drawn | None:
    """The bars of the steps around the decision; None when fewer than two are planned."""
    room = rules.slack(board.tasks, plan, board.recesses)
    near = [task for task in board.tasks if task.timing in {BEFORE, AFTER} and task.code in plan]
    if len(near) < 2:
        return None
    bars = tuple(
        Bar(
            step_label(task.code),
            plan[task.code],
            task.code in board.open_tasks and room.get(task.code) == 0,
        )
        for task in near
    )
    told = _("Balken per stap. Donker en vet: deze stappen bepalen de datum van het raadsbesluit.")
    return draw(
        Picture(_("Planning van de stappen"), told, bars, board.recesses, today, _("vandaag"))
    )


def conclusion(board: Board, plan: Mapping[str, Span]) -> str:
    """The sentence above the drawing: when the council decides, and which steps decide that."""
    if ADOPTION not in plan:
        return _("De dag van het raadsbesluit is nog niet gepland.")
    day = words.day(plan[ADOPTION].last)
    if board.adopted:
        return _("De raad besliste op %(day)s.") % {"day": day}
    room = rules.slack(board.tasks, plan, board.recesses)
    critical = [c for c, left in room.items() if left == 0 and c in board.open_tasks]
    first = next((task.code for task in board.tasks if task.code in critical), ADOPTION)
    told = _("De raad beslist op %(day)s. Die dag hangt nu het meest af van: %(step)s.")
    return told % {"day": day, "step": step_label(first)}


def clash_list(board: Board, plan: Mapping[str, Span], today: date) -> list[Page]:
    """What asks for a second look, each with its title, sentence and kind of alert."""
    return [
        {
            "title": words.clash(found)[0],
            "text": words.clash(found)[1],
            "kind": "info" if found.normal else "warning",
        }
        for found in board.clashes(plan, today)
    ]


def delay(board: Board, late: Sequence[str], today: date) -> Page | None:
    """What the first step that runs late does to the others, when it is finished today."""
    if not late:
        return None
    step, span = late[0], board.plan[late[0]]
    outcome = board.outcome({step: Span(min(span.first, today), today)})
    told = _("“%(step)s” had op %(day)s klaar moeten zijn. Stel: het is vandaag klaar.")
    place = {"step": step_label(step), "day": words.day(span.last)}
    return {"text": f"{told % place} {words.moved(outcome, step)}", "step": step}


def new_council_words(today: date) -> str:
    """What the elections mean for the plan, or "" when no election is known."""
    found = clashes.new_council([item.day for item in ELECTIONS()], today)
    if found is None:
        return ""
    past = _("Op %(day)s koos uw gemeente een nieuwe raad.")
    coming = _("Op %(day)s kiest uw gemeente een nieuwe raad.")
    told = (past if found.election < today else coming) % {"day": words.day(found.election)}
    rest = _("Een plan van die raad begint meestal op %(begin)s. De raad beslist dan voor die dag.")
    return f"{told} {rest % {'begin': words.day(found.plan_from)}}"


def default_month(board: Board, today: date) -> date:
    """From which month to count back first: the one that was chosen, else that of the election
    when it can still be reached, else the earliest one."""
    if board.cycle.decision_month:
        return board.cycle.decision_month
    earliest = board.earliest_month(today)
    found = clashes.new_council([item.day for item in ELECTIONS()], today)
    return found.decide_in if found and found.decide_in >= earliest else earliest


def shift_table(outcome: Outcome) -> Table:
    """What moves: the days now and after."""
    columns = (Column(_("Stap")), Column(_("Nu")), Column(_("Wordt")))
    rows = tuple(
        Row(
            (
                step_label(shift.code),
                words.days(shift.before) if shift.before else _("nog niet gepland"),
                words.days(shift.after),
            )
        )
        for shift in outcome.shifts
    )
    return Table(_("Wat er verschuift"), columns, rows)


def changes(cycle: PolicyCycle) -> list[LogRow]:
    """The last changes of the timetable, newest first; 2 queries."""
    verbs = ("timetable.lay", "timetable.change_step")
    rows = [r for verb in verbs for r in history(cycle, verb=verb, limit=SHOWN_IN_HISTORY)]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:SHOWN_IN_HISTORY]


# --- the decision calendar -----------------------------------------------------------------------


@dataclass(frozen=True)
class MonthBlock:
    """A month of the calendar with its lines."""

    label: str
    table: Table


def month_blocks(
    found: Sequence[Entry], window: Span, municipality: Municipality, role: str
) -> list[MonthBlock]:
    """The lines by month; months without a line are left out."""
    blocks: dict[date, list[Entry]] = {}
    for entry in found:
        month = max(entry.span.first, window.first).replace(day=1)
        blocks.setdefault(month, []).append(entry)
    return [
        MonthBlock(words.month(month), _month_table(month, lines, municipality, role))
        for month, lines in sorted(blocks.items())
    ]


def _month_table(
    month: date, lines: Sequence[Entry], municipality: Municipality, role: str
) -> Table:
    columns = (Column(_("Wanneer")), Column(_("Wat")), Column(_("Van wie")), Column(_("Bron")))
    rows = tuple(
        Row((when(line), _what(line, municipality, role), body_label(line.body), origin(line)))
        for line in lines
    )
    return Table(_("Momenten in %(month)s") % {"month": words.month(month)}, columns, rows)


def _what(line: Entry, municipality: Municipality, role: str) -> Cell:
    href = ""
    if line.pk is not None and decision(keeping_of(line.body), role=role):
        href = to("edit_moment", municipality, pk=line.pk)
    elif line.step or line.url:
        href = line.url or to("timetable", municipality)
    names = {
        PLANNED: _("planning"),
        PLAN: _("plan"),
        ELECTION: _("verkiezingen"),
        USUAL_RECESS: _("gewoonlijk"),
    }
    badge = names.get(line.origin, "")
    return Cell(
        line.name,
        href=href,
        sub=line.text,
        badge=badge,
        badge_kind=ORIGINS.get(line.origin, "neutral"),
    )


def when(line: Entry) -> str:
    """The days of a line; only the month where no more is known."""
    if line.whole_month:
        return _("in de loop van %(month)s") % {"month": words.month(line.span.first)}
    return words.days(line.span)


def body_label(body: str) -> str:
    """Whose moment it is, in words."""
    return str(MomentKind(body).label)


def origin(line: Entry) -> str:
    """Where a line comes from."""
    if line.source:
        return line.source
    names = {PLANNED: _("planning van de cyclus"), PLAN: _("veiligheidsplan")}
    return names.get(line.origin, _("eigen kalender"))


def kinds_of(role: str) -> tuple[str, ...]:
    """The kinds of moments this role may keep."""
    return tuple(kind for kind in KINDS if decision(keeping_of(kind), role=role))
