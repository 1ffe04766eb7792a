"""A download that is stopped at any moment goes on, and ends in the same file."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from regie.evidence.connectors.book import ROWS as ROWS_FILE
from regie.evidence.connectors.book import STATE
from regie.evidence.connectors.download import download
from regie.evidence.connectors.progress import FetchProgress
from regie.evidence.connectors.requests import TableRequest
from regie.evidence.connectors.tests.site import OFFENCES, PAGE, ROWS, fetched, served
from regie.evidence.connectors.tests.test_misbehaviour import digest
from standin.misbehaviour import Misbehaviour

pytestmark = pytest.mark.room

PAGES = -(-ROWS // PAGE)


class Stop(BaseException):
    """What an interruption looks like from inside."""


class Stopper:
    """Listens to the progress, and stops the download at a page."""

    def __init__(self, page: int) -> None:
        self.left = page

    def __call__(self, now: FetchProgress) -> None:
        if now.phase == "download":
            self.left -= 1
            if not self.left:
                raise Stop


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> str:
    return digest(fetched(tmp_path_factory.mktemp("right"), Misbehaviour(page_size=PAGE)).path)


@pytest.mark.parametrize("mode", ["plain", "shuffled_pages", "atom"])
def test_it_goes_on_from_every_page(
    mode: str, right: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regie.evidence.connectors.progress.Meter.EVERY", -1)
    more: dict[str, Any] = {} if mode == "plain" else {"api_limit": PAGE, mode: True}
    how = Misbehaviour(page_size=PAGE, **more)
    with served(how) as (running, service):
        for page in range(1, PAGES + 1):
            folder = tmp_path / str(page)
            with pytest.raises(Stop):
                download(service, OFFENCES, folder, Stopper(page))
            before = len(running.requests)
            done = download(service, OFFENCES, folder)
            assert digest(done.path) == right, page
            assert done.resumed
            if mode == "plain":
                rows = [line for line in running.requests[before:] if "TypedDataSet" in line]
                assert len(rows) <= PAGES - page + 3  # the page stopped at, and one fetched ahead


def test_it_is_stopped_again_and_again(
    right: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regie.evidence.connectors.progress.Meter.EVERY", -1)
    with served(Misbehaviour(page_size=PAGE, overlap=5)) as (_running, service):
        for _time in range(PAGES + 1):
            try:
                done = download(service, OFFENCES, tmp_path, Stopper(2))
                break
            except Stop:
                continue
    assert digest(done.path) == right


SCRIPT = """
import sys
from pathlib import Path
from typing import Any
from regie.evidence.connectors.download import download
from regie.evidence.connectors.http import Client
from regie.evidence.connectors.odata3 import Service
from regie.evidence.connectors.tests.site import OFFENCES, QUICK
with Client(QUICK) as client:
    download(Service(client, sys.argv[1]), OFFENCES, Path(sys.argv[2]))
"""


def test_a_killed_process_leaves_what_can_go_on(right: str, tmp_path: Path) -> None:
    with served(Misbehaviour(page_size=PAGE, slow_bytes=250_000)) as (running, service):
        processes = {page: _downloading(service.base, tmp_path / str(page)) for page in (1, 3)}
        for page, process in processes.items():
            _wait_for(tmp_path / str(page), page * PAGE)
            process.send_signal(signal.SIGKILL)
            process.wait()
        running.misbehave(Misbehaviour(page_size=PAGE))
        for page in processes:
            done = download(service, OFFENCES, tmp_path / str(page))
            assert done.resumed
            assert digest(done.path) == right


def _downloading(base: str, folder: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", SCRIPT, base, str(folder)]
    return subprocess.Popen(words, env=os.environ.copy())


def _wait_for(folder: Path, rows: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        state = folder / STATE
        if state.exists() and json.loads(state.read_text())["rows"] >= rows:
            return
        time.sleep(0.005)
    raise AssertionError("the process never came so far")


def test_what_lies_behind_the_state_is_cut_off(
    right: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regie.evidence.connectors.progress.Meter.EVERY", -1)
    with served(Misbehaviour(page_size=PAGE)) as (_running, service):
        with pytest.raises(Stop):
            download(service, OFFENCES, tmp_path, Stopper(3))
        with tmp_path.joinpath(ROWS_FILE).open("ab") as rows:
            rows.write(b'17;"half a li')
        done = download(service, OFFENCES, tmp_path)
    assert done.resumed
    assert digest(done.path) == right


@pytest.mark.parametrize("harm", ["rows", "state", "version", "gone", "short"])
def test_what_was_damaged_is_fetched_anew(
    harm: str, right: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regie.evidence.connectors.progress.Meter.EVERY", -1)
    rows, state = tmp_path / ROWS_FILE, tmp_path / STATE
    with served(Misbehaviour(page_size=PAGE)) as (_running, service):
        with pytest.raises(Stop):
            download(service, OFFENCES, tmp_path, Stopper(3))
        if harm == "rows":
            content = bytearray(rows.read_bytes())
            content[200] = 0x37 if content[200] != 0x37 else 0x38
            rows.write_bytes(bytes(content))
        elif harm == "short":
            rows.write_bytes(rows.read_bytes()[:100])
        elif harm == "gone":
            rows.unlink()
        elif harm == "state":
            state.write_text(state.read_text()[:50])
        else:
            state.write_text(json.dumps(json.loads(state.read_text()) | {"version": 99}))
        done = download(service, OFFENCES, tmp_path)
    assert not done.resumed
    assert digest(done.path) == right


def test_another_question_or_vintage_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regie.evidence.connectors.progress.Meter.EVERY", -1)
    other = TableRequest("47018NED", "police", periods=("2024JJ00",))
    with served(Misbehaviour(page_size=PAGE)) as (running, service):
        with pytest.raises(Stop):
            download(service, OFFENCES, tmp_path, Stopper(3))
        assert not download(service, other, tmp_path).resumed
        with pytest.raises(Stop):
            download(service, OFFENCES, tmp_path, Stopper(3))
        running.misbehave(Misbehaviour(page_size=PAGE, rebuilt_after=1))
        done = download(service, OFFENCES, tmp_path)
        assert done.rows == ROWS
        assert done.modified == service.info("47018NED").modified


def test_what_is_complete_is_not_fetched_again(tmp_path: Path) -> None:
    with served(Misbehaviour(page_size=PAGE)) as (running, service):
        first = download(service, OFFENCES, tmp_path)
        before = len(running.requests)
        again = download(service, OFFENCES, tmp_path)
        rows = [line for line in running.requests[before:] if "TypedDataSet" in line]
    assert not rows
    assert digest(first.path) == digest(again.path)
