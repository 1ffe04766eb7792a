"""The states of a start memo and the steps between them."""

from regie.foundation.access.rules import ALDERMAN, CLERK, COORDINATOR, MAYOR
from regie.foundation.records.engine import Step, Workflow, gettext_noop

DRAFT = "draft"
TO_EXECUTIVE = "to_executive"
TO_COUNCIL = "to_council"
ADOPTED = "adopted"
NOTED = "noted"

DECIDED = frozenset({ADOPTED, NOTED})
PUBLIC = frozenset({TO_COUNCIL, ADOPTED, NOTED})
"""Moments of which every member of the municipality may read the text."""

WRITER = frozenset({COORDINATOR})
EXECUTIVE = frozenset({MAYOR, ALDERMAN})
COUNCIL = frozenset({CLERK})

WRITER_ONLY = gettext_noop("Alleen de veiligheidscoördinator schrijft aan de startnotitie.")
EXECUTIVE_ONLY = gettext_noop(
    "Alleen de burgemeester en de wethouder leggen het besluit van het college vast."
)
CLERK_ONLY = gettext_noop("Alleen de griffier legt vast wat de raad besloot.")
RETURN_ONLY = gettext_noop(
    "Alleen de coördinator en wie het besluit vastlegt, geven de startnotitie terug."
)

START_MEMO = Workflow(
    DRAFT,
    (
        Step("send", DRAFT, TO_EXECUTIVE, WRITER, refusal=WRITER_ONLY),
        Step("put", TO_EXECUTIVE, TO_COUNCIL, EXECUTIVE, refusal=EXECUTIVE_ONLY),
        Step("adopt", TO_COUNCIL, ADOPTED, COUNCIL, refusal=CLERK_ONLY),
        Step("note", TO_COUNCIL, NOTED, COUNCIL, refusal=CLERK_ONLY),
        Step("return", TO_EXECUTIVE, DRAFT, WRITER | EXECUTIVE, refusal=RETURN_ONLY),
        Step("return", TO_COUNCIL, DRAFT, WRITER | COUNCIL, refusal=RETURN_ONLY),
        *(Step("return", state, DRAFT, WRITER, refusal=WRITER_ONLY) for state in (ADOPTED, NOTED)),
    ),
    {
        DRAFT: "concept",
        TO_EXECUTIVE: "ligt bij het college",
        TO_COUNCIL: "ligt bij de raad",
        ADOPTED: "vastgesteld",
        NOTED: "raad nam kennis",
    },
)
