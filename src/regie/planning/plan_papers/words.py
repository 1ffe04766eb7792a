"""Codes, days and numbers of a plan in the language that is active."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regie.planning.objectives.models import Comparison, Direction
from regie.planning.objectives.telling import in_unit
from regie.planning.plan_decisions.models import Body, Outcome
from regie.planning.plan_papers.shape import Baseline, Content, Decision, Objective, Spoken, said
from regie.planning.plans.models import PlanState
from regie.policy import units
from regie.ui.formats import number

ADOPTED = frozenset({Outcome.ADOPTED.value, Outcome.ADOPTED_AMENDED.value})
"""Outcomes with which a council adopted the plan."""


def body(code: str) -> str:
    """A body in words; an unknown code as it is."""
    return str(dict(Body.choices).get(code, code))


def outcome(code: str) -> str:
    """What a body came to, in words; an unknown code as it is."""
    return str(dict(Outcome.choices).get(code, code))


def state(code: str) -> str:
    """A state of a plan in words; an unknown code as it is."""
    return str(dict(PlanState.choices).get(code, code))


def day(found: date) -> str:
    """A day in full, such as 26 november 2026."""
    return date_format(found, "j F Y")


def amount(value: Decimal) -> str:
    """A number with as many decimals as it was given with, without empty ones at the end.

    >>> amount(Decimal("7.4000")), amount(Decimal("1200"))
    ('7,4', '1.200')
    """
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def euro(value: Decimal) -> str:
    """Euros without cents: a plan speaks of whole euros."""
    return f"€\N{NO-BREAK SPACE}{number(value)}"


def years(first: int | None, last: int | None) -> str:
    """A year, or the first and last of several; "" when neither is known.

    >>> years(2023, 2025), years(None, 2025), years(2025, 2025)
    ('2023–2025', '2025', '2025')
    """
    known = sorted({year for year in (first, last) if year is not None})
    return "–".join(map(str, known))


def joined(names: Iterable[str]) -> str:
    """Names behind each other: "A, B en C"."""
    *before, last = list(names) or [""]
    return (
        _("%(before)s en %(last)s") % {"before": ", ".join(before), "last": last}
        if before
        else last
    )


def document_name(content: Content) -> str:
    """What this municipality calls the document."""
    return content.plan.document_name or _("Integraal veiligheidsplan")


def last_day(content: Content) -> date:
    """The last day of the plan, extension included."""
    return content.plan.extended_to or content.plan.valid_to


def period(content: Content) -> str:
    """The years of a plan, such as 2027–2030."""
    return years(content.plan.valid_from.year, last_day(content).year)


def organisation(content: Content) -> str:
    """Of which municipality or municipalities the plan is."""
    names = [party.name for party in content.plan.parties] or [content.plan.municipality.name]
    if len(names) == 1:
        return _("Gemeente %(name)s") % {"name": names[0]}
    return _("Gemeenten %(names)s") % {"names": joined(names)}


def adoption(content: Content, municipality: str = "") -> Decision | None:
    """The newest decision of a council that adopted the plan; of one municipality when named."""
    found = [
        item
        for item in content.decisions
        if item.body == Body.COUNCIL
        and item.outcome in ADOPTED
        and municipality in {"", item.municipality}
    ]
    return max(found, key=lambda item: item.day, default=None)


def status(content: Content) -> str:
    """How far the plan is, for the front page."""
    found = adoption(content)
    if found is not None and content.plan.state == PlanState.ADOPTED:
        told = {"day": day(found.day), "number": found.number}
        if found.number:
            return _("Vastgesteld door de raad op %(day)s, besluit %(number)s") % told
        return _("Vastgesteld door de raad op %(day)s") % told
    words = state(content.plan.state).capitalize()
    if content.made.number:
        return _("%(state)s, uitgave %(n)s") % {"state": words, "n": content.made.number}
    return words


def unit_of(item: Objective, language: str) -> str:
    """The unit of the values: that of the objective, else of its indicator."""
    own = said(item.unit, language) or (
        said(item.indicator.unit, language) if item.indicator else ""
    )
    return units.told(own, language)


def measured(item: Objective, language: str) -> str:
    """What is measured: the indicator or the own measurement, with the area."""
    name = said(item.indicator.name, language) if item.indicator else item.measured_by
    area = item.area.name if item.area else ""
    return f"{name} ({area})" if name and area else name or area


def baseline(found: Baseline | None, unit: str = "") -> str:
    """The baseline with its unit and years."""
    if found is None:
        return _("nog niet gemeten")
    when = years(found.first, found.last) or _("jaar onbekend")
    return f"{in_unit(found.value, unit)} ({when})"


def target(item: Objective, unit: str = "") -> str:
    """What is aimed at: a value or a difference, beside what, and when."""
    parts = [_aim(item, unit), _beside(item), _when(item)]
    return " ".join(part for part in parts if part) or _("nog geen streefwaarde")


def _aim(item: Objective, unit: str) -> str:
    if item.target is not None:
        value = in_unit(item.target, unit)
        if item.direction == Direction.KEEP_ABOVE:
            return _("minstens %(value)s") % {"value": value}
        if item.direction == Direction.KEEP_BELOW:
            return _("hoogstens %(value)s") % {"value": value}
        return value
    if item.target_percent is not None:
        sign = "+" if item.target_percent > 0 else ""
        return f"{sign}{amount(item.target_percent)}%"
    way = str(dict(Direction.choices).get(item.direction, ""))
    return _("%(way)s, zonder streefwaarde") % {"way": way} if way else ""


def _beside(item: Objective) -> str:
    if item.beside == Comparison.PEERS:
        return _("ten opzichte van vergelijkbare gemeenten")
    if item.beside == Comparison.COUNTRY:
        return _("ten opzichte van heel Nederland")
    return ""


def _when(item: Objective) -> str:
    return _("op %(day)s") % {"day": day(item.target_date)} if item.target_date else ""


def source_of(found: Baseline | None, item: Objective, language: str) -> str:
    """Where the values come from: of the baseline, else of the indicator or the own measurement."""
    own = said(found.source, language) if found else ""
    of_indicator: Spoken = item.indicator.source if item.indicator else ""
    return own or said(of_indicator, language) or (_("eigen meting") if item.measured_by else "")
