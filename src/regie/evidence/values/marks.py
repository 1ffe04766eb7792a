"""Marks of a person in one value: numbers with a check digit, contact details, names. Pure.

Sources: Logius and the tax office for the "11-proef" of the citizen service number; ISO 13616 for
the IBAN; RDW for the side codes of number plates; the numbering plan of the ACM for telephone.
The lists of names are short and of our own making: common Dutch names, only to recognise a
column that holds them.
"""

import ipaddress
import re
from functools import lru_cache

BSN_SHAPE = re.compile(r"\d{8,9}|\d{3}[. ]\d{3}[. ]\d{3}|\d{4}[. ]\d{2}[. ]\d{3}")
EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_IBAN = re.compile(r"\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b")
_DAY = r"(?!\d\d[-./ ]\d\d[-./ ](?:19|20)\d\d)"
_PHONE = re.compile(
    r"(?<![\w.])(?:\+|00)31[ .-]?(?:\(0\))?[ .-]?[1-9](?:[ .-]?\d){8}(?!\d)"
    rf"|(?<![\w.]){_DAY}\(?0[1-9](?:[ .()-]{{0,2}}\d){{8}}(?![\w-])"
)
_PLATE = re.compile(
    r"[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}"
    r"|[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}"
    r"|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}"
)
_DOCUMENT = re.compile(r"(?=.*\d)[A-NP-Z]{2}[A-NP-Z0-9]{6}\d")
_STREET = re.compile(
    r"\w{3,}(?:str(?:aat)?|laan|weg|plein|kade|gracht|hof|pad|dreef|singel|plantsoen|steeg|dijk"
    r"|park|buurt|wijk|markt|haven|hoek|veld|flat|school|hoeve|kwartier|oord|brug|kerk|baan|ring"
    r"|werf|erf|rade|zoom|oever|burcht|centrum|toren|gaarde|kamp|tuin|boulevard)\.?$",
    re.IGNORECASE,
)
_PREFIX = (
    r"(?:van der|van den|van de|van het|van 't|van ’t|van|von|de la|de|den|der|het|'t|ten|ter|te"
    r"|el|al|ben|bin|du|le|la|da|dos|op de|op den|in 't|uit de)"
)
_SURNAME = r"[A-ZÀ-Ý][\w'’À-ÿ]+(?:-[A-ZÀ-Ý][\w'’À-ÿ]+)?"
_TITLE = r"(?:(?:dhr|mevr|mw|mej|hr|ir|drs|dr|mr|de heer|mevrouw|meneer|fam|familie)\b\.? +)"
_INITIALS = re.compile(
    rf"{_TITLE}?(?:[A-ZÀ-Ý](?:[a-z]{{1,2}})?\. ?){{1,5}} ?(?:{_PREFIX} )?{_SURNAME}", re.IGNORECASE
)
_CAPITALS = re.compile(rf"(?:[A-ZÀ-Ý]\. ?){{1,5}} ?(?:{_PREFIX} )*{_SURNAME}")
_REVERSED = re.compile(
    rf"(?:{_PREFIX} )*{_SURNAME}(?: {_SURNAME})?, ?(?:[A-ZÀ-Ý]\. ?){{1,5}}(?: ?{_PREFIX})*|"
    rf"{_SURNAME}, ?(?:{_PREFIX} )*{_SURNAME}(?: {_PREFIX})*"
)
_TITLED = re.compile(rf"{_TITLE}(?:[A-ZÀ-Ý]\.? ?)*(?:{_PREFIX} )*{_SURNAME}", re.IGNORECASE)
_BETWEEN = re.compile(rf"{_SURNAME}(?: {_PREFIX})+ {_SURNAME}")
_WHOLE = re.compile(rf"({_SURNAME})(?: {_SURNAME})?(?: {_PREFIX})* ({_SURNAME})", re.IGNORECASE)

_FIRST_NAMES = """
    jan johan johannes piet pieter peter kees cornelis willem wim hendrik henk gerrit dirk klaas
    jaap jacob arie bart bas tom thomas tim lars sem daan daniel luuk lucas finn milan jesse levi
    bram ruben thijs mees jurre sander martijn michiel mark marco erik rob robert ronald ruud frank
    hans jeroen joost koen maarten niels patrick paul rick roy stefan stijn wouter mohamed mohammed
    ahmed ali hassan youssef mehmet mustafa ibrahim omar bilal karim anna anne maria marie johanna
    wilhelmina cornelia elisabeth els ellen emma eva fleur femke sophie sofie julia lisa lotte
    lieke sanne saskia sandra sara sarah tess tessa nina noa nora mila zoe yara linda karin ingrid
    marieke marijke marja monique nicole petra ria truus trudy wendy yvonne esther fatima aisha
    khadija samira naima leyla elif zeynep rachel miriam mirjam manon kim kirsten joke jolanda
"""
_LAST_NAMES = """
    jansen janssen jong vries berg dijk bakker visser smit smits meijer meyer boer mulder groot bos
    vos peters hendriks leeuwen dekker brouwer wit dijkstra graaf linden kok jacobs haan vermeulen
    heuvel veen broek bruijn bruin schouten beek willems vliet hoekstra maas verhoeven koster
    prins huisman postma kuipers kramer veenstra wal gerritsen driessen molenaar timmermans martens
    yilmaz kaya demir ozturk celik sahin amrani bakkali elamrani aziz haddad singh nguyen
"""
FIRST_NAMES = frozenset(_FIRST_NAMES.split())
LAST_NAMES = frozenset(_LAST_NAMES.split())
_OFFSPRING = re.compile(rf"(?:{_PREFIX} )*({_SURNAME})", re.IGNORECASE)


