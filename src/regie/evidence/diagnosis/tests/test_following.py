"""Old codes: saved addresses lead to where an area is now, and the page of what changed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas
from regie.foundation.crosswalks import services

pytestmark = [pytest.mark.room, pytest.mark.django_db]

BASE = "/voorbeeldstad/veiligheidsbeeld/"
WEST, EAST, GONE, SPLIT = "BU99010100", "BU99010101", "BU99010199", "BU99010198"


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    """Two neighbourhoods of 2025; one of 2024 got another code, and one was lost."""
    del db
    always = [AreaRow("GM9901", "Voorbeeldstad"), AreaRow("WK990101", "Binnenstad")]
    old = [AreaRow(GONE, "Oude Markt"), AreaRow(EAST, "Kerkbuurt"), AreaRow(SPLIT, "Gasfabriek")]
    new = [AreaRow(WEST, "Marktkwartier"), AreaRow(EAST, "Kerkbuurt")]
    register_areas("voorbeeld", 2024, [*always, *old], source="proef", actor=None)
    register_areas("voorbeeld", 2025, [*always, *new], source="proef", actor=None)
    services.forget()
    services.register_flags(
        "voorbeeld",
        2025,
        {WEST: "2"},
        source="kwb 2025",
        actor=None,
        people={WEST: 1850.0},
        people_before={GONE: 1840.0, SPLIT: 20.0},
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"gebied/{GONE}/", f"gebied/{WEST}/"),
        (f"gebied/{GONE}/cijfers.csv", f"gebied/{WEST}/cijfers.csv"),
        (f"indicator/woninginbraak/?gebied={GONE}", f"indicator/woninginbraak/?gebied={WEST}"),
        (
            f"indicator/woninginbraak/cijfers.csv?gebied={GONE}",
            f"indicator/woninginbraak/cijfers.csv?gebied={WEST}",
        ),
    ],
)
def test_an_old_code_leads_to_the_new_one(as_coos: Client, old: str, new: str) -> None:
    answer = as_coos.get(BASE + old)
    assert (answer.status_code, answer["Location"]) == (302, BASE + new)


def test_the_page_says_what_the_area_is_called_now(as_coos: Client) -> None:
    page = as_coos.get(f"{BASE}gebied/{GONE}/", follow=True).content.decode()
    assert "Dit gebied heet nu anders." in page
    assert f"Oude Markt ({GONE}) is nu Marktkwartier ({WEST})." in page


def test_a_code_that_nobody_can_follow_is_not_found(as_coos: Client) -> None:
    for code in (SPLIT, "BU99029999", "onzin", "GM9902"):
        assert as_coos.get(f"{BASE}gebied/{code}/").status_code == 404


def test_another_municipality_does_not_follow_it(as_vera: Client) -> None:
    assert as_vera.get(f"/buurstad/veiligheidsbeeld/gebied/{GONE}/").status_code == 404


def test_a_split_area_gives_a_choice(as_coos: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from regie.evidence.diagnosis import following

    monkeypatch.setattr(following, "successors", lambda *_: ((WEST, 0.7), (EAST, 0.3)))
    answer = as_coos.get(f"{BASE}gebied/{SPLIT}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Gasfabriek is verdeeld" in page
    assert f'href="{BASE}gebied/{EAST}/"' in page
    assert "30% van het oude gebied" in page


def test_the_report_of_changed_areas(as_coos: Client) -> None:
    as_coos.get(f"{BASE}gebieden/veranderd/")
    with CaptureQueriesContext(connection) as asked:
        page = as_coos.get(f"{BASE}gebieden/veranderd/").content.decode()
    assert len(asked) <= 15
    assert "Andere code, zelfde grens" in page
    assert "Oude Markt" in page
    assert "Verdwenen, bestemming onbekend" in page
    assert "kerncijfers van het CBS" in page
    assert "Niet van alles is bekend" not in page
    assert (
        "Niet van alles is bekend"
        in as_coos.get(f"{BASE}gebieden/veranderd/?van=2012&tot=2025").content.decode()
    )


@pytest.mark.parametrize("query", ["?van=2012&tot=2025", "?van=x&tot=9999", "?van=²", "?tot=2012"])
def test_any_pair_of_years_gives_a_page(as_coos: Client, query: str) -> None:
    assert as_coos.get(f"{BASE}gebieden/veranderd/{query}").status_code == 200
