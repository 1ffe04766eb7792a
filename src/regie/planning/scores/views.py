"""The pages of criteria and scores: one table, and the scores of one candidate."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regie.evidence.findings.acting import posted
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.planning.priority_sessions import queries
from regie.planning.priority_sessions.acting import PlainForm, done, found, found_candidate, page
from regie.planning.priority_sessions.models import Criterion, PrioritySession
from regie.planning.priority_sessions.pages import inside, may_run
from regie.planning.priority_sessions.permissions import RUN_SESSION, VIEW_SESSIONS
from regie.planning.scores import forms, pages, services
from regie.ui.answers import or_404


@require_GET
@member_page(VIEW_SESSIONS)
def scores(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """All scores, and the criteria with what 0 and 100 mean."""
    return _scores(request, found(request, pk), forms.CriterionForm())


def _scores(
    request: MemberRequest, item: PrioritySession, form: forms.CriterionForm
) -> HttpResponse:
    may = may_run(request.membership)
    context = pages.scores_page(item, judges=may.allowed) | {"may": may}
    return page(request, "scores/scores", context, form)


@require_POST
@member_page(RUN_SESSION)
def add_criterion(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """A criterion of one's own."""
    item = found(request, pk)
    form = forms.CriterionForm(request.POST)
    if done(form, lambda words: services.add_criterion(item, words, actor=request.user)):
        messages.success(request, _("Het criterium is toegevoegd."))
        return pages.went("scores", municipality, pk=pk)
    return _scores(request, item, form)


@member_page(RUN_SESSION)
def criterion(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change the words of a criterion, or take it away."""
    row = or_404(
        Criterion.objects.select_related("session__municipality", "session__cycle")
        .filter(pk=pk, session__in=queries.seen_by(request.membership))
        .first(),
        _("Dit criterium bestaat niet."),
    )
    back = pages.to("scores", municipality, pk=row.session_id)
    removing = request.method == "POST" and "remove" in request.POST
    initial = {name: getattr(row, name) for name in services.CRITERION}
    form: django_forms.Form = forms.CriterionForm(posted(request), initial=initial)
    if removing:
        form = PlainForm(request.POST)

    def act(words: dict[str, Any]) -> None:
        if removing:
            services.remove_criterion(row, actor=request.user)
        else:
            services.change_criterion(row, words, actor=request.user)

    if done(form, act):
        messages.success(request, _("Opgeslagen."))
        return redirect(back)
    further = (_("Criteria en scores"), back)
    context = {"criterion": row, "crumbs": inside(row.session, further), "back": back}
    return page(request, "scores/criterion", context, form)


@member_page(RUN_SESSION)
def judge(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The scores of one candidate; on to the next with one button."""
    row = found_candidate(request, pk)
    criteria, initial, proposed = pages.judge_page(row)
    form = forms.ScoresForm(posted(request), row, criteria, initial)
    before, after = pages.neighbours(row, queries.candidates(row.session))

    def act(_words: object) -> None:
        services.judge(row.session, form.judgements, actor=request.user)

    if done(form, act):
        messages.success(request, _("De scores van %(name)s zijn bewaard.") % {"name": row.name})
        if after is not None and "next" in request.POST:
            return pages.went("judge", municipality, pk=after)
        return pages.went("scores", municipality, pk=row.session_id)
    back = pages.to("scores", municipality, pk=row.session_id)
    context = {
        "candidate": row,
        "blocks": [(item, fields, proposed.get(item.code, "")) for item, fields in form.blocks()],
        "before": before,
        "after": after,
        "back": back,
        "crumbs": inside(row.session, (_("Criteria en scores"), back)),
    }
    return page(request, "scores/judge", context, form)
