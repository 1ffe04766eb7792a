"""What the clock throws away: forms that came too late, and sessions that ended."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from regie.foundation.access import kept
from regie.foundation.access.models import LateForm

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_what_is_old_goes_and_what_is_of_now_stays() -> None:
    now = timezone.now()
    for age in (timedelta(hours=2), timedelta(minutes=5)):
        LateForm.objects.create(path="/x/", fields=[], size=3, known=False, at=now - age)
    for key, left in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now + timedelta(days=left)
        )
    assert kept.tidy() == 1
    assert [row.at for row in LateForm.objects.all()] == [now - timedelta(minutes=5)]
    assert [row.session_key for row in Session.objects.all()] == ["new"]
