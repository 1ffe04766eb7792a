"""`regie import` and `regie analyse`, with the files of the fictitious country."""

import json
from pathlib import Path

import pytest

import voorbeeldstad
from regie.config.cli import main
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.foundation.organizations.services import add_municipality

pytestmark = [pytest.mark.room, pytest.mark.django_db]

Captured = pytest.CaptureFixture[str]
CODES, PEOPLE = "WijkenEnBuurten_2025.csv", "70072ned_TypedDataSet.csv"


@pytest.fixture(autouse=True)
def _dutch_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> voorbeeldstad.Planted:
    return voorbeeldstad.build(tmp_path_factory.mktemp("country"))


@pytest.fixture
def codes(country: voorbeeldstad.Planted) -> str:
    return str(country.path(CODES))


@pytest.fixture
def people(country: voorbeeldstad.Planted) -> str:
    return str(country.path(PEOPLE))


def test_an_import_ends_with_its_report(codes: str, people: str, capsys: Captured) -> None:
    assert main(["import", "--classification", "2025", codes, people]) == 0
    said = capsys.readouterr().out
    assert "70072ned" in said
    assert "Ingelezen als levering" in said


def test_the_report_as_json_can_be_read_by_a_program(
    codes: str, people: str, capsys: Captured
) -> None:
    main(["import", "--classification", "2025", codes])
    capsys.readouterr()
    assert main(["import", people, "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["table"] == "70072ned"
    assert report["findings"]


def test_a_dry_run_keeps_nothing(people: str, capsys: Captured) -> None:
    assert main(["import", "--dry-run", people]) == 0
    assert "niets bewaard" in capsys.readouterr().out
    assert not Delivery.objects.filter(dataset__table_id="70072ned").exists()


def test_the_same_file_twice_is_no_mistake(people: str, capsys: Captured) -> None:
    main(["import", people])
    assert main(["import", people]) == 0
    assert "al ingelezen" in capsys.readouterr().out
    used = Delivery.objects.filter(dataset__table_id="70072ned", state=DeliveryState.AVAILABLE)
    assert used.count() == 1


def test_one_refused_file_does_not_stop_the_others(
    people: str, tmp_path: Path, capsys: Captured
) -> None:
    wrong = tmp_path / "47018NED.csv"
    wrong.write_text("<!doctype html><title>Service unavailable</title>", encoding="utf-8")
    assert main(["import", str(wrong), people]) == 1
    said = capsys.readouterr()
    assert "47018NED.csv" in said.err
    assert "70072ned" in said.out


def test_a_municipality_that_does_not_work_here_is_refused(codes: str, capsys: Captured) -> None:
    assert main(["import", codes, "--municipality", "GM0344"]) == 1
    assert "GM0344" in capsys.readouterr().err


def test_a_municipality_that_works_here_may_own_a_file(codes: str) -> None:
    add_municipality("GM9901", "Voorbeeldstad", actor=None)
    assert main(["import", "--classification", "2025", codes, "--municipality", "GM9901"]) == 0


@pytest.mark.parametrize("code", ["XX", "GM0344"])
def test_no_picture_without_a_municipality_or_figures(
    code: str, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "beeld"
    assert main(["analyse", "--municipality", code, "--out", str(out)]) == 1
    assert code in capsys.readouterr().err or code == "GM0344"
    assert not out.exists()
