"""A question of the house, answered by every engine."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from regie.evidence.sources import queries
from regie.evidence.sources.reading import CACHE
from regie.evidence.sources.services import import_file
from regie.evidence.sources.tests import files
from regie.evidence.warehouse.tests.engines.addresses import ENGINES, address_of

pytestmark = [
    pytest.mark.room,
    pytest.mark.django_db,
    # What PySpark asks of pandas and pandas does not like is theirs to settle.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
]

KINDS = ("0.0.0", "1.1.1", "2.7.2")
PLACES = ("NL00", "GM0344", "WK034401", "BU03440111", "BU03440112", "GM0363", "BU0363AC02")
YEARS = range(2020, 2025)


@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_cube_whoever_reads_it(
    tmp_path: Path, settings: LazySettings, engine: str
) -> None:
    counts = {
        (kind, place, year): (len(place) * year + i) % 4
        for i, kind in enumerate(KINDS)
        for place in PLACES
        for year in YEARS
    }
    outcome = import_file(files.dense(tmp_path / "x.csv", KINDS, PLACES, YEARS, counts), actor=None)
    assert not outcome.refused
    cubes = []
    for address in ("", address_of(engine)):
        settings.WAREHOUSE_URL = address
        CACHE.clear()
        cubes.append(
            [
                queries.figures(
                    "offence",
                    realm="nl",
                    measure="GeregistreerdeMisdrijven",
                    level=level,
                    municipalities=("GM0344", "GM0363"),
                )
                for level in ("country", "municipality", "district", "neighbourhood")
            ]
        )
    for one, other in zip(*cubes, strict=True):
        assert one is not None
        assert other is not None
        assert (one.areas, one.categories, one.periods) == (
            other.areas,
            other.categories,
            other.periods,
        )
        assert one.values.tobytes() == other.values.tobytes()
        assert one.states.tobytes() == other.states.tobytes()
