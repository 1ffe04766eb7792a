"""From the figures of 2022 to the priorities that the council chose."""

from regie.evidence.findings.models import Finding
from regie.evidence.findings.services import Story as Told
from regie.evidence.findings.services import add_own
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.planning.priorities.services import AlignmentWords, Move, align, move
from regie.planning.proposals import deciding, services
from regie.planning.proposals.models import Priority
from regie.planning.proposals.services import PriorityWords
from regie.presentation.demonstration.clock import on
from regie.presentation.demonstration.people import acting
from regie.presentation.demonstration.reading import STORY, Plain

Priorities = dict[str, Priority]


def choose(cycle: PolicyCycle) -> Priorities:
    """Find, choose, align, propose and decide. Answers the priorities by their code."""
    findings = _find(cycle)
    with on(STORY.day("choosing")):
        _place(cycle)
        _align(cycle)
        rows = _propose(cycle, findings)
    _decide(cycle, rows)
    return rows


def _find(cycle: PolicyCycle) -> dict[str, Finding]:
    with on(STORY.day("findings")):
        return {row["code"]: _found(cycle, row) for row in STORY.rows("findings")}


def _found(cycle: PolicyCycle, row: Plain) -> Finding:
    told = Told(
        headline=row["headline"],
        story=row["story"],
        other_sources=row["sources"],
        confidence=row["confidence"],
        theme=row["theme"],
    )
    return add_own(cycle.municipality, told, **acting("coos"))


def _place(cycle: PolicyCycle) -> None:
    """A level and a reason for each theme that was talked about."""
    themes = _themes(cycle)
    told = {row["theme"]: ("priority", row["level_reason"]) for row in STORY.rows("priorities")}
    told |= {code: (level, why) for code, (level, why) in STORY.of("levels").items()}
    moves = [
        Move(theme=themes[code], level=level, reason=why) for code, (level, why) in told.items()
    ]
    move(cycle, moves, **acting("coos"))


def _themes(cycle: PolicyCycle) -> dict[str, int]:
    return dict(SafetyTheme.objects.filter(field__cycle=cycle).values_list("code", "pk"))


def _align(cycle: PolicyCycle) -> None:
    for row in STORY.rows("alignments"):
        align(cycle, AlignmentWords(**row, held_on=STORY.day("choosing")), **acting("coos"))


def _propose(cycle: PolicyCycle, findings: dict[str, Finding]) -> Priorities:
    """The board gives a priority for each theme; they get their own words and order here."""
    proposal = services.begin(cycle, **acting("coos"))
    for row in proposal.priorities.all():
        services.remove_priority(proposal, row.pk, **acting("coos"))
    themes = _themes(cycle)
    rows = {}
    for told in STORY.rows("priorities"):
        words = PriorityWords(
            name=told["name"],
            why=told["why"],
            less=told["less"],
            themes=(themes[told["theme"]],),
            findings=[findings[code].pk for code in told["findings"]],
        )
        rows[told["code"]] = services.write_priority(proposal, words, **acting("coos"))
    services.step(proposal, "align", **acting("coos"))
    services.step(proposal, "send", **acting("coos"))
    return rows


def _decide(cycle: PolicyCycle, rows: Priorities) -> None:
    day = STORY.day("chosen")
    taken = {row.pk: deciding.Choice(decision="adopted") for row in rows.values()}
    with on(day):
        deciding.decide(
            cycle.priority_proposal,
            taken,
            day=day,
            number=STORY.of("numbers")["priorities"],
            **acting("griet"),
        )
