"""Verdicts of Voorbeeldstad, stored as `signals` stores them."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from regie.evidence.appraisal.rules import Arrow, Assessment, Concentration, Word
from regie.evidence.appraisal.stored import as_json
from regie.evidence.findings.tests.making import (
    BURGLARY,
    TOWN,
    answer,
    assessment,
    change,
    gap,
    level,
    place,
)
from regie.evidence.signals.models import Verdict
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Municipality

Keep = Callable[..., None]


@pytest.fixture
def town(cast: Cast) -> Municipality:
    return cast.voorbeeldstad


@pytest.fixture
def keep(town: Municipality) -> Keep:
    """Store verdicts, in the place of those that were there."""

    def stored(*made: Assessment) -> None:
        Verdict.objects.filter(municipality=town).delete()
        Verdict.objects.bulk_create(
            Verdict(
                municipality=town,
                indicator=item.indicator,
                fingerprint=item.fingerprint,
                content=as_json(item),
                whole=as_json(item),
                computed_at=timezone.now(),
            )
            for item in made
        )

    return stored


@pytest.fixture
def names(town: Municipality) -> None:
    rows = [
        AreaRow("NL99", "Voorbeeldland"),
        AreaRow(TOWN, "Voorbeeldstad", "PV91"),
        AreaRow("WK990101", "Centrum"),
        AreaRow("BU99010101", "Markt"),
        AreaRow("BU99010102", "Haven"),
    ]
    register_areas("voorbeeld", 2025, rows, source="proef", actor=None)


BIKES, CYBER, FEAR = "offence-1.2.3", "offence-3.7.4", "perceived-vm_unsafe_often"


@pytest.fixture
def picture(keep: Keep, names: None) -> tuple[Assessment, ...]:
    """One finding of every kind, and an indicator of which nothing is to be said."""
    spread = Concentration(
        concentrated=True, top=("BU99010101",), top_share=0.6, top_places=1, places=9
    )
    made = (
        assessment(BURGLARY, change=change(arrow=Arrow.UP), problems=("doubtful:BU99010102",)),
        assessment(BIKES, level=level(word=Word.DEVIATING, higher=True), concentration=spread),
        assessment("offence-3.1.1", level=level(word=Word.ATTENTION, higher=True)),
        assessment(
            "offence-2.2.1",
            places=(
                place("BU99010101", Word.DEVIATING),
                place("BU99010102", arrow=Arrow.DOWN),
            ),
        ),
        assessment(FEAR, answers=(answer(significant=True, worse=True),), gaps=(gap(),)),
        assessment(CYBER),
    )
    keep(*made)
    return made
