"""Who sees a safety analysis in which state, and who works on it."""

from regie.evidence.analyses import workflow
from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COORDINATOR,
    MAYOR,
    RESEARCHER,
    ROLES,
    Action,
)

SEE_DRAFTS = frozenset({COORDINATOR, RESEARCHER, MAYOR, ALDERMAN, CLERK})

VIEW_ANALYSES = Action(
    "analyses.view",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
VIEW_DRAFT = Action(
    "analyses.view_draft",
    SEE_DRAFTS,
    "U ziet een veiligheidsanalyse zodra die gepubliceerd is.",
)
EDIT_ANALYSIS = Action("analyses.edit", workflow.BY_EDITOR, workflow.EDITORS_ONLY)

OPEN_STATES = frozenset({workflow.PUBLISHED, workflow.SUPERSEDED})


def states_seen(role: str) -> frozenset[str]:
    """The states of the analyses this role sees; a withdrawn one only by who sees drafts.

    >>> sorted(states_seen("council_member"))
    ['published', 'superseded']
    """
    return workflow.ANALYSIS.states if role in SEE_DRAFTS else OPEN_STATES
