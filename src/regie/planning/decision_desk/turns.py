"""What waits for whom on the way from start memo to adopted plan, for the homes."""

from collections.abc import Iterable

from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COUNCIL_MEMBER,
    MAYOR,
    PARTNER,
)
from regie.foundation.cycles.turns import Found, Turn, add_turns, by_state
from regie.foundation.records.rows import Rows
from regie.planning.plan_remarks.models import PlanRemark
from regie.planning.plan_remarks.permissions import ANSWER
from regie.planning.plans import rules as plans
from regie.planning.plans.models import SafetyPlan
from regie.planning.priority_sessions import workflow as sessions
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.proposals import workflow as proposals
from regie.planning.proposals.models import Proposal
from regie.planning.start_memos import workflow as memos
from regie.planning.start_memos.models import StartMemo

_MEMO = "start_memos:memo"
_MEMO_AT_EXECUTIVE = Turn(
    gettext_lazy("De startnotitie ligt bij het college. Leg vast wat het college besluit."), _MEMO
)
MEMO = {
    (memos.TO_EXECUTIVE, MAYOR): _MEMO_AT_EXECUTIVE,
    (memos.TO_EXECUTIVE, ALDERMAN): _MEMO_AT_EXECUTIVE,
    (memos.TO_COUNCIL, CLERK): Turn(
        gettext_lazy("De startnotitie ligt bij de raad. Leg vast wat de raad besluit."), _MEMO
    ),
    (memos.TO_COUNCIL, COUNCIL_MEMBER): Turn(
        gettext_lazy("De raad bespreekt de startnotitie. Lees haar vooraf."), _MEMO
    ),
}

_PROPOSAL = "proposals:proposal"
PROPOSAL = {
    (proposals.SENT, CLERK): Turn(
        gettext_lazy("De prioriteiten liggen bij de raad. Leg vast wat de raad besluit."),
        _PROPOSAL,
    ),
    (proposals.SENT, COUNCIL_MEMBER): Turn(
        gettext_lazy("De raad kiest de prioriteiten. Lees het voorstel vooraf."), _PROPOSAL
    ),
}

_DECISIONS, _REMARKS = "plan_decisions:stand", "plan_remarks:remarks"
_PLAN_AT_EXECUTIVE = Turn(
    gettext_lazy("Het plan ligt bij het college. Leg vast wat het college besluit."), _DECISIONS
)
PLAN = {
    (plans.PARTNER_CHECK, PARTNER): Turn(
        gettext_lazy("Het plan ligt bij de partners. Lees het en geef uw opmerkingen."), _REMARKS
    ),
    (plans.EXECUTIVE, MAYOR): _PLAN_AT_EXECUTIVE,
    (plans.EXECUTIVE, ALDERMAN): _PLAN_AT_EXECUTIVE,
    (plans.TRIANGLE, MAYOR): Turn(
        gettext_lazy("Het plan ligt bij de driehoek. Leg vast dat de driehoek heeft overlegd."),
        _DECISIONS,
    ),
    (plans.COUNCIL, CLERK): Turn(
        gettext_lazy("Het plan ligt bij de raad. Leg vast wat de raad besluit."), _DECISIONS
    ),
    (plans.COUNCIL, COUNCIL_MEMBER): Turn(
        gettext_lazy("Het plan ligt bij de raad. Lees het, toets het of stel een wijziging voor."),
        "plans:plan",
    ),
}

INVITED = frozenset({COUNCIL_MEMBER, PARTNER})


def announce() -> None:
    """Tell the homes what waits."""
    add_turns("start_memo", lambda: _state(StartMemo), by_state(MEMO))
    add_turns("sessions", _open_sessions, _sessions)
    add_turns("proposal", lambda: _state(Proposal), by_state(PROPOSAL))
    add_turns("plan", _newest_plan, by_state(PLAN))
    add_turns("remarks", _unanswered, _remarks)


def _state(kind: type[StartMemo] | type[Proposal]) -> Rows:
    return Rows(kind.objects.filter(cycle=OuterRef("pk")), state="state")


def _newest_plan() -> Rows:
    found = SafetyPlan.objects.filter(cycle=OuterRef("pk")).order_by("-pk")
    return Rows(found[:1], state="state")


def _open_sessions() -> Rows:
    found = PrioritySession.objects.filter(cycle=OuterRef("pk"), state=sessions.OPEN)
    return Rows(found.order_by("pk"), pk="pk", name="name")


def _sessions(rows: Found, role: str) -> Iterable[Turn]:
    if role not in INVITED:
        return []
    words = _("De sessie “%(name)s” is begonnen. Doe mee.")
    return [Turn(words % row, "priority_sessions:session", row["pk"]) for row in rows]


def _unanswered() -> Rows:
    found = PlanRemark.objects.filter(
        section__plan__cycle=OuterRef("pk"), withdrawn_at__isnull=True, answers__isnull=True
    )
    return Rows(found.order_by(), pk="pk")


def _remarks(rows: Found, role: str) -> Iterable[Turn]:
    n = len(rows)
    if role not in ANSWER.roles or not n:
        return []
    words = ngettext(
        "%(n)s opmerking bij het plan wacht op uw antwoord.",
        "%(n)s opmerkingen bij het plan wachten op uw antwoord.",
        n,
    )
    return [Turn(words % {"n": n}, _REMARKS)]
