"""Every kind of file that Regie reads, from bytes to figures."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from regie.evidence.formats.rules import State
from regie.evidence.sources import queries
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.reading import CACHE
from regie.evidence.sources.services import Outcome, import_file
from regie.evidence.sources.tests import files
from regie.foundation.areas import queries as areas_queries
from regie.foundation.records.models import Log

pytestmark = [pytest.mark.room, pytest.mark.django_db]

OFFENCES: dict[str, Any] = {"realm": "nl", "measure": "GeregistreerdeMisdrijven"}
BICYCLES = "1.2.3 Diefstal van brom-, snor-, fietsen"
COUNTED = "Geregistreerde misdrijven (aantal)"
PLACES = ["NL00", "GM0344", "WK034401", "BU03440111", "BU0363AC02", "GM0000"]


def take(path: Path, **options: Any) -> Outcome:
    outcome = import_file(path, actor=None, **options)
    assert outcome.refused is None, outcome.refused
    return outcome


def codes(outcome: Outcome) -> set[str]:
    assert outcome.report is not None
    return {finding.code for finding in outcome.report.findings}


@pytest.mark.usefixtures("areas")
def test_a_typed_data_set_becomes_a_dense_cube(tmp_path: Path) -> None:
    values = {("1.1.1", "GM0344", 2023): 0, ("1.1.1", "GM0344", 2024): 7}
    path = files.dense(tmp_path / "x.csv", ["1.1.1", "1.4.1"], PLACES, [2022, 2023, 2024], values)
    outcome = take(path)
    assert outcome.delivery is not None
    assert (outcome.delivery.state, outcome.delivery.rows) == ("available", 36)
    cube = queries.figures("offence", level="municipality", **OFFENCES)
    assert cube is not None
    assert (cube.areas, cube.periods) == (("GM0344",), ("2022JJ00", "2023JJ00", "2024JJ00"))
    assert cube.values[0, 0].tolist() == [5, 0, 7]
    assert cube.period_status == ("definitive", "provisional", "provisional")
    assert cube.period_years == (2025, 2025, 2025)
    assert cube.deliveries[0].table_id == "47018NED"
    assert not cube.values.flags.writeable


@pytest.mark.usefixtures("areas")
def test_hidden_is_not_zero(tmp_path: Path) -> None:
    take(files.dense(tmp_path / "x.csv", ["1.1.1", "1.4.1"], PLACES, [2023, 2024]))
    cube = queries.figures(
        "offence", level="neighbourhood", municipality="GM0344", categories=["1.4.1"], **OFFENCES
    )
    assert cube is not None
    assert cube.areas == ("BU03440111",)
    assert (cube.states == State.HIDDEN).all()
    assert np.isnan(cube.values).all()
    town = queries.figures("offence", level="municipality", categories=["1.4.1"], **OFFENCES)
    assert town is not None
    assert (town.states == State.VALUE).all()


@pytest.mark.usefixtures("areas")
def test_what_is_absent_was_not_observed(tmp_path: Path) -> None:
    rows = [("1.1.1", "GM0344", "2022JJ00", 3), ("1.1.1", "GM0344", "2024JJ00", None)]
    rows.append(("1.2.1", "GM0363", "2023JJ00", 4))
    take(files.offences(tmp_path / "x.csv", rows))
    cube = queries.figures("offence", level="municipality", categories=["1.1.1"], **OFFENCES)
    assert cube is not None
    assert cube.states[0, 0].tolist() == [State.VALUE, State.NOT_OBSERVED, State.VALUE]
    assert cube.values[0, 0, [0, 2]].tolist() == [3, 0]


@pytest.mark.usefixtures("areas")
def test_place_unknown_is_kept_apart(tmp_path: Path) -> None:
    take(files.dense(tmp_path / "x.csv", ["1.1.1"], PLACES, [2024]))
    towns = queries.figures("offence", level="municipality", **OFFENCES)
    apart = queries.figures("offence", level="unplaced", **OFFENCES)
    assert towns is not None
    assert apart is not None
    assert "GM0000" not in towns.areas
    assert apart.areas == ("GM0000",)


@pytest.mark.usefixtures("areas")
def test_both_national_codes_are_one_country(tmp_path: Path) -> None:
    rows = [("1.1.1", "NL01  ", "2024JJ00", 9), ("1.1.1", "PV26", "2024JJ00", 4)]
    outcome = take(files.offences(tmp_path / "x.csv", rows, area="RegioS"))
    assert outcome.delivery is not None
    assert outcome.delivery.dataset is not None
    assert outcome.delivery.dataset.table_id == "47013NED"
    cube = queries.figures("offence", level="country", **OFFENCES)
    assert cube is not None
    assert cube.areas == ("NL00",)


@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize("form", ["parquet", "json", "list", "zip", "comma", "cp1252", "utf-16"])
def test_the_same_table_in_every_form(tmp_path: Path, form: str) -> None:
    keys = ("ID", "SoortMisdrijf", "WijkenEnBuurten", "Perioden", files.MEASURE, "Gemeentenaam_2")
    rows = [
        (0, "1.1.1 ", "GM0344    ", "2023JJ00", 5, "Súdwest"),
        (1, "1.1.1 ", "GM0344    ", "2024JJ00", 6, "Súdwest"),
    ]
    records = [dict(zip(keys, row, strict=True)) for row in rows]
    path = tmp_path / "misleading-name.doc"
    if form == "parquet":
        files.parquet(path, {key: [r[key] for r in records] for key in keys})
    elif form == "json":
        files.document(path, {"odata.metadata": "x", "value": records})
    elif form == "list":
        files.document(path, records)
    elif form == "zip":
        inner = files.table(tmp_path / "inner.csv", keys, rows).read_bytes()
        files.packed(path, {"download/tabel.csv": inner, "download/lees mij.pdf": b"%PDF"})
    else:
        encoding = "utf-8" if form == "comma" else form
        files.table(path, keys, rows, encoding=encoding, delimiter="," if form == "comma" else ";")
    take(path)
    cube = queries.figures("47018ned", level="municipality", **OFFENCES)
    assert cube is not None
    assert cube.values.tolist() == [[[5, 6]]]


@pytest.mark.usefixtures("areas")
def test_an_export_with_names_only(tmp_path: Path) -> None:
    header = (
        "Soort misdrijf",
        "Perioden",
        "Wijken en buurten",
        "Geregistreerde misdrijven (aantal)",
    )
    names = ("Oog in Al", "Halve Maan", "Centrum", "Buurt die niet bestaat", "Nieuw")
    rows = [(BICYCLES, "2024*", name, "       4") for name in names]
    outcome = take(files.table(tmp_path / "x.csv", header, rows))
    cube = queries.figures("offence", level="neighbourhood", municipality="GM0344", **OFFENCES)
    assert cube is not None
    assert cube.areas == ("BU03440111", "BU03440112", "BU03440113", "BU03440211")
    assert cube.period_status == ("provisional",)
    assert "areas_unresolved" in codes(outcome)


@pytest.mark.usefixtures("areas")
def test_provinces_and_the_publishers_typo(tmp_path: Path) -> None:
    header = ("Soort misdrijf", "Perioden", "Regio's", "Geregisteerde misdrijven (aantal)")
    rows = [
        ("Totaal misdrijven", "2024", "Nederland", 90),
        ("Totaal misdrijven", "2024", "Utrecht (PV)", 9),
    ]
    take(files.table(tmp_path / "x.csv", header, rows))
    cube = queries.figures("47013NED", level="province", **OFFENCES)
    assert cube is not None
    assert (cube.areas, cube.categories) == (("PV26",), ("0.0.0",))


def test_places_are_a_route_of_their_own(tmp_path: Path) -> None:
    header = ("Soort misdrijf", "Plaatsen", "Perioden", "Geregistreerde misdrijven (aantal)")
    rows = [("1.2.3 Diefstal van brom-, snor-, fietsen", "Amsterdam", "2014", "   12017")]
    take(files.table(tmp_path / "x.csv", header, rows))
    assert queries.figures("offence", level="municipality", **OFFENCES) is None
    cube = queries.figures("offence", level="place", **OFFENCES)
    assert cube is not None
    assert cube.areas == ("Amsterdam",)


def test_national_series_with_months_and_years_on_the_first_of_january(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        ("Totaal registraties overlast", f"2023-{m:02d}-01", 10 + m, 999) for m in range(1, 13)
    ]
    rows.append(("Totaal registraties overlast", "2023-01-01", 198, 999))
    header = ("crime_type_code", "date", "frequency", "total_incident_count")
    take(files.table(tmp_path / "x.csv", header, rows, delimiter=","))
    how: dict[str, Any] = {"realm": "nl", "measure": "GeregistreerdeOverlast", "level": "country"}
    months = queries.figures("nuisance", frequency="month", **how)
    years = queries.figures("nuisance", **how)
    assert months is not None
    assert years is not None
    assert months.values[0, 0].tolist() == [10 + m for m in range(1, 13)]
    assert years.values.tolist() == [[[198]]]


def test_national_yearly_series(tmp_path: Path) -> None:
    rows = [("1.1.1 Diefstal/inbraak woning", y, 10) for y in (2022, 2023)]
    header = ("incident_type_code", "year", "incident_count")
    outcome = take(files.table(tmp_path / "x.csv", header, rows, delimiter=","))
    assert outcome.report is not None
    assert outcome.report.table_id == "47025NED"


def kwb(path: Path, *, code: bool = True) -> Path:
    header = ["Wijken en buurten", "Regioaanduiding/Gemeentenaam (naam)"]
    header += ["Regioaanduiding/Codering (code)"] * code
    header += ["Bevolking/Aantal inwoners (aantal)", "Wonen/Gemiddelde (x 1 000 euro)"]
    rows = [
        ("Nederland", "Nederland   ", "NL00      ", 1000, "250,5"),
        ("Utrecht", "Utrecht     ", "GM0344    ", 500, "251,5"),
        ("Wijk 01 West", "Utrecht   ", "WK034401  ", 300, "."),
        ("Oog in Al", "Utrecht     ", "BU03440111", 300, ""),
        ("Wijk 02 Centrum", "Utrecht", "WK034402  ", 200, "250,0"),
        ("Centrum", "Utrecht     ", "BU03440211", 0, "250,0"),
    ]
    return files.table(path, header, [row if code else row[:2] + row[3:] for row in rows])


@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize("code", [True, False])
def test_key_figures_with_and_without_codes(tmp_path: Path, code: bool) -> None:
    outcome = take(kwb(tmp_path / "x.csv", code=code), year=2024)
    cube = queries.figures("kwb", realm="nl", measure="aantalinwoners", level="neighbourhood")
    assert cube is not None
    assert dict(zip(cube.areas, cube.values[:, 0, 0], strict=True)) == {
        "BU03440111": 300,
        "BU03440211": 0,
    }
    money = queries.figures("kwb", realm="nl", measure="Gemiddelde", level="district")
    assert money is not None
    assert money.states[:, 0, 0].tolist() == [State.UNKNOWN, State.VALUE]
    assert cube.period_years == (2024,)
    assert "few_inhabitants" in codes(outcome)


@pytest.mark.usefixtures("areas")
def test_editions_of_key_figures_are_put_behind_each_other(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {
        "WijkenEnBuurten": ["GM0344    ", "BU03440111"],
        "Gemeentenaam_1": ["Utrecht", "Utrecht"],
        "IndelingswijzigingWijkenEnBuurten_4": ["1", "3"],
        "AantalInwoners_5": [400, None],
        "Huurwoning_61": [None, None],
    }
    path = files.parquet(tmp_path / "2020.parquet", columns)
    outcome = take(path, year=2020)
    take(kwb(tmp_path / "2024.csv"), year=2024)
    cube = queries.figures("kwb", realm="nl", measure="AantalInwoners", level="municipality")
    assert cube is not None
    assert (cube.periods, cube.values[0, 0].tolist()) == (("2020JJ00", "2024JJ00"), [400, 500])
    assert len(cube.deliveries) == 2
    assert {"columns_empty", "redrawn"} <= codes(outcome)
    assert areas_queries.area("BU03440111", realm="nl", year=2020) is not None


def test_the_survey_carries_its_margins(tmp_path: Path) -> None:
    header = ("Marges", "RegioS", "Perioden", "VoeltZichWeleensOnveilig_43")
    rows = [
        ("MW00000", "NL01    ", "2023JJ00", 31.5),
        ("MOG0095", "NL01    ", "2023JJ00", 31.0),
        ("MBG0095", "NL01    ", "2023JJ00", "."),
    ]
    outcome = take(files.table(tmp_path / "x.csv", header, rows))
    assert outcome.report is not None
    assert outcome.report.table_id == "85146NED"
    cube = queries.figures("vm", realm="nl", measure="VoeltZichWelEensOnveilig", level="country")
    assert cube is not None
    assert cube.categories == ("MBG0095", "MOG0095", "MW00000")
    assert cube.states[0, :, 0].tolist() == [State.UNKNOWN, State.VALUE, State.VALUE]


def test_observations_of_the_new_interface(tmp_path: Path) -> None:
    def row(measure: str, code: str, value: object, attribute: str, sex: str) -> dict[str, object]:
        return {
            "Id": 1,
            "Measure": measure,
            "ValueAttribute": attribute,
            "Value": value,
            "StringValue": None,
            "Geslacht": sex,
            "RegioS": code,
            "Perioden": "2024JJ00",
        }

    rows = [
        row("M000352", "NL01", 100, "None", "T001038"),
        row("M000352", "NL01", 50, "None", "3000"),
        row("M000352", "GM0344", None, "Impossible", "T001038"),
        row("M000365", "NL01", 99.5, "None", "T001038"),
    ]
    take(files.document(tmp_path / "x.json", {"value": rows}))
    cube = queries.figures("population", realm="nl", measure="TotaleBevolking", level="country")
    assert cube is not None
    assert cube.values.tolist() == [[[100]]]
    town = queries.figures(
        "population", realm="nl", measure="TotaleBevolking", level="municipality"
    )
    assert town is not None
    assert town.states.tolist() == [[[State.IMPOSSIBLE]]]


@pytest.mark.usefixtures("areas")
def test_a_list_of_areas_and_its_borders(tmp_path: Path) -> None:
    header = ("Key", "Title", "Description", "Municipality", "DetailRegionCode")
    rows = [("GM0344    ", "Utrecht", "", "", ""), ("BU03440199", "Nieuw Eiland", "", "", "")]
    path = files.table(tmp_path / "x.csv", header, rows, encoding="utf-8", delimiter=",")
    outcome = take(path, classification=2026)
    assert outcome.delivery is not None
    assert outcome.delivery.kind == "areas"
    assert areas_queries.names(["BU03440199"], realm="nl")["BU03440199"] == "Nieuw Eiland"
    shapes = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
        "features": [files.square("BU03440199", "Nieuw Eiland", 136_000, 2026)],
    }
    outcome = take(files.document(tmp_path / "g.json", shapes), classification=2026)
    assert outcome.delivery is not None
    assert (outcome.delivery.kind, outcome.delivery.rows) == ("boundaries", 1)
    assert areas_queries.shapes(realm="nl", kind="neighbourhood").year_used == 2026


# --- vintages ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("areas")
def test_a_new_vintage_replaces_the_old_one(tmp_path: Path) -> None:
    old = take(files.dense(tmp_path / "a.csv", ["1.1.1"], PLACES, [2022, 2023])).delivery
    outcome = take(
        files.dense(
            tmp_path / "b.csv", ["1.1.1"], PLACES, [2022, 2023, 2024], {("1.1.1", "NL00", 2022): 8}
        )
    )
    assert old is not None
    old.refresh_from_db()
    assert (old.state, old.replaced_by) == ("superseded", outcome.delivery)
    assert {"replaces", "revisions"} <= codes(outcome)
    cube = queries.figures("offence", level="country", **OFFENCES)
    assert cube is not None
    assert cube.values.tolist() == [[[8, 5, 5]]]
    assert Log.objects.filter(verb="sources.import_delivery").count() == 2


@pytest.mark.usefixtures("areas")
def test_a_part_of_the_table_does_not_push_the_whole_aside(tmp_path: Path) -> None:
    whole = take(files.dense(tmp_path / "a.csv", ["1.1.1", "1.2.1"], PLACES, [2022, 2023])).delivery
    part = take(files.dense(tmp_path / "b.csv", ["1.1.1"], ["BU03440111"], [2023]))
    assert whole is not None
    whole.refresh_from_db()
    assert whole.state == "available"
    assert "part_of" in codes(part)
    cube = queries.figures("offence", level="neighbourhood", **OFFENCES)
    assert cube is not None
    assert cube.deliveries[0].id == whole.pk


@pytest.mark.usefixtures("areas")
def test_an_older_vintage_is_refused(tmp_path: Path) -> None:
    take(files.dense(tmp_path / "a.csv", ["1.1.1"], PLACES, [2022, 2023, 2024]))
    outcome = import_file(
        files.dense(tmp_path / "b.csv", ["1.1.1"], PLACES, [2022, 2023]), actor=None
    )
    assert outcome.refused is not None
    assert "nieuwer" in outcome.refused


@pytest.mark.usefixtures("areas")
def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = files.dense(tmp_path / "a.csv", ["1.1.1"], PLACES, [2022, 2023])
    first = take(path)
    again = take(path)
    assert again.already
    assert again.delivery == first.delivery
    assert Delivery.objects.count() == 1


@pytest.mark.usefixtures("areas")
def test_a_dry_run_judges_and_keeps_nothing(tmp_path: Path, warehouse: Path) -> None:
    path = files.dense(tmp_path / "a.csv", ["1.1.1", "1.4.1"], PLACES, [2022, 2023])
    outcome = take(path, dry_run=True)
    assert outcome.delivery is None
    assert "hidden" in codes(outcome)
    assert not Delivery.objects.exists()
    assert not list(warehouse.iterdir())


@pytest.mark.usefixtures("areas")
def test_progress_runs_from_nothing_to_nearly_done(tmp_path: Path) -> None:
    seen: list[float] = []
    path = files.dense(tmp_path / "a.csv", ["1.1.1"], PLACES, [2022, 2023])
    take(path, progress=lambda step: seen.append(step.fraction))
    assert seen == sorted(seen)
    assert seen[-1] > 0.9


# --- the cube is what went in --------------------------------------------------------------------

CELLS = st.dictionaries(
    st.tuples(
        st.sampled_from(["1.1.1", "1.2.1", "1.4.1"]),
        st.sampled_from(["GM0344", "GM0363", "BU03440111", "BU0363AC02"]),
        st.integers(2018, 2024),
    ),
    st.one_of(st.none(), st.integers(0, 40)),
    min_size=1,
    max_size=40,
)


@pytest.mark.usefixtures("areas")
@given(cells=CELLS)
@examples(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_goes_in_comes_out(
    tmp_path: Path, cells: dict[tuple[str, str, int], int | None]
) -> None:
    Delivery.objects.update(state="superseded")
    CACHE.clear()
    rows = [(kind, area, f"{year}JJ00", value) for (kind, area, year), value in cells.items()]
    take(files.offences(tmp_path / "x.csv", rows))
    published = any(v for (kind, area, _), v in cells.items() if kind == "1.4.1" and len(area) < 8)
    for level, length in (("municipality", 6), ("neighbourhood", 10)):
        mine = {key: value for key, value in cells.items() if len(key[1]) == length}
        cube = queries.figures("offence", level=level, **OFFENCES)
        if not mine:
            assert cube is None
            continue
        assert cube is not None
        found = {
            (kind, area, int(period[:4])): (state, value)
            for a, area in enumerate(cube.areas)
            for c, kind in enumerate(cube.categories)
            for p, period in enumerate(cube.periods)
            if (state := cube.states[a, c, p]) and ((value := cube.values[a, c, p]) is not None)
        }
        assert found.keys() == mine.keys()
        for key, value in mine.items():
            if key[0] == "1.4.1" and (length == 10 or not published):
                assert found[key][0] == State.HIDDEN
            else:
                assert found[key] == (State.VALUE, value or 0)


def test_population_of_two_tables_is_one_series(tmp_path: Path) -> None:
    old = [(0, "NL01  ", f"{year}JJ00", 100 + year) for year in (2018, 2019)]
    take(files.table(tmp_path / "a.csv", ("ID", "RegioS", "Perioden", "TotaleBevolking_1"), old))
    new = {
        "Measure": "M000352",
        "ValueAttribute": "None",
        "Value": 7,
        "RegioS": "NL01",
        "Perioden": "2020JJ00",
    }
    take(files.document(tmp_path / "b.json", {"value": [new]}))
    cube = queries.figures("population", realm="nl", measure="TotaleBevolking", level="country")
    assert cube is not None
    assert cube.values[0, 0].tolist() == [2118, 2119, 7]
    assert {source.table_id for source in cube.deliveries} == {"70072ned", "03759ned"}
