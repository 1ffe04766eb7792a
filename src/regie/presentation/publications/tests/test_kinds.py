"""Every kind of frozen paper leaves the house in every form, to who may read it."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from regie.foundation.access.models import Membership
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.start_meetings import services as meetings
from regie.planning.start_memos import queries as memos
from regie.planning.start_memos import services
from regie.presentation.publications.editions import FORMS
from regie.ui.paper_forms import forms_of

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def _who(user: User) -> dict[str, Any]:
    found = Membership.objects.select_related("municipality", "partner").get(user=user)
    return {"membership": found, "actor": user}


@pytest.fixture(autouse=True)
def _elsewhere(settings: LazySettings, tmp_path: object) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def memo(cast: Cast) -> int:
    """The edition of a memo that lies at the executive."""
    coos = _who(cast.coos)
    made = services.create(PolicyCycle.objects.get(municipality=cast.voorbeeldstad), **coos)
    for item in memos.questions_of(made):
        choice = item.choices[0].code if item.choices else ""
        services.write(made, item.code, "– een\n– twee", choice, seen=0, **coos)
    return services.send(made, **coos).pk


def _address(kind: str, pk: int, form: str) -> str:
    keys = {"gemeente": "voorbeeldstad", "pk": pk, "form": form}
    return reverse(f"publications:{kind}", kwargs=keys)


def test_a_memo_in_every_form(memo: int, as_coos: Client, as_rob: Client, as_vera: Client) -> None:
    assert len(forms_of("start_memo", "voorbeeldstad", memo)) == len(FORMS)
    for form, known in FORMS.items():
        answer = as_coos.get(_address("start_memo", memo, form))
        assert answer.status_code == 200
        assert answer["Content-Type"] == known.kind
        assert "startnotitie-voorbeeldstad-" in answer["Content-Disposition"]
        again = as_coos.get(_address("start_memo", memo, form))
        assert again.content == answer.content
    assert b"<h1>Startnotitie</h1>" in answer.content
    assert as_rob.get(_address("start_memo", memo, "pdf")).status_code == 404
    assert as_vera.get(_address("start_memo", memo, "pdf")).status_code == 404
    assert as_coos.get(_address("start_memo", memo, "scroll")).status_code == 404


def test_a_report_for_every_member(cast: Cast, as_rob: Client) -> None:
    coos = _who(cast.coos)
    cycle = PolicyCycle.objects.get(municipality=cast.voorbeeldstad)
    meeting = meetings.create(cycle, **coos)
    values = {"day": localdate(), "place": "Raadzaal", "shared_view": "Het plein valt op."}
    seen = meetings.token_of(meeting, tuple(values))
    meetings.write(meeting, values, seen=seen, **coos)
    meetings.invite(meeting, **coos)
    meetings.hold(meeting, **coos)
    report = meetings.make_report(meeting, **coos)
    page = as_rob.get(_address("start_meeting", report.pk, "html"))
    assert "Het plein valt op." in page.content.decode()
