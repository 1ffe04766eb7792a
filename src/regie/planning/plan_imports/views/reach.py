"""Which document a page is about."""

from django.http import Http404
from django.utils.translation import gettext as _

from regie.foundation.access.guards import MemberRequest
from regie.planning.plan_imports import queries
from regie.planning.plan_imports.models import PlanImport


def document_for(request: MemberRequest, pk: int) -> PlanImport:
    """A document of this municipality. Raises `Http404`. 1 query."""
    found = queries.document_of(request.membership, pk)
    if found is None:
        raise Http404(_("Dit document bestaat niet."))
    return found
