"""The pages of the proposal for everybody of the cast, everything at once, and the thread."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regie.evidence.findings.models import Finding
from regie.foundation.access.models import Membership
from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.threads import Ref
from regie.foundation.records.walking import thread_of
from regie.planning.priorities.queries import alignments, levels
from regie.planning.priorities.tests.conftest import Put, theme_of
from regie.planning.priority_sessions.models import Contribution, PrioritySession
from regie.planning.proposals import services
from regie.planning.proposals.models import Proposal, ProposalEdition
from regie.planning.proposals.paper import paper_of
from regie.planning.proposals.queries import content_of
from regie.planning.proposals.tests.conftest import Who, candidate, complete, sent_out
from regie.planning.rounds import services as rounds
from regie.planning.rounds.models import Ballot
from regie.planning.rounds.tests.making import make_round

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = {"gemeente": "voorbeeldstad"}


def url(name: str, **more: object) -> str:
    return reverse(f"proposals:{name}", kwargs=TOWN | more)


def text(client: Client, name: str = "proposal", **more: object) -> str:
    answer = client.get(url(name, **more))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_empty_page_teaches_the_next_step(as_coos: Client, as_rob: Client, put: Put) -> None:
    assert "Begin het voorstel" in text(as_coos)
    assert "Er is nog geen voorstel verstuurd" in text(as_rob)
    put("tourism", "priority", "Het wordt drukker.")
    page = as_coos.post(url("begin"), follow=True).content.decode()
    assert "Het wordt drukker." in page


def test_an_empty_board_gives_no_empty_table(as_coos: Client, cycle: PolicyCycle, put: Put) -> None:
    page = as_coos.post(url("begin"), follow=True).content.decode()
    assert "Op het bord staat nog geen prioriteit." in page
    assert "Advies, voorstel en besluit" not in page
    put("tourism", "priority", "Het wordt drukker.")
    page = as_coos.post(url("begin"), follow=True).content.decode()
    assert "De prioriteiten van het bord staan in het voorstel." in page
    assert "Advies, voorstel en besluit" in page


def test_a_refused_step_is_visible_with_its_reason(as_coos: Client, proposal: Proposal) -> None:
    page = text(as_coos)
    assert "Schrijf bij ten minste één prioriteit wat minder aandacht krijgt." in page
    refused = as_coos.post(url("step", slug="afgestemd"))
    assert refused.status_code == 422
    assert as_coos.post(url("step", slug="niets")).status_code == 404


def test_the_whole_way_to_the_council(
    as_coos: Client, as_griet: Client, as_rob: Client, proposal: Proposal, who: Who
) -> None:
    complete(proposal, who)
    for slug in ("afgestemd", "versturen"):
        assert as_coos.post(url("step", slug=slug), follow=True).status_code == 200
    for client in (as_coos, as_rob, as_griet):
        assert "Minder overlast rond recreatie" in text(client)
    read = text(as_rob)
    assert "Geheim akkoord" not in read
    assert "Afgestemd met de driehoek" in read
    assert "Besluit vastleggen" in text(as_griet)
    assert as_rob.get(url("decide")).status_code == 403
    row = proposal.priorities.get()
    data = {"day": str(timezone.localdate()), "number": "RB 12", f"decision-{row.pk}": "dropped"}
    assert as_griet.post(url("decide"), data).status_code == 422, "a reason lacks"
    done = data | {f"reason-{row.pk}": "Hoort bij de regio."}
    page = as_griet.post(url("decide"), done, follow=True).content.decode()
    assert "geschrapt" in page
    assert "Hoort bij de regio." in page
    first = ProposalEdition.objects.get(number=1)
    assert "De raad heeft nog niet besloten" in text(as_rob, "edition", pk=first.pk)
    back = as_coos.post(url("step", slug="terughalen"), {"reason": "Nieuwe ronde."}, follow=True)
    assert "concept" in back.content.decode()
    assert "Dit voorstel is teruggehaald" in text(as_rob)


def test_writing_a_priority_on_the_page(as_coos: Client, proposal: Proposal) -> None:
    row = proposal.priorities.get()
    address = url("priority", pk=row.pk)
    theme = theme_of(proposal.cycle, "events").pk
    data = {"name": "Minder drukte", "version": row.version, "themes": [theme]}
    assert as_coos.get(address).status_code == 200
    assert as_coos.post(address, data | {"name": ""}).status_code == 422
    assert "Minder drukte" in as_coos.post(address, data, follow=True).content.decode()
    stale = as_coos.post(address, data | {"name": "Te laat"})
    assert stale.status_code == 422
    assert "Minder drukte" in stale.content.decode()
    assert "Te laat" in stale.content.decode()
    assert as_coos.post(url("add"), {"name": "Nieuw erbij"}, follow=True).status_code == 200
    new = proposal.priorities.get(name="Nieuw erbij")
    assert as_coos.post(url("change", pk=new.pk, slug="omhoog")).status_code == 302
    assert as_coos.post(url("change", pk=new.pk, slug="weg")).status_code == 302
    assert as_coos.post(url("change", pk=new.pk, slug="weg"), follow=True).status_code == 200
    assert as_coos.post(url("change", pk=new.pk, slug="niets")).status_code == 404
    assert as_coos.get(url("priority", pk=0)).status_code == 404


def test_explaining_a_difference_on_the_page(
    as_coos: Client, advised: PrioritySession, put: Put
) -> None:
    put("youth_crime", "priority", "Landelijk nodig.")
    as_coos.post(url("begin"))
    assert "Leg deze verschillen uit" in text(as_coos)
    row = Proposal.objects.get().priorities.get()
    assert as_coos.post(url("explain"), {"priority": row.pk}).status_code == 422
    assert as_coos.post(url("explain"), {"reason": "x", "candidate": 0}).status_code == 422
    data = {"priority": row.pk, "reason": "De regio vraagt het."}
    assert (
        "De regio vraagt het." in as_coos.post(url("explain"), data, follow=True).content.decode()
    )


def weighed(session: PrioritySession, cast: Cast) -> None:
    """A last round of weights, of which the outcome was shown: it reads the scores as well."""
    PrioritySession.objects.filter(pk=session.pk).update(state="open", closed_at=None)
    session.refresh_from_db()
    item = make_round(session, cast.coos, "weights")
    for key in range(6):
        swing = {"ernst": 100, "omvang": 50 + key, "invloed": 20}
        Ballot.objects.create(round=item, key=f"w{key}", content={"swing": swing})
    for step in (rounds.close_round, rounds.show_round):
        step(item, actor=cast.coos, role="coordinator")
    PrioritySession.objects.filter(pk=session.pk).update(state="closed", closed_at=timezone.now())


def test_the_number_of_queries_does_not_grow_with_the_priorities(
    as_coos: Client,
    as_griet: Client,
    as_rob: Client,
    cast: Cast,
    advised: PrioritySession,
    put: Put,
    found: Callable[..., Finding],
    who: Who,
) -> None:
    weighed(advised, cast)
    put("tourism", "priority")
    found("tourism")
    as_coos.post(url("begin"))
    text(as_coos)  # the message that something was saved
    proposal = Proposal.objects.get()
    sent = services.freeze(proposal, cast.coos, decided=False)
    pages = [
        (as_coos, url("proposal")),
        (as_coos, url("add")),
        (as_coos, url("priority", pk=proposal.priorities.get().pk)),
        (as_coos, url("at_once")),
        (as_griet, url("decide")),
        (as_rob, url("proposal")),
        (as_rob, url("edition", pk=sent.pk)),
    ]
    few = [count_queries(client, page) for client, page in pages]
    for code in ("events", "nightlife", "youth_nuisance"):
        put(code, "priority")
        found(code)
        Contribution.objects.create(
            session=advised, candidate=candidate(advised, 1), kind="idea", text="Meer toezicht."
        )
        services.explain(proposal, "Loopt al.", candidate=candidate(advised, 2).pk, **who)
    as_coos.post(url("begin"))
    text(as_coos)
    services.freeze(proposal, cast.coos, decided=False)
    assert [count_queries(client, page) for client, page in pages] == few
    assert max(few) <= 15


# --- everything at once ---------------------------------------------------------------------------


def test_a_small_municipality_does_it_on_one_page(
    as_coos: Client, as_rob: Client, cycle: PolicyCycle
) -> None:
    cycle.variant = "light"
    cycle.save()
    assert as_coos.get(url("at_once")).status_code == 200
    tourism, events = theme_of(cycle, "tourism").pk, theme_of(cycle, "events").pk
    data: dict[str, object] = {
        f"level-{tourism}": "priority",
        f"reason-{tourism}": "Het wordt drukker.",
        f"level-{events}": "maintenance",
    }
    wrong = as_coos.post(url("at_once"), data | {f"reason-{tourism}": ""})
    assert wrong.status_code == 422
    assert as_coos.post(url("at_once"), data).status_code == 302
    assert levels(cycle) == {"tourism": "priority", "events": "maintenance"}
    row = Proposal.objects.get().priorities.get()
    page = as_coos.get(url("at_once"))
    data |= {
        name: field.value() or ""
        for name, field in ((f.name, f) for f in page.context["form"])
        if name.startswith(("seen", "reason", "level", "version"))
    }
    data |= {f"name-p{row.pk}": "Minder drukte", f"why-p{row.pk}": "Klachten.", "send": "1"}
    assert as_coos.post(url("at_once"), data).status_code == 422, "nothing gets less attention"
    data |= {f"less-p{row.pk}": "De campagne stopt."}
    assert as_coos.post(url("at_once"), data).status_code == 422, "not aligned, not skipped"
    assert not alignments(cycle)
    done = as_coos.post(url("at_once"), data | {"skip": "De driehoek is akkoord."}, follow=True)
    assert "naar de raad verstuurd" in done.content.decode()
    assert "Minder drukte" in text(as_rob)


def test_what_leaves_the_board_leaves_the_proposal(
    as_coos: Client, cycle: PolicyCycle, proposal: Proposal
) -> None:
    pk = theme_of(cycle, "tourism").pk
    form = as_coos.get(url("at_once")).context["form"]
    data = {field.name: field.value() or "" for field in form}
    data |= {f"level-{pk}": "maintenance", f"reason-{pk}": "Toch rustig."}
    assert as_coos.post(url("at_once"), data).status_code == 302
    assert not proposal.priorities.exists()
    stale = as_coos.post(url("at_once"), data | {f"level-{pk}": "strategic", f"reason-{pk}": "x"})
    assert stale.status_code == 422


# --- who sees what, papers, the thread ------------------------------------------------------------


def test_who_sees_what(
    as_rob: Client, as_mira: Client, as_pia: Client, as_vera: Client, proposal: Proposal, who: Who
) -> None:
    assert "Het wordt drukker." in text(as_mira)
    for client in (as_rob, as_pia):
        assert "Het wordt drukker." not in text(client)
        assert client.post(url("begin")).status_code == 403
    assert as_mira.get(url("at_once")).status_code == 403
    sent_out(proposal, who)
    edition = ProposalEdition.objects.get()
    assert as_pia.get(url("edition", pk=edition.pk)).status_code == 200
    assert as_vera.get(url("proposal")).status_code == 404
    assert as_vera.get(url("edition", pk=edition.pk)).status_code == 404
    theirs = reverse("proposals:edition", kwargs={"gemeente": "buurstad", "pk": edition.pk})
    assert as_vera.get(theirs).status_code == 404


def test_an_edition_is_a_paper_in_both_languages(
    proposal: Proposal, who: Who, put: Put, advised: PrioritySession, found: Callable[..., Finding]
) -> None:
    put("events", "maintenance", "Gaat goed zo.")
    services.begin(proposal.cycle, **who)
    sent_out(proposal, who)
    content = content_of(ProposalEdition.objects.get())
    dutch, english = paper_of(content, "nl"), paper_of(content, "en")
    assert dutch.title != english.title
    assert len(dutch.sections) == len(english.sections)


def test_the_thread_leads_back_to_the_finding_and_on_to_the_proposal(
    proposal: Proposal, who: Who, found: Callable[..., Finding], cast: Cast
) -> None:
    row = proposal.priorities.get()
    row.findings.set([found("tourism")])
    sent_out(proposal, who)
    for person in (cast.coos, cast.rob):
        viewer = Membership.objects.select_related("municipality").get(user=person)
        thread = thread_of(viewer, Ref("priority", row.pk))
        assert thread is not None
        back = {branch.node.ref.kind for branch in thread.back.children}
        assert ("theme_level" in back) is (person == cast.coos)
        assert [b.node.ref.kind for b in thread.forward.children] == ["proposal"]
