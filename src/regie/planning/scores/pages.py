"""What stands on the pages of criteria and scores."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.organizations.models import Municipality
from regie.planning.fact_cards.figures import why
from regie.planning.priority_sessions import queries, rules, workflow
from regie.planning.priority_sessions.models import Candidate, Criterion, PrioritySession, Score
from regie.planning.priority_sessions.pages import inside
from regie.planning.priority_sessions.parts import Part
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
UNKNOWN = "–"


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"scores:{name}", kwargs={"gemeente": municipality.slug, **more})


def went(name: str, municipality: Municipality, **more: object) -> HttpResponse:
    """On to a page of this room, after something was written."""
    return redirect(to(name, municipality, **more))


def part(membership: Membership, session: PrioritySession) -> Part:
    """The card on the page of the session; no queries."""
    return Part(
        _("Criteria en scores"),
        _("Waarlangs de kandidaten gelegd worden, en hoe ze scoren."),
        to("scores", session.municipality, pk=session.pk),
        icon="scale",
    )


def scores_page(session: PrioritySession, *, judges: bool) -> Page:
    """All scores in one table, with a way in for who judges. 3 queries beside the frame."""
    criteria, rows = queries.criteria(session), queries.candidates(session)
    known = {(s.candidate_id, s.criterion_id): s for s in queries.scores(session)}
    columns = (Column(_("Kandidaat")), *(Column(item.name, numeric=True) for item in criteria))
    town = session.municipality
    made = tuple(
        Row(
            (
                Cell(row.name, href=to("judge", town, pk=row.pk) if judges else ""),
                *(_score_cell(known.get((row.pk, item.pk))) for item in criteria),
            )
        )
        for row in rows
    )
    unknown = len(rows) * len(criteria) - sum((r.pk, c.pk) in known for r in rows for c in criteria)
    return {
        "session": session,
        "criteria": criteria,
        "table": Table(_("Scores van 0 tot 100"), columns, made) if made else None,
        "unknown": unknown,
        "draft": session.state == workflow.DRAFT,
        "refusal": _(rules.NOT_DRAFT),
        "full": len(criteria) >= rules.MOST_CRITERIA,
        "crumbs": inside(session),
    }


def _score_cell(score: Score | None) -> Cell:
    if score is None:
        return Cell(UNKNOWN)
    sure = score.low == score.high
    between = "" if sure else _("%(low)s tot %(high)s") % {"low": score.low, "high": score.high}
    return Cell(str(score.value), sub=between)


def judge_page(candidate: Candidate) -> tuple[list[Criterion], dict[str, Any], dict[str, str]]:
    """The criteria, what stands in the form, and what the figures propose in words. 2 queries."""
    session = candidate.session
    rows = [row for row in queries.scores(session) if row.candidate_id == candidate.pk]
    initial: dict[str, Any] = {}
    told = {}
    for row in rows:
        code = row.criterion.code
        initial |= {f"score_{code}": row.value, f"low_{code}": row.low, f"high_{code}": row.high}
        initial[f"reason_{code}"] = row.reason
        if row.made_by_id is None:
            told[code] = reason_of(row)
    return queries.criteria(session), initial, told


def reason_of(score: Score) -> str:
    """Why a score is what it is: what somebody wrote, or what the figures say."""
    basis: Mapping[str, Any] = score.basis
    if not basis:
        return score.reason
    return why(score.criterion.code, str(basis["indicator"]), float(basis["ratio"]))


def neighbours(candidate: Candidate, rows: Sequence[Candidate]) -> tuple[int | None, int | None]:
    """The numbers of the candidates before and after this one; None at the ends."""
    order = [row.pk for row in rows]
    if candidate.pk not in order:
        return None, None
    at = order.index(candidate.pk)
    before = order[at - 1] if at else None
    return before, order[at + 1] if at + 1 < len(order) else None
