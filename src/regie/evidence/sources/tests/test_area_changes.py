"""Files that say what became of areas: addresses per year, and the ledger of municipalities."""

import json
from pathlib import Path

import pytest
from django.conf import LazySettings

from regie.evidence.sources.models import Delivery, DeliveryKind, DeliveryState
from regie.evidence.sources.services import Outcome, import_file
from regie.foundation.crosswalks import queries as crosswalks
from regie.foundation.crosswalks.tests.files import EEMSDELTA, HAAREN, address_file

pytestmark = [pytest.mark.room, pytest.mark.django_db]

HEADER = "PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024"
ROWS: list[tuple[object, ...]] = [
    ("9901AA", number, 99010100 + number % 2, 990101, 9901) for number in range(1, 41)
]


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"


def codes(outcome: Outcome) -> dict[str, str]:
    assert outcome.refused is None, outcome.refused
    assert outcome.report is not None
    return {finding.code: finding.severity for finding in outcome.report.findings}


def test_addresses_are_read_and_answer_postcodes(tmp_path: Path) -> None:
    path = address_file(tmp_path / "lijst.csv", ROWS, HEADER)
    outcome = import_file(path, actor=None)
    assert codes(outcome) == {"addresses_read": "good"}
    delivery = Delivery.objects.get()
    assert (delivery.kind, delivery.realm) == (DeliveryKind.ADDRESSES, "voorbeeld")
    assert (delivery.classification_year, delivery.rows) == (2024, 40)
    assert crosswalks.address_years("voorbeeld") == (2024,)
    found = crosswalks.places("voorbeeld", 2024).postcode("9901AA", 3)
    assert found == (("BU99010101", 1.0),)
    assert import_file(path, actor=None).already


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    path = address_file(tmp_path / "lijst.csv", ROWS, HEADER)
    outcome = import_file(path, actor=None, dry_run=True)
    assert codes(outcome) == {"addresses_read": "good"}
    assert crosswalks.address_years("voorbeeld") == ()
    assert not list((tmp_path / "data").glob("areas/*"))


def test_mistakes_are_reported_with_their_rows(tmp_path: Path) -> None:
    rows = [*ROWS, ("8754HA", "", 99010100, 990101, 9901), ROWS[0]]
    rows.append(("9901AA", 1, 99010100, 990101, 9901))
    outcome = import_file(address_file(tmp_path / "lijst.csv", rows, HEADER), actor=None)
    assert codes(outcome) == {
        "addresses_read": "good",
        "addresses_unreadable": "warning",
        "addresses_doubled": "warning",
    }
    assert outcome.report is not None
    assert outcome.report.findings[1].rows == ({"row": 42},)


def test_the_year_comes_from_the_columns_the_name_or_the_deliverer(tmp_path: Path) -> None:
    bare = "PC6;Huisnummer;Buurtcode;Wijkcode;Gemeentecode"
    unknown = import_file(address_file(tmp_path / "lijst.csv", ROWS, bare), actor=None)
    assert unknown.refused is not None
    assert "Niet te zien is van welk jaar deze adressen zijn." in unknown.refused
    named = address_file(tmp_path / "pc6hnr20230801_gwb.csv", ROWS, bare)
    import_file(named, actor=None)
    import_file(address_file(tmp_path / "l.csv", ROWS[:9], bare), actor=None, classification=2022)
    assert crosswalks.address_years("voorbeeld") == (2022, 2023)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("x", "y", "z", "", "")] * 5, "zijn niet te lezen. Niet gelezen: 5 van de 5 regels."),
        (
            [*ROWS, ("3511AA", 1, 3440111, 34401, 344)],
            "De adressen in dit bestand liggen niet in één land.",
        ),
    ],
)
def test_what_is_no_list_of_addresses_is_refused(
    rows: list[tuple[object, ...]], words: str, tmp_path: Path
) -> None:
    outcome = import_file(address_file(tmp_path / "lijst.csv", rows, HEADER), actor=None)
    assert outcome.refused is not None
    assert words in outcome.refused
    assert Delivery.objects.get().state == DeliveryState.REFUSED
    assert not list((tmp_path / "data").glob("areas/*"))


def ledger(path: Path, extra: str = "") -> Path:
    rows = [
        {"Identifier": code, "Index": at, "Title": code, "Description": text + extra}
        for at, (code, text) in enumerate((*EEMSDELTA, *HAAREN))
    ]
    path.write_text(json.dumps({"value": rows}), encoding="utf-8")
    return path


def test_the_ledger_is_read_and_no_list_of_areas(tmp_path: Path) -> None:
    outcome = import_file(ledger(tmp_path / "codes-RegioS.json"), actor=None)
    assert codes(outcome) == {"ledger_read": "good"}
    delivery = Delivery.objects.get()
    assert (delivery.kind, delivery.classification_year) == (DeliveryKind.LEDGER, 2021)
    walk = crosswalks.crosswalk("nl", "municipality", 2018, 2021)
    assert walk is not None
    assert walk.shares("GM0003") == (("GM1979", 1.0),)


def test_sentences_that_are_not_understood_are_named(tmp_path: Path) -> None:
    path = ledger(
        tmp_path / "codes.json", "\r\nGrenswijziging per 01-01-2020, overgegaan naar:\r\nHu?"
    )
    assert codes(import_file(path, actor=None)) == {
        "ledger_read": "good",
        "ledger_unread": "warning",
    }
