"""What is planted: every signal and every data problem, as data.

`ITEMS` is the written list that goes into `planted.json`; `LEVELS` and the other tables are what
the generator does to the figures to make each of them true. Nothing else in the figures departs
from the national course by more than chance and a small yearly swing.
"""

from dataclasses import dataclass, field

SIGNAL, PROBLEM = "signal", "problem"


@dataclass(frozen=True)
class PlantedItem:
    """One planted signal or data problem: where it is and how it should show.

    Empty `types` or `areas` mean that the item is not about a type or an area.
    """

    id: str
    kind: str
    tables: tuple[str, ...]
    areas: tuple[str, ...]
    types: tuple[str, ...]
    periods: tuple[str, ...]
    what: str
    shows: str


@dataclass(frozen=True)
class Level:
    """Factors on the expected counts of some types in some neighbourhoods.

    `area` is the beginning of the codes without their first two letters; `factors` per year,
    where a year that is not named has `otherwise`.
    """

    types: tuple[str, ...]
    area: str
    factors: dict[int, float] = field(default_factory=dict)
    otherwise: float = 1.0


RISE_TYPE, RISE_DISTRICT = "1.2.3", "WK990103"
FALL_TYPE, FALL_TOWN = "1.1.1", "GM9901"
HOT_SPOT, HOT_SPOT_TYPES = "BU99010100", ("1.2.4", "1.4.3", "1.4.5")
GAP_DISTRICT = "WK990107"
GAP_TYPES = ("1.1.2", "1.2.1", "1.2.3", "1.4.4", "1.4.5", "1.6.2", "2.2.1", "2.5.2")
ZERO_PLACE, ZERO_TYPE, ZERO_YEAR = "BU99010406", "2.5.2", 2025
UNKNOWN_TYPE, UNKNOWN_YEAR, UNKNOWN_SHARE = "1.4.5", 2025, 0.06
EMPTY = "BU99010205"
SMALL = ("BU99010204", "BU99010403", "BU99010902")
FEW_ANSWERS, FEW_ANSWERS_YEAR = "WK990109", 2021
INCOMPLETE = {"2025MM11": 0.72, "2025MM12": 0.38}
HIDDEN = ("1.4.1", "3.2.1", "3.2.2", "3.7.3")
FRAUD_TYPES = ("3.9.1", "3.9.3")
CO_OCCURRENCE_TYPES = ("2.4.2", "2.7.2", "3.1.1", "3.1.3", "3.6.4", "3.7.3")

LEVELS = (
    Level((RISE_TYPE,), "990103", {2023: 1.3, 2024: 1.6, 2025: 4.5}),
    Level((FALL_TYPE,), "9901", {2021: 0.9, 2022: 0.72, 2023: 0.55, 2024: 0.4, 2025: 0.3}),
    Level(HOT_SPOT_TYPES, "99010100", otherwise=2.2),
    Level(GAP_TYPES, "990107", {2022: 0.85, 2023: 0.7, 2024: 0.58, 2025: 0.5}),
    Level((ZERO_TYPE,), "99010406", otherwise=2.2),
    Level((UNKNOWN_TYPE,), "", {UNKNOWN_YEAR: 1 - UNKNOWN_SHARE}),
)

#: Share of the counts that has no place, by year; see `UNKNOWN_SHARE` for the one exception.
UNKNOWN_SHARES = {2012: 0.012, 2013: 0.010, 2014: 0.008, 2015: 0.005}
UNKNOWN_SHARE_LATER = 0.0025

_POLICE = ("47018NED",)
_MONTHS = ("47022NED",)

