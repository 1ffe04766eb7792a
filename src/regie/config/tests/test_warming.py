"""Warming up: figures are read before a reader asks, once per delivery, and never break a page."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import caches

from regie.config import warming
from regie.evidence.indicators.ahead import figures_of
from regie.evidence.indicators.cube import Evidence
from regie.evidence.indicators.memory import forget, remembered
from regie.evidence.warehouse import keeping
from regie.foundation.organizations.services import add_municipality

pytestmark = [pytest.mark.room, pytest.mark.django_db]
EARLIER = Evidence("voorbeeld", "GM9901", ("an earlier delivery",))
NOW = Evidence("voorbeeld", "GM9901", ("a delivery",))
LATER = Evidence("voorbeeld", "GM9901", ("a later delivery",))
ENGINES = ["drawing", "engine"]


class Figures:
    """Figures in use, with what was read of them: "read" as soon as it had to be made."""

    def __init__(self) -> None:
        self.now, self.asked = NOW, list[str]()

    def of(self, code: str) -> Evidence:
        return self.now

    def read_ahead(self, code: str) -> Evidence:
        key = ("read", code, self.now.stamp)
        remembered(key, lambda: self.asked.append(f"read {self.now.stamp[0]}"))
        return self.now


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[Figures]:
    add_municipality("GM9901", "Voorbeeldstad", actor=None)
    figures = Figures()
    monkeypatch.setattr(warming, "figures_of", figures.of)
    monkeypatch.setattr(warming, "read_ahead", figures.read_ahead)
    for name, what in (("draw_one", "drawing"), ("load_engine", "engine")):
        monkeypatch.setattr(warming, name, lambda what=what: figures.asked.append(what))
    forget()
    yield figures
    forget()
    caches["ahead"].clear()


def test_figures_are_read_once_per_delivery(figures: Figures) -> None:
    seen: dict[str, Evidence] = {}
    warming.read_new(seen)
    warming.read_new(seen)
    assert figures.asked == ["read a delivery", *ENGINES]
    assert seen == {"GM9901": NOW}
    figures.now = LATER
    warming.read_new(seen)
    assert figures.asked == ["read a delivery", *ENGINES, "read a later delivery"]


def test_the_next_process_lays_down_what_was_read(figures: Figures) -> None:
    warming.read_new({})
    forget()
    figures.asked.clear()
    seen: dict[str, Evidence] = {}
    warming.read_new(seen)
    assert figures.asked == ENGINES
    assert seen == {"GM9901": NOW}


def test_what_was_kept_of_other_figures_is_not_kept_longer(figures: Figures) -> None:
    figures.now = EARLIER
    warming.read_new({})
    figures.now = NOW
    warming.read_new({})
    kept = keeping.lay_down()
    assert kept.of == {"GM9901": NOW}
    keys = {key for key in kept.contents["figures"] if isinstance(key, tuple) and key[0] == "read"}
    assert keys == {("read", "GM9901", NOW.stamp)}


def test_what_other_code_read_is_read_again(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    warming.read_new({})
    forget()
    figures.asked.clear()
    monkeypatch.setattr(keeping, "_code", lambda: "other code")
    warming.read_new({})
    assert figures.asked == ["read a delivery", *ENGINES]


def test_half_a_file_is_read_again(figures: Figures) -> None:
    warming.read_new({})
    forget()
    figures.asked.clear()
    (file,) = (settings.DATA / "cache" / "ahead").glob("*.djcache")
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    warming.read_new({})
    assert figures.asked == ["read a delivery", *ENGINES]


def test_the_code_of_the_house_is_part_of_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    keeping._code.cache_clear()
    now = keeping._code()
    keeping._code.cache_clear()
    assert keeping._code() == now
    monkeypatch.setattr(keeping, "policy_folder", lambda: settings.DATA / "nowhere")
    keeping._code.cache_clear()
    assert keeping._code() != now
    keeping._code.cache_clear()


def test_without_figures_nothing_heavy_is_loaded(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "figures_of", figures_of)
    assert figures_of("GM9901").stamp == ()
    warming.read_new({})
    assert figures.asked == []


def test_a_failure_is_logged_and_goes_no_further(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("no figures today")

    warming.attempt(fail)
    assert "no figures today" in caplog.text
