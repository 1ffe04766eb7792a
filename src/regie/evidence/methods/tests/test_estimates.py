"""Estimating from the figures of a country: kept in sets, never twice, and complete."""

import math
import threading
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.evidence.calibration import laying
from regie.evidence.calibration.estimation import Found
from regie.evidence.calibration.laying import countable
from regie.evidence.calibration.rules import Origin, Remark
from regie.evidence.formats.rules import State
from regie.evidence.indicators import memory
from regie.evidence.indicators.tests.world import OFFENCES, REALM, World
from regie.evidence.methods import queries, services
from regie.evidence.methods.models import Estimate, EstimateSet
from regie.evidence.methods.tests.land import SIZE, SWING, TOWNS
from regie.foundation.cycles.cast import Cast
from regie.foundation.records.models import AppendOnlyError, Log
from regie.foundation.records.refusals import RefusedError

pytestmark = [pytest.mark.room, pytest.mark.django_db]

HERE = reverse("methods:estimates", kwargs={"gemeente": "voorbeeldstad"})


def text(response: object, status: int = 200) -> str:
    assert isinstance(response, HttpResponse), response
    assert response.status_code == status, response.status_code
    return response.content.decode()


def test_before_anything_was_estimated_earlier_research_answers(db: None) -> None:
    found = queries.parameters(REALM)
    assert (found.set_id, dict(found.sets)) == (None, {})
    assert found.sigma("offence-1.4.5") == 0.13
    assert found.size("offence-1.1.1") == 8.2
    assert found.swing_of("offence-1.1.1").origin is Origin.REFERENCE
    assert found.size_of("nuisance-E35", "neighbourhood").origin is Origin.POOLED
    with pytest.raises(KeyError):
        found.sigma("perceived-anything")


def test_a_country_of_42_municipalities_is_enough(land: World) -> None:
    sets = services.estimate(REALM, actor=None)
    assert [made.level for made in sets] == ["municipality", "neighbourhood"]
    assert (sets[0].number, sets[0].municipalities) == (1, 42)
    found = queries.parameters(REALM)
    assert found.set_id == sets[0].pk
    for code in OFFENCES[:3]:
        swing, size = found.swing_of(f"offence-{code}"), found.size_of(f"offence-{code}")
        assert (swing.origin, swing.areas, swing.years) == (Origin.ESTIMATED, 42, 9)
        assert swing.value == pytest.approx(SWING, abs=0.04)
        assert size.value == pytest.approx(SIZE, rel=0.6)
        assert (size.areas, size.last) == (42, "2023JJ00")
    assert found.size_of("offence-1.1.1", "neighbourhood").origin is Origin.ESTIMATED
    assert found.size("offence-1.1.1", "neighbourhood") == pytest.approx(SIZE, rel=0.6)


def test_every_countable_indicator_has_both_numbers_at_every_level(land: World) -> None:
    services.estimate(REALM, actor=None)
    found = queries.parameters(REALM)
    for item in countable():
        for level in queries.LEVELS:
            assert found.sigma(item.code, level) >= 0, item.code
            assert found.size(item.code, level) > 0, item.code
    assert found.swing_of("offence-1.1.1", "district").origin is Origin.MUNICIPAL
    assert found.swing_of("offence-1.2.1").origin is Origin.REFERENCE
    assert found.swing_of("offence-2.6.1").origin is Origin.POOLED
    assert Remark.FEW_AREAS in found.swing_of("offence-2.6.1").remarks


def test_hidden_types_are_not_estimated_for_neighbourhoods(land: World) -> None:
    services.estimate(REALM, actor=None)
    found = queries.parameters(REALM)
    assert found.size_of("offence-1.4.1").origin is Origin.ESTIMATED
    assert found.size_of("offence-1.4.1", "neighbourhood").origin is Origin.POOLED


