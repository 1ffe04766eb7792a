"""The demonstration, from nothing to a picture, in the way a user gets it."""

import pytest

from regie.config import demo
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import CAST

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_the_demonstration_from_nothing() -> None:
    said: list[str] = []
    first = demo.prepare(say=said.append)
    assert first.renewed
    assert User.objects.filter(email__in=[p.email for p in CAST]).count() == len(CAST)
    refused = Delivery.objects.filter(state=DeliveryState.REFUSED)
    assert not [row.refusal for row in refused]
    assert any("47018NED" in line for line in said)

    again = demo.prepare(say=said.append)
    assert not again.renewed


def test_a_refused_file_stops_the_demonstration_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(demo, "_fingerprint", lambda: "another country")

    def refuse(*_args: object, **_options: object) -> object:
        return type("Outcome", (), {"refused": "Dit is geen tabel.", "already": False})()

    monkeypatch.setattr(demo, "import_file", refuse)
    with pytest.raises(demo.DemoError, match="geen tabel"):
        demo.prepare(say=lambda _line: None)
