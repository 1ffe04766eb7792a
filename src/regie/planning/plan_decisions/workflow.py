"""The states of a plan and the steps between them: who may take each, and what it says if not."""

from regie.foundation.access.rules import ALDERMAN, CLERK, COORDINATOR, MAYOR
from regie.foundation.records.engine import Step, Workflow, gettext_noop
from regie.planning.plans.rules import (
    ADOPTED,
    COUNCIL,
    DRAFT,
    EXECUTIVE,
    MANAGEMENT,
    PARTNER_CHECK,
    SUPERSEDED,
    TRIANGLE,
    WITHDRAWN,
)

OFFER, TO_MANAGEMENT, TO_EXECUTIVE = "offer", "to_management", "to_executive"
TO_TRIANGLE, TO_COUNCIL, ADOPT = "to_triangle", "to_council", "adopt"
SEND_BACK, TAKE_BACK, WITHDRAW, SUPERSEDE = "send_back", "take_back", "withdraw", "supersede"

WAY = (DRAFT, PARTNER_CHECK, MANAGEMENT, EXECUTIVE, TRIANGLE, COUNCIL, ADOPTED)
"""The states in the order in which a plan passes them."""
BODIES = (PARTNER_CHECK, MANAGEMENT, EXECUTIVE, TRIANGLE, COUNCIL)
"""The states in which a plan lies at somebody."""
FORWARD = (OFFER, TO_MANAGEMENT, TO_EXECUTIVE, TO_TRIANGLE, TO_COUNCIL, ADOPT)
BACK = (SEND_BACK, TAKE_BACK)

BY_COORDINATOR = frozenset({COORDINATOR})
BY_EXECUTIVE = frozenset({MAYOR, ALDERMAN})
BY_MAYOR = frozenset({MAYOR})
BY_CLERK = frozenset({CLERK})

COORDINATOR_ONLY = gettext_noop("Alleen de veiligheidscoördinator zet deze stap.")
EXECUTIVE_ONLY = gettext_noop(
    "Alleen de burgemeester en de wethouder leggen het besluit van het college vast."
)
MAYOR_ONLY = gettext_noop("Alleen de burgemeester legt vast dat de driehoek heeft overlegd.")
CLERK_ONLY = gettext_noop("Alleen de griffier legt het besluit van de raad vast.")

RECORDERS = {
    PARTNER_CHECK: (BY_COORDINATOR, COORDINATOR_ONLY),
    MANAGEMENT: (BY_COORDINATOR, COORDINATOR_ONLY),
    EXECUTIVE: (BY_EXECUTIVE, EXECUTIVE_ONLY),
    TRIANGLE: (BY_MAYOR, MAYOR_ONLY),
    COUNCIL: (BY_CLERK, CLERK_ONLY),
}
"""Who writes down what a body decided."""


def _step(name: str, source: str, target: str, at: str = "") -> Step:
    by, refusal = RECORDERS.get(at, (BY_COORDINATOR, COORDINATOR_ONLY))
    return Step(name, source, target, by, refusal=refusal)


PLAN = Workflow(
    DRAFT,
    (
        _step(OFFER, DRAFT, PARTNER_CHECK),
        *(_step(TO_MANAGEMENT, state, MANAGEMENT) for state in (DRAFT, PARTNER_CHECK)),
        *(_step(TO_EXECUTIVE, state, EXECUTIVE) for state in (DRAFT, PARTNER_CHECK, MANAGEMENT)),
        _step(TO_TRIANGLE, EXECUTIVE, TRIANGLE, at=EXECUTIVE),
        _step(TO_COUNCIL, EXECUTIVE, COUNCIL, at=EXECUTIVE),
        _step(TO_COUNCIL, TRIANGLE, COUNCIL, at=TRIANGLE),
        _step(ADOPT, COUNCIL, ADOPTED, at=COUNCIL),
        *(_step(SEND_BACK, state, DRAFT, at=state) for state in BODIES),
        *(_step(TAKE_BACK, state, DRAFT) for state in BODIES),
        _step(WITHDRAW, DRAFT, WITHDRAWN),
        _step(WITHDRAW, ADOPTED, WITHDRAWN, at=COUNCIL),
        _step(SUPERSEDE, ADOPTED, SUPERSEDED, at=COUNCIL),
    ),
    {
        DRAFT: "concept",
        PARTNER_CHECK: "bij de partners",
        MANAGEMENT: "bij het managementteam",
        EXECUTIVE: "bij het college",
        TRIANGLE: "bij de driehoek",
        COUNCIL: "bij de raad",
        ADOPTED: "vastgesteld",
        WITHDRAWN: "ingetrokken",
        SUPERSEDED: "opgevolgd",
    },
)


def names_from(state: str) -> tuple[str, ...]:
    """The names of the steps that leave a state, in the order of the table."""
    return tuple(step.name for step in PLAN.steps if step.source == state)


def skipped(source: str, target: str) -> tuple[str, ...]:
    """The bodies that are passed over between two states of the way.

    >>> skipped("draft", "executive")
    ('partner_check', 'management')
    """
    if source not in WAY or target not in WAY:
        return ()
    between = WAY[WAY.index(source) + 1 : WAY.index(target)]
    return tuple(state for state in between if state in BODIES)


PLAN_STEPS = frozenset({*FORWARD, *BACK}) - {ADOPT}
"""Steps that are taken with a decision only; adopting and ending ask more."""
