"""From the number of a table to figures in use, against a server that misbehaves."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import LazySettings
from django.db import connection, connections

from regie.evidence.catalogue import downloads
from regie.evidence.catalogue.services import fetch, fetch_table
from regie.evidence.connectors.progress import FetchProgress
from regie.evidence.sources import queries
from regie.evidence.sources.models import Delivery, DeliveryKind, DeliveryState
from regie.evidence.sources.services import Outcome
from regie.foundation.areas.queries import names
from regie.foundation.areas.services import ensure_reference
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from standin import samples, server
from standin.misbehaviour import NONE, Fault, Misbehaviour

pytestmark = pytest.mark.room

TABLE, TOWN = "47018NED", "GM0344"
PLACES = {
    "cbs": "opendata", "police": "dataderden", "cbs_v4": "v4",
    "pdok": "pdok", "wfs": "wfs", "download": "download",
}  # fmt: skip


@pytest.fixture
def running(apart: None, settings: LazySettings) -> Iterator[server.Running]:
    """The sample of the stand-in, with three years of figures."""
    with server.started(samples.site(years=range(2023, 2026))) as started:
        settings.PUBLIC_SOURCES = {k: f"{started.url}/{v}" for k, v in PLACES.items()}
        settings.FETCH_MANNERS = {
            "pause": 0.0, "first_wait": 0.001, "longest_wait": 0.002, "read": 1.0, "tries": 4,
        }  # fmt: skip
        yield started


def told(**how: Any) -> tuple[list[Outcome], list[FetchProgress]]:
    seen: list[FetchProgress] = []
    return fetch_table(TABLE, actor=None, progress=seen.append, **how), seen


def rows_asked(running: server.Running) -> list[str]:
    return [line for line in running.requests if "TypedDataSet" in line]


def kept() -> list[str]:
    return sorted(folder.name for folder in downloads.root().glob("*") if folder.is_dir())


@pytest.mark.django_db
def test_a_table_comes_with_its_areas_and_its_vintage(running: server.Running) -> None:
    outcomes, seen = told()
    listed, figures = outcomes
    assert listed.delivery is not None
    assert listed.delivery.kind == DeliveryKind.AREAS
    assert figures.delivery is not None
    assert figures.delivery.state == DeliveryState.AVAILABLE
    assert str(figures.delivery.vintage) == samples.REBUILT[:10]
    assert figures.delivery.classification_year == 2025
    assert names([TOWN], realm="nl", year=2025) == {TOWN: "Utrecht"}
    assert {step.phase for step in seen} >= {"metadata", "download", "read"}
    assert any(step.expected_rows for step in seen)
    assert not kept(), "what was read is removed"
    assert Log.objects.filter(verb="catalogue.fetch").count() == 1


@pytest.mark.django_db
def test_the_figures_are_those_of_the_publisher(running: server.Running) -> None:
    done = fetch_table(TABLE, actor=None, municipality=TOWN)[-1]
    assert done.report is not None
    assert "levels_differ" not in {found.code for found in done.report.findings}
    cube = queries.figures(
        "offence", realm="nl", measure="GeregistreerdeMisdrijven", level="municipality",
        municipality=TOWN, categories=["1.1.1"],
    )  # fmt: skip
    assert cube is not None
    base = f"{running.url}/dataderden/ODataApi/odata/{TABLE}/TypedDataSet"
    asked = "SoortMisdrijf eq '1.1.1 ' and WijkenEnBuurten eq 'GM0344    '"
    answer = httpx.get(base, params={"$format": "json", "$filter": asked}).json()
    theirs = [row["GeregistreerdeMisdrijven_1"] for row in answer["value"]]
    assert cube.values.ravel().tolist() == theirs


@pytest.mark.django_db
def test_the_same_vintage_is_not_fetched_twice(running: server.Running) -> None:
    told(municipality=TOWN)
    before = len(rows_asked(running))
    (again,), _seen = told(municipality=TOWN)
    assert again.already
    assert again.delivery is not None
    assert again.report is not None
    assert len(rows_asked(running)) == before
    other, _seen = told(municipality="GM1680")
    assert not other[-1].already


@pytest.mark.django_db
def test_a_newer_vintage_takes_the_place_of_the_old_one(running: server.Running) -> None:
    first = told(municipality=TOWN)[0][-1].delivery
    running.misbehave(Misbehaviour(rebuilt_after=1))
    told(municipality="GM1680")
    second = told(municipality=TOWN)[0][-1].delivery
    assert first is not None
    assert second is not None
    first.refresh_from_db()
    assert first.state == DeliveryState.SUPERSEDED
    assert first.replaced_by == second
    assert second.file_name != first.file_name


@pytest.mark.django_db
def test_a_dry_run_keeps_nothing(running: server.Running) -> None:
    outcomes, _seen = told(municipality=TOWN, dry_run=True)
    assert outcomes[-1].report is not None
    assert all(outcome.delivery is None for outcome in outcomes)
    assert not Delivery.objects.exists()
    assert not kept()


@pytest.mark.django_db
def test_a_broken_off_fetch_stores_nothing_and_goes_on(running: server.Running) -> None:
    running.misbehave(Misbehaviour(page_size=500, reset=Fault((), None)))
    with pytest.raises(RefusedError, match="blijft bewaard"):
        told(municipality=TOWN)
    assert not Delivery.objects.exists()
    assert kept() == [f"{TABLE}_{TOWN}"]
    running.misbehave(NONE)
    outcomes, _seen = told(municipality=TOWN)
    assert outcomes[-1].delivery is not None
    assert not kept()


@pytest.mark.django_db
def test_an_interruption_leaves_a_download_that_goes_on(
    running: server.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regie.evidence.connectors.progress.Meter.EVERY", -1)
    running.misbehave(Misbehaviour(page_size=500))

    def stop(now: FetchProgress) -> None:
        if now.phase == "download" and now.rows >= 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_table(TABLE, actor=None, municipality=TOWN, progress=stop)
    before = len(rows_asked(running))
    assert kept() == [f"{TABLE}_{TOWN}"]
    outcomes, _seen = told(municipality=TOWN)
    assert outcomes[-1].delivery is not None
    first = rows_asked(running)[before]
    assert "$skip" in first


@pytest.mark.django_db(transaction=True)
def test_two_at_once_fetch_it_once(running: server.Running) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one writer; the next test waits in one thread")
    found: list[Outcome] = []

    def go() -> None:
        found.append(fetch_table(TABLE, actor=None, municipality=TOWN)[-1])
        connections.close_all()

    threads = [threading.Thread(target=go) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.already for outcome in found) == [False, True]


@pytest.mark.django_db
def test_who_comes_second_waits(running: server.Running) -> None:
    phases: list[str] = []
    release = threading.Event()

    def hold() -> None:
        with downloads.held(f"{TABLE}_{TOWN}", lambda: None):
            ready.set()
            release.wait(20)

    ready = threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    ready.wait(20)

    def watch(now: FetchProgress) -> None:
        phases.append(now.phase)
        if now.phase == "wait":
            release.set()

    fetch_table(TABLE, actor=None, municipality=TOWN, progress=watch)
    holder.join()
    assert "wait" in phases


@pytest.mark.django_db
@pytest.mark.parametrize(
    "source",
    ["85984ned", "86165NED", "70072NED", "03759NED", "47013NED", "47024NED"],
)
def test_every_kind_of_table_is_read(source: str, running: server.Running) -> None:
    outcomes = fetch(source, actor=None, municipality=TOWN)
    last = outcomes[-1]
    assert not last.refused
    assert last.delivery is not None
    assert last.delivery.rows
    again = fetch(source, actor=None, municipality=TOWN)
    assert again[-1].already


@pytest.mark.django_db
@pytest.mark.parametrize(
    "source",
    ["grenzen/2025", "wijkbuurtkaart/2025", "postcodes/2025-cbs-pc6huisnr20250801_buurt.zip"],
)
def test_boundaries_maps_and_postcodes(source: str, running: server.Running) -> None:
    ensure_reference()
    outcomes = fetch(source, actor=None)
    assert all(outcome.delivery and not outcome.refused for outcome in outcomes)
    assert not kept()
    assert fetch(source, actor=None)[-1].already


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("47018NED/GM0344", "kan 47018NED/GM0344 niet ophalen"),
        ("../../etc", "niet ophalen"),
        ("grenzen/nu", "niet ophalen"),
        ("wijkbuurtkaart/x", "niet ophalen"),
        ("99999NED", "staat niet bij de politie en niet bij het CBS"),
        ("83648NED", "telt misdrijven anders"),
        ("grenzen/1999", "geen grenzen van 1999"),
    ],
)
def test_what_cannot_be_fetched_is_said(source: str, words: str, running: server.Running) -> None:
    with pytest.raises(RefusedError, match=words):
        fetch(source, actor=None)
    assert not Delivery.objects.exists()
    assert not kept()


@pytest.mark.django_db
def test_codes_that_are_not_there_are_refused(running: server.Running) -> None:
    for wrong in ({"municipality": "GM0343"}, {"categories": ["1.5.1"]}, {"periods": ["2023"]}):
        with pytest.raises(RefusedError, match="Bedoelt u misschien"):
            told(**wrong)
    assert not rows_asked(running)
    assert not kept()


@pytest.mark.django_db
def test_a_part_of_the_types_and_years(running: server.Running) -> None:
    outcomes, _seen = told(municipality=TOWN, categories=["1.1.1"], periods=["2024JJ00"])
    assert outcomes[-1].delivery is not None
    assert outcomes[-1].delivery.first_period == "2024JJ00"


@pytest.mark.django_db
def test_a_table_that_regie_does_not_read_yet(running: server.Running) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("regie.evidence.catalogue.finding.TABLES", lambda: ())
        with pytest.raises(RefusedError, match="nog niet"):
            told()
    assert not rows_asked(running)


def test_old_downloads_are_removed(apart: None, tmp_path: Path) -> None:
    old, fresh, held = (downloads.root() / name for name in ("old", "fresh", "held"))
    for folder in (old, fresh, held):
        folder.mkdir(parents=True)
        (folder / "rows.csv").write_text("x")
    for folder in (old, held):
        for entry in (folder / "rows.csv", folder):
            os.utime(entry, (0, 0))
    with downloads.held("held", lambda: None):
        for entry in (held / "rows.csv", held):
            os.utime(entry, (0, 0))
        assert downloads.remove_old() == 1
    assert kept() == ["fresh", "held"]
