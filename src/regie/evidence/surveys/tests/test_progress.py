"""What the guided path says about consulting residents."""

from datetime import date

import pytest

from regie.evidence.surveys.models import Survey
from regie.evidence.surveys.progress import participation_progress
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.path import page_of
from regie.foundation.cycles.queries import current_cycle

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_a_recent_survey_is_the_consultation(cast: Cast) -> None:
    cycle = current_cycle(cast.voorbeeldstad)
    assert cycle is not None
    assert "nog geen eigen enquête" in participation_progress(cycle).words
    for number, year in enumerate((2015, 2025, 2026), start=1):
        Survey.objects.create(
            municipality=cast.voorbeeldstad,
            title=f"Enquête {number}",
            title_key=f"enquete {number}",
            fieldwork_from=date(year, 3, 1),
            fieldwork_to=date(year, 4, 1),
            method="invited",
            version="1",
        )
    progress = participation_progress(cycle)
    assert (progress.done, progress.words) == (True, "Er zijn 2 eigen enquêtes sinds 2021.")
    page = page_of("participation")
    assert page is not None
    assert page.route == "surveys:overview"
