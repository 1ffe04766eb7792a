"""A warehouse of its own for every test, with two vintages of one table."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import serializers

from regie.evidence.sources.models import Dataset, Delivery
from regie.evidence.sources.reading import CACHE
from regie.evidence.sources.services import import_file
from regie.evidence.sources.tests import files
from regie.evidence.vintages import difference_page
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas

KINDS = ["0.0.0", "1.1.1", "1.4.1", "3.1.1"]
PLACES = ["NL99", "GM9901", "GM9902", "WK990101", "BU99010101", "BU99010102", "BU99020101"]
UNKNOWN = "GM9900"


@pytest.fixture(autouse=True)
def warehouse(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.WAREHOUSE = tmp_path / "warehouse"
    settings.INBOX = tmp_path / "inbox"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    CACHE.clear()
    difference_page.forget()
    yield
    CACHE.clear()


@dataclass(frozen=True)
class Two:
    """The vintage that was replaced and the one in use."""

    old: Delivery
    new: Delivery


def take_in(path: Path, vintage: date) -> Delivery:
    """Read a file; it must be accepted."""
    outcome = import_file(path, actor=None, vintage=vintage)
    assert outcome.delivery is not None, outcome.refused
    assert not outcome.refused, outcome.refused
    return outcome.delivery


@pytest.fixture
def names(db: None) -> None:
    rows = [
        AreaRow("NL99", "Voorbeeldland"),
        AreaRow("GM9901", "Voorbeeldstad", "PV91"),
        AreaRow("GM9902", "Buurstad", "PV91"),
        AreaRow("WK990101", "Centrum"),
        AreaRow("BU99010101", "Binnenstad"),
        AreaRow("BU99010102", "Haven"),
        AreaRow("BU99010199", "Haven"),
        AreaRow("BU99020101", "Dorp"),
        AreaRow(UNKNOWN, "Onbekend"),
    ]
    register_areas("voorbeeld", 2025, rows, source="proef", actor=None)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the two imported vintages are kept, so that they are read once for all tests."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def two(tmp_path: Path, cast: None, names: None, shelf: Path) -> Two:
    """An old vintage, and a new one with one revised figure, a new year and a recoded area."""
    del cast, names
    if not shelf.joinpath("rows.json").exists():
        _fill(shelf, tmp_path)
    shutil.copytree(shelf / "warehouse", tmp_path / "warehouse", dirs_exist_ok=True)
    for row in serializers.deserialize("json", shelf.joinpath("rows.json").read_text("utf-8")):
        row.save()
    old, new = Delivery.objects.order_by("vintage")
    return Two(old, new)


def _fill(shelf: Path, folder: Path) -> None:
    """Import both vintages and put their rows and Parquet on the shelf."""
    places = [*PLACES, UNKNOWN]
    old = files.dense(folder / "old.csv", KINDS, places, range(2015, 2025))
    take_in(old, date(2025, 8, 15))
    moved = ["BU99010199" if code == "BU99010102" else code for code in places]
    changed = {("1.1.1", "BU99010101", 2020): 9, ("1.1.1", "GM9901", 2020): 14}
    new = files.dense(folder / "new.csv", KINDS, moved, range(2015, 2026), changed)
    take_in(new, date(2026, 1, 15))
    shutil.copytree(folder / "warehouse", shelf / "warehouse")
    rows = [*Dataset.objects.all(), *Delivery.objects.order_by("-pk")]
    shelf.joinpath("rows.json").write_text(serializers.serialize("json", rows), "utf-8")
    Delivery.objects.update(replaced_by=None)
    Delivery.objects.all().delete()
    Dataset.objects.all().delete()
