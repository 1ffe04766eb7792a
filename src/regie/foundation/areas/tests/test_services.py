"""Registering areas and shapes: complete, repeatable, and nothing invented or deleted."""

from dataclasses import asdict
from typing import Any

import pytest
from shapely import Polygon, box

from regie.foundation.areas import queries, services
from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.models import Area, AreaShape, Classification
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import Conflict, YearNeededError
from regie.foundation.areas.shaping import DERIVED
from regie.foundation.areas.tests import maps
from regie.foundation.records.models import Log

pytestmark = [pytest.mark.room, pytest.mark.django_db]

Counter = Any  # the fixture of pytest-django that counts queries

ROWS = [
    AreaRow("NL01  ", "Nederland"),
    AreaRow("GM1680    ", "Aa en Hunze                   "),
    AreaRow("WK168000  ", "Wijk 00 Annen"),
    AreaRow("BU16800000", "Annen"),
    AreaRow("BU16800009", "Verspreide huizen Annen"),
    AreaRow("GM0000    ", "Gemeente onbekend"),
    AreaRow("BU00000000", "Buurt onbekend"),
]


def register(*rows: AreaRow, year: int = 2024, realm: str = "nl") -> services.RegisterReport:
    return services.register_areas(realm, year, rows, source="proef", actor=None)


def feature(code: str, border: Polygon, name: str = "", **more: Any) -> BoundaryFeature:
    return BoundaryFeature(code, name, border, **more)


def parent_of(code: str, year: int = 2024) -> str | None:
    area = Area.objects.select_related("parent").get(classification__year=year, code=code)
    return area.parent.code if area.parent else None


# --- areas ------------------------------------------------------------------------------------


def test_areas_get_kind_parent_municipality_and_province_from_their_code() -> None:
    report = register(*ROWS)
    assert report.created == 8  # the seven rows and the province of the municipality
    annen = Area.objects.get(code="BU16800000")
    assert (annen.kind, annen.municipality_code, annen.province_code) == (
        "neighbourhood",
        "GM1680",
        "PV22",
    )
    assert parent_of("BU16800000") == "WK168000"
    assert parent_of("WK168000") == "GM1680"
    assert parent_of("GM1680") == "PV22"
    assert parent_of("PV22") == "NL00"
    assert parent_of("NL00") is None
    assert Area.objects.get(code="GM1680").name == "Aa en Hunze"


def test_pseudo_areas_are_kept_apart() -> None:
    register(*ROWS)
    assert set(Area.objects.filter(pseudo=True).values_list("code", flat=True)) == {
        "GM0000",
        "BU00000000",
    }
    assert Area.objects.get(code="GM0000").province_code == ""


def test_registering_again_changes_and_logs_nothing() -> None:
    register(*ROWS)
    logged = Log.objects.count()
    report = register(*ROWS)
    assert not report.changed
    assert report.unchanged == 7
    assert Log.objects.count() == logged == 1


def test_new_names_are_taken_over_and_other_areas_stay() -> None:
    register(*ROWS)
    report = register(AreaRow("BU16800000", "Annen-Dorp"), AreaRow("GM1680", ""))
    assert (report.renamed, report.created, report.moved) == (1, 0, 0)
    assert Area.objects.get(code="BU16800000").name == "Annen-Dorp"
    assert Area.objects.get(code="GM1680").name == "Aa en Hunze"
    assert Area.objects.count() == 8


def test_a_district_that_comes_later_becomes_the_parent() -> None:
    register(AreaRow("BU16800000", "Annen"))
    assert parent_of("BU16800000") == "PV22"
    report = register(AreaRow("GM1680", "Aa en Hunze"), AreaRow("WK168000", "Wijk 00 Annen"))
    assert (report.created, report.moved) == (2, 1)
    assert parent_of("BU16800000") == "WK168000"


def test_the_same_code_is_another_area_in_another_year() -> None:
    register(AreaRow("GM0824", "Oisterwijk"), year=2020)
    register(AreaRow("GM0824", "Oisterwijk (nieuw)"), year=2021)
    assert Area.objects.filter(code="GM0824").count() == 2
    assert queries.names(["GM0824"], realm="nl", year=2020) == {"GM0824": "Oisterwijk"}


def test_what_cannot_be_used_is_reported() -> None:
    report = register(
        AreaRow("GM0344", "Utrecht"),
        AreaRow("GM0344", "Utrecht (gemeente)"),
        AreaRow("GM0363", "Amsterdam"),
        AreaRow("GM0363", "Rotterdam"),
        AreaRow("Utrecht ", "Utrecht"),
        AreaRow("GM9901", "Voorbeeldstad"),
    )
    assert report.duplicates == 2
    assert report.conflicts == (Conflict("GM0363", ("Amsterdam", "Rotterdam")),)
    assert report.unreadable == ("Utrecht",)
    assert report.other_realm == ("GM9901",)
    assert Area.objects.get(code="GM0363").name == "Amsterdam"
    assert asdict(report)["conflicts"][0]["code"] == "GM0363"


