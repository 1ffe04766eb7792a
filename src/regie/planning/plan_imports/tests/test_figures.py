"""A figure for an objective that was met: offered, chosen with one click, judged by its years."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from regie.evidence.indicators.services import sync_definitions
from regie.evidence.indicators.tests.world import World, country, places, world
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.records.refusals import RefusedError
from regie.planning.critiques.rules import critiques
from regie.planning.objectives.grounds import ground
from regie.planning.objectives.models import Objective
from regie.planning.plan_imports import services
from regie.planning.plan_imports.judging import facts_of
from regie.planning.plan_imports.models import FoundObjective, PlanImport
from regie.planning.plan_imports.tests.conftest import Reading
from regie.planning.plan_imports.tests.making import content
from regie.planning.plan_imports.tests.test_pages import of, words
from regie.planning.plan_imports.tests.test_services import sorted_out
from regie.planning.plans.tests.factory import Acting, proposal_of

pytestmark = [pytest.mark.room, pytest.mark.django_db]
__all__ = ["country", "places", "world"]
TODAY = date(2026, 6, 1)
BURGLARY = "offence-1.1.1"
ROWS = (
    # domain knowledge, section 9.3: as a plan prints them
    ("Woninginbraken per 1.000 inwoners", "3,1 (2017); 2,4 (2018)", "3,0", "CBS"),
    ("Vernielingen per 1.000 inwoners", "2,5 (2019)", "2,0", "CBS"),
    ("Rapportcijfer veiligheid in de buurt", "6,9 (2017)", "7,1", "Veiligheidsmonitor"),
    ("Voelt zich wel eens onveilig", "28,7% (2021)", "≤ 25%", "Veiligheidsmonitor"),
)
LISTED = (
    "Hoogstens 150 meldingen van jeugdoverlast in 2027, dankzij de groepsaanpak.",
    "Wij willen hoogstens 50 woninginbraken in 2027.",
    "In 2027 is de sociale cohesie minstens 6,8.",
    "Het aantal woninginbraken daalt met 20% in 2027 ten opzichte van 2024.",
)


def real_plan() -> Any:
    made = Document()
    made.add_heading("Integraal Veiligheidsplan 2025-2028", 0)
    made.add_heading("Doelstellingen", 1)
    for line in LISTED:
        made.add_paragraph(line, style="List Bullet")
    table = made.add_table(rows=1, cols=4)
    heads = ("Indicator", "Nulmeting", "Streefwaarde 2027", "Bron")
    for row in (heads, *ROWS):
        cells = table.rows[0].cells if row is heads else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    return made


@pytest.fixture
def document(read_in: Reading, country: World) -> PlanImport:
    sync_definitions(actor=None)
    return read_in(content(real_plan()), "ivp 2025-2028.docx")


def row_of(document: PlanImport, begins: str) -> FoundObjective:
    return document.objectives.get(statement__startswith=begins)


def codes(row: FoundObjective, document: PlanImport) -> set[str]:
    known = ground(document.municipality)
    return {each.code for each in critiques(facts_of(row, document, TODAY, known))}


def test_what_the_text_says_is_read(document: PlanImport) -> None:
    assert document.objectives.count() == len(ROWS) + len(LISTED)
    percent = row_of(document, "Het aantal woninginbraken")
    assert (percent.target_percent, percent.direction) == (Decimal(20), "decrease")
    assert percent.baseline_year == 2024
    assert percent.target_date == date(2027, 12, 31)
    few = row_of(document, "Wij willen hoogstens 50")
    assert (few.target, few.direction) == (Decimal(50), "keep_below")
    table = row_of(document, "Woninginbraken per")
    assert (str(table.baseline), table.baseline_year, table.target) == ("3.1000", 2017, Decimal(3))


def test_a_figure_is_offered_and_nothing_is_chosen(as_coos: Client, document: PlanImport) -> None:
    page = words(as_coos.get(of(document)))
    assert "Is dit een van deze cijfers? Regie koos nog niets." in page
    assert "5,0 per 1.000 woningen in 2025" in page
    assert not document.objectives.exclude(indicator="").exists()


def test_one_click_brings_the_whole_criticism(as_coos: Client, document: PlanImport) -> None:
    row = row_of(document, "Het aantal woninginbraken")
    assert "inside_noise" not in codes(row, document)
    url = of(document, f"doel/{row.pk}/cijfer/")
    answer = as_coos.post(url, {"code": BURGLARY}, follow=True)
    page = words(answer)
    assert "Gekozen. De kritiek kijkt nu ook naar de cijfers." in page
    assert "Gekozen cijfer:" in page
    row.refresh_from_db()
    assert (row.indicator, row.version) == (BURGLARY, 2)
    assert "inside_noise" in codes(row, document)
    assert "pas vanaf" in page
    other = as_coos.post(url, {"code": "", "page": "objective"}, follow=True)
    assert "Is dit een van deze cijfers?" in words(other)
    row.refresh_from_db()
    assert row.indicator == ""


def test_a_figure_that_does_not_exist_is_refused(
    as_coos: Client, as_rob: Client, document: PlanImport, coos: Acting
) -> None:
    row = row_of(document, "Wij willen hoogstens 50")
    url = of(document, f"doel/{row.pk}/cijfer/")
    assert "Dit cijfer bestaat niet." in words(as_coos.post(url, {"code": "x"}, follow=True))
    assert as_rob.post(url, {"code": BURGLARY}).status_code == 403
    with pytest.raises(RefusedError):
        services.choose(document, 99_999, BURGLARY, **coos)


def test_it_goes_into_the_plan_with_its_figure(
    document: PlanImport, coos: Acting, cast: Cast
) -> None:
    row = row_of(document, "Woninginbraken per")
    services.choose(document, row.pk, BURGLARY, **coos)
    services.judge(document, row.pk, "accepted", **coos)
    sorted_out(document, coos)
    cycle = current_cycle(cast.voorbeeldstad)
    assert cycle is not None
    proposal_of(cycle, "Wonen")
    services.take_over(document, cycle, **coos)
    made = Objective.objects.get()
    assert made.indicator is not None
    assert (made.indicator.code, made.measured_by) == (BURGLARY, "")


def test_many_objectives_ask_few_questions(as_coos: Client, document: PlanImport) -> None:
    document.objectives.update(indicator=BURGLARY)
    as_coos.get(of(document))
    with CaptureQueriesContext(connection) as asked:
        assert as_coos.get(of(document)).status_code == 200
    assert len(asked) <= 20
