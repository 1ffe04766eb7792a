"""The same on the figures of Voorbeeldstad, read by the importer that reads the real ones."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

import voorbeeldstad
from regie.evidence.indicators import memory
from regie.evidence.indicators.models import Indicator
from regie.evidence.indicators.services import sync_definitions
from regie.evidence.sources.services import import_file
from regie.planning.critiques.rules import critiques
from regie.planning.critiques.words import said
from regie.planning.objectives.course import course_of
from regie.planning.objectives.evidence import facts_of, ground
from regie.planning.objectives.models import Objective
from regie.planning.plans.models import SafetyPlan

pytestmark = [
    pytest.mark.room,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
]
NEEDED = ("WijkenEnBuurten_2025", "kwb_2024", "kwb_2025", "47018NED", "85146NED")
TODAY = date(2026, 11, 28)


def _objective(plan: SafetyPlan, code: str, **changes: Any) -> Objective:
    values: dict[str, Any] = {
        "plan": plan,
        "statement": "Minder",
        "direction": "decrease",
        "target_date": date(2030, 12, 31),
        "indicator": Indicator.objects.get(code=code),
        "baseline_from": 2025,
    }
    return Objective(**(values | changes))


def test_what_cannot_be_shown_in_voorbeeldstad_is_said_with_its_figures(
    tmp_path: Path, plan: SafetyPlan
) -> None:
    """targets.md: -10 % burglary is not measurable; a survey shows only its margins."""
    memory.forget()
    planted = voorbeeldstad.build(tmp_path)
    for file in planted.files:
        if file.name.startswith(NEEDED):
            import_file(
                planted.path(file.name),
                actor=None,
                year=file.year,
                classification=file.classification,
            )
    sync_definitions(actor=None)
    known = ground(plan.municipality)
    burglary = _objective(
        plan, "offence-1.1.1", unit="aantal", target_percent=Decimal(-10), baseline=Decimal(29)
    )
    facts = facts_of(burglary, known=known, means=(), today=TODAY)
    with override("nl"):
        found = {item.code: said(item) for item in critiques(facts)}
        course = course_of(burglary, known=known, means=(), today=TODAY)
        feeling = course_of(
            _objective(
                plan,
                "perceived-vm_unsafe_sometimes",
                baseline=Decimal("35.8"),
                target=Decimal("34.8"),
            ),
            known=known,
            means=(),
            today=TODAY,
        )
    assert "U wilt 10% minder, maar pas vanaf" in found["inside_noise"].words
    assert "small_numbers" in found
    assert course.label == "Niet meetbaar"
    assert any(way.startswith("Vergelijk met andere gemeenten") for way in course.ways)
    assert any(way.startswith("Neem alle soorten van dit thema samen") for way in course.ways)
    assert feeling.label == "Niet meetbaar"
    assert "U wilt 1,0 procentpunt verschil, maar pas vanaf 2,3 procentpunt" in feeling.sentence
    memory.forget()
