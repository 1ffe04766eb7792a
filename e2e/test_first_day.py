"""The first day of a municipality: the plan it has already is read, and its own Word template."""

import io
import re

import pytest
from docx import Document
from playwright.sync_api import FilePayload, Page, expect

from e2e.steps import HOME, enter_as, press, sound

pytestmark = pytest.mark.journey
expect.set_options(timeout=15_000)

PLAN = f"{HOME}plan/"
STYLE = f"{HOME}beheer/huisstijl/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READ = 60_000
"""Milliseconds in which the worker reads a document."""
GOALS = (
    "Het aantal meldingen van jeugdoverlast daalt met 10% in 2030 ten opzichte van 2026.",
    "Het aantal woninginbraken daalt van 120 in 2026 naar 90 in 2030.",
)


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": WORD, "buffer": content}


def _plan() -> bytes:
    """A plan as towns write it, with a name of a person in it."""
    document = Document()
    document.add_heading("Integraal Veiligheidsplan 2027-2030", 0)
    document.add_heading("1. Onze visie", 1)
    document.add_paragraph("Iedereen kan zonder angst over straat.")
    document.add_heading("2. Veiligheidsanalyse", 1)
    document.add_paragraph("Rond het station is het 's avonds onrustig.")
    document.add_heading("3. Contact", 1)
    document.add_paragraph("Bel 06-12345678 of mail jan.jansen@voorbeeldstad.nl.")
    document.add_heading("4. Doelstellingen", 1)
    for goal in GOALS:
        document.add_paragraph(goal, style="List Bullet")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_the_plan_that_is_there_already(page: Page) -> None:
    """Read, sorted, judged and taken over into a plan of this period."""
    enter_as(page, "coos")
    page.goto(f"{PLAN}bestaand/")
    page.locator('main input[type="file"]').set_input_files(_file("kapot.docx", b"geen Word"))
    press(page, "Plan lezen")
    expect(page.locator("main")).to_contain_text("Niet gelezen", timeout=READ)
    sound(page)
    page.goto(f"{PLAN}bestaand/")
    page.locator('main input[type="file"]').set_input_files(_file("ivp.docx", _plan()))
    press(page, "Plan lezen")
    expect(page.locator("main")).to_contain_text("Nog te sorteren", timeout=READ)
    sound(page)
    document = page.url
    _look_at_parts(page, document)
    _look_at_objectives(page, document)
    press(page, "De rest als eigen onderdeel")
    press(page, "Overnemen")
    expect(page.locator("main")).to_contain_text("Overgenomen in")
    sound(page)
    page.get_by_role("link", name="Naar het plan").click()
    expect(page.locator("main")).to_contain_text("Visie")
    page.goto(f"{PLAN}doelen/")
    expect(page.locator("main")).to_contain_text(GOALS[1].rstrip("."))
    sound(page)


def _look_at_parts(page: Page, document: str) -> None:
    page.locator('main a[href*="/deel/"]').first.click()
    sound(page)
    page.goto(document)
    page.get_by_role("link", name="Contact", exact=True).click()
    sound(page)
    press(page, re.compile("^Vervang dit"))
    expect(page.locator("main")).to_contain_text("De gemarkeerde gegevens zijn weggelaten.")


def _look_at_objectives(page: Page, document: str) -> None:
    page.goto(document)
    page.locator('main a[href*="/doel/"]').first.click()
    sound(page)
    page.get_by_label("Wie is verantwoordelijk").fill("hoofd Jeugd")
    press(page, "Bewaren en overnemen")
    page.goto(document)
    press(page, "Alle andere doelen overnemen")


def test_the_own_word_template(page: Page) -> None:
    """The sample is brought back as it is; a file that is none changes nothing."""
    enter_as(page, "coos")
    sample = page.request.get(f"{STYLE}sjabloon.docx").body()
    page.goto(STYLE)
    page.get_by_label("Word-sjabloon").set_input_files(_file("huisstijl.docx", sample))
    press(page, "Sjabloon gebruiken")
    expect(page.locator("main")).to_contain_text("huisstijl.docx")
    sound(page)
    page.get_by_label("Word-sjabloon").set_input_files(_file("kapot.docx", b"geen Word"))
    press(page, "Sjabloon gebruiken")
    expect(page.locator("main")).to_contain_text("Er is niets bewaard.")
    expect(page.locator("main")).to_contain_text("huisstijl.docx")
    sound(page)
    page.goto(STYLE)
    page.get_by_role("link", name="Verwijderen").click()
    sound(page)
    press(page, "Verwijderen")
    expect(page.locator("main")).to_contain_text("gewone opmaak van Regie")
    sound(page)
