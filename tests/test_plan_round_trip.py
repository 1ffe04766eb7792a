"""A plan of this house, printed as PDF, Word and ODT, is read back into the same parts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from regie.planning.plan_files.opening import read
from regie.planning.plan_papers.paper import plan_paper
from regie.planning.plan_papers.tests import sample
from regie.planning.plan_recognition.detecting import objectives
from regie.planning.plan_recognition.sorting import parts
from regie.presentation import documents
from regie.ui import prose

pytestmark = pytest.mark.pure
FORMS = {"pdf": documents.pdf, "docx": documents.word, "odt": documents.odt}


def squeezed(text: str) -> str:
    """Letters and signs without white space and without the bars of a table."""
    return "".join(text.replace("|", "").split())


@pytest.mark.parametrize("form", FORMS)
def test_our_own_plan_is_read_back(form: str, tmp_path: Path) -> None:
    path = tmp_path / "plan"
    path.write_bytes(FORMS[form](plan_paper(sample.content())))
    found_form, contents = read(path)
    found = parts(contents.pieces)
    assert found_form == form
    kinds = {part.suggestion.kind for part in found if part.suggestion.certainty == "sure"}
    assert kinds >= {"scope", "vision", "analysis", "priorities", "objectives", "means"}
    whole = squeezed("\n".join(f"{part.title}\n{prose.plain(part.text)}" for part in found))
    for section in sample.SECTIONS:
        for line in prose.plain(section["text"]).splitlines():
            assert squeezed(line) in whole, section["kind"]
    goals = {each.statement: each.amounts for each in objectives(found, first_year=2027)}
    assert {each["statement"] for each in sample.OBJECTIVES} <= set(goals)
    burglary = goals["In 2030 zijn er minstens 10 procent minder woninginbraken."]
    assert (burglary.baseline, burglary.baseline_year) == (Decimal("3.1"), 2025)
    assert (burglary.target_percent, burglary.direction) == (Decimal(10), "decrease")
    assert burglary.target_date == date(2030, 12, 31)
