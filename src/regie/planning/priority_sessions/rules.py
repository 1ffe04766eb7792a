"""Codes, limits, the screen, and how a figure becomes a score. Pure.

Scores come from fixed scales: 50 is as elsewhere (or as before), 0 is half of it, 100 twice as
much, with equal steps for every doubling. The anchors stand fixed before anybody sees a figure, so
that adding or dropping a candidate changes no score of another.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
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


@dataclass(frozen=True)
class Proposal:
    """A candidate as the room proposes it."""

    theme: str
    name: str
    field: str
    findings: tuple[int, ...] = ()


def longlist(
    themes: Sequence[tuple[str, str, str]], findings: Mapping[str, Sequence[int]]
) -> tuple[Proposal, ...]:
    """The longlist: themes with a finding first, those with most findings before the others.

    `themes` are (code, name, field) in the order of the policy, `findings` the numbers of the
    confirmed findings by theme. At most `MOST_CANDIDATES`.
    """
    made = [
        Proposal(code, name, field, tuple(findings.get(code, ()))) for code, name, field in themes
    ]
    made.sort(key=lambda item: -len(item.findings))
    return tuple(made[:MOST_CANDIDATES])


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


# --- scores ---------------------------------------------------------------------------------------

EXTENT, TREND, PERCEPTION = "extent", "trend", "perception"
TWO_SIDED = 1.96
"""The normal quantile that leaves 2.5 per cent at either side."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A ratio that a verdict gives, with its limits; `name` says what it is of.

    1 is as elsewhere, or as before. For perception the ratio says how much worse.
    """

    criterion: str
    name: str
    ratio: float
    low: float
    high: float


@dataclass(frozen=True, order=True)
class Scored:
    """A score of 0 to 100 with how far it can lie off."""

    value: int
    low: int
    high: int


def score(ratio: float) -> int:
    """A ratio on the fixed scale: half is 0, equal 50, twice 100; beyond stays at the end.

    >>> score(0.5), score(1.0), score(2.0), score(9.0), score(0.0)
    (0, 50, 100, 100, 0)
    """
    if ratio <= 0:
        return 0
    return round(min(max(50 + 50 * math.log2(ratio), 0), 100))


def scored(figure: Figure) -> Scored:
    """The score of a figure; its limits never exclude the score itself."""
    value = score(figure.ratio)
    ends = (score(figure.low), score(figure.high), value)
    return Scored(value, min(ends), max(ends))


def deciding(figures: Iterable[Figure]) -> dict[str, Figure]:
    """The figure that counts per criterion: the one with the highest ratio; none is unknown.

    A candidate with several findings is as serious as the most serious of them.
    """
    found: dict[str, Figure] = {}
    for figure in figures:
        known = found.get(figure.criterion)
        if known is None or figure.ratio > known.ratio:
            found[figure.criterion] = figure
    return found


def count_limits(
    observed: float | None, expected: float | None, sigma: float | None
) -> tuple[float, float, float] | None:
    """Observed by expected with its limits: chance, and the normal swing when that is known.

    None without an expected number: unknown is not zero. Source: methods D3 and D4.
    """
    if observed is None or not expected:
        return None
    ratio = observed / expected
    spread = math.sqrt(1 / max(observed, 0.5) + (sigma or 0.0) ** 2)
    factor = math.exp(TWO_SIDED * spread)
    return ratio, ratio / factor, ratio * factor


def worse_ratio(
    value: float | None,
    low: float | None,
    high: float | None,
    beside: float | None,
    *,
    higher_is_worse: bool,
) -> tuple[float, float, float] | None:
    """How much worse an answer is than in the whole country, with its limits; None: unknown."""
    if value is None or not beside or value <= 0:
        return None
    low, high = low or value, high or value
    if higher_is_worse:
        return value / beside, low / beside, high / beside
    return beside / value, beside / high, beside / low


def judged(value: int | None, low: int | None, high: int | None) -> Scored | None:
    """What somebody typed; without limits the score is sure, without a score it is unknown.

    Raises ValueError when the limits leave the score out, or lie outside 0 to 100.
    """
    if value is None:
        return None
    found = Scored(value, value if low is None else low, value if high is None else high)
    if not 0 <= found.low <= found.value <= found.high <= 100:
        raise ValueError("the limits leave out the score")
    return found
