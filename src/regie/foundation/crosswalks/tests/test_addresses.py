"""Files of postcodes and house numbers: every year's columns, and the shares they give."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.crosswalks.address_files import (
    Addresses,
    AddressReport,
    Written,
    address_columns,
    neighbourhood,
    postcodes,
    read_addresses,
    year_in_name,
)
from regie.foundation.crosswalks.tests.files import address_file
from regie.foundation.crosswalks.weights import matrix, step_of

pytestmark = pytest.mark.pure

HEADERS = (
    ("PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024", 2024),
    ("PC6,Huisnummer,Buurt2019,Wijk2019,Gemeente2019", 2019),
    ("pc6;huisnummer;Buurtcode;Wijkcode;Gemeentecode", None),
    ("PC6;HUISNUMMER;GWBcode8;wijkcode;Gemcode", None),
    ("PC6;Huisnummer;BUURT2017;WIJK2017;GEM2017", 2017),
    ("Postcode;Huisnr;BU_CODE;WK_CODE;GEMEENTECO", None),
)


def read(path: Path, mark: str = ";") -> tuple[Addresses, AddressReport]:
    columns = tuple(path.read_text(encoding="utf-8").splitlines()[0].split(mark))
    return read_addresses(path, Written(columns, mark))


@pytest.mark.parametrize(("header", "year"), HEADERS)
def test_the_columns_of_every_year_are_known(header: str, year: int | None, tmp_path: Path) -> None:
    mark = ";" if ";" in header else ","
    columns = address_columns(header.split(mark))
    assert columns is not None
    assert columns.year == year
    rows = [("9901AB", 1, 99010100, 990101, 9901), ("9901AB", 3, 99010101, 990101, 9901)]
    found, told = read(address_file(tmp_path / "a.csv", [*rows], header, mark), mark)
    assert [found.codes[at] for at in found.area] == ["BU99010100", "BU99010101"]
    assert (told.rows, told.stored, told.unreadable) == (2, 2, 0)


def test_other_files_are_no_address_files() -> None:
    assert address_columns(["WijkenEnBuurten", "Perioden"]) is None
    assert address_columns(["postcode", "huisnummer", "melding"]) is None
    assert address_columns(["buurtcode", "buurtnaam"]) is None
    with pytest.raises(ValueError, match="no file of postcodes"):
        read_addresses(Path("x"), Written(("a", "b"), ";"))


def test_the_year_may_stand_in_the_name() -> None:
    assert year_in_name("pc6hnr20240801_gwb.csv") == 2024
    assert year_in_name("pc6hnr_2019.csv") == 2019
    assert year_in_name("adressen.csv") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("140000", "BU00140000"),
        ("BU00140000", "BU00140000"),
        ("0363AC02", "BU0363AC02"),
        ("363AC02", "BU0363AC02"),
        (" 99010100 ", "BU99010100"),
        ("140000.0", "BU00140000"),
        ("", ""),
        ("onbekend", ""),
        ("0", ""),
    ],
)
def test_codes_with_and_without_zeros_and_letters(text: str, code: str) -> None:
    assert neighbourhood(text) == code


@given(st.from_regex(r"[0-9]{4}[A-Z]{2}", fullmatch=True))
def test_every_postcode_is_one_number_and_back(text: str) -> None:
    (number,) = postcodes(pa.array([text])).tolist()
    digits, letters = divmod(number, 26 * 26)
    assert f"{digits:04d}{chr(65 + letters // 26)}{chr(65 + letters % 26)}" == text


@given(st.text(max_size=9))
def test_any_text_is_a_postcode_or_it_is_not(text: str) -> None:
    (number,) = postcodes(pa.array([text], pa.string())).tolist()
    assert -1 <= number < 10_000 * 26 * 26


def test_errors_in_the_source_are_counted_and_break_nothing(tmp_path: Path) -> None:
    lines = [
        ("8754HA", "", 99010100, 990101, 9901),
        ("8754HA", "23 8754HA", 99010100, 990101, 9901),
        ("23", "8754HA", 99010100, 990101, 9901),
        ("8754 ha", "25", 99010100, 990101, 9901),
        ("8754HA", 27, "", 990101, 9901),
        ("8754HA", 29, 99010100, 990101, 9901),
        ("8754HA", 29, 99010100, 990101, 9901),
        ("8754HA", 29, 99010101, 990101, 9901),
        ("8754HA", 31),
    ]
    header = "PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024"
    found, told = read(address_file(tmp_path / "a.csv", [*lines], header))
    assert len(found) == told.stored == 2
    assert told.unreadable == 5
    assert (told.doubled, told.contradicting) == (2, 1)
    assert told.examples[0] == 2


def test_an_empty_file_has_no_addresses(tmp_path: Path) -> None:
    header = "PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024"
    found, told = read(address_file(tmp_path / "a.csv", [("x", "y", "z", "", "")], header))
    assert (len(found), told.rows, told.unreadable) == (0, 1, 1)


def book(areas: dict[int, str]) -> Addresses:
    keys = sorted(areas)
    codes = sorted(set(areas.values()))
    return Addresses(
        np.array(keys, dtype=np.int64),
        np.array([codes.index(areas[key]) for key in keys], dtype=np.int32),
        tuple(codes),
    )


A, B, C = "BU99010100", "BU99010101", "BU99020000"


def test_a_split_follows_the_addresses() -> None:
    old = book(dict.fromkeys(range(100), A))
    new = book({key: B if key < 25 else C for key in range(10, 100)})
    found = matrix(old, new, 2020, 2021)
    assert (found.matched, found.old, found.new) == (90, 100, 90)
    step = step_of(found, "neighbourhood")
    assert {p.destination: round(p.share, 4) for p in step.moves[A]} == {B: 0.1667, C: 0.8333}
    assert step.born == {B, C}
    towns = step_of(found, "municipality")
    assert {p.destination: round(p.share, 4) for p in towns.moves["GM9901"]} == {
        "GM9901": 0.1667,
        "GM9902": 0.8333,
    }
    assert step_of(found, "district").moves.keys() == {"WK990101"}


def test_a_mistake_in_the_file_is_no_border_that_moved() -> None:
    old = book(dict.fromkeys(range(1000), A))
    new = book({key: C if key == 7 else A for key in range(1000)})
    assert step_of(matrix(old, new, 2020, 2021), "neighbourhood").moves == {}
    small = book({1: A, 2: A})
    moved = step_of(matrix(small, book({1: A, 2: B}), 2020, 2021), "neighbourhood")
    assert len(moved.moves[A]) == 2


def test_without_matching_addresses_an_area_is_lost_unless_its_code_stayed() -> None:
    old, new = book({1: A, 2: B}), book({3: A, 4: C})
    step = step_of(matrix(old, new, 2020, 2021), "neighbourhood")
    assert step.moves == {}
    assert step.lost == {B}
    empty = matrix(book({1: A}), book({}), 2020, 2021)
    assert empty.matched == 0


@given(
    st.dictionaries(st.integers(0, 60), st.sampled_from([A, B, C]), min_size=1),
    st.dictionaries(st.integers(0, 60), st.sampled_from([A, B, C]), min_size=1),
)
def test_shares_add_up_whatever_the_files_say(old: dict[int, str], new: dict[int, str]) -> None:
    for level in ("municipality", "district", "neighbourhood"):
        step = step_of(matrix(book(old), book(new), 2020, 2021), level)
        for parts in step.moves.values():
            assert sum(part.share for part in parts) == pytest.approx(1.0)
