"""The files: the same bytes for the same seed, small, fast, and as their publishers write them."""

import hashlib
import json
import re
import time
from dataclasses import asdict
from pathlib import Path

import pytest

import voorbeeldstad
from voorbeeldstad import country, files
from voorbeeldstad.tests.reading import read_rows

pytestmark = pytest.mark.pure

MEGABYTE = 1_000_000


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_same_seed_same_bytes_in_little_time(folder: Path, tmp_path: Path) -> None:
    start = time.perf_counter()
    voorbeeldstad.build(tmp_path)
    seconds = time.perf_counter() - start
    print(f"built in {seconds:.1f} s")
    assert fingerprint(tmp_path) == fingerprint(folder)
    assert seconds < 10


def test_other_seed_other_figures(folder: Path, tmp_path: Path) -> None:
    voorbeeldstad.build(tmp_path, seed=7)
    other, own = fingerprint(tmp_path), fingerprint(folder)
    assert other.keys() == own.keys()
    assert other["47018NED_TypedDataSet.csv"] != own["47018NED_TypedDataSet.csv"]
    assert other["WijkenEnBuurten_2025.csv"] == own["WijkenEnBuurten_2025.csv"]


def test_files_are_small_and_all_listed(planted: voorbeeldstad.Planted) -> None:
    written = {path.name for path in planted.folder.iterdir()}
    assert written == {file.name for file in planted.files} | {"planted.json"}
    assert max(path.stat().st_size for path in planted.folder.iterdir()) < 35 * MEGABYTE


def test_the_list_is_written_as_it_is_answered(planted: voorbeeldstad.Planted) -> None:
    read = json.loads(planted.path("planted.json").read_text())
    assert read["items"] == json.loads(json.dumps([asdict(item) for item in planted.items]))
    assert [file["name"] for file in read["files"]] == [file.name for file in planted.files]


@pytest.mark.parametrize("table", ["47018NED", "47022NED", "47024NED"])
def test_police_rows_look_like_the_publishers(folder: Path, table: str) -> None:
    raw = (folder / f"{table}_TypedDataSet.csv").read_bytes()
    lines = raw.decode("ascii").split("\r\n")
    pattern = re.compile(
        r'\d+;"[0-9A-Z.]+ *";"(?:NL|GM|WK|BU)[0-9A-Z]+ *";"\d{4}(?:JJ00|MM\d\d)";\d+;'
        r'"(?:[^"]{30})";"(?:[A-Z][a-z ]{7}| {8})"'
    )
    assert lines[-1] == ""
    assert all(pattern.fullmatch(line) for line in lines[1:-1])
    cells = lines[1].split(";")
    assert [len(cell) for cell in cells[1:4]] == [8, 12, 10]


def test_rows_without_a_count_have_no_names(folder: Path) -> None:
    for row in read_rows(folder / "47024NED_TypedDataSet.csv")[::17]:
        assert (row["Gemeentenaam_2"].strip() == "") == (row["GeregistreerdeOverlast_1"] == "0")


def test_the_country_has_two_towns_in_detail() -> None:
    rows = country.areas()
    codes = [row.code for row in rows]
    assert len(codes) == len(set(codes))
    assert sum(code.startswith("WK9901") for code in codes) == 9
    assert sum(code.startswith("BU9901") for code in codes) == 60
    assert sum(code.startswith("WK9902") for code in codes) == 4
    assert sum(code.startswith("BU9902") for code in codes) == 22
    assert len(country.MUNICIPALITIES) == 42
    assert any(re.fullmatch(r"BU\d{6}[A-Z]\d", code) for code in codes)
    names = [row.name for row in rows if row.municipality == "GM9901"]
    assert len(names) == len(set(names))


def test_the_towns_have_the_size_they_are_known_for() -> None:
    size = {town.code: town.inhabitants for town in country.MUNICIPALITIES}
    assert size["GM9901"] == pytest.approx(90_000, rel=0.05)
    assert size["GM9902"] == pytest.approx(35_000, rel=0.1)
    assert min(size.values()) > 6_000
    assert max(size.values()) == 350_000
    assert {town.urbanity for town in country.MUNICIPALITIES} == {1, 2, 3, 4, 5}


def test_positions_shift_between_editions(folder: Path) -> None:
    headers = {}
    for year in files.EDITIONS:
        columns = (folder / f"kwb_{year}.csv").read_text().splitlines()[0]
        headers[year] = re.findall(r'"([A-Za-z]+)_(\d+)"', columns)
    assert dict(headers[2020])["Woningvoorraad"] == "34"
    assert dict(headers[2024])["Woningvoorraad"] == "35"
    assert dict(headers[2024])["PersonenautoSTotaal"] == "101"
    stems = [[stem for stem, _ in header if "Indeling" not in stem] for header in headers.values()]
    assert all(stem == stems[0] for stem in stems)
    shifted = [
        stem for stem, place in headers[2020] if dict(headers[2024]).get(stem) not in {place, None}
    ]
    assert len(shifted) > 8


def test_key_figures_add_up_and_are_rounded_below_the_municipality(folder: Path) -> None:
    for year in files.EDITIONS:
        rows = read_rows(folder / f"kwb_{year}.csv")
        people = {row["WijkenEnBuurten"].strip(): int(row["AantalInwoners_5"]) for row in rows}
        towns = sum(number for code, number in people.items() if code[:2] == "GM")
        assert people["NL99"] == towns
        assert all(number % 5 == 0 for code, number in people.items() if code[:2] in {"WK", "BU"})
        homes = sum(number for code, number in people.items() if code[:6] == "BU9901")
        assert homes == pytest.approx(people["GM9901"], abs=150)
        assert all(row["Codering_3"] == row["WijkenEnBuurten"] for row in rows)


def test_population_table_agrees_with_the_key_figures(folder: Path) -> None:
    rows = read_rows(folder / "70072ned_TypedDataSet.csv")
    people = {
        (row["RegioS"].strip(), row["Perioden"]): int(row["TotaleBevolking_1"]) for row in rows
    }
    assert people["NL99", "2025JJ00"] == people["PV91", "2025JJ00"] + people["PV92", "2025JJ00"]
    for row in read_rows(folder / "kwb_2025.csv"):
        code = row["WijkenEnBuurten"].strip()
        if code[:2] in {"NL", "GM"}:
            assert people[code, "2025JJ00"] == int(row["AantalInwoners_5"])
