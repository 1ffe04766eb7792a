"""What people and spreadsheets do to a table: the same figures, or a refusal that says why."""

import csv
import io
import itertools
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from regie.evidence.intake.understanding import Options
from regie.evidence.sources.services import import_file
from regie.evidence.sources.tests.variants import Found, as_xlsx, figures, outcome, written
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas

pytestmark = [pytest.mark.room, pytest.mark.django_db, pytest.mark.usefixtures("areas")]

HEADER = ("Soort misdrijf", "Perioden", "Regio's", "Geregistreerde misdrijven (aantal)")
TYPES = {
    "1.1.1": "1.1.1 Diefstal/inbraak woning",
    "1.2.3": "1.2.3 Diefstal van brom-, snor-, fietsen",
}
TOWNS = {"GM0344": "Utrecht (gemeente)", "GM0363": "Amsterdam", "GM1900": "Súdwest-Fryslân"}
YEARS = ("2022", "2023")
TITLE = "Geregistreerde misdrijven; soort misdrijf, gemeente 2026"


@pytest.fixture(autouse=True)
def a_name_with_accents(areas: None) -> None:
    towns = [AreaRow(code, name.split(" (")[0]) for code, name in TOWNS.items()]
    register_areas("nl", 2026, [AreaRow("NL00", "Nederland"), *towns], source="p", actor=None)


def count(kind: str, year: str, town: str) -> int:
    """A count that is above a thousand for some towns and below it for others."""
    return int(town[4:]) * 31 + int(year) % 100 + (1000 if kind == "1.2.3" else 0)


KEYS = list(itertools.product(TYPES, YEARS, TOWNS))
TRUTH: Found = {
    ("GeregistreerdeMisdrijven", kind, town, f"{year}JJ00"): float(count(kind, year, town))
    for kind, year, town in KEYS
}


