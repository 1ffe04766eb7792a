"""A thread through the house: street, finding, candidate, contribution, priority."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from regie.evidence.findings.models import Finding
from regie.evidence.street_knowledge.models import Observation
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.foundation.organizations.models import Municipality, Partner
from regie.planning.priority_sessions.models import Answer, Candidate, Contribution, PrioritySession
from regie.planning.proposals.models import Priority, Proposal


@dataclass(frozen=True)
class Chain:
    """One of each, joined."""

    town: Municipality
    cycle: PolicyCycle
    theme: SafetyTheme
    observation: Observation
    finding: Finding
    candidate: Candidate
    contribution: Contribution
    proposal: Proposal
    priority: Priority


@pytest.fixture
def town(cast: Cast) -> Municipality:
    """Voorbeeldstad."""
    return cast.voorbeeldstad


@pytest.fixture
def chain(cast: Cast, town: Municipality) -> Chain:
    """What Pia saw became a finding, a candidate and a priority; a contribution was adopted."""
    cycle = PolicyCycle.objects.get(municipality=town)
    theme = SafetyTheme.objects.filter(field__cycle=cycle).first()
    assert theme is not None
    observation = Observation.objects.create(
        municipality=town,
        partner=Partner.objects.get(municipality=town),
        kind="hot_spot",
        theme=theme.code,
        area="BU99010101",
        title="Dealen op het plein",
        description="Elke vrijdag.",
        season="2026-summer",
        confidence="medium",
        basis="own_observation",
        visibility="members",
        state="accepted",
    )
    finding = Finding.objects.create(
        municipality=town,
        key="own:1",
        kind="own",
        state="confirmed",
        headline="Handel op het plein",
    )
    finding.observations.add(observation)
    session = PrioritySession.objects.create(
        municipality=town,
        cycle=cycle,
        name="Sessie met de raad",
        kind="council",
        state="closed",
        code="ABCDEFGH",
        opened_at=timezone.now(),
        closed_at=timezone.now(),
    )
    candidate = Candidate.objects.create(session=session, name="Drugshandel op straat")
    candidate.findings.add(finding)
    contribution = Contribution.objects.create(
        session=session, candidate=candidate, kind="signal", text="Ook bij de school."
    )
    Answer.objects.create(
        contribution=contribution, outcome="adopted", text="Staat in het plan.", theme=theme.code
    )
    proposal = Proposal.objects.create(cycle=cycle, session=session)
    priority = Priority.objects.create(proposal=proposal, name="Minder drugshandel")
    priority.themes.add(theme)
    priority.findings.add(finding)
    priority.candidates.add(candidate)
    return Chain(
        town, cycle, theme, observation, finding, candidate, contribution, proposal, priority
    )
