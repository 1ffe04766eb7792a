"""What a new vintage changed, and old figures that can still be looked up."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from regie.evidence.sources.models import Delivery
from regie.evidence.sources.tests import files
from regie.evidence.vintages import comparing
from regie.evidence.vintages.models import Comparison
from regie.evidence.vintages.services import compare
from regie.evidence.vintages.tests.conftest import KINDS, PLACES, Two, take_in

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = "voorbeeldstad"


def address(name: str, town: str = TOWN, **kwargs: object) -> str:
    return reverse(f"vintages:{name}", kwargs={"gemeente": town, **kwargs})


def text(response: object) -> str:
    assert isinstance(response, HttpResponse), response
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def lines(response: object) -> list[str]:
    assert isinstance(response, StreamingHttpResponse)
    content = b"".join(bytes(part, "utf-8") if isinstance(part, str) else part for part in response)
    return content.decode("utf-8-sig").splitlines()


def test_the_comparison_counts_what_changed(two: Two) -> None:
    found = comparing.compare(two.old, two.new)
    level = found["levels"]["neighbourhood"]
    assert found["periods_new"] == ["2025JJ00"]
    assert found["periods_gone"] == found["types_new"] == found["types_gone"] == []
    assert level["counts"]["changed"] == 1
    assert level["largest"][0]["area"] == "BU99010101"
    assert (level["largest"][0]["old"], level["largest"][0]["new"]) == (5, 9)
    assert found["levels"]["district"]["counts"]["changed"] == 0
    assert found["areas"]["neighbourhood"]["recoded"] == [
        {"old": "BU99010102", "new": "BU99010199", "name": "Haven"}
    ]
    assert {row["period"]: row["new"] for row in found["status"]} == {"2023JJ00": "definitive"}


def test_within_one_municipality_only_its_own_areas_count(two: Two) -> None:
    found = comparing.compare(two.old, two.new, "GM9902")
    assert set(found["levels"]) == {"municipality", "neighbourhood"}
    assert not any(level["counts"]["changed"] for level in found["levels"].values())
    assert found["areas"] == {}


def test_an_equal_vintage_changes_nothing(two: Two) -> None:
    found = comparing.compare(two.new, two.new)
    assert not any(any(level["counts"].values()) for level in found["levels"].values())
    assert found["areas"] == {}
    assert found["status"] == found["periods_new"] == []


def test_small_pieces_give_the_same_answer(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = comparing.compare(two.old, two.new)
    monkeypatch.setattr(comparing, "PIECE", 1)
    pieces = comparing.compare(two.old, two.new)
    assert {**whole, "seconds": 0} == {**pieces, "seconds": 0}


def test_an_import_compares_by_itself(
    tmp_path: Path,
    cast: None,
    names: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    del cast, names
    take_in(files.dense(tmp_path / "a.csv", KINDS, PLACES, [2023, 2024]), date(2025, 1, 15))
    with django_capture_on_commit_callbacks(execute=True):
        take_in(
            files.dense(tmp_path / "b.csv", KINDS, PLACES, range(2023, 2026)), date(2026, 1, 15)
        )
    found = Comparison.objects.get()
    assert found.summary["periods_new"] == ["2025JJ00"]
    assert str(found) == f"{found.older_id} → {found.newer_id}"


def test_the_page_says_it_in_plain_words(as_coos: Client, two: Two) -> None:
    page = text(as_coos.get(address("differences", pk=two.new.pk)))
    assert "oude cijfers van uw gemeente bijgewerkt" in page
    assert "Dat is gewoon" in page
    assert "2025" in page
    assert "Haven" in page
    assert "Tel nu" in page
    compare(two.old, two.new)
    page = text(as_coos.get(address("differences", pk=two.new.pk)))
    assert "Wat is er veranderd in het hele land?" in page
    assert "Tel nu" not in page


def test_the_page_can_be_narrowed(as_coos: Client, two: Two) -> None:
    here = address("differences", pk=two.new.pk)
    assert "Grootste veranderingen" in text(as_coos.get(here, {"soort": "1.1.1"}))
    assert "Grootste veranderingen" not in text(as_coos.get(here, {"soort": "3.1.1"}))
    assert "Grootste veranderingen" not in text(as_coos.get(here, {"niveau": "district"}))


def test_the_first_delivery_has_nothing_beside_it(as_coos: Client, two: Two) -> None:
    page = text(as_coos.get(address("differences", pk=two.old.pk)))
    assert "Niets om mee te vergelijken" in page
    assert as_coos.get(address("differences_csv", pk=two.old.pk)).status_code == 404


def test_a_delivery_that_says_the_same_says_so(
    as_vera: Client, tmp_path: Path, names: None
) -> None:
    del names
    take_in(files.dense(tmp_path / "a.csv", KINDS, PLACES, [2023, 2024]), date(2025, 1, 15))
    again = files.dense(tmp_path / "b.csv", KINDS, PLACES, [2023, 2024])
    again.write_bytes(again.read_bytes().replace(b"\r\n", b"\n"))
    newer = take_in(again, date(2025, 2, 15))
    page = text(as_vera.get(address("differences", "buurstad", pk=newer.pk)))
    assert "Niets veranderd" in page


def test_the_differences_can_be_kept(as_coos: Client, two: Two) -> None:
    content = json.loads(text(as_coos.get(address("differences_json", pk=two.new.pk))))
    assert content["here"]["levels"]["neighbourhood"]["counts"]["changed"] == 1
    assert content["everywhere"] is None
    rows = lines(as_coos.get(address("differences_csv", pk=two.new.pk)))
    assert rows[0] == "measure;type;area;period;old;new;old_state;new_state"
    assert "GeregistreerdeMisdrijven;1.1.1;BU99010101;2020JJ00;5;9;value;value" in rows
    assert not [row for row in rows if "BU9902" in row]


def test_old_figures_stay_addressable(as_rob: Client, two: Two) -> None:
    page = text(as_rob.get(address("vintage", pk=two.old.pk), {"niveau": "neighbourhood"}))
    assert "Oude cijfers" in page
    assert f"vervangen door levering {two.new.pk}" in page
    assert "Binnenstad" in page
    assert "afgeschermd" in page
    newer = text(as_rob.get(address("vintage", pk=two.new.pk)))
    assert "Oude cijfers" not in newer
    rows = lines(as_rob.get(address("vintage_csv", pk=two.old.pk), {"niveau": "neighbourhood"}))
    row = f"{two.old.pk};GeregistreerdeMisdrijven;1.1.1;BU99010101;2020JJ00;definitive;5;value"
    assert row in rows
    hidden = f"{two.old.pk};GeregistreerdeMisdrijven;1.4.1;BU99010101;2020JJ00;definitive;;hidden"
    assert hidden in rows


def test_an_unknown_choice_shows_the_first(as_rob: Client, two: Two) -> None:
    here = address("vintage", pk=two.old.pk)
    page = text(as_rob.get(here, {"niveau": "x", "gebied": "y", "jaar": "z"}))
    assert "Voorbeeldstad volgens levering" in page
    assert as_rob.get(address("vintage_csv", pk=two.old.pk), {"niveau": "x"}).status_code == 404


def test_figures_that_are_gone_from_disk_are_said_to_be(as_coos: Client, two: Two) -> None:
    from regie.evidence.warehouse.folders import discard

    discard(two.old.pk)
    assert "niet meer op schijf" in text(as_coos.get(address("vintage", pk=two.old.pk)))
    assert "niet meer op schijf" in text(as_coos.get(address("differences", pk=two.new.pk)))


def test_what_a_municipality_owns_stays_there(as_vera: Client, as_rob: Client, two: Two) -> None:
    Delivery._base_manager.filter(pk=two.new.pk).update(owner_id=two_owner())
    theirs = address("vintage", "buurstad", pk=two.new.pk)
    assert as_vera.get(theirs).status_code == 404
    assert as_rob.get(address("vintage", pk=two.new.pk)).status_code == 404


def two_owner() -> int:
    from regie.foundation.organizations.models import Municipality

    return Municipality.objects.get(slug=TOWN).pk


def test_who_may_count_again(as_coos: Client, as_rob: Client, two: Two) -> None:
    here = address("compare", pk=two.new.pk)
    assert as_rob.post(here).status_code == 403
    assert as_coos.post(here).status_code == 302
    assert Comparison.objects.count() == 1
    assert as_coos.get(here).status_code == 405


def test_few_queries(
    as_coos: Client, two: Two, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("differences", "vintage"):
        with django_assert_max_num_queries(12):
            as_coos.get(address(name, pk=two.new.pk))
