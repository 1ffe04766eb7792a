"""The pages of rounds: the phone, the big screen, the desk of who leads, and what came out."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from regie.evidence.findings.acting import posted, said, who
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.engine import gettext_noop
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.priority_sessions import queries as sessions
from regie.planning.priority_sessions.door import ParticipantRequest, participant_page
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.rounds import ballots, forms, pages, queries, rules, services
from regie.planning.rounds.models import Round
from regie.planning.rounds.permissions import LEAD_ROUNDS
from regie.planning.rounds.queries import Pulse
from regie.planning.rounds.telling import Audience, seconds_left, state_of
from regie.ui.answers import or_404

SAME_PLACE = gettext_noop("Geef elk onderwerp een eigen plek: hele getallen, vanaf 1.")
REFUSED = (RefusedError, StepRefusedError)


def _session(request: MemberRequest, pk: int) -> PrioritySession:
    return or_404(sessions.session_of(request.membership, pk), _("Deze sessie bestaat niet."))


def _round(session: PrioritySession, number: int) -> Round:
    return or_404(queries.round_of(session, number), _("Deze ronde bestaat niet."))


# --- participants ---------------------------------------------------------------------------------


@never_cache
@require_GET
@participant_page
def participant(request: ParticipantRequest, session: PrioritySession) -> HttpResponse:
    """What I can do now, what I voted, and what came out once it is shown."""
    services.close_due(session)
    return render(request, "rounds/phone.html", pages.phone(request, session))


@never_cache
@participant_page
def cast(request: ParticipantRequest, session: PrioritySession, number: int) -> HttpResponse:
    """Cast a vote, or look again at the page after a refused one."""
    if request.method != "POST":
        return redirect(pages.to("participant", session))
    item = _round(session, number)
    typed = {name: [text[:200] for text in texts] for name, texts in request.POST.lists()}
    question = queries.ballot_question(item)
    try:
        if ballots.same_place(question, typed):
            raise RefusedError(SAME_PLACE)
        content = ballots.content_of(question, typed)
        services.cast(item, request.presence, content, question=question)
    except RefusedError as refusal:
        return _not_cast(request, session, item, typed, said(refusal))
    # No message: it would keep a session, with its moment, for somebody who votes in secret.
    return redirect(pages.to("participant", session))


def _not_cast(
    request: ParticipantRequest,
    session: PrioritySession,
    item: Round,
    typed: ballots.Typed,
    why: str,
) -> HttpResponse:
    """Say why, and keep what was typed as long as it can still be sent."""
    services.close_due(session)
    item.refresh_from_db()
    still = rules.why_not_vote(item.state, item.closes_at, timezone.now()) is None
    context = pages.phone(request, session, typed if still else None, why)
    return render(request, "rounds/phone.html", context, status=422)


@never_cache
@require_GET
@participant_page
def own_state(request: ParticipantRequest, session: PrioritySession) -> HttpResponse:
    """How the session stands, for a phone that cannot listen. 3 queries."""
    return _state(session, Audience.PHONE)


@never_cache
@require_GET
def state(request: HttpRequest, gemeente: str, pk: int) -> HttpResponseBase:
    """How the session stands, for who cannot listen to the stream and asks now and then."""
    if request.GET.get("voor") == Audience.SCREEN:
        return _state_of_screen(request, gemeente, pk=pk)
    return own_state(request, gemeente, pk)


@member_page(LEAD_ROUNDS)
def _state_of_screen(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    return _state(_session(request, pk), Audience.SCREEN)


def _state(session: PrioritySession, audience: str) -> HttpResponse:
    services.close_due(session)
    pulse = queries.pulses([session.pk]).get(session.pk, Pulse(session.pk))
    now = timezone.now()
    return JsonResponse({**state_of(pulse, audience, now), "left": seconds_left(pulse, now)})


@require_GET
@participant_page
def live(request: ParticipantRequest, session: PrioritySession) -> HttpResponse:
    """The stream, where the server cannot keep one: the browser stops trying and asks instead.

    A server with the stream (`stream.py`) never comes here.
    """
    return HttpResponse(status=204)


# --- who leads ------------------------------------------------------------------------------------


@never_cache
@require_GET
@member_page(LEAD_ROUNDS)
def screen(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The big screen, readable from the back of the hall."""
    session = _session(request, pk)
    services.close_due(session)
    return render(request, "rounds/screen.html", pages.screen(request, session))


@never_cache
@require_GET
@member_page(LEAD_ROUNDS)
def manage(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The desk of who leads the rounds."""
    session = _session(request, pk)
    services.close_due(session)
    return render(request, "rounds/desk.html", pages.desk(session, request.membership.role))


@member_page(LEAD_ROUNDS)
def add(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Put a round ready."""
    return _planned(request, _session(request, pk), None)


@member_page(LEAD_ROUNDS)
def change(
    request: MemberRequest, municipality: Municipality, pk: int, number: int
) -> HttpResponse:
    """Change a round that was never open."""
    session = _session(request, pk)
    return _planned(request, session, _round(session, number))


def _planned(request: MemberRequest, session: PrioritySession, item: Round | None) -> HttpResponse:
    form = forms.RoundPlanForm(posted(request), item, open_ballot=session.open_ballot)
    if form.is_bound and form.is_valid():
        try:
            if item is None:
                services.prepare_round(session, form.plan(), **who(request))
            else:
                services.change_round(item, form.plan(), **who(request))
        except REFUSED as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("De ronde staat klaar."))
            return redirect(pages.to("manage", session))
    context = {"form": form, "item": item, "session": session, "crumbs": pages.beyond(session)}
    status = 422 if form.errors else 200
    return render(request, "rounds/plan.html", context, status=status)


@require_POST
@member_page(LEAD_ROUNDS)
def step(
    request: MemberRequest, municipality: Municipality, pk: int, number: int, slug: str
) -> HttpResponse:
    """One step of a round: open, close, show, hide, repeat or take away."""
    session = _session(request, pk)
    item = _round(session, number)
    done = or_404(_STEPS.get(slug), _("Deze stap bestaat niet."))
    verb, words = done
    try:
        verb(item, **who(request))
    except REFUSED as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _(words))
    return redirect(pages.to("manage", session))


_STEPS: dict[str, tuple[Any, str]] = {
    "openen": (services.open_round, gettext_noop("De ronde is open.")),
    "sluiten": (services.close_round, gettext_noop("De ronde is gesloten.")),
    "tonen": (services.show_round, gettext_noop("Iedereen ziet nu de uitslag.")),
    "verbergen": (
        services.hide_round,
        gettext_noop("De uitslag staat niet meer op schermen."),
    ),
    "open-herhalen": (
        partial(services.repeat_round, openly=True),
        gettext_noop("De vraag staat opnieuw klaar, als open stemming."),
    ),
    "herhalen": (services.repeat_round, gettext_noop("De vraag staat opnieuw klaar.")),
    "verwijderen": (services.remove_round, gettext_noop("De ronde is weg.")),
}


@member_page(LEAD_ROUNDS)
def reopen(
    request: MemberRequest, municipality: Municipality, pk: int, number: int
) -> HttpResponse:
    """Open a closed round again, with a reason."""
    session = _session(request, pk)
    item = _round(session, number)
    form = forms.ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            services.reopen_round(item, reason=form.cleaned_data["reason"], **who(request))
        except REFUSED as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("De ronde is weer open."))
            return redirect(pages.to("manage", session))
    context = {"form": form, "item": item, "session": session, "crumbs": pages.beyond(session)}
    status = 422 if form.errors else 200
    return render(request, "rounds/reopen.html", context, status=status)
