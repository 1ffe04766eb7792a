"""Codes and names equal the publishers' own lists, where those are at hand (REGIE_REAL_DATA)."""

import csv
import os
import re
from pathlib import Path

import pytest

from regie.policy.offences import NUISANCE_TYPES, OFFENCE_TYPES, TypeItem

pytestmark = [pytest.mark.pure, pytest.mark.real_data]


def listed(name: str) -> dict[str, str]:
    """Code → title without its leading code, as the publisher delivers them."""
    folder = os.environ.get("REGIE_REAL_DATA")
    if not folder:
        pytest.skip("REGIE_REAL_DATA is not set: the publishers' lists are not here")
    path = next(Path(folder).glob(f"**/{name}"))
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    titles = ((row["Key"].strip(), row["Title"].strip()) for row in rows)
    return {code: re.sub(r"^\d\.\d+\.\d+\s+", "", title) for code, title in titles}


def ours(items: tuple[TypeItem, ...]) -> dict[str, str]:
    return {item.code: item.name for item in items}


def test_offence_types_are_those_of_the_police() -> None:
    assert ours(OFFENCE_TYPES()) == listed("SoortMisdrijf.csv")


def test_nuisance_types_are_those_of_the_police() -> None:
    assert ours(NUISANCE_TYPES()) == listed("Overlast.csv")


def test_victim_reported_types_are_those_of_the_researchers_but_for_the_mixed_ones() -> None:
    """NSCR's flag: 1 when victims report. Ours is `mixed` where inspection matters as well."""
    folder = os.environ.get("REGIE_REAL_DATA")
    if not folder:
        pytest.skip("REGIE_REAL_DATA is not set: the researchers' list is not here")
    path = next(Path(folder).glob("**/crime_BrengDelicten.csv"))
    with path.open(encoding="utf-8-sig", newline="") as lines:
        flags = {row["Key"].strip(): row["Brengdelict"] == "1" for row in csv.DictReader(lines)}
    for item in OFFENCE_TYPES():
        if item.reporting != "mixed":
            assert flags[item.code] == (item.reporting == "victim"), item.code
