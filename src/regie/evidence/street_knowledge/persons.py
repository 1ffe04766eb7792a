"""Whether a text about the street says who it is about. Pure.

A free text cannot be judged as a column is: one sentence is all there is. So this looks for what a
person is recognised by: contact details, a house number, a name with a form of address, initials
or a common first name, and for a group a nickname or a family. It will miss uncommon names; the
guidance beside the form says why they do not belong here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from regie.evidence.data_quality.rules import looks_personal
from regie.evidence.values import marks
from regie.foundation.records.engine import gettext_noop as _
from regie.foundation.records.refusals import refuse

CONTACT = _(
    "Hier staat een nummer of adres van een persoon, zoals een telefoonnummer. Haal dat weg."
)
HOUSE = _("Hier staat een huisnummer of postcode. Noem alleen de plek of de straat.")
NAME = _("Hier staat een naam van een persoon. Schrijf wat er gebeurt, niet wie het doet.")
NICKNAME = _("Hier staat een bijnaam. Beschrijf de groep zonder namen.")
FAMILY = _(
    "Hier staat een familie of gezin. Dan is duidelijk om wie het gaat. Schrijf wat de groep doet."
)

_YEARS = re.compile(r"\b(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d\b")
_RECENT_DAY = re.compile(r"\b\d{1,2}[-/]\d{1,2}[-/]20[2-9]\d\b")
_CLOCK = re.compile(r"(?<![\d.])\d{1,2}[.:]\d\d(?!\.?\d)")
_HANDLE = re.compile(r"(?<![\w.])@\w{3,}")
_POSTCODE = re.compile(r"\b[1-9]\d{3}(?: [A-Z]{2}|[A-Za-z]{2})\b")
_NUMBERED = re.compile(r"\b(?:huisnummers?|huisnrs?\.?|op nummer|op nr\.?) ?\d+", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b[\w'’-]*(?:straat|str\.|laan|weg|plein|kade|gracht|hof|pad|dreef|singel|plantsoen|steeg"
    r"|dijk|park|markt|flat|ring|erf|oord|baan|boulevard),? (?:nr\.? |nummer )?"
    r"(\d{1,4})(?!\d)([^.;!?]*)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:e|de|ste)\b|(?: ?(?:-|tot|à|of|a) ?\d+)? ?(?:x\b|keer|maal|uur|dag|avond|nacht|week|weken"
    r"|maand|jaar|jongere|jongen|meisje|mens|persoon|personen|man\b|auto|fiets|scooter|melding"
    r"|kinderen|meter|procent|%|times|hours|days|weeks|months|years|people|cars|bikes)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIRST_AND_INITIAL = re.compile(r"\b([A-ZÀ-Ý][a-zà-ÿ]{2,}) [A-Z]\.(?!\w)")
_NICKNAME = re.compile(r"\b(?:bijnaam|bijnamen|bijgenaamd|roepnaam|alias|nicknamed?)\b", re.I)
_NAME_OF_GROUP = re.compile(
    r"\b(?:noemt zich|noemen zich|zich noemt|zich noemen|genaamd|bekend als|ook wel|known as)\b",
    re.IGNORECASE,
)
_ONE = "de|een|één|dit|deze|die|dat|het|the|a|one|this"
_RELATED = (
    "gebroeders|broers?|broertjes?|zus|zussen|zusjes?|neven|neefjes?|nichten|tweeling|brothers?"
    "|sisters?|cousins|twins"
)
_PARENT = "zoon|zonen|dochter|vader|moeder|son|daughter"
_FAMILY = re.compile(
    rf"\b(?:{_ONE}) (?:\w+ )?(?:familie|gezin|family)\b|\b(?:{_RELATED})\b"
    rf"|\b(?:{_PARENT}) (?:en|van|of|and)\b",
    re.IGNORECASE,
)
_TITLE_WORDS = "dhr mevr mw mej hr ir drs dr mr meneer mevrouw fam familie heer"
_TITLES = frozenset(_TITLE_WORDS.split())
_INITIALS = re.compile(r"(?!(?:B\.V|N\.V|C\.V|V\.O\.F)\.$)(?:[A-ZÀ-Ý]\.)+$")
_SAINT_WORDS = "sint st prins prinses koning koningin paus"
_THING_WORDS = """
    blok vak gebouw complex hal poort toren wijk zone perron ingang flat groep team lijn optie buurt
    café cafe kapper kapsalon snackbar restaurant sporthal basisschool school zaal hotel bar station
    winkel bakker slager supermarkt kroeg eetcafé eetcafe club vereniging stichting kerk moskee huis
