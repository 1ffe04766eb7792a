"""The states of a question for a publisher or partner and the steps between them."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER
from regie.foundation.records.engine import Step, Workflow

OPEN = "open"
ASKED = "asked"
ANSWERED = "answered"
DROPPED = "dropped"

BY_ASKER = frozenset({COORDINATOR, RESEARCHER})

QUESTION = Workflow(
    OPEN,
    (
        Step("ask", OPEN, ASKED, BY_ASKER),
        Step("answer", ASKED, ANSWERED, BY_ASKER),
        Step("reopen", ANSWERED, OPEN, BY_ASKER),
        Step("reopen", DROPPED, OPEN, BY_ASKER),
        Step("drop", OPEN, DROPPED, BY_ASKER),
        Step("drop", ASKED, DROPPED, BY_ASKER),
    ),
    {
        OPEN: "nog te stellen",
        ASKED: "gesteld",
        ANSWERED: "beantwoord",
        DROPPED: "vervallen",
    },
)
