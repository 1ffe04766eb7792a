"""Whatever the server does, the file is whole and the same; only what cannot be is refused."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from regie.evidence.connectors.download import download
from regie.evidence.connectors.http import NotThereError
from regie.evidence.connectors.requests import TableRequest
from regie.evidence.connectors.tests.site import (
    OFFENCES,
    PAGE,
    ROWS,
    fetched,
    offences,
    served,
)
from regie.foundation.records.refusals import RefusedError
from standin.misbehaviour import NAMES, Fault, Misbehaviour, named
from standin.site import Site

pytestmark = pytest.mark.room

FAULTS: dict[str, dict[str, Any]] = {
    "error_500": {"error_500": Fault((1, 3), 2)},
    "error_500_on_metadata": {"error_500": Fault((), 1, what="metadata")},
    "unavailable": {"unavailable": Fault((2,), 1), "retry_after": 1},
    "reset": {"reset": Fault((2, 4), 2)},
    "reset_everywhere": {"reset": Fault((), 1, what="all")},
    "short": {"short": Fault((1, 2), 1)},
    "long": {"long": Fault((3,), 1)},
    "stall": {"stall": Fault((2,), 1), "stall_seconds": 1.0},
    "truncated": {"truncated": Fault((2, 5), 1)},
    "empty": {"empty": Fault((1, 2), 1)},
    "empty_metadata": {"empty": Fault((), 1, what="metadata")},
    "html": {"html": Fault((1, 3), 1)},
    "repeat_page_once": {"repeat_page": Fault((2,), 1)},
    "repeat_page_for_ever": {"repeat_page": Fault((2, 3), None)},
    "overlap": {"overlap": 7},
    "lost_link_once": {"lost_link": Fault((2,), 1)},
    "lost_links": {"lost_link": Fault((), None)},
    "lost_links_in_lists": {"lost_link": Fault((), None, what="metadata")},
    "shuffled_pages": {"shuffled_pages": True},
    "shuffled_rows": {"shuffled_rows": True},
    "wrong_host": {"links": "wrong_host"},
    "https": {"links": "https"},
    "relative": {"links": "relative"},
    "no_cors": {"no_cors": True},
    "gzip": {"gzip": True},
    "atom": {"atom": True},
    "wide_500": {"wide_500": 500},
    "feed_out_of_order": {"error_500": Fault((3,), None)},
    "everything_a_little": {
        "error_500": Fault((2,), 1),
        "reset": Fault((3,), 1),
        "truncated": Fault((4,), 1),
        "overlap": 3,
        "links": "wrong_host",
        "lost_link": Fault((5,), None),
    },
}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> str:
    done = fetched(tmp_path_factory.mktemp("right"), Misbehaviour(page_size=PAGE))
    assert done.rows == ROWS
    return digest(done.path)


@pytest.mark.parametrize("name", FAULTS)
def test_the_file_is_the_same(name: str, right: str, tmp_path: Path) -> None:
    done = fetched(tmp_path, Misbehaviour(**({"page_size": PAGE} | FAULTS[name])))
    assert (done.rows, digest(done.path)) == (ROWS, right)


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"rebuilt"}))
def test_what_can_be_asked_of_the_stand_in(name: str, right: str, tmp_path: Path) -> None:
    """The names of `regie standin --misbehave`, each as it is."""
    assert digest(fetched(tmp_path, named(name)).path) == right


def test_a_page_of_any_size_gives_the_same_file(right: str, tmp_path: Path) -> None:
    for size in (37, 5000):
        done = fetched(tmp_path / str(size), Misbehaviour(page_size=size))
        assert digest(done.path) == right


def test_the_api_is_asked_within_its_limit(right: str, tmp_path: Path) -> None:
    poor = Misbehaviour(page_size=PAGE, atom=True, api_limit=400)
    with served(poor) as (running, service):
        done = download(service, OFFENCES, tmp_path)
        asked = [line for line in running.requests if "ODataApi" in line and "TypedData" in line]
    assert digest(done.path) == right
    assert len(asked) > ROWS / 400


def test_a_table_that_changes_meanwhile_is_fetched_anew(tmp_path: Path) -> None:
    with served(Misbehaviour(page_size=PAGE, rebuilt_after=3)) as (_running, service):
        done = download(service, OFFENCES, tmp_path)
        newest = service.info("47018NED").modified
        again = download(service, OFFENCES, tmp_path / "again")
    assert done.modified == newest
    assert digest(done.path) == digest(again.path)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotThereError, match="kent dit niet: 47018NED"):
        fetched(tmp_path, Misbehaviour(gone=("47018NED",)))


def test_a_server_that_stays_down_says_so_and_keeps_what_came_in(
    right: str, tmp_path: Path
) -> None:
    down = Fault((4,), None)
    broken = Misbehaviour(page_size=PAGE, reset=down, wide_500=PAGE * 3)
    with served(Misbehaviour(page_size=PAGE)) as (running, service):
        running.misbehave(Misbehaviour(page_size=PAGE, reset=Fault((), None, what="rows")))
        with pytest.raises(RefusedError, match="Wat al binnen is, blijft bewaard"):
            download(service, OFFENCES, tmp_path)
        running.misbehave(broken)
        done = download(service, OFFENCES, tmp_path)
    assert done.resumed
    assert digest(done.path) == right


def test_a_page_of_another_part_is_not_taken(tmp_path: Path) -> None:
    """A server that drops the filter from its links gives rows that were not asked for."""
    request = TableRequest("47018NED", "police", municipality="GM0344")
    with served(Misbehaviour(page_size=PAGE)) as (running, service):
        done = download(service, request, tmp_path)
        assert all("filter" in line for line in running.requests if "Typed" in line)
    text = done.path.read_text(encoding="utf-8")
    assert "BU0344" in text
    assert "NL00" in text
    assert "BU0351" not in text


def test_a_table_of_cbs_has_no_known_size(tmp_path: Path) -> None:
    """There an answer is complete when nothing comes after it."""
    site = Site(tables=(offences("CBS"),))
    faults = Misbehaviour(page_size=PAGE, lost_link=Fault((), None), empty=Fault((2,), 1))
    with served(faults, site) as (running, service):
        service.base = f"{running.url}/opendata"
        done = download(service, OFFENCES, tmp_path)
    assert done.rows == ROWS
