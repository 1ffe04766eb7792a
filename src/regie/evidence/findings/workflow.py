"""The states of a finding and the steps between them."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER
from regie.foundation.records.engine import Step, Workflow, gettext_noop

CANDIDATE = "candidate"
CONFIRMED = "confirmed"
REJECTED = "rejected"
MERGED = "merged"
LAPSED = "lapsed"

MACHINE = "machine"
"""Who takes a step that follows from new figures."""

BY_MACHINE = frozenset({MACHINE})
BY_ANALYST = frozenset({COORDINATOR, RESEARCHER})
REFUSAL = gettext_noop(
    "Alleen de veiligheidscoördinator en de onderzoeker beslissen over bevindingen."
)

FINDING = Workflow(
    CANDIDATE,
    (
        Step("confirm", CANDIDATE, CONFIRMED, BY_ANALYST, refusal=REFUSAL),
        Step("reject", CANDIDATE, REJECTED, BY_ANALYST, refusal=REFUSAL),
        *(Step("merge", s, MERGED, BY_ANALYST, refusal=REFUSAL) for s in (CANDIDATE, CONFIRMED)),
        Step("unmerge", MERGED, CANDIDATE, BY_ANALYST, refusal=REFUSAL),
        *(Step("reopen", s, CANDIDATE, BY_ANALYST, refusal=REFUSAL) for s in (CONFIRMED, REJECTED)),
        Step("lapse", CANDIDATE, LAPSED, BY_MACHINE),
        Step("return", LAPSED, CANDIDATE, BY_MACHINE),
    ),
    {
        CANDIDATE: "kandidaat",
        CONFIRMED: "bevestigd",
        REJECTED: "afgewezen",
        MERGED: "samengevoegd",
        LAPSED: "vervallen",
    },
)
