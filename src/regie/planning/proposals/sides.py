"""Advice, proposal and decision of one cycle, gathered for pages, services and editions."""

from collections.abc import Sequence
from dataclasses import dataclass

from regie.foundation.cycles.models import PolicyCycle
from regie.planning.contributions.queries import ContributionView
from regie.planning.priorities import beside
from regie.planning.priorities.board import Board, board_beside
from regie.planning.proposals import queries, rules
from regie.planning.proposals.comparing import Proposed, Row, compare
from regie.planning.proposals.queries import Linked, Whole


@dataclass(frozen=True, kw_only=True)
class Sides:
    """A proposal with its priorities, beside the board, the advice and what people brought in."""

    whole: Whole
    board: Board
    rows: Sequence[Row]
    said: Sequence[ContributionView]

    def ended_in(self, priority: Linked) -> list[ContributionView]:
        """The contributions that ended in a priority."""
        return beside.ended_in(self.said, candidates=priority.candidates, themes=priority.themes)

    def written(self) -> list[rules.Written]:
        """The priorities as the rules judge them."""
        return [
            rules.Written(
                name=item.row.name, why=item.row.why, less=item.row.less, themes=len(item.themes)
            )
            for item in self.whole.priorities
        ]


def sides_of(cycle: PolicyCycle) -> Sides:
    """Advice, proposal and decision of a cycle, and its board. At most 11 queries."""
    whole = queries.whole_of(cycle)
    proposal = whole.proposal
    session = proposal.session if proposal else beside.session_of(cycle)
    board = board_beside(cycle, session)
    proposed = [_proposed(item) for item in whole.priorities]
    return Sides(
        whole=whole,
        board=board,
        rows=compare(board.advice, proposed, whole.left_out),
        said=beside.said_in(session),
    )


def _proposed(item: Linked) -> Proposed:
    return Proposed(
        pk=item.row.pk, name=item.row.name, candidates=item.candidates, reason=item.row.difference
    )
