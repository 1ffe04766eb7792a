"""A swing or a spread, where it comes from and what must be known of it. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from regie.foundation.records.engine import gettext_noop as _

ENDLESS = 1e9
"""How a size without an end is kept: no spread beyond chance."""


class Origin(StrEnum):
    """Where a swing or a spread comes from, the best first."""

    ESTIMATED = "estimated"
    MUNICIPAL = "municipal"
    REFERENCE = "reference"
    POOLED = "pooled"


ORIGINS: dict[Origin, str] = {
    Origin.ESTIMATED: _("uit de cijfers geschat"),
    Origin.MUNICIPAL: _("overgenomen van gemeenten"),
    Origin.REFERENCE: _("uit eerder onderzoek"),
    Origin.POOLED: _("het midden van de andere soorten"),
}


class Remark(StrEnum):
    """What a reader has to know of an estimate; `REMARKS` says it in words."""

    ACROSS_BREAK = "across_break"
    PROVISIONAL = "provisional"
    BEFORE_BREAK = "before_break"
    FEW_AREAS = "few_areas"
    FEW_EVENTS = "few_events"
    NO_SWING = "no_swing"
    NO_SPREAD = "no_spread"
    NO_PEERS = "no_peers"
    INHABITANTS = "inhabitants"
    SAMPLED = "sampled"


REMARKS: dict[Remark, str] = {
    Remark.ACROSS_BREAK: _(
        "De telling veranderde in deze jaren. Aan één kant waren er te weinig jaren."
    ),
    Remark.PROVISIONAL: _("Er zijn te weinig definitieve jaren. Voorlopige jaren tellen mee."),
    Remark.BEFORE_BREAK: _("Dit zijn jaren van vóór een verandering in de telling."),
    Remark.FEW_AREAS: _("Er zijn te weinig gebieden of jaren met cijfers om dit te schatten."),
    Remark.FEW_EVENTS: _("Er gebeurt te weinig om dit te schatten."),
    Remark.NO_SWING: _("De jaren verschillen niet meer van elkaar dan door toeval."),
    Remark.NO_SPREAD: _("De gebieden verschillen niet meer van elkaar dan door toeval."),
    Remark.NO_PEERS: _("Er zijn geen vergelijkbare gemeenten bekend. Dit is naast het hele land."),
    Remark.INHABITANTS: _("Gedeeld door inwoners, want het eigen aantal is niet bekend."),
    Remark.SAMPLED: _("Niet alle gemeenten zijn gebruikt, maar een gelijkmatige greep eruit."),
}


@dataclass(frozen=True)
class Parameter:
    """A swing or a spread of one type at one level, and what it rests on.

    `value` is the swing (standard deviation of the yearly log change beyond chance) or the size
    of the negative binomial. `areas` and `years` are how much it rests on, 0 when borrowed.
    """

    value: float
    origin: Origin
    areas: int = 0
    years: int = 0
    first: str = ""
    last: str = ""
    remarks: tuple[Remark, ...] = ()


def size_kept(size: float) -> float:
    """A size as it is stored: an infinite one as `ENDLESS`."""
    return min(size, ENDLESS)


def size_read(size: float) -> float:
    """A stored size as it is calculated with."""
    return math.inf if size >= ENDLESS else size


def known(value: float) -> float | None:
    """A number as it is stored: None for what is not known."""
    return None if math.isnan(value) else value


def middle(values: Sequence[float]) -> float | None:
    """The median, or None of nothing."""
    known = sorted(values)
    if not known:
        return None
    half = len(known) // 2
    return known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2
