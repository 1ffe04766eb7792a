"""Codes, limits, the screen and the longlist. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from regie.foundation.records.engine import gettext_noop as _

# --- the code -------------------------------------------------------------------------------------

ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
"""Letters and digits that nobody takes for each other: no O and 0, I, L and 1, S and 5, Z and 2,
B and 8."""
CODE_LENGTH = 8
MOST_TYPED = 40


def made_code(choose: Callable[[str], str]) -> str:
    """A new code; `choose` picks a character."""
    return "".join(choose(ALPHABET) for _place in range(CODE_LENGTH))


def cleaned_code(typed: str) -> str:
    """A code as it is kept, from what somebody typed; "" when it cannot be one.

    >>> cleaned_code(" acde-fghj "), cleaned_code("welkom")
    ('ACDEFGHJ', '')
    """
    code = re.sub(r"[\s\-–.]", "", typed[:MOST_TYPED]).upper()
    fits = len(code) == CODE_LENGTH and all(char in ALPHABET for char in code)
    return code if fits else ""


def shown_code(code: str) -> str:
    """A code in two halves, as people read it out.

    >>> shown_code("ACDEFGHJ")
    'ACDE FGHJ'
    """
    half = CODE_LENGTH // 2
    return f"{code[:half]} {code[half:]}"


# --- limits ---------------------------------------------------------------------------------------

MOST_CANDIDATES = 30
MOST_CRITERIA = 8
MOST_GROUPS = 20
MOST_CONTRIBUTIONS = 40
"""By one participant in one session: enough for an evening, not for a flood."""

FULL = _("Er zijn al 30 kandidaten. Laat er eerst een weg of voeg er twee samen.")
NO_NAME = _("Geef de kandidaat een naam.")
NAME_TAKEN = _("Er is al een kandidaat met deze naam.")
TOO_FEW = _("Er zijn nog geen twee kandidaten. Stel eerst de longlist samen.")
NO_CODE_OF_CRITERION = _("Er zijn al acht criteria. Haal er eerst een weg.")
NOT_DRAFT = _("De sessie is al geopend. De kandidaten en de kaarten liggen nu vast.")
NOT_OPEN_YET = _("De sessie is nog niet geopend. Probeer het straks nog eens.")
IS_CLOSED = _("De sessie is gesloten. Wat u inbracht, blijft bewaard.")
NO_GROUP = _("Kies bij welke groep u hoort.")
TOO_MANY_WORDS = _("U bracht in deze sessie al 40 keer iets in. Vat het samen met de begeleider.")
NO_CYCLE = _("Start eerst een beleidscyclus. Daar horen de thema's van de sessie bij.")
NO_REASON = _("Schrijf op waarom.")
MERGE_WITH_ITSELF = _("Kies een andere kandidaat om mee samen te voegen.")
NOTHING_TO_SPLIT = _("Deze kandidaat heeft maar één onderdeel. Er valt niets te splitsen.")


def why_not_open(candidates: int) -> str | None:
    """Why a session cannot be opened yet, or None; `candidates` take part."""
    if candidates < 2:
        return TOO_FEW
    return FULL if candidates > MOST_CANDIDATES else None


def why_not_take_part(state: str) -> str | None:
    """Why nobody can join or bring something in now, or None."""
    return {"draft": NOT_OPEN_YET, "closed": IS_CLOSED}.get(state)


# --- the screen -----------------------------------------------------------------------------------


def screened_out(answers: Mapping[str, bool], reason: str) -> bool:
    """Whether a candidate takes no part: one "no" is enough, and it is always with a reason."""
    return bool(reason.strip()) and not all(answers.values())


# --- the longlist ---------------------------------------------------------------------------------


STRATEGIC = "strategic"


@dataclass(frozen=True)
class Tier:
    """The level of attention of a theme before: in the previous plan, or at the start meeting."""

    level: str
    planned: bool = False


@dataclass(frozen=True)
class Proposal:
    """A candidate as the room proposes it; `tier` is None when nobody knows where it was."""

    theme: str
    name: str
    field: str
    findings: tuple[int, ...] = ()
    tier: Tier | None = None


def longlist(
    themes: Sequence[tuple[str, str, str]],
    findings: Mapping[str, Sequence[int]],
    tiers: Mapping[str, Tier] | None = None,
) -> tuple[Proposal, ...]:
    """The longlist: strategic themes first, then those with most findings.

    A strategic theme is what a council chooses its priorities from; where no level is known only
    the findings count. `themes` are (code, name, field) in the order of the policy, `findings` the
    numbers of the confirmed findings by theme. At most `MOST_CANDIDATES`.
    """
    known = tiers or {}
    made = [
        Proposal(code, name, field, tuple(findings.get(code, ())), known.get(code))
        for code, name, field in themes
    ]
    made.sort(key=lambda item: (not _strategic(item), -len(item.findings)))
    return tuple(made[:MOST_CANDIDATES])


def _strategic(item: Proposal) -> bool:
    return item.tier is not None and item.tier.level == STRATEGIC


def moved(order: Sequence[int], pk: int, step: int) -> tuple[int, ...]:
    """The order after moving one up (-1) or down (1); at the end it stays.

    >>> moved((1, 2, 3), 3, -1), moved((1, 2, 3), 1, -1)
    ((1, 3, 2), (1, 2, 3))
    """
    if pk not in order:
        return tuple(order)
    rest = [other for other in order if other != pk]
    at = min(max(order.index(pk) + step, 0), len(rest))
    return (*rest[:at], pk, *rest[at:])
