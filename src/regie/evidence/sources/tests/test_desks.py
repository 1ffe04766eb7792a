"""The tabs of Gegevens come from the rooms that have a page there."""

import pytest
from django.utils.translation import gettext_lazy as _

from regie.evidence.sources import desks
from regie.evidence.sources.permissions import VIEW_DELIVERIES
from regie.foundation.access.rules import COORDINATOR, Action

pytestmark = pytest.mark.room
NOBODY = Action("sources.test_nobody", frozenset(), "Niemand.")


@pytest.fixture
def own_tabs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "_tabs", {})
    desks.add_tab("second", _("Leveringen"), "sources:upload", VIEW_DELIVERIES, order=20)
    desks.add_tab("first", _("Gegevens"), "sources:deliveries", VIEW_DELIVERIES, order=10)
    desks.add_tab("locked", _("Gegevens"), "sources:deliveries", NOBODY, order=30)
    desks.add_tab("absent", _("Gegevens"), "nowhere:page", VIEW_DELIVERIES, order=40)


@pytest.mark.usefixtures("own_tabs")
def test_tabs_are_in_order_and_only_those_the_reader_may_open() -> None:
    shown = desks.shown_tabs("second", gemeente="utrecht", role=COORDINATOR)
    assert [(tab["url"], tab["current"]) for tab in shown] == [
        ("/utrecht/gegevens/", False),
        ("/utrecht/gegevens/toevoegen/", True),
    ]