def digits_of(text: str) -> str:
    """The digits of a value, without what separates them."""
    return "".join(sign for sign in text if sign.isdigit())


def is_bsn(text: str) -> bool:
    """A citizen service number: eight or nine digits that pass the 11-test.

    >>> is_bsn("111222333"), is_bsn("111222334")
    (True, False)
    """
    bare = text.strip()
    if not BSN_SHAPE.fullmatch(bare):
        return False
    number = digits_of(bare).zfill(9)
    total = sum(int(digit) * weight for digit, weight in zip(number, range(9, 1, -1), strict=False))
    return number != "000000000" and (total - int(number[8])) % 11 == 0


def has_email(text: str) -> bool:
    """An e-mail address somewhere in the value."""
    return "@" in text and EMAIL.search(text) is not None


def has_iban(text: str) -> bool:
    """A bank account number whose check digits are right (mod 97)."""
    return any(_sound(found) for found in _IBAN.findall(text.upper()))


def _sound(candidate: str) -> bool:
    bare = candidate.replace(" ", "")
    if not 15 <= len(bare) <= 34:
        return False
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def has_phone(text: str) -> bool:
    """A Dutch telephone number somewhere in the value."""
    return _PHONE.search(text) is not None


def is_plate(text: str) -> bool:
    """A Dutch number plate with its dashes."""
    return _PLATE.fullmatch(text.strip().upper()) is not None


def is_document(text: str) -> bool:
    """The shape of the number of a Dutch passport or identity card; other codes may share it."""
    return _DOCUMENT.fullmatch(text.strip().upper()) is not None


def is_address_of_computer(text: str) -> bool:
    """An IP address (version 4 or 6)."""
    bare = text.strip()
    if bare.count(".") != 3 and bare.count(":") < 2:
        return False
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=50_000)
def is_name(text: str) -> bool:
    """The name of a person: a form of address or initials with a surname, or a known first name.

    Streets, buildings and neighbourhoods are often called after people; those end otherwise.

    >>> is_name("J. de Vries"), is_name("P.C. Hooftstraat")
    (True, False)
    """
    bare = " ".join(text.split())
    if not 4 <= len(bare) <= 60 or any(sign.isdigit() for sign in bare):
        return False
    if _STREET.search(bare.split(",")[0]) or _STREET.search(bare):
        return False
    if any(shape.fullmatch(bare) for shape in (_CAPITALS, _REVERSED, _TITLED, _BETWEEN)):
        return True
    return _first_and_last(bare)


def _first_and_last(bare: str) -> bool:
    if _INITIALS.fullmatch(bare) and _last_word(bare) in LAST_NAMES:
        return True
    whole = _WHOLE.fullmatch(bare)
    return whole is not None and whole[1].casefold() in FIRST_NAMES


def _last_word(bare: str) -> str:
    return bare.replace(".", " ").split()[-1].casefold()


def is_single_name(text: str) -> bool:
    """One common first name or surname and nothing else: "de Vries", "Fatima"."""
    found = _OFFSPRING.fullmatch(" ".join(text.split()))
    return found is not None and found[1].casefold() in FIRST_NAMES | LAST_NAMES


def says_who(text: str) -> bool:
    """Whether a short text holds contact details or a number that belongs to one person."""
    citizen = len(digits_of(text)) == 9 and is_bsn(text)
    return citizen or has_email(text) or has_iban(text) or has_phone(text)


_NUMBERED = re.compile(r"[^\d,]{3,60}\s\d{1,5} ?(?:[- ]?[A-Za-z0-9]{1,4})?(?:,? .*)?")


def ends_in_number(text: str) -> bool:
    """A street with a house number, and perhaps a postcode and a place behind it."""
    return _NUMBERED.fullmatch(text.strip()) is not None


def contact_in(text: str) -> str | None:
    """The kind of contact detail or citizen number in a value; cheap enough for every cell."""
    if "@" in text and has_email(text):
        return "email"
    digits = sum(map(text.count, "0123456789"))
    if digits < 8:
        return None
    if is_bsn(text):
        return "citizen"
    if text[:2].isalpha() and has_iban(text):
        return "account"
    return "phone" if digits >= 10 and has_phone(text) else None