def test_estimating_twice_changes_nothing(
    land: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = services.estimate(REALM, actor=None)
    logged = Log.objects.filter(verb="methods.estimate").count()
    assert services.estimate(REALM, actor=None) == first
    assert EstimateSet.objects.count() == 2
    assert Log.objects.filter(verb="methods.estimate").count() == logged == 1
    before = queries.parameters(REALM)
    with django_assert_num_queries(2):
        assert queries.parameters(REALM) == before
    assert queries.parameters(REALM).fingerprint == before.fingerprint


def test_other_figures_make_a_new_set_and_the_old_stays(land: World) -> None:
    services.estimate(REALM, actor=None)
    before = queries.parameters(REALM)
    measure = "GeregistreerdeMisdrijven"
    land.put("offence", measure, "municipality", 50.0, areas=TOWNS, categories=OFFENCES)
    _new_delivery(land, ("offence", measure, "municipality", "year"))
    memory.forget()
    made = services.estimate(REALM, actor=None)
    assert [(each.level, each.number) for each in made] == [
        ("municipality", 2),
        ("neighbourhood", 1),
    ]
    after = queries.parameters(REALM)
    assert after.fingerprint != before.fingerprint
    assert after.sigma("offence-1.1.1") == 0
    assert Remark.NO_SWING in after.swing_of("offence-1.1.1").remarks
    assert math.isinf(after.size("offence-1.4.5")) or after.size("offence-1.4.5") > 0
    old = EstimateSet.objects.get(level="municipality", number=1)
    assert old.rows.get(indicator="offence-1.1.1").sigma == before.sigma("offence-1.1.1")


def _new_delivery(land: World, key: tuple[str, str, str, str]) -> None:
    cube = land.cubes[key]
    land.cubes[key] = replace(cube, deliveries=(replace(cube.deliveries[0], id=900),))


def test_suspicious_zeros_do_not_count(land: World) -> None:
    key = ("offence", "GeregistreerdeMisdrijven", "municipality", "year")
    cube = land.cubes[key]
    values = cube.values.copy()
    values[:20, OFFENCES.index("1.1.1"), -3] = 0
    land.put(
        "offence", key[1], key[2], values, areas=TOWNS, categories=OFFENCES, states=cube.states
    )
    memory.forget()
    services.estimate(REALM, actor=None)
    row = Estimate.objects.get(estimates__level="municipality", indicator="offence-1.1.1")
    assert row.sigma == pytest.approx(SWING, abs=0.05)


def test_without_key_figures_a_municipality_is_laid_beside_the_country(land: World) -> None:
    for key in [key for key in land.cubes if key[0] == "kwb" and key[2] == "municipality"]:
        del land.cubes[key]
    memory.forget()
    services.estimate(REALM, actor=None)
    found = queries.parameters(REALM).size_of("offence-1.1.1")
    assert found.origin is Origin.ESTIMATED
    assert Remark.NO_PEERS in found.remarks
    assert Remark.INHABITANTS in found.remarks


def test_without_figures_there_is_no_set(world: World, places: None) -> None:
    assert services.estimate(REALM, actor=None) == ()
    assert not EstimateSet.objects.exists()


def test_who_comes_second_takes_the_set_of_the_first(land: World) -> None:
    """Two processes estimate at once: the second finds the number taken, and looks again."""
    store = services._store
    came_first: list[EstimateSet] = []

    def beaten(
        realm: str,
        level: str,
        number: int,
        mark: str,
        sheets: Sequence[laying.Sheet],
        rows: Sequence[Found],
    ) -> EstimateSet:
        made = store(realm, level, number, mark, sheets, rows)
        if not came_first:
            came_first.append(made)
            raise IntegrityError
        return made

    with patch.object(services, "_store", beaten):
        made = services.estimate(REALM, actor=None)
    assert made[0] == came_first[0]
    assert EstimateSet.objects.filter(level="municipality").count() == 1
    assert Estimate.objects.filter(estimates=made[0]).count() == len(countable()) - 9


def test_who_never_gets_through_is_told(land: World) -> None:
    with (
        patch.object(services, "_store", side_effect=IntegrityError),
        pytest.raises(RefusedError, match="Iemand anders"),
    ):
        services.estimate(REALM, actor=None)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_set(land: World) -> None:
    if connection.vendor == "sqlite":
        services.estimate(REALM, actor=None)
    threads = [threading.Thread(target=_estimate_and_close, args=(REALM,)) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert EstimateSet.objects.filter(level="municipality").count() == 1


def _estimate_and_close(realm: str) -> None:
    try:
        services.estimate(realm, actor=None)
    finally:
        connection.close()


def test_sets_are_never_changed(land: World) -> None:
    made = services.estimate(REALM, actor=None)[0]
    assert str(made) == "voorbeeld municipality 1"
    assert str(made.rows.first()) == "offence-0.0.0"
    with pytest.raises(AppendOnlyError):
        made.save()
    with pytest.raises(AppendOnlyError):
        made.delete()


def test_a_hidden_year_of_one_municipality_leaves_the_others(land: World) -> None:
    sheet = laying.sheet(REALM, "offence", "municipality")
    assert sheet is not None
    at = [item.code for item in sheet.definitions].index("offence-2.5.2")
    assert np.isnan(sheet.counts[at, 0, :4]).all()
    assert not np.isnan(sheet.counts[at, 1]).any()
    assert int(State.HIDDEN) == 2


# --- the page ------------------------------------------------------------------------------------


def test_the_page_before_and_after(land: World, as_ilse: Client, as_rob: Client) -> None:
    page = text(as_ilse.get(HERE))
    assert "Nog niet geschat uit uw cijfers" in page
    assert "geleende waarde" in page
    again = reverse("methods:estimate", kwargs={"gemeente": "voorbeeldstad"})
    assert as_rob.post(again).status_code == 403
    assert as_ilse.post(again).status_code == 302
    page = text(as_ilse.get(HERE))
    assert "schommelt van jaar op jaar zo&#x27;n" in page
    assert "ook zonder dat er iets verandert" in page
    assert "42 gebieden" in page
    assert "uit de cijfers van 42 gemeenten (schatting 1)" in page
    assert Log.objects.get(verb="methods.estimate").actor is not None
    assert "Alleen de veiligheidscoördinator" in text(as_rob.get(HERE))


def test_every_level_has_its_own_page(land: World, as_rob: Client, cast: Cast) -> None:
    services.estimate(REALM, actor=cast.ilse)
    for level, words in (
        ("neighbourhood", "Schommeling en spreiding van buurten"),
        ("district", "overgenomen van gemeenten"),
        ("nonsense", "Schommeling en spreiding van gemeenten"),
    ):
        assert words in text(as_rob.get(HERE, {"niveau": level})).replace("Overg", "overg"), level


def test_the_page_costs_few_queries(land: World, as_rob: Client) -> None:
    services.estimate(REALM, actor=None)
    for level in queries.LEVELS:
        with CaptureQueriesContext(connection) as asked:
            text(as_rob.get(HERE, {"niveau": level}))
        assert len(asked) <= 15, [query["sql"][:200] for query in asked.captured_queries]
