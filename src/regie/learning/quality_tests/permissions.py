"""Who reads tests of a plan, who tests, and who sees what Regie says of a draft.

Which versions of a plan somebody may test are those that the role may read: for council members
from the moment the plan lies at the council, for partners and outside advisers from the moment it
was offered to them.
"""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER, ROLES, Action

VIEW_TESTS = Action("quality_tests.view", frozenset(ROLES), "U bent geen lid van deze gemeente.")
TEST_PLAN = Action("quality_tests.test", frozenset(ROLES), "U bent geen lid van deze gemeente.")
PREVIEW = Action(
    "quality_tests.preview",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker zien de voorproef van het concept.",
)

ACTIONS = (VIEW_TESTS, TEST_PLAN, PREVIEW)
