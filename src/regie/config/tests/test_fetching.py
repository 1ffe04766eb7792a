"""`regie import cbs:…` against the stand-in, and `regie standin` itself."""

import json
import socket
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from regie.config.cli import INTERRUPTED, fetching, main
from regie.evidence.connectors.progress import FetchProgress
from regie.evidence.sources.models import Delivery
from standin import samples, server
from standin.misbehaviour import Misbehaviour
from standin.site import Site

pytestmark = [pytest.mark.room, pytest.mark.django_db]

Captured = pytest.CaptureFixture[str]
PLACES = {
    "cbs": "opendata", "police": "dataderden", "cbs_v4": "v4",
    "pdok": "pdok", "wfs": "wfs", "download": "download",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _dutch_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")


@pytest.fixture
def standin(settings: LazySettings) -> Iterator[server.Running]:
    with server.started(samples.site(years=range(2023, 2026))) as running:
        settings.PUBLIC_SOURCES = {k: f"{running.url}/{v}" for k, v in PLACES.items()}
        settings.FETCH_MANNERS = {"pause": 0.0, "tries": 2, "first_wait": 0.001}
        yield running


def test_a_table_is_fetched_and_read(standin: server.Running, capsys: Captured) -> None:
    assert main(["import", "cbs:47018ned", "--municipality", "GM0344"]) == 0
    said = capsys.readouterr().out
    assert "47018NED" in said
    assert "Ingelezen als levering" in said
    assert Delivery.objects.get(dataset__table_id="47018NED").vintage is not None
    assert main(["import", "cbs:47018NED", "--municipality", "GM0344"]) == 0
    assert "al ingelezen" in capsys.readouterr().out


def test_the_report_as_json(standin: server.Running, capsys: Captured) -> None:
    assert main(["import", "cbs:47018NED", "--municipality", "GM0344", "--dry-run", "--json"]) == 0
    reports = json.loads(capsys.readouterr().out)
    assert [report["table"] for report in reports] == ["", "47018NED"]
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("cbs:47018NED --municipality GM0343", "kent GM0343 niet"),
        ("cbs:99999NED", "Controleer het nummer"),
        ("cbs:", "niet ophalen"),
        ("cbs:grenzen/1999", "geen grenzen van 1999"),
    ],
)
def test_what_is_refused_says_why(
    source: str, words: str, standin: server.Running, capsys: Captured
) -> None:
    assert main(["import", *source.split()]) == 1
    assert words in capsys.readouterr().err


def test_a_server_that_is_not_there(settings: LazySettings, capsys: Captured) -> None:
    settings.PUBLIC_SOURCES = dict.fromkeys(PLACES, "http://127.0.0.1:9")
    settings.FETCH_MANNERS = {"pause": 0.0, "tries": 1}
    assert main(["import", "cbs:47018NED"]) == 1
    assert "niet bereiken" in capsys.readouterr().err


def test_an_interruption_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def stop(*_source: object, **_how: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fetching, "fetch", stop)
    assert main(["import", "cbs:47018NED"]) == INTERRUPTED
    assert "Geef dezelfde opdracht opnieuw om verder te gaan" in capsys.readouterr().err


def test_progress_in_words() -> None:
    now = FetchProgress("download", 1234567, 2000000, 52_000_000, 12.4)
    assert fetching.amount(now) == "ophalen · 1.234.567 rijen · 52.0 MB · nog 12 s"
    assert fetching.amount(FetchProgress("wait")) == "iemand haalt dit al op; even wachten"


def test_a_bar_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, standin: server.Running
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(["import", "cbs:47018NED", "--municipality", "GM0344", "--dry-run"]) == 0
    assert "cbs:47018NED" in capsys.readouterr().err


def test_a_failure_that_does_not_exist(capsys: Captured) -> None:
    assert main(["standin", "--misbehave", "reset,regen"]) == 1
    assert "Deze storing bestaat niet: regen" in capsys.readouterr().err


def test_the_port_of_the_standin_is_taken(capsys: Captured) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        assert main(["standin", "--port", str(busy.getsockname()[1])]) == 1
    assert "is bezet" in capsys.readouterr().err


def test_the_standin_serves_until_it_is_interrupted(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    served: list[tuple[Site, Misbehaviour, int]] = []

    def serve(site: Site, misbehave: Misbehaviour, *, port: int) -> None:
        served.append((site, misbehave, port))

    monkeypatch.setattr(server, "serve", serve)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert main(["standin", "--port", str(port), "--misbehave", "reset, stall"]) == 0
    ((site, misbehave, at),) = served
    assert site.table("47018NED", "Politie")
    assert misbehave.reset
    assert misbehave.stall
    assert at == port
    said = capsys.readouterr().out
    assert f"REGIE_STANDIN=http://127.0.0.1:{port}" in said
    assert "Gestopt." in said
