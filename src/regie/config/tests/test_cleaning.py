"""What the clock throws away: forms that came too late, and sessions that ended."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from regie.config import ticking
from regie.foundation.access.models import LateForm

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_what_is_old_goes_and_what_is_of_now_stays(as_coos: Client) -> None:
    now = timezone.now()
    for age in (timedelta(hours=2), timedelta(minutes=5)):
        LateForm.objects.create(path="/x/", fields=[], size=3, known=False, at=now - age)
    Session.objects.create(session_key="oud", session_data="", expire_date=now - timedelta(days=1))
    ticking.clean()
    assert LateForm.objects.count() == 1
    assert not Session.objects.filter(session_key="oud").exists()
    assert as_coos.get("/voorbeeldstad/").status_code == 200
