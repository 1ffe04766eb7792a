"""Who may see evaluations, who writes them, and who adds a view of their own.

A draft is work in progress for the municipality itself. Once it is shared, partners and the
council read it and add how they see it; what is concluded is for every member.
"""

from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COORDINATOR,
    COUNCIL_MEMBER,
    MAYOR,
    PARTNER,
    RESEARCHER,
    ROLES,
    Action,
)
from regie.learning.evaluation import workflow

SEE_DRAFTS = frozenset({COORDINATOR, RESEARCHER, MAYOR, ALDERMAN, CLERK})
SEE_SHARED = SEE_DRAFTS | {PARTNER, COUNCIL_MEMBER}

VIEW_EVALUATIONS = Action(
    "evaluation.view",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
EDIT_EVALUATION = Action("evaluation.edit", workflow.BY_EDITOR, workflow.EDITORS_ONLY)
GIVE_VIEW = Action(
    "evaluation.give_view",
    SEE_SHARED,
    "Alleen mensen van de gemeente, raadsleden en partners geven hier hun kijk.",
)
TAKE_STEP = Action("evaluation.step", workflow.BY_EDITOR, workflow.EDITORS_ONLY)

ACTIONS = (VIEW_EVALUATIONS, EDIT_EVALUATION, GIVE_VIEW, TAKE_STEP)


def states_seen(role: str) -> frozenset[str]:
    """The states of the evaluations this role sees.

    >>> sorted(states_seen("partner"))
    ['concluded', 'shared']
    >>> sorted(states_seen("peer_reviewer"))
    ['concluded']
    """
    if role in SEE_DRAFTS:
        return workflow.EVALUATION.states
    if role in SEE_SHARED:
        return frozenset({workflow.SHARED, workflow.CONCLUDED})
    return frozenset({workflow.CONCLUDED})
