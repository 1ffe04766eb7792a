"""The offence and nuisance types of the police tables, with rates of a fictitious country.

Codes and names are those of the dimensions SoortMisdrijf (59) and Overlast (9) of the police
tables on StatLine. The levels are rounded and invented, in the order of size a Dutch reader
expects: registered offences per 100,000 inhabitants in the years of `ANCHORS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

YEARS = tuple(range(2012, 2026))
ANCHORS = (2012, 2015, 2019, 2021, 2023, 2025)
TOTAL = "0.0.0"

#: Types the publisher hides below municipality level; they are inside the totals.
HIDDEN_TYPES = ("1.4.1", "3.2.1", "3.2.2", "3.7.3")

#: What determines where a type happens: see `places.WEIGHTS`.
HOMES, STREETS, CARS, SHOPS, NIGHTLIFE, FIRMS, ROADS, WATER, ONLINE, OPEN = (
    "homes",
    "streets",
    "cars",
    "shops",
    "nightlife",
    "firms",
    "roads",
    "water",
    "online",
    "open",
)


@dataclass(frozen=True)
class OffenceType:
    """One registered type: rates per 100,000 at the anchors, volatility and season.

    `volatility` is the standard deviation of the yearly change of the logarithm, beyond chance;
    `season` is a key of `SEASONS`.
    """

    code: str
    name: str
    rates: tuple[float, ...]
    where: str
    volatility: float = 0.15
    season: str = "even"

    def yearly_rates(self, years: Sequence[int] = YEARS) -> NDArray[np.float64]:
        """Rates per 100,000: log-linear between the anchors, times the known breaks."""
        logs = np.log(np.array(self.rates) + 1e-6)
        factors = [_factor(self.code, year) for year in years]
        rates: NDArray[np.float64] = np.exp(np.interp(years, ANCHORS, logs)) * np.array(factors)
        return rates


def _type(
    code: str, name: str, rates: str, where: str, volatility: float = 0.15, season: str = "even"
) -> OffenceType:
    return OffenceType(
        code, name, tuple(float(rate) for rate in rates.split()), where, volatility, season
    )


OFFENCES: tuple[OffenceType, ...] = (
    _type("1.1.1", "Diefstal/inbraak woning", "540 380 228 136 128 120", HOMES, 0.25, "dark"),
    _type("1.1.2", "Diefstal/inbraak box/garage/schuur", "125 122 72 70 62 60", HOMES, 0.36),
    _type("1.2.1", "Diefstal uit/vanaf motorvoertuigen", "590 480 280 224 244 236", CARS, 0.32),
    _type("1.2.2", "Diefstal van motorvoertuigen", "96 88 58 46 52 48", CARS, 0.25),
    _type(
        "1.2.3",
        "Diefstal van brom-, snor-, fietsen",
        "730 720 475 410 545 545",
        STREETS,
        0.27,
        "bicycle",
    ),
    _type("1.2.4", "Zakkenrollerij", "225 172 74 33 70 68", NIGHTLIFE, 0.2),
    _type("1.2.5", "Diefstal af/uit/van ov. voertuigen", "112 102 98 96 160 165", CARS, 0.2),
    _type("1.3.1", "Ongevallen (weg)", "520 480 480 435 430 428", ROADS, 0.08),
    _type("1.4.1", "Zedenmisdrijf", "48 40 43 45 46 48", HOMES, 0.15),
    _type("1.4.2", "Moord, doodslag", "22 19 15 15.4 14.2 14.4", NIGHTLIFE, 0.12),
    _type("1.4.3", "Openlijk geweld (persoon)", "33 23 21.5 19 23 23", NIGHTLIFE, 0.15, "summer"),
    _type("1.4.4", "Bedreiging", "228 188 164 155 132 142", HOMES, 0.14, "summer"),
    _type("1.4.5", "Mishandeling", "335 282 242 206 222 232", NIGHTLIFE, 0.13, "summer"),
    _type("1.4.6", "Straatroof", "47 28 22 13.4 13.6 13.2", NIGHTLIFE, 0.2),
    _type("1.4.7", "Overval", "12.4 7.2 6.8 3.9 3.1 3.2", SHOPS, 0.2, "dark"),
    _type("1.5.2", "Diefstallen (water)", "19 14 9 7 5.4 5", WATER, 0.25, "boating"),
    _type("1.6.1", "Brand/ontploffing", "36 29 27.5 23.6 23.2 26", STREETS, 0.2, "fireworks"),
    _type("1.6.2", "Overige vermogensdelicten", "900 700 510 395 470 460", SHOPS, 0.12),
    _type("1.6.3", "Mensenhandel", "3.2 2.2 5.6 3.2 3.6 3.5", NIGHTLIFE, 0.25),
    _type("2.1.1", "Drugs/drankoverlast", "4.8 2.1 1.1 0.8 1 1", NIGHTLIFE, 0.25),
    _type(
        "2.2.1",
        "Vernieling cq. zaakbeschadiging",
        "800 605 445 415 392 400",
        STREETS,
        0.17,
        "fireworks",
    ),
    _type("2.4.1", "Burengerucht (relatieproblemen)", "1.5 1.4 1.3 1.3 1.3 1.3", HOMES, 0.15),
    _type("2.4.2", "Huisvredebreuk", "14 12.2 14 13.2 16.4 17", HOMES, 0.15),
    _type("2.5.1", "Diefstal/inbraak bedrijven enz.", "224 174 112 65 73 66", FIRMS, 0.24),
    _type("2.5.2", "Winkeldiefstal", "252 238 226 176 252 262", SHOPS, 0.12),
    _type("2.6.1", "Inrichting Wet Milieubeheer", "1.7 0.8 0.6 0.4 0.2 0.2", FIRMS, 0.3),
    _type("2.6.2", "Bodem", "2.4 1.2 1.3 0.9 0.6 0.6", OPEN, 0.3),
    _type("2.6.3", "Water", "0.5 0.3 0.2 0.15 0.1 0.1", WATER, 0.3),
    _type("2.6.4", "Afval", "3.3 1.4 1.1 1 0.5 0.5", OPEN, 0.3),
    _type("2.6.5", "Bouwstoffen", "0.16 0.05 0.04 0.05 0.03 0.03", FIRMS, 0.3),
    _type("2.6.7", "Mest", "0.3 0.14 0.08 0.06 0.06 0.06", OPEN, 0.3),
    _type("2.6.8", "Transport gevaarlijke stoffen", "1.2 1.4 2.4 4.2 1.9 1.8", ROADS, 0.3),
    _type("2.6.9", "Vuurwerk", "3.5 3.6 4.6 8 2.1 2.4", STREETS, 0.3, "fireworks"),
    _type("2.6.10", "Bestrijdingsmiddelen", "0.05 0.02 0.02 0.01 0.01 0.01", OPEN, 0.3),
    _type("2.6.11", "Natuur en landschap", "0 0 0 0 0 0", OPEN, 0.3),
    _type("2.6.12", "Ruimtelijke ordening", "0.08 0.03 0.04 0.04 0.05 0.05", OPEN, 0.3),
    _type("2.6.13", "Dieren", "5.8 4.5 3.4 3.1 3 3", OPEN, 0.2),
    _type("2.6.14", "Voedselveiligheid", "0.05 0.01 0.01 0 0 0", FIRMS, 0.3),
    _type("2.7.2", "Bijzondere wetten", "8.4 8.7 11 15.6 12.2 12.5", NIGHTLIFE, 0.2),
    _type("2.7.3", "Leefbaarheid (overig)", "2.5 2.5 2.8 4.2 6 6.4", STREETS, 0.2),
    _type("3.1.1", "Drugshandel", "90 79 76 64 74 84", NIGHTLIFE, 0.3),
    _type("3.1.2", "Mensensmokkel", "0.3 0.3 0.4 0.35 0.33 0.35", ROADS, 0.3),
    _type("3.1.3", "Wapenhandel", "36 29 31 33 32 36", STREETS, 0.21),
    _type("3.2.1", "Kinderporno", "2.9 3.3 2.6 2.2 2.7 2.8", HOMES, 0.25),
    _type("3.2.2", "Kinderprostitutie", "0.05 0.02 0.04 0.02 0.02 0.02", HOMES, 0.3),
    _type("3.3.2", "Onder invloed (lucht)", "0.02 0.04 0.02 0.01 0.04 0.03", OPEN, 0.3),
    _type("3.3.5", "Lucht (overig)", "0 0 0 0 0 0", OPEN, 0.3),
    _type("3.4.2", "Onder invloed (water)", "0.9 1 0.9 0.7 0.7 0.7", WATER, 0.25, "boating"),
    _type("3.5.2", "Onder invloed (weg)", "240 158 188 180 240 236", ROADS, 0.15),
    _type("3.5.5", "Weg (overig)", "32 30 38 54 68 70", ROADS, 0.15),
    _type("3.6.4", "Aantasting openbare orde", "41 28.5 37 39 41 42", NIGHTLIFE, 0.2),
    _type("3.7.1", "Discriminatie", "1.7 2.5 2.7 3 2.8 3", STREETS, 0.25),
    _type("3.7.2", "Vreemdelingenzorg", "3.2 2.7 0.6 1 0.9 0.9", STREETS, 0.3),
    _type("3.7.3", "Maatsch. integriteit (overig)", "68 63 60 60 53 55", HOMES, 0.12),
    _type("3.7.4", "Cybercrime", "26 13 27 81 68 74", ONLINE, 0.2),
    _type("3.9.1", "Horizontale fraude", "330 330 490 670 495 510", ONLINE, 0.15),
    _type("3.9.2", "Verticale fraude", "1.9 3.4 2.9 2.2 1.9 1.9", ONLINE, 0.3),
    _type("3.9.3", "Fraude (overig)", "24 20 11 5.8 2.8 2.4", ONLINE, 0.3),
)

NUISANCES: tuple[OffenceType, ...] = (
    _type("E33", "Overlast door verward persoon", "265 390 575 740 795 830", HOMES, 0.08, "warm"),
    _type("E35", "Melding overlast jeugd", "540 480 440 440 470 460", STREETS, 0.15, "warm"),
    _type("E38", "Overlast ivm alcohol/ drugs", "118 152 232 262 332 350", NIGHTLIFE, 0.15, "warm"),
    _type("E41", "Overlast zwervers", "70 68 128 150 226 240", SHOPS, 0.18, "warm"),
    _type("F010", "Openbare dronkenschap", "36 48 45 29 34 33", NIGHTLIFE, 0.15, "warm"),
    _type("M061", "Geluidshinder horeca", "47 38 27 14 18 18", NIGHTLIFE, 0.2, "warm"),
    _type("M062", "Geluidshinder evenement", "12 11 9 6 7.4 7.6", OPEN, 0.25, "warm"),
    _type("M22", "Geluidshinder overig", "585 620 655 690 610 600", HOMES, 0.12, "warm"),
)

#: Extra in the years of the pandemic, on top of the line through the anchors.
PANDEMIC = {
    "E35": {2020: 1.8, 2021: 1.6},
    "M22": {2020: 1.45, 2021: 1.65},
    "M061": {2020: 0.8},
    "M062": {2020: 0.5},
    "1.2.4": {2020: 0.8},
}

#: Reclassification of fraud in May 2015: factor on the level of the new definition.
DEFINITION_BREAKS = {
    "3.9.1": {2012: 0.14, 2013: 0.14, 2014: 0.14, 2015: 0.68},
    "3.9.3": {2012: 6.5, 2013: 6.5, 2014: 6.5, 2015: 3.3},
}

#: Since July 2018 related offences of one incident are registered separately.
CO_OCCURRENCE_YEAR, CO_OCCURRENCE_MONTH = 2018, 7
CO_OCCURRENCE = {
    "2.4.2": 1.20,
    "3.1.3": 1.32,
    "2.7.2": 1.18,
    "3.1.1": 1.10,
    "3.6.4": 1.16,
    "3.7.3": 1.18,
}


def _factor(code: str, year: int) -> float:
    """What breaks and the pandemic do to the level of a type in a year."""
    factor = PANDEMIC.get(code, {}).get(year, 1.0)
    factor *= DEFINITION_BREAKS.get(code, {}).get(year, 1.0)
    after = CO_OCCURRENCE.get(code, 1.0)
    if year == CO_OCCURRENCE_YEAR:
        factor *= (1 + after) / 2
    return factor * after if year > CO_OCCURRENCE_YEAR else factor


_EVEN = (1.0, 0.92, 1.02, 0.99, 1.02, 1.01, 1.01, 0.99, 0.99, 1.05, 1.02, 0.98)
_BOATING = (0.45, 0.4, 0.65, 0.9, 1.2, 1.5, 1.75, 1.65, 1.2, 1.0, 0.75, 0.55)

#: Share of the months in a year, mean 1, January first.
SEASONS: dict[str, tuple[float, ...]] = {
    "even": _EVEN,
    "dark": (1.28, 1.10, 1.02, 0.84, 0.82, 0.78, 0.86, 0.92, 0.84, 1.0, 1.16, 1.38),
    "bicycle": (0.87, 0.82, 0.94, 0.96, 1.05, 1.07, 1.08, 1.08, 1.17, 1.14, 1.0, 0.82),
    "summer": (0.95, 0.89, 1.0, 1.04, 1.08, 1.08, 1.07, 1.02, 1.01, 1.01, 0.94, 0.91),
    "fireworks": (1.45, 0.91, 1.0, 0.98, 1.0, 0.95, 0.93, 0.89, 0.9, 0.97, 0.95, 1.07),
    "boating": _BOATING,
    "warm": (0.82, 0.8, 0.94, 1.02, 1.15, 1.2, 1.22, 1.18, 1.06, 0.98, 0.83, 0.8),
}
