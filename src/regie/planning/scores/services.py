"""Writing criteria and scores: what the figures propose, and what people judge with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from regie.evidence.signals.queries import assessments
from regie.evidence.street_knowledge.persons import refuse_persons
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log
from regie.planning.fact_cards.figures import figures_of
from regie.planning.fact_cards.rules import Figure, Scored, deciding, scored
from regie.planning.priority_sessions import queries, rules
from regie.planning.priority_sessions.models import (
    Candidate,
    Criterion,
    PrioritySession,
    Score,
)
from regie.planning.priority_sessions.services import in_draft, tidy

CRITERION = ("name", "explanation", "low_anchor", "high_anchor")


@dataclass(frozen=True)
class Judgement:
    """What somebody typed for one candidate on one criterion; None takes the score away."""

    candidate: int
    criterion: str
    score: Scored | None
    reason: str = ""


def on_longlist_changed(sender: object, session: PrioritySession, **_more: object) -> None:
    """The candidates are others now, so what the figures say of them is read again."""
    propose_scores(session)


def propose_scores(session: PrioritySession) -> None:
    """Score by the figures what nobody judged; without figures it stays unknown.

    Called inside the transaction of who changes the longlist, so it writes no log of its own.
    """
    known = {item.code: item for item in queries.criteria(session) if item.by_figures}
    verdicts = assessments(session.municipality)
    Score.objects.filter(candidate__session=session, made_by__isnull=True).delete()
    judged = set(
        Score.objects.filter(candidate__session=session).values_list(
            "candidate_id", "criterion__code"
        )
    )
    made = []
    for row in queries.with_findings(session):
        figures = figures_of(
            list(row.findings.all()), row.themes, verdicts, session.municipality.code
        )
        made += [
            _by_figure(row, known[code], figure)
            for code, figure in deciding(figures).items()
            if code in known and (row.pk, code) not in judged
        ]
    Score.objects.bulk_create(made)


def _by_figure(candidate: Candidate, criterion: Criterion, figure: Figure) -> Score:
    found = scored(figure)
    basis = {"indicator": figure.name, "ratio": round(figure.ratio, 4)}
    return Score(
        candidate=candidate,
        criterion=criterion,
        value=found.value,
        low=found.low,
        high=found.high,
        basis=basis,
    )


@transaction.atomic
def judge(session: PrioritySession, judgements: Sequence[Judgement], *, actor: User) -> int:
    """Keep what was typed, each with a reason; answers how many changed. Raises `RefusedError`.

    What was left as the figures proposed it stays of the figures.
    """
    session = in_draft(session)
    rows = {(s.candidate_id, s.criterion.code): s for s in queries.scores(session)}
    criteria = {item.code: item for item in queries.criteria(session)}
    candidates = set(session.candidates.values_list("pk", flat=True))
    changed = 0
    for item in judgements:
        if item.candidate in candidates and item.criterion in criteria:
            old = rows.get((item.candidate, item.criterion))
            changed += _judge(item, old, criteria[item.criterion], actor)
    propose_scores(session)
    if changed:
        _note("judge", session, actor, str(changed))
    return changed


def _judge(item: Judgement, old: Score | None, criterion: Criterion, actor: User) -> bool:
    reason = tidy(item.reason)[:300]
    if _unchanged(item, old, reason):
        return False
    if item.score is None:
        return _took_away(old)
    if not reason:
        raise RefusedError(rules.NO_REASON)
    refuse_persons(reason)
    Score.objects.update_or_create(
        candidate_id=item.candidate,
        criterion=criterion,
        defaults={
            "value": item.score.value,
            "low": item.score.low,
            "high": item.score.high,
            "reason": reason,
            "basis": {},
            "made_by": actor,
        },
    )
    return True


def _took_away(old: Score | None) -> bool:
    """Drop a judgement; what the figures propose is not for people to drop."""
    if old is None or old.made_by_id is None:
        return False
    old.delete()
    return True


def _unchanged(item: Judgement, old: Score | None, reason: str) -> bool:
    if old is None:
        return item.score is None
    known = Scored(old.value, old.low, old.high)
    return item.score == known and (old.made_by_id is None or reason == old.reason)


# --- criteria -------------------------------------------------------------------------------------


@transaction.atomic
def add_criterion(session: PrioritySession, words: Mapping[str, str], *, actor: User) -> Criterion:
    """A criterion of one's own, judged by people. Raises `RefusedError`."""
    session = in_draft(session)
    known = queries.criteria(session)
    refuse(rules.NO_CODE_OF_CRITERION if len(known) >= rules.MOST_CRITERIA else None)
    refuse_persons(*words.values())
    stem = slugify(words["name"])[:14] or "criterium"
    taken = {item.code for item in known}
    code = next(c for c in (stem, *(f"{stem}-{n}" for n in range(2, 20))) if c not in taken)
    place = max((item.position for item in known), default=-1) + 1
    row = Criterion.objects.create(
        session=session, code=code, position=place, **{key: words[key] for key in CRITERION}
    )
    _note("add_criterion", session, actor, row.name)
    return row


@transaction.atomic
def change_criterion(criterion: Criterion, words: Mapping[str, str], *, actor: User) -> None:
    """Change the words of a criterion; the rule of the figures stays. Raises `RefusedError`."""
    session = in_draft(criterion.session)
    refuse_persons(*words.values())
    for key in CRITERION:
        setattr(criterion, key, words[key])
    criterion.save(update_fields=list(CRITERION))
    _note("change_criterion", session, actor, criterion.name)


@transaction.atomic
def remove_criterion(criterion: Criterion, *, actor: User) -> None:
    """Take a criterion away with its scores. Raises `RefusedError`."""
    session = in_draft(criterion.session)
    _note("remove_criterion", session, actor, criterion.name)
    criterion.delete()


def _note(verb: str, session: PrioritySession, actor: User, what: str) -> None:
    log(f"scores.{verb}", session, actor=actor, details={"to": what})
