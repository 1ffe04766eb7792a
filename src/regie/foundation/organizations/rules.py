"""What a municipality's address may be. Pure."""

import re
import unicodedata
from collections.abc import Collection, Container

# First parts of addresses that belong to the house itself.
RESERVED = frozenset(
    {
        *("account", "admin", "api", "beheer", "demo", "gemeente", "gemeenten", "health"),
        *("media", "openbaar", "regie", "regio", "static", "taal", "toegankelijkheid"),
    }
)
LONGEST = 60


def slug_of(name: str) -> str:
    """A name as it stands in an address: "'s-Hertogenbosch" becomes `s-hertogenbosch`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-")


def free_slug(name: str, code: str, taken: Container[str]) -> str:
    """The shortest address that is not reserved or taken: the name, else name and code."""
    slug = slug_of(name)
    if slug and slug not in RESERVED and slug not in taken:
        return slug
    room = LONGEST - len(code) - 1
    return f"{slug[:room].strip('-')}-{code.lower()}".strip("-")


def no_more(code: str, *, listed: Collection[str], now: bool, ever: bool) -> bool:
    """Whether a municipality exists no more. `listed` are those that exist; `now` and `ever` say
    whether the newest list of areas knows it, or any.

    Codes are handed out in order and never again: one below the newest that exists and not on the
    list is over, one above it may be newer than the list.

    >>> no_more("GM0788", listed={"GM0344", "GM1992"}, now=False, ever=False)
    True
    """
    if now or code in listed:
        return False
    return ever or (bool(listed) and code < max(listed))
