"""Files that go wrong end in words, and nothing of them is half-stored."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regie.evidence.registrations import waiting
from regie.evidence.registrations.models import Upload
from regie.evidence.registrations.tests.conftest import HOME
from regie.evidence.registrations.tests.files import GOOD, upload
from regie.evidence.registrations.tests.steps import check, deliver, fields_of, store, whole
from regie.evidence.series.models import SavedProfile
from regie.evidence.sources.models import Delivery
from regie.foundation.cycles.cast import Cast

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def refusal(client: Client, found: Upload) -> str:
    return client.get(f"{HOME}{found.pk}/resultaat/").content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b"Datum;Buurt;Soort\n", "geen rijen"),
        (b"%PDF-1.7 stukje", "geweigerd"),
        (b"<!doctype html><title>Fout</title>", "webpagina"),
        (b"PK\x03\x04kapot", "geweigerd"),
    ],
)
def test_what_is_no_table_is_refused(
    content: bytes, words: str, as_pia: Client, town: Cast
) -> None:
    answer = as_pia.post(
        f"{HOME}nieuw/", {"title": "Iets", "file": SimpleUploadedFile("x.csv", content)}
    )
    if answer.status_code == 422:
        assert words in answer.content.decode()
        assert not Upload.objects.exists()
        return
    found = Upload.objects.latest("pk")
    assert found.state == "refused"
    assert words in refusal(as_pia, found)
    assert not waiting.folder_of(found).exists()


def test_five_thousand_columns(as_pia: Client, town: Cast) -> None:
    text = ";".join(f"k{i}" for i in range(5000)) + "\n" + ";".join("1" for _ in range(5000))
    found = deliver(as_pia, text)
    assert found.state == "refused"
    assert "kolommen" in refusal(as_pia, found)


def test_many_columns_stay_on_one_page(as_pia: Client, town: Cast) -> None:
    head = ["Dossiernr", "Datum melding", "Buurt", *(f"veld{i}" for i in range(400))]
    row = ["D-1", "23-01-2026", "Oude Markt", *("x" for _ in range(400))]
    found = deliver(as_pia, "\n".join(";".join(each) for each in (head, row, row)))
    page = as_pia.get(f"{HOME}{found.pk}/kolommen/")
    assert page.context["form"].hidden_columns > 200
    assert "staan hier niet bij" in page.content.decode()
    assert check(as_pia, found).state == "checked"


def test_unknown_columns_no_date(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia, "aap;noot\nx;y\nz;q\n")
    page = as_pia.get(f"{HOME}{found.pk}/kolommen/").content.decode()
    assert "Er is geen kolom die zegt wanneer het was." in page
    assert check(as_pia, found).state == "understood"


def test_everything_elsewhere_is_not_counted(as_pia: Client, town: Cast) -> None:
    text = "Dossiernr;Datum melding;Gebiedscode;Soort\n" + "\n".join(
        f"D-{i};{i + 12}-01-2026;BU99020101;Geluid" for i in range(10)
    )
    found = check(as_pia, deliver(as_pia, text))
    assert found.state == "understood"
    page = as_pia.get(f"{HOME}{found.pk}/kolommen/").content.decode()
    assert "Er is niets te tellen" in page


def test_formulas_stay_text(as_pia: Client, town: Cast) -> None:
    text = GOOD.replace("Tuin en erf", '"=HYPERLINK(""http://x"";""y"")"')
    found = whole(as_pia, text)
    assert found.state == "stored"
    sheet = as_pia.get(f"{HOME}reeks/{found.profile_id}/tellingen.csv").content.decode("utf-8-sig")
    cells = [cell for line in sheet.splitlines() for cell in line.split(";")]
    assert not any(cell.strip('"').startswith(("=", "+", "@")) for cell in cells)
    page = as_pia.get(f"{HOME}reeks/{found.profile_id}/").content.decode()
    assert '<a href="http://x"' not in page


def test_a_profile_for_other_columns(as_pia: Client, town: Cast) -> None:
    first = whole(as_pia)
    other = "Zaak;Wanneer;Wijknaam\nZ1;23-04-2026;Oude Markt\nZ2;24-04-2026;Molenwijk\n"
    found = deliver(as_pia, other, registration=str(first.profile_id))
    page = as_pia.get(f"{HOME}{found.pk}/kolommen/").content.decode()
    assert "Deze kolom staat niet meer in het bestand: Datum melding." in page
    said = fields_of(as_pia, found)
    assert (said["role-0"], said["role-2"]) == ("identifier", "area_name")
    found = check(as_pia, found, **{"role-1": "date"})
    assert found.state == "checked"
    column = next(c for c in found.content["columns"] if c["role"] == "date")
    assert (column["header"], column["aliases"]) == ("Wanneer", ["Datum melding"])
    found = store(as_pia, found)
    assert found.version is not None
    assert found.version.number == 2


def test_profiles_are_exchanged_and_contradictions_are_told(
    as_pia: Client, as_coos: Client, town: Cast
) -> None:
    found = whole(as_pia)
    text = as_pia.get(f"{HOME}reeks/{found.profile_id}/profiel.json").content
    raw = json.loads(text)
    assert "Oude Markt" not in text.decode()
    assert raw["title"] == "Overlastdossiers"
    changed = text.replace(b'"area_name"', b'"ignore"')
    for content in (text, changed):
        file = SimpleUploadedFile("profiel.json", content)
        answer = as_pia.post(f"{HOME}profiel-inlezen/", {"file": file}, follow=True)
        assert answer.status_code == 200
    assert "verschilt van het vorige" in answer.content.decode()
    assert found.profile is not None
    assert found.profile.versions.count() == 3
    file = SimpleUploadedFile("profiel.json", b"{}")
    answer = as_pia.post(f"{HOME}profiel-inlezen/", {"file": file})
    assert answer.status_code == 422
    assert SavedProfile.objects.count() == 1


def test_a_file_that_vanished_says_so(as_pia: Client, town: Cast) -> None:
    found = check(as_pia, deliver(as_pia))
    waiting.remove(found)
    store(as_pia, found)
    found.refresh_from_db()
    assert found.state == "checked"
    assert not Delivery.owned.exists()
    page = as_pia.get(f"{HOME}{found.pk}/kolommen/", follow=True).content.decode()
    assert "Het bestand is er niet meer." in page


def test_odd_posts_are_answered(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia)
    said = fields_of(as_pia, found)
    assert as_pia.post(f"{HOME}{found.pk}/kolommen/", said | {"small": "x"}).status_code == 422
    assert as_pia.post(f"{HOME}{found.pk}/kolommen/", said | {"role-0": "zz"}).status_code == 422
    answer = as_pia.post(f"{HOME}{found.pk}/werkblad/", {"step": said["step"], "header_row": "900"})
    assert answer.status_code == 302
    found.refresh_from_db()
    assert found.state == "understood"
    for page in ("proef/", "resultaat/", ""):
        assert as_pia.get(f"{HOME}{found.pk}/{page}").status_code == 302
    assert as_pia.get(f"{HOME}999/").status_code == 404
    assert (
        as_pia.post(f"{HOME}nieuw/", {"title": "Jan de Vries", "file": upload(GOOD)}).status_code
        == 422
    )


def test_another_row_of_titles(as_pia: Client, town: Cast) -> None:
    text = "Overzicht;overlast;;;\nA;B;C;D;E\n" + GOOD
    found = deliver(as_pia, text)
    as_pia.post(f"{HOME}{found.pk}/werkblad/", {"step": found.step, "header_row": "3"})
    found.refresh_from_db()
    headers = [column["header"] for column in found.content["columns"]]
    assert headers[:3] == ["Dossiernr", "Datum melding", "Buurt"]
    assert check(as_pia, found).result["totals"]["read"] == 9
