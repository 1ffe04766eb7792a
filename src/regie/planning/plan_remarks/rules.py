"""Who may say something about which text, and how a suggestion goes into it. Pure."""

import re

from regie.foundation.access.rules import PARTNER, PEER_REVIEWER
from regie.foundation.records.engine import gettext_noop as _
from regie.planning.plans.rules import DRAFT, INSIDE, PARTNER_CHECK, PUBLIC, reading_refusal

ADVISERS = frozenset({PARTNER, PEER_REVIEWER})
"""Roles from outside the house that say something while the plan lies at the partners."""
REMARKABLE = frozenset({DRAFT, PARTNER_CHECK, "management", "executive", "triangle"})
"""States in which a text can still change before the council sees it."""

ADOPTED, PARTLY, NOT_ADOPTED, PASSED_ON = "adopted", "partly", "not_adopted", "passed_on"

NOT_NOW = _("Het plan ligt bij de raad of is vastgesteld. Opmerkingen kunnen nu niet meer.")
NOT_YOURS = _("U geeft opmerkingen zodra het plan bij de partners ligt.")
NO_WORDS = _("Schrijf op wat u wilt zeggen, of schrijf een voorstel.")
NO_QUOTE = _("Kies bij een voorstel eerst de alinea die u wilt wijzigen.")
GONE = _("Deze alinea staat niet meer in de tekst. Lees de tekst opnieuw.")
SAME = _("Het voorstel is gelijk aan de alinea die er staat.")
TEXT_CHANGED = _("De alinea is intussen gewijzigd. Verwerk het voorstel met de hand.")
NO_SUGGESTION = _("Bij deze opmerking staat geen voorstel.")
ANSWERED = _("Deze opmerking heeft al een antwoord. Zij blijft staan.")
NOT_YOUR_REMARK = _("Alleen wie de opmerking gaf, trekt haar in.")
WITHDRAWN = _("Deze opmerking is ingetrokken.")
NO_ANSWER = _("Schrijf op wat u ermee deed.")

_BLANK = re.compile(r"\n[ \t]*\n")


def remarking_refusal(state: str, role: str) -> str | None:
    """Why this role cannot say anything about the text now, or None."""
    if state not in REMARKABLE:
        return NOT_NOW
    if role in INSIDE:
        return None
    return None if role in ADVISERS and state == PARTNER_CHECK else NOT_YOURS


def seeing_refusal(state: str, role: str) -> str | None:
    """Why this role cannot read the text and the own remarks now, or None."""
    if role in ADVISERS and state in {PARTNER_CHECK, *PUBLIC}:
        return None
    return reading_refusal(state, role)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text as they were typed, without empty ones.

    >>> paragraphs("## Kop\\n\\nEen zin.\\n\\n\\n- punt")
    ['## Kop', 'Een zin.', '- punt']
    """
    return [part.strip("\n") for part in _BLANK.split(text) if part.strip()]


def words_refusal(text: str, suggestion: str, quote: str) -> str | None:
    """Why these words say nothing that can be answered, or None."""
    if not text.strip() and not suggestion.strip():
        return NO_WORDS
    if suggestion.strip() and not quote.strip():
        return NO_QUOTE
    return SAME if suggestion.strip() and suggestion.strip() == quote.strip() else None


def put_into(text: str, quote: str, suggestion: str) -> str | None:
    """The text with the quoted paragraph replaced; None when it is not there (once or more).

    Only a whole paragraph is replaced, and only the first of equal ones.

    >>> put_into("Een.\\n\\nTwee.", "Twee.", "Drie.")
    'Een.\\n\\nDrie.'
    """
    parts = re.split(r"(\n[ \t]*\n+)", text)
    wanted = quote.strip()
    for at, part in enumerate(parts):
        if wanted and part.strip() == wanted:
            return "".join([*parts[:at], suggestion.strip(), *parts[at + 1 :]])
    return None
