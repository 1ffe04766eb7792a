"""From the board to a decision: writing, differences, steps, editions and two people at once."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from regie.evidence.findings.models import Finding
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import pages
from regie.foundation.records.frozen import stamp
from regie.foundation.records.models import AppendOnlyError
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.priorities.board import board_of
from regie.planning.priorities.tests.conftest import Put, theme_of
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.proposals import deciding, queries, services
from regie.planning.proposals.comparing import Difference
from regie.planning.proposals.deciding import Choice
from regie.planning.proposals.models import Proposal, ProposalEdition
from regie.planning.proposals.services import PriorityWords, StaleError
from regie.planning.proposals.sides import sides_of
from regie.planning.proposals.tests.conftest import Who, candidate, complete, sent_out

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_it_begins_with_the_board(
    cycle: PolicyCycle, put: Put, who: Who, found: Callable[..., Finding], advised: PrioritySession
) -> None:
    finding = found("tourism")
    put("tourism", "priority", "Het wordt drukker.")
    put("events", "maintenance", "Rustig.")
    proposal = services.begin(cycle, **who)
    row = proposal.priorities.get()
    assert row.why == "Het wordt drukker."
    assert [item.pk for item in row.findings.all()] == [finding.pk]
    assert [item.pk for item in row.candidates.all()] == [candidate(advised, 0).pk]
    assert services.begin(cycle, **who) == proposal, "twice gives the same"
    put("events", "priority", "Toch nodig.")
    assert services.take_from_board(proposal, **who) == 1
    assert services.take_from_board(proposal, **who) == 0
    assert len(queries.priorities(cycle)) == 2


def test_two_people_at_once_both_keep_their_text(proposal: Proposal, who: Who) -> None:
    row = proposal.priorities.get()
    services.write_priority(proposal, PriorityWords(name="Van de een"), pk=row.pk, version=1, **who)
    words = PriorityWords(name="Van de ander")
    with pytest.raises(StaleError) as error:
        services.write_priority(proposal, words, pk=row.pk, version=1, **who)
    assert error.value.current.name == "Van de een"


def test_what_cannot_be_written(proposal: Proposal, who: Who, cast: Cast) -> None:
    other = PolicyCycle.objects.get(municipality=cast.buurstad)
    theirs = theme_of(other, "tourism").pk

    def tried(words: PriorityWords, *, role: str = "coordinator", pk: int | None = None) -> str:
        with pytest.raises(RefusedError) as error:
            services.write_priority(proposal, words, pk=pk, actor=cast.coos, role=role)
        return error.value.sentence

    assert tried(PriorityWords(name=" ")) == services.NO_NAME
    assert tried(PriorityWords(name="x", themes=[theirs])) == services.NOT_HERE
    assert tried(PriorityWords(name="x"), pk=0) == services.UNKNOWN
    assert "persoon" in tried(PriorityWords(name="x", why="Bel dhr. J. Jansen"))
    assert "veiligheidscoördinator" in tried(PriorityWords(name="x"), role="mayor")


def test_order_and_removal(proposal: Proposal, who: Who) -> None:
    first = proposal.priorities.get()
    second = services.write_priority(proposal, PriorityWords(name="Tweede"), **who)
    services.move_up(proposal, second.pk, **who)
    services.move_up(proposal, second.pk, **who)
    assert [row.pk for row in proposal.priorities.all()] == [second.pk, first.pk]
    services.remove_priority(proposal, second.pk, **who)
    assert board_of(proposal.cycle).names == [first.name]


# --- differences ----------------------------------------------------------------------------------


def test_differences_from_the_advice_need_a_reason(
    advised: PrioritySession, cycle: PolicyCycle, put: Put, who: Who
) -> None:
    put("youth_crime", "priority", "Landelijk nodig.")
    proposal = services.begin(cycle, **who)
    row = proposal.priorities.get()
    words = {r.difference for r in sides_of(cycle).rows if r.unexplained}
    assert words == {Difference.NOT_ADVISED, Difference.LEFT_OUT}
    assert services.refusal_on(sides_of(cycle), "send")
    services.explain(proposal, "De regio vraagt het.", priority=row.pk, **who)
    for item in sides_of(cycle).rows:
        if item.unexplained:
            services.explain(proposal, "Loopt al.", candidate=item.advice[0].pk, **who)
    assert not services.refusal_on(sides_of(cycle), "send")
    with pytest.raises(RefusedError):
        services.explain(proposal, "x", candidate=0, **who)
    with pytest.raises(RefusedError):
        services.explain(proposal, " ", priority=row.pk, **who)


# --- steps ----------------------------------------------------------------------------------------


def test_nothing_goes_out_before_it_is_aligned(proposal: Proposal, who: Who) -> None:
    with pytest.raises(RefusedError):
        services.step(proposal, "align", **who)
    complete(proposal, who, kinds=("triangle", "region"))
    with pytest.raises(RefusedError, match="buurgemeenten"):
        services.step(proposal, "align", **who)
    with pytest.raises(StepRefusedError):
        services.step(proposal, "send", **who)
    complete(proposal, who)
    services.step(proposal, "align", **who)
    with pytest.raises(RefusedError):
        services.write_priority(proposal, PriorityWords(name="x"), **who)


def test_sending_freezes_what_the_council_reads(
    proposal: Proposal, who: Who, put: Put, advised: PrioritySession, found: Callable[..., Finding]
) -> None:
    put("events", "maintenance", "Gaat goed zo.")
    row = services.begin(proposal.cycle, **who).priorities.get()
    row.findings.set([found("tourism", "Meer klachten bij de camping")])
    sent_out(proposal, who)
    edition = ProposalEdition.objects.get()
    assert stamp(edition.content) == edition.sha256
    content = json.loads(edition.content)
    assert "Geheim akkoord" not in edition.content, "what was said in the triangle stays there"
    (item,) = content["priorities"]
    assert item["findings"][0]["headline"]["en"] == "Meer klachten bij de camping"
    assert content["levels"][1]["themes"][0]["reason"] == "Gaat goed zo."
    assert {"nl", "en"} == set(content["warnings"][0]["sentence"])
    with pytest.raises(AppendOnlyError):
        edition.delete()


def test_taking_back_asks_a_reason_and_keeps_what_was_sent(proposal: Proposal, who: Who) -> None:
    sent_out(proposal, who)
    with pytest.raises(RefusedError):
        services.step(proposal, "take_back", **who)
    services.step(proposal, "take_back", why="De raad vroeg om uitleg.", **who)
    assert proposal.state == "draft"
    assert pages()["approach"].progress(proposal.cycle).done is False
    for step in ("align", "send"):
        services.step(proposal, step, **who)
    assert [row.number for row in ProposalEdition.objects.order_by("number")] == [1, 2]


# --- the decision ---------------------------------------------------------------------------------


def test_the_clerk_records_what_the_council_decided(
    proposal: Proposal, who: Who, cast: Cast
) -> None:
    services.write_priority(
        proposal,
        PriorityWords(
            name="Minder fraude", why="x", themes=[theme_of(proposal.cycle, "events").pk]
        ),
        **who,
    )
    first, second = proposal.priorities.all()
    first.less = "Minder campagnes."
    first.save()
    clerk = Who(actor=cast.griet, role="clerk")
    today = timezone.localdate()
    choices = {
        first.pk: Choice(decision="changed", name="Rust rond recreatie", reason="Breder."),
        second.pk: Choice(decision="dropped", reason="Hoort bij de regio."),
    }
    with pytest.raises(StepRefusedError):
        deciding.decide(proposal, choices, day=today, number="RB 12", **clerk)
    for item in ("triangle", "neighbours", "region", "national"):
        _align(proposal, item, who)
    for step in ("align", "send"):
        services.step(proposal, step, **who)

    def tried(number: str = "RB 12", days: int = 0, role: str = "clerk", **more: Choice) -> str:
        told = choices | {first.pk: more["first"]} if more else choices
        day = today + timedelta(days=days)
        with pytest.raises(RefusedError) as error:
            deciding.decide(proposal, told, day=day, number=number, actor=cast.griet, role=role)
        return error.value.sentence

    assert tried(number=" ") == deciding.NO_NUMBER
    assert tried(days=1) == deciding.LATER_DAY
    assert "griffier" in tried(role="coordinator")
    assert tried(first=Choice(decision="dropped"))
    added = Choice(decision="added", name="Veilig naar school", reason="Amendement.")
    deciding.decide(proposal, choices, added=added, day=today, number="RB 12", **clerk)
    assert proposal.state == "decided"
    found = queries.priorities(proposal.cycle)
    assert [(str(item.row), item.row.proposal.state) for item in found] == [
        ("Rust rond recreatie", "decided"),
        ("Veilig naar school", "decided"),
    ]
    last = ProposalEdition.objects.order_by("-number").first()
    assert last is not None
    assert last.decided


def _align(proposal: Proposal, kind: str, who: Who) -> None:
    from regie.planning.priorities import services as board
    from regie.planning.priorities.services import AlignmentWords

    words = AlignmentWords(kind=kind, who="x", held_on=timezone.localdate(), outcome="Akkoord.")
    board.align(proposal.cycle, words, **who)


def test_an_added_priority_has_a_reason(proposal: Proposal, who: Who, cast: Cast) -> None:
    sent_out(proposal, who)
    row = proposal.priorities.get()
    with pytest.raises(RefusedError):
        deciding.decide(
            proposal,
            {row.pk: Choice(decision="adopted")},
            added=Choice(decision="added", name="Veilig naar school"),
            day=timezone.localdate(),
            number="RB 12",
            actor=cast.griet,
            role="clerk",
        )


def test_contributions_end_in_a_priority(advised: PrioritySession, proposal: Proposal) -> None:
    sides = sides_of(proposal.cycle)
    (row,) = sides.whole.priorities
    assert [item.text for item in sides.ended_in(row)] == ["Meer toezicht bij de camping."]


def test_a_session_closed_later_still_advises(
    proposal: Proposal, advised: PrioritySession, who: Who
) -> None:
    row = proposal.priorities.get()
    assert not row.candidates.exists()
    services.begin(proposal.cycle, **who)
    assert [item.pk for item in row.candidates.all()] == [candidate(advised, 0).pk]
