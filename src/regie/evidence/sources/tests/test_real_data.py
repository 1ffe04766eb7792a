"""The real files of the police and CBS, when they are there: the right totals come back.

Set REGIE_REAL_DATA to the folder. The files are never part of the project.
"""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regie.evidence.formats.rules import State
from regie.evidence.sources import queries
from regie.evidence.sources.services import Outcome, import_file
from regie.evidence.warehouse.cube import Figures
from regie.foundation.areas import queries as areas
from regie.foundation.areas.services import ensure_reference

FOLDER = Path(os.environ.get("REGIE_REAL_DATA", ""))
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not os.environ.get("REGIE_REAL_DATA"), reason="set REGIE_REAL_DATA to the folder with data"
    ),
]

POLICE, NSCR = "bernasco_misdaad_concentratie", "bernasco_staat_van_de_misdaad"
AMSTERDAM, KWB = "kderica_two-wheel-thefts-amsterdam", "Swienn_ScientificDataAnalysisProject"


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    del db
    ensure_reference()


def take(name: str, **options: Any) -> Outcome:
    outcome = import_file(FOLDER / name, actor=None, **options)
    assert outcome.refused is None, outcome.refused
    return outcome


def known() -> dict[str, Any]:
    answers: dict[str, Any] = json.loads((FOLDER / "known_answers.json").read_text())
    return answers


def offences(level: str, **options: Any) -> Figures:
    cube = queries.figures(
        "offence", realm="nl", measure="GeregistreerdeMisdrijven", level=level, **options
    )
    assert cube is not None
    return cube


def series(cube: Figures, category: str) -> dict[str, int]:
    row = cube.values[:, cube.categories.index(category)].sum(axis=0)
    return {period[:4]: int(value) for period, value in zip(cube.periods, row, strict=True)}


def test_municipalities_2012_to_2025() -> None:
    outcome = take("derived/47018NED_TypedDataSet_GM_2012-2025.csv")
    assert outcome.delivery is not None
    assert outcome.delivery.classification_year == 2026
    assert offences("municipality").values.shape == (342, 12, 14)
    unknown = offences("unplaced")
    for code, years in known()["unknown_place_GM0000_by_type_year_vintage_2026"].items():
        assert series(unknown, code) == years
    amsterdam = offences("municipality", municipality="GM0363", categories=["1.2.3"])
    route = known()["Amsterdam_bicycle_theft_2024_three_routes"]
    assert series(amsterdam, "1.2.3")["2024"] == route["47018NED_gemeente_row_harvest_2026"]


def test_national_series() -> None:
    take(f"{NSCR}/NL_Crime.csv")
    cube = offences("country")
    totals = series(cube, "0.0.0")
    assert totals == known()["47025NED_national_total_by_year_vintage_2024-01"]
    parts = np.delete(cube.values, cube.categories.index("0.0.0"), axis=1).sum(axis=1)
    differences = known()["47025NED_sum_of_58_types_minus_total"]
    assert (parts[0] - np.array(list(totals.values()))).tolist() == list(differences.values())
    take(f"{NSCR}/NL_Crime_monthly_47022NED_14f99b5.csv")
    months = offences("country", frequency="month")
    assert len(months.periods) == 144
    take(f"{NSCR}/NL_Disorder.csv")
    take(f"{NSCR}/NL_Disorder_monthly_47024NED_14f99b5.csv")
    how: dict[str, Any] = {
        "realm": "nl",
        "measure": "GeregistreerdeOverlast",
        "level": "country",
        "categories": ["0.0.0"],
    }
    years = queries.figures("nuisance", **how)
    monthly = queries.figures("nuisance", frequency="month", **how)
    assert years is not None
    assert monthly is not None
    assert monthly.values.reshape(12, 12).sum(axis=1).tolist() == years.values[0, 0].tolist()


def test_zero_in_the_whole_table_is_withheld() -> None:
    take(f"{NSCR}/NL_Crime_monthly_47022NED_14f99b5.csv")
    months = offences("country", categories=["1.4.1"], frequency="month")
    assert (months.states == State.HIDDEN).all()
    take(f"{NSCR}/NL_Crime.csv")
    years = offences("country", categories=["1.4.1"])
    assert series(years, "1.4.1")["2012"] == 8077


