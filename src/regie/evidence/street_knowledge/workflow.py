"""The states of an observation and the steps between them."""

from regie.foundation.access.rules import COORDINATOR, PARTNER, RESEARCHER
from regie.foundation.records.engine import Step, Workflow

SUBMITTED = "submitted"
ACCEPTED = "accepted"
RETURNED = "returned"
WITHDRAWN = "withdrawn"

EDITABLE = (SUBMITTED, RETURNED)
"""States in which the words can still change."""

BY_COORDINATOR = frozenset({COORDINATOR})
BY_BRINGER = frozenset({COORDINATOR, RESEARCHER, PARTNER})

OBSERVATION = Workflow(
    SUBMITTED,
    (
        Step("accept", SUBMITTED, ACCEPTED, BY_COORDINATOR),
        Step("return", SUBMITTED, RETURNED, BY_COORDINATOR),
        Step("return", ACCEPTED, RETURNED, BY_COORDINATOR),
        Step("submit", RETURNED, SUBMITTED, BY_BRINGER),
        *(Step("withdraw", s, WITHDRAWN, BY_BRINGER) for s in (SUBMITTED, RETURNED, ACCEPTED)),
    ),
    {
        SUBMITTED: "ingediend",
        ACCEPTED: "gebruikt in de analyse",
        RETURNED: "teruggegeven",
        WITHDRAWN: "ingetrokken",
    },
)
