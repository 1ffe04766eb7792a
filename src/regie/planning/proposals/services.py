"""Writing the proposal: its priorities, the reasons for differences and its steps."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop as _

from regie.evidence.findings import workflow as finding_states
from regie.evidence.findings.models import Finding
from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.foundation.cycles.queries import fields_with_themes
from regie.foundation.records.frozen import canonical, stamp
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step
from regie.planning.priorities import beside
from regie.planning.priorities.models import AlignedWith
from regie.planning.priorities.permissions import WORK
from regie.planning.priorities.queries import level_rows
from regie.planning.priorities.writing import clean, locked
from regie.planning.priority_sessions.models import Candidate
from regie.planning.proposals import rules, workflow
from regie.planning.proposals.comparing import unexplained
from regie.planning.proposals.freezing import frozen
from regie.planning.proposals.models import (
    LeftOut,
    Priority,
    Proposal,
    ProposalEdition,
)
from regie.planning.proposals.sides import Sides, sides_of

NO_NAME = _("Geef de prioriteit een naam in woorden.")
NOT_DRAFT = _("Dit voorstel ligt vast. Haal het eerst terug naar concept.")
NOT_HERE = _("Kies alleen thema's, bevindingen en kandidaten van deze gemeente.")
UNKNOWN = _("Deze prioriteit staat niet meer in het voorstel.")


class StaleError(Exception):
    """Somebody else saved this priority in the meantime; `current` is how it stands now."""

    def __init__(self, current: Priority) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class PriorityWords:
    """A priority as it is written; themes, findings and candidates by their numbers."""

    name: str
    why: str = ""
    less: str = ""
    difference: str = ""
    themes: Collection[int] = ()
    findings: Collection[int] = ()
    candidates: Collection[int] = ()


# --- priorities -----------------------------------------------------------------------------------


@transaction.atomic
def begin(cycle: PolicyCycle, *, actor: User, role: str) -> Proposal:
    """The proposal of a cycle; a new one starts with the priorities of the board.

    Raises `RefusedError`.
    """
    may(WORK, role)
    cycle = locked(cycle)
    rows = Proposal.objects.select_related("cycle__municipality", "session")
    proposal, made = rows.get_or_create(cycle=cycle, defaults={"made_by": actor})
    if proposal.state == workflow.DRAFT:
        _take_session(proposal)
    if made:
        log("proposals.begin", proposal, actor=actor, of=cycle)
        _take_from_board(proposal, cycle)
    return proposal


def _take_session(proposal: Proposal) -> None:
    """A session that was closed since then advises too: priorities get its candidates."""
    session = beside.session_of(proposal.cycle)
    if session is None or session == proposal.session:
        return
    proposal.session = session
    proposal.save(update_fields=["session"])
    candidates = candidates_of(proposal)
    for row in proposal.priorities.prefetch_related("themes"):
        codes = {theme.code for theme in row.themes.all()}
        row.candidates.set([item for item in candidates if codes & set(item.themes)])


@transaction.atomic
def take_from_board(proposal: Proposal, *, actor: User, role: str) -> int:
    """Add the priorities of the board that have no place in the proposal yet; answers how many.

    Raises `RefusedError`.
    """
    proposal = _editable(proposal, role)
    n = _take_from_board(proposal, proposal.cycle)
    if n:
        log(
            "proposals.take_from_board",
            proposal,
            actor=actor,
            of=proposal.cycle,
            details={"added": n},
        )
    return n


def _take_from_board(proposal: Proposal, cycle: PolicyCycle) -> int:
    """Each theme becomes a priority with its reason, findings and candidates."""
    levels = level_rows(cycle)
    found = beside.by_theme(beside.findings(cycle.municipality))
    candidates = candidates_of(proposal)
    placed = set(proposal.priorities.values_list("themes", flat=True))
    n = 0
    for theme in (theme for field in fields_with_themes(cycle) for theme in field.themes):
        row = levels.get(theme.pk)
        if row is None or row.level != rules.PRIORITY or theme.pk in placed:
            continue
        item = Priority.objects.create(
            proposal=proposal,
            position=last_place(proposal) + 1,
            name=theme.name[:120],
            why=row.reason,
        )
        item.themes.set([theme.pk])
        item.findings.set([each.pk for each in found.get(theme.code, ())])
        item.candidates.set([c for c in candidates if theme.code in c.themes])
        n += 1
    return n


def candidates_of(proposal: Proposal) -> list[Candidate]:
    """The candidates of the session that advised this proposal. 1 query."""
    if proposal.session is None:
        return []
    return list(Candidate.objects.filter(session=proposal.session, merged_into__isnull=True))


def last_place(proposal: Proposal) -> int:
    """The place of the last priority; 0 without one. 1 query."""
    return proposal.priorities.aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def write_priority(
    proposal: Proposal,
    words: PriorityWords,
    *,
    pk: int | None = None,
    version: int = 0,
    actor: User,
    role: str,
) -> Priority:
    """Write a priority: a new one, or `pk` as it was read at `version`.

    Raises `RefusedError`; `StaleError` when somebody else saved it since: nothing is written.
    """
    proposal = _editable(proposal, role)
    texts = {name: clean(getattr(words, name)) for name in ("name", "why", "less", "difference")}
    refuse(None if texts["name"] else NO_NAME)
    themes, findings, candidates = _targets(proposal, words)
    row = Priority(proposal=proposal, position=last_place(proposal) + 1)
    if pk is not None:
        row = _found(proposal, pk)
        if row.version != version:
            raise StaleError(row)
        row.version += 1
    for name, value in texts.items():
        setattr(row, name, value)
    row.save()
    row.themes.set(themes)
    row.findings.set(findings)
    row.candidates.set(candidates)
    log("proposals.write_priority", row, actor=actor, of=proposal.cycle)
    return row


def _targets(
    proposal: Proposal, words: PriorityWords
) -> tuple[list[SafetyTheme], list[Finding], list[Candidate]]:
    """What a priority points at; everything must be of this cycle, municipality and session."""
    cycle = proposal.cycle
    themes = list(SafetyTheme.objects.filter(field__cycle=cycle, pk__in=words.themes))
    findings = list(
        Finding.objects.filter(
            municipality_id=cycle.municipality_id,
            state=finding_states.CONFIRMED,
            pk__in=words.findings,
        )
    )
    candidates = [c for c in candidates_of(proposal) if c.pk in set(words.candidates)]
    asked = len(set(words.themes)) + len(set(words.findings)) + len(set(words.candidates))
    if len(themes) + len(findings) + len(candidates) != asked:
        raise RefusedError(NOT_HERE)
    return themes, findings, candidates


def _found(proposal: Proposal, pk: int) -> Priority:
    row = proposal.priorities.filter(pk=pk).first()
    if row is None:
        raise RefusedError(UNKNOWN)
    return row


@transaction.atomic
def remove_priority(proposal: Proposal, pk: int, *, actor: User, role: str) -> None:
    """Take a priority out of a draft; editions that had it keep it. Raises `RefusedError`."""
    proposal = _editable(proposal, role)
    row = _found(proposal, pk)
    log(
        "proposals.remove_priority", row, actor=actor, of=proposal.cycle, details={"from": row.name}
    )
    row.delete()


@transaction.atomic
def move_up(proposal: Proposal, pk: int, *, actor: User, role: str) -> None:
    """Put a priority one place higher; the first stays first. Raises `RefusedError`."""
    proposal = _editable(proposal, role)
    rows = list(proposal.priorities.all())
    place = next((n for n, row in enumerate(rows) if row.pk == pk), 0)
    if place == 0:
        return
    rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows, 1):
        row.position = position
    Priority.objects.bulk_update(rows, ["position"])
    log("proposals.move_up", rows[place - 1], actor=actor, of=proposal.cycle)


# --- differences ----------------------------------------------------------------------------------


@transaction.atomic
def explain(
    proposal: Proposal,
    reason: str,
    *,
    priority: int | None = None,
    candidate: int | None = None,
    actor: User,
    role: str,
) -> None:
    """Say why a priority was not advised, or why an advised candidate is left out.

    Possible until the proposal is sent. Raises `RefusedError`.
    """
    proposal = _editable(proposal, role, states=(workflow.DRAFT, workflow.ALIGNED))
    words = clean(reason)
    refuse(None if words else rules.NO_REASON)
    if priority is not None:
        row = _found(proposal, priority)
        row.difference = words[:600]
        row.save(update_fields=["difference", "changed_at"])
    elif candidate in {item.pk for item in candidates_of(proposal)}:
        LeftOut.objects.update_or_create(
            proposal=proposal, candidate_id=candidate, defaults={"reason": words[:600]}
        )
    else:
        raise RefusedError(NOT_HERE)
    log("proposals.explain", proposal, actor=actor, of=proposal.cycle, why=words)


# --- steps ----------------------------------------------------------------------------------------


def refusal_on(sides: Sides, step: str) -> str:
    """Why a step cannot be taken on what is written, in the reader's language; "" when it can.

    No queries.
    """
    found = None
    if step == "align":
        recorded = {item.kind for item in sides.board.alignments}
        found = rules.align_refusal(sides.written(), recorded)
    elif step == "send":
        found = rules.send_refusal(sides.written(), unexplained(sides.rows))
    return told(found)


def told(refusal: rules.Refusal | None) -> str:
    """A refusal of the rules in the reader's language; "" for none."""
    if refusal is None:
        return ""
    kinds = ", ".join(str(AlignedWith(kind).label) for kind in refusal.kinds)
    return translate(refusal.sentence) % {"name": refusal.name, "kinds": kinds}


