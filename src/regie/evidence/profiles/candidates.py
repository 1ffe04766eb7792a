"""What one column may be: its possible roles with scores, from its title and its values. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from regie.evidence.profiles.labels import no_incident
from regie.evidence.profiles.roles import Role
from regie.evidence.profiles.shapes import fits
from regie.evidence.profiles.titles import by_title, later
from regie.evidence.values.columns import Values
from regie.evidence.values.dates import read_period
from regie.evidence.values.kinds import Kind, Verdict, title_kind
from regie.evidence.values.personal import Finding, look
from regie.foundation.records.engine import gettext_noop as _

BOTH = _("De titel en de waarden passen hierbij.")
TITLE = _("De titel past hierbij.")
VALUES = _("De waarden passen hierbij.")
WIDE_PERIOD = _("De titel is een periode en de waarden zijn aantallen.")

Choice = tuple[int, Role, str]
_BY_VALUES = (
    (Role.AREA_CODE, 0.6, 62),
    (Role.POSTCODE, 0.7, 55),
    (Role.POINT, 0.5, 66),
    (Role.DATE, 0.75, 52),
    (Role.MARGIN, 0.9, 60),
    (Role.PERIOD, 0.9, 42),
    (Role.CATEGORY, 0.5, 30),
    (Role.IDENTIFIER, 0.9, 30),
    (Role.TIME, 0.9, 45),
    (Role.STATUS, 0.3, 40),
)
SURE, LIKELY = 85, 52


@dataclass(frozen=True)
class Looked:
    """A column that was looked at: its values, its finding and its possible roles, best first."""

    position: int
    header: str
    values: Values
    size: int
    finding: Finding | None
    choices: tuple[Choice, ...]

    @classmethod
    def at(cls, position: int, header: str, texts: Sequence[str]) -> "Looked":
        """Look at the values of one column."""
        values = Values.of(texts)
        finding = look(header, texts, position)
        choices = tuple(sorted(_choices(header, values), key=lambda choice: -choice[0]))
        return cls(position, header, values, len(texts), finding, choices)

    @property
    def fixed(self) -> Choice | None:
        """What the values or the personal data decide, whatever the title says."""
        if self.finding is not None and self.finding.verdict is not Verdict.LOCATE:
            text = self.finding.kind in {Kind.FREE_TEXT, Kind.EXTRA, Kind.UPLOAD}
            return SURE, Role.FREE_TEXT if text else Role.PERSONAL, self.finding.sentence
        if read_period(self.header) and fits(Role.COUNT, self.values) >= 0.9:
            return SURE, Role.COUNT, WIDE_PERIOD
        return None


def _choices(header: str, values: Values) -> list[Choice]:
    """Every role this column might have, with a score and a reason."""
    best: dict[Role, Choice] = {}
    for role, score in by_title(header):
        choice = _judged(role, score, header, values)
        if choice and choice[0] > best.get(role, (0,))[0]:
            best[role] = choice
    for role, needed, score in _BY_VALUES:
        share = fits(role, values) if values.filled and role not in best else 0.0
        if share >= needed and not _unlikely(role, header, values):
            best[role] = (round(score * share), role, VALUES)
    return list(best.values())


def _unlikely(role: Role, header: str, values: Values) -> bool:
    """Values alone do not make a day of "closed on", nor a type of one word or of a remark."""
    if role is Role.DATE:
        return later(header)
    if role is Role.STATUS:
        return not values.count(no_incident)
    return role is Role.CATEGORY and (values.distinct < 2 or title_kind(header) is not None)


def _contradicted(role: Role, values: Values) -> bool:
    """A name of an area is no code, and a name of a municipality has no number in it."""
    if role is Role.AREA_NAME:
        return fits(Role.AREA_CODE, values) >= 0.6
    if role is not Role.MUNICIPALITY:
        return False
    addresses = values.count(lambda text: " " in text and any(sign.isdigit() for sign in text))
    return values.share(addresses) > 0.3


def _judged(role: Role, score: int, header: str, values: Values) -> Choice | None:
    """A role the title announces, weighed by its values; None when they contradict it."""
    if role is Role.DATE and later(header):
        return None
    if not values.filled:
        return (score - 20, role, TITLE) if role is Role.DUPLICATE_OF else None
    if _contradicted(role, values):
        return None
    share = fits(role, values)
    if role in _LOOSE:
        return score + round(20 * share), role, TITLE
    if share < 0.5:
        return _swapped(role, score, values)
    return score + round(35 * share), role, BOTH


_LOOSE = frozenset(
    {Role.CATEGORY, Role.STATUS, Role.AREA_NAME, Role.MUNICIPALITY, Role.DUPLICATE_OF}
)
_TWINS = {
    Role.X: (Role.Y, Role.LONGITUDE),
    Role.Y: (Role.X, Role.LATITUDE),
    Role.LONGITUDE: (Role.LATITUDE, Role.X),
    Role.LATITUDE: (Role.LONGITUDE, Role.Y),
}
SWAP = _("De titel zegt iets anders, maar de waarden zijn die van de andere coördinaat.")


def _swapped(role: Role, score: int, values: Values) -> Choice | None:
    """Coordinates under the title of the other one, or in the other system."""
    for twin in _TWINS.get(role, ()):
        if fits(twin, values) >= 0.8:
            return score, twin, SWAP
    return None
