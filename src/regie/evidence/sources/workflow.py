"""The states of a delivery and the steps between them."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER
from regie.foundation.records.engine import Step, Workflow

RECEIVED = "received"
READING = "reading"
AVAILABLE = "available"
SUPERSEDED = "superseded"
REFUSED = "refused"
WITHDRAWN = "withdrawn"

MACHINE = "machine"
"""Who takes a step that follows by itself, such as the end of reading."""

BY_MACHINE = frozenset({MACHINE})
BY_DELIVERER = frozenset({MACHINE, COORDINATOR, RESEARCHER})

DELIVERY = Workflow(
    RECEIVED,
    (
        Step("start_reading", RECEIVED, READING, BY_DELIVERER),
        Step("put_to_use", READING, AVAILABLE, BY_MACHINE),
        Step("supersede", AVAILABLE, SUPERSEDED, BY_MACHINE),
        Step("refuse", RECEIVED, REFUSED, BY_MACHINE),
        Step("refuse", READING, REFUSED, BY_MACHINE),
        Step("withdraw", AVAILABLE, WITHDRAWN, BY_MACHINE),
        Step("reinstate", SUPERSEDED, AVAILABLE, BY_MACHINE),
    ),
    {
        RECEIVED: "ontvangen",
        READING: "wordt gelezen",
        AVAILABLE: "in gebruik",
        SUPERSEDED: "vervangen",
        REFUSED: "geweigerd",
        WITHDRAWN: "ingetrokken",
    },
)
