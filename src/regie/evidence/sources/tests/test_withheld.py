"""Types that a whole table withholds: hidden, and taken from a table that publishes them."""

from pathlib import Path

import numpy as np
import pytest

from regie.evidence.formats.rules import State
from regie.evidence.sources import queries
from regie.evidence.sources.tests import files
from regie.evidence.sources.tests.test_import import OFFENCES, PLACES, codes, take

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.mark.usefixtures("areas")
def test_a_type_that_is_zero_everywhere_is_withheld_everywhere(tmp_path: Path) -> None:
    zero = {("1.4.1", place, year): 0 for place in PLACES for year in (2023, 2024)}
    outcome = take(
        files.dense(tmp_path / "x.csv", ["0.0.0", "1.4.1", "3.2.1"], PLACES, [2023, 2024], zero)
    )
    assert "withheld" in codes(outcome)
    cube = queries.figures("offence", level="country", **OFFENCES)
    assert cube is not None
    assert (cube.states[:, cube.categories.index("1.4.1")] == State.HIDDEN).all()
    assert np.isnan(cube.values[:, cube.categories.index("1.4.1")]).all()
    for published in ("0.0.0", "3.2.1"):
        assert (cube.values[:, cube.categories.index(published)] == 5).all()


@pytest.mark.usefixtures("areas")
def test_a_withheld_type_comes_from_the_table_that_publishes_it(tmp_path: Path) -> None:
    zero = {("1.4.1", place, 2023): 0 for place in PLACES}
    take(files.dense(tmp_path / "x.csv", ["0.0.0", "1.4.1", "3.1.1"], PLACES, [2023], zero))
    hidden = queries.figures("offence", level="country", categories=["1.4.1"], **OFFENCES)
    assert hidden is not None
    assert (hidden.states == State.HIDDEN).all()
    rows = [["Totaal misdrijven", 2023, 9], ["1.4.1 Zedenmisdrijf", 2023, 8]]
    header = ["incident_type_code", "year", "incident_count"]
    take(files.table(tmp_path / "nl.csv", header, rows))
    alone = queries.figures("offence", level="country", categories=["1.4.1"], **OFFENCES)
    assert alone is not None
    assert [ref.table_id for ref in alone.deliveries] == ["47025NED"]
    assert alone.values.tolist() == [[[8.0]]]
    whole = queries.figures("offence", level="country", **OFFENCES)
    assert whole is not None
    assert {ref.table_id for ref in whole.deliveries} == {"47018NED", "47025NED"}
    assert whole.values[0, :, 0].tolist() == [5.0, 8.0, 5.0]
