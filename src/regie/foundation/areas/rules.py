"""The Dutch area codes, read. Pure.

Source: CBS, "Codering gebieden": a code is 4 digits (municipality) + 2 (district) + 2
(neighbourhood); neighbourhood codes of Amsterdam are alphanumeric. The country is NL00 in
district-and-neighbourhood tables and NL01 in regional tables.
"""

import re
from dataclasses import dataclass

REAL = "nl"
FICTITIOUS = "voorbeeld"

COUNTRY_CODES = frozenset({"NL00", "NL01", "NL99"})
UNKNOWN_PLACE = frozenset({"GM0000", "GM9900", "GM0999", "RE99", "PV99"})
ABROAD = frozenset({"GM0998", "NL98", "PV98", "RE98"})

_PATTERNS = (
    ("country", re.compile(r"NL\d{2}")),
    ("region", re.compile(r"(?:LD|RE|CR)\d{2}")),
    ("province", re.compile(r"PV\d{2}")),
    ("municipality", re.compile(r"GM\d{4}")),
    ("district", re.compile(r"WK\d{4}[0-9A-Z]{2}")),
    ("neighbourhood", re.compile(r"BU\d{4}[0-9A-Z]{4}")),
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


def realm_of(code: str) -> str:
    """Fictitious municipalities use 99xx, which the Netherlands does not."""
    fictitious = code[:4] in {"NL99", "PV91", "PV92"} or (code[:2] in {"GM", "WK", "BU"} and code[2:4] == "99")
    return FICTITIOUS if fictitious else REAL


def parse_code(raw: str) -> AreaCode | None:
    """Understand a (possibly padded) code, or answer None."""
    code = raw.strip().upper()
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(code):
            local = kind in {"municipality", "district", "neighbourhood"}
            municipality = f"GM{code[2:6]}" if local else ""
            return AreaCode(code, kind, municipality, is_pseudo(code))
    return None


def is_pseudo(code: str) -> bool:
    """True for "place unknown" and "abroad": counts without a place."""
    if code[:2] in {"WK", "BU"}:
        return f"GM{code[2:6]}" in UNKNOWN_PLACE | ABROAD
    return code in UNKNOWN_PLACE | ABROAD
