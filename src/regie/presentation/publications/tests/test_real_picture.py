"""The picture from figures that people really downloaded; skipped without REGIE_REAL_DATA."""

import csv
import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from scipy.stats import chi2

from regie.evidence.diagnosis import queries
from regie.evidence.indicators import memory
from regie.evidence.indicators.benchmarks import Group
from regie.evidence.sources.services import import_file
from regie.foundation.areas.services import ensure_reference
from regie.presentation.publications.picture import Written, write_picture

REAL = Path(os.environ.get("REGIE_REAL_DATA", "/nonexistent"))
CRIME = REAL / "derived" / "47018NED_TypedDataSet_GM_2012-2025.csv"
PEOPLE = REAL / "derived" / "70072ned_TypedDataSet_population_GM.csv"
FILES = (
    CRIME,
    PEOPLE,
    REAL / "luc4sdreyer_dutch_demographics" / "nl_gemeenten.geojson",
    REAL / "statline-bq_84799NED" / "cbs.v3.84799NED_TypedDataSet.parquet",
    REAL
    / "Swienn_ScientificDataAnalysisProject"
    / "Kerncijfers_wijken_en_buurten_2024_geslachten.csv",
)

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    pytest.mark.skipif(not CRIME.is_file(), reason="REGIE_REAL_DATA is not set"),
]
Key = tuple[str, str, str]


def counts() -> dict[Key, int]:
    """(type, area, period) → count, straight from the file."""
    with CRIME.open(encoding="utf-8-sig", newline="") as lines:
        return {
            (
                row["SoortMisdrijf"].strip(),
                row["WijkenEnBuurten"].strip(),
                row["Perioden"].strip(),
            ): int(row["GeregistreerdeMisdrijven_1"])
            for row in csv.DictReader(lines, delimiter=";")
        }


def people() -> dict[tuple[str, str], int]:
    """(area, period) → inhabitants, straight from the file."""
    with PEOPLE.open(encoding="utf-8-sig", newline="") as lines:
        return {
            (row["RegioS"].strip(), row["Perioden"].strip()): int(row["TotaleBevolking_1"])
            for row in csv.DictReader(lines, delimiter=";")
            if row["TotaleBevolking_1"].strip().isdigit()
        }


def rows_of(written: Written) -> list[dict[str, str]]:
    with (written.folder / "waarden.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_real_picture(tmp_path: Path) -> None:
    """One test, because reading the files takes longer than looking at the outcome."""
    memory.forget()
    ensure_reference()
    for path in FILES:
        outcome = import_file(path, actor=None)
        assert outcome.refused is None, outcome.refused
    delivered, inhabitants = counts(), people()
    written = write_picture("GM0344", tmp_path / "utrecht")
    rows = rows_of(written)
    _the_counts_of_utrecht_are_those_of_the_file(rows, delivered)
    _a_rate_is_the_count_over_the_people_with_garwood_limits(rows, delivered, inhabitants)
    _the_country_is_the_sum_of_its_municipalities(delivered, inhabitants)
    _eemsdelta_names_its_years_without_population(tmp_path, delivered)
    _oisterwijk_is_not_divided_by_its_former_population()
    _the_pages_open_and_name_what_is_missing(written)


def _the_counts_of_utrecht_are_those_of_the_file(
    rows: list[dict[str, str]], delivered: dict[Key, int]
) -> None:
    own = [r for r in rows if r["gebied_code"] == "GM0344" and "offence-" in r["indicator_code"]]
    shown = {
        (r["indicator_code"].removeprefix("offence-"), "GM0344", r["periode"]): int(r["aantal"])
        for r in own
    }
    wanted = {key: count for key, count in delivered.items() if key[1] == "GM0344"}
    assert shown == wanted
    assert {r["periode"] for r in own} == {f"{year}JJ00" for year in range(2012, 2026)}
    assert {r["periode"] for r in own if r["voorlopig"] == "ja"} == {"2024JJ00", "2025JJ00"}


def _a_rate_is_the_count_over_the_people_with_garwood_limits(
    rows: list[dict[str, str]],
    delivered: dict[Key, int],
    inhabitants: dict[tuple[str, str], int],
) -> None:
    row = next(
        r
        for r in rows
        if r["indicator_code"] == "offence-1.4.5"
        and r["gebied_code"] == "GM0344"
        and r["periode"] == "2019JJ00"
    )
    count = delivered[("1.4.5", "GM0344", "2019JJ00")]
    n = inhabitants[("GM0344", "2019JJ00")]
    assert float(row["waarde"]) == pytest.approx(1000 * count / n, rel=1e-5)
    low, high = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
    assert float(row["ondergrens_95"]) == pytest.approx(1000 * low / n, rel=1e-5)
    assert float(row["bovengrens_95"]) == pytest.approx(1000 * high / n, rel=1e-5)


def _the_country_is_the_sum_of_its_municipalities(
    delivered: dict[Key, int], inhabitants: dict[tuple[str, str], int]
) -> None:
    """In 2025 every municipality of the file has a population in its own boundary."""
    view = queries.indicator_view("GM0344", "mishandeling")
    assert view is not None
    national = next(item for item in view.beside if item.group is Group.COUNTRY)
    reading = national.at("2025JJ00")
    assert reading is not None
    sums: dict[str, int] = defaultdict(int)
    for (kind, area, period), count in delivered.items():
        if kind == "1.4.5" and period == "2025JJ00" and (area, period) in inhabitants:
            sums["count"] += count
            sums["people"] += inhabitants[(area, period)]
    assert (reading.count, reading.denominator) == (sums["count"], sums["people"])
    assert national.municipalities == 342
    assert national.left_out[-1] == 0


def _eemsdelta_names_its_years_without_population(
    tmp_path: Path, delivered: dict[Key, int]
) -> None:
    """Eemsdelta exists since 2021: crime goes back to 2012, the population does not."""
    written = write_picture("GM1979", tmp_path / "eemsdelta")
    page = (written.folder / "indicator-woninginbraak.html").read_text(encoding="utf-8")
    assert "2012 tot en met 2019" in page
    own = [
        r
        for r in rows_of(written)
        if r["gebied_code"] == "GM1979" and r["indicator_code"] == "offence-1.1.1"
    ]
    by_year = {r["periode"][:4]: r for r in own}
    assert by_year["2012"]["aantal"] == str(delivered[("1.1.1", "GM1979", "2012JJ00")])
    assert by_year["2012"]["waarde"] == ""
    assert (by_year["2020"]["noemer_jaar"], by_year["2020"]["geschat"]) == ("2021", "ja")
    assert by_year["2021"]["geschat"] == "nee"


def _oisterwijk_is_not_divided_by_its_former_population() -> None:
    """GM0824 took over half of Haaren in 2021 and kept its code."""
    view = queries.indicator_view("GM0824", "mishandeling")
    assert view is not None
    assert view.series.without_boundary[0] == "2012JJ00"
    assert view.series.without_boundary[-1] == "2019JJ00"
    reading = view.series.at("2020JJ00")
    assert reading is not None
    assert reading.denominator_year == 2021


def _the_pages_open_and_name_what_is_missing(written: Written) -> None:
    data = json.loads((written.folder / "veiligheidsbeeld.json").read_text(encoding="utf-8"))
    assert data["gemeente"]["naam"] == "Utrecht"
    assert data["laatste_periode"] == "2025JJ00"
    assert "Cijfers over overlast ontbreken." in data["ontbreekt"]
    page = (written.folder / "indicator-woninginbraak.html").read_text(encoding="utf-8")
    assert "342 van de 342 gemeenten" in page
