"""Who reads a start memo, who writes it, and who decides about it."""

from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COORDINATOR,
    COUNCIL_MEMBER,
    MAYOR,
    RESEARCHER,
    ROLES,
    Action,
)
from regie.planning.start_memos.workflow import WRITER, WRITER_ONLY

SEE_DRAFTS = frozenset({COORDINATOR, RESEARCHER, MAYOR, ALDERMAN, CLERK})

VIEW_MEMO = Action("start_memos.view", frozenset(ROLES), "U bent geen lid van deze gemeente.")
WRITE_MEMO = Action("start_memos.write", WRITER, WRITER_ONLY)
TAKE_STEP = Action(
    "start_memos.step",
    frozenset({COORDINATOR, MAYOR, ALDERMAN, CLERK}),
    "Alleen wie schrijft of besluit, brengt de startnotitie verder.",
)
RECORD_COUNCIL = Action(
    "start_memos.record_council",
    frozenset({CLERK, COORDINATOR}),
    "Alleen de griffier legt vast wat de raad besloot.",
)
REMARK = Action(
    "start_memos.remark",
    frozenset({COUNCIL_MEMBER}),
    "Alleen raadsleden geven een reactie op de startnotitie.",
)
REPLY = Action(
    "start_memos.reply",
    WRITER,
    "Alleen de veiligheidscoördinator antwoordt op een reactie.",
)
