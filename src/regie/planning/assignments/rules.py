"""What an assignment must say. Pure."""

from datetime import date

from regie.foundation.records.engine import gettext_noop

NOTHING_ASKED = gettext_noop("Schrijf op wat er gevraagd is.")
NOBODY_LEADS = gettext_noop("Zeg wie het werk leidt.")
IN_FUTURE = gettext_noop("Deze dag moet nog komen.")
NOT_A_BODY = gettext_noop("Kies wie de opdracht gaf.")
STALE = gettext_noop("Iemand anders sloeg intussen op. Uw tekst staat hier nog.")

MAYOR, EXECUTIVE, COUNCIL = "mayor", "executive", "council"
BODIES = (MAYOR, EXECUTIVE, COUNCIL)


def refusal(*, given_by: str, asked: str, lead: str, day: date, today: date) -> str | None:
    """Why an assignment cannot be recorded like this, or None."""
    if given_by not in BODIES:
        return NOT_A_BODY
    if not asked.strip():
        return NOTHING_ASKED
    if not lead.strip():
        return NOBODY_LEADS
    return IN_FUTURE if day > today else None
