"""What Regie can fill in from what it knows; a person reads it and makes it their own."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.analyses.queries import published
from regie.evidence.findings.queries import confirmed
from regie.foundation.cycles.models import LessonKind, PolicyCycle
from regie.foundation.cycles.queries import StepView, lessons, phases, steps
from regie.foundation.organizations.queries import partners_of
from regie.planning.assignments.queries import assignment_of
from regie.planning.assignments.queries import sentence as assignment_sentence
from regie.planning.start_memos.rules import in_order
from regie.planning.timetable.queries import planned

BEFORE_THE_PLAN = ("start", "analysis", "priorities", "plan")
"""Phases that end with the plan."""


def suggestion(code: str, cycle: PolicyCycle) -> str:
    """A first text for a question, or "" when Regie knows nothing. At most 4 queries."""
    make = _MAKERS.get(code)
    return make(cycle) if make else ""


def _period(cycle: PolicyCycle) -> str:
    """The plan that ends and the one that is made. 1 query."""
    period = {"first": _day(cycle.valid_from), "last": _day(cycle.last_day)}
    said = [_("Het nieuwe plan geldt van %(first)s tot en met %(last)s.") % period]
    older = PolicyCycle.objects.filter(
        municipality_id=cycle.municipality_id, valid_from__lt=cycle.valid_from
    ).first()
    if older:
        about = {"name": older.name, "last": _day(older.last_day)}
        said.insert(0, _("Het vorige plan, %(name)s, loopt tot en met %(last)s.") % about)
    return " ".join(said)


def _known(cycle: PolicyCycle) -> str:
    """The analysis, the findings and the lessons there are. 3 queries."""
    said = []
    edition = published(cycle.municipality)
    if edition:
        about = {
            "title": edition.analysis.title,
            "day": _day(localtime(edition.published_at).date()),
        }
        said.append(_("De nieuwste veiligheidsanalyse is %(title)s van %(day)s.") % about)
    count = len(confirmed(cycle.municipality))
    if count:
        words = ngettext(
            "Er is %(n)s bevinding bevestigd.", "Er zijn %(n)s bevindingen bevestigd.", count
        )
        said.append(words % {"n": count})
    learned = lessons(cycle.municipality)
    for kind in LessonKind:
        rows = [lesson.text for lesson in learned if lesson.kind == kind.value]
        if rows:
            said.append(f"{str(kind.label).capitalize()}:")
            said += [f"– {row}" for row in rows]
    return "\n".join(said)


def _assignment(cycle: PolicyCycle) -> str:
    """What was asked, when that was recorded, and what it must yield. 1 query."""
    years = {"first": cycle.valid_from.year, "last": cycle.last_day.year}
    given = assignment_of(cycle)
    return "\n".join(
        (
            *((assignment_sentence(given), given.asked) if given else ()),
            _("Het resultaat is een integraal veiligheidsplan voor %(first)s–%(last)s.") % years,
            _("De burgemeester is de bestuurlijk opdrachtgever."),
            _("De veiligheidscoördinator leidt het werk. De raad stelt het plan vast."),
        )
    )


def _steps(cycle: PolicyCycle) -> str:
    """The steps until the plan, per phase."""
    names = {phase.code: phase.label for phase in phases(cycle)}
    dates, lines, last = dates_of(cycle), [], ""
    for step in _until_the_plan(cycle):
        if step.phase != last:
            lines.append(f"{names[step.phase]}:")
            last = step.phase
        lines.append(f"– {step.label}{_when(dates, step.code)}")
    return "\n".join(lines)


def _decisions(cycle: PolicyCycle) -> str:
    dates = dates_of(cycle)
    found = (step for step in _until_the_plan(cycle) if step.decides)
    return _lines(f"{step.label}: {step.decides}{_when(dates, step.code)}" for step in found)


def _products(cycle: PolicyCycle) -> str:
    dates = dates_of(cycle)
    return _lines(
        f"{capfirst(step.product)}{_when(dates, step.code)}" for step in _until_the_plan(cycle)
    )


def _partners(cycle: PolicyCycle) -> str:
    """The partners this municipality has. 1 query."""
    names = [partner.name for partner in partners_of(cycle.municipality)]
    if not names:
        return ""
    return _("Deze organisaties werken al met ons samen: %(names)s.") % {
        "names": in_order(names, _("en"))
    }


def dates_of(cycle: PolicyCycle) -> Mapping[str, date]:
    """On which day each step should be ready, by its code. At most 2 queries."""
    return {code: span.last for code, span in planned(cycle).items()}


def _until_the_plan(cycle: PolicyCycle) -> list[StepView]:
    return [step for step in steps(cycle) if step.phase in BEFORE_THE_PLAN]


def _when(dates: Mapping[str, date], code: str) -> str:
    return f" ({date_format(dates[code], 'F Y')})" if code in dates else ""


def _lines(found: Iterable[str]) -> str:
    return "\n".join(f"– {line}" for line in dict.fromkeys(found))


def _day(day: date) -> str:
    return date_format(day, "j F Y")


_MAKERS: Mapping[str, Callable[[PolicyCycle], str]] = {
    "period": _period,
    "known": _known,
    "assignment": _assignment,
    "steps": _steps,
    "decisions": _decisions,
    "products": _products,
    "partners": _partners,
}
SUGGESTIONS = frozenset(_MAKERS)
