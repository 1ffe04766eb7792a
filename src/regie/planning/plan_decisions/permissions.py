"""Who reads how far a plan is, who takes it further, and who changes it at the table."""

from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COORDINATOR,
    COUNCIL_MEMBER,
    MAYOR,
    PARTNER,
    PEER_REVIEWER,
    ROLES,
    Action,
)
from regie.planning.plans.rules import ADOPTED, COUNCIL, INSIDE, PARTNER_CHECK, SUPERSEDED

PUBLIC_MOMENTS = frozenset({COUNCIL, ADOPTED, SUPERSEDED})
"""Editions that every member of the municipality reads."""
ADVISERS = frozenset({PARTNER, PEER_REVIEWER})
"""Roles that read the edition that was offered to the partners."""
TRIANGLE_READERS = frozenset({COORDINATOR, MAYOR})
"""Roles that read what was said in the triangle; all others only that and when it met."""

VIEW_DECISIONS = Action(
    "plan_decisions.view", frozenset(ROLES), "U bent geen lid van deze gemeente."
)
"""What can be read is narrower: see `moments` and `plans.rules.readers`."""
TAKE_STEP = Action(
    "plan_decisions.step",
    frozenset({COORDINATOR, MAYOR, ALDERMAN, CLERK}),
    "Alleen wie schrijft of een besluit vastlegt, brengt het plan verder.",
)
ANSWER = Action(
    "plan_decisions.answer",
    frozenset({PARTNER}),
    "Alleen partners antwoorden op het concept.",
)
AMEND = Action(
    "plan_decisions.amend",
    frozenset({CLERK, COUNCIL_MEMBER}),
    "Alleen raadsleden en de griffier schrijven een amendement.",
)
DECIDE_AMENDMENT = Action(
    "plan_decisions.decide_amendment",
    frozenset({CLERK, COORDINATOR}),
    "Alleen de griffier legt vast wat de raad met een amendement deed.",
)
"""The coordinator only where nobody is clerk."""
COUNCIL_ACT = Action(
    "plan_decisions.council_act",
    frozenset({CLERK, COORDINATOR}),
    "Alleen de griffier legt het besluit van de raad vast.",
)
"""The coordinator only where nobody is clerk."""
PUBLISH = Action(
    "plan_decisions.publish",
    frozenset({CLERK, COORDINATOR}),
    "Alleen de griffier en de veiligheidscoördinator leggen de bekendmaking vast.",
)
PREPARE_COUNCIL = Action(
    "plan_decisions.prepare_council",
    frozenset({CLERK, COORDINATOR}),
    "Alleen de griffier en de veiligheidscoördinator vullen het raadsvoorstel aan.",
)

ACTIONS = (
    VIEW_DECISIONS,
    TAKE_STEP,
    ANSWER,
    AMEND,
    DECIDE_AMENDMENT,
    COUNCIL_ACT,
    PUBLISH,
    PREPARE_COUNCIL,
)


def moments(role: str) -> frozenset[str] | None:
    """The moments of which this role reads the edition; None for all of them."""
    if role in INSIDE:
        return None
    return PUBLIC_MOMENTS | ({PARTNER_CHECK} if role in ADVISERS else frozenset())
