"""The states of a round and the steps between them."""

from regie.foundation.access.rules import CLERK, COORDINATOR
from regie.foundation.records.engine import Step, Workflow, gettext_noop

DRAFT = "draft"
OPEN = "open"
CLOSED = "closed"
SHOWN = "shown"

CLOCK = "clock"
"""Who closes a round when its time is up."""

BY_FACILITATOR = frozenset({COORDINATOR, CLERK})
BY_CLOCK = BY_FACILITATOR | {CLOCK}
REFUSAL = gettext_noop("Alleen de veiligheidscoördinator en de griffier leiden de rondes.")

ROUND = Workflow(
    DRAFT,
    (
        Step("open", DRAFT, OPEN, BY_FACILITATOR, refusal=REFUSAL),
        Step("close", OPEN, CLOSED, BY_CLOCK, refusal=REFUSAL),
        Step("show", CLOSED, SHOWN, BY_FACILITATOR, refusal=REFUSAL),
        Step("hide", SHOWN, CLOSED, BY_FACILITATOR, refusal=REFUSAL),
        Step("reopen", CLOSED, OPEN, BY_FACILITATOR, refusal=REFUSAL),
    ),
    {DRAFT: "klaargezet", OPEN: "open", CLOSED: "gesloten", SHOWN: "uitslag getoond"},
)