def test_an_area_without_a_name_is_called_by_its_code() -> None:
    register(AreaRow("GM0344", " "))
    assert Area.objects.get(code="GM0344").name == "GM0344"


def test_the_fictitious_country_gets_its_provinces_from_the_rows() -> None:
    register(
        AreaRow("NL99", "Voorbeeldland"),
        AreaRow("PV91", "Noord-Voorbeeldland"),
        AreaRow("GM9901", "Voorbeeldstad", "PV91"),
        AreaRow("BU99010001", "Marktkwartier"),
        realm="voorbeeld",
    )
    assert parent_of("GM9901") == "PV91"
    assert Area.objects.get(code="BU99010001").province_code == "PV91"
    assert not Area.objects.filter(classification__realm="nl").exists()


def test_nothing_but_unreadable_rows_adds_no_areas() -> None:
    report = register(AreaRow("x", "y"))
    assert (report.created, report.unreadable) == (0, ("x",))
    assert not Area.objects.exists()


def test_the_reference_is_complete_and_loading_it_again_does_nothing() -> None:
    first = services.ensure_reference()
    assert [(report.year, report.created) for report in first] == [
        (year, 355) for year in (2023, 2024, 2025, 2026)
    ]
    register(AreaRow("GM0518", "Den Haag"), year=2025)
    logged = Log.objects.count()
    assert not any(report.changed for report in services.ensure_reference())
    assert Log.objects.count() == logged
    assert Area.objects.get(classification__year=2025, code="GM0518").name == "Den Haag"
    assert len(queries.municipalities("nl")) == 342


def test_thousands_of_areas_cost_a_few_dozen_queries(
    django_assert_max_num_queries: Counter,
) -> None:
    rows = [AreaRow(f"BU1680{n:04d}", f"Buurt {n}") for n in range(3000)]
    with django_assert_max_num_queries(40):
        assert register(*rows).created == 3002
    with django_assert_max_num_queries(40):
        assert register(*(AreaRow(row.code, f"{row.name}a") for row in rows)).renamed == 3000


# --- shapes -----------------------------------------------------------------------------------


def test_shapes_are_stored_for_known_areas_and_logged() -> None:
    register(*ROWS)
    report = services.register_shapes(
        "nl",
        2024,
        [feature("BU16800000", maps.square()), feature("GM1680", maps.square())],
        source="CBS",
        actor=None,
        create=False,
    )
    assert (report.stored, report.kinds) == (2, {"municipality": 1, "neighbourhood": 1})
    assert report.without_shape == ("BU16800009",)
    shape = AreaShape.objects.get(area__code="BU16800000")
    assert shape.path == "M131000-450000l0-1000-1000 0 0 1000z"
    assert (shape.min_x, shape.min_y, shape.max_x, shape.max_y) == (
        130_000,
        -451_000,
        131_000,
        -450_000,
    )
    log = Log.objects.get(verb="areas.register_shapes")
    assert log.details["without_shape"] == {"count": 1, "first": ["BU16800009"]}


def test_a_new_shape_replaces_the_old_one() -> None:
    register(*ROWS)
    for column in (0, 3):
        services.register_shapes(
            "nl", 2024, [feature("BU16800000", maps.square(column))], source="CBS", actor=None
        )
    assert AreaShape.objects.get(area__code="BU16800000").min_x == 133_000


def test_unknown_codes_are_reported_and_not_invented() -> None:
    register(*ROWS)
    features = [
        feature("BU16800077", maps.square(), "Nieuwbouw"),
        feature("GM0998", maps.square(1)),
        feature("GM9901", maps.square(2)),
        feature("x", maps.square(3)),
    ]
    report = services.register_shapes("nl", 2024, features, source="CBS", actor=None)
    assert report.unknown == ("BU16800077",)
    assert report.pseudo == ("GM0998",)
    assert report.other_realm == ("GM9901",)
    assert report.unreadable == ("x",)
    assert (report.stored, report.created_areas) == (0, 0)


def test_areas_come_from_the_map_where_the_year_has_none() -> None:
    register(AreaRow("GM0363", "Amsterdam"))
    features = [feature("BU0363AC02", maps.square(), "Leliegracht e.o.")]
    refused = services.register_shapes("nl", 2024, features, source="CBS", actor=None, create=False)
    assert refused.unknown == ("BU0363AC02",)
    report = services.register_shapes("nl", 2024, features, source="CBS", actor=None)
    assert (report.stored, report.created_areas) == (1, 1)
    area = Area.objects.get(code="BU0363AC02")
    assert (area.name, parent_of("BU0363AC02")) == ("Leliegracht e.o.", "GM0363")


def test_a_map_of_a_new_year_brings_its_own_classification() -> None:
    features = [feature("GM0344", maps.square(), "Utrecht", year=2022)]
    report = services.register_shapes("nl", None, features, source="CBS", actor=None)
    assert (report.year, report.created_areas) == (2022, 3)
    assert Classification.objects.get().year == 2022


