"""Reading areas: the right year, no pseudo-areas by accident, and few queries."""

from typing import Any

import pytest

from regie.foundation.areas import queries, services
from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.queries import Bounds
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.tests import maps

pytestmark = [pytest.mark.room, pytest.mark.django_db]

Counter = Any  # the fixture of pytest-django that counts queries


def register(year: int, *rows: tuple[str, str]) -> None:
    services.register_areas("nl", year, [AreaRow(*row) for row in rows], source="proef", actor=None)


@pytest.fixture
def country() -> None:
    """Municipalities until 2026, neighbourhoods until 2024 and shapes of 2022 and 2024."""
    places = [("NL00", "Nederland"), ("GM0344", "Utrecht"), ("GM0363", "Amsterdam")]
    parts = [
        ("WK034401", "Wijk 01 West"),
        ("BU03440101", "Welgelegen"),
        ("BU03440102", "Den Hommel"),
        ("GM0000", "Gemeente onbekend"),
        ("BU00000000", "Buurt onbekend"),
    ]
    register(2022, *places, ("GM0707", "Zederik"), ("BU03440101", "Oude naam"))
    register(2024, *places, *parts)
    register(2026, *places)
    _shapes(2022, "GM0707", "GM0344")
    _shapes(2024, "GM0344", "GM0363", "BU03440101", "BU03440102")


def _shapes(year: int, *codes: str) -> None:
    features = [BoundaryFeature(code, "", maps.square(n)) for n, code in enumerate(codes)]
    services.register_shapes("nl", year, features, source=f"CBS {year}", actor=None)


@pytest.mark.usefixtures("country")
class TestYears:
    def test_newest_overall_and_newest_with_a_level(self) -> None:
        newest, parts = queries.newest("nl"), queries.newest("nl", "neighbourhood")
        assert newest is not None
        assert parts is not None
        assert (newest.year, parts.year) == (2026, 2024)
        assert queries.newest("voorbeeld") is None

    def test_one_year_and_all_years(self) -> None:
        found = queries.classification("nl", 2022)
        assert found is not None
        assert str(found) == "nl 2022"
        assert queries.classification("nl", 1999) is None
        assert [each.year for each in queries.classifications("nl")] == [2026, 2024, 2022]

    def test_the_year_that_fits_codes(self, django_assert_num_queries: Counter) -> None:
        with django_assert_num_queries(2):
            match = queries.match_year("nl", ["GM0344", "BU03440102", "GM0000", "NL01"])
        assert (match.best, match.complete) == (2024, True)
        assert [(c.year, c.known, c.unknown) for c in match.years] == [
            (2026, 1, 1),
            (2024, 2, 0),
            (2022, 1, 1),
        ]
        assert queries.match_year("nl", ["GM0344", "GM0363"]).best == 2026
        assert queries.match_year("nl", ["GM0001"]).best is None

    def test_the_number_of_municipalities_points_at_a_year(self) -> None:
        codes = [f"GM{n:04d}" for n in range(1, 356)]
        assert queries.match_year("nl", codes).likely == (2020, 2019)
        assert queries.match_year("voorbeeld", ["GM9901"]).likely == ()


@pytest.mark.usefixtures("country")
class TestNames:
    def test_names_come_under_the_code_that_was_asked(
        self, django_assert_num_queries: Counter
    ) -> None:
        with django_assert_num_queries(1):
            names = queries.names(["NL01  ", "BU03440101", "GM0707", "GM1111"], realm="nl")
        assert names == {"NL01  ": "Nederland", "BU03440101": "Welgelegen", "GM0707": "Zederik"}

    def test_a_year_has_its_own_names_and_borrows_the_others(self) -> None:
        names = queries.names(["BU03440101", "BU03440102"], realm="nl", year=2022)
        assert names == {"BU03440101": "Oude naam", "BU03440102": "Den Hommel"}

    def test_many_codes_are_still_one_query(self, django_assert_num_queries: Counter) -> None:
        codes = [f"GM{n:04d}" for n in range(2000)]
        with django_assert_num_queries(1):
            assert queries.names(codes, realm="nl")["GM0344"] == "Utrecht"


