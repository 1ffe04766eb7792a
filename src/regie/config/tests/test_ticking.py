"""The clock of the worker ticks, goes on after a mistake, and stops when asked."""

from threading import Event

import pytest

from regie.config import ticking

pytestmark = pytest.mark.room


@pytest.fixture(autouse=True)
def _no_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "tend", lambda: None)
    monkeypatch.setattr(ticking, "beat", lambda: None)
    monkeypatch.setattr(ticking, "tidy", lambda: None)


def test_the_clock_ticks_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    ticked = Event()
    monkeypatch.setattr(ticking, "tick", ticked.set)
    stop = ticking.start(pause=0.01)
    assert ticked.wait(5)
    stop.set()


def test_the_clock_says_that_a_worker_is_there_and_tends_documents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard, tended = Event(), Event()
    monkeypatch.setattr(ticking, "tick", lambda: None)
    monkeypatch.setattr(ticking, "beat", heard.set)
    monkeypatch.setattr(ticking, "tend", tended.set)
    stop = ticking.start(pause=0.01)
    assert heard.wait(5)
    assert tended.wait(5)
    stop.set()


def test_a_mistake_is_logged_and_the_clock_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    enough, seen = Event(), []

    def failing() -> None:
        seen.append(1)
        if len(seen) > 2:
            enough.set()
        raise RuntimeError("no schedule")

    monkeypatch.setattr(ticking, "tick", failing)
    stop = ticking.start(pause=0.01)
    assert enough.wait(5)
    stop.set()
    assert "Looking at the schedule failed" in caplog.text
