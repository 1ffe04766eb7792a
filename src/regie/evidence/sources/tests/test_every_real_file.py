"""Every file of the publishers and of the people who used them: read right, or refused rightly.

Set REGIE_REAL_DATA to the folder. The files are never part of the project.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from regie.evidence.sources.services import import_file
from regie.foundation.areas.services import ensure_reference

FOLDER = Path(os.environ.get("REGIE_REAL_DATA", ""))
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not os.environ.get("REGIE_REAL_DATA"), reason="set REGIE_REAL_DATA to the folder with data"
    ),
]

V4, KWB = "Stefan7168_checkdecijfers_odata_v4", "Swienn_ScientificDataAnalysisProject"
POLICE, NSCR = "bernasco_misdaad_concentratie", "bernasco_staat_van_de_misdaad"
BIKES, MSB = "kderica_two-wheel-thefts-amsterdam", "forza-mor-rotterdam_msb_scrubbed"
BQ = "statline-bq_84799NED/cbs.v3.84799NED"

READ: dict[str, tuple[str, dict[str, Any]]] = {
    f"{V4}/03759ned/observations-page-1.json": ("03759ned", {}),
    f"{KWB}/Kerncijfers_wijken_en_buurten_2024_11122025_141648.csv": ("85984NED", {}),
    f"{KWB}/Kerncijfers_wijken_en_buurten_2024_geslachten.csv": ("85984NED", {}),
    f"{KWB}/Regionale_kerncijfers_Nederland_11122025_133649.csv": ("70072ned", {}),
    f"{POLICE}/crime_data_47018NED_2023_SAMPLE63.csv": ("47018NED", {}),
    f"{POLICE}/population_Population85984_2024.csv": ("85984NED", {}),
    f"{NSCR}/NL_Crime.csv": ("47025NED", {}),
    f"{NSCR}/NL_Crime_monthly_47022NED_14f99b5.csv": ("47022NED", {}),
    f"{NSCR}/NL_Disorder.csv": ("47021NED", {}),
    f"{NSCR}/NL_Disorder_monthly_47024NED_14f99b5.csv": ("47024NED", {}),
    f"{NSCR}/output_nl_allcrime_allyears.csv": ("47025NED", {}),
    f"{NSCR}/output_nl_alldisorder_allyears.csv": ("47021NED", {}),
    "davidmokken_Project/Misdrijven_per_gemeente.csv": ("47013NED", {}),
    "davidmokken_Project/veiligheidsbeleving_gemeente.csv": ("81877NED", {}),
    "derived/47018NED_TypedDataSet_GM_2012-2025.csv": ("47018NED", {}),
    "derived/70072ned_TypedDataSet_population_GM.csv": ("70072ned", {}),
    f"{BIKES}/2024_bikes.csv": ("47018NED", {}),
    f"{BIKES}/Misdrijven__soort_misdrijf__plaats_03112025_180137.csv": ("47015NED", {}),
    f"{BQ}_TypedDataSet.parquet": ("84799NED", {}),
}
LISTS = (
    *(f"{V4}/{table}/codes-RegioS.json" for table in ("03759ned", "83625NED", "85792NED")),
    *(f"{POLICE}/{name}_WijkenEnBuurten.csv" for name in ("crime", "population")),
    *(f"{NSCR}/{name}.csv" for name in ("RegioS", "RegioS_ff92ac6", "WijkenEnBuurten")),
    f"{NSCR}/WijkenEnBuurten_14f99b5.csv",
    f"{BIKES}/INDELING_BUURT.csv",
    f"{BQ}_WijkenEnBuurten.parquet",
    "luc4sdreyer_dutch_demographics/nl_gemeenten.geojson",
)
REFUSED: dict[str, str] = {
    "README.md": "Regie kent deze tabel niet",
    "known_answers.json": "geen tabel met rijen",
    f"{V4}/_catalog.json": "lijst van tabellen",
    f"{POLICE}/crime_BrengDelicten.csv": "codelijst",
    f"{POLICE}/crime_CategoryGroups.csv": "geen kolommen",
    f"{POLICE}/crime_Perioden.csv": "lijst met perioden",
    f"{POLICE}/crime_SoortMisdrijf.csv": "codelijst",
    f"{POLICE}/geo_municipality_in_province.csv": "welke gemeente in welke provincie",
    f"{POLICE}/output_crime_subcats_freq_table.csv": "geen kolom met perioden",
    f"{POLICE}/output_gemeenten_NL_gini.csv": "geen kolom met perioden",
    f"{POLICE}/output_municipalities_less3_nhoods.csv": "één kolom",
    f"{POLICE}/output_municipality_nhood_count.csv": "geen kolom met perioden",
    f"{NSCR}/CategoryGroups.csv": "geen kolommen",
    f"{NSCR}/INP-BVH_en_INP-GMS.xlsx": "codelijst",
    f"{NSCR}/NL_Population.csv": "year, population",
    f"{NSCR}/Overlast.csv": "codelijst",
    f"{NSCR}/Perioden.csv": "lijst met perioden",
    f"{NSCR}/SoortMisdrijf.csv": "codelijst",
    f"{NSCR}/data.csv": "83474NED",
    "elakyc15_Group-7/Kerncijfers_wijken_en_buurten_2015.csv": "lijst met wijken en buurten",
    f"{MSB}/msb_meldingen_list.json": "losse meldingen",
    f"{MSB}/onderwerpgroepen.json": "lijst van codes",
    f"{MSB}/wijken.json": "lijst van codes",
    "luc4sdreyer_dutch_demographics/data.json": "boom met de takken offences, tiers, years",
    **{f"{V4}/{table}/codes-Perioden.json": "lijst met perioden" for table in ("83625NED",)},
    **{
        f"{V4}/{table}/observations-page-1.json": "waarnemingen van een tabel"
        for table in ("83625NED", "85792NED")
    },
}
DESCRIBES = (
    *("TableInfos", "DataProperties", "properties", "dimensions", "measure-codes", "index"),
    *("ColDescriptions", "Metadata", "metadata_v3"),
)


def every_file() -> list[str]:
    if not os.environ.get("REGIE_REAL_DATA"):
        return ["none"]
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", every_file())
def test_every_file_ends_in_a_true_sentence(name: str) -> None:
    ensure_reference()
    if "bikes" in name or name.endswith(("141648.csv", "SAMPLE63.csv")):
        import_file(FOLDER / POLICE / "crime_WijkenEnBuurten.csv", actor=None)
    table, options = READ.get(name, ("", {}))
    outcome = import_file(FOLDER / name, actor=None, **options)
    if table:
        assert outcome.refused is None
        assert outcome.report is not None
        assert outcome.report.table_id == table
    elif name in LISTS:
        assert outcome.refused is None or "indeling" in outcome.refused
    else:
        assert outcome.refused is not None
        assert gist(name) in outcome.refused


def gist(name: str) -> str:
    """What the refusal of this file must say."""
    if name in REFUSED:
        return REFUSED[name]
    if any(word in Path(name).stem for word in DESCRIBES):
        return "beschrijving van een tabel"
    return "lijst met perioden" if "Perioden" in name else "codelijst"