@pytest.mark.usefixtures("country")
class TestAreas:
    def test_one_area(self, django_assert_num_queries: Counter) -> None:
        with django_assert_num_queries(1):
            area = queries.area("BU03440101", realm="nl")
        assert area is not None
        assert (area.name, area.municipality_code, area.province_code, area.pseudo) == (
            "Welgelegen",
            "GM0344",
            "PV26",
            False,
        )
        assert queries.area("BU03440101", realm="nl", year=2026) is None
        assert queries.area("GM0344", realm="voorbeeld") is None

    @pytest.mark.parametrize(
        ("code", "kind", "found"),
        [
            ("NL00", "municipality", ["GM0344", "GM0363"]),
            ("NL01", "province", ["PV26", "PV27"]),
            ("PV27", "municipality", ["GM0363"]),
            ("GM0344", "neighbourhood", ["BU03440101", "BU03440102"]),
            ("WK034401", "neighbourhood", ["BU03440101", "BU03440102"]),
            ("GM0363", "neighbourhood", []),
            ("RE05", "municipality", []),
            ("onzin", "municipality", []),
        ],
    )
    def test_what_lies_inside_an_area(
        self, code: str, kind: str, found: list[str], django_assert_max_num_queries: Counter
    ) -> None:
        with django_assert_max_num_queries(2):
            children = queries.children(code, realm="nl", kind=kind)
        assert [child.code for child in children] == found

    def test_pseudo_areas_only_when_asked(self) -> None:
        found = queries.children("NL00", realm="nl", kind="municipality", year=2024, pseudo=True)
        assert "GM0000" in {each.code for each in found}
        assert [m.code for m in queries.municipalities("nl", 2024)] == ["GM0344", "GM0363"]

    def test_the_resolver_takes_the_newest_year_with_neighbourhoods(self) -> None:
        resolver = queries.resolver("nl")
        assert resolver.year == 2024
        assert resolver.by_name("Den Hommel") == "BU03440102"
        assert queries.resolver("nl", 2022).by_name("Zederik") == "GM0707"


def test_a_country_without_areas_answers_empty() -> None:
    assert len(queries.resolver("nl")) == 0
    assert queries.municipalities("nl") == []
    assert not queries.shapes(realm="nl", kind="municipality")
    register(2025, ("GM0344", "Utrecht"))
    assert queries.resolver("nl").year == 2025


@pytest.mark.usefixtures("country")
class TestShapes:
    def test_the_asked_year(self, django_assert_num_queries: Counter) -> None:
        with django_assert_num_queries(2):
            found = queries.shapes(realm="nl", kind="municipality", year=2022)
        assert [shape.code for shape in found.shapes] == ["GM0344", "GM0707"]
        assert (found.year_used, found.other_year, found.source) == (2022, False, "CBS 2022")
        assert found.bounds == Bounds(130_000, -451_000, 132_000, -450_000)

    def test_the_nearest_year_is_used_and_said(self) -> None:
        found = queries.shapes(realm="nl", kind="municipality", year=2026)
        assert (found.year_used, found.other_year) == (2024, True)
        assert queries.shapes(realm="nl", kind="municipality").other_year is False

    def test_one_municipality(self) -> None:
        found = queries.shapes(realm="nl", kind="neighbourhood", municipality="GM0344")
        assert [(shape.code, shape.name) for shape in found.shapes] == [
            ("BU03440101", "Welgelegen"),
            ("BU03440102", "Den Hommel"),
        ]
        none = queries.shapes(realm="nl", kind="neighbourhood", municipality="GM0363", year=2024)
        assert not none
        assert none.year_used is None
        assert not none.other_year
