"""The states of a fetch and of a subscription, and the steps between them."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER
from regie.foundation.records.engine import Step, Workflow

WAITING = "waiting"
FETCHING = "fetching"
DONE = "done"
UNCHANGED = "unchanged"
REFUSED = "refused"

ACTIVE = "active"
STOPPED = "stopped"

MACHINE = "machine"
"""Who takes a step that follows by itself."""

BY_MACHINE = frozenset({MACHINE})
BY_FETCHER = frozenset({COORDINATOR, RESEARCHER})

FETCH = Workflow(
    WAITING,
    (
        Step("start", WAITING, FETCHING, BY_MACHINE),
        Step("finish", FETCHING, DONE, BY_MACHINE),
        Step("leave", FETCHING, UNCHANGED, BY_MACHINE),
        Step("refuse", FETCHING, REFUSED, BY_MACHINE),
    ),
    {
        WAITING: "wacht",
        FETCHING: "wordt opgehaald",
        DONE: "opgehaald",
        UNCHANGED: "niets nieuws",
        REFUSED: "mislukt",
    },
)

SUBSCRIPTION = Workflow(
    ACTIVE,
    (
        Step("stop", ACTIVE, STOPPED, BY_FETCHER),
        Step("resume", STOPPED, ACTIVE, BY_FETCHER),
    ),
    {ACTIVE: "staat op het rooster", STOPPED: "van het rooster gehaald"},
)
