"""Figures of a region: several municipalities in one answer, and nobody else."""

from pathlib import Path

import pytest

from regie.evidence.sources import queries
from regie.evidence.sources.queries import Figures
from regie.evidence.sources.services import import_file
from regie.evidence.sources.tests import files

pytestmark = [pytest.mark.room, pytest.mark.django_db, pytest.mark.usefixtures("areas")]

PLACES = ("NL00", "GM0344", "BU03440111", "BU03440112", "GM0363", "BU0363AC02")


def ask(level: str, *municipalities: str) -> Figures | None:
    return queries.figures(
        "offence",
        realm="nl",
        measure="GeregistreerdeMisdrijven",
        level=level,
        municipalities=municipalities,
    )


def test_only_the_municipalities_that_were_asked(tmp_path: Path) -> None:
    outcome = import_file(
        files.dense(tmp_path / "x.csv", ["0.0.0", "1.1.1"], PLACES, [2023, 2024]), actor=None
    )
    assert not outcome.refused
    found = {towns: ask("neighbourhood", *towns) for towns in (("GM0363",), ("GM0344", "GM0363"))}
    assert {towns: cube.areas for towns, cube in found.items() if cube} == {
        ("GM0363",): ("BU0363AC02",),
        ("GM0344", "GM0363"): ("BU03440111", "BU03440112", "BU0363AC02"),
    }
    towns = ask("municipality", "GM0344", "GM9999")
    assert towns is not None
    assert towns.areas == ("GM0344",)
    country = ask("country", "GM0344")
    assert country is not None
    assert country.areas == ("NL00",)
    assert ask("neighbourhood", "GM9999") is None
    assert ask("neighbourhood") is None
