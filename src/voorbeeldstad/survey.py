"""The safety survey: how residents feel, with margins as a dimension.

Levels are invented. A figure is a mean or a percentage of a sample, so its margins follow from
the number of answers; the figures themselves scatter far less than their margins, so that only
what is planted differs significantly.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from voorbeeldstad import plants
from voorbeeldstad.country import (
    COUNTRY,
    DISTRICTS,
    MUNICIPALITIES,
    NEIGHBOURHOODS,
    PROVINCES,
    VOORBEELDSTAD,
)

MARGINS = ("MW00000", "MOG0095", "MBG0095")
NEW_YEARS = (2021, 2023, 2025)
OLD_YEARS = (2012, 2013, 2014, 2015, 2016, 2017, 2019)
#: Municipalities of this size have enough answers in the national sample.
LARGE = 70_000

_DESIGN = 1.2  # sampling variance against a simple random sample
_MARK_DEVIATION = 1.5  # standard deviation of a mark between 1 and 10


@dataclass(frozen=True)
class Measure:
    """A survey figure: level in the country in 2021, effect of urbanity, and the old series.

    `scale` is "percent" or "mark"; `before` is the factor on the level of 2012-2019.
    """

    stem: str
    new_position: int
    old_position: int
    level: float
    scale: str = "percent"
    urban: float = 0.0
    before: float = 1.0


MEASURES = (
    Measure("SocialeCohesieSchaalscore", 15, 14, 6.1, "mark", -0.25, 1.02),
    Measure("RapportcijferLeefbaarheidWoonbuurt", 18, 17, 7.5, "mark", -0.1, 0.99),
    Measure("EenOfMeerVormenVanSocialeOverlast", 34, 33, 43.0, "percent", 6.0, 0.9),
    Measure("VoeltZichWeleensOnveilig", 43, 41, 33.0, "percent", 3.5, 1.06),
    Measure("VoeltZichVaakOnveilig", 44, 42, 2.3, "percent", 0.4, 0.7),
    Measure("VanInbraakInWoning", 47, 45, 7.0, "percent", 1.0, 1.3),
    Measure("VoeltZichWeleensOnveiligInBuurt", 50, 48, 14.5, "percent", 2.4, 1.15),
    Measure("SAvondsOpStraatInBuurtOnveilig", 52, 50, 17.0, "percent", 2.5, 1.1),
    Measure("DenktDatErVeelCriminaliteitInBuurt", 57, 54, 8.5, "percent", 2.0, 1.2),
    Measure("RapportcijferVeiligheidInBuurt", 60, 57, 7.5, "mark", -0.15, 0.97),
    Measure("Slachtoffers", 68, 64, 17.1, "percent", 2.4, 0.85),
    Measure("ContactMetPolitie", 188, 171, 23.0, "percent", 0.5, 1.2),
    Measure("TevredenheidFunctionerenInBuurt", 199, 182, 44.0, "percent", -0.5, 0.7),
    Measure("PreventiefGedragSomscore", 206, 189, 46.0, "percent", 0.5, 0.8),
)

#: What the residents of the district with the perception gap say, per survey year.
_GAP = {
    "VoeltZichWeleensOnveilig": (35.0, 41.5, 48.0),
    "VoeltZichWeleensOnveiligInBuurt": (17.0, 24.0, 31.0),
    "SAvondsOpStraatInBuurtOnveilig": (20.0, 27.5, 35.0),
    "DenktDatErVeelCriminaliteitInBuurt": (10.5, 15.0, 20.0),
    "RapportcijferVeiligheidInBuurt": (7.3, 6.9, 6.5),
}


@dataclass(frozen=True)
class Answer:
    """One figure of one area and year; None when too few residents answered."""

    area: str
    year: int
    measure: Measure
    value: float | None
    low: float | None
    high: float | None

    def bound(self, margin: str) -> float | None:
        """The value or one of its 95 % bounds, by the key of the margin."""
        return {"MW00000": self.value, "MOG0095": self.low, "MBG0095": self.high}[margin]


def answers(years: tuple[int, ...], *, seed: int) -> list[Answer]:
    """All figures of the survey in these years, area by area."""
    rng = np.random.default_rng([seed, 20, years[0]])
    found: list[Answer] = []
    for measure in MEASURES:
        found += _of_measure(measure, years, rng)
    return found


def _of_measure(
    measure: Measure, years: tuple[int, ...], rng: np.random.Generator
) -> Iterator[Answer]:
    own = [code for code in DISTRICTS if code[2:6] == VOORBEELDSTAD[2:]]
    weights = _inhabitants(own)
    by_district = {code: _course(measure, code, years, _urban(code), rng) for code in own}
    town = np.average(list(by_district.values()), axis=0, weights=weights)
    by_area = {COUNTRY: _course(measure, COUNTRY, years, 0.0, rng)}
    by_area |= {code: _course(measure, code, years, 0.0, rng) for code in PROVINCES}
    for item in MUNICIPALITIES:
        if item.code == VOORBEELDSTAD:
            by_area[item.code] = town
        elif item.inhabitants >= LARGE:
            by_area[item.code] = _course(measure, item.code, years, 2.5 - item.urbanity, rng)
    for area, course in (by_area | by_district).items():
        for year, value in zip(years, course, strict=True):
            yield _answer(measure, area, year, float(value))


def _course(
    measure: Measure, area: str, years: tuple[int, ...], urban: float, rng: np.random.Generator
) -> np.ndarray:
    """The level of an area in the survey years, without the noise of a sample."""
    level = measure.level + urban * measure.urban
    scatter = rng.normal(0, 0.15 * _half_width(measure, level, _sample(area)), len(years))
    if years[0] < NEW_YEARS[0]:
        decline = np.linspace(1.08, 1.0, len(years)) if measure.scale == "percent" else 1.0
        return np.asarray(level * measure.before * decline + scatter)
    if area == plants.GAP_DISTRICT and measure.stem in _GAP:
        return np.array(_GAP[measure.stem])
    return np.asarray(level + scatter)


def _answer(measure: Measure, area: str, year: int, value: float) -> Answer:
    if area == plants.FEW_ANSWERS and year == plants.FEW_ANSWERS_YEAR:
        return Answer(area, year, measure, None, None, None)
    half = _half_width(measure, value, _sample(area))
    top = 100.0 if measure.scale == "percent" else 10.0
    low, high = max(0.0, value - half), min(top, value + half)
    return Answer(area, year, measure, round(value, 1), round(low, 1), round(high, 1))


def _half_width(measure: Measure, value: float, sample: int) -> float:
    """Half the 95 % interval of a figure."""
    if measure.scale == "mark":
        return float(1.96 * _MARK_DEVIATION * np.sqrt(_DESIGN / sample))
    share = min(max(value, 0.5), 99.5) / 100
    return float(196 * np.sqrt(_DESIGN * share * (1 - share) / sample))


def _sample(area: str) -> int:
    """Number of answers; the town bought an extra sample for its districts."""
    if area == COUNTRY:
        return 46_000
    if area in PROVINCES:
        return 22_000
    if area == VOORBEELDSTAD:
        return 4_000
    return 450 if area.startswith("WK") else 520


def _inhabitants(districts: list[str]) -> list[int]:
    return [
        sum(home.inhabitants for home in NEIGHBOURHOODS if home.district == code)
        for code in districts
    ]


def _urban(district: str) -> float:
    """How urban a district is against the country, in classes of urbanity."""
    return {"WK990101": 1.5, "WK990103": 1.0, "WK990108": -0.5, "WK990109": -2.0}.get(district, 0.3)
