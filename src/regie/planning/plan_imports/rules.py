"""What may be done with a document that was read, and the sentences that refuse. Pure."""

import re
from collections.abc import Callable, Iterable

from regie.foundation.records.engine import gettext_noop as _

NONE, OWN = "none", "own"
"""Not taken over (it stays here), and a part of its own under its own title."""
LONGEST_PART = 60_000
LONGEST_TITLE = 120
STALE_MINUTES = 10
MEGABYTE = 1024**2
LARGEST = 100 * MEGABYTE
"""Bytes of a file that is read."""

TOO_LARGE = _(
    "Dit bestand is groter dan %(most)s MB. Maak de afbeeldingen kleiner, of bewaar alleen de "
    "tekst."
)
DISK_FULL = _("Het bestand kon niet worden bewaard. Probeer het later opnieuw.")
INTERRUPTED = _("Het lezen is afgebroken. Kies het bestand opnieuw.")
FAILED = _("Er ging iets mis bij het lezen. Kies het bestand opnieuw, of bewaar het als Word.")
NOT_READ = _("Dit document is nog niet gelezen.")
ALREADY = _("Dit document is al overgenomen in “%(plan)s”.")
SAME_FILE = _("Hetzelfde bestand is al overgenomen in “%(plan)s”. Er is niets veranderd.")
GONE = _("Dit document is weggegooid.")
UNKNOWN_PART = _("Dit deel bestaat niet meer. Iemand anders voegde het samen of splitste het.")
UNKNOWN_KIND = _("Kies een onderdeel uit de lijst.")
NOTHING_BEFORE = _("Voor dit deel staat geen ander deel.")
NO_HEADING = _("Op deze plaats staat geen kop meer. Bekijk het deel opnieuw.")
TOO_LONG = _("Samen worden deze delen te lang. Laat ze apart, of maak er een kleiner.")
UNSORTED = _("Geef eerst elk deel een plaats, of kies “Niet overnemen”. Nog te sorteren: %(n)s.")
NOTHING = _("Er is nog niets gekozen om over te nemen.")
PERSONAL = _("In “%(where)s” staan gegevens die bij een persoon kunnen horen. Haal die eerst weg.")
OBJECTIVE_REFUSED = _("Doel “%(which)s”: %(reason)s")
MOVED_ON = _("Iemand anders veranderde dit intussen. Uw woorden staan nog in het formulier.")
CONTINUED = _("%(title)s (vervolg)")
UNTITLED = _("Zonder kop")
LEFT_OUT = "[weggelaten]"

_MAIL = re.compile(r"\S+@\S+\.\S+")
_LONG_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ .()/-]{0,2}\d){7,}(?!\d)")
_BIRTH = re.compile(r"\b\d{1,2}[-/]\d{1,2}[-/](?:19|20)\d\d\b")
_YEAR_PLAN = re.compile(
    r"\b(?:jaarplan|jaaruitvoeringsplan|uitvoeringsplan|uitvoeringsprogramma|actieplan|jaarprogramma|jup"
    r"|uvp)\b[^.\n\d]{0,60}?\b(20\d\d)\b(?!\s*(?:[-–—/]|t/m|tot))",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"(?<!\d)(20\d\d)\s*(?:[-–—]|t/m|tot en met)\s*((?:20)?\d\d)(?!\d)")


def size_refusal(size: int) -> str | None:
    """Why a file of so many bytes is not read, or None."""
    return TOO_LARGE if size > LARGEST else None


def merge_refusal(above: str | None, text: str) -> str | None:
    """Why a part cannot go under the one before it, or None."""
    if above is None:
        return NOTHING_BEFORE
    return TOO_LONG if len(above) + len(text) > LONGEST_PART - 1000 else None


def period_in(words: Iterable[str]) -> tuple[int, int] | None:
    """The period that a plan names first, such as "2023-2026"; None when it names none. A plan for
    one year is not of the period that it names besides.

    >>> period_in(["Integraal Veiligheidsplan", "IVP 2023–2026"]), period_in(["Plan 2019-22"])
    ((2023, 2026), (2019, 2022))
    >>> period_in(["Jaarplan veiligheid 2025", "Bij het IVP 2023-2026"])
    (2025, 2025)
    """
    for text in words:
        found = _YEAR_PLAN.search(text.replace("_", " ")) if len(text) <= LONGEST_TITLE else None
        if found:
            return int(found[1]), int(found[1])
        for first, last in _PERIOD.findall(text):
            begin, end = int(first), int(last if len(last) == 4 else f"20{last}")
            if begin < end <= begin + 12:
                return begin, end
    return None


def marked(text: str, looks_personal: Callable[[str], bool]) -> int:
    """How many lines may hold data about a person."""
    return sum(map(looks_personal, text.split("\n")))


def blanked(text: str, looks_personal: Callable[[str], bool]) -> str:
    """A text with what may be data about a person left out, and the words around it as they were.

    >>> blanked("Bel 0612345678 of mail a@b.nl", lambda line: "@" in line or "06" in line)
    'Bel [weggelaten] of mail [weggelaten]'
    """
    return "\n".join(
        _blank(line, looks_personal) if looks_personal(line) else line for line in text.split("\n")
    )


def _blank(line: str, looks_personal: Callable[[str], bool]) -> str:
    for pattern in (_MAIL, _BIRTH, _LONG_NUMBER):
        line = pattern.sub(LEFT_OUT, line)
    return LEFT_OUT if looks_personal(line) else line
