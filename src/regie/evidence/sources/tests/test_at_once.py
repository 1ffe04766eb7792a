"""Two imports at once in one process, on a database that lets two threads write."""

import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from regie.evidence.sources.models import Delivery
from regie.evidence.sources.services import Outcome, import_file
from regie.evidence.sources.tests import files

pytestmark = [pytest.mark.room, pytest.mark.django_db(transaction=True)]

PLACES = ["NL00", "GM0344", "BU03440111"]


@pytest.fixture(autouse=True)
def only_postgresql(db: None) -> None:
    del db
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one writer; test_bad_input uses a file and processes")


def at_once(paths: list[Path]) -> list[Outcome]:
    outcomes: list[Outcome] = []

    def work(path: Path) -> None:
        try:
            outcomes.append(import_file(path, actor=None))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.usefixtures("areas")
def test_the_vintages_take_their_turn(tmp_path: Path) -> None:
    paths = [
        files.dense(
            tmp_path / f"{i}.csv", ["1.1.1"], PLACES, [2023, 2024], {("1.1.1", "NL00", 2023): i}
        )
        for i in range(4)
    ]
    assert [outcome.refused for outcome in at_once(paths)] == [None] * 4
    states = sorted(Delivery.objects.values_list("state", flat=True))
    assert states == ["available", "superseded", "superseded", "superseded"]


@pytest.mark.usefixtures("areas")
def test_one_file_twice_is_taken_once(tmp_path: Path) -> None:
    path = files.dense(tmp_path / "a.csv", ["1.1.1"], PLACES, [2023, 2024])
    outcomes = at_once([path, path, path])
    assert len(outcomes) == 3
    assert Delivery.objects.filter(state="available").count() == 1
    assert not Delivery.objects.filter(state="superseded").exists()
