"""What is planted in Voorbeeldstad is reported, and nothing else is.

The files go through the importer that real files go through; the quality reports together must
say exactly what `planted.json` lists as problems.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

import voorbeeldstad
from regie.config.preparation import load_reference
from regie.evidence.intake.findings import Finding
from regie.evidence.sources.services import import_file

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

pytestmark = [pytest.mark.room, pytest.mark.django_db]

# Which finding says which planted problem.
SAYS = {
    "hidden-types": "hidden",
    "vanished": "codes_gone",
    "recoded": "codes_gone",
    "boundary-change": "redrawn",
    "empty": "few_inhabitants",
    "small": "few_inhabitants",
    "unknown-place": "unplaced_inflated",
    "suspicious-zero": "suspicious_zeros",
    "provisional": "provisional",
    "incomplete-months": "provisional",
    "few-answers": "unknown_cells",
}
# Not problems: what the reader must know of any delivery of these tables.
EXPLAINS = {"unplaced", "breaks", "recoded"}

Found = Mapping[str, list[Finding]]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> voorbeeldstad.Planted:
    return voorbeeldstad.build(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def found(
    planted: voorbeeldstad.Planted, django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Found:
    """Every finding that is not simply good, by its code; read once, and nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        findings = _findings(planted)
        transaction.set_rollback(True)
    return findings


def _findings(planted: voorbeeldstad.Planted) -> Found:
    load_reference()
    findings: dict[str, list[Finding]] = defaultdict(list)
    for file in planted.files:
        outcome = import_file(
            planted.path(file.name), actor=None, year=file.year, classification=file.classification
        )
        assert outcome.report is not None, outcome.refused
        for finding in outcome.report.findings:
            if finding.severity != "good":
                findings[finding.code].append(finding)
    return findings


def values(findings: Iterable[Finding], key: str) -> set[Any]:
    """All values under one key in the details of some findings."""
    return {row[key] for finding in findings for row in finding.rows if key in row}


def test_every_problem_is_reported_and_nothing_else(
    planted: voorbeeldstad.Planted, found: Found
) -> None:
    """One test: processes that share the work would each read the whole country."""
    _every_problem_is_reported(planted, found)
    _only_planted_problems_ask_for_attention(found)


def _every_problem_is_reported(planted: voorbeeldstad.Planted, found: Found) -> None:
    problems = {item.id: item for item in planted.items if item.kind == "problem"}
    assert set(problems) == set(SAYS)
    assert set(found) == set(SAYS.values()) | EXPLAINS

    assert values(found["hidden"], "type") == set(problems["hidden-types"].types)
    gone = {problems["vanished"].areas[0], problems["recoded"].areas[0]}
    assert values(found["codes_gone"], "area") == gone
    assert values(found["recoded"], "area") == {problems["recoded"].areas[1]}
    assert values(found["redrawn"], "area") == set(problems["boundary-change"].areas)
    assert values(found["unplaced_inflated"], "type") == set(problems["unknown-place"].types)
    zero = problems["suspicious-zero"]
    assert values(found["suspicious_zeros"], "area") == set(zero.areas)
    assert values(found["suspicious_zeros"], "type") == set(zero.types)
    periods = {*problems["provisional"].periods, *problems["incomplete-months"].periods}
    assert values(found["provisional"], "period") == periods
    few = {tuple(sorted(finding.params.items())) for finding in found["few_inhabitants"]}
    empty, small = len(problems["empty"].areas), len(problems["small"].areas)
    assert few == {(("few", empty + small), ("none", empty))}
    assert [finding.rows[0]["level"] for finding in found["unknown_cells"]] == ["district"]


def _only_planted_problems_ask_for_attention(found: Found) -> None:
    loud = {
        code: {finding.severity for finding in findings} - {"note"}
        for code, findings in found.items()
    }
    assert {code: kinds for code, kinds in loud.items() if kinds} == {
        "suspicious_zeros": {"problem"},
        "unplaced_inflated": {"warning"},
        "codes_gone": {"warning"},
    }
