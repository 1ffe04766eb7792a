"""The report of a session: what stands in it, who may fetch it, and what it never says."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regie.foundation.access.models import Membership
from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.cycles.cast import Cast
from regie.planning.contributions import services as contributions
from regie.planning.priority_sessions.models import Contribution, PrioritySession
from regie.planning.rounds import services
from regie.planning.rounds.models import Ballot
from regie.planning.rounds.tests.making import make_participant, make_round, make_session
from regie.planning.session_reports.report import papers_of, report_of
from regie.ui.paper import plain

pytestmark = [pytest.mark.room, pytest.mark.django_db]
FORMS = ("pdf", "word", "odt", "html")


@pytest.fixture
def session(cast: Cast) -> PrioritySession:
    """A closed session: five votes in one round, three in another, one contribution."""
    made = make_session(cast)
    rows = list(made.candidates.all())
    made.candidates.filter(pk=rows[-1].pk).update(screened_out="Dat is geen taak van ons.")
    for people in (5, 3):
        item = make_round(made, cast.coos)
        for at in range(people):
            make_participant(made)
            content = {"points": {str(rows[0].pk): 4, str(rows[1].pk): 1}}
            Ballot.objects.create(round=item, key=f"k{item.pk}-{at}", content=content)
        services.close_round(item, actor=cast.coos, role="coordinator")
        services.show_round(item, actor=cast.coos, role="coordinator")
    idea = Contribution.objects.create(
        session=made, candidate=rows[0], kind="idea", text="Meer licht in de steeg."
    )
    contributions.answer(idea, "adopted", "Dat nemen wij over.", "", actor=cast.coos)
    Contribution.objects.create(session=made, kind="question", text="Wat kost dat?")
    PrioritySession.objects.filter(pk=made.pk).update(state="closed", closed_at=timezone.now())
    made.refresh_from_db()
    return made


def words(session: PrioritySession, language: str = "nl") -> str:
    return "\n".join(plain(papers_of(session)[language]))


def document(session: PrioritySession, form: str = "html") -> str:
    kwargs = {"gemeente": "voorbeeldstad", "pk": session.pk, "form": form}
    return reverse("publications:session_report", kwargs=kwargs)


def test_the_report_tells_the_whole_session(session: PrioritySession) -> None:
    told = words(session)
    for sentence in (
        "8 deelnemers deden mee.",
        "Dat is geen taak van ons.",
        "Ronde 1: Waar zetten we op in?",
        "Dit komt bovenaan:",
        "Hoe zeker is dit?",
        "Meer licht in de steeg.",
        "Overgenomen: Dat nemen wij over.",
        "Wacht nog op antwoord.",
    ):
        assert sentence in told
    assert "8 participants took part." in words(session, "en")


def test_a_small_secret_round_stays_hidden_in_the_report(session: PrioritySession) -> None:
    first, second = words(session).split("Ronde 2: ")
    assert "Dit komt bovenaan:" in first
    assert "3 deelnemers stemden." in second
    assert "Dit komt bovenaan:" not in second


def test_nobody_is_named(session: PrioritySession, cast: Cast) -> None:
    told = words(session)
    assert "Deelnemer" not in told
    assert cast.coos.name not in told


def test_an_answer_given_later_changes_the_mark(session: PrioritySession, cast: Cast) -> None:
    rob = Membership.objects.select_related("municipality").get(user=cast.rob)
    before = report_of(rob, session.pk)
    assert before == report_of(rob, session.pk)
    row = Contribution.objects.get(text="Wat kost dat?")
    contributions.answer(row, "passed_on", "Dat zoekt de wijkagent uit.", "", actor=cast.coos)
    after = report_of(rob, session.pk)
    assert before is not None
    assert after is not None
    assert before.sha256 != after.sha256


@pytest.mark.parametrize("form", FORMS)
def test_every_member_fetches_it_and_the_neighbour_does_not(
    session: PrioritySession, as_rob: Client, as_vera: Client, form: str
) -> None:
    answer = as_rob.get(document(session, form))
    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert f"sessie-voorbeeldstad-{session.pk}." in answer.headers["Content-Disposition"]
    assert as_vera.get(document(session, form)).status_code == 404


def test_both_languages_are_read_once(session: PrioritySession, as_rob: Client) -> None:
    assert count_queries(as_rob, document(session)) > 0  # the first time also makes the file
    assert count_queries(as_rob, document(session)) <= 15


def test_there_is_a_report_once_the_session_is_closed(
    session: PrioritySession, as_rob: Client
) -> None:
    results = reverse(
        "session_reports:result", kwargs={"gemeente": "voorbeeldstad", "pk": session.pk}
    )
    assert document(session, "pdf") in as_rob.get(results).content.decode()
    PrioritySession.objects.filter(pk=session.pk).update(state="open")
    assert as_rob.get(document(session)).status_code == 404
    assert document(session, "pdf") not in as_rob.get(results).content.decode()


def test_an_empty_session_has_a_report_too(cast: Cast) -> None:
    made = make_session(cast, candidates=0)
    item = make_round(made, cast.coos, open_now=False)
    services.remove_round(item, actor=cast.coos, role="coordinator")
    assert "Er is niets ingebracht." in words(made)
