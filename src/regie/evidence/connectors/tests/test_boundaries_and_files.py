"""Boundaries from PDOK, and large files that go on where they stopped."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from regie.evidence.connectors import files, pdok
from regie.evidence.connectors.addresses import Addresses
from regie.evidence.connectors.http import Client, NotThereError, UnusableError
from regie.evidence.connectors.tests.site import QUICK
from regie.foundation.records.refusals import RefusedError
from standin import samples, server
from standin.misbehaviour import NONE, Fault, Misbehaviour
from standin.site import Site

pytestmark = pytest.mark.room

NAMES = {"cbs": "opendata", "police": "dataderden", "cbs_v4": "v4"}
NAMES |= {name: name for name in ("pdok", "wfs", "download")}
MAP = "regionale-kaarten/WijkBuurtkaart_2024_v1.zip"


def packed() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("kaart.gpkg", bytes(range(256)) * 2000)
    return stream.getvalue()


BODY = packed()


@contextmanager
def serving(
    misbehave: Misbehaviour = NONE, site: Site | None = None
) -> Iterator[tuple[server.Running, Client, Addresses]]:
    shown = site or Site(files={MAP: BODY})
    with server.started(shown, misbehave=misbehave) as running, Client(QUICK) as client:
        yield running, client, Addresses.of({k: f"{running.url}/{v}" for k, v in NAMES.items()})


def codes(path: Path) -> list[str]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [feature["properties"]["statcode"] for feature in features]


FAULTS: dict[str, dict[str, Any]] = {
    "none": {},
    "pages": {"page_size": 7},
    "reset": {"reset": Fault((), 1, what="all")},
    "truncated": {"truncated": Fault((), 1, what="all")},
    "html": {"html": Fault((), 1, what="all")},
    "error_500": {"error_500": Fault((), 1, what="all")},
    "wrong_host": {"links": "wrong_host", "page_size": 7},
    "lost_link": {"lost_link": Fault((), None, what="all"), "page_size": 7},
    "repeat_page": {"repeat_page": Fault((), None, what="all"), "page_size": 7},
    "overlap": {"overlap": 2, "page_size": 7},
    "empty": {"empty": Fault((1,), 1, what="all"), "page_size": 7},
}


@pytest.mark.parametrize("name", FAULTS)
def test_all_boundaries_come_in(name: str, tmp_path: Path) -> None:
    site = samples.site()
    layer = next(x for x in site.layers if x.kind == "buurt" and x.year == 2025)
    with serving(Misbehaviour(**FAULTS[name]), site) as (_running, client, addresses):
        path = pdok.boundaries(client, addresses, "neighbourhood", 2025, tmp_path)
    assert codes(path) == sorted(shape.code for shape in layer.shapes)


def test_the_wfs_takes_over(tmp_path: Path) -> None:
    with serving(site=samples.site()) as (_running, client, addresses):
        elsewhere = replace(addresses, pdok=addresses.pdok + "/gone")
        path = pdok.boundaries(client, elsewhere, "municipality", 2025, tmp_path)
    assert codes(path)


def test_the_ogc_api_does_without_the_wfs(tmp_path: Path) -> None:
    with serving(site=samples.site()) as (_running, client, addresses):
        alone = replace(addresses, wfs=addresses.wfs + "/gone")
        path = pdok.boundaries(client, alone, "district", 2025, tmp_path)
        nothing = replace(alone, pdok=addresses.pdok + "/gone")
        with pytest.raises(NotThereError):
            pdok.boundaries(client, nothing, "district", 2025, tmp_path)
    assert codes(path)


def test_one_municipality(tmp_path: Path) -> None:
    with serving(site=samples.site()) as (_running, client, addresses):
        path = pdok.boundaries(
            client, addresses, "neighbourhood", 2025, tmp_path, municipality="GM0344"
        )
        assert {code[2:6] for code in codes(path)} == {"0344"}
        with pytest.raises(RefusedError, match="GM9999"):
            pdok.boundaries(client, addresses, "district", 2025, tmp_path, municipality="GM9999")
        with pytest.raises(RefusedError, match="geen grenzen van 1999"):
            pdok.boundaries(client, addresses, "district", 1999, tmp_path)


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"reset": Fault((), 2, what="files")},
        {"short": Fault((), 2, what="files")},
        {"long": Fault((), 1, what="files")},
        {"stall": Fault((), 1, what="files"), "stall_seconds": 0.8},
        {"html": Fault((), 1, what="files")},
        {"unavailable": Fault((), 2, what="files"), "retry_after": 1},
    ],
    ids=lambda fault: next(iter(fault), "none"),
)
def test_a_file_comes_in_whole(fault: dict[str, Any], tmp_path: Path) -> None:
    with serving(Misbehaviour(**fault)) as (_running, client, addresses):
        path = files.neighbourhood_map(client, addresses, 2024, tmp_path)
    assert path.read_bytes() == BODY
    assert [entry.name for entry in tmp_path.iterdir()] == ["WijkBuurtkaart_2024_v1.zip"]


def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with serving(Misbehaviour(reset=Fault((), None, what="files"))) as (running, client, addresses):
        url = f"{addresses.download}/{MAP}"
        with pytest.raises(UnusableError):
            files.download(client, url, tmp_path, "map.zip")
        part = (tmp_path / "map.zip.part").stat().st_size
        assert part > len(BODY) / 2, "every try goes on where the one before it stopped"
        running.misbehave(NONE)
        told: list[int] = []
        path = files.download(client, url, tmp_path, "map.zip", lambda now: told.append(now.bytes))
    assert path.read_bytes() == BODY
    assert told[0] >= part


def test_a_rest_that_does_not_fit_is_dropped(tmp_path: Path) -> None:
    tmp_path.joinpath("map.zip.part").write_bytes(b"x" * 5000)
    notes = {"mark": "", "total": str(len(BODY)), "url": ""}
    with serving() as (_running, client, addresses):
        notes["url"] = f"{addresses.download}/{MAP}"
        tmp_path.joinpath("map.zip.json").write_text(json.dumps(notes))
        path = files.download(client, notes["url"], tmp_path, "map.zip")
    assert path.read_bytes() == BODY


@pytest.mark.parametrize("notes", ["", "{}", "[]", '{"url": "elsewhere", "total": "5"}'])
def test_notes_that_say_nothing_begin_anew(notes: str, tmp_path: Path) -> None:
    tmp_path.joinpath("map.zip.part").write_bytes(BODY[:100])
    tmp_path.joinpath("map.zip.json").write_text(notes)
    with serving() as (_running, client, addresses):
        path = files.download(client, f"{addresses.download}/{MAP}", tmp_path, "map.zip")
    assert path.read_bytes() == BODY


def test_a_part_that_was_complete_is_taken(tmp_path: Path) -> None:
    tmp_path.joinpath("map.zip.part").write_bytes(BODY)
    with serving() as (_running, client, addresses):
        url = f"{addresses.download}/{MAP}"
        said = {"url": url, "mark": "", "total": str(len(BODY))}
        tmp_path.joinpath("map.zip.json").write_text(json.dumps(said))
        path = files.download(client, url, tmp_path, "map.zip")
    assert path.read_bytes() == BODY


def test_what_is_not_there(tmp_path: Path) -> None:
    with serving() as (_running, client, addresses):
        with pytest.raises(RefusedError, match="geen wijk- en buurtkaart van 1999"):
            files.neighbourhood_map(client, addresses, 1999, tmp_path)
        with pytest.raises(RefusedError, match="Wel bekend: 2024"):
            files.postcodes(client, addresses, "2011", tmp_path)
        with pytest.raises(NotThereError):
            files.postcodes(client, addresses, "2011.zip", tmp_path)
