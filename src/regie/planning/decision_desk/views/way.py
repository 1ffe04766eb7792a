"""Where a plan is, its steps, what partners answer, and the decision of the council."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regie.evidence.findings.acting import posted, said, who
from regie.foundation.access.guards import MemberRequest, acting, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.decision_desk import overview, pages, steering
from regie.planning.decision_desk.forms import AdoptForm, AnswerForm, CouncilWordsForm, StepForm
from regie.planning.decision_desk.reaching import asked, plan_for
from regie.planning.plan_decisions import freezing, queries, rules, services
from regie.planning.plan_decisions import workflow as way
from regie.planning.plan_decisions.permissions import (
    ANSWER,
    COUNCIL_ACT,
    PREPARE_COUNCIL,
    TAKE_STEP,
    VIEW_DECISIONS,
)
from regie.planning.plans import queries as plans
from regie.planning.plans import rules as states
from regie.ui.answers import or_404, page

REFUSALS = (RefusedError, StepRefusedError)
NAMES = {slug: name for name, slug in pages.SLUGS.items()}


@require_safe
@member_page(VIEW_DECISIONS)
def stand(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Where the plan is now, who is next, and what was decided."""
    found = queries.plan_seen(request.membership, asked(request))
    if found is not None:
        context = overview.stand(request.membership, found)
        return page(request, "decision_desk/stand.html", context)
    if asked(request) is not None:
        raise Http404(_("Dit plan bestaat niet."))
    there = plans.current_plan(municipality)
    state = there.state if there else states.DRAFT
    context = {
        "crumbs": pages.path_to(municipality, room=False),
        "there": there,
        "not_yet": _(states.reading_refusal(state, request.membership.role) or states.NOT_YET),
    }
    return page(request, "decision_desk/nothing.html", context)


@member_page(TAKE_STEP)
def step(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """Take the plan further, or send it back, with what was decided."""
    name = or_404(NAMES.get(slug), _("Deze stap bestaat niet."))
    found = plan_for(request)
    missed = steering.asked_for(found, name)
    form = StepForm(posted(request), name=name, state=found.state, asked=missed)
    if form.is_bound and form.is_valid():
        try:
            services.step(found, name, form.words(), **who(request))
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, f"{pages.now(found)}")
            return redirect(pages.to("stand", municipality))
    context = steering.step_page(request.membership, found, name) | {"form": form}
    return page(request, "decision_desk/step.html", context, form)


@member_page(ANSWER)
def answer(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What a partner says of the version that was offered."""
    found = plan_for(request)
    form = AnswerForm(posted(request))
    if form.is_bound and form.is_valid():
        words = form.cleaned_data
        try:
            services.answer(found, words["outcome"], words["text"], **acting(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Dank u wel. Uw antwoord is binnen."))
            return redirect(pages.to("stand", municipality))
    context = overview.answering(request.membership, found) | {"form": form}
    return page(request, "decision_desk/answer.html", context, form)


@member_page(COUNCIL_ACT)
def adopt(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write down that the council adopts the plan; amendments change the text first."""
    found = plan_for(request)
    form = AdoptForm(posted(request), found)
    if form.is_bound and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("valid_from", "valid_to")}
        try:
            made = services.adopt(found, form.words(), **days, **who(request))
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            if made is None:
                messages.success(
                    request, _("Het besluit staat erbij. Een andere raad besluit nog.")
                )
                return redirect(pages.to("stand", municipality))
            messages.success(request, _("Het plan is vastgesteld en ligt vast."))
            return redirect(pages.to("edition", municipality, pk=made.pk))
    context = steering.adopt_page(request.membership, found) | {"form": form}
    return page(request, "decision_desk/adopt.html", context, form)


@member_page(PREPARE_COUNCIL)
def council_words(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What is added to the proposal to the council."""
    found = plan_for(request)
    form = CouncilWordsForm(posted(request), freezing.council_words(found))
    if form.is_bound and form.is_valid():
        try:
            services.write_council_words(found, form.written(), **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Bewaard."))
            return redirect(pages.to("stand", municipality))
    closed = "" if found.state in way.WAY[:-1] else _(rules.stands(found.state))
    context = pages.about(request.membership, found) | {"form": form, "closed": closed}
    return page(request, "decision_desk/council_words.html", context, form)
