"""Headers and labels taken apart, so that two spellings of one title are the same. Pure."""

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIGNS = re.compile(r"[^a-z0-9]+")
LONGEST_CODE = 60


@lru_cache(maxsize=20_000)
def words(header: str) -> tuple[str, ...]:
    """The words of a title in lower case, without accents: `datumMelding` has two.

    >>> words("Locatie.adres/straatNaam (BAG)")
    ('locatie', 'adres', 'straat', 'naam', 'bag')
    """
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", header)).encode("ascii", "ignore")
    return tuple(word for word in _SIGNS.split(plain.decode().lower()) if word)


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """What two spellings of one title or label share: letters and digits only.

    >>> key("Datum melding") == key("datumMelding") == key(" DATUM_MELDING ")
    True
    """
    return "".join(words(text)) or " ".join(text.split()).casefold()


def code_of(label: str) -> str:
    """A short code for a label: "Geluid (buren)" becomes `geluid-buren`.

    >>> code_of("Géluid  (buren)")
    'geluid-buren'
    """
    return "-".join(words(label.lower()))[:LONGEST_CODE].strip("-") or "onbekend"
