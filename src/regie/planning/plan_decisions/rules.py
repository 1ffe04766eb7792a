"""What a plan needs before it goes on, and how amendments change its text. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher

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
BEATEN = _("%(name)s legde dit besluit net vast, op %(at)s. Uw invoer is niet gebruikt.")
ONLY_AT_COUNCIL = _("Een amendement kan alleen zolang het plan bij de raad ligt.")
DECIDED_ALREADY = _("De raad besloot al over dit amendement.")
NOT_OWN = _("U verandert alleen uw eigen amendement. De griffier verandert elk amendement.")
NO_TITLE = _("Geef het amendement een titel.")
NO_PROPOSER = _("Schrijf op wie het voorstelt, zoals de naam van een fractie.")
SAME_TEXT = _("De nieuwe tekst is gelijk aan de tekst van nu.")
NO_TARGET = _("Kies het onderdeel of het doel dat verandert.")
NO_VALUE = _("Vul in wat er komt te staan.")
NO_NUMBER_VALUE = _("Schrijf dit als een getal, zoals 12,5.")
NO_DATE_VALUE = _("Schrijf dit als een dag, zoals 31-12-2030.")
NO_DECIDED_TEXT = _("Schrijf de tekst zoals de raad die vaststelde.")

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


# --- amendments -----------------------------------------------------------------------------------

Span = tuple[int, int, Sequence[str]]


def merged(base: str, current: str, new: str) -> str | None:
    """The current text with the change from `base` to `new` in it; None when both changed the same
    lines in another way.

    >>> merged("a\\n\\nb", "a!\\n\\nb", "a\\n\\nb?")
    'a!\\n\\nb?'
    """
    if current in (base, new):
        return new
    if new == base:
        return current
    lines = base.split("\n")
    theirs = _spans(lines, current.split("\n"))
    mine = [span for span in _spans(lines, new.split("\n")) if span not in theirs]
    if any(_overlap(one, other) for one in mine for other in theirs):
        return None
    kept, at = [], 0
    for first, last, words in sorted([*theirs, *mine], key=lambda span: span[:2]):
        kept += [*lines[at:first], *words]
        at = last
    return "\n".join([*kept, *lines[at:]])


def _spans(before: Sequence[str], after: Sequence[str]) -> list[Span]:
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(i1, i2, tuple(after[j1:j2])) for tag, i1, i2, j1, j2 in found if tag != "equal"]


def _overlap(one: Span, other: Span) -> bool:
    """Whether two changes touch the same lines; two additions at one place both stay."""
    return max(one[0], other[0]) < min(one[1], other[1]) or (
        one[0] == other[0] and (one[0] == one[1]) != (other[0] == other[1])
    )


@dataclass(frozen=True)
class Change:
    """What an amendment does: `target` says where, `whole` that it is a value and no text."""

    number: str
    target: str
    old: str
    new: str
    whole: bool = False
    settles: bool = False
    """The text was written as the council wants it, whatever others changed there."""


@dataclass(frozen=True)
class Applied:
    """One amendment with the text that stands after it."""

    number: str
    target: str
    text: str


@dataclass(frozen=True)
class Clash:
    """An amendment that cannot be put into the text; `other` is the one that was there first (""
    when the text itself changed)."""

    number: str
    other: str = ""

    @property
    def sentence(self) -> str:
        """What to do about it, with places for the numbers."""
        return CLASH if self.other else CHANGED_SINCE


def apply(
    texts: Mapping[str, str], changes: Iterable[Change]
) -> tuple[tuple[Applied, ...], tuple[Clash, ...]]:
    """Put changes one after the other into the texts by target; what clashes is left out."""
    now = dict(texts)
    done: list[Applied] = []
    clashes: list[Clash] = []
    for change in changes:
        found = _put(change, now.get(change.target, ""))
        if found is None:
            others = [each.number for each in done if each.target == change.target]
            clashes.append(Clash(change.number, others[-1] if others else ""))
            continue
        now[change.target] = found
        done.append(Applied(change.number, change.target, found))
    return tuple(done), tuple(clashes)


def _put(change: Change, current: str) -> str | None:
    if change.settles:
        return change.new
    if change.whole:
        return change.new if current in {change.old, change.new} else None
    return merged(change.old, current, change.new)


TEXTS = ("statement", "effect", "ambition", "owner", "holder", "measuring_plan")
NUMBERS = ("baseline", "target", "target_percent")
DAYS = ("target_date",)
FIELDS = ("statement", "effect", "target", "target_percent", "target_date", "ambition", "owner")
"""What an amendment can change of an objective, in the order of the form."""


def value_of(field: str, text: str) -> str | Decimal | date | None:
    """What was typed for a field of an objective; None for nothing. Raises ValueError with a
    sentence."""
    words = text.strip()
    if field in NUMBERS:
        return _number(words) if words else None
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