@pytest.mark.parametrize("name", ["geslachten", "11122025_141648"])
def test_key_figures_2024_with_and_without_codes(name: str) -> None:
    take(f"{POLICE}/crime_WijkenEnBuurten.csv")
    take(f"{KWB}/Kerncijfers_wijken_en_buurten_2024_{name}.csv")
    levels = {"NL": "country", "GM": "municipality", "WK": "district", "BU": "neighbourhood"}
    for short, level in levels.items():
        cube = queries.figures("kwb", realm="nl", measure="AantalInwoners", level=level)
        assert cube is not None
        expected = known()["KWB2024"][short]
        assert (len(cube.areas), int(np.nansum(cube.values))) == (
            expected["rows"],
            expected["inwoners"],
        )
    assert cube is not None
    assert (cube.values == 0).sum() == known()["KWB2024"]["buurten_zero_inhabitants"]
    odd = sum(not code[2:].isdigit() for code in cube.areas)
    assert odd == known()["KWB2024"]["alphanumeric_buurt_codes"]


def test_key_figures_2020() -> None:
    outcome = take("statline-bq_84799NED/cbs.v3.84799NED_TypedDataSet.parquet")
    assert outcome.report is not None
    assert outcome.report.table_id == "84799NED"
    cube = queries.figures("kwb", realm="nl", measure="AantalInwoners", level="neighbourhood")
    assert cube is not None
    assert len(cube.areas) == 13_808


def test_amsterdam_by_neighbourhood_and_by_place() -> None:
    take(f"{POLICE}/crime_WijkenEnBuurten.csv")
    take(f"{AMSTERDAM}/2024_bikes.csv")
    take(f"{AMSTERDAM}/Misdrijven__soort_misdrijf__plaats_03112025_180137.csv")
    take(f"{AMSTERDAM}/INDELING_BUURT.csv")
    route = known()["Amsterdam_bicycle_theft_2024_three_routes"]
    cube = offences("neighbourhood", municipality="GM0363")
    assert series(cube, "1.2.3")["2024"] == route["47018NED_517_buurten_export_2025-11"]
    place = offences("place")
    assert series(place, "1.2.3")["2024"] == route["47015NED_place_Amsterdam_export_2025-11"]
    shapes = areas.shapes(realm="nl", kind="neighbourhood", municipality="GM0363")
    assert len(shapes.shapes) == 517


def test_a_sample_of_neighbourhoods() -> None:
    take(f"{POLICE}/crime_WijkenEnBuurten.csv")
    take(f"{POLICE}/crime_data_47018NED_2023_SAMPLE63.csv")
    sums = known()["47018NED_2023_vintage_2024-08_buurt_sum"]
    for town, name in (("GM1680", "Aa en Hunze"), ("GM0358", "Aalsmeer")):
        cube = offences("neighbourhood", municipality=town)
        assert series(cube, "0.0.0")["2023"] == sums[name]


def test_provinces_survey_and_population() -> None:
    take("davidmokken_Project/Misdrijven_per_gemeente.csv")
    assert len(offences("province").areas) == 12
    take("davidmokken_Project/veiligheidsbeleving_gemeente.csv")
    survey = queries.figures("vm", realm="nl", measure="VoeltZichWeleensOnveilig", level="province")
    assert survey is not None
    assert survey.values.shape == (12, 1, 5)
    take("Stefan7168_checkdecijfers_odata_v4/03759ned/observations-page-1.json")
    people = queries.figures("population", realm="nl", measure="TotaleBevolking", level="country")
    assert people is not None
    assert series(people, "")["2019"] == 17_282_163


def test_both_encodings_are_the_same_list() -> None:
    take(f"{NSCR}/WijkenEnBuurten.csv")
    first = areas.names(["GM1900", "GM0518"], realm="nl", year=2023)
    take(f"{NSCR}/WijkenEnBuurten_14f99b5.csv")
    assert areas.names(["GM1900", "GM0518"], realm="nl", year=2023) == first
    assert first["GM1900"] == "Súdwest-Fryslân"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (f"{NSCR}/data.csv", "83474NED"),
        (f"{NSCR}/TableInfos.csv", "beschrijving"),
        (f"{NSCR}/DataProperties.csv", "beschrijving"),
        (f"{NSCR}/Perioden.csv", "perioden"),
        (f"{NSCR}/SoortMisdrijf.csv", "codelijst"),
        (f"{NSCR}/INP-BVH_en_INP-GMS.xlsx", "codelijst"),
        ("elakyc15_Group-7/Kerncijfers_wijken_en_buurten_2015.csv", "lijst met"),
        ("luc4sdreyer_dutch_demographics/data.json", "geen tabel"),
        ("Stefan7168_checkdecijfers_odata_v4/83625NED/observations-page-1.json", "waarnemingen"),
        ("forza-mor-rotterdam_msb_scrubbed/msb_meldingen_list.json", "Registraties"),
    ],
)
def test_traps_are_refused(name: str, word: str) -> None:
    outcome = import_file(FOLDER / name, actor=None)
    assert outcome.refused is not None
    assert word in outcome.refused
