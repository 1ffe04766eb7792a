"""Who is missing, when each point begins, and how many partners put a theme where. Pure."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from regie.foundation.records.engine import gettext_noop as _
from regie.planning.start_meetings.workflow import OPEN

TIERS = ("priority", "strategic", "maintenance")
FEWEST = 3
"""With fewer organisations a count says who chose what."""
LONGEST_MINUTES = 240

NO_ORGANISATION = _("Vul de naam van de organisatie in.")
ALREADY_THERE = _("Deze organisatie staat al op de lijst.")
UNKNOWN_KIND = _("Kies een soort die in de lijst staat.")
NO_WHY = _("Schrijf op waarom deze partner niet nodig is.")
NO_DAY = _("Vul eerst de dag en de plaats van de bijeenkomst in.")
NOBODY = _("Zet eerst iemand op de lijst met genodigden.")
NOT_YET = _("De dag van de bijeenkomst is nog niet geweest.")
NOT_OPEN = _("Dit kan vanaf de uitnodiging tot het verslag klaar is.")
NOT_ON_THE_LIST = _(
    "Uw organisatie staat niet op de lijst. Vraag de veiligheidscoördinator om u uit te nodigen."
)
HAS_TIERS = _("Deze organisatie heeft al iets ingebracht. Daarom blijft die op de lijst.")
UNKNOWN_TIER = _("Kies een van de drie niveaus.")
UNKNOWN_THEME = _("Dit thema hoort niet bij deze beleidscyclus.")
NO_TITLE = _("Geef het punt een naam.")
WRONG_MINUTES = _("Kies een aantal minuten van 1 tot en met 240.")
NO_REPORT = _("Schrijf eerst op wat de gedeelde conclusie was.")
ANNOUNCED = _(
    "De uitnodigingen zijn verstuurd. Of keuzes openbaar zijn, kan nu niet meer veranderen."
)
CLOSED = _("Het verslag ligt vast. Heropen het eerst als u iets wilt veranderen.")


@dataclass(frozen=True)
class Missing:
    """A kind of organisation that one would expect and that is not on the list."""

    kind: str
    themes: tuple[str, ...]


def missing(
    expected: Mapping[str, tuple[str, ...]], invited: Container[str], waived: Container[str]
) -> tuple[Missing, ...]:
    """The kinds that are expected, not invited and not waived: those for the most themes first.

    A kind without a theme is expected whatever the themes are; it comes before all others.
    """
    found = [
        Missing(kind, themes)
        for kind, themes in expected.items()
        if kind not in invited and kind not in waived
    ]
    return tuple(sorted(found, key=lambda each: (bool(each.themes), -len(each.themes))))


def times(begins: time | None, minutes: Sequence[int]) -> tuple[time | None, ...]:
    """When each point begins, and the end of the last one behind them.

    >>> times(time(19, 30), [10, 20])
    (datetime.time(19, 30), datetime.time(19, 40), datetime.time(20, 0))
    """
    if begins is None:
        return (None,) * (len(minutes) + 1)
    first = datetime.combine(date.min, begins)
    passed = [sum(minutes[:place]) for place in range(len(minutes) + 1)]
    return tuple((first + timedelta(minutes=each)).time() for each in passed)


def moved(order: Sequence[int], which: int, step: int) -> tuple[int, ...]:
    """The same numbers with one of them a place earlier (-1) or later (+1), where there is room."""
    if which not in order:
        return tuple(order)
    rest = [each for each in order if each != which]
    place = min(max(order.index(which) + step, 0), len(rest))
    return (*rest[:place], which, *rest[place:])


def point_refusal(title: str, minutes: int) -> str | None:
    """Why a point of the agenda cannot be so, or None."""
    if not title.strip():
        return NO_TITLE
    return None if 1 <= minutes <= LONGEST_MINUTES else WRONG_MINUTES


def invite_refusal(*, day: date | None, place: str, invitees: int) -> str | None:
    """Why the invitations cannot go out yet, or None."""
    if day is None or not place.strip():
        return NO_DAY
    return None if invitees else NOBODY


def hold_refusal(day: date | None, today: date) -> str | None:
    """Why the meeting cannot have been held, or None."""
    return None if day is not None and day <= today else NOT_YET


def part_refusal(state: str) -> str | None:
    """Why nobody brings in something now, or None."""
    return None if state in OPEN else NOT_OPEN


@dataclass(frozen=True)
class Choice:
    """Where one organisation puts one theme."""

    organisation: int
    theme: str
    tier: str


@dataclass(frozen=True)
class Tiers:
    """How many organisations put each theme in each tier.

    `counts` has, per theme, a number per tier. It is empty when `hidden`: with fewer than three
    organisations numbers would say who chose what, unless the meeting was announced as open.
    """

    organisations: int = 0
    hidden: bool = False
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def common(self) -> dict[str, str]:
        """The tier most organisations gave each theme; the higher one of two as frequent."""
        return {
            theme: max(TIERS, key=lambda tier: (row.get(tier, 0), -TIERS.index(tier)))
            for theme, row in self.counts.items()
            if any(row.values())
        }


def count(choices: Iterable[Choice], *, open_meeting: bool) -> Tiers:
    """Add up the choices; the newest of an organisation for a theme counts, and comes last."""
    newest = {(each.organisation, each.theme): each.tier for each in choices}
    voices = len({organisation for organisation, _theme in newest})
    if voices < FEWEST and not open_meeting:
        return Tiers(voices, hidden=voices > 0)
    found: dict[str, Counter[str]] = {}
    for (_organisation, theme), tier in newest.items():
        found.setdefault(theme, Counter())[tier] += 1
    return Tiers(
        voices,
        counts={theme: {tier: row[tier] for tier in TIERS} for theme, row in found.items()},
    )
