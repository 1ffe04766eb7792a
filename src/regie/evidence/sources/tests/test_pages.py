"""The pages about deliveries: who sees what, and what a file on its way in looks like."""

import json
from pathlib import Path
from time import time

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.evidence.sources.models import Delivery
from regie.evidence.sources.services import import_file
from regie.evidence.sources.tests import files
from regie.foundation.organizations.models import Municipality

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = "voorbeeldstad"
PLACES = ["NL99", "GM9901", "BU99010101", "GM9900"]


def address(name: str, **kwargs: object) -> str:
    return reverse(f"sources:{name}", kwargs={"gemeente": TOWN, **kwargs})


def text(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


@pytest.fixture
def delivery(tmp_path: Path, cast: None) -> Delivery:
    del cast
    path = files.dense(tmp_path / "x.csv", ["0.0.0", "1.1.1", "1.4.1"], PLACES, range(2018, 2025))
    found = import_file(path, actor=None).delivery
    assert found is not None
    return found


def test_an_empty_room_teaches_the_next_step(as_coos: Client) -> None:
    page = text(as_coos.get(address("deliveries")))
    assert "Nog geen cijfers" in page
    assert address("upload") in page


def test_deliveries_are_listed_with_their_quality(as_ilse: Client, delivery: Delivery) -> None:
    page = text(as_ilse.get(address("deliveries")))
    assert "47018NED" in page
    assert "2018 – 2024" in page
    assert address("delivery", pk=delivery.pk) in page


def test_queries_do_not_grow_with_the_deliveries(
    as_ilse: Client, delivery: Delivery, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for i in range(30):
        Delivery.objects.create(
            file_name=f"{i}.csv", state="superseded", realm="voorbeeld", kind="areas"
        )
    with django_assert_max_num_queries(12):
        page = text(as_ilse.get(address("deliveries")))
    assert "pagina=2" in page
    assert "29.csv" in page
    with django_assert_max_num_queries(8):
        as_ilse.get(address("delivery", pk=delivery.pk))


def test_the_report_says_what_it_means(as_ilse: Client, delivery: Delivery) -> None:
    page = text(as_ilse.get(address("delivery", pk=delivery.pk)))
    assert "afgeschermd" in page
    assert "goed om te weten" in page
    assert "style=" not in page


def test_who_follows_the_reading_gets_the_whole_page_at_the_end(
    as_ilse: Client, delivery: Delivery
) -> None:
    here = address("delivery", pk=delivery.pk)
    following = {"HX-Request": "true"}
    assert as_ilse.get(here, headers=following).headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in as_ilse.get(here).headers


def test_the_report_speaks_english(as_ilse: Client, delivery: Delivery) -> None:
    as_ilse.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = text(as_ilse.get(address("delivery", pk=delivery.pk)))
    assert "withheld" in page
    assert "afgeschermd" not in page


def test_the_report_can_be_kept(as_ilse: Client, delivery: Delivery) -> None:
    answer = as_ilse.get(address("report", pk=delivery.pk))
    content = json.loads(answer.content)
    assert content["table"] == "47018NED"
    assert {finding["code"] for finding in content["findings"]} >= {"coverage", "hidden"}
    assert "attachment" in answer["Content-Disposition"]


def test_who_may_not_deliver_sees_why(as_rob: Client) -> None:
    assert "onderzoeker leveren gegevens aan" in text(as_rob.get(address("deliveries")))
    answer = as_rob.get(address("upload"))
    assert answer.status_code == 403
    assert "onderzoeker" in text(answer)


def test_another_municipality_sees_no_refusals_of_ours(as_coos: Client, as_vera: Client) -> None:
    town = Municipality.objects.get(slug=TOWN)
    mine = Delivery.objects.create(
        file_name="geheim.csv", state="refused", refusal="Leeg.", municipality=town
    )
    assert "geheim.csv" in text(as_coos.get(address("deliveries")))
    other = reverse("sources:deliveries", kwargs={"gemeente": "buurstad"})
    assert "geheim.csv" not in text(as_vera.get(other))
    theirs = reverse("sources:delivery", kwargs={"gemeente": "buurstad", "pk": mine.pk})
    assert as_vera.get(theirs).status_code == 404
    assert as_vera.get(address("delivery", pk=mine.pk)).status_code == 404


def test_an_upload_is_read_in_the_background(as_ilse: Client, tmp_path: Path) -> None:
    path = files.dense(tmp_path / "x.csv", ["1.1.1"], PLACES, [2023, 2024])
    upload = SimpleUploadedFile("tabel.csv", path.read_bytes())
    answer = as_ilse.post(address("upload"), {"file": upload, "classification": "2025"})
    found = Delivery.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == address("delivery", pk=found.pk)
    assert (found.state, found.file_name) == ("available", "tabel.csv")
    page = text(as_ilse.get(address("delivery", pk=found.pk)))
    assert "Ilse" in page


def test_a_bad_upload_is_explained(as_coos: Client) -> None:
    upload = SimpleUploadedFile("tabel.csv", b"<html><title>Storing</title></html>")
    as_coos.post(address("upload"), {"file": upload})
    page = text(as_coos.get(address("delivery", pk=Delivery.objects.get().pk)))
    assert "webpagina" in page
    assert "Ander bestand toevoegen" in page


def test_no_file_at_all(as_coos: Client) -> None:
    assert as_coos.post(address("upload"), {"year": "1"}).status_code == 422
    assert not Delivery.objects.exists()


def test_a_file_being_read_shows_how_far_it_is(as_coos: Client) -> None:
    town = Municipality.objects.get(slug=TOWN)
    found = Delivery.objects.create(
        file_name="groot.csv",
        state="reading",
        municipality=town,
        progress={"phase": "load", "fraction": 0.4, "seconds_left": 12.0, "started": time()},
    )
    page = text(as_coos.get(address("delivery", pk=found.pk)))
    assert "De rijen worden gelezen." in page
    assert "nog ongeveer 12 seconden" in page
    assert "hx-get" in page
    waiting = Delivery.objects.create(file_name="straks.csv", municipality=town)
    assert "wacht tot" in text(as_coos.get(address("delivery", pk=waiting.pk)))
    assert "straks.csv" in text(as_coos.get(address("deliveries")))


def test_a_full_disk_is_said_beside_the_field(
    as_coos: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(InMemoryUploadedFile, "chunks", full)
    upload = SimpleUploadedFile("tabel.csv", b"a;b\n1;2\n")
    answer = as_coos.post(address("upload"), {"file": upload})
    assert answer.status_code == 422
    assert "schijf is vol" in text(answer)
    assert not Delivery.objects.exists()


def test_a_file_that_is_too_large_is_not_kept(as_coos: Client, settings: LazySettings) -> None:
    settings.UPLOAD_LIMIT = 3
    upload = SimpleUploadedFile("tabel.csv", b"a;b\n1;2\n")
    assert "te groot" in text(as_coos.post(address("upload"), {"file": upload}))


def test_a_replaced_delivery_points_at_its_successor(
    as_ilse: Client, delivery: Delivery, tmp_path: Path
) -> None:
    path = files.dense(tmp_path / "y.csv", ["0.0.0", "1.1.1", "1.4.1"], PLACES, range(2018, 2026))
    newer = import_file(path, actor=None).delivery
    assert newer is not None
    page = text(as_ilse.get(address("delivery", pk=delivery.pk)))
    assert address("delivery", pk=newer.pk) in page
    assert "vervangen" in page


def test_a_reader_that_was_killed_is_found_out(as_coos: Client) -> None:
    town = Municipality.objects.get(slug=TOWN)
    killed = Delivery.objects.create(
        file_name="groot.csv", state="reading", municipality=town, progress={"started": 0}
    )
    page = text(as_coos.get(address("delivery", pk=killed.pk)))
    assert "Het inlezen is afgebroken." in page
    assert address("upload") in page
    Delivery.objects.filter(pk=killed.pk).update(state="reading", refusal="")
    assert "geweigerd" in text(as_coos.get(address("deliveries")))


def test_a_name_is_shown_as_it_is_and_does_nothing(as_coos: Client, tmp_path: Path) -> None:
    content = files.dense(tmp_path / "x.csv", ["1.1.1"], PLACES, [2023]).read_bytes()
    upload = SimpleUploadedFile("<b>é'n*[1]</b>?.csv", content)
    page = text(as_coos.post(address("upload"), {"file": upload}, follow=True))
    assert "Kwaliteitsrapport" in page
    assert "<b>é" not in page


def test_the_same_upload_twice_names_the_delivery_in_use(as_coos: Client, tmp_path: Path) -> None:
    content = files.dense(tmp_path / "x.csv", ["1.1.1"], PLACES, [2023]).read_bytes()
    pages = [
        text(
            as_coos.post(
                address("upload"), {"file": SimpleUploadedFile("x.csv", content)}, follow=True
            )
        )
        for _ in range(2)
    ]
    first = Delivery.objects.get(state="available")
    assert "Niet ingelezen" not in pages[0]
    assert f"levering {first.pk}" in pages[1]