"""
_NEVER_A_WORD = {name for name in marks.FIRST_NAMES if len(name) > 4} - {"frank", "joost"}
"""First names that are recognised without a capital: on a phone few people write one."""
_SAINTS = frozenset(_SAINT_WORDS.split())
_THINGS = frozenset(_THING_WORDS.split())
_PLACE = re.compile(
    r"^(?:\w*(?:straat|laan|weg|plein|kade|gracht|hof|pad|dreef|singel|plantsoen|steeg|dijk|park"
    r"|school|college|kerk|huis|hal|brug|court|veld|centrum|flat|tuin|zaal|haven|buurt|wijk|kwartier"
    r"|complex|stadion|bad|plantsoenen))$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s()\"“”„/]+")
LONGEST_NAME = 5


def objections(text: str, *, group: bool = False) -> tuple[str, ...]:
    """Why a text cannot stay as it is, each as a sentence (msgid) without the words themselves.

    `group` is true for a hot group, which also has no nickname, name of its own or family.
    """
    tests = (
        (CONTACT, _has_contact(text)),
        (HOUSE, _has_house(text)),
        (NAME, _has_name(text)),
        (NICKNAME, bool(_NICKNAME.search(text) or (group and _NAME_OF_GROUP.search(text)))),
        (FAMILY, group and _FAMILY.search(text) is not None),
    )
    return tuple(sentence for sentence, found in tests if found)


def refuse_persons(*texts: str, group: bool = False) -> None:
    """The last lock on the door: raise `RefusedError` when a text says who it is about."""
    for text in texts:
        refuse(next(iter(objections(text, group=group)), None))


def sensitive_words(text: str, terms: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The words of `text` that stand in a list, under the code of that list; no list without."""
    said = {word.casefold() for word in re.findall(r"[\w-]+", text)}
    found = {code: tuple(word for word in words if word in said) for code, words in terms.items()}
    return {code: words for code, words in found.items() if words}


def _has_contact(text: str) -> bool:
    """Contact details, a handle, a plate, a long number or a date of birth.

    Two years in a row, days of these years and times of the clock are no numbers of a person.
    """
    plain = _CLOCK.sub(" ", _RECENT_DAY.sub(" ", _YEARS.sub(" ", text)))
    if looks_personal(plain) or _HANDLE.search(text):
        return True
    return any(marks.is_plate(word.strip(".,;:!?")) for word in _WORD.findall(text))


def _has_house(text: str) -> bool:
    if _POSTCODE.search(text) or _NUMBERED.search(text):
        return True
    return any(
        not _YEAR.fullmatch(found[1]) and not _COUNTED.match(found[2])
        for found in _ADDRESS.finditer(text)
    )


def _has_name(text: str) -> bool:
    if any(found[1].casefold() not in _THINGS for found in _FIRST_AND_INITIAL.finditer(text)):
        return True
    words = [word.rstrip(",;:!?") for word in _WORD.findall(text)]
    return any(_is_person(words, start) for start in range(len(words)))


def _is_person(words: Sequence[str], start: int) -> bool:
    """A name begins at this word, and neither what stands before nor behind makes it a place."""
    first = words[start]
    plain = first.rstrip(".").casefold()
    before = words[start - 1].casefold() if start else ""
    if before in _THINGS or before.rstrip(".") in _SAINTS:
        return False
    if plain in marks.FIRST_NAMES and (first[:1].isupper() or plain in _NEVER_A_WORD):
        return not any(_PLACE.match(word.rstrip(".")) for word in words[start + 1 : start + 3])
    if plain not in _TITLES and not _INITIALS.match(first):
        return False
    return any(map(marks.is_name, _windows(words, start)))


def _windows(words: Sequence[str], start: int) -> Iterator[str]:
    """The next two to five words, where the last could be a surname; "heer" as a title."""
    first = "dhr" if words[start].casefold() == "heer" else words[start]
    for end in range(start + 2, min(start + LONGEST_NAME, len(words)) + 1):
        if words[end - 1][:1].isupper():
            yield " ".join((first, *words[start + 1 : end])).rstrip(".")
