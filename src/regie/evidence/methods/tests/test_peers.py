"""Who resembles whom, in words, and swapping with a reason."""

from dataclasses import replace

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from shapely.geometry import box

from regie.evidence.calibration import covariates as reading
from regie.evidence.indicators import memory
from regie.evidence.indicators.cube import evidence
from regie.evidence.indicators.tests.world import REALM, World
from regie.evidence.methods import peering, rules, services
from regie.evidence.methods.models import PeerSwap
from regie.evidence.methods.peering import covariates, peers_of
from regie.evidence.methods.tests.land import KEY_FIGURES, PEOPLE, TOWNS
from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.services import register_shapes
from regie.foundation.crosswalks import queries as crosswalks
from regie.foundation.crosswalks.rules import LEDGER, Crosswalk, Part
from regie.foundation.cycles.cast import CAST, Cast
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError

pytestmark = [pytest.mark.room, pytest.mark.django_db]

OWN = TOWNS[0]
WHY = "Deze gemeente ligt aan zee en heeft in de zomer veel gasten."
BASE = "/voorbeeldstad/veiligheidsbeeld/rekenwijze/"
PAGES = ("", "instelling/peers/", "schommeling/", "vergelijkbaar/")


def address(name: str, **more: object) -> str:
    return reverse(f"methods:{name}", kwargs={"gemeente": "voorbeeldstad", **more})


def text(response: object, status: int = 200) -> str:
    assert isinstance(response, HttpResponse), response
    assert response.status_code == status, response.status_code
    return response.content.decode()


# --- what they are compared on -------------------------------------------------------------------


def test_the_variables_that_are_there_are_used_and_the_others_named(land: World) -> None:
    found = covariates(REALM)
    assert [item.code for item in found.variables] == [
        "inhabitants",
        "address_density",
        "density",
        "age_65",
        "cars_per_household",
    ]
    assert found.values.shape == (42, 5)
    assert found.of(OWN)["age_65"] == pytest.approx(15)
    assert found.of(OWN)["cars_per_household"] == pytest.approx(1)
    assert found.of("GM0344") == {}
    assert set(found.years) == {2024, 2025}
    assert {item.reason for item in found.missing} == {reading.NOT_DELIVERED}
    assert len(found.missing) == 15


def test_an_edition_with_gaps_makes_way_for_the_one_before(land: World) -> None:
    column = np.repeat(KEY_FIGURES["Omgevingsadressendichtheid"][:, None, None], 2, axis=2)
    column[5:, :, 1] = np.nan
    put(land, "Omgevingsadressendichtheid", column)
    found = covariates(REALM)
    at = [item.code for item in found.variables].index("address_density")
    assert found.years[at] == 2023
    column[5:] = np.nan
    put(land, "Omgevingsadressendichtheid", column)
    reasons = {item.variable.code: item.reason for item in covariates(REALM).missing}
    assert reasons["address_density"] == reading.TOO_MANY_GAPS


def put(land: World, stem: str, values: np.ndarray) -> None:
    land.put("kwb", stem, "municipality", values, areas=TOWNS, periods=("2023JJ00", "2024JJ00"))
    memory.forget()


def test_without_a_population_table_the_key_figures_count_the_people(land: World) -> None:
    del land.cubes["population", "TotaleBevolking", "municipality", "year"]
    memory.forget()
    found = covariates(REALM)
    assert found.of(OWN)["inhabitants"] == PEOPLE[0]
    assert found.years[0] == 2024


