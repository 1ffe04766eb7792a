"""The pages of an existing plan: who comes in, what they show, and what they say when it fails."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regie.foundation.cycles.cast import Cast
from regie.planning.plan_imports import rules, services
from regie.planning.plan_imports.models import PlanImport
from regie.planning.plan_imports.tests.conftest import Reading
from regie.planning.plan_imports.tests.making import content, plan_document
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.tests.factory import Acting

pytestmark = [pytest.mark.room, pytest.mark.django_db]

HOME = "/voorbeeldstad/plan/bestaand/"


def of(document: PlanImport, rest: str = "") -> str:
    return f"{HOME}{document.pk}/{rest}"


def words(answer: Any) -> str:
    shown: str = answer.content.decode()
    return shown


def test_who_comes_in(
    as_coos: Client, as_ilse: Client, as_rob: Client, as_vera: Client, document: PlanImport
) -> None:
    assert as_coos.get(HOME).status_code == 200
    assert as_ilse.get(of(document)).status_code == 200
    refused = as_rob.get(HOME)
    assert refused.status_code == 403
    assert "Alleen de veiligheidscoördinator en de onderzoeker" in words(refused)
    assert as_vera.get(HOME).status_code == 404
    assert as_vera.get(of(document)).status_code == 404
    assert as_coos.get(f"{HOME}99999/").status_code == 404


def test_of_another_municipality_nothing_exists(as_coos: Client, cast: Cast) -> None:
    theirs = PlanImport.objects.create(
        municipality=cast.buurstad, file_name="x.docx", state="refused"
    )
    assert as_coos.get(of(theirs)).status_code == 404
    assert as_coos.post(of(theirs, "weg/")).status_code == 404


def test_an_upload_is_read_and_shown_with_what_an_expert_says(as_coos: Client) -> None:
    upload = SimpleUploadedFile("ivp 2023.docx", content(plan_document()))
    answer = as_coos.post(HOME, {"file": upload}, follow=True)
    shown = words(answer)
    assert "Woninginbraken per 1.000 inwoners" in shown
    assert "Dit is een middel en geen doel" in shown
    assert "Zeker: de kop is" in shown
    assert "Dit document is van" not in shown
    assert "3,1 per 1.000 inwoners (2021)" in shown
    assert "ivp 2023.docx" in words(as_coos.get(HOME))


def test_a_plan_of_years_before_the_new_one_says_so(as_coos: Client, document: PlanImport) -> None:
    PlanImport.objects.update(first_year=2010, last_year=2013)
    assert "Dit document is van 2010 tot en met 2013." in words(as_coos.get(of(document)))


def test_a_bad_file_is_explained(as_coos: Client) -> None:
    upload = SimpleUploadedFile("plan.docx", b"%PDF-1.4 geen inhoud")
    answer = as_coos.post(HOME, {"file": upload}, follow=True)
    assert "Niet gelezen" in words(answer)
    assert "beschadigd" in words(answer)
    assert as_coos.post(HOME, {}).status_code == 422
    empty = as_coos.post(HOME, {"file": SimpleUploadedFile("leeg.docx", b"")})
    assert "Dit bestand is leeg" in words(empty)


def test_a_hundred_megabytes_are_refused_before_they_are_read(as_coos: Client) -> None:
    answer = as_coos.post(HOME, {}, CONTENT_LENGTH=str(rules.LARGEST * 2))
    assert answer.status_code == 422
    assert "groter dan 100 MB" in words(answer)


def test_forms_are_protected(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.coos)
    assert client.post(HOME, {"first_year": 2023}).status_code == 403


def test_progress_is_shown(as_coos: Client, cast: Cast) -> None:
    busy = PlanImport.objects.create(
        municipality=cast.voorbeeldstad,
        file_name="a.pdf",
        state="reading",
        progress={"part": 0.4, "at": timezone.now().timestamp()},
    )
    shown = words(as_coos.get(of(busy)))
    assert "hx-get" in shown
    assert "De bladzijden worden gelezen" in shown
    PlanImport.objects.filter(pk=busy.pk).update(state="read")
    assert as_coos.get(of(busy), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_review_asks_few_queries(as_coos: Client, document: PlanImport) -> None:
    as_coos.get(of(document))
    with CaptureQueriesContext(connection) as asked:
        as_coos.get(of(document))
    assert len(asked) <= 15, [each["sql"][:150] for each in asked]


def test_sorting_merging_and_the_rest(as_coos: Client, document: PlanImport) -> None:
    place = document.parts.get(title="Stationsgebied")
    sent = {f"kind_{place.pk}": "priorities", "verb": "keep", "delen": "1"}
    answer = as_coos.post(of(document, "delen/"), sent, follow=True)
    assert "1 deel kreeg een andere plaats" in words(answer)
    place.refresh_from_db()
    assert place.kind == "priorities"
    answer = as_coos.post(of(document, "delen/"), {"verb": f"merge-{place.pk}"}, follow=True)
    assert "Samengevoegd met" in words(answer)
    as_coos.post(of(document, "delen/"), {"verb": "none"})
    assert not document.parts.filter(kind="").exists()
    answer = as_coos.post(
        of(document, "delen/"), {f"kind_{document.parts.all()[0].pk}": "elders"}, follow=True
    )
    assert "uit de lijst" in words(answer)


def test_a_part_is_read_changed_and_cut(
    as_coos: Client, document: PlanImport, coos: Acting
) -> None:
    place = document.parts.get(title="Stationsgebied")
    above = services.merge(document, place.pk, **coos)
    address = of(document, f"deel/{above.pk}/")
    assert "Splits bij" in words(as_coos.get(address))
    line = above.text.split("\n").index("## Stationsgebied")
    answer = as_coos.post(f"{address}splitsen/", {"line": line}, follow=True)
    assert "is nu een eigen deel" in words(answer)
    above.refresh_from_db()
    sent = {"seen": above.version, "title": "Analyse", "text": "Kort."}
    assert "Bewaard." in words(as_coos.post(address, sent, follow=True))
    late = as_coos.post(address, sent | {"text": "Mijn woorden."})
    assert late.status_code == 422
    assert "Mijn woorden." in words(late)
    assert "Iemand anders" in words(late)
    assert as_coos.get(of(document, "deel/99999/")).status_code == 404


def test_script_in_a_document_is_only_words(as_coos: Client, read_in: Reading) -> None:
    made = plan_document()
    made.add_heading("<script>alert(1)</script>", 1)
    made.add_paragraph("<img src=x onerror=alert(2)> **vet** [x](javascript:alert(3))")
    document = read_in(content(made))
    shown = words(as_coos.get(of(document)))
    assert "<script>alert" not in shown
    part = document.parts.get(title__contains="script")
    shown = words(as_coos.get(of(document, f"deel/{part.pk}/")))
    assert "<img src=x" not in shown
    assert 'href="javascript' not in shown
    assert "&lt;img src=x onerror=alert(2)&gt;" in shown


def test_personal_data_are_marked_and_left_out(as_coos: Client, read_in: Reading) -> None:
    made = plan_document()
    made.add_paragraph("Mail jan@voorbeeld.nl")
    document = read_in(content(made))
    shown = words(as_coos.get(of(document)))
    assert "1 regel kan over een persoon gaan" in shown
    part = document.parts.get(marked=1)
    assert "Mail jan@voorbeeld.nl" in words(as_coos.get(of(document, f"deel/{part.pk}/")))
    as_coos.post(of(document, f"deel/{part.pk}/personen/"))
    part.refresh_from_db()
    assert "[weggelaten]" in part.text


def test_an_objective_is_corrected(as_coos: Client, document: PlanImport) -> None:
    row = document.objectives.all()[1]
    address = of(document, f"doel/{row.pk}/")
    assert "Klopt wat Regie las?" in words(as_coos.get(address))
    sent = {
        "seen": row.version,
        "statement": "Minder jeugdoverlast",
        "direction": "decrease",
        "target_percent": "12,5",
        "baseline_year": "2022",
    }
    wrong = as_coos.post(address, sent | {"target_percent": "veel"})
    assert wrong.status_code == 422
    assert "als een getal" in words(wrong)
    answer = as_coos.post(address, sent, follow=True)
    assert "Dit doel gaat mee" in words(answer)
    late = as_coos.post(address, sent)
    assert late.status_code == 422
    assert as_coos.get(of(document, "doel/99999/")).status_code == 404


def test_objectives_are_judged_one_by_one_and_all(as_coos: Client, document: PlanImport) -> None:
    row = document.objectives.all()[0]
    as_coos.post(of(document, f"doel/{row.pk}/laten/"))
    row.refresh_from_db()
    assert row.state == "left"
    answer = as_coos.post(of(document, "doelen/overnemen/"), follow=True)
    assert "3 doelen beoordeeld" in words(answer)
    as_coos.post(of(document, f"doel/{row.pk}/terug/"))
    row.refresh_from_db()
    assert row.state == "open"
    assert as_coos.post(of(document, f"doel/{row.pk}/elders/")).status_code == 404
    assert as_coos.post(of(document, "doelen/elders/")).status_code == 404


def test_taking_over_leads_to_the_plan_and_refusals_stay_on_the_page(
    as_coos: Client, as_ilse: Client, document: PlanImport
) -> None:
    address = of(document, "overnemen/")
    shown = words(as_coos.get(of(document)))
    target = re.findall(r'name="target"[^>]*value="([^"]+)"', shown)[0]
    refused = as_coos.post(address, {"target": target})
    assert refused.status_code == 422
    assert "Nog te sorteren: 2" in words(refused)
    assert as_ilse.post(address, {"target": target}).status_code == 403
    as_coos.post(of(document, "delen/"), {"verb": "own"})
    assert as_coos.post(address, {"target": "plan-99"}).status_code == 422
    answer = as_coos.post(address, {"target": target}, follow=True)
    assert "Overgenomen in" in words(answer)
    assert SafetyPlan.objects.count() == 1
    again = as_coos.post(address, {"target": f"plan-{SafetyPlan.objects.get().pk}"})
    assert "al overgenomen in" in words(again)
    as_coos.post(of(document, "weg/"))
    assert "weggegooid" in words(as_coos.get(of(document)))


def test_the_page_speaks_english(as_coos: Client, document: PlanImport, cast: Cast) -> None:
    cast.coos.language = "en"
    cast.coos.save()
    shown = words(as_coos.get(of(document)))
    assert "A critical reader:" in shown
    assert "Still to sort" in shown