@transaction.atomic
def step(proposal: Proposal, name: str, *, why: str = "", actor: User, role: str) -> Proposal:
    """Take a step of the state table; sending freezes an edition for the council.

    Raises `RefusedError` and `StepRefusedError`.
    """
    cycle = locked(proposal.cycle)
    words = clean(why)
    if name == "take_back":
        refuse(None if words else rules.NO_REASON)
    if reason := refusal_on(sides_of(cycle), name):
        raise RefusedError(reason.replace("%", "%%"))
    take_step(proposal, name, workflow=workflow.PROPOSAL, actor=actor, role=role, why=words)
    if name == "send":
        freeze(proposal, actor, decided=False)
    log(f"proposals.{name}", proposal, actor=actor, of=cycle, why=words)
    return proposal


def freeze(proposal: Proposal, actor: User, *, decided: bool) -> ProposalEdition:
    """Lay down what the council reads as an edition of its own. At most 21 queries."""
    now = timezone.now()
    last = proposal.editions.aggregate(last=Max("number"))["last"] or 0
    made = frozen(proposal.cycle, number=last + 1, decided=decided, at=now, by=str(actor))
    content = canonical(made)
    return ProposalEdition.objects.create(
        proposal=proposal,
        number=last + 1,
        decided=decided,
        content=content,
        sha256=stamp(content),
        made_at=now,
        made_by=actor,
    )


# --- helpers --------------------------------------------------------------------------------------


def _editable(
    proposal: Proposal, role: str, states: Collection[str] = (workflow.DRAFT,)
) -> Proposal:
    """The proposal, locked, when its words can still change. Raises `RefusedError`."""
    may(WORK, role)
    rows = Proposal.objects.select_for_update(of=("self",))
    row = rows.select_related("cycle__municipality", "session").get(pk=proposal.pk)
    refuse(None if row.state in states else NOT_DRAFT)
    return row
