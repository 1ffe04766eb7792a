"""Scores by the figures and by people, and the criteria."""

import pytest
from django.test import Client

from regie.evidence.appraisal.rules import Word
from regie.evidence.findings.rules import Verdict, stored
from regie.evidence.findings.tests.making import BURGLARY, change, level
from regie.foundation.cycles.cast import Cast
from regie.foundation.records.refusals import RefusedError
from regie.planning.fact_cards.rules import Scored
from regie.planning.priority_sessions import longlist, queries
from regie.planning.priority_sessions.models import Candidate, PrioritySession, Score
from regie.planning.priority_sessions.tests import factory
from regie.planning.scores import pages, services
from regie.planning.scores.services import Judgement

pytestmark = [pytest.mark.room, pytest.mark.django_db]
HOME = "/voorbeeldstad/prioriteiten/sessies/"


@pytest.fixture
def session(cast: Cast) -> PrioritySession:
    return factory.session_in(cast.voorbeeldstad, cast.coos)


@pytest.fixture
def burglary(session: PrioritySession, cast: Cast) -> Candidate:
    """A candidate on the longlist with a finding that has figures."""
    verdict = Verdict(level=level(word=Word.DEVIATING, higher=True), change=change())
    finding = factory.own_finding(
        cast.voorbeeldstad,
        "Inbraak hoger",
        "registered_crime",
        indicator=BURGLARY,
        verdict=stored(verdict),
    )
    finding.kind = "level"
    finding.save()
    longlist.add_themes(session, ["registered_crime"], actor=cast.coos)
    return Candidate.objects.get(session=session, themes=["registered_crime"])


def test_figures_propose_scores_with_limits(session: PrioritySession, burglary: Candidate) -> None:
    known = queries.score_table(session)[burglary.pk]
    assert set(known) == {"extent", "trend"}
    assert known["extent"].value == 79
    assert known["extent"].low < 79 < known["extent"].high
    assert known["trend"] == Scored(79, 57, 96)
    row = Score.objects.get(candidate=burglary, criterion__code="extent")
    assert "1,5 keer het aantal in vergelijkbare gemeenten" in pages.reason_of(row)


def test_without_figures_a_score_is_unknown(session: PrioritySession) -> None:
    assert factory.candidate(session).pk not in queries.score_table(session)


def test_people_judge_with_a_reason_and_can_take_it_back(
    session: PrioritySession, burglary: Candidate, cast: Cast
) -> None:
    mine = Judgement(burglary.pk, "extent", Scored(90, 80, 100), "Aangifte blijft achter")
    with pytest.raises(RefusedError):
        services.judge(
            session, [Judgement(burglary.pk, "urgency", Scored(5, 5, 5))], actor=cast.coos
        )
    assert services.judge(session, [mine], actor=cast.coos) == 1
    assert services.judge(session, [mine], actor=cast.coos) == 0
    assert queries.score_table(session)[burglary.pk]["extent"] == Scored(90, 80, 100)
    longlist.add_themes(session, ["nightlife"], actor=cast.coos)
    assert queries.score_table(session)[burglary.pk]["extent"].value == 90
    services.judge(session, [Judgement(burglary.pk, "extent", None)], actor=cast.coos)
    assert queries.score_table(session)[burglary.pk]["extent"].value == 79
    assert services.judge(session, [Judgement(burglary.pk, "extent", None)], actor=cast.coos) == 0
    other = [Judgement(0, "extent", mine.score, "x"), Judgement(burglary.pk, "no", None)]
    assert services.judge(session, other, actor=cast.coos) == 0


def test_scores_on_the_page(session: PrioritySession, burglary: Candidate, as_coos: Client) -> None:
    address = f"{HOME}kandidaat/{burglary.pk}/scores/"
    text = as_coos.get(address).content.decode()
    assert "Voorstel uit de cijfers." in text
    assert "De cijfers zeggen hier niets over." in text
    words = {"score_urgency": "70", "low_urgency": "80", "reason_urgency": "Nu"}
    assert as_coos.post(address, words).status_code == 422
    assert as_coos.post(address, {"score_urgency": "70"}).status_code == 422
    words = {"score_urgency": "70", "low_urgency": "60", "reason_urgency": "De wet verandert"}
    answer = as_coos.post(address, words | {"next": "1"}, follow=True)
    assert "zijn bewaard" in answer.content.decode()
    table = as_coos.get(f"{HOME}{session.pk}/scores/").content.decode()
    assert "60 tot 70" in table
    assert "Onbekend is geen nul" in table
    first = factory.candidate(session)
    answer = as_coos.post(f"{HOME}kandidaat/{first.pk}/scores/", {"next": "1"})
    assert answer.headers["Location"].endswith("/scores/")


def test_criteria_can_be_changed_added_and_removed(
    session: PrioritySession, burglary: Candidate, as_coos: Client, cast: Cast
) -> None:
    address = f"{HOME}{session.pk}/criteria/"
    words = {"name": "Draagvlak", "low_anchor": "geen", "high_anchor": "breed"}
    for name in ("Draagvlak", "Draagvlak"):
        assert as_coos.post(address, words | {"name": name}).status_code == 302
    assert {item.code for item in queries.criteria(session)} >= {"draagvlak", "draagvlak-2"}
    assert as_coos.post(address, words | {"name": "Negen"}).status_code == 422
    row = queries.criteria(session)[1]
    one = f"{HOME}criterium/{row.pk}/"
    assert as_coos.get(one).status_code == 200
    assert as_coos.post(one, words | {"name": ""}).status_code == 422
    assert as_coos.post(one, words | {"name": "Hoeveel"}).status_code == 302
    assert "Hoeveel" in as_coos.get(f"{HOME}{session.pk}/scores/").content.decode()
    assert as_coos.post(one, {"remove": "1"}).status_code == 302
    assert "extent" not in queries.score_table(session)[burglary.pk]
    assert as_coos.get(one).status_code == 404


def test_after_opening_scores_stand_fixed(cast: Cast, as_coos: Client, as_rob: Client) -> None:
    made = factory.opened(cast.voorbeeldstad, cast.coos)
    row = factory.candidate(made)
    text = as_rob.get(f"{HOME}{made.pk}/scores/").content.decode()
    assert f'href="{HOME}kandidaat/' not in text
    assert "De scores liggen vast" in text
    words = {"score_urgency": "70", "reason_urgency": "Te laat"}
    answer = as_coos.post(f"{HOME}kandidaat/{row.pk}/scores/", words)
    assert answer.status_code == 422
    assert "al geopend" in answer.content.decode()
