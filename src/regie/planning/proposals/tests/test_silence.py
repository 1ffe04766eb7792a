"""Why there is no advice: no session, one that is still held, or an outcome that stays hidden."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.priorities.beside import heard
from regie.planning.priorities.tests.conftest import Put
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.proposals import services
from regie.planning.proposals.models import Proposal
from regie.planning.proposals.pages import told
from regie.planning.proposals.paper import paper_of
from regie.planning.proposals.queries import content_of
from regie.planning.proposals.tests.conftest import Who, sent_out
from regie.planning.rounds.models import Ballot, Round
from regie.planning.rounds.tests.making import make_round, make_session

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def page_of(client: Client) -> str:
    address = reverse("proposals:proposal", kwargs={"gemeente": "voorbeeldstad"})
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def small(advised: PrioritySession) -> None:
    """Only four of the ballots are left."""
    item = Round.objects.get(session=advised)
    kept = Ballot.objects.filter(round=item).values_list("pk", flat=True)[:4]
    Ballot.objects.filter(round=item).exclude(pk__in=list(kept)).delete()


def test_a_running_session_is_told(
    as_coos: Client, cast: Cast, cycle: PolicyCycle, put: Put, who: Who
) -> None:
    session = make_session(cast)
    assert "De sessie “Raadsavond” is nog bezig. Sluit haar eerst" in page_of(as_coos)
    put("tourism", "priority", "Het wordt drukker.")
    services.begin(cycle, **who)
    page = page_of(as_coos)
    assert "De sessie “Raadsavond” is nog bezig. Haar advies komt" in page
    assert "de sessie is nog bezig" in page
    assert "er was geen sessie" not in page.lower()
    PrioritySession.objects.filter(pk=session.pk).delete()
    assert "Er was geen sessie." in page_of(as_coos)


def test_a_session_that_showed_nothing_is_told(
    as_coos: Client, advised: PrioritySession, proposal: Proposal
) -> None:
    Round.objects.filter(session=advised).update(state="closed")
    assert "is geen uitslag getoond" in page_of(as_coos)
    Round.objects.filter(session=advised).update(state="shown")
    Ballot.objects.all().delete()
    assert "In de laatste ronde is niet gestemd." in page_of(as_coos)


def test_a_hidden_outcome_is_in_no_proposal_edition_or_paper(
    as_coos: Client, as_rob: Client, advised: PrioritySession, proposal: Proposal, who: Who
) -> None:
    assert heard(advised.cycle, advised).advice
    small(advised)
    assert heard(advised.cycle, advised).advice == ()
    assert "4 deelnemers stemden." in page_of(as_coos)
    sent_out(proposal, who)
    edition = proposal.editions.get()
    frozen = content_of(edition)
    assert frozen["silence"] == {"code": "hidden", "session": advised.name, "votes": 4}
    assert frozen["left_out"] == []
    assert [row["advice"] for row in frozen["priorities"]] == [[]]
    page = page_of(as_rob)
    assert "4 deelnemers stemden. Dat zijn er minder dan vijf" in page
    assert "4 deelnemers stemden." in str(paper_of(frozen))
    assert "4 participants voted." in str(paper_of(frozen, "en"))


def test_an_open_round_of_four_still_advises(cast: Cast, cycle: PolicyCycle) -> None:
    session = make_session(cast)
    item = make_round(session, cast.coos, open_ballot=True)
    Round.objects.filter(pk=item.pk).update(state="shown")
    first = session.candidates.order_by("position").first()
    assert first is not None
    for at in range(4):
        Ballot.objects.create(round=item, key=f"k{at}", content={"points": {str(first.pk): 5}})
    assert heard(session.cycle, session).advice[0].pk == first.pk


def test_editions_from_before_say_what_they_knew() -> None:
    old: dict[str, Any] = {
        "session": None,
        "priorities": [],
        "left_out": [],
        "higher": [],
        "levels": [],
    }
    old |= {"alignment": [], "warnings": [], "made": {"day": ""}, "decision": None}
    with override("nl"):
        assert told(old)["silence_words"] == "Er was geen sessie."
        assert told(old | {"session": {"name": "Raad", "day": ""}})["silence_words"] == ""
