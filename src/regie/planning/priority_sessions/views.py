"""The pages of setting up a session: the list, the longlist, the fact card, criteria and scores."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from regie.evidence.findings.acting import posted, said, who
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.cycles.queries import current_cycle, fields_with_themes
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.priority_sessions import (
    forms,
    pages,
    queries,
    rules,
    services,
)
from regie.planning.priority_sessions import (
    longlist as writing,
)
from regie.planning.priority_sessions.acting import (
    Act,
    PlainForm,
    done,
    found,
    found_candidate,
    page,
)
from regie.planning.priority_sessions.models import (
    Candidate,
    Joining,
    PrioritySession,
    SessionKind,
)
from regie.planning.priority_sessions.permissions import RUN_SESSION, VIEW_SESSIONS
from regie.planning.priority_sessions.tiers import Known, known_tiers

START = {
    "kind": SessionKind.COUNCIL,
    "joining": Joining.SIGNED_IN,
    "max_priorities": 5,
}


def _to(name: str, municipality: Municipality, **more: object) -> HttpResponse:
    return redirect(pages.to(name, municipality, **more))


# --- sessions -------------------------------------------------------------------------------------


@require_GET
@member_page(VIEW_SESSIONS)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The sessions of this municipality."""
    return page(request, "priority_sessions/list", pages.list_page(request.membership))


