"""What the guided path says about the safety analysis."""

import pytest

from regie.evidence.analyses import workflow
from regie.evidence.analyses.models import SafetyAnalysis
from regie.evidence.analyses.progress import analysis_progress
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.path import page_of
from regie.foundation.cycles.queries import current_cycle

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_the_path_knows_how_far_the_analysis_is(cast: Cast) -> None:
    cycle = current_cycle(cast.voorbeeldstad)
    assert cycle is not None
    assert "nog geen veiligheidsanalyse" in analysis_progress(cycle).words
    row = SafetyAnalysis.objects.create(
        municipality=cast.voorbeeldstad, cycle=cycle, number=1, title="2026"
    )
    told = {
        workflow.DRAFT: (False, "concept"),
        workflow.IN_REVIEW: (False, "ter controle"),
        workflow.PUBLISHED: (True, "gepubliceerd"),
        workflow.SUPERSEDED: (True, "gepubliceerd"),
        workflow.WITHDRAWN: (False, "nog geen veiligheidsanalyse"),
    }
    for state, (done, words) in told.items():
        SafetyAnalysis.objects.filter(pk=row.pk).update(state=state)
        progress = analysis_progress(cycle)
        assert progress.done is done
        assert words in progress.words
    other = current_cycle(cast.buurstad)
    assert other is not None
    assert not analysis_progress(other).done


def test_the_step_has_its_page() -> None:
    page = page_of("safety_analysis")
    assert page is not None
    assert page.route == "analyses:list"
