"""The door of every page of a municipality."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypedDict

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from regie.foundation.access import kept
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision, membership_of
from regie.foundation.access.rules import Action
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.ui.answers import or_404

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request that has passed the door: who asks, where, and in which role.

    `belongs_to` is the address under which the page stands in the navigation, when its own address
    does not say so.
    """

    user: User
    municipality: Municipality
    membership: Membership
    belongs_to: str = ""


class Acting(TypedDict):
    """Who acts, as services ask it: the person and the membership that gives the right."""

    membership: Membership
    actor: User


def acting(request: MemberRequest) -> Acting:
    """The member behind a request."""
    return {"membership": request.membership, "actor": request.user}


MemberView = Callable[Concatenate[MemberRequest, Municipality, P], HttpResponseBase]
GuardedView = Callable[..., HttpResponseBase]


def to_sign_in(request: HttpRequest, gemeente: str) -> HttpResponseBase:
    """The sign-in page, and after it this page, or the form that came too late."""
    outcome = kept.keep(request, gemeente)
    if outcome is kept.Outcome.KEPT:
        return redirect_to_login(reverse("access:kept", kwargs={"gemeente": gemeente}))
    if outcome in kept.LOST:
        messages.warning(request, str(kept.LOST[outcome]))
    return redirect_to_login(request.get_full_path())


def member_page(action: Action) -> Callable[[MemberView[P]], GuardedView]:
    """Let only members whose role allows `action` see the page.

    Who has not signed in is sent to the sign-in page and comes back; a form that was sent
    meanwhile is kept (`kept`). For who is no member the
    municipality does not exist (404), so that nobody learns who works with Regie. A member
    without the right gets 403 with the reason in words. One query.
    """

    def guard(view: MemberView[P]) -> GuardedView:
        @wraps(view)
        def guarded(
            request: MemberRequest, gemeente: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request, gemeente)
            membership = or_404(
                membership_of(request.user, gemeente), _("Deze pagina bestaat niet.")
            )
            request.municipality = membership.municipality
            request.membership = membership
            kept.arrived(request)
            answer = decision(action, role=membership.role)
            if not answer:
                raise PermissionDenied(answer.reason)
            response = view(request, membership.municipality, *args, **kwargs)
            kept.remember(request, response)
            return response

        return guarded

    return guard
