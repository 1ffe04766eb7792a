"""Real figures: merged municipalities get a population in the areas of the counts.

Set REGIE_REAL_DATA to the folder with the files; they are never part of the project.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings

from regie.evidence.indicators import memory
from regie.evidence.indicators.cube import INHABITANTS, MUNICIPALITY, evidence
from regie.evidence.indicators.definitions import by_slug, definitions
from regie.evidence.indicators.series import series
from regie.evidence.sources.reading import CACHE
from regie.evidence.sources.services import import_file
from regie.foundation.areas.services import ensure_reference
from regie.foundation.crosswalks import queries as crosswalks

FOLDER = Path(os.environ.get("REGIE_REAL_DATA", ""))
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not os.environ.get("REGIE_REAL_DATA"), reason="set REGIE_REAL_DATA to the folder with data"
    ),
]

LEDGER = "Stefan7168_checkdecijfers_odata_v4/03759ned/codes-RegioS.json"
POPULATION = "derived/70072ned_TypedDataSet_population_GM.csv"
OFFENCES = "derived/47018NED_TypedDataSet_GM_2012-2025.csv"
EEMSDELTA = "GM1979"


@pytest.fixture(autouse=True)
def read(db: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    del db
    settings.DATA, settings.WAREHOUSE = tmp_path, tmp_path / "warehouse"
    CACHE.clear()
    memory.forget()
    ensure_reference()
    for name in (LEDGER, POPULATION, OFFENCES):
        outcome = import_file(FOLDER / name, actor=None)
        assert outcome.refused is None, outcome.refused
    yield
    CACHE.clear()
    memory.forget()


def test_every_merged_municipality_has_a_population() -> None:
    """169 municipality-years had none: 155 of merged municipalities, 14 of "place unknown"."""
    found = evidence("nl", EEMSDELTA)
    counts = found.counts("offence", MUNICIPALITY)
    assert counts is not None
    laid = found.laid(INHABITANTS, MUNICIPALITY, counts)
    missing = np.argwhere(np.isnan(laid.values))
    assert {counts.areas[row] for row, _year in missing.tolist()} <= {"GM0000"}
    source = found.denominator(INHABITANTS, MUNICIPALITY)
    assert source is not None
    assert source.carried is not None
    assert not source.carried.left
    # Nobody is lost or made: the country has as many inhabitants as before.
    assert np.nansum(source.values[:, source.years.index(2012)]) == 16_754_968


def test_eemsdelta_runs_across_its_merger_and_says_of_what() -> None:
    found = evidence("nl", EEMSDELTA)
    definition = next(d for d in definitions() if d.categories == ("1.1.1",))
    assert by_slug()[definition.slug] == definition
    own = series(found, definition, EEMSDELTA, MUNICIPALITY, denominator=INHABITANTS)
    assert own is not None
    assert own.without_boundary == ()
    assert all(reading.rate is not None for reading in own.readings)
    assert not any(reading.estimated for reading in own.readings)
    assert own.readings[0].denominator == 48_547
    last, parts = own.pieces[-1]
    assert last == "2020JJ00"
    assert {part.origin for part in parts} == {"GM0003", "GM0010", "GM0024"}
    names = crosswalks.old_names([part.origin for part in parts], "nl")
    assert sorted(names.values()) == ["Appingedam", "Delfzijl", "Loppersum"]


def test_the_split_of_haaren_is_that_of_the_ledger() -> None:
    shares = dict(crosswalks.successors("nl", "GM0788"))
    rounded = {code: round(100 * share, 1) for code, share in shares.items()}
    assert rounded == {"GM0757": 15.0, "GM0824": 40.7, "GM0855": 10.1, "GM0865": 34.2}
    assert crosswalks.successors("nl", "GM0003") == ((EEMSDELTA, 1.0),)