def text(rows: Sequence[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return stream.getvalue().encode()


def plain(town: object = None, year: object = None, value: object = None) -> bytes:
    """The table, with its towns, years or values in another writing."""
    named, told, counted = town or TOWNS.get, year or str, value or str
    assert callable(named)
    assert callable(told)
    assert callable(counted)
    return text([(TYPES[k], told(y), named(t), counted(count(k, y, t))) for k, y, t in KEYS])


WRITINGS = {
    "codes without letters": plain(town=lambda t: str(int(t[2:]))),
    "codes without zeros": plain(town=lambda t: f"GM{int(t[2:])}"),
    "codes of a float": plain(town=lambda t: f"{int(t[2:])}.0"),
    "code behind the name": plain(town=lambda t: f"{TOWNS[t]} ({t})"),
    "code before the name": plain(town=lambda t: f"{t} {TOWNS[t]}"),
    "names without accents": plain(
        town=lambda t: {"GM1900": "Sudwest-Fryslan"}.get(t, TOWNS[t]),
    ),
    "accents twice": plain(town=lambda t: TOWNS[t].encode().decode("cp1252")),
    "hard spaces": plain(town=lambda t: f"{TOWNS[t]}\N{NO-BREAK SPACE} "),
    "points for thousands": plain(value=lambda n: f"{n:,}".replace(",", ".")),
    "commas for thousands": plain(value=lambda n: f"{n:,}"),
    "spaces for thousands": plain(value=lambda n: f"{n:,}".replace(",", " ")),
    "hard spaces for thousands": plain(value=lambda n: f"{n:,}".replace(",", "\N{NO-BREAK SPACE}")),
    "years of a float": plain(year=lambda y: f"{y},0"),
    "notes below": plain() + b'"Bron: Politie"\r\n"* voorlopig"\r\n"zie ook politie.nl"\r\n',
    "own names": plain().replace(b"Regio's", b"Gemeente").replace(b"Perioden", b"Jaar"),
    "an end of line in the header": plain().replace(b"misdrijven (", b"misdrijven\n(", 1),
}


@pytest.mark.parametrize("name", WRITINGS)
def test_the_same_figures(tmp_path: Path, name: str) -> None:
    assert outcome(written(tmp_path / "file.csv", WRITINGS[name])) == TRUTH


def test_types_as_columns(tmp_path: Path) -> None:
    rows = [(TOWNS[t], y, *(str(count(k, y, t)) for k in TYPES)) for y in YEARS for t in TOWNS]
    content = text(rows, ("Regio's", "Perioden", *TYPES.values()))
    titled = f'"{TITLE}"\r\n'.encode() + content
    assert outcome(written(tmp_path / "file.csv", titled)) == TRUTH


def test_years_behind_the_topic(tmp_path: Path) -> None:
    rows = [
        (TYPES[k], TOWNS[t], *(str(count(k, y, t)) for y in YEARS)) for k in TYPES for t in TOWNS
    ]
    names = tuple(f"Geregistreerde misdrijven {year}" for year in YEARS)
    content = text(rows, ("Soort misdrijf", "Regio's", *names))
    assert outcome(written(tmp_path / "file.csv", content)) == TRUTH


def test_topics_on_the_left(tmp_path: Path) -> None:
    rows = []
    for kind, town in itertools.product(TYPES, TOWNS):
        values = [str(count(kind, year, town)) for year in YEARS]
        rows.append((TYPES[kind], TOWNS[town], "Geregistreerde misdrijven", *values))
        rows.append((TYPES[kind], TOWNS[town], "Aangiften", "1", "2"))
    content = text(rows, ("Soort misdrijf", "Regio's", "Onderwerp", *YEARS))
    found = outcome(written(tmp_path / "file.csv", content))
    assert isinstance(found, dict)
    assert {key: value for key, value in found.items() if key[0] != "Aangiften"} == TRUTH
    assert {value for key, value in found.items() if key[0] == "Aangiften"} == {1.0, 2.0}


def test_a_topic_that_is_there_twice_is_not_read(tmp_path: Path) -> None:
    row = (TYPES["1.1.1"], TOWNS["GM0344"], "Geregistreerde misdrijven", "1", "2")
    content = text([row, row], ("Soort misdrijf", "Regio's", "Onderwerp", *YEARS))
    assert isinstance(outcome(written(tmp_path / "file.csv", content)), str)


def test_a_zip_with_a_description_beside_the_figures(tmp_path: Path) -> None:
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("47013NED_metadata.csv", '"TableInfos"\r\n"Title";"Identifier"\r\n')
        archive.writestr("47013NED_TypedDataSet.csv", plain())
        archive.writestr("leesmij.txt", "Bron: Politie")
    assert outcome(path) == TRUTH


def test_months_that_a_spreadsheet_made(tmp_path: Path) -> None:
    content = plain(year=lambda y: f"mrt-{y[2:]}")
    found = outcome(written(tmp_path / "file.csv", content))
    assert isinstance(found, dict)
    assert {key[3] for key in found} == {"2022MM03", "2023MM03"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (plain(year=lambda y: f"1-1-{y}"), "1 januari"),
        (plain(year=lambda y: f"{y} 1e kwartaal"), "kwartalen"),
        (plain(value=lambda n: f"ongeveer {n}"), "ongeveer"),
        (plain(town=lambda t: f"Nergens {t[-1]}"), "Nergens"),
        (
            plain()
            .replace(b"1.1.1 Diefstal/inbraak woning", b"1-1-2001")
            .replace(b"1.2.3 ", b"x "),
            "",
        ),
        (plain() + b'"een";"cel te";"weinig"\r\n"a";"b";"c";"d"\r\n', "aantal cellen"),
        (json.dumps({"error": {"message": "Not valid"}}).encode(), "Not valid"),
        (b"<html><table><tr><td>Soort</td></tr></table></html>", "spreadsheet"),
    ],
)
def test_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    found = outcome(written(tmp_path / "file.csv", content))
    assert isinstance(found, str) or words == ""
    assert words in str(found)


def test_a_thousand_in_doubt_is_asked(tmp_path: Path) -> None:
    """1.000 is one in a file with three decimals; 1234 beside 1.234 is no writing at all."""
    for values in (("1.000", "2.000"), ("1.234", "1234")):
        rows = [(TYPES["1.1.1"], y, "Amsterdam", v) for y, v in zip(YEARS, values, strict=True)]
        assert isinstance(outcome(written(tmp_path / "file.csv", text(rows))), str)


@pytest.mark.parametrize("sign", [".", "x", "geheim", "<5", "*", "n.b."])
def test_hidden_and_unknown_are_not_zero_and_are_told(tmp_path: Path, sign: str) -> None:
    path = written(tmp_path / "file.csv", plain(value=lambda n: sign if n < 1000 else str(n)))
    low = [key for key, value in TRUTH.items() if value < 1000]
    assert low
    found = figures(path)
    assert all(found[key] in {-2.0, -3.0} for key in low)
    report = import_file(path, actor=None, dry_run=True).report
    assert report is not None
    told = {
        finding.code: finding.params["count"]
        for finding in report.findings
        if "count" in finding.params
    }
    assert told.get("hidden_cells", told.get("unknown_cells")) == len(low)


def test_what_was_mended_or_left_is_told(tmp_path: Path) -> None:
    rows = [
        (TYPES[k], y, str(int(t[2:])), f"{count(k, y, t):,}".replace(",", "."), "x")
        for k, y, t in KEYS
    ]
    path = written(tmp_path / "file.csv", text(rows, (*HEADER, "Opmerking")))
    report = import_file(path, actor=None, dry_run=True).report
    assert report is not None
    told = {finding.code: finding for finding in report.findings}
    assert told["codes_made_whole"].params["count"] == len(TOWNS)
    assert {row["area"] for row in told["codes_made_whole"].rows} == set(TOWNS)
    assert told["thousands"].params["count"] == sum(value >= 1000 for value in TRUTH.values())
    assert told["columns_unread"].rows == ({"label": "Opmerking"},)


def test_the_sheet_that_was_read_is_told(tmp_path: Path) -> None:
    rows = [HEADER, *((TYPES[k], y, TOWNS[t], count(k, y, t)) for k, y, t in KEYS)]
    path = as_xlsx(tmp_path / "file.xlsx", rows, sheet="Cijfers")
    assert outcome(path) == TRUTH
    report = import_file(path, actor=None, dry_run=True).report
    assert report is not None
    assert "one_sheet" not in {finding.code for finding in report.findings}


def test_a_municipality_that_is_no_more_is_found_by_its_name(tmp_path: Path) -> None:
    register_areas("nl", 2018, [AreaRow("GM0788", "Haaren")], source="proef", actor=None)
    rows = [("2018", "Haaren", "14200"), ("2018", "Amsterdam", "854047")]
    content = text(rows, ("Perioden", "Regio's", "Totale bevolking (aantal)"))
    found = figures(written(tmp_path / "file.csv", content), Options())
    assert found["TotaleBevolking", "", "GM0788", "2018JJ00"] == 14200.0


def test_a_file_of_the_real_country_in_the_fictitious_one(tmp_path: Path) -> None:
    register_areas(
        "voorbeeld",
        2025,
        [AreaRow("NL99", "Voorbeeldland"), AreaRow("GM9901", "Voorbeeldstad")],
        source="proef",
        actor=None,
    )
    path = written(tmp_path / "file.csv", plain())
    assert outcome(path, Options(municipality="GM9901")) == TRUTH