def test_joined_municipalities_are_put_together(
    land: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second went into the first: counts are added, averages weighted, the rest stays."""
    moved = (Part(TOWNS[1], OWN, 1.0, LEDGER),)
    way = Crosswalk(
        "municipality",
        2024,
        2025,
        moves={TOWNS[1]: moved},
        redrawn=frozenset({TOWNS[2]}),
    )
    monkeypatch.setattr(crosswalks, "crosswalk", lambda *args: way)
    found = covariates(REALM)
    people = PEOPLE[0] + PEOPLE[1]
    old = PEOPLE[0] * 0.15 + PEOPLE[1] * 0.152
    assert found.of(OWN)["age_65"] == pytest.approx(100 * old / people)
    density = KEY_FIGURES["Omgevingsadressendichtheid"]
    weighted = (density[0] * PEOPLE[0] + density[1] * PEOPLE[1]) / people
    assert found.of(OWN)["address_density"] == pytest.approx(weighted)
    assert "age_65" not in found.of(TOWNS[1])
    assert found.of(TOWNS[2])["age_65"] == pytest.approx(15.4)
    assert found.of(TOWNS[3])["address_density"] == density[3]


# --- the group -----------------------------------------------------------------------------------


def test_the_nearest_come_first_with_what_differs_most(land: World, cast: Cast) -> None:
    group = peers_of(cast.voorbeeldstad)
    assert group.codes == TOWNS[1:16]
    assert not group.reason
    distances = [peer.distance for peer in group.peers]
    assert distances == sorted(distances)
    assert 0 < distances[0] < distances[-1] < 1
    first = group.peers[0]
    assert (first.name, first.by_hand, len(first.differences)) == ("Buurstad", False, 3)
    gaps = [abs(item.gap) for item in first.differences]
    assert gaps == sorted(gaps, reverse=True)
    assert all(np.isfinite([item.own, item.other]).all() for item in first.differences)


def test_the_farthest_pair_has_distance_one(land: World) -> None:
    made = peering.nearest(covariates(REALM), 41)
    assert made is not None
    assert np.nanmax(made.distance) == pytest.approx(1)


def test_of_any_code_by_the_defaults(
    land: World, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert len(peers_of(" GM9942 ").peers) == 15
    assert len(peers_of(OWN, k=8).peers) == 8
    services.choose(cast.voorbeeldstad, "peers", 20, WHY, actor=cast.ilse)
    assert len(peers_of(cast.voorbeeldstad).peers) == 20
    with django_assert_num_queries(4):
        peers_of(cast.voorbeeldstad)
    found = evidence(REALM, OWN)
    settings = rules.settings_from({})
    with django_assert_num_queries(1):
        assert len(peers_of(cast.voorbeeldstad, found=found, settings=settings).peers) == 15


def test_too_few_variables_are_a_reason_and_no_group(land: World) -> None:
    for stem in ("Omgevingsadressendichtheid", "Bevolkingsdichtheid", "k_65JaarOfOuder"):
        del land.cubes["kwb", stem, "municipality", "year"]
    memory.forget()
    group = peers_of(OWN)
    assert (group.peers, group.reason) == ((), peering.FEW_VARIABLES)
    assert peering.nearest(group.on, 15) is None


def test_who_misses_a_figure_is_left_out_and_named(land: World) -> None:
    column = np.repeat(KEY_FIGURES["k_65JaarOfOuder"][:, None, None], 2, axis=2)
    column[[0, 3]] = np.nan
    put(land, "k_65JaarOfOuder", column)
    group = peers_of(OWN)
    assert group.reason == peering.NOT_KNOWN
    assert [item.code for item in group.left_out] == [OWN, TOWNS[3]]
    assert [item.code for item in group.left_out[0].unknown] == ["age_65"]
    assert TOWNS[3] not in peers_of(TOWNS[2]).codes
    assert peers_of("GM0344", found=evidence(REALM, OWN)).reason == peering.NOT_KNOWN


def test_leased_cars_do_not_decide_who_resembles_whom(
    land: World, as_rob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With three cars per household Houten was laid beside other towns with a leasing company."""
    plain = peers_of(OWN).codes
    column = np.repeat(KEY_FIGURES["PersonenautoSTotaal"][:, None, None], 2, axis=2)
    column[[0, 41]] *= 3
    put(land, "PersonenautoSTotaal", column)
    assert "cars_per_household" not in covariates(REALM).of(OWN)
    assert peers_of(OWN).reason == peering.NOT_KNOWN, "one of five is too much to lack"
    monkeypatch.setattr(peering, "KNOWN", 0.8)
    memory.forget()
    group = peers_of(OWN)
    assert TOWNS[41] not in group.codes
    assert len(set(group.codes) & set(plain)) >= 12
    assert [item.code for item in group.partly] == [OWN, TOWNS[41]]
    assert group.left_out == ()
    page = text(as_rob.get(address("peers")))
    assert "Niet bruikbaar: auto&#x27;s per huishouden. Auto&#x27;s van leasebedrijven" in page
    assert "Van 2 gemeenten is een kenmerk niet bruikbaar" in page


def test_a_variable_that_is_nearly_the_same_everywhere_decides_nothing(land: World) -> None:
    column = np.full((42, 1, 2), 1.0)
    column[0] = 1.3
    put(land, "PersonenautoSTotaal", column * PEOPLE[:, None, None])
    put(land, "HuishoudensTotaal", np.repeat(PEOPLE[:, None, None], 2, axis=2))
    group = peers_of(OWN)
    assert [item.code for item in group.same] == ["cars_per_household"]
    assert "cars_per_household" not in [item.code for item in group.variables]


def test_one_municipality_has_nobody_to_be_laid_beside(
    land: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = covariates(REALM)
    alone = replace(on, areas=on.areas[:1], values=on.values[:1])
    assert peering.nearest(alone, 15) is None
    made = peering.nearest(on, 15)
    assert made is not None
    nobody = replace(made, index=np.full_like(made.index, -1))
    monkeypatch.setattr(peering, "_nearest", lambda *args: nobody)
    group = peers_of(OWN)
    assert (group.peers, group.reason) == ((), peering.NOBODY)


# --- swaps ---------------------------------------------------------------------------------------


def test_a_swap_keeps_the_group_as_large(land: World, cast: Cast) -> None:
    town = cast.voorbeeldstad
    services.swap_peer(town, peers_of(town), TOWNS[1], WHY, actor=cast.ilse)
    group = peers_of(town)
    assert TOWNS[1] not in group.codes
    assert group.codes == TOWNS[2:17]
    services.swap_peer(town, group, TOWNS[40], WHY, actor=cast.ilse)
    group = peers_of(town)
    assert len(group.codes) == 15
    assert group.codes == (*TOWNS[2:16], TOWNS[40])
    assert [peer.code for peer in group.peers if peer.by_hand] == [TOWNS[40]]
    assert [(swap.code, swap.action) for swap in group.swaps] == [
        (TOWNS[1], "remove"),
        (TOWNS[40], "add"),
    ]
    assert peers_of(OWN).codes == TOWNS[1:16]


def test_swaps_are_logged_and_can_be_undone(land: World, cast: Cast) -> None:
    town = cast.voorbeeldstad
    before = peers_of(town)
    swap = services.swap_peer(town, before, TOWNS[1], WHY, actor=cast.ilse)
    assert str(swap) == "Buurstad"
    row = Log.objects.get(verb="methods.swap_peer")
    assert (row.why, row.subject_label, row.municipality_code) == (WHY, "Buurstad", OWN)
    assert row.details == {"peer": TOWNS[1], "action": "remove"}
    services.end_swap(swap, actor=cast.coos)
    swap.refresh_from_db()
    assert swap.ended_by == cast.coos
    assert peers_of(town).codes == before.codes
    assert peers_of(town).fingerprint == before.fingerprint
    with pytest.raises(RefusedError, match="al ongedaan"):
        services.end_swap(swap, actor=cast.coos)
    assert Log.objects.filter(verb="methods.end_swap").count() == 1


def test_who_swaps_too_much_chooses_the_answer(land: World, cast: Cast) -> None:
    town = cast.voorbeeldstad
    for code in TOWNS[1:6]:
        services.swap_peer(town, peers_of(town), code, WHY, actor=cast.ilse)
    with pytest.raises(RefusedError, match="hoogstens 5 gemeenten"):
        services.swap_peer(town, peers_of(town), TOWNS[20], WHY, actor=cast.ilse)
    with pytest.raises(RefusedError, match="al gewisseld"):
        services.swap_peer(town, peers_of(town), TOWNS[1], WHY, actor=cast.ilse)
    with pytest.raises(RefusedError, match="eigen gemeente"):
        services.swap_peer(town, peers_of(town), OWN, WHY, actor=cast.ilse)
    with pytest.raises(RefusedError, match="Leg uit"):
        services.swap_peer(town, peers_of(town), TOWNS[21], "zomaar", actor=cast.ilse)


def test_the_database_keeps_one_open_swap_per_peer(land: World, cast: Cast) -> None:
    made = {
        "municipality": cast.voorbeeldstad,
        "peer": TOWNS[1],
        "name": "Buurstad",
        "action": PeerSwap.REMOVE,
        "made_by": cast.ilse,
    }
    PeerSwap.objects.create(reason=WHY, **made)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerSwap.objects.create(reason=WHY, **made)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerSwap.objects.create(reason="", **(made | {"peer": TOWNS[2]}))


def test_a_swap_with_who_is_not_there_any_more_does_nothing(land: World, cast: Cast) -> None:
    PeerSwap.objects.create(
        municipality=cast.voorbeeldstad,
        peer="GM9999",
        name="Verdwenen",
        action=PeerSwap.ADD,
        reason=WHY,
        made_by=cast.ilse,
    )
    group = peers_of(cast.voorbeeldstad)
    assert group.codes == TOWNS[1:16]
    assert [swap.name for swap in group.swaps] == ["Verdwenen"]


# --- pages ---------------------------------------------------------------------------------------


def test_the_page_says_who_and_why(land: World, as_ilse: Client) -> None:
    page = text(as_ilse.get(address("peers")))
    assert "Deze 15 gemeenten lijken het meest op Voorbeeldstad." in page
    assert "Buurstad" in page
    assert "(bij u " in page
    assert "Criminaliteit en politie tellen niet mee." in page
    assert "mensen met bijstand: Dit cijfer zit niet in de kerncijfers" in page
    assert "Eruit halen" in page
    assert "style=" not in page


def test_swapping_on_the_page(land: World, as_ilse: Client, cast: Cast) -> None:
    answer = as_ilse.post(address("swap"), {"peer": TOWNS[1], "reason": WHY})
    assert answer.status_code == 302
    page = text(as_ilse.get(address("peers")))
    assert "Buurstad is eruit gehaald." in page
    assert WHY in page
    swap = PeerSwap.objects.get()
    assert as_ilse.post(address("end_swap", pk=swap.pk)).status_code == 302
    assert "is eruit gehaald" not in text(as_ilse.get(address("peers")))
    again = text(as_ilse.post(address("end_swap", pk=swap.pk), follow=True))
    assert "Deze wissel was al ongedaan gemaakt." in again


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"peer": TOWNS[1], "reason": "zomaar"}, "Leg uit waarom"),
        ({"peer": "", "reason": WHY}, "verplicht"),
        ({"peer": "GM0344", "reason": WHY}, "GM0344"),
    ],
)
def test_a_refused_swap_keeps_the_input(
    land: World, as_ilse: Client, posted: dict[str, str], said: str
) -> None:
    page = text(as_ilse.post(address("swap"), posted), 422)
    assert said in page
    assert 'href="#id_' in page
    assert posted["reason"] in page


