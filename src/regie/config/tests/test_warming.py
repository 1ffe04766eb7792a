"""Warming up: figures are read before a reader asks, once per delivery, and never break a page."""

import pytest

from regie.config import warming
from regie.evidence.indicators.ahead import figures_of
from regie.evidence.indicators.cube import Evidence
from regie.foundation.organizations.services import add_municipality

pytestmark = [pytest.mark.room, pytest.mark.django_db]
NOW = Evidence("voorbeeld", "GM9901", ("a delivery",))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Codes of municipalities that were read ahead, and "drawing" when that was loaded."""
    add_municipality("GM9901", "Voorbeeldstad", actor=None)
    asked: list[str] = []

    def read_ahead(code: str) -> Evidence:
        asked.append(code)
        return NOW

    monkeypatch.setattr(warming, "read_ahead", read_ahead)
    monkeypatch.setattr(warming, "warm_up", lambda: asked.append("drawing"))
    return asked


def test_figures_are_read_once_per_delivery(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "figures_of", lambda code: NOW)
    seen: dict[str, Evidence] = {}
    warming.read_new(seen)
    warming.read_new(seen)
    assert asked == ["drawing", "GM9901"]
    seen["GM9901"] = Evidence("voorbeeld", "GM9901", ("an earlier delivery",))
    warming.read_new(seen)
    assert asked == ["drawing", "GM9901", "GM9901"]


def test_without_figures_nothing_heavy_is_loaded(asked: list[str]) -> None:
    assert figures_of("GM9901").stamp == ()
    warming.read_new({})
    assert asked == []


def test_a_failure_is_logged_and_goes_no_further(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("no figures today")

    warming.attempt(fail)
    assert "no figures today" in caplog.text
