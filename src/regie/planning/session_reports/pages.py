"""What stands on the page of results: plain values for a template."""

from typing import Any

from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.priority_sessions.pages import inside
from regie.planning.rounds import queries, results
from regie.planning.rounds.models import Ballot, Round
from regie.planning.rounds.pages import shown, told_lines
from regie.planning.session_reports.report import KIND, READY
from regie.ui.paper_forms import forms_of

Page = dict[str, Any]


def result_page(session: PrioritySession, *, leads: bool) -> Page:
    """The rounds with what came out, and the report once the session is closed."""
    found = results.results(session, also_hidden=leads)
    closed = session.state in READY
    return {
        "session": session,
        "results": [shown(one) | {"who": who_voted(one.round)} for one in found],
        "leads": leads,
        "documents": forms_of(KIND, session.municipality.slug, session.pk) if closed else [],
        "crumbs": inside(session),
    }


def who_voted(item: Round) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who voted what: only for a round that was announced as open. 3 queries."""
    if not item.open_ballot:
        return []
    names = queries.names_of(item.session)
    rows = Ballot.objects.filter(round=item).select_related("participant")
    return [
        (row.participant.label, told_lines(item, row.content, names))
        for row in rows.order_by("participant__label")
        if row.participant is not None
    ]
