"""Deliveries of one owner: one series, no month twice, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regie.evidence.formats.rules import State
from regie.evidence.intake.counts import MEASURE
from regie.evidence.intake.findings import QualityReport
from regie.evidence.series import owned
from regie.evidence.sources import queries as sources
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.reading import CACHE
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError

pytestmark = [pytest.mark.room, pytest.mark.django_db]

AREAS = ("BU99010101", "BU99010102")
REPORT = QualityReport("", "", "", 0, 0, ())


@pytest.fixture(autouse=True)
def warehouse(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.WAREHOUSE = tmp_path / "warehouse"
    CACHE.clear()
    yield
    CACHE.clear()


def counts(values: dict[str, int], silent: tuple[str, ...] = ()) -> owned.Counts:
    """Per month one number, in the first neighbourhood."""
    cells = {(AREAS[0], "geluid", month): (float(n), State.VALUE) for month, n in values.items()}
    periods = sorted({*values, *silent})
    return owned.Counts(
        areas={"neighbourhood": AREAS},
        cells=cells,
        observed=dict.fromkeys(periods, ("geluid",)),
        classification_year=2025,
        silent=frozenset(silent),
        rows=sum(values.values()),
    )


def store(home: Municipality, values: owned.Counts, name: str) -> Delivery:
    about = owned.About("registration-1", home, "Proef", "Partner", "x.csv", 1, name, {})
    return owned.store_counts(values, about, REPORT, actor=None)


def series(home: Municipality) -> dict[str, float]:
    found = sources.figures(
        "registration-1",
        realm="voorbeeld",
        measure=MEASURE,
        level="neighbourhood",
        frequency="month",
        owner=home,
    )
    if found is None:
        return {}
    sums = np.nansum(found.values, axis=(0, 1))
    return dict(zip(found.periods, sums.tolist(), strict=True))


files = st.lists(
    st.tuples(st.integers(1, 10), st.lists(st.integers(0, 9), min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(files)
def test_the_newest_file_speaks_for_its_months_and_undo_goes_all_the_way_back(
    town: Cast, told: list[tuple[int, list[int]]]
) -> None:
    home = town.voorbeeldstad
    expected: dict[str, float] = {}
    history, stored = [expected], []
    for i, (first, numbers) in enumerate(told):
        values = {f"2026MM{first + k:02d}": n for k, n in enumerate(numbers)}
        stored.append(store(home, counts(values), f"file {i}"))
        expected = {**expected, **values}
        history.append(expected)
        assert series(home) == expected
        assert Delivery.owned.filter(state="available").count() == 1
    for delivery, before in zip(reversed(stored), reversed(history[:-1]), strict=True):
        owned.withdraw(delivery, actor=None)
        assert series(home) == before
    Delivery.owned.all().update(replaced_by=None)
    Delivery.owned.all().delete()


@pytest.fixture
def town(cast: Cast) -> Cast:
    return cast


def test_a_silent_month_is_unknown_and_not_zero(town: Cast) -> None:
    home = town.voorbeeldstad
    store(home, counts({"2026MM01": 2, "2026MM03": 1}, silent=("2026MM02",)), "a")
    found = sources.figures(
        "registration-1",
        realm="voorbeeld",
        measure=MEASURE,
        level="neighbourhood",
        frequency="month",
        owner=home,
    )
    assert found is not None
    assert (found.states[:, :, 1] == int(State.UNKNOWN)).all()
    assert (found.states[:, :, 0] == int(State.VALUE)).all()


def test_only_what_is_in_use_can_be_taken_back(town: Cast) -> None:
    home = town.voorbeeldstad
    first = store(home, counts({"2026MM01": 2}), "a")
    store(home, counts({"2026MM02": 2}), "b")
    with pytest.raises(RefusedError):
        owned.withdraw(first, actor=None)


def test_a_failure_leaves_nothing(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    home = town.voorbeeldstad
    store(home, counts({"2026MM01": 2}), "a")

    def broken(*_args: object, **_named: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(owned, "write_counts", broken)
    with pytest.raises(OSError, match="space"):
        store(home, counts({"2026MM02": 2}), "b")
    assert series(home) == {"2026MM01": 2}
    assert Delivery.owned.count() == 1
