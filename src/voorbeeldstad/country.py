"""Voorbeeldland: a fictitious country of 42 municipalities, two of them in full detail.

None of the municipalities exists. Codes keep to ranges the Netherlands does not use: NL99, PV91
and PV92, GM99xx, and GM9900 for "place unknown". The classification is that of 2025.
"""

from dataclasses import dataclass

CLASSIFICATION = 2025
COUNTRY, COUNTRY_NAME = "NL99", "Voorbeeldland"
PROVINCES = {"PV91": "Noord-Voorbeeldland", "PV92": "Zuid-Voorbeeldland"}
VOORBEELDSTAD, BUURSTAD = "GM9901", "GM9902"
UNKNOWN = {
    "GM9900": ("Gemeente onbekend", "municipality"),
    "WK990000": ("Wijk onbekend", "district"),
    "BU99000000": ("Buurt onbekend", "neighbourhood"),
}


@dataclass(frozen=True)
class Municipality:
    """A municipality: inhabitants on 1 January 2025 and urbanity class 1 (very) to 5 (not)."""

    code: str
    name: str
    province: str
    inhabitants: int
    urbanity: int
    growth: float


@dataclass(frozen=True)
class Neighbourhood:
    """A neighbourhood of the classification of 2025.

    `inhabitants` on 1 January 2025, `function` is a key of `places.WEIGHTS`, `growth` the yearly
    change of the logarithm of its population.
    """

    code: str
    name: str
    district: str
    inhabitants: int
    function: str
    growth: float

    @property
    def municipality(self) -> str:
        """Code of the municipality it lies in."""
        return f"GM{self.code[2:6]}"


@dataclass(frozen=True)
class AreaRow:
    """One area of the classification, as an area register wants it."""

    code: str
    name: str
    kind: str
    municipality: str
    province: str


_COMPARISON = """
Berkenrade 350000 1 .009|Duinhaven 241000 1 .010|Elsbroek 166000 1 .006|Grootwaarde 131500 2 .007
Heidemeer 105200 2 .004|Kampendonk 98100 2 .005|Lindermeer 91800 2 .006|Molenhage 84900 2 .003
Rietvelden 78300 2 .008|Zandermeer 71900 3 .002|Wilgenhout 64100 3 .005|Bovenrade 57800 2 .004
Oeverzicht 52300 3 .006|Kroonhaven 48900 2 .001|Steenlo 46200 3 .003|Veldrijk 43700 4 .002
Noorderhage 41100 3 .005|Ravenweide 38400 3 .004|Zilverwaard 36300 4 .002|Hazelrode 34200 3 .003
Merelbroek 32900 4 .001|Eikenrade 31400 4 .004|Vossenhage 29300 3 .002|Waterhoven 27800 4 .006
Nieuwhage 26400 3 .009|Polderzicht 25100 5 .001|Dijkerhoven 23900 4 .003|Hoogweide 22300 4 .002
Kruiswaard 21200 5 .001|Laarmeer 20100 4 .003|Meidoornveen 18400 5 -.001|Ossenhage 17200 4 .002
Populierenhout 15600 5 .001|Reigersmeer 14300 5 .000|Sparrenlo 13100 5 -.002|Torenwaard 12200 4 .003
Uilenbroek 10600 5 -.001|Vlinderrade 9100 5 -.003|Zwanenhage 7600 5 .001|Klaverhoven 6100 5 -.002
"""

_DISTRICTS = {
    "WK990101": "Binnenstad",
    "WK990102": "Havenkwartier",
    "WK990103": "Stationskwartier",
    "WK990104": "Noord",
    "WK990105": "Oosterwijk",
    "WK990106": "Zuid",
    "WK990107": "Lindenveld",
    "WK990108": "De Weiden",
    "WK990109": "Buitengebied",
    "WK990200": "Centrum",
    "WK990201": "West",
    "WK990202": "Oost",
    "WK990203": "Kernen",
}

