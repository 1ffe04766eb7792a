"""The states of a survey and the steps between them."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER
from regie.foundation.records.engine import Step, Workflow

IN_USE = "in_use"
REPLACED = "replaced"
WITHDRAWN = "withdrawn"

BY_MANAGER = frozenset({COORDINATOR, RESEARCHER})

SURVEY = Workflow(
    IN_USE,
    (
        Step("replace", IN_USE, REPLACED, BY_MANAGER),
        Step("withdraw", IN_USE, WITHDRAWN, BY_MANAGER),
    ),
    {
        IN_USE: "in gebruik",
        REPLACED: "vervangen",
        WITHDRAWN: "ingetrokken",
    },
)
