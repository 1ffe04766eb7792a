"""The states of a partner's file on its way to counts, and the steps between them."""

from regie.foundation.access.rules import COORDINATOR, PARTNER, RESEARCHER
from regie.foundation.records.engine import Step, Workflow

RECEIVED = "received"
UNDERSTOOD = "understood"
CHECKING = "checking"
CHECKED = "checked"
STORED = "stored"
REFUSED = "refused"
WITHDRAWN = "withdrawn"

MACHINE = "machine"
"""Who takes a step that follows by itself, such as the end of counting."""

OPEN = (RECEIVED, UNDERSTOOD, CHECKING, CHECKED)
"""States in which the file still waits on disk."""

BY_MACHINE = frozenset({MACHINE})
BY_DELIVERER = frozenset({MACHINE, COORDINATOR, RESEARCHER, PARTNER})

UPLOAD = Workflow(
    RECEIVED,
    (
        Step("understand", RECEIVED, UNDERSTOOD, BY_MACHINE),
        Step("correct", UNDERSTOOD, UNDERSTOOD, BY_DELIVERER),
        Step("correct", CHECKED, UNDERSTOOD, BY_DELIVERER),
        Step("check", UNDERSTOOD, CHECKING, BY_DELIVERER),
        Step("count", CHECKING, CHECKED, BY_MACHINE),
        Step("give_back", CHECKING, UNDERSTOOD, BY_MACHINE),
        Step("store", CHECKED, STORED, BY_DELIVERER),
        *(Step("refuse", state, REFUSED, BY_MACHINE) for state in OPEN),
        *(Step("withdraw", state, WITHDRAWN, BY_DELIVERER) for state in OPEN),
        Step("take_back", STORED, WITHDRAWN, BY_DELIVERER),
    ),
    {
        RECEIVED: "ontvangen",
        UNDERSTOOD: "begrepen",
        CHECKING: "wordt geteld",
        CHECKED: "proef geteld",
        STORED: "opgeslagen",
        REFUSED: "geweigerd",
        WITHDRAWN: "ingetrokken",
    },
)
