"""What stands in the decision calendar: own moments, decisions of the plan, parallel processes.

From step dates to calendar lines; reads nothing itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.queries import step_label
from regie.planning.timetable import rules
from regie.planning.timetable.clashes import end_of
from regie.planning.timetable.models import Moment
from regie.planning.timetable.queries import body_of
from regie.planning.timetable.rules import Plan, Span
from regie.policy.calendar import ELECTIONS, PROCESSES, RECESSES, ElectionItem, ProcessItem

OWN, PLANNED, PROCESS, ELECTION, USUAL_RECESS = "own", "planned", "process", "election", "recess"
PLAN = "plan"


@dataclass(frozen=True)
class Entry:
    """One line of the calendar. `whole_month` means that only the month is known.

    `origin` says where it comes from; `pk` is that of an own moment, `step` the code of a step,
    `url` where more is said. `takes_over` says that it stands in place of the line of its step.
    `key` tells the lines of one municipality and cycle apart, whatever their days become.
    """

    span: Span
    body: str
    name: str
    text: str = ""
    source: str = ""
    origin: str = OWN
    whole_month: bool = False
    pk: int | None = None
    step: str = ""
    key: str = ""
    url: str = ""
    takes_over: bool = False


def entries(
    window: Span,
    *,
    own: Sequence[Moment],
    plan: Plan,
    open_tasks: Iterable[str] = (),
    announced: Sequence[Entry] = (),
) -> list[Entry]:
    """Every line that touches the window, by day; no queries."""
    waiting = frozenset(open_tasks) - {line.step for line in announced if line.takes_over}
    found = [
        *(_own(row) for row in own),
        *announced,
        *_planned({code: span for code, span in plan.items() if code in waiting}),
        *_processes(window, own),
        *(_election(item) for item in ELECTIONS()),
        *_recesses(window, own),
    ]
    shown = (entry for entry in found if entry.span.overlaps(window))
    return sorted(shown, key=lambda e: (max(e.span.first, window.first), e.whole_month, e.name))


def undated(own: Sequence[Moment]) -> tuple[ProcessItem, ...]:
    """The processes whose day differs per region and that have no own moment yet."""
    dated = {row.process for row in own}
    return tuple(i for i in PROCESSES() if i.month is None and i.code not in dated)


def _own(row: Moment) -> Entry:
    item = next((item for item in PROCESSES() if item.code == row.process), None)
    meaning = chosen(item.meaning, item.meaning_en) if item else ""
    return Entry(
        span=Span(row.first, row.last),
        body=row.kind,
        name=row.name,
        text=row.note or meaning,
        source=item.source if item else "",
        pk=row.pk,
        key=f"moment-{row.pk}",
    )


def _planned(plan: Mapping[str, Span]) -> Iterator[Entry]:
    """The steps at whose end somebody decides or meets; their last day is the moment."""
    for code, span in plan.items():
        if body := body_of(code):
            yield Entry(
                span=Span(span.last, span.last),
                body=body,
                name=step_label(code),
                text=_("Volgens de planning van de beleidscyclus."),
                origin=PLANNED,
                step=code,
                key=f"step-{code}",
            )


def _processes(window: Span, own: Sequence[Moment]) -> Iterator[Entry]:
    dated = {(row.process, row.first.year) for row in own}
    for year in range(window.first.year, window.last.year + 1):
        for item in PROCESSES():
            if item.month and item.comes_in(year) and (item.code, year) not in dated:
                first = date(year, item.month, 1)
                yield Entry(
                    span=Span(first, end_of(first)),
                    body=item.body,
                    name=chosen(item.name, item.name_en),
                    text=chosen(item.meaning, item.meaning_en),
                    source=item.source,
                    origin=PROCESS,
                    whole_month=True,
                    key=f"process-{item.code}-{year}",
                )


def _election(item: ElectionItem) -> Entry:
    told = _("Uitgerekend naar de Kieswet, nog niet aangekondigd.") if item.reckoned else ""
    return Entry(
        span=Span(item.day, item.day),
        body=rules.COUNCIL,
        name=_("Gemeenteraadsverkiezingen"),
        text=told or _("De nieuwe raad kiest later zijn eigen doelen."),
        source=item.source,
        origin=ELECTION,
        key=f"election-{item.day:%Y}",
    )


def _recesses(window: Span, own: Sequence[Moment]) -> Iterator[Entry]:
    mine = [Span(row.first, row.last) for row in own if row.kind == rules.RECESS]
    for year in range(window.first.year - 1, window.last.year + 1):
        for item in RECESSES():
            span = Span(*item.in_year(year))
            if not any(span.overlaps(recess) for recess in mine):
                yield Entry(
                    span=span,
                    body=rules.RECESS,
                    name=chosen(item.name, item.name_en),
                    text=_("Gewone dagen. Vul de dagen van uw eigen raad in."),
                    source=item.source,
                    origin=USUAL_RECESS,
                    key=f"recess-{item.code}-{year}",
                )
