"""The quality report: every finding appears when it should, and only then."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from regie.evidence.intake.findings import Finding, QualityReport, report_from_json
from regie.evidence.sources import presenting
from regie.evidence.sources.services import import_file
from regie.evidence.sources.tests import files
from regie.policy.offences import OFFENCE_TYPES

pytestmark = [pytest.mark.room, pytest.mark.django_db]

KINDS = [item.code for item in OFFENCE_TYPES()]
YEARS = list(range(2016, 2025))
PLACES = ["NL00", "GM0344", "GM0363", "GM0000", "BU03440111"]
Changes = Mapping[tuple[str, str, int], int]


def cube(changes: Changes) -> dict[tuple[str, str, int], int]:
    """A cube that adds up: 10 per town, 1 without a place, 21 in the country."""
    each = {"NL00": 21, "GM0344": 10, "GM0363": 10, "GM0000": 1, "BU03440111": 9}
    parts = len(KINDS) - 1
    values = {
        (kind, place, year): count * (parts if kind == "0.0.0" else 1)
        for kind in KINDS
        for place, count in each.items()
        for year in YEARS
    }
    return values | dict(changes)


def report(path: Path, changes: Changes | None = None) -> QualityReport:
    values = cube(changes or {})
    outcome = import_file(files.dense(path, KINDS, PLACES, YEARS, values), actor=None)
    assert outcome.report is not None, outcome.refused
    return outcome.report


def found(of: QualityReport) -> dict[str, Finding]:
    return {finding.code: finding for finding in of.findings}


@pytest.mark.usefixtures("areas")
def test_a_sound_delivery_has_no_warnings(tmp_path: Path) -> None:
    sound = report(tmp_path / "x.csv")
    assert sound.worst == "note"
    assert {"coverage", "parts", "hidden", "unplaced", "breaks", "provisional"} <= set(found(sound))
    assert found(sound)["coverage"].severity == "good"
    assert found(sound)["hidden"].params == {"count": 4, "share": 6.9}
    assert sound.rows_skipped == 0


@pytest.mark.usefixtures("areas")
def test_a_sudden_zero_is_the_only_one(tmp_path: Path) -> None:
    zero = report(tmp_path / "x.csv", {("2.5.2", "BU03440111", 2024): 0})
    finding = found(zero)["suspicious_zeros"]
    assert finding.severity == zero.worst == "problem"
    assert finding.params["count"] == 1
    assert finding.rows[0]["area"] == "BU03440111"
    assert finding.rows[0]["name"] == "Oog in Al"
    assert finding.rows[0]["usual"] == 9.0


@pytest.mark.usefixtures("areas")
def test_small_counts_may_be_zero(tmp_path: Path) -> None:
    small: Changes = {("2.6.8", "BU03440111", year): 3 for year in YEARS}
    quiet = report(tmp_path / "x.csv", {**small, ("2.6.8", "BU03440111", 2024): 0})
    assert "suspicious_zeros" not in found(quiet)


@pytest.mark.usefixtures("areas")
def test_what_does_not_add_up(tmp_path: Path) -> None:
    off = found(report(tmp_path / "x.csv", {("0.0.0", "NL00", 2020): 1}))
    assert off["parts_differ"].params == {"count": 1}
    assert off["levels_differ"].rows[0]["period"] == "2020JJ00"
    assert "parts" not in off


def withheld(total: int) -> Changes:
    """The four withheld types are zero everywhere, and the country counts `total` in a year."""
    codes = [item.code for item in OFFENCE_TYPES() if item.hidden_below_municipality]
    zero = {(code, place, year): 0 for code in codes for place in PLACES for year in YEARS}
    return zero | {("0.0.0", "NL00", year): total for year in YEARS}


@pytest.mark.usefixtures("areas")
def test_withheld_types_explain_a_total_that_is_larger(tmp_path: Path) -> None:
    others = 21 * (len(KINDS) - 1 - 4)
    fits = found(report(tmp_path / "x.csv", withheld(others + 30)))
    assert fits["withheld"].params == {"count": 4}
    assert fits["parts_withheld"].severity == "note"
    assert fits["parts_withheld"].rows[0]["difference"] == 30
    assert not {"parts", "parts_differ", "hidden"} & set(fits)


@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize("off", [-1, 200])
def test_withheld_types_do_not_explain_every_difference(tmp_path: Path, off: int) -> None:
    others = 21 * (len(KINDS) - 1 - 4)
    wrong = found(report(tmp_path / "x.csv", withheld(others + off)))
    assert wrong["parts_differ"].severity == "warning"
    assert wrong["parts_differ"].params == {"count": len(YEARS)}


@pytest.mark.usefixtures("areas")
def test_places_that_are_not_filled_in_yet(tmp_path: Path) -> None:
    late = found(report(tmp_path / "x.csv", {("1.4.5", "GM0000", 2024): 60}))
    assert late["unplaced_inflated"].params == {"count": 1, "period": "2024"}
    assert late["unplaced_inflated"].rows[0]["type"] == "1.4.5"


@pytest.mark.usefixtures("areas")
def test_a_missing_year_is_named(tmp_path: Path) -> None:
    years = [2018, 2019, 2021, 2022]
    path = files.dense(tmp_path / "x.csv", ["1.1.1"], PLACES, years)
    outcome = import_file(path, actor=None)
    assert outcome.report is not None
    assert found(outcome.report)["missing_periods"].rows == ({"period": "2020JJ00"},)


@pytest.mark.usefixtures("areas")
def test_a_report_is_stored_and_read_back(tmp_path: Path) -> None:
    path = files.dense(tmp_path / "x.csv", ["1.1.1", "1.4.1"], PLACES, YEARS)
    outcome = import_file(path, actor=None)
    assert outcome.delivery is not None
    assert outcome.report is not None
    outcome.delivery.refresh_from_db()
    again = report_from_json(outcome.delivery.report)
    assert again is not None
    assert [f.code for f in again.findings] == [f.code for f in outcome.report.findings]
    assert report_from_json({}) is None


@pytest.mark.usefixtures("areas")
def test_every_sentence_can_be_said(tmp_path: Path) -> None:
    changes: Changes = {("2.5.2", "BU03440111", 2024): 0, ("1.4.5", "GM0000", 2024): 60}
    views = presenting.show_findings(report(tmp_path / "x.csv", changes))
    assert [view.word for view in views][:2] == ["probleem", "let op"]
    assert all("%(" not in view.sentence for view in views)
    document: dict[str, Any] = presenting.findings_document(report(tmp_path / "y.csv"))
    assert all(item["sentence"] for item in document["findings"])


@pytest.mark.parametrize(
    ("count", "text"), [(12, "12 bytes"), (1500, "2 kB"), (2_345_678, "2,3 MB")]
)
def test_sizes_in_words(count: int, text: str) -> None:
    assert presenting.size(count) == text


@pytest.mark.usefixtures("areas")
def test_types_have_names_in_the_language_of_the_reader(tmp_path: Path) -> None:
    made = report(tmp_path / "x.csv", {("1.4.5", "GM0000", 2024): 60})
    for language, words in (("nl", "3.1.3 Wapen"), ("en", "3.1.3 Weapons")):
        with override(language):
            views = {view.code: view for view in presenting.show_findings(made)}
            table = views["breaks"].table
            assert table is not None
            assert any(words in cell.text for _, cells in table.body for _, cell in cells)
            late = views["unplaced_inflated"].table
            assert late is not None
            assert ("Assault" in str(late.rows)) == (language == "en")