ITEMS: tuple[PlantedItem, ...] = (
    PlantedItem(
        "rise",
        SIGNAL,
        (*_POLICE, *_MONTHS),
        (RISE_DISTRICT,),
        (RISE_TYPE,),
        ("2023JJ00", "2024JJ00", "2025JJ00"),
        "Bicycle theft in district Stationskwartier rises to 1.3, 1.6 and 4.5 times the level "
        "it would have had.",
        "A rise in the district that other districts and the country do not have.",
    ),
    PlantedItem(
        "fall",
        SIGNAL,
        (*_POLICE, *_MONTHS),
        (FALL_TOWN,),
        (FALL_TYPE,),
        ("2021JJ00", "2022JJ00", "2023JJ00", "2024JJ00", "2025JJ00"),
        "Dwelling burglary in all of Voorbeeldstad falls in five years to 30 % of the level it "
        "would have had.",
        "A fall much stronger than that of the country, the province and Buurstad.",
    ),
    PlantedItem(
        "fraud-break",
        SIGNAL,
        _POLICE,
        ("NL99",),
        FRAUD_TYPES,
        ("2015JJ00",),
        "The reclassification of fraud of May 2015: horizontal fraud jumps, other fraud drops.",
        "A break mark in 2015; no trend, change or interval is calculated across it.",
    ),
    PlantedItem(
        "co-occurrence",
        SIGNAL,
        (*_POLICE, *_MONTHS),
        ("NL99",),
        CO_OCCURRENCE_TYPES,
        ("2018MM07",),
        "Related offences of one incident are registered separately since July 2018: these types "
        "step up by 10 to 32 %.",
        "A break mark at July 2018, also in the yearly figures (2018 is half old, half new).",
    ),
    PlantedItem(
        "hot-spot",
        SIGNAL,
        _POLICE,
        (HOT_SPOT,),
        HOT_SPOT_TYPES,
        (),
        "Nightlife violence and pickpocketing pile up in the Marktkwartier in every year.",
        "By far the highest count and rate of all neighbourhoods, without a rise.",
    ),
    PlantedItem(
        "perception-gap",
        SIGNAL,
        (*_POLICE, "85146NED"),
        (GAP_DISTRICT,),
        GAP_TYPES,
        ("2021JJ00", "2023JJ00", "2025JJ00"),
        "In district Lindenveld eight common types fall to about half between 2021 and 2025, "
        "while the share of residents who feel unsafe in their neighbourhood goes from 17 to 31 %.",
        "Registered and perceived safety move apart; the survey change is beyond its margins.",
    ),
    PlantedItem(
        "pandemic",
        SIGNAL,
        ("47024NED",),
        ("NL99",),
        ("E35", "M22"),
        ("2020JJ00", "2021JJ00"),
        "Reports of young people and of noise are far higher in 2020 and 2021, everywhere.",
        "Two high years, marked as the years of the pandemic; not a trend.",
    ),
    PlantedItem(
        "survey-break",
        SIGNAL,
        ("81877NED", "85146NED"),
        (),
        (),
        ("2021JJ00",),
        "New questionnaire and fieldwork in 2021: all survey figures shift.",
        "A break mark in 2021; only 2021, 2023 and 2025 are compared.",
    ),
    PlantedItem(
        "hidden-types",
        PROBLEM,
        _POLICE,
        (),
        HIDDEN,
        (),
        "Four types are zero in every district and neighbourhood, but inside the totals.",
        "Reported as hidden; shown as hidden, never as zero.",
    ),
    PlantedItem(
        "vanished",
        PROBLEM,
        ("KWB 2013-2022",),
        ("BU99010507",),
        (),
        ("2023JJ00",),
        "Gasfabriek was merged into Ambachtsbuurt (BU99010501) on 1 January 2023; its code is only "
        "in the key figures up to 2022.",
        "Reported as a code that the newest classification does not know.",
    ),
    PlantedItem(
        "boundary-change",
        PROBLEM,
        ("KWB 2023",),
        ("BU99010501",),
        (),
        ("2023JJ00",),
        "The neighbourhood that took Gasfabriek in has change code 3 in the edition of 2023.",
        "No neighbourhood rate over 2022 and 2023 without a remark.",
    ),
    PlantedItem(
        "recoded",
        PROBLEM,
        ("KWB 2013-2024",),
        ("BU99010609", "BU99010607"),
        (),
        ("2024JJ00",),
        "Zuiderkwartier kept its boundary and got a new code on 1 January 2024; change code 2 in "
        "the edition of 2024. The table does not give the old code.",
        "The old code BU99010609 is reported as unknown in the newest classification.",
    ),
    PlantedItem(
        "empty",
        PROBLEM,
        ("KWB 2013-2025", *_POLICE),
        (EMPTY,),
        (),
        (),
        "Industriehaven is a business park without inhabitants, with thefts every year.",
        "Counts, but no rate per inhabitant.",
    ),
    PlantedItem(
        "small",
        PROBLEM,
        ("KWB 2013-2025", *_POLICE),
        SMALL,
        (),
        (),
        "Three neighbourhoods have fewer than 200 inhabitants.",
        "Counts, but no rate per inhabitant.",
    ),
    PlantedItem(
        "unknown-place",
        PROBLEM,
        _POLICE,
        ("GM9900", "WK990000", "BU99000000"),
        (UNKNOWN_TYPE,),
        ("2025JJ00",),
        "Six per cent of the assaults of 2025 have no place yet, against 0.25 % in other years.",
        "Reported as an inflated share of unknown place in the newest year.",
    ),
    PlantedItem(
        "suspicious-zero",
        PROBLEM,
        _POLICE,
        (ZERO_PLACE,),
        (ZERO_TYPE,),
        ("2025JJ00",),
        "No shoplifting at all in Winkelcentrum Noord in 2025, after at least 25 a year; district "
        "Noord falls with it.",
        "Reported as a suspicious zero: the only one.",
    ),
    PlantedItem(
        "provisional",
        PROBLEM,
        (*_POLICE, "47024NED"),
        (),
        (),
        ("2024JJ00", "2025JJ00"),
        "The two newest years of offences and the newest of nuisance are provisional.",
        "Marked in words wherever they are shown.",
    ),
    PlantedItem(
        "incomplete-months",
        PROBLEM,
        _MONTHS,
        (),
        (),
        tuple(INCOMPLETE),
        "November and December 2025 are not complete; the months are of an older vintage than "
        "the years, so they add up to less.",
        "Greyed out and not part of any conclusion.",
    ),
    PlantedItem(
        "few-answers",
        PROBLEM,
        ("85146NED",),
        (FEW_ANSWERS,),
        (),
        ("2021JJ00",),
        "Too few residents of Buitengebied answered the survey of 2021: the cells are empty.",
        "Shown as unknown, not as zero.",
    ),
)
