"""Reading ahead: bounded, and nothing the second time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regie.evidence.indicators import memory
from regie.evidence.indicators.ahead import read_ahead
from regie.evidence.indicators.tests.world import World

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_reading_ahead_leaves_little_to_read(country: World) -> None:
    memory.forget()
    asked = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            read_ahead("GM9901")
        asked.append(len(queries))
    assert asked[0] <= 15
    assert asked[1] <= 2
