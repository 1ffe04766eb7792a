"""Advice, proposal and decision of one cycle, gathered for pages, services and editions."""

from collections.abc import Sequence
from dataclasses import dataclass

from regie.foundation.cycles.models import PolicyCycle
from regie.planning.contributions.queries import ContributionView
from regie.planning.priorities import beside
from regie.planning.priorities.beside import Silence
from regie.planning.priorities.board import Board
from regie.planning.priorities.models import Alignment
from regie.planning.priorities.queries import alignments
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.proposals import queries, rules
from regie.planning.proposals.comparing import Proposed, Row, compare
from regie.planning.proposals.models import Priority, Proposal


@dataclass(frozen=True, kw_only=True)
class Sides:
    """A proposal with its priorities, beside the advice and what people brought in.

    `silence` says why there is no advice; None when there is.
    """

    proposal: Proposal | None
    priorities: Sequence[Priority]
    session: PrioritySession | None
    rows: Sequence[Row]
    said: Sequence[ContributionView]
    alignments: Sequence[Alignment]
    silence: Silence | None = None

    def ended_in(self, priority: Priority) -> list[ContributionView]:
        """The contributions that ended in a priority."""
        return beside.ended_in(
            self.said,
            candidates=[candidate.pk for candidate in priority.candidates.all()],
            themes=[theme.code for theme in priority.themes.all()],
        )

    def written(self) -> list[rules.Written]:
        """The priorities as the rules judge them."""
        return [
            rules.Written(
                name=item.name, why=item.why, less=item.less, themes=len(item.themes.all())
            )
            for item in self.priorities
        ]

    def recorded(self) -> set[str]:
        """With whom the priorities were aligned, or the alignment was skipped."""
        return {item.kind for item in self.alignments}


def sides_of(cycle: PolicyCycle, proposal: Proposal | None, board: Board | None = None) -> Sides:
    """Advice, proposal and decision of a cycle. At most 10 queries; 4 beside those of the board
    when that was read for the same session."""
    priorities = queries.priority_rows(proposal)
    session = proposal.session if proposal else beside.session_of(cycle)
    left_out = {}
    if proposal is not None:
        left_out = dict(proposal.left_out.values_list("candidate_id", "reason"))
    heard = beside.Heard(board.advice, board.silence) if board else beside.heard(cycle, session)
    return Sides(
        silence=heard.silence,
        proposal=proposal,
        priorities=priorities,
        session=session,
        rows=compare(heard.advice, [_proposed(row) for row in priorities], left_out),
        said=beside.said_in(session),
        alignments=board.alignments if board else alignments(cycle),
    )


def _proposed(row: Priority) -> Proposed:
    return Proposed(
        pk=row.pk,
        name=row.name,
        candidates=frozenset(candidate.pk for candidate in row.candidates.all()),
        reason=row.difference,
    )
