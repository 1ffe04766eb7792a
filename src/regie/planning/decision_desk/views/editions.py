"""Editions of a plan: reading one, and what differs between two."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.planning.decision_desk import edition_pages
from regie.planning.plan_decisions import queries
from regie.planning.plan_decisions.permissions import VIEW_DECISIONS
from regie.ui.answers import or_404, page


@require_safe
@member_page(VIEW_DECISIONS)
def edition(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The plan as it lay at a body or was decided, as it was then."""
    found = or_404(queries.edition(request.membership, pk), _("Deze uitgave bestaat niet."))
    context = edition_pages.edition_page(request.membership, found)
    return page(request, "decision_desk/edition.html", context)


@require_safe
@member_page(VIEW_DECISIONS)
def difference(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What differs between two editions that this member may read."""
    old, new = (_asked(request, name) for name in ("oud", "nieuw"))
    context = or_404(
        edition_pages.difference_page(request.membership, old, new), _("Deze uitgave bestaat niet.")
    )
    return page(request, "decision_desk/difference.html", context)


def _asked(request: MemberRequest, name: str) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0
