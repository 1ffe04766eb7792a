"""Voorbeeldstad with its areas, and surveys to lay beside each other."""

from datetime import date

import pytest

from regie.evidence.surveys.models import Answer, Survey
from regie.evidence.surveys.tests.factory import MakeAnswer, MakeSurvey
from regie.evidence.values.words import key
from regie.evidence.vintages.tests.conftest import names
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Municipality

__all__ = ["names"]


@pytest.fixture
def town(cast: Cast, names: None) -> Municipality:
    """Voorbeeldstad, with its neighbourhoods."""
    del names
    return cast.voorbeeldstad


@pytest.fixture
def survey(town: Municipality) -> MakeSurvey:
    """A survey of Voorbeeldstad with anything changed: `survey(method="panel")`."""

    def made(**changes: object) -> Survey:
        values: dict[str, object] = {
            "municipality": town,
            "title": "Leefbaarheid",
            "fieldwork_from": date(2024, 9, 1),
            "fieldwork_to": date(2024, 10, 1),
            "method": "invited",
            "version": "1",
            "design_effect": 1.0,
            "design_effect_reason": "Opgegeven door het bureau",
        } | changes
        return Survey.objects.create(title_key=key(str(values["title"])), **values)

    return made


@pytest.fixture
def answer() -> MakeAnswer:
    """An answer of a survey with anything changed: `answer(survey, share=0.3)`."""

    def made(of: Survey, **changes: object) -> Answer:
        values: dict[str, object] = {
            "question": "Voelt zich onveilig",
            "theme": "perceived_safety",
            "area": "GM9901",
            "area_year": 2025,
            "year": 2024,
            "share": 0.2,
            "sample": 1000,
        } | changes
        return Answer.objects.create(survey=of, question_key=key(str(values["question"])), **values)

    return made
