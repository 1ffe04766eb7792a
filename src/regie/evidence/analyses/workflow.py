"""The states of a safety analysis and the steps between them."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER
from regie.foundation.records.engine import Step, Workflow, gettext_noop

DRAFT = "draft"
IN_REVIEW = "in_review"
PUBLISHED = "published"
SUPERSEDED = "superseded"
WITHDRAWN = "withdrawn"

MACHINE = "machine"
"""Who takes a step that follows from another, such as a newer edition taking the place of this."""

EDITABLE = frozenset({DRAFT, IN_REVIEW})
BY_MACHINE = frozenset({MACHINE})
BY_COORDINATOR = frozenset({COORDINATOR})
BY_EDITOR = frozenset({COORDINATOR, RESEARCHER})
EDITORS_ONLY = gettext_noop(
    "Alleen de veiligheidscoördinator en de onderzoeker werken aan de veiligheidsanalyse."
)
COORDINATOR_ONLY = gettext_noop(
    "Alleen de veiligheidscoördinator publiceert een veiligheidsanalyse of trekt die in."
)

ANALYSIS = Workflow(
    DRAFT,
    (
        Step("send", DRAFT, IN_REVIEW, BY_EDITOR, refusal=EDITORS_ONLY),
        Step("return", IN_REVIEW, DRAFT, BY_EDITOR, refusal=EDITORS_ONLY),
        Step("publish", IN_REVIEW, PUBLISHED, BY_COORDINATOR, refusal=COORDINATOR_ONLY),
        Step("supersede", PUBLISHED, SUPERSEDED, BY_MACHINE),
        *(
            Step("withdraw", state, WITHDRAWN, BY_COORDINATOR, refusal=COORDINATOR_ONLY)
            for state in (DRAFT, IN_REVIEW, PUBLISHED, SUPERSEDED)
        ),
    ),
    {
        DRAFT: "concept",
        IN_REVIEW: "in controle",
        PUBLISHED: "gepubliceerd",
        SUPERSEDED: "vervangen",
        WITHDRAWN: "ingetrokken",
    },
)
