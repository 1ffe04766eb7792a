"""The Dutch area codes, read. Pure.

Source: CBS, "Codering gebieden": a code is 4 digits (municipality) + 2 (district) + 2
(neighbourhood); neighbourhood codes of Amsterdam are alphanumeric. The country is NL00 in
district-and-neighbourhood tables and NL01 in regional tables; it is kept as NL00.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

REAL = "nl"
FICTITIOUS = "voorbeeld"

COUNTRY_CODES = frozenset({"NL00", "NL01", "NL99"})
UNKNOWN_PLACE = frozenset({"GM0000", "GM9900", "GM0999", "LD99", "RE99", "PV99"})
ABROAD = frozenset({"GM0998", "NL98", "LD98", "PV98", "RE98"})

COUNTRY = "country"
PROVINCE = "province"
REGION = "region"
MUNICIPALITY = "municipality"
DISTRICT = "district"
NEIGHBOURHOOD = "neighbourhood"
KINDS = (COUNTRY, PROVINCE, REGION, MUNICIPALITY, DISTRICT, NEIGHBOURHOOD)
"""All levels that have a code, from large to small: parents come before their children."""

_PATTERNS = (
    (COUNTRY, re.compile(r"NL[0-9]{2}")),
    (REGION, re.compile(r"(?:LD|RE|CR)[0-9A-Z]{2}")),
    (PROVINCE, re.compile(r"PV[0-9]{2}")),
    (MUNICIPALITY, re.compile(r"GM[0-9]{4}")),
    (DISTRICT, re.compile(r"WK[0-9]{4}[0-9A-Z]{2}")),
    (NEIGHBOURHOOD, re.compile(r"BU[0-9]{4}[0-9A-Z]{4}")),
)


@dataclass(frozen=True)
class AreaCode:
    """A code that was understood: its kind, and the municipality it lies in (or "")."""

    code: str
    kind: str
    municipality: str
    pseudo: bool

    @property
    def realm(self) -> str:
        """`voorbeeld` for codes of the fictitious country, `nl` for real ones."""
        return realm_of(self.code)


class AreaRow(NamedTuple):
    """One row of a list of areas as a publisher delivers it. `province` may stay empty."""

    code: str
    name: str
    province: str = ""


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area in one classification year, as the rest of the house sees it."""

    code: str
    name: str
    kind: str
    municipality_code: str
    province_code: str
    pseudo: bool


@dataclass(frozen=True)
class YearCount:
    """How many of the asked codes one classification year knows, and some it does not."""

    year: int
    known: int
    unknown: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class YearMatch:
    """Which classification years cover a set of codes; see `best_match`.

    `best` is None when no year knows at least half of the codes. `likely` are years whose
    number of municipalities equals that of the asked codes, registered or not.
    """

    best: int | None
    years: tuple[YearCount, ...]
    likely: tuple[int, ...] = ()

    @property
    def complete(self) -> bool:
        """True when the best year knows every code."""
        return any(count.year == self.best and not count.unknown for count in self.years)


def realm_of(code: str) -> str:
    """Fictitious municipalities use 99xx, which the Netherlands does not."""
    local = code[:2] in {"GM", "WK", "BU"} and code[2:4] == "99"
    return FICTITIOUS if local or code[:4] in {"NL99", "PV91", "PV92"} else REAL


def country_code(realm: str) -> str:
    """The code under which the country of a realm is kept."""
    return "NL99" if realm == FICTITIOUS else "NL00"


def parse_code(raw: str) -> AreaCode | None:
    """Understand a (possibly padded) code, or answer None."""
    code = raw.strip().upper()
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(code):
            local = kind in {MUNICIPALITY, DISTRICT, NEIGHBOURHOOD}
            municipality = f"GM{code[2:6]}" if local else ""
            return AreaCode(code, kind, municipality, is_pseudo(code))
    return None


def canonical(raw: str) -> str:
    """The code without padding and with one key for the country: `NL01  ` becomes `NL00`.

    Text that is no code comes back trimmed, so that it can be reported as it was.
    """
    code = raw.strip().upper()
    if code == "NL01":
        return "NL00"
    return code if parse_code(code) else raw.strip()


def is_pseudo(code: str) -> bool:
    """True for "place unknown" and "abroad": counts without a place."""
    if code[:2] in {"WK", "BU"}:
        return f"GM{code[2:6]}" in UNKNOWN_PLACE | ABROAD
    return code in UNKNOWN_PLACE | ABROAD


def parent_candidates(code: AreaCode, province: str = "") -> tuple[str, ...]:
    """The codes an area can lie in, nearest first; the first that is registered is its parent.

    A neighbourhood lies in its district, that in its municipality, that in its province, and
    that in the country. A district missing from a list does not leave its parts without parent.
    """
    country = country_code(code.realm)
    chain = {
        NEIGHBOURHOOD: (f"WK{code.code[2:8]}", code.municipality, province, country),
        DISTRICT: (code.municipality, province, country),
        MUNICIPALITY: (province, country),
        COUNTRY: (),
    }.get(code.kind, (country,))
    return tuple(candidate for candidate in chain if candidate)


def best_match(
    known: Iterable[tuple[int, Collection[str]]], codes: Iterable[str], examples: int = 5
) -> tuple[int | None, tuple[YearCount, ...]]:
    """Compare codes with the codes of each year: the year with the fewest unknown codes.

    Pseudo-areas and the country are left out, as they exist in every year. A tie goes to the
    newest year. No year is best when even that one does not know half of the codes.
    """
    asked = {canonical(code) for code in codes} - COUNTRY_CODES
    asked = {code for code in asked if not is_pseudo(code)}
    counts = []
    for year, have in known:
        missing = asked.difference(have)
        shown = tuple(sorted(missing)[:examples])
        counts.append(YearCount(year, len(asked) - len(missing), len(missing), shown))
    counts.sort(key=lambda count: -count.year)
    best = min(counts, key=lambda count: count.unknown, default=None)
    if best is None or best.known * 2 < len(asked) or not asked:
        return None, tuple(counts)
    return best.year, tuple(counts)


def nearest_year(available: Iterable[int], wanted: int | None) -> int | None:
    """The available year nearest to the wanted one, the later of two; the newest without wish."""
    years = sorted(available, reverse=True)
    if wanted is None:
        return years[0] if years else None
    return min(years, key=lambda year: abs(year - wanted), default=None)


def years_with(count: int, counts: Mapping[int, int]) -> tuple[int, ...]:
    """The years, newest first, in which the country had exactly this many municipalities."""
    return tuple(sorted((year for year, known in counts.items() if known == count), reverse=True))
