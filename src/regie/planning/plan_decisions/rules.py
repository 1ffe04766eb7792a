"""What a plan needs before it goes on, and what an amendment can say. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from regie.foundation.records.engine import gettext_noop as _
from regie.planning.plan_decisions import workflow
from regie.planning.plans.rules import (
    ADOPTED,
    COUNCIL,
    DRAFT,
    EXECUTIVE,
    MANAGEMENT,
    PARTNER_CHECK,
    SUPERSEDED,
    TRIANGLE,
    WITHDRAWN,
)

STANDS: Mapping[str, str] = {
    DRAFT: _("Het plan is nog een concept."),
    PARTNER_CHECK: _("Het plan ligt nog bij de partners."),
    MANAGEMENT: _("Het managementteam heeft nog niet besloten."),
    EXECUTIVE: _("Het college heeft nog niet besloten."),
    TRIANGLE: _("De driehoek heeft nog niet overlegd."),
    COUNCIL: _("De raad heeft nog niet besloten."),
    ADOPTED: _("De raad heeft het plan al vastgesteld."),
    WITHDRAWN: _("Het plan is ingetrokken."),
    SUPERSEDED: _("Het plan is opgevolgd door een nieuw plan."),
}
"""Why a step that belongs to another state cannot be taken now."""

NO_DAY = _("Vul de dag van het besluit in.")
IN_FUTURE = _("De dag van het besluit ligt nog in de toekomst.")
NO_NUMBER = _("Vul het nummer van het besluit in.")
NO_REASON = _("Schrijf op waarom het plan teruggaat.")
NO_SKIP_REASON = _("Schrijf op waarom u een stap overslaat.")
NO_WITHDRAWAL = _("Schrijf op waarom het plan vervalt.")
NO_EXTENSION = _("Schrijf op waarom het plan langer geldt.")
NOT_LONGER = _("De nieuwe laatste dag ligt niet na de laatste dag van nu.")
ENDS_TOO_SOON = _("De laatste dag ligt niet na de eerste dag.")
NO_PLACE = _("Schrijf op waar het plan bekend is gemaakt.")
NO_ANSWER = _("Kies of u akkoord bent.")
NO_WORDS = _("Schrijf op wat er anders moet.")
NOT_ACCEPTED = _("Deze uitkomst past hier niet.")
NO_OBJECTIVE = _("Het plan heeft nog geen doel. De wet vraagt de raad juist om doelen.")
EMPTY_PART = _("Het onderdeel “%(title)s” is nog leeg.")
TWO_TEXTS = _("Kies tussen twee teksten bij “%(title)s”.")
LACKS = _("Het plan is nog niet klaar voor het college. %(what)s")
OPEN_AMENDMENTS = _("Leg eerst vast wat de raad deed met: %(numbers)s.")
CLASH = _(
    "Amendement %(mine)s en amendement %(other)s veranderen dezelfde tekst. Kies bij amendement "
    "%(mine)s “gewijzigd overgenomen” en schrijf de tekst zoals de raad die wil."
)
CHANGED_SINCE = _(
    "De tekst is veranderd sinds amendement %(mine)s is geschreven. Kies “gewijzigd overgenomen” "
    "en schrijf de tekst zoals de raad die wil."
)
DROPPED = _(
    "Amendement %(mine)s en amendement %(other)s gaan over hetzelfde. Het ene schrapt het, het "
    "andere verandert het. Kies bij een van de twee een andere uitkomst."
)
SAME_ADDED = _(
    "Amendement %(mine)s en amendement %(other)s voegen hetzelfde toe. Kies bij een van de twee "
    "een andere uitkomst."
)
ALREADY = _("Wat amendement %(mine)s toevoegt, staat al in het plan.")
GONE = _("Het onderdeel of doel van amendement %(mine)s staat niet meer in het plan.")
CHANGED_BEFORE_DROP = _(
    "Wat amendement %(mine)s schrapt, is veranderd sinds het is geschreven. Bewaar het amendement "
    "opnieuw als het nog klopt."
)
EARLIER = _(
    "Dit amendement is geschreven op een eerdere versie van het plan. Kies “Wijzigen” en bewaar "
    "het opnieuw op de versie van nu."
)
NO_CHANGED_DROP = _(
    "Wat wordt geschrapt, kan de raad niet gewijzigd overnemen. Schrijf een amendement dat de "
    "tekst wijzigt."
)
LAST_OBJECTIVE = _(
    "Zo blijft er geen doel over in het plan. De wet vraagt de raad juist om doelen."
)
THERE_ALREADY = _("Dit staat al in het plan.")
BEATEN = _("%(name)s legde dit besluit net vast, op %(at)s. Uw invoer is niet gebruikt.")
ONLY_AT_COUNCIL = _("Een amendement kan alleen zolang het plan bij de raad ligt.")
DECIDED_ALREADY = _("De raad besloot al over dit amendement.")
NOT_OWN = _("U verandert alleen uw eigen amendement. De griffier verandert elk amendement.")
NO_TITLE = _("Geef het amendement een titel.")
NO_PROPOSER = _("Schrijf op wie het voorstelt, zoals de naam van een fractie.")
SAME_TEXT = _("De nieuwe tekst is gelijk aan de tekst van nu.")
NO_TARGET = _("Kies het onderdeel of het doel waar het om gaat.")
NO_PART_TITLE = _("Geef het nieuwe onderdeel een titel.")
NO_YEAR_VALUE = _("Schrijf een jaar, zoals 2024.")
NO_VALUE = _("Vul in wat er komt te staan.")
NO_NUMBER_VALUE = _("Schrijf dit als een getal, zoals 12,5.")
NO_DATE_VALUE = _("Schrijf dit als een dag, zoals 31-12-2030.")
NO_DECIDED_TEXT = _("Schrijf de tekst zoals de raad die vaststelde.")

CHANGE, ADD, DROP = "change", "add", "drop"
SECTION, OBJECTIVE = "section", "objective"
OPEN, TAKEN, CHANGED, REJECTED, TAKEN_BACK = "", "adopted", "changed", "rejected", "withdrawn"
IN_FORCE = frozenset({TAKEN, CHANGED})
"""Outcomes of an amendment that change the plan."""


# --- the way --------------------------------------------------------------------------------------


def stands(state: str) -> str:
    """Where the plan stands, as the reason why another step has to wait."""
    return STANDS[state]


def to_explain(source: str, target: str, *, light: bool, passed: Iterable[str]) -> tuple[str, ...]:
    """The bodies that are passed over without having seen this plan, of which a reason is asked.

    The light version has no partner check, management team or triangle of its own.
    """
    if light:
        return ()
    known = frozenset(passed)
    return tuple(body for body in workflow.skipped(source, target) if body not in known)


def day_refusal(day: date | None, today: date) -> str | None:
    """Why a decision cannot have this day, or None."""
    if day is None:
        return NO_DAY
    return IN_FUTURE if day > today else None


def extension_refusal(until: date, last: date) -> str | None:
    """Why a plan cannot be extended to this day, or None."""
    return None if until > last else NOT_LONGER


def is_retroactive(valid_from: date, decided: date) -> bool:
    """Whether a plan holds from before the day on which it was decided: usual, and said."""
    return valid_from < decided


@dataclass(frozen=True)
class Part:
    """A part of the plan: `owed` when it must have own words, `waits` when two texts lie there."""

    pk: int
    title: str
    owed: bool = True
    empty: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Lack:
    """What a plan lacks: a sentence, and the part with its title (None: an objective)."""

    sentence: str
    title: str = ""
    part: int | None = None


def lacks(objectives: int, parts: Iterable[Part]) -> tuple[Lack, ...]:
    """What a plan lacks before it can go to the executive."""
    found = [] if objectives else [Lack(NO_OBJECTIVE)]
    for part in parts:
        if part.waits:
            found.append(Lack(TWO_TEXTS, part.title, part.pk))
        elif part.owed and part.empty:
            found.append(Lack(EMPTY_PART, part.title, part.pk))
    return tuple(found)


# --- values in an amendment -----------------------------------------------------------------------

TEXTS = ("statement", "effect", "ambition", "owner", "holder", "measuring_plan")
NUMBERS = ("baseline", "target", "target_percent")
DAYS = ("target_date",)
FIELDS = ("statement", "effect", "target", "target_percent", "target_date", "ambition", "owner")
"""What an amendment can change of an objective, in the order of the form."""
ADDED_FIELDS = (
    "priority",
    "effect",
    "measured_by",
    "unit",
    "direction",
    "baseline",
    "baseline_from",
    "baseline_source",
    "target",
    "target_date",
    "owner",
)
"""What an amendment that adds an objective says beside its sentence, in the order of the form."""
YEARS = ("baseline_from",)


def value_of(field: str, text: str) -> str | int | Decimal | date | None:
    """What was typed for a field of an objective; None for nothing. Raises ValueError with a
    sentence."""
    words = text.strip()
    if field in NUMBERS:
        return _number(words) if words else None
    if field in YEARS:
        return _year(words) if words else None
    if field in DAYS:
        return _date(words) if words else None
    return words


def _number(words: str) -> Decimal:
    try:
        found = Decimal(words.replace(" ", "").replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(NO_NUMBER_VALUE) from error
    if not found.is_finite():
        raise ValueError(NO_NUMBER_VALUE)
    return found


def _year(words: str) -> int:
    if not (words.isdecimal() and len(words) == 4):
        raise ValueError(NO_YEAR_VALUE)
    return int(words)


def _date(words: str) -> date:
    parts = words.split("-")
    try:
        if len(parts[0]) == 4:
            return date.fromisoformat(words)
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(NO_DATE_VALUE) from error


def text_of(field: str, value: object) -> str:
    """A value of an objective as it is kept in an amendment."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
