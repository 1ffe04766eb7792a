"""The pages of remarks on a plan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.findings.acting import posted, said, who
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_remarks import pages, queries, rules, services
from regie.planning.plan_remarks.forms import AnswerForm, RemarkForm
from regie.planning.plan_remarks.models import RemarkOutcome
from regie.planning.plan_remarks.permissions import ANSWER, REMARK, VIEW_REMARKS
from regie.planning.plan_remarks.queries import RemarkView
from regie.planning.plans import queries as plans
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.reaching import NoPlanError
from regie.ui.answers import page


@require_safe
@member_page(VIEW_REMARKS)
def remarks(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Everything that was said about the plan, by part."""
    context = pages.list_page(request.membership, _plan(request))
    return page(request, "plan_remarks/remarks.html", context)


@member_page(REMARK)
def section(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Read one part, and say something about it or about one of its paragraphs."""
    row = _section(request, pk)
    context = pages.section_page(request.membership, row)
    quote = pages.quoted(context["parts"], request.GET.get("alinea", ""))
    form = RemarkForm(
        posted(request),
        quote=quote,
        seen=context["seen"],
        on_behalf=pages.speaks_for(request.membership),
    )
    if form.is_bound and form.is_valid():
        try:
            services.remark(
                row,
                form.words(),
                seen=form.cleaned_data["seen"] or 0,
                partner=request.membership.partner,
                **who(request),
            )
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Dank u. Uw opmerking staat bij dit onderdeel."))
            return redirect(pages.to("section", municipality, pk=pk))
    about = (request.POST.get("quote", "") if form.is_bound else quote).strip()
    context |= {"form": form, "about": about}
    return page(request, "plan_remarks/section.html", context, form)


@require_POST
@member_page(REMARK)
def withdraw(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take one's own remark back."""
    found = _remark(request, pk)
    try:
        services.withdraw(found.row, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("De opmerking is ingetrokken."))
    return redirect(pages.to("section", municipality, pk=found.row.section_id))


@member_page(ANSWER)
def answer(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Say what was done with a remark, or take its suggestion over."""
    found = _remark(request, pk)
    form = AnswerForm(posted(request))
    if request.POST.get("then") == "overnemen":
        del form.fields["outcome"]
    if form.is_bound and form.is_valid():
        try:
            _answered(request, found, form)
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Uw antwoord staat bij de opmerking."))
            return redirect(pages.to("section", municipality, pk=found.row.section_id))
    context = pages.answer_page(request.membership, found) | {"form": form}
    return page(request, "plan_remarks/answer.html", context, form)


def _answered(request: MemberRequest, found: RemarkView, form: AnswerForm) -> None:
    words = form.cleaned_data
    if "outcome" not in words:
        services.take_over(found.row, words["text"], **who(request))
        return
    outcome = RemarkOutcome(words["outcome"])
    services.answer(found.row, outcome, words["text"], **who(request))


def _plan(request: MemberRequest) -> SafetyPlan:
    """The plan remarks are about. Raises `NoPlanError`, and `PermissionDenied` with the reason."""
    found = plans.current_plan(request.municipality)
    if found is None:
        raise NoPlanError(_("Er is nog geen plan."))
    refusal = rules.seeing_refusal(found.state, request.membership.role)
    if refusal:
        raise PermissionDenied(_(refusal))
    return found


def _section(request: MemberRequest, pk: int) -> PlanSection:
    rows = PlanSection.objects.select_related("plan__municipality", "plan__cycle", "priority")
    found = rows.filter(pk=pk, plan__municipality=request.membership.municipality).first()
    if found is None:
        raise Http404(_("Dit onderdeel bestaat niet."))
    refusal = rules.seeing_refusal(found.plan.state, request.membership.role)
    if refusal:
        raise PermissionDenied(_(refusal))
    return found


def _remark(request: MemberRequest, pk: int) -> RemarkView:
    found = queries.remark(request.membership, pk)
    if found is None:
        raise Http404(_("Deze opmerking bestaat niet."))
    return found
