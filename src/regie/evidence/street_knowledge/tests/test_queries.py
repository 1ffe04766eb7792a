"""What rooms above get: accepted observations, where they lie today, and counts per theme."""

import json

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from regie.evidence.street_knowledge import queries, services, subjects
from regie.evidence.street_knowledge.models import Observation
from regie.evidence.street_knowledge.tests.factory import Make
from regie.foundation.access.models import Membership
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.services import add_theme
from regie.foundation.organizations.models import Municipality, Partner
from regie.foundation.records.refusals import RefusedError

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_only_what_was_accepted_and_may_be_read(
    make: Make, town: Municipality, cast: Cast, partner: Partner
) -> None:
    make(title="Wacht")
    make(title="Terug", state="returned")
    secret = make(title="Geheim", state="accepted", visibility="confidential")
    shown = make(title="Open", state="accepted", partner=partner)
    make(title="Zonder naam", state="accepted", partner=partner, unnamed=True)
    found = queries.accepted(town)
    assert [view.title for view in found] == ["Zonder naam", "Open"]
    assert [view.partner for view in found] == ["", "Woonvoorbeeld"]
    assert {v.pk for v in queries.accepted(town, confidential=True)} > {secret.pk, shown.pk}
    assert queries.accepted(cast.buurstad) == ()


def test_a_view_fits_in_json_and_speaks_both_languages(make: Make, town: Municipality) -> None:
    make(state="accepted", dayparts=["evening"], seen_from="2026-05-01")
    (view,) = queries.accepted(town)
    said = json.loads(json.dumps(view.as_json()))
    assert said["kind_name"] == "Hotspot"
    assert said["seen_from"] == "2026-05-01"
    assert said["area_name"] == "Binnenstad"
    assert said["dayparts"] == ["evening"]
    assert said["judged_on"] is None
    with translation.override("en"):
        (view,) = queries.accepted(town)
    assert (view.kind_name, view.confidence_name) == ("Hot spot", "Medium")
    assert view.theme_name == "Social quality"


def test_by_theme_and_by_area(make: Make, town: Municipality) -> None:
    make(title="Buurt", state="accepted")
    make(title="Wijk", state="accepted", area="WK990101")
    make(title="Gemeente", state="accepted", area="GM9901", theme="physical_quality")
    titles = [view.title for view in queries.accepted(town, area="WK990101")]
    assert titles == ["Wijk", "Buurt"]
    assert [v.title for v in queries.accepted(town, area="BU99010101")] == ["Buurt"]
    assert [v.title for v in queries.accepted(town, area="BU99010102")] == []
    assert len(queries.accepted(town, area="GM9901")) == 3
    assert [v.title for v in queries.accepted(town, "physical_quality")] == ["Gemeente"]


def test_counts_per_theme(make: Make, town: Municipality) -> None:
    make(state="accepted")
    make(state="accepted", kind="hot_group")
    make(state="accepted", kind="hot_facility", theme="physical_quality")
    make(state="accepted", visibility="confidential")
    make()
    first, second = queries.counts_per_theme(town)
    assert (first.theme, first.total, first.hot_spots, first.hot_groups) == (
        "social_quality",
        2,
        1,
        1,
    )
    assert second.as_json()["total"] == second.hot_facilities == 1
    assert queries.counts_per_theme(town, confidential=True)[0].total == 3


def test_an_area_that_is_gone_is_followed_or_kept(make: Make, town: Municipality) -> None:
    make(title="Oud", state="accepted", area="BU99010177", area_year=2020)
    (view,) = queries.accepted(town)
    assert view.now_in == ("BU99010177",)
    assert view.area_name == "BU99010177"
    newer = [
        AreaRow("NL99", "Voorbeeldland"),
        AreaRow("GM9901", "Voorbeeldstad", "PV91"),
        AreaRow("WK990101", "Centrum"),
        AreaRow("BU99010101", "Binnenstad"),
    ]
    register_areas("voorbeeld", 2026, newer, source="proef", actor=None)
    make(title="Haven", state="accepted", area="BU99010102", area_year=2025)
    found = {view.title: view for view in queries.accepted(town)}
    assert found["Haven"].area_name == "Haven"
    assert found["Haven"].now_in
    assert subjects.places_of(town).year == 2026


def test_the_number_of_queries_does_not_grow(
    make: Make, town: Municipality, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for area in ("BU99010101", "BU99010102", "WK990101", "GM9901"):
        for number in range(5):
            make(state="accepted", area=area, title=f"Nummer {number}")
    with django_assert_max_num_queries(6):
        assert len(queries.accepted(town)) == 20
    with django_assert_max_num_queries(2):
        queries.counts_per_theme(town)


def test_themes_under_their_own_names(make: Make, town: Municipality) -> None:
    cycle = PolicyCycle.objects.get(municipality=town)
    own = add_theme(cycle.fields.earliest("position"), "Vuurwerk", actor=None)
    make(state="accepted", theme=own.code)
    (view,) = queries.accepted(town)
    assert view.theme_name == "Vuurwerk"
    assert any("Vuurwerk" in dict(items).values() for _field, items in subjects.theme_choices(town))
    cycle.delete()
    groups = subjects.theme_choices(town)
    assert len(groups) == 5
    assert "social_quality" in dict(groups[0][1])


def test_a_municipality_without_areas_is_one_area(cast: Cast) -> None:
    places = subjects.places_of(cast.buurstad)
    assert places.year == 0
    assert places.choices() == [("Buurstad", [("GM9902", "Hele gemeente")])]
    assert subjects.now_in([("GM9902", 0)], cast.buurstad) == {("GM9902", 0): ("GM9902",)}


def test_neighbourhoods_outside_a_district_are_choices_too(town: Municipality, cast: Cast) -> None:
    del town
    groups = dict(subjects.places_of(cast.buurstad).choices())
    assert groups["Buurten"] == [("BU99020101", "Dorp")]


def test_a_service_is_the_last_lock_on_the_door(town: Municipality, cast: Cast) -> None:
    member = Membership.objects.get(user=cast.ilse, municipality=town)
    words = dict.fromkeys(services.FIELDS, "")
    words |= {"kind": "hot_spot", "title": "Bel 06-12345678", "description": "x", "done": ""}
    with pytest.raises(RefusedError, match="nummer of adres"):
        services.bring(words, membership=member, actor=cast.ilse)
    assert not Observation.objects.exists()