def test_a_swap_too_many_is_said_beside_the_field(land: World, as_ilse: Client) -> None:
    for code in TOWNS[1:6]:
        as_ilse.post(address("swap"), {"peer": code, "reason": WHY})
    page = text(as_ilse.post(address("swap"), {"peer": TOWNS[30], "reason": WHY}), 422)
    assert "hoogstens 5 gemeenten wisselen" in page


def test_without_key_figures_the_page_teaches_the_next_step(
    world: World, places: None, as_rob: Client
) -> None:
    page = text(as_rob.get(address("peers")))
    assert "Er zijn te weinig kerncijfers ingelezen." in page
    assert "Nog geen vergelijkbare gemeenten" in page


def test_who_may_not_swap_sees_the_reason(land: World, as_rob: Client, as_ilse: Client) -> None:
    as_ilse.post(address("swap"), {"peer": TOWNS[40], "reason": WHY})
    page = text(as_rob.get(address("peers")))
    assert "Alleen de veiligheidscoördinator en de onderzoeker wisselen gemeenten." in page
    assert "Dorp 41 is erbij gezet." in page
    assert "Maak ongedaan" not in page
    swap = PeerSwap.objects.get()
    assert as_rob.post(address("swap"), {"peer": TOWNS[1], "reason": WHY}).status_code == 403
    assert as_rob.post(address("end_swap", pk=swap.pk)).status_code == 403


