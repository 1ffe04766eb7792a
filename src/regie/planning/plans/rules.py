"""Who reads a plan when, when its text can change, and how its money adds up. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COORDINATOR,
    MAYOR,
    PARTNER,
    RESEARCHER,
    ROLES,
)
from regie.foundation.records.engine import gettext_noop as _

DRAFT = "draft"
PARTNER_CHECK = "partner_check"
MANAGEMENT = "management"
EXECUTIVE = "executive"
TRIANGLE = "triangle"
COUNCIL = "council"
ADOPTED = "adopted"
WITHDRAWN = "withdrawn"
SUPERSEDED = "superseded"

LIVING = (DRAFT, PARTNER_CHECK, MANAGEMENT, EXECUTIVE, TRIANGLE, COUNCIL, ADOPTED)
"""States of a plan that is worked on or holds."""
PUBLIC = frozenset({COUNCIL, ADOPTED, SUPERSEDED})
"""States in which every member of the municipality reads the plan."""
SHARED = frozenset({ADOPTED, SUPERSEDED})
"""States in which members of the other municipalities of a joint plan read it too."""
INSIDE = frozenset({COORDINATOR, RESEARCHER, MAYOR, ALDERMAN, CLERK})
"""Roles that read a plan while it is written."""

OWN = "own"
"""The kind of a part that the municipality thought of itself."""
LONGEST = 60_000
"""Characters in the text of one part."""
WRITING_MINUTES = 10
"""So long after the last autosave somebody counts as writing."""
ON_ITS_WAY = 10
"""Seconds in which an autosave can still come in after the text itself was saved."""

NOT_YET = _("Het plan is nog een concept. U leest het zodra het bij de raad ligt.")
NOT_YET_PARTNER = _("Het plan is nog een concept. U leest het zodra het bij de partners ligt.")
CLOSED = _("Anderen beslissen nu over het plan. De tekst ligt nu vast.")
DECIDED = _("De raad stelde het plan vast. De tekst verandert niet meer.")
PAST = _("Dit plan geldt niet meer. De tekst verandert niet meer.")
ONLY_AT_COUNCIL = _("Een amendement verandert de tekst alleen zolang het plan bij de raad ligt.")
NO_ORIGIN = _("Zeg waar de nieuwe tekst vandaan komt.")
TOO_LONG = _("Deze tekst is te lang. Verdeel hem over meer onderdelen.")
UNKNOWN_VERSION = _("Deze tekst bestaat niet.")
PERSONAL = _("Zet hier geen gegevens over personen in. Kijk naar: “%(where)s”.")
NO_NUMBER = _("Schrijf dit als een getal, zoals 12.500 of 0,5.")
TOO_MUCH = _("Dit getal is te groot.")
NO_TITLE = _("Geef het onderdeel een titel.")
UNKNOWN_KIND = _("Dit soort onderdeel bestaat niet.")
ALREADY_THERE = _("Dit onderdeel staat al in het plan.")
REMOVED = _("Dit onderdeel is uit het plan gehaald. Zet het eerst terug.")
NOT_WHOLE = _("Vul alle drie in: wat u doet, wat er dan gebeurt, en waarom.")
NOT_HERE = _("Kies een prioriteit van dit plan.")
NO_PURPOSE = _("Schrijf op waarvoor het geld of de mensen zijn.")
NO_AMOUNT = _("Vul een bedrag in, een aantal fte, of allebei.")
NEGATIVE = _("Een bedrag of aantal fte kan niet onder nul zijn.")
OUTSIDE_PERIOD = _("Kies een jaar waarin het plan geldt.")
REGION_IS_WHOLE = _("De bijdrage aan de veiligheidsregio hoort niet bij één prioriteit.")
NO_NAME = _("Geef het plan een titel.")
ENDS_TOO_SOON = _("De laatste dag ligt niet na de eerste dag.")
MOVED_ON = _("Iemand anders veranderde dit intussen. Uw woorden staan nog in het formulier.")


def readers(state: str) -> frozenset[str]:
    """The roles that read a plan in this state."""
    return frozenset(ROLES) if state in PUBLIC else INSIDE


def reading_refusal(state: str, role: str) -> str | None:
    """Why this role cannot read the plan now, or None."""
    if role in readers(state):
        return None
    return NOT_YET_PARTNER if role == PARTNER and state == DRAFT else NOT_YET


def writing_refusal(state: str) -> str | None:
    """Why the text cannot change now, or None."""
    if state == DRAFT:
        return None
    return {ADOPTED: DECIDED, WITHDRAWN: PAST, SUPERSEDED: PAST}.get(state, CLOSED)


def amending_refusal(state: str, origin: Mapping[str, str]) -> str | None:
    """Why an amendment cannot change the text now, or None."""
    if state != COUNCIL:
        return ONLY_AT_COUNCIL
    return None if origin else NO_ORIGIN


def text_refusal(text: str) -> str | None:
    """Why this text cannot be kept, or None."""
    return TOO_LONG if len(text) > LONGEST else None


def place_for(kind: str, there: Sequence[str], order: Sequence[str]) -> int:
    """Where a new part comes among the kinds that are there: where the policy has it, an own part
    last.

    >>> place_for("vision", ["scope", "analysis", "own"], ["scope", "vision", "analysis"])
    1
    """
    if kind not in order:
        return len(there)
    before = frozenset(order[: order.index(kind) + 1])
    return max((n for n, each in enumerate(there, 1) if each in before), default=0)


_ADDRESS = re.compile(r"https?://\S+")
_FIRST_WORDS = 60


def where_personal(text: str, looks_personal: Callable[[str], bool]) -> str:
    """The beginning of the first line that has data about a person; "" when none has.

    An address of a page is no person, whatever numbers are in it.
    """
    lines = (_ADDRESS.sub(" ", line).strip() for line in text.splitlines())
    return next((line[:_FIRST_WORDS] for line in lines if looks_personal(line)), "")


_WORD = re.compile(r"[^\s|]*\w[^\s|]*")


def words(text: str) -> int:
    """About how many words a text has: signs that mark a heading or a list are none.

    >>> words("## Kop\\n\\n- Een **vet** woord")
    4
    """
    return len(_WORD.findall(text))


def is_beside(current: int, seen: int) -> bool:
    """Whether somebody else saved since `seen`, so that a text is kept beside theirs."""
    return current > seen


def unsaved(draft: str, saved: str) -> bool:
    """Whether a draft says anything else than what was saved."""
    return draft.strip() != saved.strip()


def logic_refusal(doing: str, effect: str, because: str) -> str | None:
    """Why a line of the intervention logic is not whole, or None."""
    return None if doing.strip() and effect.strip() and because.strip() else NOT_WHOLE


def period_refusal(title: str, first: date, last: date) -> str | None:
    """Why a plan cannot have this title and these days, or None."""
    if not title.strip():
        return NO_NAME
    return None if last > first else ENDS_TOO_SOON


# --- money and people -----------------------------------------------------------------------------

ZERO = Decimal(0)
MOST = Decimal(10) ** 9
MOST_FTE = Decimal(10) ** 4
_MONEY = re.compile(r"-?\d{1,3}(?:[. ]\d{3})+(?:,\d{1,2})?|-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d{1,2})?")


def number(text: str, *, money: bool = False) -> Decimal | None:
    """A number as people type it, in Dutch or in English; None when it is none.

    With `money` a point or comma before three digits groups thousands.

    >>> number("€ 12.500", money=True), number("12,5"), number("half")
    (Decimal('12500'), Decimal('12.5'), None)
    """
    plain = " ".join(text.replace("€", " ").split()).removesuffix(",-")
    if money and _MONEY.fullmatch(plain):
        grouping = next(mark for mark in plain if mark in "., ")
        plain = plain.replace(grouping, "")
    if not _PLAIN.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", "."))


def number_refusal(text: str, found: Decimal | None, most: Decimal | None = None) -> str | None:
    """Why what was typed is no amount, or None; nothing typed is nothing wrong."""
    if not text.strip():
        return None
    if found is None:
        return NO_NUMBER
    if found < ZERO:
        return NEGATIVE
    return TOO_MUCH if found >= (most or MOST) else None


@dataclass(frozen=True, kw_only=True)
class Line:
    """Money or people of one year, for a priority (by its number) or for the plan as a whole."""

    year: int
    priority: int | None = None
    euro: Decimal | None = None
    fte: Decimal | None = None
    structural: bool = False
    region: bool = False


def means_refusal(what: str, line: Line, first: int, last: int) -> str | None:
    """Why a line of means cannot be kept in a plan of these years, or None."""
    given = [value for value in (line.euro, line.fte) if value is not None]
    checks = (
        (bool(what.strip()), NO_PURPOSE),
        (bool(given), NO_AMOUNT),
        (all(value >= ZERO for value in given), NEGATIVE),
        (first <= line.year <= last, OUTSIDE_PERIOD),
        (not (line.region and line.priority), REGION_IS_WHOLE),
    )
    return next((sentence for fine, sentence in checks if not fine), None)


@dataclass(frozen=True)
class Sum:
    """Euros and full-time equivalents together; `structural` and `incidental` are euros."""

    euro: Decimal = ZERO
    fte: Decimal = ZERO
    structural: Decimal = ZERO
    incidental: Decimal = ZERO

    def plus(self, line: Line) -> "Sum":
        """This sum with one line more."""
        euro = line.euro or ZERO
        return Sum(
            self.euro + euro,
            self.fte + (line.fte or ZERO),
            self.structural + (euro if line.structural else ZERO),
            self.incidental + (ZERO if line.structural else euro),
        )


@dataclass(frozen=True)
class Sums:
    """Money and people of a plan, without the contribution to the safety region: that is `region`.

    `cells` is by priority (None: the plan as a whole) and year, `rows` by priority, `columns` by
    year. `steerable` is what the municipality can steer: everything but the region.
    """

    years: tuple[int, ...] = ()
    cells: Mapping[tuple[int | None, int], Sum] = field(default_factory=dict)
    rows: Mapping[int | None, Sum] = field(default_factory=dict)
    columns: Mapping[int, Sum] = field(default_factory=dict)
    region: Mapping[int, Sum] = field(default_factory=dict)
    steerable: Sum = Sum()
    contribution: Sum = Sum()


def sums(lines: Iterable[Line]) -> Sums:
    """The sums of these lines per priority and year."""
    known = list(lines)
    own = [line for line in known if not line.region]
    region = [line for line in known if line.region]
    cells: dict[tuple[int | None, int], Sum] = {}
    rows: dict[int | None, Sum] = {}
    columns: dict[int, Sum] = {}
    for line in own:
        place = (line.priority, line.year)
        cells[place] = cells.get(place, Sum()).plus(line)
        rows[line.priority] = rows.get(line.priority, Sum()).plus(line)
        columns[line.year] = columns.get(line.year, Sum()).plus(line)
    apart: dict[int, Sum] = {}
    for line in region:
        apart[line.year] = apart.get(line.year, Sum()).plus(line)
    years = tuple(sorted({line.year for line in known}))
    return Sums(years, cells, rows, columns, apart, total(own), total(region))


def total(lines: Iterable[Line]) -> Sum:
    """All lines together."""
    found = Sum()
    for line in lines:
        found = found.plus(line)
    return found