@member_page(RUN_SESSION)
def create(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Set up a session; its longlist is filled from the confirmed findings at once."""
    cycle = current_cycle(municipality)
    form = forms.SetupForm(posted(request), initial=START)
    made: list[PrioritySession] = []

    def act(_words: object) -> None:
        if cycle is None:
            raise RefusedError(rules.NO_CYCLE)
        made.append(services.make(cycle, form.setup(), actor=request.user))
        writing.propose(made[0], actor=request.user)

    if done(form, act):
        messages.success(request, _("De sessie staat klaar. Kijk nu de longlist na."))
        return _to("longlist", municipality, pk=made[0].pk)
    context = {"crumbs": pages.crumbs(municipality), "back": pages.to("list", municipality)}
    return page(request, "priority_sessions/setup", context, form)


@require_GET
@member_page(VIEW_SESSIONS)
def session(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One session: where it stands, what belongs to it, and the candidates."""
    return page(
        request,
        "priority_sessions/session",
        pages.session_page(request.membership, found(request, pk)),
    )


@member_page(RUN_SESSION)
def settings(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change the set-up, before the session opens."""
    item = found(request, pk)
    names = [group.name for group in queries.groups(item)]
    fields = ("name", "kind", "held_on", "joining", "max_priorities", "explanation", "open_ballot")
    initial = {name: getattr(item, name) for name in fields} | {"groups": "\n".join(names)}
    form = forms.SetupForm(posted(request), initial=initial)
    if done(form, lambda _words: services.change(item, form.setup(), actor=request.user)):
        messages.success(request, _("Opgeslagen."))
        return _to("session", municipality, pk=pk)
    context = {"session": item, "crumbs": pages.inside(item), "back": _back(item)}
    return page(request, "priority_sessions/setup", context, form)


def _back(item: PrioritySession) -> str:
    return pages.to("session", item.municipality, pk=item.pk)


@member_page(RUN_SESSION)
def step(request: MemberRequest, municipality: Municipality, pk: int, slug: str) -> HttpResponse:
    """Open, close or reopen a session; each asks once."""
    item = found(request, pk)
    if slug not in {"open", "close", "reopen"}:
        raise Http404(_("Deze stap bestaat niet."))
    form = forms.ReasonForm(posted(request)) if slug == "reopen" else PlainForm(posted(request))
    me = who(request)

    def act(words: dict[str, Any]) -> None:
        if slug == "open":
            services.open_session(item, **me)
        elif slug == "close":
            services.close(item, **me)
        else:
            services.reopen(item, words["reason"], **me)

    if done(form, act):
        return _to("session", municipality, pk=pk)
    context = {
        "session": item,
        "step": slug,
        "waiting": queries.unanswered(item) if slug == "close" else 0,
        "crumbs": pages.inside(item),
        "back": _back(item),
    }
    return page(request, "priority_sessions/step", context, form)


# --- the longlist ---------------------------------------------------------------------------------


@member_page(RUN_SESSION)
def longlist(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The longlist; sending it adds themes that were ticked."""
    item = found(request, pk)
    known = known_tiers(item.cycle)
    form = forms.ThemesForm(posted(request), pages.theme_choices(item, known))
    added: list[int] = []

    def act(words: dict[str, Any]) -> None:
        added.append(writing.add_themes(item, words["themes"], actor=request.user))

    if done(form, act):
        n = added[0]
        told = ngettext("%(n)s kandidaat toegevoegd.", "%(n)s kandidaten toegevoegd.", n)
        messages.success(request, told % {"n": n})
        return _to("longlist", municipality, pk=pk)
    return _longlist(request, item, form, None, known)


def _longlist(
    request: MemberRequest,
    item: PrioritySession,
    form: forms.ThemesForm,
    own: forms.OwnForm | None,
    known: Known,
) -> HttpResponse:
    context = pages.longlist_page(item, known)
    wrong = own if own is not None and own.errors else form
    context |= {"own": own or forms.OwnForm(None, context["fields"]), "themes_form": form}
    return page(request, "priority_sessions/longlist", context, wrong)


@require_POST
@member_page(RUN_SESSION)
def add_own(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Put an own candidate on the longlist."""
    item = found(request, pk)
    fields = [(field.code, field.name) for field in fields_with_themes(item.cycle)]
    form = forms.OwnForm(request.POST, fields)
    if done(form, lambda w: writing.add_own(item, w["name"], w["field"], actor=request.user)):
        messages.success(request, _("De kandidaat staat op de longlist."))
        return _to("longlist", municipality, pk=pk)
    known = known_tiers(item.cycle)
    themes = forms.ThemesForm(None, pages.theme_choices(item, known))
    return _longlist(request, item, themes, form, known)


@require_GET
@member_page(VIEW_SESSIONS)
def card(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The fact card of a candidate."""
    row = found_candidate(request, pk)
    context = pages.card_page(row) | {"crumbs": pages.inside(row.session)}
    return page(request, "priority_sessions/card", context)


@member_page(RUN_SESSION)
def candidate(
    request: MemberRequest, municipality: Municipality, pk: int, slug: str
) -> HttpResponse:
    """One thing to do with a candidate: a button does it at once, a question comes first."""
    row = found_candidate(request, pk)
    if slug in _AT_ONCE:
        if request.method == "POST":
            _at_once(request, row, slug)
        return _to("longlist", municipality, pk=row.session_id)
    if slug not in _ASKED:
        raise Http404(_("Deze stap bestaat niet."))
    form, act = _ASKED[slug](request, row)
    if done(form, act):
        messages.success(request, _("Opgeslagen."))
        return _to("longlist", municipality, pk=row.session_id)
    context = {
        "candidate": row,
        "asked": slug,
        "crumbs": pages.inside(
            row.session,
            (_("Longlist"), pages.to("longlist", municipality, pk=row.session_id)),
        ),
        "back": pages.to("longlist", municipality, pk=row.session_id),
    }
    return page(request, "priority_sessions/candidate", context, form)


def _at_once(request: MemberRequest, row: Candidate, slug: str) -> None:
    try:
        _AT_ONCE[slug](row, request)
    except RefusedError as refusal:
        messages.error(request, said(refusal))


_AT_ONCE: dict[str, Callable[[Candidate, MemberRequest], None]] = {
    "omhoog": lambda row, request: writing.move(row, -1, actor=request.user),
    "omlaag": lambda row, request: writing.move(row, 1, actor=request.user),
    "losmaken": lambda row, request: writing.unmerge(row, actor=request.user),
    "terugnemen": lambda row, request: writing.take_back(row, actor=request.user),
}

Asked = tuple[django_forms.Form, Act]


def _write(request: MemberRequest, row: Candidate) -> Asked:
    initial = {name: getattr(row, name) for name in ("name", "influence", "costs", "ground")}
    form = forms.WordsForm(posted(request), initial=initial)
    return form, lambda words: writing.write(row, words, actor=request.user)


def _merge(request: MemberRequest, row: Candidate) -> Asked:
    others = {str(o.pk): o for o in queries.candidates(row.session) if o.pk != row.pk}
    form = forms.MergeForm(posted(request), [(pk, other.name) for pk, other in others.items()])
    form.fields["name"].initial = row.name
    return form, lambda words: writing.merge(
        row, others[words["into"]], words["name"], actor=request.user
    )


def _split(request: MemberRequest, row: Candidate) -> Asked:
    known = {item.pk: item for item in row.findings.select_related("municipality")}
    names = pages.finding_names(list(known.values()), row.session.municipality)
    form = forms.SplitForm(posted(request), [(str(pk), name) for pk, name in names])
    return form, lambda words: writing.split(
        row, words["name"], [known[pk] for pk in words["findings"]], actor=request.user
    )


def _leave_out(request: MemberRequest, row: Candidate) -> Asked:
    form = forms.ScreenForm(posted(request), pages.screen())
    return form, lambda words: writing.leave_out(
        row, form.answers(), words["reason"], actor=request.user
    )


_ASKED: dict[str, Callable[[MemberRequest, Candidate], Asked]] = {
    "wijzigen": _write,
    "samenvoegen": _merge,
    "splitsen": _split,
    "weglaten": _leave_out,
}
