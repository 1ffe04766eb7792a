"""The states of a start meeting and the steps between them."""

from regie.foundation.access.rules import COORDINATOR
from regie.foundation.records.engine import Step, Workflow, gettext_noop

PREPARING = "preparing"
INVITED = "invited"
HELD = "held"
REPORTED = "reported"

OPEN = frozenset({INVITED, HELD})
"""States in which partners bring in what they see and sort themes."""

BY_COORDINATOR = frozenset({COORDINATOR})
COORDINATOR_ONLY = gettext_noop(
    "Alleen de veiligheidscoördinator bereidt de startbijeenkomst voor en maakt het verslag."
)

MEETING = Workflow(
    PREPARING,
    (
        Step("invite", PREPARING, INVITED, BY_COORDINATOR, refusal=COORDINATOR_ONLY),
        Step("hold", INVITED, HELD, BY_COORDINATOR, refusal=COORDINATOR_ONLY),
        Step("report", HELD, REPORTED, BY_COORDINATOR, refusal=COORDINATOR_ONLY),
        Step("reopen", REPORTED, HELD, BY_COORDINATOR, refusal=COORDINATOR_ONLY),
    ),
    {
        PREPARING: "in voorbereiding",
        INVITED: "uitgenodigd",
        HELD: "gehouden",
        REPORTED: "verslag klaar",
    },
)
