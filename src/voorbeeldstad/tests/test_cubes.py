"""The writer of dense cubes, and the file of national size in a small edition."""

import doctest
import importlib
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voorbeeldstad.cubes import CubeArea, CubeLayout, digits, write_cube
from voorbeeldstad.national import national
from voorbeeldstad.plants import HIDDEN
from voorbeeldstad.tests.reading import read_cube

pytestmark = pytest.mark.pure


@given(st.lists(st.integers(0, 10**9 - 1), min_size=1, max_size=50))
def test_digits_spell_the_numbers(numbers: list[int]) -> None:
    rows = digits(np.array(numbers), 9)
    assert [bytes(row).replace(b"\x00", b"").decode() for row in rows] == [str(n) for n in numbers]


def test_a_small_cube_is_written_exactly(tmp_path: Path) -> None:
    layout = CubeLayout(
        types=("0.0.0", "2.6.10"),
        areas=(CubeArea("GM9901", "Voorbeeldstad", "Gemeente"),),
        periods=("2024JJ00", "2025JJ00"),
        type_column="SoortMisdrijf",
        measure="GeregistreerdeMisdrijven_1",
    )
    path = tmp_path / "cube.csv"
    assert write_cube(path, layout, [np.array([[12, 3]]), np.array([[0, 1]])]) == 4
    assert path.read_bytes().split(b"\r\n") == [
        b'"ID";"SoortMisdrijf";"WijkenEnBuurten";"Perioden";"GeregistreerdeMisdrijven_1";'
        b'"Gemeentenaam_2";"SoortRegio_3"',
        b'0;"0.0.0 ";"GM9901    ";"2024JJ00";12;"Voorbeeldstad                 ";"Gemeente"',
        b'1;"0.0.0 ";"GM9901    ";"2025JJ00";3;"Voorbeeldstad                 ";"Gemeente"',
        b'2;"2.6.10";"GM9901    ";"2024JJ00";0;"                              ";"        "',
        b'3;"2.6.10";"GM9901    ";"2025JJ00";1;"Voorbeeldstad                 ";"Gemeente"',
        b"",
    ]


def test_a_small_nation_adds_up(tmp_path: Path) -> None:
    codes = ["GM0344", "GM0363", "GM0599"]
    made = national(
        tmp_path, municipalities=codes, years=(2024, 2025), districts=12, neighbourhoods=60
    )
    cube = read_cube(made.path)
    assert cube.counts.shape == (59, 1 + 3 + 12 + 60 + 3, 2)
    assert made.rows == cube.counts.size
    assert [made.total[2024], made.total[2025]] == cube.of("0.0.0", "NL00").tolist()
    towns = cube.below("NL00", "GM")
    np.testing.assert_array_equal(cube.at(["NL00"])[:, 0], cube.at(towns).sum(axis=1))
    open_types = [code not in HIDDEN for code in cube.types]
    for town in codes:
        parts = cube.at(cube.below(town, "BU")).sum(axis=1)
        np.testing.assert_array_equal(cube.at([town])[open_types, 0], parts[open_types])
    lower = [code for code in cube.areas if code[:2] in {"WK", "BU"}]
    hidden = [cube.types.index(code) for code in HIDDEN]
    assert not cube.at(lower)[hidden].any()
    assert cube.at(["GM0000"])[hidden].any()


def test_the_national_writer_is_fast_and_repeatable(tmp_path: Path) -> None:
    start = time.perf_counter()
    made = national(tmp_path / "one", years=(2025,), districts=800, neighbourhoods=3_400)
    seconds = time.perf_counter() - start
    again = national(tmp_path / "two", years=(2025,), districts=800, neighbourhoods=3_400)
    print(f"{made.rows / seconds / 1e6:.1f} million rows a second")
    assert made.path.read_bytes() == again.path.read_bytes()
    assert made.rows == 59 * (1 + 342 + 800 + 3_400 + 3)


def test_national_counts_are_mostly_zero_below(tmp_path: Path) -> None:
    made = national(tmp_path, years=(2025,), districts=3_393, neighbourhoods=14_574)
    lines = made.path.read_bytes().splitlines()[1:]
    assert len(lines) == made.rows == 59 * 18_313
    lower = [line for line in lines if b'"BU' in line]
    assert 0.6 < sum(b';0;"' in line for line in lower) / len(lower) < 0.95


@pytest.mark.parametrize(
    "name", ["build", "counts", "country", "cubes", "files", "national", "offences", "shapes"]
)
def test_examples_in_the_documentation_hold(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"voorbeeldstad.{name}"))
    assert found.failed == 0
