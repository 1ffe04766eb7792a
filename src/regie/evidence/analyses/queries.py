"""Reading safety analyses, for this room's pages and for the rooms above."""

import json
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.db.models import QuerySet

from regie.evidence.analyses import permissions, workflow
from regie.evidence.analyses.models import FrozenEdition, SafetyAnalysis
from regie.foundation.access.models import Membership
from regie.foundation.organizations.models import Municipality

_KEPT = 8
_parsed: "OrderedDict[str, dict[str, Any]]" = OrderedDict()
_lock = Lock()


def seen_by(membership: Membership) -> QuerySet[SafetyAnalysis]:
    """The analyses this member may see, the newest first."""
    states = permissions.states_seen(membership.role)
    found = SafetyAnalysis.objects.filter(municipality=membership.municipality, state__in=states)
    return found.select_related("municipality", "cycle", "previous__edition", "edition")


def analysis(membership: Membership, pk: int) -> SafetyAnalysis | None:
    """One analysis this member may see. 1 query."""
    return seen_by(membership).filter(pk=pk).first()


def published(municipality: Municipality) -> FrozenEdition | None:
    """The edition that holds now. 1 query."""
    found = FrozenEdition.objects.filter(
        analysis__municipality=municipality, analysis__state=workflow.PUBLISHED
    )
    return found.select_related("analysis__municipality").first()


def edition(membership: Membership, pk: int) -> FrozenEdition | None:
    """The edition of one analysis this member may see. 1 query."""
    found = FrozenEdition.objects.filter(analysis__in=seen_by(membership), analysis=pk)
    return found.select_related("analysis__municipality").first()


def content_of(found: FrozenEdition) -> dict[str, Any]:
    """What an edition holds, read once: an edition never changes."""
    with _lock:
        if found.sha256 in _parsed:
            _parsed.move_to_end(found.sha256)
            return _parsed[found.sha256]
    content: dict[str, Any] = json.loads(found.content)
    with _lock:
        _parsed[found.sha256] = content
        while len(_parsed) > _KEPT:
            _parsed.popitem(last=False)
    return content
