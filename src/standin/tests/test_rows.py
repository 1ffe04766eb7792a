"""Rows written by columns are the rows that were meant."""

from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from standin import samples
from standin.boundaries import degrees
from standin.fastrows import Fragments, digits, render
from standin.model import Floats, Rebuilt
from standin.server import cli_site
from standin.tables import from_csv, period_title
from standin.typed import Form, fields, records

pytestmark = pytest.mark.pure
WHOLE = st.integers(-(10**12), 10**12).map(float)


@given(arrays(np.float64, st.integers(1, 20), elements=st.one_of(WHOLE, st.just(float("nan")))))
def test_whole_numbers_are_written_as_they_are(
    values: Floats,
) -> None:
    text = render([digits(values), b","], len(values)).decode()
    expected = ["null" if np.isnan(v) else str(int(v)) for v in values]
    assert text.removesuffix(",").split(",") == expected


@given(st.lists(st.decimals(-9999, 9999, places=2), min_size=1, max_size=9))
def test_decimals_are_kept(values: list[object]) -> None:
    floats = np.array([float(str(v)) for v in values])
    text = render([digits(floats, decimals=2), b","], len(floats)).decode()
    assert [float(part) for part in text.removesuffix(",").split(",")] == floats.tolist()


def test_figures_are_filled_up_at_the_left_and_none_has_its_symbol() -> None:
    values = np.array([7.0, np.nan, 1234.0])
    text = render([digits(values, none=b".", pad=6), b"|"], 3)
    assert text == b"     7|     .|  1234|"


def test_fragments_of_unequal_length_leave_nothing_between_them() -> None:
    chosen = Fragments.of(["é", "langer", ""])[np.array([1, 0, 2])]
    assert render([b"<", chosen, b">"], 3).decode() == "<langer><é><>"


def test_the_levels_of_the_sample_add_up() -> None:
    site = samples.site(range(2023, 2026))
    table = site.table("47018ned", "Politie")
    assert table is not None
    select = site.selector(table).select

    def total(text: str) -> float:
        found = select(f"Perioden eq '2024JJ00' and {text}")
        return float(table.figures.values(0, found.rows(0, found.size)).sum())

    for kind in ("GM", "WK", "BU"):
        parts = total(f"SoortMisdrijf eq '1.1.1 ' and startswith(WijkenEnBuurten,'{kind}')")
        assert parts == total("SoortMisdrijf eq '1.1.1 ' and WijkenEnBuurten eq 'NL00      '") > 0
    assert total("SoortMisdrijf eq '1.4.1 '") == 0
    open_types = total("SoortMisdrijf ne '0.0.0 ' and WijkenEnBuurten eq 'NL00      '")
    assert total("SoortMisdrijf eq '0.0.0 ' and WijkenEnBuurten eq 'NL00      '") >= open_types


def test_a_year_is_the_sum_of_its_months_and_months_stand_before_years() -> None:
    table = samples.site(range(2024, 2026)).table("47013NED", "Politie")
    assert table is not None
    periods = [member.key for member in table.dimensions[2].members]
    rows = np.arange(len(periods))  # the total of the Netherlands
    values = dict(zip(periods, table.figures.values(0, rows), strict=True))
    months = [value for key, value in values.items() if key.startswith("2025MM")]
    assert sum(months) == values["2025JJ00"]
    assert np.isnan(table.figures.values(1, rows)[periods.index("2025MM12")])


def test_the_national_table_has_its_real_size_and_is_kept_nowhere() -> None:
    crime, nuisance = samples.national().tables
    assert crime.figures.total == 59 * 18_313 * 176
    assert nuisance.figures.total == 9 * 18_313 * 176
    last = np.array([crime.figures.total - 1])
    record = orjson.loads(records(crime, last, fields(crime), Form()))
    assert record["ID"] == 190_162_191
    assert record["WijkenEnBuurten"] == "BU00000000"
    keys = [member.key for member in crime.dimensions[1].members]
    assert len(set(keys)) == 18_313


def test_a_rebuilt_table_has_other_figures_in_the_same_places() -> None:
    table = samples.site([2025]).tables[0]
    again = table.rebuilt()
    rows = np.arange(50)
    assert again.modified > table.modified
    assert isinstance(again.figures, Rebuilt)
    assert again.dense
    assert (again.figures.values(0, rows) == table.figures.values(0, rows) + 1).all()
    assert again.figures.ids(rows).tolist() == rows.tolist()
    assert again.figures.total == table.figures.total


CSV = (
    '\ufeff"ID";"SoortMisdrijf";"WijkenEnBuurten";"Perioden";"Aantal_1";"Naam_2"\r\n'
    '4;"0.0.0 ";"GM9901    ";"2024JJ00";12;"Stad  "\r\n'
    '9;"1.1.1 ";"BU99010101";"2024MM02";.;"      "\r\n'
)


def test_a_table_from_a_file_gives_the_rows_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(CSV, encoding="utf-8")
    table = from_csv(path, table_id="9TEST", title="Uit een bestand", catalogue="CBS")
    found = orjson.loads(b"[" + records(table, np.array([0, 1]), fields(table), Form()) + b"]")
    assert found[0] == {
        "ID": 4, "SoortMisdrijf": "0.0.0 ", "WijkenEnBuurten": "GM9901    ",
        "Perioden": "2024JJ00", "Aantal_1": 12, "Naam_2": "Stad  ",
    }  # fmt: skip
    assert found[1]["Aantal_1"] is None
    assert table.period == "2024-2024"
    assert not table.dense
    assert table.rebuilt().figures.total == 2


def test_a_table_from_a_file_is_filtered_and_has_names(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(CSV, encoding="utf-8")
    table = from_csv(
        path, table_id="9TEST", title="x", titles={"GM9901": "Stad"}, classification=2025
    )
    areas = table.dimensions[1]
    assert [member.title for member in areas.members] == ["Stad", "BU99010101"]
    assert areas.description == "Wijken en buurten (indeling 2025)"
    select = cli_site((table,)).selector(table).select
    found = select("startswith(WijkenEnBuurten,'BU') and Perioden eq '2024MM02'")
    assert found.rows(0, 9).tolist() == [1]
    assert select("ID gt 4 or Perioden eq '2024JJ00'").size == 2
    assert select("").size == 2
    assert {t.id for t in cli_site((table,)).tables} > {"9TEST", "47018NED"}


@pytest.mark.parametrize(
    ("key", "title"),
    [("2023JJ00", "2023"), ("2023MM02", "2023 februari"), ("2023KW03", "2023 3e kwartaal")],
)
def test_periods_are_written_as_the_publishers_do(key: str, title: str) -> None:
    assert period_title(key) == title


@pytest.mark.parametrize(
    ("point", "expected"),
    [((155_000, 463_000), (5.38720, 52.15517)), ((121_687, 487_484), (4.89801, 52.37422)),
     ((233_883, 582_065), (6.56820, 53.21938))],
)  # fmt: skip
def test_the_grid_becomes_degrees(
    point: tuple[float, float], expected: tuple[float, float]
) -> None:
    assert degrees(point) == pytest.approx(expected, abs=0.00002)
