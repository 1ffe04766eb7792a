"""What every page of the plan says while there is none: how a plan begins, and who begins it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from regie.foundation.access.guards import MemberRequest
from regie.foundation.access.queries import decision
from regie.foundation.access.strips import PLAN, shown_tabs
from regie.foundation.cycles.queries import cycle_of
from regie.planning.plan_desk.overview import crumbs
from regie.planning.plans.permissions import MANAGE_PLAN
from regie.planning.plans.reaching import NoPlanError
from regie.ui.answers import page

READING = {"GET", "HEAD"}


class BeginPlanMiddleware:
    """Teach the next step where a page of the plan finds none: of this room and of those above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as always."""
        return self.get_response(request)

    def process_exception(
        self, request: MemberRequest, exception: Exception
    ) -> HttpResponse | None:
        """The page that says how a plan begins; a form or a script is still told "not found"."""
        wants_page = "application/json" not in request.headers.get("Accept", "")
        if isinstance(exception, NoPlanError) and request.method in READING and wants_page:
            return page(request, "plan_desk/begin.html", begin_page(request))
        return None


def begin_page(request: MemberRequest) -> dict[str, Any]:
    """The tab that was asked for, and the button that begins a plan or why it is not there.

    1 query (the current cycle).
    """
    membership = request.membership
    tabs = shown_tabs(PLAN, "", gemeente=request.municipality.slug, role=membership.role)
    above = [tab for tab in tabs if request.path.startswith(tab["url"])]
    here = max(above, key=lambda tab: len(tab["url"]), default=None)
    return {
        "tabs": [tab | {"current": tab is here} for tab in tabs],
        "crumbs": crumbs(request.municipality),
        "here": here if here and here is not tabs[0] else None,
        "cycle": cycle_of(request),
        "may_begin": decision(MANAGE_PLAN, role=membership.role),
    }