# name, inhabitants in 2025, function; in the order of their codes
_NEIGHBOURHOODS = {
    "WK990101": "Marktkwartier 1850 night|Kerkbuurt 1600 centre|Grachtenbuurt 2100 centre|"
    "Kloosterbuurt 1450 centre|Singelbuurt 2000 home|Theaterkwartier 1250 centre|"
    "Winkelhart 640 shops",
    "WK990102": "Oude Haven 1900 centre|Werfbuurt 1500 home|Pakhuizen 1150 home|"
    "Haveneiland 2300 home|Scheepswerf 130 firms|Industriehaven 0 firms",
    "WK990103": "Stationsplein 760 station|Spoorbuurt 2400 home|Wagenmakersbuurt 1900 home|"
    "Parallelbuurt 1600 home|Campus 1450 station|Oosterpoort 2150 home|Remisebuurt 1050 home",
    "WK990104": "Vogelbuurt 2300 home|Bloemenbuurt 2100 home|Componistenbuurt 1950 home|"
    "Noorderpark 180 park|De Dreef 2500 home|Schildersbuurt 2250 home|"
    "Winkelcentrum Noord 800 shops|Noordrand 1400 home",
    "WK990105": "Oosterveld 2000 home|Ambachtsbuurt 1900 home|Edelstenenbuurt 2050 home|"
    "Zeeheldenbuurt 1850 home|Prinsessenbuurt 1500 home|Molenbuurt 1650 home|Oosterpark 1150 home",
    "WK990106": "Zuiderpark 1300 home|Tuindorp 2100 home|Planetenbuurt 2250 home|"
    "Rivierenbuurt 2300 home|Kastelenbuurt 1700 home|Sportpark Zuid 320 park|Waterrand 1100 home|"
    "Zuiderkwartier 1450 home",
    "WK990107": "Lindenhof 2100 home|Beukenhof 1800 home|Kastanjebuurt 1950 home|"
    "Eikenbuurt 1700 home|Winkelcentrum Lindenveld 900 shops|Esdoornbuurt 1600 home|"
    "Populierenbuurt 1450 home",
    "WK990108": "Weidezicht 1900 new|Rietkwartier 1750 new|Waterkwartier 1650 new|"
    "Hooiland 1500 new|Dotterbloem 1300 new|Weidepark 900 new",
    "WK990109": "Molendorp 1900 rural|Dijkzicht 850 rural|De Polder 145 rural|Landgoed 420 rural",
    "WK990200": "Centrum-Noord 1900 shops|Centrum-Zuid 1700 centre|Stationsbuurt 1600 station|"
    "Havenbuurt 1500 home|Kasteelbuurt 1300 home",
    "WK990201": "Westerpark 1900 home|Muziekbuurt 2100 home|Bomenbuurt 1800 home|"
    "Dichtersbuurt 1700 home|Bedrijvenpark West 210 firms|Vijverbuurt 1600 home",
    "WK990202": "Oosterhof 2000 home|Vogelwijk 1900 home|Kruidenbuurt 1750 home|"
    "Weverbuurt 1500 home|Sportlaan 1450 home|Oosterrand 1200 home",
    "WK990203": "Buurdorp 2100 rural|Hooghout 1400 rural|Laagveen 1100 rural|Heikant 900 rural|"
    "Broek 620 rural",
}
_GROWTH = {"new": 0.09, "station": 0.012, "rural": -0.003, "home": 0.004, "centre": 0.006}
#: District whose neighbourhoods have alphanumeric codes.
_ALPHANUMERIC = "WK990108"


def _neighbourhoods() -> tuple[Neighbourhood, ...]:
    found = []
    for district, texts in _NEIGHBOURHOODS.items():
        for number, text in enumerate(texts.split("|")):
            name, inhabitants, function = text.rsplit(" ", 2)
            tail = f"A{number + 1}" if district == _ALPHANUMERIC else f"{number:02d}"
            code = f"BU{district[2:]}{tail}"
            growth = _GROWTH.get(function, 0.0)
            found.append(Neighbourhood(code, name, district, int(inhabitants), function, growth))
    return tuple(found)


NEIGHBOURHOODS = _neighbourhoods()
DISTRICTS = {code: f"Wijk {code[6:]} {name}" for code, name in _DISTRICTS.items()}


def _municipalities() -> tuple[Municipality, ...]:
    found = []
    for code, name, urbanity in ((VOORBEELDSTAD, "Voorbeeldstad", 2), (BUURSTAD, "Buurstad", 3)):
        inhabitants = sum(n.inhabitants for n in NEIGHBOURHOODS if n.municipality == code)
        found.append(Municipality(code, name, "PV91", inhabitants, urbanity, 0.0))
    for number, text in enumerate(_COMPARISON.strip().replace("\n", "|").split("|")):
        name, inhabitants_text, urbanity_text, growth = text.split()
        province = "PV91" if number % 2 else "PV92"
        found.append(
            Municipality(
                f"GM99{number + 3:02d}",
                name,
                province,
                int(inhabitants_text),
                int(urbanity_text),
                float(growth),
            )
        )
    return tuple(found)


MUNICIPALITIES = _municipalities()
NAMES = {municipality.code: municipality.name for municipality in MUNICIPALITIES}


def areas() -> tuple[AreaRow, ...]:
    """Every area of the classification of 2025, from country to neighbourhood.

    >>> [row.code for row in areas()][:3]
    ['NL99', 'PV91', 'PV92']
    """
    rows = [AreaRow(COUNTRY, COUNTRY_NAME, "country", "", "")]
    rows += [AreaRow(code, name, "province", "", code) for code, name in PROVINCES.items()]
    province = {item.code: item.province for item in MUNICIPALITIES}
    rows += [
        AreaRow(item.code, item.name, "municipality", item.code, item.province)
        for item in MUNICIPALITIES
    ]
    for code, name in DISTRICTS.items():
        town = f"GM{code[2:6]}"
        rows.append(AreaRow(code, name, "district", town, province[town]))
    for item in NEIGHBOURHOODS:
        town = item.municipality
        rows.append(AreaRow(item.code, item.name, "neighbourhood", town, province[town]))
    rows += [AreaRow(code, name, kind, "GM9900", "") for code, (name, kind) in UNKNOWN.items()]
    return tuple(rows)
