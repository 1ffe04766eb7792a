"""What an edition holds fits the form that is printed: every paper of a real one can be made."""

import json

import pytest

from regie.foundation.cycles.cast import Cast
from regie.planning.plan_decisions.tests import factory
from regie.planning.plan_papers.council import council_decision, council_proposal
from regie.planning.plan_papers.paper import plan_paper
from regie.planning.plan_papers.shape import read
from regie.planning.plan_papers.slides import presentation
from regie.planning.plan_papers.summary import one_page

pytestmark = pytest.mark.room


def test_every_paper_of_an_adopted_plan(cast: Cast) -> None:
    content = json.loads(factory.adopted(cast).content)
    found = read(content)
    assert found.plan.state == "adopted"
    assert found.objectives[0].baseline is not None
    assert [row.body for row in found.decisions][-1] == "council"
    for make in (plan_paper, council_proposal, council_decision, one_page, presentation):
        for language in ("nl", "en"):
            assert make(content, language).sections
