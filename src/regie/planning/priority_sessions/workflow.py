"""The states of a session and the steps between them."""

from regie.foundation.access.rules import CLERK, COORDINATOR
from regie.foundation.records.engine import Step, Workflow
from regie.foundation.records.engine import gettext_noop as _

DRAFT = "draft"
OPEN = "open"
CLOSED = "closed"

BY_FACILITATOR = frozenset({COORDINATOR, CLERK})
REFUSAL = _("Alleen de veiligheidscoördinator en de griffier begeleiden een sessie.")

SESSION = Workflow(
    DRAFT,
    (
        Step("open", DRAFT, OPEN, BY_FACILITATOR, refusal=REFUSAL),
        Step("close", OPEN, CLOSED, BY_FACILITATOR, refusal=REFUSAL),
        Step("reopen", CLOSED, OPEN, BY_FACILITATOR, refusal=REFUSAL),
    ),
    {DRAFT: "in voorbereiding", OPEN: "bezig", CLOSED: "gesloten"},
)
