"""Two coordinators who publish the same analysis at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from regie.evidence.analyses import services
from regie.evidence.analyses.models import FrozenEdition, SafetyAnalysis
from regie.foundation.records.services import StepRefusedError

pytestmark = [
    pytest.mark.room,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time by itself"
    ),
]


def test_one_edition_comes_out(ready: SafetyAnalysis, me: dict[str, Any]) -> None:
    start = Barrier(2)

    def publish(_number: int) -> bool:
        opened = SafetyAnalysis.objects.select_related("municipality").get(pk=ready.pk)
        start.wait(timeout=20)
        try:
            services.publish(opened, **me)
        except StepRefusedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(publish, range(2))) == [False, True]
    assert FrozenEdition.objects.count() == 1
    assert SafetyAnalysis.objects.get().state == "published"
