"""The units of the figures, in both languages."""

from collections.abc import Mapping
from functools import cache

from regie.policy.denominators import DENOMINATORS
from regie.policy.indicators import PERCEIVED


def told(typed: str, language: str) -> str:
    """A unit that somebody typed; one that the figures know is told in `language`.

    >>> told("per 1,000 dwellings", "nl")
    'per 1.000 woningen'
    >>> told("cafés", "en")
    'cafés'
    """
    known = _units().get(typed.strip().casefold())
    if known is None:
        return typed
    dutch, english = known
    return english if language.startswith("en") else dutch


@cache
def _units() -> Mapping[str, tuple[str, str]]:
    """Each unit as (Dutch, English), by how it is spelled in either."""
    pairs = [(item.unit, item.unit_en) for item in DENOMINATORS()]
    pairs += [(item.unit, item.unit_en) for item in PERCEIVED()]
    return {spelled.casefold(): pair for pair in pairs for spelled in pair}
