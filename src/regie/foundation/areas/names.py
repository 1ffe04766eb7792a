"""Names of areas, compared. Pure.

Publishers write one place in several ways: padded, with its level behind it ("Utrecht (PV)",
"'s-Gravenhage (gemeente)"), with a footnote mark, or a district as "Wijk 00 Annen". Names do not
identify: some 1,500 neighbourhoods share one, so the answer may be that there are several.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from regie.foundation.areas.rules import (
    COUNTRY,
    DISTRICT,
    KINDS,
    MUNICIPALITY,
    PROVINCE,
    REGION,
    AreaView,
    canonical,
)

_LEVELS = {
    "gemeente": MUNICIPALITY,
    "gem": MUNICIPALITY,
    "gm": MUNICIPALITY,
    "pv": PROVINCE,
    "provincie": PROVINCE,
    "ld": REGION,
    "re": REGION,
    "cr": REGION,
    "land": COUNTRY,
}
_LEVEL = re.compile(rf"\s*\(({'|'.join(_LEVELS)})\.?\)$", re.IGNORECASE)
_SYMBOL = re.compile(r"(?:\s*[*¹²³⁴⁵⁶⁷⁸⁹⁰†])+$")
_NUMBERED = re.compile(r"\s+\d\)$")
_DISTRICT = re.compile(r"^wijk \d{2} (?=\S)", re.IGNORECASE)
_PROVINCE_MARK = re.compile(r"\s*\((?:l|nh|zh|o|z|u|gr|gld|nb|n-b|fr|dr|ov)\)$")
_QUOTES = str.maketrans(dict.fromkeys("’‘`´ʼ", "'") | dict.fromkeys("‐‑–—", "-"))

ALIASES = {
    "den haag": "'s-gravenhage",
    "den bosch": "'s-hertogenbosch",
    "friesland": "fryslân",
    "nuenen ca": "nuenen, gerwen en nederwetten",
}
"""Everyday names beside the official ones (municipal and provincial name decisions)."""

_PROVINCES = {"limburg": "l", "noord-holland": "nh", "n-h": "nh"}
_WRITTEN_OUT = re.compile(rf"\(({'|'.join(_PROVINCES)})\)$")


@dataclass(frozen=True)
class Ambiguous:
    """A name that fits several areas; the codes say which."""

    codes: tuple[str, ...]


def plain_name(raw: str) -> str:
    """The name as it is shown: no padding, no footnote mark, no level behind it."""
    return _LEVEL.sub("", _without_footnote(raw)).strip()


def level_of(raw: str) -> str | None:
    """The level that the name itself mentions: "Utrecht (PV)" is a province."""
    found = _LEVEL.search(_without_footnote(raw))
    return _LEVELS[found[1].lower()] if found else None


def name_key(raw: str) -> str:
    """What two spellings of one name share. Accents count; case, quotes and dots do not."""
    name = plain_name(raw).translate(_QUOTES).casefold()
    key = _DISTRICT.sub("", name).replace(".", "")
    key = _WRITTEN_OUT.sub(lambda found: f"({_PROVINCES[found[1]]})", key)
    return ALIASES.get(key, key)


def loose_key(raw: str) -> str:
    """The key without spaces, signs and accents: what careless spellings of a name share."""
    return _squeezed(name_key(raw))


def _without_footnote(raw: str) -> str:
    """Drops "*", "²" and a loose "1)", but leaves "Noord (deel 1)" whole."""
    name = _SYMBOL.sub("", " ".join(raw.split()))
    return _NUMBERED.sub("", name) if name.count(")") > name.count("(") else name


def _without_mark(key: str) -> str:
    """The key without the province behind it: "bergen (nh)" becomes "bergen"."""
    return _PROVINCE_MARK.sub("", key)


def _squeezed(key: str) -> str:
    """Letters and digits only, without accents: finds "BurgemeesterTellegenbuurt-West" and
    "Sudwest-Fryslan"."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", key) if sign.isalnum())


class Resolver:
    """Finds areas of one classification year by code or by name.

    Built once from all areas and then used for every row of a file; it reads nothing.
    """

    def __init__(self, areas: Iterable[AreaView], *, realm: str, year: int) -> None:
        self.realm = realm
        self.year = year
        self._areas = {area.code: area for area in areas}
        self._exact = self._index(name_key)
        self._bare = self._index(lambda name: _without_mark(name_key(name)))
        self._loose = self._index(loose_key)

    def __len__(self) -> int:
        return len(self._areas)

    def by_code(self, code: str) -> AreaView | None:
        """The area with this (possibly padded) code; the country under each of its keys."""
        return self._areas.get(canonical(code))

    def by_name(
        self, name: str, municipality: str | None = None, kind: str | None = None
    ) -> str | Ambiguous | None:
        """The code of the area with this name; `Ambiguous` when several fit; None when none does.

        `municipality` (code) and `kind` narrow the search. Without `kind` a level in the name
        itself counts as one, and "Wijk 00 Annen" is sought among the districts first.
        """
        key = name_key(name)
        wanted = kind or level_of(name)
        found: list[str] = []
        if not wanted and _DISTRICT.match(plain_name(name)):
            found = self._of_kind(DISTRICT, key, municipality)
        for each in (wanted,) if wanted else () if found else KINDS:
            found.extend(self._of_kind(each, key, municipality))
        if len(found) == 1:
            return found[0]
        return Ambiguous(tuple(sorted(found))) if found else None

    def codes(
        self, kind: str, *, municipality: str | None = None, pseudo: bool = False
    ) -> set[str]:
        """All codes of a level, in one municipality or everywhere; pseudo-areas when asked."""
        return {
            area.code
            for area in self._areas.values()
            if area.kind == kind
            and (pseudo or not area.pseudo)
            and municipality in (None, area.municipality_code)
        }

    def _index(self, key: Callable[[str], str]) -> dict[tuple[str, str], list[str]]:
        index: dict[tuple[str, str], list[str]] = defaultdict(list)
        for area in self._areas.values():
            index[area.kind, key(area.name)].append(area.code)
        return dict(index)

    def _of_kind(self, kind: str, key: str, municipality: str | None) -> list[str]:
        """The codes of the first way of comparing that finds any, strictest first.

        "Bergen" may stand for "Bergen (NH.)", and "Beek (L.)" for "Beek", but
        "Bergen (L.)" never for "Bergen (NH.)".
        """
        tries = (
            self._exact.get((kind, key)),
            self._exact.get((kind, _without_mark(key))),
            self._bare.get((kind, key)),
            self._loose.get((kind, _squeezed(key))),
        )
        for codes in tries:
            found = [code for code in codes or () if self._lies_in(code, municipality)]
            if found:
                return found
        return []

    def _lies_in(self, code: str, municipality: str | None) -> bool:
        return municipality in (None, self._areas[code].municipality_code)
