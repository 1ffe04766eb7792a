"""What was brought in, beneath the pages of the rooms below: finding, session and candidate."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string

from regie.evidence.findings.models import Finding
from regie.foundation.access.beneath import add_beneath
from regie.foundation.access.models import Membership
from regie.planning.contributions import queries
from regie.planning.contributions.pages import to
from regie.planning.contributions.queries import ContributionView
from regie.planning.priority_sessions.models import Candidate, PrioritySession

MOST = 10
"""So many stand on a page; of more a link leads on."""


def announce() -> None:
    """Say beneath which pages contributions stand."""
    add_beneath("finding", "contributions", _beneath_finding)
    add_beneath("candidate", "contributions", _beneath_candidate)
    add_beneath("session", "contributions", _beneath_session)


def about_page(membership: Membership, found: Sequence[ContributionView]) -> dict[str, Any]:
    """What stands in the template: the newest ones, each with the page of its session."""
    town = membership.municipality
    items = [
        (item, f"{to('session', town, pk=item.session_pk)}#inbreng-{item.pk}")
        for item in found[:MOST]
    ]
    return {"items": items, "more": len(found) - len(items), "all": items[:1] and items[0][1]}


def _shown(membership: Membership, found: Sequence[ContributionView]) -> str:
    page = about_page(membership, found)
    return render_to_string("contributions/parts/about.html", page) if found else ""


def _beneath_finding(membership: Membership, finding: Finding) -> str:
    return _shown(membership, queries.about(membership, finding=finding.pk))


def _beneath_candidate(membership: Membership, candidate: Candidate) -> str:
    return _shown(membership, queries.about(membership, candidate=candidate.pk))


def _beneath_session(membership: Membership, session: PrioritySession) -> str:
    return _shown(membership, list(reversed(queries.contributions(session))))
