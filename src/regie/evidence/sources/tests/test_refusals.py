"""Why a file was refused is read in the language of the reader, whoever read the file."""

import json
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from regie.evidence.sources.judgement import judge, judgement, refusal, storable
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.services import import_file
from regie.foundation.organizations.models import Municipality

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = "voorbeeldstad"


@pytest.fixture
def refused(tmp_path: Path, cast: None) -> Delivery:
    """A file without rows, read by an English process."""
    del cast
    path = tmp_path / "leeg.csv"
    path.write_text('"SoortMisdrijf";"WijkenEnBuurten";"Perioden";"GeregistreerdeMisdrijven_1"\n')
    with translation.override("en"):
        town = Municipality.objects.get(slug=TOWN)
        outcome = import_file(path, actor=None, municipality=town)
    assert outcome.delivery is not None
    assert outcome.refused == "This file has a header, but no rows with figures."
    return outcome.delivery


def test_each_reader_reads_the_refusal_in_their_own_language(
    as_coos: Client, refused: Delivery
) -> None:
    here = reverse("sources:delivery", args=[TOWN, refused.pk])
    addresses = [here, reverse("sources:deliveries", args=[TOWN]), f"/{TOWN}/"]
    for address in addresses:
        assert "maar geen rijen met cijfers" in _text(as_coos.get(address)), address
    as_coos.post(reverse("set_language"), {"language": "en", "next": "/"})
    for address in addresses:
        page = _text(as_coos.get(address))
        assert "but no rows with figures" in page, address
        assert "maar geen rijen met cijfers" not in page, address
    report = json.loads(_text(as_coos.get(reverse("sources:report", args=[TOWN, refused.pk]))))
    assert report["refusal"] == "This file has a header, but no rows with figures."


def _text(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_what_is_kept_beside_it_is_dutch(refused: Delivery) -> None:
    refused.refresh_from_db()
    assert refused.refusal == "Dit bestand heeft een kop, maar geen rijen met cijfers."
    assert refused.refusal_sentence == refused.refusal
    assert refused.refusal_params == {}


def test_rows_from_before_keep_their_words(refused: Delivery) -> None:
    Delivery.objects.filter(pk=refused.pk).update(refusal="Oude reden.", refusal_sentence="")
    refused.refresh_from_db()
    with translation.override("en"):
        assert refusal(refused) == "Oude reden."


def test_parameters_can_be_kept() -> None:
    assert storable({"count": 3, "path": Path("a"), "none": None}) == {
        "count": 3,
        "path": "a",
        "none": "None",
    }


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"refused": True, "worst": "good", "serious": 0}, ("geweigerd", "negative")),
        ({"refused": False, "worst": "problem", "serious": 2}, ("2 aandachtspunten", "negative")),
        ({"refused": False, "worst": "warning", "serious": 1}, ("1 aandachtspunt", "warning")),
        ({"refused": False, "worst": "note", "serious": 0}, ("in orde", "positive")),
    ],
)
def test_one_vocabulary(given: dict[str, object], words: tuple[str, str]) -> None:
    assert (
        judgement(
            refused=bool(given["refused"]),
            worst=str(given["worst"]),
            serious=int(str(given["serious"])),
        )
        == words
    )


def test_the_verdict_of_a_row(refused: Delivery) -> None:
    assert judge(refused) == ("geweigerd", "negative")
    assert judge(Delivery(state="available")) == ("–", "neutral")
