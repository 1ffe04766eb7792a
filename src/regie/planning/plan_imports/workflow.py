"""The states of a document that is read in, and the steps between them."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER
from regie.foundation.records.engine import Step, Workflow

RECEIVED = "received"
READING = "reading"
READ = "read"
REFUSED = "refused"
TAKEN = "taken"
DISCARDED = "discarded"

MACHINE = "machine"
"""Who takes a step that follows by itself."""

_MACHINE = frozenset({MACHINE})
_READERS = frozenset({COORDINATOR, RESEARCHER})

IMPORT = Workflow(
    RECEIVED,
    (
        Step("start", RECEIVED, READING, _MACHINE),
        Step("finish", READING, READ, _MACHINE),
        Step("refuse", RECEIVED, REFUSED, _MACHINE),
        Step("refuse", READING, REFUSED, _MACHINE),
        Step("take_over", READ, TAKEN, frozenset({COORDINATOR})),
        Step("discard", READ, DISCARDED, _READERS),
        Step("discard", REFUSED, DISCARDED, _READERS),
        Step("discard", TAKEN, DISCARDED, _READERS),
    ),
    {
        RECEIVED: "ontvangen",
        READING: "wordt gelezen",
        READ: "gelezen",
        REFUSED: "niet gelezen",
        TAKEN: "overgenomen",
        DISCARDED: "weggegooid",
    },
)
