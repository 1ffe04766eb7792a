"""The links under a paper: only addresses that exist, each kind its own."""

import pytest
from django.utils.translation import gettext_lazy

from regie.ui import paper_forms

pytestmark = pytest.mark.room


def test_the_room_that_prints_announces_its_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_forms, "_forms", {})
    paper_forms.add_form("x", gettext_lazy("PDF"), "analyses:data", slug="json")
    paper_forms.add_form("x", gettext_lazy("Word"), "nowhere:page")
    paper_forms.add_form("y", "ODT", "analyses:data", slug="zip")
    assert paper_forms.forms_of("x", "voorbeeldstad", 3) == [
        ("PDF", "/voorbeeldstad/veiligheidsbeeld/analyse/3/gegevens/json/")
    ]
    assert paper_forms.forms_of("z", "voorbeeldstad", 3) == []