def test_a_province_in_the_map_is_given_to_a_known_municipality() -> None:
    register(AreaRow("PV91", "Noord"), AreaRow("GM9901", "Voorbeeldstad"), realm="voorbeeld")
    assert parent_of("GM9901") is None
    features = [feature("GM9901", maps.square(), "Anders", province="PV91")]
    services.register_shapes("voorbeeld", 2024, features, source="kaart", actor=None)
    assert parent_of("GM9901") == "PV91"
    assert Area.objects.get(code="GM9901").name == "Voorbeeldstad"


def test_several_years_in_one_file_need_a_choice() -> None:
    features = [feature("GM0344", maps.square(n), "Utrecht", year=2022 + n) for n in range(2)]
    features.append(feature("GM0363", maps.square(3), "Amsterdam", year=2023))
    with pytest.raises(YearNeededError) as caught:
        services.register_shapes("nl", None, features, source="CBS", actor=None)
    assert caught.value.years == (2022, 2023)
    assert "2022, 2023" in str(caught.value)
    assert not Classification.objects.exists()
    report = services.register_shapes("nl", 2022, features, source="CBS", actor=None)
    assert (report.stored, report.other_year) == (1, ("GM0363",))


def test_another_year_than_the_file_says_is_refused() -> None:
    features = [feature("GM0344", maps.square(), "Utrecht", year=2024)]
    with pytest.raises(YearNeededError) as caught:
        services.register_shapes("nl", 2020, features, source="CBS", actor=None)
    assert caught.value.years == (2024,)
    assert not Classification.objects.exists()


def test_without_a_year_the_year_whose_codes_fit_is_used() -> None:
    register(AreaRow("GM0344", "Utrecht"), year=2024)
    register(AreaRow("GM0363", "Amsterdam"), year=2025)
    fits = [feature("GM0344", maps.square())]
    assert services.register_shapes("nl", None, fits, source="x", actor=None).year == 2024
    odd = [feature("GM0014", maps.square())]
    assert services.register_shapes("nl", None, odd, source="x", actor=None).year == 2025


def test_without_any_year_at_all_the_reader_must_say_it() -> None:
    with pytest.raises(YearNeededError) as caught:
        services.register_shapes(
            "nl", None, [feature("GM0344", maps.square())], source="x", actor=None
        )
    assert caught.value.years == ()
    assert "noemt geen jaar" in str(caught.value)


def test_crossed_and_empty_borders_are_repaired_or_reported() -> None:
    bow = Polygon([(130_000, 450_000), (131_000, 451_000), (131_000, 450_000), (130_000, 451_000)])
    flat = Polygon([(130_000, 450_000), (131_000, 450_000), (132_000, 450_000)])
    register(*ROWS)
    features = [feature("BU16800000", bow), feature("BU16800009", flat)]
    report = services.register_shapes("nl", 2024, features, source="CBS", actor=None)
    assert set(report.repaired) == {"BU16800000", "BU16800009"}
    assert report.empty == ("BU16800009",)
    assert AreaShape.objects.get(area__code="BU16800000").path.count("M") == 2


def test_a_border_of_less_than_a_metre_is_reported() -> None:
    register(*ROWS)
    tiny = box(130_000.1, 450_000.1, 130_000.3, 450_000.3)
    features = [feature("BU16800000", tiny), feature("BU16800009", maps.square())]
    report = services.register_shapes("nl", 2024, features, source="CBS", actor=None)
    assert (report.stored, report.empty) == (1, ("BU16800000",))


def test_parts_with_one_code_become_one_shape() -> None:
    register(*ROWS)
    parts = [feature("GM1680", maps.square(0)), feature("GM1680", maps.square(1))]
    services.register_shapes("nl", 2024, parts, source="CBS", actor=None)
    shape = AreaShape.objects.get(area__code="GM1680")
    assert (shape.path.count("M"), shape.max_x - shape.min_x) == (1, 2000)


def test_districts_are_dissolved_from_all_their_neighbourhoods() -> None:
    register(*ROWS)
    one = [feature("BU16800000", maps.square(0))]
    assert services.register_shapes("nl", 2024, one, source="CBS", actor=None).derived == 0
    both = [*one, feature("BU16800009", maps.square(1))]
    report = services.register_shapes("nl", 2024, both, source="CBS", actor=None)
    assert (report.stored, report.derived) == (2, 1)
    derived = AreaShape.objects.get(area__code="WK168000")
    assert derived.max_x - derived.min_x == 2000
    assert derived.source == f"CBS {DERIVED}"
    own = [feature("WK168000", box(130_000, 450_000, 135_000, 455_000))]
    services.register_shapes("nl", 2024, own, source="CBS", actor=None)
    assert services.register_shapes("nl", 2024, both, source="CBS", actor=None).derived == 0
    assert AreaShape.objects.get(area__code="WK168000").max_x == 135_000
