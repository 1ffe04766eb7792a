"""The states of a document that is made, and the steps between them."""

from regie.foundation.access.rules import ROLES
from regie.foundation.records.engine import Step, Workflow

WAITING = "waiting"
MAKING = "making"
DONE = "done"
FAILED = "failed"

MACHINE = "machine"
"""Who takes a step that follows by itself."""

_MACHINE = frozenset({MACHINE})

DOCUMENT = Workflow(
    WAITING,
    (
        Step("start", WAITING, MAKING, _MACHINE),
        Step("finish", MAKING, DONE, _MACHINE),
        Step("fail", MAKING, FAILED, _MACHINE),
        Step("take_up", MAKING, WAITING, _MACHINE),
        Step("again", FAILED, WAITING, frozenset(ROLES)),
        Step("renew", DONE, WAITING, _MACHINE),
    ),
    {
        WAITING: "wacht",
        MAKING: "wordt gemaakt",
        DONE: "klaar",
        FAILED: "mislukt",
    },
)
