"""The pages of participants, behind the code of a session; and for members what was brought in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from regie.evidence.findings.acting import posted, said
from regie.evidence.street_knowledge.subjects import theme_choices
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import membership_of
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.contributions import forms, guesses, pages, queries, services
from regie.planning.priority_sessions import joining, rules
from regie.planning.priority_sessions import queries as sessions
from regie.planning.priority_sessions.acting import done, found, page
from regie.planning.priority_sessions.door import refused
from regie.planning.priority_sessions.models import (
    Contribution,
    Joining,
    Participant,
    PrioritySession,
)
from regie.planning.priority_sessions.pages import card_page, inside
from regie.planning.priority_sessions.permissions import RUN_SESSION, VIEW_SESSIONS
from regie.ui.answers import or_404

P = ParamSpec("P")


class CodeRequest(HttpRequest):
    """A request with a code that is right. `presence` says who the browser is in the session."""

    membership: Membership
    municipality: Municipality
    presence: joining.Presence


CodeView = Callable[Concatenate[CodeRequest, PrioritySession, P], HttpResponseBase]
InsideView = Callable[Concatenate[CodeRequest, PrioritySession, Participant, P], HttpResponseBase]
Guarded = Callable[..., HttpResponseBase]


# --- doors ----------------------------------------------------------------------------------------


def with_code(view: CodeView[P]) -> Guarded:
    """Let in who has the code of a session; a wrong code is counted. At most 3 queries.

    Who has to sign in is sent to do so. For who is no member of that municipality, a session for
    members does not exist.
    """

    @wraps(view)
    @never_cache
    def guarded(
        request: CodeRequest, code: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if guesses.too_many(request):
            return _door(request, forms.CodeForm(), waiting=True)
        known = rules.cleaned_code(code)
        session = sessions.session_with_code(known) if known else None
        named = session is not None and session.joining == Joining.SIGNED_IN
        if named and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        member = membership_of(request.user, session.municipality.slug) if session else None
        if session is None or (named and member is None):
            return _wrong_code(request, code)
        if member is not None:
            request.membership, request.municipality = member, session.municipality
        request.presence = joining.presence(request, session)
        return view(request, session, *args, **kwargs)

    return guarded


def inside_only(view: InsideView[P]) -> Guarded:
    """Let in who takes part; others go to the page to join, with the reason when taken out."""

    def guarded(
        request: CodeRequest, session: PrioritySession, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        here = request.presence
        if here.removed:
            return refused(request, here)
        if here.participant is None:
            return redirect("joining:join", code=session.code)
        return view(request, session, here.participant, *args, **kwargs)

    return with_code(guarded)


def _wrong_code(request: HttpRequest, code: str) -> HttpResponse:
    guesses.count_wrong(request)
    form = forms.CodeForm({"code": code})
    form.add_error("code", _("Deze code hoort bij geen sessie. Kijk hem nog eens na."))
    return _door(request, form, status=404)


def _door(
    request: HttpRequest, form: forms.CodeForm, *, waiting: bool = False, status: int = 200
) -> HttpResponse:
    """The page where somebody types a code; 429 when there were too many wrong ones."""
    context = {"form": form, "waiting": waiting}
    status = 429 if waiting else status
    return render(request, "contributions/door.html", context, status=status)


@never_cache
def door(request: HttpRequest) -> HttpResponseBase:
    """Type the code of a session."""
    if guesses.too_many(request):
        return _door(request, forms.CodeForm(), waiting=True)
    form = forms.CodeForm(posted(request))
    if not form.is_bound:
        return _door(request, form)
    if not form.is_valid():
        guesses.count_wrong(request)
        return _door(request, form, status=422)
    return redirect("joining:join", code=form.cleaned_data["code"])


# --- taking part ----------------------------------------------------------------------------------


@with_code
def join(request: CodeRequest, session: PrioritySession) -> HttpResponseBase:
    """Join; who takes part already sees what can be done."""
    here = request.presence
    if here.removed:
        return refused(request, here)
    if here.participant is not None:
        return _home(request, session, here.participant, _bring_form(session))
    groups = sessions.groups(session)
    form = forms.JoinForm(posted(request), groups)
    made: list[str] = []

    def act(_words: object) -> None:
        made.append(services.join(session, form.group(), actor=_actor(request))[1])

    if done(form, act):
        messages.success(request, _("U doet mee."))
        response = redirect(pages.live_page(session) or request.path)
        if session.joining == Joining.ANONYMOUS:
            joining.remember(response, session, made[0])
        return response
    reason = rules.why_not_take_part(session.state)
    context = {
        "session": session,
        "closed": _(reason) if reason else "",
        "forged": here.forged,
    }
    return page(request, "contributions/join", context, form)


def _home(
    request: CodeRequest, session: PrioritySession, person: Participant, form: forms.BringForm
) -> HttpResponse:
    context = pages.home_page(session, person)
    return page(request, "contributions/home", context, form)


def _actor(request: HttpRequest) -> User | None:
    """Who is signed in, if anybody."""
    return request.user if isinstance(request.user, User) else None


def _bring_form(session: PrioritySession, data: forms.Data = None) -> forms.BringForm:
    return forms.BringForm(data, sessions.candidates(session))


@inside_only
def bring(request: CodeRequest, session: PrioritySession, person: Participant) -> HttpResponseBase:
    """Bring something in."""
    if request.method != "POST":
        return redirect("joining:join", code=session.code)
    form = _bring_form(session, request.POST)

    def act(words: dict[str, Any]) -> None:
        services.bring_in(person, words["kind"], words["text"], form.about(), actor=_actor(request))

    if done(form, act):
        messages.success(
            request, _("Uw inbreng is bewaard. Hier leest u straks wat ermee is gedaan.")
        )
        return redirect("joining:join", code=session.code)
    return _home(request, session, person, form)


@inside_only
def group(request: CodeRequest, session: PrioritySession, person: Participant) -> HttpResponseBase:
    """Choose another group."""
    form = forms.JoinForm(posted(request), sessions.groups(session))

    def act(_words: object) -> None:
        chosen = form.group()
        if chosen is not None:
            services.change_group(person, chosen, actor=_actor(request))

    if done(form, act):
        messages.success(request, _("Opgeslagen."))
        return redirect("joining:join", code=session.code)
    return page(request, "contributions/join", {"session": session, "changing": True}, form)


@inside_only
def card(
    request: CodeRequest, session: PrioritySession, person: Participant, pk: int
) -> HttpResponseBase:
    """The fact card of a candidate, with a form to bring something in about it."""
    row = sessions.candidate_in(session, pk)
    if row is None or not row.card:
        raise Http404(_("Deze kandidaat bestaat niet."))
    form = forms.BringForm(None, sessions.candidates(session), row)
    return page(request, "contributions/card", card_page(row) | {"session": session}, form)


@inside_only
def withdraw(
    request: CodeRequest, session: PrioritySession, person: Participant, pk: int
) -> HttpResponseBase:
    """Take one's own words back."""
    row = or_404(
        Contribution.objects.filter(pk=pk, session=session, participant=person).first(),
        _("Deze inbreng bestaat niet."),
    )
    if request.method == "POST":
        try:
            services.withdraw(row, person, actor=_actor(request))
            messages.success(request, _("Uw inbreng is ingetrokken. De tekst is verwijderd."))
        except RefusedError as refusal:
            messages.error(request, said(refusal))
    return redirect("joining:join", code=session.code)


