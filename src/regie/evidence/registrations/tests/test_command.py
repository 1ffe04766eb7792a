"""A file read with a saved profile: the wizard without its pages."""

from pathlib import Path

import pytest
from django.test import Client

from regie.evidence.registrations.command import import_with_profile
from regie.evidence.registrations.models import Upload
from regie.evidence.registrations.tests.files import GOOD, PEOPLE, SECRETS
from regie.evidence.registrations.tests.steps import whole
from regie.evidence.registrations.tests.test_wizard import APRIL
from regie.evidence.sources.models import Delivery
from regie.foundation.cycles.cast import Cast

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def written(folder: Path, text: str) -> Path:
    path = folder / "april.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dry_run_tells_and_keeps_nothing(as_pia: Client, town: Cast, inside: Path) -> None:
    whole(as_pia)
    before = (Upload.objects.count(), Delivery.owned.count())
    path = written(inside, APRIL)
    outcome = import_with_profile(
        path, "overlastdossiers", municipality=town.voorbeeldstad, dry_run=True
    )
    assert outcome.refused is None
    assert outcome.report is not None
    assert outcome.report.rows_read == 3
    assert (Upload.objects.count(), Delivery.owned.count()) == before
    assert not list((inside / "inbox").glob("*/upload"))


def test_it_stores_with_the_saved_profile(as_pia: Client, town: Cast, inside: Path) -> None:
    first = whole(as_pia)
    path = written(inside, APRIL)
    outcome = import_with_profile(
        path, "Overlastdossiers", municipality=town.voorbeeldstad, dry_run=False
    )
    assert outcome.delivery is not None
    assert outcome.delivery.last_period == "2026MM04"
    assert outcome.delivery.dataset == first.delivery.dataset if first.delivery else False


def test_refusals_say_why(as_pia: Client, town: Cast, inside: Path) -> None:
    whole(as_pia)
    path = written(inside, PEOPLE)
    refused = import_with_profile(
        path, "Overlastdossiers", municipality=town.voorbeeldstad, dry_run=False
    ).refused
    assert refused is not None
    assert "Naam melder" in refused
    assert not any(secret in refused for secret in SECRETS)
    unknown = import_with_profile(path, "Iets", municipality=town.voorbeeldstad, dry_run=False)
    assert "Overlastdossiers" in (unknown.refused or "")
    other = import_with_profile(path, "Overlastdossiers", municipality=town.buurstad, dry_run=False)
    assert "Bekend zijn: –" in (other.refused or "")


def test_the_same_file_twice(as_pia: Client, town: Cast, inside: Path) -> None:
    whole(as_pia)
    path = written(inside, GOOD)
    refused = import_with_profile(
        path, "Overlastdossiers", municipality=town.voorbeeldstad, dry_run=False
    ).refused
    assert refused is not None
    assert "al in gebruik" in refused
