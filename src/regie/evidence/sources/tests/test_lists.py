"""Lists of areas and boundaries, in every form and with everything that can be odd about them."""

from pathlib import Path

import pytest

from regie.evidence.sources.models import Delivery
from regie.evidence.sources.services import Outcome, import_file
from regie.evidence.sources.tests import files
from regie.foundation.areas import queries as areas_queries

pytestmark = [pytest.mark.room, pytest.mark.django_db]

ROWS = [("GM0344    ", "Utrecht"), ("WK034401  ", "Wijk 01 West"), ("BU03440111", "Oog in Al")]


def codes(outcome: Outcome) -> set[str]:
    assert outcome.refused is None, outcome.refused
    assert outcome.report is not None
    return {finding.code for finding in outcome.report.findings}


@pytest.mark.parametrize("form", ["parquet", "json"])
def test_lists_in_other_forms(tmp_path: Path, form: str) -> None:
    path = tmp_path / "lijst"
    if form == "parquet":
        files.parquet(path, {"Key": [k for k, _ in ROWS], "Title": [t for _, t in ROWS]})
    else:
        files.document(path, {"value": [{"Key": k, "Title": t} for k, t in ROWS]})
    outcome = import_file(path, actor=None, classification=2024)
    assert codes(outcome) == {"areas_read"}
    assert areas_queries.names(["BU03440111"], realm="nl")["BU03440111"] == "Oog in Al"


def test_odd_rows_are_reported(tmp_path: Path) -> None:
    rows = [*ROWS, ("BU03440111", "Iets heel anders"), ("GM 1", "Onleesbaar")]
    path = files.table(tmp_path / "x.csv", ("Key", "Title"), rows, delimiter=",")
    # A list whose first codes are all readable is a list of areas.
    outcome = import_file(path, actor=None, classification=2024)
    assert {"areas_conflict", "areas_unreadable"} <= codes(outcome)


@pytest.mark.usefixtures("areas")
def test_the_year_of_a_list_follows_from_its_codes(tmp_path: Path) -> None:
    rows = [*ROWS, ("BU03440113", "Nieuw")]
    path = files.table(tmp_path / "x.csv", ("Key", "Title"), rows, delimiter=",")
    outcome = import_file(path, actor=None)
    assert outcome.delivery is not None
    assert outcome.delivery.classification_year == 2025


def test_a_list_of_two_countries_is_refused(tmp_path: Path) -> None:
    rows = [*ROWS, ("BU99010101", "Verzonnen")]
    path = files.table(tmp_path / "x.csv", ("Key", "Title"), rows, delimiter=",")
    outcome = import_file(path, actor=None, classification=2024)
    assert outcome.refused is not None
    assert "één land" in outcome.refused


@pytest.mark.usefixtures("areas")
def test_a_dry_run_of_lists_keeps_nothing(tmp_path: Path) -> None:
    path = files.table(tmp_path / "x.csv", ("Key", "Title"), ROWS, delimiter=",")
    assert codes(import_file(path, actor=None, classification=2031, dry_run=True))
    shapes = {
        "type": "FeatureCollection",
        "features": [files.square("BU03440111", "Oog in Al", 136_000)],
    }
    path = files.document(tmp_path / "g.json", shapes)
    assert import_file(path, actor=None, dry_run=True).refused is None
    assert not Delivery.objects.exists()
    assert areas_queries.classification("nl", 2031) is None


@pytest.mark.usefixtures("areas")
def test_borders_of_unknown_areas_are_reported(tmp_path: Path) -> None:
    shapes = {
        "type": "FeatureCollection",
        "features": [
            files.square("BU03440111", "Oog in Al", 136_000),
            files.square("BU03449999", "Nergens", 138_000),
        ],
    }
    outcome = import_file(files.document(tmp_path / "g.json", shapes), actor=None)
    assert {"shapes_read", "shapes_unknown", "shapes_missing"} <= codes(outcome)
