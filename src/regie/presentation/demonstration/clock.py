"""A clock that stands still, so that the demonstration has a past of its own.

Only the demonstration uses it, while it is being prepared and before anybody comes in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch

from django.utils import timezone

OFFICE_HOURS = time(10)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Whatever is written within this block was written on this day."""
    moment = timezone.make_aware(datetime.combine(day, OFFICE_HOURS))
    with patch.object(timezone, "now", lambda: moment):
        yield
