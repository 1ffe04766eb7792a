"""Sources in the database and on disk: what was registered is what questions are answered from."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.conf import LazySettings

from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas
from regie.foundation.crosswalks import queries, services
from regie.foundation.crosswalks.address_files import NUMBERS, Addresses, postcodes
from regie.foundation.crosswalks.models import AddressBook, OutlineFile
from regie.foundation.crosswalks.store import path_of
from regie.foundation.crosswalks.tests.files import EEMSDELTA
from regie.foundation.records.models import Log

pytestmark = [pytest.mark.room, pytest.mark.django_db]

REALM = "voorbeeld"
ABSORBER, GONE = "BU99010501", "BU99010507"
OLD, NEW = "BU99010609", "BU99010607"
HOME = "BU99010601"


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    settings.DATA = tmp_path
    services.forget()
    yield tmp_path
    services.forget()


@pytest.fixture(autouse=True)
def years(db: None) -> None:
    """Three years: one neighbourhood is absorbed in 2023, one gets another code in 2024."""
    del db
    always = [AreaRow("GM9901", "Voorbeeldstad"), AreaRow("WK990105", "Oosterwijk")]
    always += [AreaRow("WK990106", "Zuid"), AreaRow(HOME, "Zuiderpark")]
    always += [AreaRow(ABSORBER, "Ambachtsbuurt")]
    gone, old, new = (
        AreaRow(GONE, "Gasfabriek"),
        AreaRow(OLD, "Zuiderkwartier"),
        AreaRow(NEW, "Zuiderkwartier"),
    )
    for year, rows in {2022: (gone, old), 2023: (old,), 2024: (new,)}.items():
        register_areas(REALM, year, [*always, *rows], source="proef", actor=None)


def key(postcode: str, number: int) -> int:
    import pyarrow as pa

    return int(postcodes(pa.array([postcode]))[0]) * NUMBERS + number


def addresses(year: int, counts: dict[str, int]) -> Addresses:
    """So many addresses per neighbourhood, always the same ones in the same order."""
    rows = [(place, at) for place, (code, n) in enumerate(counts.items()) for at in range(n)]
    codes = tuple(counts)
    keys = [key(f"01{place:02d}A{chr(65 + at // 20)}", at % 20 + 1) for place, at in rows]
    del year
    return Addresses(
        np.array(keys, dtype=np.int64),
        np.array([place for place, _at in rows], dtype=np.int32),
        codes,
    )


def register(year: int, counts: dict[str, int], as_codes: dict[str, str] | None = None) -> None:
    found = addresses(year, counts)
    named = tuple((as_codes or {}).get(code, code) for code in found.codes)
    again = {code: at for at, code in enumerate(dict.fromkeys(named))}
    area = np.array([again[named[at]] for at in found.area], dtype=np.int32)
    services.register_addresses(
        REALM, year, Addresses(found.key, area, tuple(again)), source="proef", actor=None
    )


COUNTS = {ABSORBER: 70, GONE: 30, HOME: 40, OLD: 50}


@pytest.fixture
def books() -> None:
    register(2022, COUNTS)
    register(2023, COUNTS, {GONE: ABSORBER})
    register(2024, COUNTS, {GONE: ABSORBER, OLD: NEW})


def test_addresses_of_three_years_follow_both_changes(books: None) -> None:
    del books
    walk = queries.crosswalk(REALM, "neighbourhood", 2022)
    assert walk is not None
    assert (walk.from_year, walk.to_year) == (2022, 2024)
    assert walk.shares(GONE) == ((ABSORBER, 1.0),)
    assert walk.shares(OLD) == ((NEW, 1.0),)
    assert [part.origin for part in walk.parts_of(ABSORBER)] == [ABSORBER, GONE]
    assert queries.address_years(REALM) == (2022, 2023, 2024)
    assert queries.crosswalk(REALM, "neighbourhood", 2024, 2022) is None
    assert queries.crosswalk(REALM, "province", 2022) is None


def test_a_new_file_of_a_year_takes_the_place_of_the_old_one(
    books: None, django_capture_on_commit_callbacks: object
) -> None:
    del books, django_capture_on_commit_callbacks
    before = AddressBook.objects.get(year=2023).file
    assert path_of(before).exists()
    register(2023, COUNTS)
    book = AddressBook.objects.get(year=2023)
    assert book.file != before
    walk = queries.crosswalk(REALM, "neighbourhood", 2022, 2023)
    assert walk is not None
    assert walk.shares(GONE) == ((GONE, 1.0),)
    assert Log.objects.filter(verb="crosswalks.register_addresses").count() == 4


def test_a_year_nobody_knows_breaks_the_chain() -> None:
    register(2022, COUNTS)
    assert queries.crosswalk(REALM, "neighbourhood", 2022) is None
    assert queries.successors(REALM, GONE) == ()


def test_flags_know_the_recoded_one_and_say_what_they_do_not_know() -> None:
    services.register_flags(REALM, 2023, {ABSORBER: "3"}, source="kwb 2023", actor=None)
    told = services.register_flags(
        REALM,
        2024,
        {NEW: "2"},
        source="kwb 2024",
        actor=None,
        people={NEW: 1450.0},
        people_before={OLD: 1440.0},
    )
    assert told.recoded == {NEW: OLD}
    walk = queries.crosswalk(REALM, "neighbourhood", 2022, 2024)
    assert walk is not None
    assert walk.shares(OLD) == ((NEW, 1.0),)
    assert walk.shares(GONE) == ()
    assert walk.redrawn == {ABSORBER}
    assert queries.successors(REALM, OLD) == ((NEW, 1.0),)


def test_addresses_go_before_flags(books: None) -> None:
    del books
    services.register_flags(REALM, 2023, {ABSORBER: "3"}, source="kwb 2023", actor=None)
    walk = queries.crosswalk(REALM, "neighbourhood", 2022, 2023)
    assert walk is not None
    assert not walk.redrawn


def test_an_old_code_leads_to_where_it_is_now(books: None) -> None:
    del books
    assert queries.successors(REALM, GONE) == ((ABSORBER, 1.0),)
    assert queries.successors(REALM, OLD, 2022) == ((NEW, 1.0),)
    assert queries.successors(REALM, ABSORBER) == ((ABSORBER, 1.0),)
    assert queries.successors(REALM, "BU99019999") == ()
    assert queries.successors(REALM, "geen code") == ()
    assert queries.old_names([GONE], REALM) == {GONE: "Gasfabriek"}


def test_what_changed_in_a_municipality(books: None) -> None:
    del books
    found = queries.changes(REALM, "GM9901", 2022, 2024)
    local = [(c.kind, c.code) for c in found.changes if c.level == "neighbourhood"]
    assert local == [("merged", ABSORBER), ("recoded", NEW)]
    assert found.names[GONE] == "Gasfabriek"
    assert not found.silent
    assert queries.changes(REALM, "GM9901", 2021, 2022).silent


@pytest.fixture
def merged_municipality(db: None) -> None:
    del db
    services.register_ledger("nl", EEMSDELTA, source="proef", actor=None)
    for year in (2021, 2022):
        register_areas("nl", year, [AreaRow("GM1979", "Eemsdelta")], source="proef", actor=None)


@pytest.mark.usefixtures("merged_municipality")
def test_the_ledger_knows_municipalities_that_nobody_registered() -> None:
    assert queries.successors("nl", "GM0003", 2020) == (("GM1979", 1.0),)
    assert queries.successors("nl", "GM0003") == (("GM1979", 1.0),)
    assert queries.old_names(["GM0003", "GM1979"], "nl") == {
        "GM0003": "Appingedam",
        "GM1979": "Eemsdelta",
    }
    # After its newest change it holds as long as the municipalities are the same.
    assert queries.crosswalk("nl", "municipality", 2020, 2022) is not None
    assert queries.crosswalk("nl", "municipality", 2020, 2024) is None
    assert queries.corrections("nl", 2020, 2021) == ()
    assert queries.corrections(REALM, 2020, 2021) == ()


# --- places ---------------------------------------------------------------------------------------


def square(west: float, south: float, size: float = 100.0) -> shapely.Polygon:
    return shapely.box(west, south, west + size, south + size)


@pytest.fixture
def drawn() -> None:
    features = [
        BoundaryFeature(ABSORBER, "Ambachtsbuurt", shapely.MultiPolygon([square(0, 0)]), 2024),
        BoundaryFeature(HOME, "Zuiderpark", shapely.MultiPolygon([square(100, 0)]), 2024),
        BoundaryFeature(NEW, "Zuiderkwartier", shapely.MultiPolygon([square(0, 100)]), 2024),
    ]
    told = services.keep_outlines(REALM, 2024, features, source="proef", actor=None)
    assert told == {"neighbourhood": 3}


def test_points_lie_somewhere_or_nowhere(drawn: None) -> None:
    del drawn
    places = queries.places(REALM)
    assert places.has_outlines
    assert not places.has_postcodes
    xs, ys = [50, 150, 100, 100, 500, np.nan], [50, 50, 50, 100, 500, 1]
    # On a border the lowest code, whichever way one asks.
    assert places.points(xs, ys) == [ABSORBER, HOME, ABSORBER, ABSORBER, "", ""]
    assert places.points(xs[::-1], ys[::-1]) == ["", "", ABSORBER, ABSORBER, HOME, ABSORBER]
    assert queries.places(REALM, municipality="GM9902").points([50], [50]) == [""]
    assert queries.places(REALM, 2022).points([50.0], [50.0]) == [""]


def test_degrees_are_turned_into_metres(drawn: None) -> None:
    del drawn
    far = shapely.MultiPolygon([square(155_000, 463_000, 50)])
    features = [BoundaryFeature(HOME, "Zuiderpark", far, None)]
    assert services.keep_outlines(REALM, 2024, features, source="proef", actor=None) == {
        "neighbourhood": 3
    }
    assert OutlineFile.objects.get().outlines == 3
    places = queries.places(REALM)
    assert places.points([5.38755], [52.15535], "wgs84") == [HOME]
    assert places.points([150], [50]) == [""]


def test_postcodes_and_numbers(books: None) -> None:
    del books
    places = queries.places(REALM)
    assert places.has_postcodes
    assert places.postcode("0100AA", 3) == ((ABSORBER, 1.0),)
    assert places.postcode("0100 aa", "3b") == ((ABSORBER, 1.0),)
    assert places.postcode("0100") == ((ABSORBER, 1.0),)
    assert places.postcode("0100AA", 999) == ((ABSORBER, 1.0),)
    assert places.postcode("0101AA") == ((ABSORBER, 1.0),)
    assert places.postcode("9999ZZ") == places.postcode("x") == places.postcode("") == ()
    assert places.postcode("01²1") == ()
    assert queries.places(REALM, municipality="GM9902").postcode("0100AA") == ()


def test_a_postcode_on_a_border_is_shared_by_its_addresses() -> None:
    keys = np.array([key("0100AA", number) for number in (1, 2, 3, 4)], dtype=np.int64)
    found = Addresses(keys, np.array([0, 0, 0, 1], dtype=np.int32), (ABSORBER, HOME))
    services.register_addresses(REALM, 2024, found, source="proef", actor=None)
    places = queries.places(REALM)
    assert places.postcode("0100AA") == ((ABSORBER, 0.75), (HOME, 0.25))
    assert places.postcode("0100AA", "4") == ((HOME, 1.0),)


def test_codes_and_names_of_any_year(books: None) -> None:
    del books
    places = queries.places(REALM)
    assert places.year == 2024
    assert places.code(" bu99010501 ") == ABSORBER
    assert places.code(GONE) == ABSORBER
    assert places.code(OLD) == NEW
    assert places.shares(GONE) == ((ABSORBER, 1.0),)
    assert places.code("BU99019999") is None
    assert places.name("Ambachtsbuurt") == ABSORBER
    assert places.name("Voorbeeldstad") == "GM9901"
    assert places.name("Nergenshuizen") is None
    assert places.label(NEW) == "Zuiderkwartier"
    assert places.label("x") == "x"
    assert places.codes() == {ABSORBER, HOME, NEW}
    other = queries.places(REALM, municipality="GM9902")
    assert other.code(ABSORBER) is None
    assert other.codes() == frozenset()
