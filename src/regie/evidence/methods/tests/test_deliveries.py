"""Deliveries under an estimate: which municipalities have parts, and where figures are from."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from regie.evidence.calibration.laying import municipalities_with, sheet
from regie.evidence.indicators import memory
from regie.evidence.methods import services
from regie.evidence.methods.models import EstimateSet
from regie.evidence.vintages.tests.conftest import Two, names, shelf, two, warehouse

__all__ = ["names", "shelf", "two", "warehouse"]

pytestmark = [
    pytest.mark.room,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
]
REALM = "voorbeeld"
HERE = reverse("methods:estimates", kwargs={"gemeente": "voorbeeldstad"})


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    memory.forget()


def test_municipalities_with_parts_are_those_with_areas_and_figures(two: Two) -> None:
    assert municipalities_with(REALM, "offence", "neighbourhood") == ("GM9901", "GM9902")
    assert municipalities_with(REALM, "offence", "district") == ("GM9901",)
    assert municipalities_with(REALM, "nuisance", "neighbourhood") == ()


def test_parts_of_several_municipalities_lie_on_one_sheet(two: Two) -> None:
    found = sheet(REALM, "offence", "neighbourhood")
    assert found is not None
    assert found.areas == ("BU99010101", "BU99010199", "BU99020101")
    assert found.home.tolist() == [0, 0, 1]
    assert (found.homes, found.used, found.deliveries) == (2, 2, (two.new.pk,))
    assert sheet(REALM, "nuisance", "neighbourhood") is None
    assert sheet(REALM, "nuisance", "municipality") is None


def test_the_page_says_on_which_deliveries_it_rests(two: Two, as_rob: Client) -> None:
    assert [made.level for made in services.estimate(REALM, actor=None)] == [
        "municipality",
        "district",
        "neighbourhood",
    ]
    page = _text(as_rob.get(HERE))
    assert f'href="/voorbeeldstad/gegevens/{two.new.pk}/"' in page
    assert "47018NED" in page


def test_many_editions_take_one_line(two: Two, as_rob: Client) -> None:
    """The sets of a published country rest on a dozen editions of the key figures."""
    numbers = [two.new.pk, two.old.pk]
    assert two.new.dataset is not None
    for number in range(2):
        two.new.pk = None
        two.new.sha256 = f"{number}"
        two.new.state = "superseded"
        two.new.save(force_insert=True)
        numbers.append(two.new.pk or 0)
    EstimateSet.objects.create(
        realm=REALM,
        level="municipality",
        number=1,
        method="1",
        fingerprint="x",
        deliveries=numbers,
    )
    assert "(4 leveringen)" in _text(as_rob.get(HERE))


def _text(response: object) -> str:
    assert isinstance(response, HttpResponse), response
    assert response.status_code == 200
    return response.content.decode()
