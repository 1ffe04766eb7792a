"""One build of the fictitious country for all tests of this package."""

from pathlib import Path

import pytest

import voorbeeldstad
from voorbeeldstad.tests.reading import Cube, read_cube


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> voorbeeldstad.Planted:
    return voorbeeldstad.build(tmp_path_factory.mktemp("voorbeeldland"))


@pytest.fixture(scope="session")
def folder(planted: voorbeeldstad.Planted) -> Path:
    return planted.folder


@pytest.fixture(scope="session")
def offences(folder: Path) -> Cube:
    return read_cube(folder / "47018NED_TypedDataSet.csv")


@pytest.fixture(scope="session")
def months(folder: Path) -> Cube:
    return read_cube(folder / "47022NED_TypedDataSet.csv")


@pytest.fixture(scope="session")
def nuisance(folder: Path) -> Cube:
    return read_cube(folder / "47024NED_TypedDataSet.csv")
