"""`regie import FILE --municipality --profile`: what it says and how it ends."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from regie.config.cli import main
from regie.evidence.registrations.tests.files import PEOPLE, SECRETS
from regie.evidence.registrations.tests.steps import whole
from regie.evidence.registrations.tests.test_wizard import APRIL
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.reading import CACHE
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_exit_codes(
    as_pia: Client,
    settings: LazySettings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.WAREHOUSE, settings.INBOX = tmp_path / "warehouse", tmp_path / "inbox"
    CACHE.clear()
    rows = [
        AreaRow("GM9901", "Voorbeeldstad", "PV91"),
        AreaRow("WK990101", "Centrum"),
        AreaRow("BU99010101", "Oude Markt"),
        AreaRow("BU99010102", "Havenkwartier"),
        AreaRow("BU99010201", "Molenwijk"),
    ]
    register_areas("voorbeeld", 2025, rows, source="proef", actor=None)
    whole(as_pia)
    good, bad = tmp_path / "april.csv", tmp_path / "namen.csv"
    good.write_text(APRIL, encoding="utf-8")
    bad.write_text(PEOPLE, encoding="utf-8")
    named = ["--municipality", "GM9901", "--profile", "Overlastdossiers"]
    assert main(["import", str(good), *named, "--dry-run"]) == 0
    assert Delivery.owned.count() == 1
    assert main(["import", str(bad), *named]) == 1
    assert main(["import", str(good), "--profile", "Overlastdossiers"]) == 2
    assert main(["import", str(good), *named]) == 0
    assert Delivery.owned.count() == 2
    said = capsys.readouterr()
    assert "Geboortedatum" in said.err
    assert not any(secret in said.err + said.out for secret in SECRETS)
