"""What the start page and the homes show, in the reader's words."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regie.evidence.data_quality.queries import behind
from regie.evidence.diagnosis import queries as indicators
from regie.evidence.intake.findings import report_from_json
from regie.evidence.signals.queries import assessments
from regie.evidence.sources.judgement import SERIOUS, refusal
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.evidence.sources.presenting import say
from regie.evidence.sources.queries import manifest_of
from regie.foundation.access.queries import RoleView, roles
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import REAL, realm_of
from regie.foundation.cycles import queries as cycles
from regie.foundation.cycles.cast import CAST
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.rules import ADOPTED
from regie.policy.tables import TABLES

# What the picture lacks without a family of tables.
WITHOUT = {
    "offence": _("Er zijn geen cijfers over misdrijven."),
    "nuisance": _("Er zijn geen cijfers over overlast."),
    "population": _("Het inwonertal ontbreekt. Zonder dat is er geen cijfer per 1.000 inwoners."),
    "kwb": _("De kerncijfers van wijken en buurten ontbreken. Daar zijn geen verhoudingscijfers."),
    "vm": _("De Veiligheidsmonitor ontbreekt. U ziet niet hoe veilig inwoners zich voelen."),
}


@dataclass(frozen=True)
class PersonaView:
    """Somebody one can be in the demonstration, and where."""

    code: str
    name: str
    role: RoleView
    place: str


@dataclass(frozen=True)
class DeliveryView:
    """A delivery on a home page, with what asks for attention in words.

    `worst` is good, note, warning or problem; `old` means that a newer edition should exist.
    """

    pk: int
    title: str
    table_id: str
    family: str
    available: bool
    received_at: datetime
    last_period: str
    worst: str
    troubles: tuple[str, ...]
    refusal: str
    old: bool

    @property
    def asks_attention(self) -> bool:
        """Refused, old, or with something serious in its report."""
        return bool(self.troubles or self.refusal or self.old)


@dataclass(frozen=True)
class CycleView:
    """Where the municipality is: the running cycle, this step and the one after it."""

    name: str
    valid_from: date
    last_day: date
    step: str
    product: str
    actors: tuple[str, ...]
    next_step: str


def personas() -> tuple[PersonaView, ...]:
    """The people of the demonstration, the coordinator first; 1 query."""
    names = dict(Municipality.objects.values_list("code", "name"))
    known = {view.code: view for view in roles()}
    return tuple(
        PersonaView(p.code, p.name, known[p.role], names.get(p.places[0], "")) for p in CAST
    )


def real_municipalities() -> list[tuple[str, str]]:
    """Code and name of the real municipalities about which figures were imported, by name.

    2 queries.
    """
    codes: set[str] = set()
    for delivery in Delivery.objects.filter(
        state=DeliveryState.AVAILABLE, dataset__isnull=False, dataset__realm=REAL
    ):
        codes |= set(manifest_of(delivery).municipalities)
    names = areas.names(sorted(codes), realm=REAL) if codes else {}
    return sorted(names.items(), key=lambda item: item[1])


def deliveries(municipality: Municipality) -> tuple[DeliveryView, ...]:
    """What this municipality's picture rests on and what was refused here, newest first; 1 query.

    Public tables are shared by everybody in the same realm; a refused file is only shown to who
    delivered it.
    """
    in_use = Q(state=DeliveryState.AVAILABLE, dataset__realm=realm_of(municipality.code))
    in_use &= Q(dataset__owner=None) | Q(dataset__owner=municipality)
    refused = Q(state=DeliveryState.REFUSED, municipality=municipality)
    found = Delivery.objects.select_related("dataset").filter(in_use | refused)
    rows = list(found.order_by("-received_at", "-pk"))
    newest = _newest_of_each_series(rows)
    return tuple(_delivery(row, newest) for row in rows)


def _series(row: Delivery) -> tuple[str, str]:
    """Yearly editions and successive tables continue each other: one family, one frequency."""
    return _family(row), row.last_period[4:6]


def _family(row: Delivery) -> str:
    table_id = row.dataset.table_id if row.dataset else row.file_name
    # Editions of the key figures that were never a numbered table are called after their year.
    return "kwb" if table_id.startswith("KWB") else _families().get(table_id, table_id)


def _newest_of_each_series(rows: list[Delivery]) -> dict[tuple[str, str], str]:
    newest: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.state == DeliveryState.AVAILABLE:
            newest[_series(row)] = max(row.last_period, newest.get(_series(row), ""))
    return newest


@cache
def _families() -> dict[str, str]:
    """The family of each table, by its number."""
    return {table.table_id: table.family for table in TABLES()}


def _delivery(row: Delivery, newest: dict[tuple[str, str], str]) -> DeliveryView:
    report = report_from_json(row.report)
    findings = report.findings if report else ()
    available, last = row.state == DeliveryState.AVAILABLE, row.last_period
    return DeliveryView(
        pk=row.pk,
        title=row.dataset.title if row.dataset else row.file_name,
        table_id=row.dataset.table_id if row.dataset else "",
        family=_family(row),
        available=available,
        received_at=row.received_at,
        last_period=last,
        worst=report.worst if report else "problem",
        troubles=tuple(say(f.sentence, f.params) for f in findings if f.severity in SERIOUS),
        refusal="" if available else refusal(row),
        old=available and last == newest[_series(row)] and _is_behind(row),
    )


def _is_behind(row: Delivery) -> bool:
    """The rule of the desk of data quality, so that both pages say the same."""
    table_id = row.dataset.table_id if row.dataset else ""
    return behind(table_id, _family(row), row.last_period, timezone.localdate())


def missing(found: tuple[DeliveryView, ...]) -> tuple[str, ...]:
    """What the picture cannot say because a source was never delivered; no queries."""
    present = {item.family for item in found if item.available}
    return tuple(str(text) for family, text in WITHOUT.items() if family not in present)


def cycle_view(cycle: PolicyCycle | None) -> CycleView | None:
    """The running cycle in words, or None where none was started; no queries."""
    if cycle is None:
        return None
    steps = cycles.steps(cycle)
    codes = [step.code for step in steps]
    at = codes.index(cycle.current_step) if cycle.current_step in codes else 0
    return CycleView(
        name=cycle.name,
        valid_from=cycle.valid_from,
        last_day=cycle.last_day,
        step=steps[at].label,
        product=steps[at].product,
        actors=steps[at].actors,
        next_step=steps[at + 1].label if at + 1 < len(steps) else "",
    )


def running_plan(municipality: Municipality) -> SafetyPlan | None:
    """The newest plan that the council adopted: every member reads it. 1 query."""
    return SafetyPlan.objects.filter(municipality=municipality, state=ADOPTED).first()


def role_view(code: str) -> RoleView:
    """A role in the reader's language; no queries. Raises StopIteration for an unknown code."""
    return next(view for view in roles() if view.code == code)


def field_names(cycle: PolicyCycle | None) -> dict[str, str]:
    """What the municipality itself calls its fields, by code; 2 queries."""
    if cycle is None:
        return {}
    return {field.code: field.name for field in cycles.fields_with_themes(cycle)}


def picture(municipality: Municipality) -> tuple[indicators.Picture, indicators.Summary]:
    """The picture and its conclusion; 3 queries, at most 10 the first time."""
    code = municipality.code
    return indicators.picture(code), indicators.summary(code, assessments(municipality))
