"""Documents for tests: a plan of a small town, written with python-docx."""

import io
from pathlib import Path
from typing import Any

from docx import Document

OBJECTIVES = (
    ("Woninginbraken per 1.000 inwoners", "3,1 (2021); 2,4 (2022)", "3,0", "CBS", "Wijkregisseur"),
    ("Inwoners die zich wel eens onveilig voelen", "28,7% (2021)", "≤ 25%", "VM", ""),
)


def plan_document() -> Any:
    """A plan as towns write it: chapters, lists, a table with indicators, a list of words."""
    document = Document()
    document.add_heading("Integraal Veiligheidsplan 2023-2026", 0)
    document.add_paragraph("Gemeente Voorbeeldstad")
    document.add_heading("1. Inleiding", 1)
    document.add_paragraph("Dit plan gaat over sociale veiligheid.")
    document.add_heading("2. Onze visie", 1)
    document.add_paragraph("Iedereen kan zonder angst over straat.")
    document.add_paragraph("met inwoners", style="List Bullet")
    document.add_paragraph("met de politie", style="List Bullet")
    document.add_heading("3. Veiligheidsanalyse", 1)
    document.add_paragraph("In 2022 daalde het aantal woninginbraken met 5%.")
    document.add_heading("Stationsgebied", 2)
    document.add_paragraph("Rond het station is het 's avonds onrustig.")
    document.add_heading("4. Doelstellingen", 1)
    document.add_paragraph("Buurttoezicht uitbreiden in alle wijken", style="List Bullet")
    document.add_paragraph(
        "Het aantal meldingen van jeugdoverlast daalt met 10% in 2026 ten opzichte van 2022.",
        style="List Bullet",
    )
    table = document.add_table(rows=1, cols=5)
    for cell, words in zip(
        table.rows[0].cells,
        ("Indicator", "Nulmeting", "Streefwaarde 2026", "Bron", "Wie"),
        strict=True,
    ):
        cell.text = words
    for row in OBJECTIVES:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_heading("5. Evaluatie", 1)
    document.add_paragraph("Elk jaar kijken we met de raad terug.")
    document.add_heading("Slotwoord", 1)
    document.add_paragraph("Samen houden we het veilig.")
    return document


def saved(document: Any, path: Path) -> Path:
    """A document as a file."""
    document.save(str(path))
    return path


def content(document: Any) -> bytes:
    """A document as bytes."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
