"""The tabs above pages that belong together come from the rooms that have such a page."""

import pytest
from django.utils.translation import gettext_lazy as _

from regie.foundation.access import strips
from regie.foundation.access.permissions import VIEW_MUNICIPALITY
from regie.foundation.access.rules import COORDINATOR, Action

pytestmark = pytest.mark.room
NOBODY = Action("access.test_nobody", frozenset(), "Niemand.")


@pytest.fixture
def own_tabs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strips, "_strips", {"test": strips.Strip()})
    strips.name_strip("test", _("Beheer"))
    strips.add_tab("test", "second", _("Leden"), "access:members", VIEW_MUNICIPALITY, order=20)
    strips.add_tab("test", "first", _("Beheer"), "access:overview", VIEW_MUNICIPALITY, order=10)
    strips.add_tab("test", "locked", _("Beheer"), "access:overview", NOBODY, order=30)
    strips.add_tab("test", "absent", _("Beheer"), "nowhere:page", VIEW_MUNICIPALITY, order=40)


@pytest.mark.usefixtures("own_tabs")
def test_tabs_are_in_order_and_only_those_the_reader_may_open() -> None:
    shown = strips.shown_tabs("test", "second", gemeente="utrecht", role=COORDINATOR)
    assert [(tab["url"], tab["current"]) for tab in shown] == [
        ("/utrecht/beheer/", False),
        ("/utrecht/beheer/leden/", True),
    ]
    assert strips.strip_label("test") == "Beheer"
