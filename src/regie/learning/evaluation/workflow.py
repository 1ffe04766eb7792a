"""The states of an evaluation, and who may take which step."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER
from regie.foundation.records.engine import Step, Workflow, gettext_noop

DRAFT, SHARED, CONCLUDED, WITHDRAWN = "draft", "shared", "concluded", "withdrawn"
EDITABLE = frozenset({DRAFT, SHARED})

BY_EDITOR = frozenset({COORDINATOR, RESEARCHER})
BY_COORDINATOR = frozenset({COORDINATOR})

EDITORS_ONLY = gettext_noop(
    "Alleen de veiligheidscoördinator en de onderzoeker werken aan de evaluatie."
)
COORDINATOR_ONLY = gettext_noop(
    "Alleen de veiligheidscoördinator rondt een evaluatie af of trekt die in."
)

EVALUATION = Workflow(
    DRAFT,
    (
        Step("share", DRAFT, SHARED, BY_EDITOR, refusal=EDITORS_ONLY),
        Step("return", SHARED, DRAFT, BY_EDITOR, refusal=EDITORS_ONLY),
        *(
            Step("conclude", state, CONCLUDED, BY_COORDINATOR, refusal=COORDINATOR_ONLY)
            for state in (DRAFT, SHARED)
        ),
        *(
            Step("withdraw", state, WITHDRAWN, BY_COORDINATOR, refusal=COORDINATOR_ONLY)
            for state in (DRAFT, SHARED, CONCLUDED)
        ),
    ),
    {
        DRAFT: "concept",
        SHARED: "gedeeld met partners en raad",
        CONCLUDED: "afgerond",
        WITHDRAWN: "ingetrokken",
    },
)
