"""The life of an adopted plan: making known, extending, ending."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regie.evidence.findings.acting import posted, said, who
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.decision_desk import pages, steering
from regie.planning.decision_desk.forms import ExtendForm, PublishForm, WithdrawForm
from regie.planning.decision_desk.reaching import plan_for
from regie.planning.plan_decisions import queries, services
from regie.planning.plan_decisions.permissions import COUNCIL_ACT, PUBLISH
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.rules import ADOPTED
from regie.ui.answers import page

REFUSALS = (RefusedError, StepRefusedError)


def _back(request: MemberRequest, plan: SafetyPlan, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(f"{pages.to('stand', request.municipality)}?plan={plan.pk}")


@member_page(PUBLISH)
def publish(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write down when and where the plan was made known."""
    found = plan_for(request)
    known = queries.publication_of(found)
    first = {"day": known.day, "place": known.place, "police_on": known.police_on} if known else {}
    form = PublishForm(posted(request), first)
    if form.is_bound and form.is_valid():
        try:
            services.publish(found, **form.cleaned_data, **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            return _back(request, found, _("De bekendmaking is vastgelegd."))
    context = steering.life_page(request.membership, found, "publish") | {"form": form}
    return page(request, "decision_desk/life.html", context, form)


@member_page(COUNCIL_ACT)
def extend(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write down that the council lets the plan hold longer."""
    found = plan_for(request)
    form = ExtendForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            services.extend(found, form.cleaned_data["until"], form.words(), **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            return _back(request, found, _("Het plan geldt langer."))
    context = steering.life_page(request.membership, found, "extend") | {"form": form}
    return page(request, "decision_desk/life.html", context, form)


@member_page(COUNCIL_ACT)
def withdraw(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """End a plan."""
    found = plan_for(request)
    form = WithdrawForm(posted(request), adopted=found.state == ADOPTED)
    if form.is_bound and form.is_valid():
        try:
            services.withdraw(found, form.words(), **who(request))
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            return _back(request, found, _("Het plan is ingetrokken."))
    context = steering.life_page(request.membership, found, "withdraw") | {"form": form}
    return page(request, "decision_desk/life.html", context, form)
