"""Board, reasons, proposal and sending in one go: what a small municipality does in one sitting."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.priorities import rules as levels
from regie.planning.priorities import services as board
from regie.planning.priorities.queries import level_rows
from regie.planning.priorities.services import Move
from regie.planning.proposals import services, workflow
from regie.planning.proposals.models import Priority, Proposal
from regie.planning.proposals.services import PriorityWords

ORDINARY = gettext_noop("Het gewone werk gaat door, zonder extra inzet.")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A theme with its level and reason; `seen` as in `Move`."""

    theme: int
    level: str
    reason: str
    seen: int


@dataclass(frozen=True, kw_only=True)
class Rewritten:
    """The words of a priority that is in the proposal already."""

    pk: int
    version: int
    name: str
    why: str
    less: str


@dataclass(frozen=True, kw_only=True)
class Quick:
    """Everything on the page; `skip` is why the rest of the alignment is skipped."""

    lines: Sequence[Line]
    priorities: Sequence[Rewritten]
    skip: str = ""


@transaction.atomic
def save(cycle: PolicyCycle, written: Quick, *, actor: User, role: str) -> Proposal:
    """Save levels and words, all or none. Themes that became a priority get a place in the
    proposal; those that are none any more lose it.

    Raises `RefusedError` and the `StaleError` of the board or of the proposal.
    """
    moves = _moves(cycle, written.lines)
    if moves:
        board.move(cycle, moves, actor=actor, role=role)
    if written.skip.strip():
        board.skip_alignment(cycle, written.skip, actor=actor, role=role)
    proposal = services.begin(cycle, actor=actor, role=role)
    if proposal.state != workflow.DRAFT:
        return proposal
    rows = {row.pk: row for row in proposal.priorities.prefetch_related("themes", "findings")}
    for item in written.priorities:
        if item.pk in rows:
            _rewrite(proposal, rows[item.pk], item, actor, role)
    chosen = {pk for pk, row in level_rows(cycle).items() if row.level == levels.PRIORITY}
    for row in rows.values():
        own = {theme.pk for theme in row.themes.all()}
        if own and not own & chosen:
            services.remove_priority(proposal, row.pk, actor=actor, role=role)
    services.take_from_board(proposal, actor=actor, role=role)
    return proposal


@transaction.atomic
def send(cycle: PolicyCycle, written: Quick, *, actor: User, role: str) -> Proposal:
    """Save everything and send the proposal to the council. Raises as `save`, and
    `RefusedError` when something still lacks: then nothing is saved."""
    proposal = save(cycle, written, actor=actor, role=role)
    for step in ("align", "send"):
        if (step, proposal.state) != ("align", workflow.ALIGNED):
            services.step(proposal, step, actor=actor, role=role)
    return proposal


def _moves(cycle: PolicyCycle, lines: Sequence[Line]) -> list[Move]:
    """Only what changed. Maintenance is the ordinary case: it may go without a reason, and the
    reason of who scales down also says what happens with it."""
    now = level_rows(cycle)
    moves = []
    for line in lines:
        row = now.get(line.theme)
        plain = line.reason or (_(ORDINARY) if line.level == levels.MAINTENANCE else "")
        if row and (row.level, row.reason) == (line.level, plain):
            continue
        moves.append(
            Move(
                theme=line.theme,
                level=line.level,
                reason=plain,
                instead=plain,
                seen=line.seen,
            )
        )
    return moves


def _rewrite(proposal: Proposal, row: Priority, item: Rewritten, actor: User, role: str) -> None:
    words = PriorityWords(
        name=item.name,
        why=item.why,
        less=item.less,
        difference=row.difference,
        themes=[theme.pk for theme in row.themes.all()],
        findings=[finding.pk for finding in row.findings.all()],
        candidates=[candidate.pk for candidate in row.candidates.all()],
    )
    if (row.name, row.why, row.less) != (item.name, item.why, item.less):
        services.write_priority(
            proposal, words, pk=row.pk, version=item.version, actor=actor, role=role
        )