def test_another_towns_swap_does_not_exist(land: World, cast: Cast, as_vera: Client) -> None:
    swap = services.swap_peer(
        cast.voorbeeldstad, peers_of(cast.voorbeeldstad), TOWNS[1], WHY, actor=cast.ilse
    )
    there = reverse("methods:end_swap", kwargs={"gemeente": "buurstad", "pk": swap.pk})
    assert as_vera.post(there).status_code == 404
    assert as_vera.post(address("end_swap", pk=swap.pk)).status_code == 404
    swap.refresh_from_db()
    assert swap.ended_at is None


def test_the_map_shows_where_they_are(land: World, as_rob: Client) -> None:
    features = [
        BoundaryFeature(code, code, box(1000 * at, 0, 1000 * at + 1000, 1000), 2025, "")
        for at, code in enumerate(TOWNS)
    ]
    register_shapes(REALM, 2025, features, source="test", actor=None)
    memory.forget()
    page = text(as_rob.get(address("peers")))
    assert "Waar liggen ze?" in page
    assert page.count("vergelijkbare gemeente") >= 15
    assert "uw gemeente" in page


def test_who_is_left_out_is_named_on_the_page(land: World, as_rob: Client) -> None:
    column = np.repeat(KEY_FIGURES["k_65JaarOfOuder"][:, None, None], 2, axis=2)
    column[3] = np.nan
    put(land, "k_65JaarOfOuder", column)
    page = text(as_rob.get(address("peers")))
    assert "1 gemeente doet niet mee" in page
    assert "Dorp 04 (mensen van 65 jaar en ouder)" in page


@pytest.mark.parametrize("persona", [persona.code for persona in CAST])
def test_every_member_sees_every_page_and_nobody_else(
    land: World, cast: Cast, client: Client, persona: str
) -> None:
    for page in PAGES:
        assert client.get(BASE + page).status_code == 302, page
    client.force_login(
        getattr(cast, persona), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    expected = 404 if persona == "vera" else 200
    for page in PAGES:
        assert client.get(BASE + page).status_code == expected, page


@pytest.mark.parametrize("page", PAGES)
def test_no_page_costs_more_than_fifteen_queries(land: World, as_coos: Client, page: str) -> None:
    memory.forget()
    with CaptureQueriesContext(connection) as asked:
        as_coos.get(BASE + page)
    assert len(asked) <= 15, [query["sql"][:200] for query in asked.captured_queries]


def test_the_page_speaks_english(land: World, as_ilse: Client) -> None:
    as_ilse.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = text(as_ilse.get(address("peers")))
    assert "With which municipalities do we compare?" in page
    assert "people of 65 and over" in page
    assert "Waarom" not in page
