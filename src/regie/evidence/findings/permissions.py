"""Who may see findings and who decides about them.

The council sees what is confirmed; candidates are work in progress. A partner sees the confirmed
findings that rest on its own street knowledge.
"""

from regie.evidence.findings import workflow
from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COORDINATOR,
    MAYOR,
    PARTNER,
    RESEARCHER,
    ROLES,
    Action,
)

VIEW_FINDINGS = Action(
    "findings.view",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
DECIDE_FINDINGS = Action("findings.decide", workflow.BY_ANALYST, workflow.REFUSAL)

SEE_DRAFTS = frozenset({COORDINATOR, RESEARCHER, MAYOR, ALDERMAN, CLERK})


def states_seen(role: str) -> frozenset[str]:
    """The states of the findings this role sees.

    >>> sorted(states_seen("council_member"))
    ['confirmed']
    """
    return workflow.FINDING.states if role in SEE_DRAFTS else frozenset({workflow.CONFIRMED})


def sees_only_own(role: str) -> bool:
    """Whether this role sees only findings that rest on what it brought in itself."""
    return role == PARTNER
