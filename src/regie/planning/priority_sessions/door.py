"""The door of every page for participants: with a cookie or signed in, and nothing else.

An anonymous participant is no member. So this door opens the pages of one session and no other
page of the municipality; a municipality that does not take part does not exist for a stranger.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import membership_of
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.planning.priority_sessions.joining import Presence, presence
from regie.planning.priority_sessions.models import Joining, Participant, PrioritySession

P = ParamSpec("P")


class ParticipantRequest(HttpRequest):
    """A request that has passed the door. `membership` is there for who is a member as well."""

    user: User
    municipality: Municipality
    membership: Membership
    presence: Presence
    participant: Participant


ParticipantView = Callable[Concatenate[ParticipantRequest, PrioritySession, P], HttpResponseBase]
GuardedView = Callable[..., HttpResponseBase]


def participant_page(view: ParticipantView[P]) -> GuardedView:
    """Let only participants of the session `pk` of `gemeente` see the page. At most 3 queries.

    Who was taken out or has a cookie that is not ours gets 403 with the reason in words. A member
    who has not joined is sent to the page to join; who has not signed in to the sign-in page;
    for a stranger the session does not exist (404).
    """

    @wraps(view)
    def guarded(
        request: ParticipantRequest, gemeente: str, pk: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        session = session_at(gemeente, pk)
        here = presence(request, session) if session else Presence()
        member = membership_of(request.user, gemeente)
        if session is None or not _may_stand(session, member, here):
            return _sent_away(request, session, member, here)
        request.municipality, request.presence = session.municipality, here
        if member is not None:
            request.membership = member
        if here.participant is None or here.removed:
            return refused(request, here)
        request.participant = here.participant
        return view(request, session, *args, **kwargs)

    return guarded


def session_at(gemeente: str, pk: int) -> PrioritySession | None:
    """A session by its address, whoever asks. 1 query."""
    rows = PrioritySession.objects.select_related("municipality").order_by()
    return rows.filter(pk=pk, municipality__slug=gemeente).first()


def _may_stand(session: PrioritySession, member: Membership | None, here: Presence) -> bool:
    """Known here: with a cookie, or as a participant who is still a member."""
    if here.participant is None and not here.forged:
        return False
    return session.joining == Joining.ANONYMOUS or member is not None


def _sent_away(
    request: HttpRequest,
    session: PrioritySession | None,
    member: Membership | None,
    here: Presence,
) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if session is None or member is None:
        raise Http404(_("Deze pagina bestaat niet."))
    return redirect("joining:join", code=session.code)


def refused(request: HttpRequest, here: Presence) -> HttpResponse:
    """Why this browser does not take part, in words; 403."""
    person = here.participant
    reason = person.removed_for if person is not None else ""
    context = {"forged": here.forged, "reason": reason}
    return render(request, "priority_sessions/refused.html", context, status=403)
