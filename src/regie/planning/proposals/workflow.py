"""The states of a proposal and the steps between them."""

from regie.foundation.access.rules import CLERK, COORDINATOR
from regie.foundation.records.engine import Step, Workflow, gettext_noop

DRAFT = "draft"
ALIGNED = "aligned"
SENT = "sent"
DECIDED = "decided"

BY_COORDINATOR = frozenset({COORDINATOR})
BY_CLERK = frozenset({CLERK})
WORKERS_ONLY = gettext_noop("Alleen de veiligheidscoördinator zet deze stap.")
CLERK_ONLY = gettext_noop("Alleen de griffier legt het besluit van de raad vast.")

PROPOSAL = Workflow(
    DRAFT,
    (
        Step("align", DRAFT, ALIGNED, BY_COORDINATOR, refusal=WORKERS_ONLY),
        Step("send", ALIGNED, SENT, BY_COORDINATOR, refusal=WORKERS_ONLY),
        *(
            Step("take_back", state, DRAFT, BY_COORDINATOR, refusal=WORKERS_ONLY)
            for state in (ALIGNED, SENT, DECIDED)
        ),
        Step("decide", SENT, DECIDED, BY_CLERK, refusal=CLERK_ONLY),
    ),
    {
        DRAFT: "concept",
        ALIGNED: "afgestemd",
        SENT: "naar de raad verstuurd",
        DECIDED: "raad heeft besloten",
    },
)
