"""The states of a test of a plan. Whose test it is, is judged in `services`."""

from regie.foundation.access.rules import ROLES
from regie.foundation.records.engine import Step, Workflow

OPEN, FINISHED, STOPPED = "open", "finished", "stopped"
ANYBODY = frozenset(ROLES)

TEST = Workflow(
    OPEN,
    (
        Step("finish", OPEN, FINISHED, ANYBODY),
        Step("stop", OPEN, STOPPED, ANYBODY),
    ),
    {OPEN: "toets loopt", FINISHED: "toets afgerond", STOPPED: "toets gestopt"},
)
