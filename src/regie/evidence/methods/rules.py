"""Which values a setting may have, what a municipality chose, and what an estimate is.

Pure: the defaults and their bounds come from the policy, the choices from who asks.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from regie.foundation.records.engine import gettext_noop as _
from regie.policy.methods import METHOD_DEFAULTS, DefaultItem

METHOD = "2"
"""The version of the estimation; another one makes every set anew."""
SHORTEST = 10
"""A reason has at least so many characters: "zomaar" explains nothing to who reads it later."""
LONGEST = 500

TOO_LOW = _("%(name)s kan niet lager zijn dan %(minimum)s.")
TOO_HIGH = _("%(name)s kan niet hoger zijn dan %(maximum)s.")
NOT_WHOLE = _("%(name)s is een geheel getal.")
WRONG_STEP = _("%(name)s kan alleen in stappen van %(step)s, te beginnen bij %(minimum)s.")
NO_NUMBER = _("%(name)s is een getal.")
SAME = _("Dit is al de waarde. Er is niets veranderd.")
NO_REASON = _("Leg uit waarom u dit kiest. Een raadslid moet het later kunnen begrijpen.")
LONG_REASON = _("Houd de uitleg korter dan 500 tekens.")
PERSONAL = _(
    "Zet hier geen gegevens over personen in: geen adressen van e-mail, nummers of geboortedatums."
)


ABOUT = {
    **dict.fromkeys((TOO_LOW, TOO_HIGH, NOT_WHOLE, WRONG_STEP, NO_NUMBER, SAME), "value"),
    **dict.fromkeys((NO_REASON, LONG_REASON, PERSONAL), "reason"),
}
"""The field of a form that a refusal is about; any other is about the peer."""


@dataclass(frozen=True)
class Objection:
    """Why something is refused: a Dutch sentence (msgid) and what fills it."""

    sentence: str
    params: Mapping[str, object]


def objection_to(item: DefaultItem, value: float) -> Objection | None:
    """Why this setting cannot have this value, or None when it can."""
    bounds = {"minimum": item.minimum, "maximum": item.maximum, "step": item.step}
    if not math.isfinite(value):
        return Objection(NO_NUMBER, bounds)
    if value < item.minimum:
        return Objection(TOO_LOW, bounds)
    if value > item.maximum:
        return Objection(TOO_HIGH, bounds)
    if item.whole and not float(value).is_integer():
        return Objection(NOT_WHOLE, bounds)
    if item.step and (value - item.minimum) % item.step:
        return Objection(WRONG_STEP, bounds)
    return None


def objection_to_reason(reason: str) -> Objection | None:
    """Why this is no reason that others can read later, or None when it is."""
    if len(reason) < SHORTEST:
        return Objection(NO_REASON, {})
    return Objection(LONG_REASON, {}) if len(reason) > LONGEST else None


@dataclass(frozen=True)
class MethodSettings:
    """How a municipality calculates: the policy's defaults, and its own choices over them.

    Probabilities and shares run from 0 to 1, periods are in months. What each of them means
    stands in `policy/method_defaults.toml`.
    """

    pooled_years: int
    peers: int
    change_alpha: float
    earlier_months: int
    history_months: int
    trend_minimum_events: int
    signal_alpha: float
    signal_q: float
    tested_minimum: int
    area_q: float

    @property
    def fingerprint(self) -> str:
        """The same for the same settings, in every process: 16 hexadecimal digits."""
        return fingerprint({name: float(value) for name, value in asdict(self).items()})


def settings_from(choices: Mapping[str, float | None]) -> MethodSettings:
    """The defaults with a municipality's own values over them.

    None stands for the default. A value that the bounds of today do not allow any more, and a
    setting that does not exist any more, count as the default.
    """
    values: dict[str, Any] = {}
    for item in METHOD_DEFAULTS():
        own = choices.get(item.code)
        allowed = own is not None and objection_to(item, own) is None
        value = own if own is not None and allowed else item.value
        values[item.code] = int(value) if item.whole else value
    return MethodSettings(**{field.name: values[field.name] for field in fields(MethodSettings)})


def fingerprint(parts: object) -> str:
    """A stable mark of what something rests on; `parts` must fit in JSON."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# --- peers ---------------------------------------------------------------------------------------

SWAPS = 3
"""At most one in so many peers may be swapped: the figures choose the group, not the wish."""

NOT_A_PEER = _("Deze gemeente is niet bekend, of het is uw eigen gemeente.")
ALREADY_SWAPPED = _("Deze gemeente hebt u al gewisseld. Maak die wissel eerst ongedaan.")
TOO_MANY_SWAPS = _(
    "U kunt hoogstens %(most)s gemeenten wisselen. Anders kiest u zelf waarmee u vergelijkt."
)
ENDED = _("Deze wissel was al ongedaan gemaakt.")


@dataclass(frozen=True)
class SwapAsked:
    """A swap that is asked for: of which peer, by whom, and what there is already."""

    peer: str
    own: str
    known: frozenset[str]
    swapped: frozenset[str]
    most: int


def most_swaps(k: int) -> int:
    """How many of k peers may be swapped."""
    return k // SWAPS


def objection_to_swap(asked: SwapAsked) -> Objection | None:
    """Why this swap is refused, or None when it is not."""
    if asked.peer == asked.own or asked.peer not in asked.known:
        return Objection(NOT_A_PEER, {})
    if asked.peer in asked.swapped:
        return Objection(ALREADY_SWAPPED, {})
    if len(asked.swapped) >= asked.most:
        return Objection(TOO_MANY_SWAPS, {"most": asked.most})
    return None
