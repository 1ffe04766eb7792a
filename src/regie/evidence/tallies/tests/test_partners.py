"""The files of the demonstration, from the workbook to the counts, with what was planted."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely

from regie.evidence.grids.reading import open_grid, rows
from regie.evidence.profiles.finishing import complete
from regie.evidence.profiles.proposal import propose
from regie.evidence.tallies.counting import count
from regie.evidence.tallies.results import Points
from regie.evidence.values.kinds import Kind
from regie.evidence.values.personal import refusals, scan
from voorbeeldstad import addresses, country, shapes
from voorbeeldstad.planted_rows import RegistrationFile
from voorbeeldstad.registrations import write_registrations

pytestmark = pytest.mark.room

Delivered = dict[str, tuple[Path, RegistrationFile]]


class Country:
    """The areas and addresses of the fictitious country."""

    def __init__(self) -> None:
        drawn = shapes.draw_map(seed=2026)
        book = addresses.draw(drawn, seed=2026)
        self._numbers: dict[str, dict[int, str]] = {}
        whole = zip(book.postcode.tolist(), book.number.tolist(), book.area.tolist(), strict=True)
        for postcode, number, area in whole:
            self._numbers.setdefault(postcode, {})[number] = area
        self._names = {home.name: home.code for home in country.NEIGHBOURHOODS}
        self._names |= {name: code for code, name in country.NAMES.items()}
        self._codes = list(drawn.neighbourhoods)
        self._tree = shapely.STRtree(list(drawn.neighbourhoods.values()))
        self._metres = pyproj.Transformer.from_crs(4326, 28992, always_xy=True)

    def code(self, text: str) -> str | None:
        return text if text in self._codes else None

    def name(self, text: str, municipality: str = "") -> str | None:
        return self._names.get(text)

    def postcode(self, postcode: str, number: int | None = None) -> Sequence[tuple[str, float]]:
        found = self._numbers.get(postcode, {})
        if number in found:
            return ((found[number], 1.0),)
        return tuple((area, n / len(found)) for area, n in Counter(found.values()).items())

    def points(self, xs: Points, ys: Points, crs: str) -> Sequence[str]:
        east, north = self._metres.transform(xs, ys) if crs == "wgs84" else (xs, ys)
        found = np.full(len(xs), "", dtype=object)
        at, area = self._tree.query(shapely.points(east, north), predicate="intersects")
        found[at] = np.array(self._codes, dtype=object)[area]
        return [str(code) for code in found]


@pytest.fixture(scope="module")
def delivered(
    tmp_path_factory: pytest.TempPathFactory,
) -> Delivered:
    folder = tmp_path_factory.mktemp("partners")
    return {file.name: (folder / file.name, file) for file in write_registrations(folder)}


@pytest.fixture(scope="module")
def places() -> Country:
    return Country()


NAMES = ("overlastdossiers_2026-09.xlsx", "overlastdossiers_2026-09_verbeterd.xlsx",
         "signalen_2026-09.csv", "msb_meldingen_2026-09.json",
         "boa_registraties_2026-09.csv")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_row_ends_where_it_was_planted(
    delivered: Delivered, places: Country, name: str
) -> None:
    path, file = delivered[name]
    grid = open_grid(path)
    proposal = propose(grid, partner=file.partner)
    assert not refusals(scan(grid.header, rows(grid)))
    profile = complete(proposal.profile, grid.header, rows(grid))
    found = count(profile, grid.header, rows(grid), places, municipality="GM9901",
                  today=date(2026, 10, 2))  # fmt: skip
    totals = found.totals
    assert totals.adds_up
    planted = file.planted
    assert (totals.counted, totals.duplicates, totals.errors, totals.unplaced, totals.outside) == (
        planted.counted, planted.duplicates, planted.errors, planted.unplaced, planted.outside,
    )  # fmt: skip
    assert totals.non_incidents in {planted.non_incidents, planted.non_incidents - 1}


def test_the_file_with_names_is_refused_with_its_columns(
    delivered: Delivered,
) -> None:
    path, _file = delivered["overlastdossiers_2026-09_met_namen.xlsx"]
    grid = open_grid(path)
    refused = refusals(scan(grid.header, rows(grid)))
    assert [finding.kind for finding in refused] == [Kind.NAME, Kind.BIRTH, Kind.PHONE]
    assert [finding.header for finding in refused] == ["Naam melder", "Geboortedatum", "Telefoon"]


def test_the_same_seed_writes_the_same_bytes(delivered: Delivered, tmp_path: Path) -> None:
    again = write_registrations(tmp_path)
    assert [file.name for file in again] == list(delivered)
    for file in again:
        assert (tmp_path / file.name).read_bytes() == delivered[file.name][0].read_bytes()
