"""Real objectives of Dutch municipalities, with what an expert says of each: the answer key.

Source of every objective: the budgets and annual accounts at the addresses in the key. Only what
those tables show is judged: what they say nothing of (an owner, a priority, the effect) is filled
in; a baseline, a year or a date that they do not give is left empty.
Inhabitants are those of CBS in the year of the document. The swings are the references of
`policy/method_defaults.toml`.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from regie.planning.critiques.facts import Amount, Break, Facts, Known, Rhythm
from regie.planning.critiques.rules import critiques

pytestmark = pytest.mark.pure

POLICE = Rhythm(every=1, lag_days=15)
SURVEY = Rhythm(every=2, lag_days=75, first=2021)
SURVEY_BREAK = Break(2021, "In 2021 kreeg de Veiligheidsmonitor een nieuwe vragenlijst.")
OWNER: dict[str, Any] = {
    "owner": "teamleider veiligheid",
    "holder": "burgemeester",
    "effect": "Mensen wonen prettig.",
}
RATE: dict[str, Any] = {
    "unit": "per 1.000 inwoners",
    "known_unit": "per 1.000 inwoners",
    "measured": "registered",
}
ASKED: dict[str, Any] = {
    "measured": "survey",
    "unit": "% van de inwoners",
    "known_unit": "% van de inwoners",
}
MARK: dict[str, Any] = {
    "measured": "survey",
    "unit": "rapportcijfer",
    "known_unit": "rapportcijfer",
}


def fact(**known: Any) -> Facts:
    return Facts(**{**OWNER, **known})


def codes(facts: Facts) -> set[str]:
    return {critique.code for critique in critiques(facts)}


# --- Heemskerk ------------------------------------------------------------------------------------

HEEMSKERK = fact(
    statement="Hoogstens 3,0 inbraken per 1.000 inwoners in elk jaar",
    indicator="budget-bbv_burglary",
    counted="offences",
    **RATE,
    direction="decrease",
    baseline=3.1,
    baseline_from=2017,
    baseline_to=2017,
    baseline_source="CBS, diefstallen uit woning (BBV)",
    target=3.0,
    target_date=date(2023, 12, 31),
    plan_from=date(2019, 1, 1),
    plan_to=date(2023, 12, 31),
    today=date(2019, 11, 1),
    population=39_100,
    per_count=39.1,
    sigma=0.25,
    known=(Known(year=2017, value=3.1), Known(year=2018, value=2.4)),
    rhythm=POLICE,
)

# --- Meierijstad ----------------------------------------------------------------------------------

MEIERIJSTAD = fact(
    direction="increase",
    baseline_from=2016,
    baseline_to=2016,
    baseline_source="Veiligheidsmonitor",
    plan_from=date(2018, 1, 1),
    plan_to=date(2022, 12, 31),
    today=date(2022, 5, 1),
    breaks=(SURVEY_BREAK,),
    rhythm=SURVEY,
    population=80_800,
)
MEIERIJSTAD_SAFE = replace(
    MEIERIJSTAD,
    statement="Inwoners geven de veiligheid in de buurt minstens een 7,5",
    indicator="perceived-vm_neighbourhood",
    **MARK,
    target=7.5,
    known=(Known(year=2021, value=7.8),),
)
MEIERIJSTAD_LIVEABLE = replace(
    MEIERIJSTAD_SAFE,
    statement="Inwoners geven de leefbaarheid minstens een 7,7",
    target=7.7,
    known=(Known(year=2021, value=7.8),),
)
MEIERIJSTAD_UNSAFE = replace(
    MEIERIJSTAD,
    statement="Hoogstens 25% van de inwoners voelt zich wel eens onveilig",
    indicator="perceived-vm_unsafe_sometimes",
    **ASKED,
    direction="decrease",
    target=25.0,
    known=(Known(year=2021, value=28.7),),
)
MEIERIJSTAD_OF_POLICE = replace(MEIERIJSTAD_UNSAFE, baseline_source="Politie")
MEIERIJSTAD_HALT = fact(
    statement="Hoogstens 10 verwijzingen naar Halt per 1.000 jongeren",
    indicator="budget-bbv_halt",
    measured="registered",
    unit="per 10.000 jongeren",
    known_unit="per 1.000 jongeren",
    direction="decrease",
    baseline=129.0,
    baseline_from=2018,
    baseline_to=2018,
    baseline_source="Stichting Halt",
    target=100.0,
    target_date=date(2022, 12, 31),
    today=date(2019, 11, 1),
)

# --- Rheden ---------------------------------------------------------------------------------------

RHEDEN = fact(
    target_date=date(2018, 12, 31),
    plan_to=date(2018, 12, 31),
    today=date(2017, 11, 1),
    measuring_plan="De gemeente telt elk jaar.",
    population=43_600,
)
RHEDEN_REPORTS = replace(
    RHEDEN,
    statement=(
        "Hoogstens 150 meldingen van jeugdoverlast, dankzij de groepsaanpak en de ketensamenwerking"
    ),
    measured="own",
    measured_by="meldingen van jeugdoverlast",
    unit="meldingen",
    direction="decrease",
    target=150.0,
    per_count=1.0,
)
RHEDEN_UNSAFE = replace(
    RHEDEN,
    statement="Hoogstens 30% voelt zich onveilig door groepen jongeren",
    measured="own",
    measured_by="bewonersonderzoek",
    unit="% van de inwoners",
    direction="decrease",
    target=30.0,
)
RHEDEN_PARTICIPATION = replace(
    RHEDEN_UNSAFE,
    statement="De participatiegraad is minstens 25%",
    direction="increase",
    target=25.0,
)
RHEDEN_MARK = replace(
    RHEDEN_UNSAFE,
    statement="Het rapportcijfer voor sociale kwaliteit en veiligheid is minstens 7,5",
    unit="rapportcijfer",
    direction="increase",
    target=7.5,
    target_date=date(2020, 12, 31),
    plan_to=date(2020, 12, 31),
)

# --- Buren ----------------------------------------------------------------------------------------

BUREN = fact(
    statement="Hoogstens 2 vernielingen en beschadigingen per 1.000 inwoners",
    indicator="budget-bbv_vandalism",
    counted="offences",
    **RATE,
    direction="decrease",
    baseline=2.5,
    baseline_source="CBS, vernielingen en beschadigingen (BBV)",
    target=2.0,
    target_date=date(2024, 12, 31),
    plan_from=date(2021, 1, 1),
    plan_to=date(2024, 12, 31),
    today=date(2020, 11, 1),
    population=26_900,
    per_count=26.9,
    sigma=0.17,
    known=(
        Known(year=2012, value=6.0, low=5.1, high=7.0),
        Known(year=2016, value=4.0, low=3.3, high=4.8),
        Known(year=2019, value=2.5, low=1.9, high=3.2),
    ),
    rhythm=POLICE,
)
BUREN_2030 = replace(BUREN, target=1.5, target_date=date(2030, 12, 31))

# --- 's-Hertogenbosch -----------------------------------------------------------------------------

DEN_BOSCH = fact(
    baseline_source="gemeente 's-Hertogenbosch, Veiligheidsmonitor",
    target_date=date(2019, 12, 31),
    plan_to=date(2022, 12, 31),
    today=date(2018, 11, 1),
    population=154_200,
)
DEN_BOSCH_MARK = replace(
    DEN_BOSCH,
    statement="Inwoners geven de veiligheid in de buurt een 7,1",
    indicator="perceived-vm_neighbourhood",
    **MARK,
    direction="increase",
    baseline=6.9,
    target=7.1,
)
DEN_BOSCH_MUCH_CRIME = replace(
    DEN_BOSCH_MARK,
    statement="Hoogstens 10% van de inwoners zegt dat er veel criminaliteit in de buurt is",
    **ASKED,
    direction="decrease",
    baseline=12.0,
    target=10.0,
)
DEN_BOSCH_LATER: dict[str, Any] = {
    "target_date": date(2022, 12, 31),
    "today": date(2020, 5, 1),
}
DEN_BOSCH_MARK_2022 = replace(
    DEN_BOSCH_MARK,
    statement="Inwoners geven de veiligheid in de buurt een 7,3",
    target=7.3,
    known=(Known(year=2019, value=7.0),),
    **DEN_BOSCH_LATER,
)
DEN_BOSCH_MUCH_CRIME_2022 = replace(
    DEN_BOSCH_MUCH_CRIME,
    statement="Hoogstens 9% van de inwoners zegt dat er veel criminaliteit in de buurt is",
    target=9.0,
    known=(Known(year=2019, value=12.0),),
    **DEN_BOSCH_LATER,
)
DEN_BOSCH_FROM_CARS = replace(
    DEN_BOSCH,
    statement="Hoogstens 7,0 diefstallen uit of vanaf voertuigen per 1.000 inwoners",
    indicator="offence-1.2.1",
    counted="offences",
    **RATE,
    baseline_source="Politie, misdrijven",
    direction="decrease",
    baseline=8.2,
    target=7.0,
    per_count=154.2,
    sigma=0.32,
    rhythm=POLICE,
)
DEN_BOSCH_OF_CARS = replace(
    DEN_BOSCH_FROM_CARS,
    statement="Hoogstens 1,5 diefstallen van voertuigen per 1.000 inwoners",
    indicator="offence-1.2.2",
    baseline=1.8,
    target=1.5,
    sigma=0.245,
)
DEN_BOSCH_FROM_CARS_2022 = replace(
    DEN_BOSCH_FROM_CARS,
    statement="Hoogstens 6,5 diefstallen uit of vanaf voertuigen per 1.000 inwoners",
    target=6.5,
    target_date=date(2022, 12, 31),
    today=date(2020, 5, 1),
    known=(Known(year=2019, value=5.1),),
)
DEN_BOSCH_OF_CARS_2022 = replace(
    DEN_BOSCH_FROM_CARS_2022,
    statement="Hoogstens 1,3 diefstallen van voertuigen per 1.000 inwoners",
    indicator="offence-1.2.2",
    baseline=1.8,
    target=1.3,
    sigma=0.245,
    known=(Known(year=2019, value=0.8),),
)

# --- Son en Breugel -------------------------------------------------------------------------------

SON = fact(
    direction="increase",
    target_date=date(2018, 12, 31),
    plan_to=date(2018, 12, 31),
    today=date(2017, 11, 1),
    measured="own",
    measured_by="burgerpeiling",
    measuring_plan="Elk jaar in november.",
    population=16_800,
)
SON_LIVING = replace(
    SON,
    statement="Inwoners geven de leefomgeving minstens een 7,8",
    unit="rapportcijfer",
    target=7.8,
)
SON_UNSAFE = replace(
    SON,
    statement="De burger voelt zich veiliger dan in 2013: hoogstens 10% voelt zich onveilig",
    unit="% van de inwoners",
    direction="decrease",
    baseline_from=2013,
    target=10.0,
)
SON_COHESION = replace(
    SON, statement="De sociale cohesie is minstens een 6,8", unit="schaalscore", target=6.8
)
SON_BURGLARY = replace(
    SON,
    statement="Hoogstens 50 woninginbraken",
    indicator="offence-1.1.1",
    measured="registered",
    counted="offences",
    measured_by="",
    unit="aantal",
    known_unit="per 1.000 woningen",
    direction="decrease",
    target=50.0,
    per_count=1.0,
    sigma=0.25,
    rhythm=POLICE,
)

# --- Houten ---------------------------------------------------------------------------------------

HOUTEN = fact(plan_from=date(2024, 1, 1), plan_to=date(2027, 12, 31), today=date(2023, 11, 1))
HOUTEN_FEELING = replace(
    HOUTEN,
    statement="De veiligheidsbeleving blijft hoog",
    indicator="perceived-vm_neighbourhood",
    **MARK,
    direction="keep_above",
    rhythm=SURVEY,
)
HOUTEN_CRIME = replace(
    HOUTEN,
    statement="De geregistreerde criminaliteit daalt",
    indicator="offence-0.0.0",
    counted="offences",
    **RATE,
    direction="decrease",
    reacts="partly",
    rhythm=POLICE,
)
HOUTEN_ALERT = replace(
    HOUTEN, statement="Inwoners zijn alerter en weerbaarder", direction="increase"
)

KEY = {
    # Target 3.0 while 2018 was already 2.4: met, and it allows a quarter more burglaries.
    # https://heemskerk.begroting-2020.nl/p9116/prestatie-indicatoren
    "heemskerk burglary": (HEEMSKERK, {"already_reached", "weaker_than_now"}),
    # "Level of 2016" is no value; 7.8 is above 7.5; the survey changed in 2021; no date.
    # https://meierijstad.jaarverslag-2021.nl/p7629/wat-willen-we-bereiken
    "meierijstad safe": (
        MEIERIJSTAD_SAFE,
        {"no_date", "no_baseline", "already_reached", "weaker_than_now", "series_break"},
    ),
    # "Meierijstad's liveability target 7.7 is below the realised 7.8": the goal is met already.
    "meierijstad liveable": (
        MEIERIJSTAD_LIVEABLE,
        {"no_date", "no_baseline", "already_reached", "weaker_than_now", "series_break"},
    ),
    # 28.7 is above 25: a real goal, but without a beginning, a date or one series.
    "meierijstad unsafe": (MEIERIJSTAD_UNSAFE, {"no_date", "no_baseline", "series_break"}),
    # The same answer labelled as figures of the police: https://meierijstad.begroting-2020.nl/p2669
    "meierijstad unsafe by the police": (
        MEIERIJSTAD_OF_POLICE,
        {"no_date", "no_baseline", "series_break", "mixed_sources"},
    ),
    # Halt went from per 10,000 youths (129) to per 1,000 (14): never join over a change of unit.
    "meierijstad halt": (MEIERIJSTAD_HALT, {"unit_shifts"}),
    # No baseline; reports react to reporting; the approach stands inside the goal.
    # https://rheden.begroting-2018.nl/p11205/veiligheid
    "rheden reports": (RHEDEN_REPORTS, {"means_in_goal", "no_baseline", "reacts_to_reporting"}),
    "rheden unsafe": (RHEDEN_UNSAFE, {"no_baseline"}),
    "rheden participation": (RHEDEN_PARTICIPATION, {"no_baseline"}),
    "rheden mark": (RHEDEN_MARK, {"no_baseline"}),
    # 2.5 is of no year; 67 a year with a swing of 17 %: minus 20 % cannot be seen.
    # https://buren.begroting-2021.nl/p13590/vernielingen-en-beschadigingen
    "buren 2024": (BUREN, {"no_baseline_year", "inside_noise"}),
    # Lower than ever, and after the end of the plan; minus 40 % is at the border of what is seen.
    "buren 2030": (
        BUREN_2030,
        {"no_baseline_year", "inside_noise", "outside_seen", "no_reading_in_time"},
    ),
    # A baseline without a year. https://s-hertogenbosch.jaarverslag-2019.nl/p3809
    "den bosch mark": (DEN_BOSCH_MARK, {"no_baseline_year"}),
    "den bosch much crime": (DEN_BOSCH_MUCH_CRIME, {"no_baseline_year"}),
    # The ambitions for 2022, seen from 7.0 and 12 in 2019: real goals, from the same baseline.
    "den bosch mark 2022": (DEN_BOSCH_MARK_2022, {"no_baseline_year"}),
    "den bosch much crime 2022": (DEN_BOSCH_MUCH_CRIME_2022, {"no_baseline_year"}),
    # Minus 15 and minus 17 % are within what these thefts do from year to year anyway.
    "den bosch from cars": (DEN_BOSCH_FROM_CARS, {"no_baseline_year", "inside_noise"}),
    "den bosch of cars": (DEN_BOSCH_OF_CARS, {"no_baseline_year", "inside_noise"}),
    # In 2019 they were at 5.1 and 0.8: the targets for 2022 are met, and weaker than what is.
    "den bosch from cars 2022": (
        DEN_BOSCH_FROM_CARS_2022,
        {"no_baseline_year", "already_reached", "weaker_than_now"},
    ),
    "den bosch of cars 2022": (
        DEN_BOSCH_OF_CARS_2022,
        {"no_baseline_year", "already_reached", "weaker_than_now"},
    ),
    # Nothing has a beginning, not even "safer than in 2013"; 50 burglaries are few.
    # https://son-en-breugel.begrotingsapp.nl/jaarstukken-2018
    "son living": (SON_LIVING, {"no_baseline"}),
    "son unsafe": (SON_UNSAFE, {"no_baseline"}),
    "son cohesion": (SON_COHESION, {"no_baseline"}),
    "son burglary": (SON_BURGLARY, {"no_baseline", "small_numbers"}),
    # A direction only. https://houten.jaarverslag-2024.nl/p13157
    "houten feeling": (HOUTEN_FEELING, {"direction_only", "no_baseline"}),
    "houten crime": (HOUTEN_CRIME, {"direction_only", "no_baseline", "reacts_to_enforcement"}),
    "houten alert": (HOUTEN_ALERT, {"direction_only", "no_baseline", "no_indicator"}),
}


@pytest.mark.parametrize("name", KEY)
def test_a_real_objective_gets_what_an_expert_says_of_it(name: str) -> None:
    """Real plans: typed in one by one, exactly the critique an expert gives there."""
    facts, expected = KEY[name]
    assert codes(facts) == expected


def test_the_figures_stand_in_the_sentence_for_heemskerk() -> None:
    """Real plans, "target weaker than current value": 3.0 though 2018 was 2.4."""
    found = {critique.code: critique for critique in critiques(HEEMSKERK)}
    values = {**found["already_reached"].values, **found["weaker_than_now"].values}
    numbers = {name: v.number for name, v in values.items() if isinstance(v, Amount)}
    assert values["year"] == 2018
    assert (numbers["now"], numbers["target"]) == (2.4, 3.0)
    assert round(numbers["room"]) == 25
