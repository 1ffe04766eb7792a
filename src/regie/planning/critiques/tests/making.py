"""A good objective, to be spoilt in one way at a time."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from regie.planning.critiques.facts import Facts, Known, Rhythm
from regie.planning.critiques.rules import critiques

KNOWN = tuple(
    Known(year=year, value=value, low=value - 0.4, high=value + 0.4, count=value * 100)
    for year, value in ((2021, 3.0), (2022, 1.2), (2023, 2.9), (2024, 2.8))
)
GOOD = Facts(
    statement="Hoogstens 1 woninginbraak per 1.000 woningen in 2028, tegen 2,9 in 2022-2024",
    effect="Mensen voelen zich thuis veilig",
    means=("voorlichting",),
    indicator="offence-1.1.1",
    name="Woninginbraak",
    measured="registered",
    counted="offences",
    source="Politie",
    unit="per 1.000 woningen",
    known_unit="per 1.000 woningen",
    direction="decrease",
    baseline=2.9,
    baseline_from=2022,
    baseline_to=2024,
    baseline_source="Politie, misdrijven",
    target=1.0,
    target_date=date(2028, 12, 31),
    plan_from=date(2025, 1, 1),
    plan_to=date(2028, 12, 31),
    today=date(2025, 6, 1),
    owner="teamleider veiligheid",
    holder="burgemeester",
    area_name="Voorbeeldstad",
    population=90_000,
    per_count=100.0,
    known=KNOWN,
    sigma=0.25,
    rhythm=Rhythm(every=1, lag_days=15),
)
ASKED = replace(
    GOOD,
    statement="Hoogstens 25% van de inwoners voelt zich weleens onveilig",
    indicator="perceived-vm_unsafe_sometimes",
    measured="survey",
    counted="",
    unit="% van de inwoners",
    known_unit="% van de inwoners",
    baseline=35.0,
    baseline_from=2023,
    baseline_to=2023,
    baseline_source="Veiligheidsmonitor",
    target=25.0,
    per_count=None,
    sigma=1.0,
    margin=2.0,
    known=(
        Known(year=2021, value=34.0, low=32.0, high=36.0),
        Known(year=2023, value=35.0, low=33.0, high=37.0),
    ),
    rhythm=Rhythm(every=2, lag_days=75, first=2021),
    target_date=date(2027, 12, 31),
)


def spoilt(base: Facts = GOOD, **changes: Any) -> Facts:
    """An objective with something else in it."""
    return replace(base, **changes)


def codes(facts: Facts) -> tuple[str, ...]:
    """The codes of every criticism, in order."""
    return tuple(item.code for item in critiques(facts))


def levels(facts: Facts) -> dict[str, str]:
    """Code and level of every criticism."""
    return {item.code: item.level for item in critiques(facts)}


MOST_WORDS = 20


def is_short(text: str) -> bool:
    """Every sentence has at most twenty words."""
    parts = re.split(r"(?<=[.?!:;])\s", text)
    return all(len(part.split()) <= MOST_WORDS for part in parts)