# --- for members ----------------------------------------------------------------------------------


@require_GET
@member_page(VIEW_SESSIONS)
def mine(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What I brought in, and what was done with it."""
    return page(request, "contributions/mine", pages.mine_page(request.membership, request))


@require_GET
@member_page(VIEW_SESSIONS)
def session(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What was brought in in a session, with its answers."""
    context = pages.session_page(request.membership, found(request, pk))
    return page(request, "contributions/session", context)


@member_page(RUN_SESSION)
def answer(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Say what was done with a contribution."""
    row = or_404(queries.contribution_of(request.membership, pk), _("Deze inbreng bestaat niet."))
    view = queries.view_of(row)
    old = view.answer
    start = {"theme": old.theme if old else next(iter(view.themes), "")}
    form = forms.AnswerForm(posted(request), theme_choices(municipality), start)

    def act(words: dict[str, Any]) -> None:
        services.answer(row, words["outcome"], words["text"], words["theme"], actor=request.user)

    back = pages.to("session", municipality, pk=row.session_id)
    if done(form, act):
        messages.success(request, _("Uw antwoord is bewaard. Wie dit inbracht, kan het lezen."))
        return redirect(f"{back}#inbreng-{pk}")
    context = {
        "item": view,
        "back": back,
        "badges": pages.BADGES,
        "crumbs": inside(row.session, (_("Inbreng"), back)),
    }
    return page(request, "contributions/answer", context, form)


@require_GET
@member_page(RUN_SESSION)
def people(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The code, the QR code and who joined."""
    context = pages.people_page(found(request, pk), request)
    return page(request, "contributions/people", context)


@member_page(RUN_SESSION)
def remove(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take a participant out, with a reason."""
    rows = Participant.objects.select_related("session__municipality", "session__cycle", "user")
    row = or_404(
        rows.filter(pk=pk, session__in=sessions.seen_by(request.membership)).first(),
        _("Deze deelnemer bestaat niet."),
    )
    form = forms.RemoveForm(posted(request))
    back = pages.to("people", municipality, pk=row.session_id)
    if done(form, lambda words: services.remove(row, words["reason"], actor=request.user)):
        messages.success(request, _("De deelnemer doet niet meer mee."))
        return redirect(back)
    name = row.user.name if row.user else row.label
    crumbs = inside(row.session, (_("Deelnemers"), back))
    context = {"name": name, "back": back, "crumbs": crumbs}
    return page(request, "contributions/remove", context, form)
