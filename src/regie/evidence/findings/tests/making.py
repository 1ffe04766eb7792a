"""Verdicts made by hand, as `signals` would compute them."""

from dataclasses import replace
from typing import Any

from regie.evidence.appraisal.rules import (
    Answer,
    Arrow,
    Assessment,
    Change,
    Concentration,
    Gap,
    Level,
    Month,
    Place,
    Slope,
    Word,
)
from regie.evidence.findings.rules import Subject

TOWN = "GM9901"
BURGLARY, VIOLENCE = "offence-1.1.1", "budget-bbv_violence"


def level(area: str = TOWN, word: Word = Word.COMPARABLE, *, higher: bool = False) -> Level:
    """A level with numbers that fit its word."""
    return Level(
        area=area,
        period="2025JJ00",
        observed=120.0,
        expected=80.0 if word is not Word.COMPARABLE else 118.0,
        ratio=1.5 if word is not Word.COMPARABLE else 1.02,
        low95=62.0,
        high95=101.0,
        p=0.001,
        word=word,
        higher=higher,
        peers=("GM9902", "GM9903"),
    )


def change(area: str = TOWN, arrow: Arrow = Arrow.NONE) -> Change:
    """A change of twelve months, with an arrow or without."""
    moved = arrow is not Arrow.NONE
    return Change(
        area=area,
        first="2025MM01",
        last="2025MM12",
        blocks=3,
        recent=120.0,
        expected=80.0,
        low=60.5,
        high=99.5,
        ratio=1.5,
        ratio_low=1.1,
        ratio_high=1.9,
        sigma=0.08,
        p_chance=0.001,
        p_swing=0.004 if moved else 0.3,
        beyond_chance=True,
        beyond_swing=moved,
        arrow=arrow,
        net_ratio=1.4,
        net_arrow=arrow,
    )


def place(area: str, word: Word = Word.COMPARABLE, arrow: Arrow = Arrow.NONE) -> Place:
    """A place that stands above the municipality, or moves, or neither."""
    kind = "neighbourhood" if area.startswith("BU") else "district"
    higher = word in {Word.ATTENTION, Word.DEVIATING}
    return Place(
        area=area,
        kind=kind,
        level=level(area, word, higher=higher),
        change=change(area, arrow),
        smoothed=1.8 if higher else 1.0,
    )


def answer(area: str = TOWN, **said: Any) -> Answer:
    """An answer of the survey, with what it says."""
    return Answer(area=area, period="2025JJ00", value=31.2, low=29.0, high=33.5, **said)


def assessment(code: str = BURGLARY, **parts: Any) -> Assessment:
    """An assessment in which nothing is out of the ordinary but the given parts."""
    quiet = Assessment(
        indicator=code,
        municipality=TOWN,
        level=level(),
        change=change(),
        slope=Slope(first="2021MM01", last="2025MM12", per_year=3.1, low=0.2, high=6.0, p=0.04),
        month=Month(),
        concentration=Concentration(),
        deliveries=(7, 9),
        fingerprint="a1",
    )
    return replace(quiet, **parts)


def gap(kind: str = "feels_worse", area: str = TOWN) -> Gap:
    """Answers and registration that move apart."""
    return Gap(
        area=area,
        theme="registered_crime",
        question="perceived-vm_unsafe_often",
        answer=answer(significant=True),
        registered=change(arrow=Arrow.UP),
        kind=kind,
    )


def subject(code: str, position: int = 0, *categories: str, **more: Any) -> Subject:
    """An indicator of one theme."""
    return replace(
        Subject(
            code=code,
            position=position,
            theme="registered_crime",
            field="living_environment",
            family="offence",
            categories=frozenset(categories),
        ),
        **more,
    )
