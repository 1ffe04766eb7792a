"""The choices of a profile that follow from the values, and what must be asked. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from regie.evidence.profiles.labels import left_out, misspelt, types_of
from regie.evidence.profiles.profile import Profile
from regie.evidence.profiles.roles import LOCATING, Role
from regie.evidence.profiles.shapes import number
from regie.evidence.values.columns import Values
from regie.evidence.values.dates import Grain, grain_of, order_in, read_period
from regie.evidence.values.words import key
from regie.foundation.records.engine import gettext_noop as _

MOST_DIFFERENT = 2_000

ASK_ORDER = _("Is “%(example)s” in de datums eerst de dag, of eerst de maand?")
MIXED_ORDER = _(
    "In de datums staat soms de dag voorop en soms de maand. "
    "Regels die niet passen worden niet geteld."
)
ASK_CRS = _("Welk stelsel gebruiken de coördinaten?")
ASK_WHEN = _("Welke kolom zegt wanneer het was?")
ASK_WHERE = _("Welke kolom zegt waar het was?")
ASK_SPELLING = _("Bedoelt u met “%(source)s” hetzelfde als “%(label)s”?")
ASK_LEFT_OUT = _("Regie telt deze soorten of standen niet mee: %(labels)s. Klopt dat?")


@dataclass(frozen=True)
class Question:
    """Something only the person who knows the file can decide."""

    code: str
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)
    headers: tuple[str, ...] = ()


def finished(profile: Profile, roles: Mapping[Role, int], values: Mapping[int, Values]) -> Profile:
    """Fill in what the values decide: order of day and month, system, decimals, types, states."""
    found: dict[str, object] = {}
    if (at := roles.get(Role.DATE)) is not None:
        found["dates"] = order_in(values[at].texts).order
    if (at := roles.get(Role.POINT)) is not None:
        found["crs"] = _system(values[at].texts)
    if (at := roles.get(Role.CATEGORY)) is not None:
        found["types"] = types_of(values[at].counts)
    states = [at for at in _states(profile) if at in values]
    if states:
        found["not_incident"] = left_out(sum((values[at].counts for at in states), Counter()))
    if profile.kind != "records":
        found["grain"] = _grain(profile, roles, values)
        found["decimal"] = _decimal(roles, values)
    return profile.model_copy(update=found)


def _states(profile: Profile) -> list[int]:
    """Where the columns with states stand, in a profile of all columns of the file."""
    return [at for at, column in enumerate(profile.columns) if column.role is Role.STATUS]


def complete(
    profile: Profile, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> Profile:
    """Look through a whole file for types, states and the order of day and month.

    The first rows do not have them all. What the profile knows already stays as it is.
    """
    met = {at: Counter[str]() for at, role in enumerate(profile.roles(header)) if role in _ASKED}
    for _row, cells in rows:
        for at, counts in met.items():
            if at < len(cells) and (cells[at] in counts or len(counts) < MOST_DIFFERENT):
                counts[cells[at]] += 1
    gathered = {role: Counter[str]() for role in _ASKED}
    for at, counts in met.items():
        gathered[profile.roles(header)[at]] += counts
    have = {key(item.source) for item in profile.types}
    new = types_of(gathered[Role.CATEGORY])
    types = (*profile.types, *(item for item in new if key(item.source) not in have))
    states = tuple(dict.fromkeys((*profile.not_incident, *left_out(gathered[Role.STATUS]))))
    dates = profile.dates or order_in(gathered[Role.DATE]).order
    return profile.model_copy(update={"types": types, "not_incident": states, "dates": dates})


_ASKED = frozenset({Role.DATE, Role.CATEGORY, Role.STATUS})


def _system(texts: Sequence[str]) -> Literal["rd", "wgs84", ""]:
    """Metres are large, degrees small."""
    pairs = [found for text in texts[:50] if (found := _numbers(text))]
    if not pairs:
        return ""
    if all(one > 180 and other > 180 for one, other in pairs):
        return "rd"
    return "wgs84" if all(abs(n) <= 180 for pair in pairs for n in pair) else ""


def _numbers(text: str) -> tuple[float, float] | None:
    signs = "".join(sign if sign.isdigit() or sign in ".-" else " " for sign in text)
    found = [n for part in signs.split() if (n := number(part)) is not None]
    pair = [n for n in found if n not in {4326.0, 28992.0}]
    return (pair[0], pair[1]) if len(pair) >= 2 else None


def _grain(profile: Profile, roles: Mapping[Role, int], values: Mapping[int, Values]) -> Grain:
    at = roles.get(Role.PERIOD)
    texts = values[at].texts if at is not None else ()
    titles = tuple(column.period for column in profile.columns if column.period)
    codes = [code for text in (*texts, *titles) if (code := read_period(text))]
    return grain_of(codes) if codes else "month"


def _decimal(roles: Mapping[Role, int], values: Mapping[int, Values]) -> Literal[",", "."]:
    at = roles.get(Role.VALUE, roles.get(Role.COUNT, -1))
    texts = values[at].texts if at in values else ()
    return "." if any("." in text.strip(".") for text in texts) else ","


def questions_of(
    profile: Profile, roles: Mapping[Role, int], values: Mapping[int, Values]
) -> tuple[Question, ...]:
    """Everything to ask about a proposed profile, what blocks counting first."""
    return (*_blocking(profile, roles, values), *_about_types(profile))


def _blocking(
    profile: Profile, roles: Mapping[Role, int], values: Mapping[int, Values]
) -> Iterator[Question]:
    wide = any(column.period for column in profile.columns)
    if not {Role.DATE, Role.PERIOD} & set(roles) and not wide:
        yield Question("when", ASK_WHEN)
    if not LOCATING & set(roles):
        yield Question("where", ASK_WHERE)
    if Role.POINT in roles and not profile.crs:
        yield Question("crs", ASK_CRS, headers=(profile.columns[roles[Role.POINT]].header,))
    if (at := roles.get(Role.DATE)) is not None:
        yield from _about_order(profile, at, values[at])


def _about_order(profile: Profile, at: int, values: Values) -> Iterator[Question]:
    seen = order_in(values.texts)
    header = (profile.columns[at].header,)
    if seen.day_first and seen.month_first:
        yield Question("mixed", MIXED_ORDER, headers=header)
    elif not seen.order:
        example = next(t for t in values.texts if order_in([t]).either)
        yield Question("dates", ASK_ORDER, {"example": example[:10]}, header)


def _about_types(profile: Profile) -> Iterator[Question]:
    for item in misspelt(profile.types):
        yield Question("spelling", ASK_SPELLING, {"source": item.source, "label": item.label})
    no_incident = [item.source for item in profile.types if not item.incident]
    names = [*no_incident, *profile.not_incident]
    if names:
        yield Question("left_out", ASK_LEFT_OUT, {"labels": ", ".join(names[:10])})
