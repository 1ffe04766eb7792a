"""Amendments: the list, writing one, and what the council did with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regie.evidence.findings.acting import posted, said, who, with_seen
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.decision_desk import amendment_pages, pages, steering
from regie.planning.decision_desk.amendment_forms import OutcomeForm
from regie.planning.decision_desk.amendment_pages import Target
from regie.planning.decision_desk.reaching import amendment_for, plan_for
from regie.planning.plan_decisions import services
from regie.planning.plan_decisions.permissions import AMEND, DECIDE_AMENDMENT, VIEW_DECISIONS
from regie.planning.plan_decisions.services import StaleError
from regie.planning.plans.models import SafetyPlan
from regie.ui.answers import page


@require_safe
@member_page(VIEW_DECISIONS)
def amendments(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The amendments on the plan, with what the council did."""
    context = amendment_pages.listing(request.membership, plan_for(request))
    return page(request, "decision_desk/amendments.html", context)


@require_safe
@member_page(VIEW_DECISIONS)
def amendment(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One amendment, with the difference it makes."""
    context = amendment_pages.one(request.membership, amendment_for(request, pk))
    return page(request, "decision_desk/amendment.html", context)


@require_safe
@member_page(AMEND)
def choose(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Choose what changes, comes in or goes."""
    context = amendment_pages.choosing(request.membership, plan_for(request))
    return page(request, "decision_desk/choose.html", context)


@member_page(AMEND)
def propose(request: MemberRequest, municipality: Municipality, slug: str, pk: int) -> HttpResponse:
    """Change or take out a part or an objective by a new amendment."""
    found = plan_for(request)
    return _proposed(request, found, lambda: amendment_pages.target(found, slug, pk))


@member_page(AMEND)
def add(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """Add a part or an objective by a new amendment."""
    return _proposed(request, plan_for(request), lambda: amendment_pages.addition(slug))


def _proposed(
    request: MemberRequest, plan: SafetyPlan, about: Callable[[], Target]
) -> HttpResponse:
    if request.method != "POST" and steering.may_amend(request.membership, plan):
        # A draft is not read by this road.
        context = amendment_pages.choosing(request.membership, plan)
        return page(request, "decision_desk/choose.html", context)
    target = about()
    form = amendment_pages.form_for(posted(request), plan, target)
    if form.is_bound and form.is_valid():
        try:
            words = form.words(target.where)
            row = services.propose_amendment(plan, words, **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Het amendement staat op de lijst."))
            return redirect(pages.to("amendment", plan.municipality, pk=row.pk))
    context = amendment_pages.writing(request.membership, plan, target) | {"form": form}
    return page(request, "decision_desk/write.html", context, form)


@member_page(AMEND)
def write(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change an amendment of which the council did not decide yet."""
    row = amendment_for(request, pk)
    target = amendment_pages.target_of(row)
    form = amendment_pages.form_for(posted(request), row.plan, target, row)
    theirs = None
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.write_amendment(row, form.words(), version=version, **who(request))
        except StaleError as stale:
            theirs = stale.current
            form.data = with_seen(request.POST, "version", theirs.version if theirs else 0)
            form.add_error(None, _("Iemand anders sloeg intussen op. Uw tekst staat hier nog."))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Bewaard."))
            return redirect(pages.to("amendment", municipality, pk=row.pk))
    context = amendment_pages.writing(request.membership, row.plan, target)
    context |= {"form": form, "row": row, "theirs": theirs}
    return page(request, "decision_desk/write.html", context, form)


@member_page(DECIDE_AMENDMENT)
def decide(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Write down what the council did with an amendment."""
    row = amendment_for(request, pk)
    form = OutcomeForm(posted(request), row)
    if form.is_bound and form.is_valid():
        words = form.cleaned_data
        try:
            services.decide_amendment(
                row,
                words["outcome"],
                day=words["day"],
                text=words.get("text", ""),
                version=words["version"],
                **who(request),
            )
        except StaleError as stale:
            form.data = with_seen(
                request.POST, "version", stale.current.version if stale.current else 0
            )
            form.add_error(None, _("Iemand anders sloeg intussen op. Uw tekst staat hier nog."))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("De uitkomst is vastgelegd."))
            return redirect(pages.to("amendments", municipality))
    context = amendment_pages.one(request.membership, amendment_for(request, pk)) | {"form": form}
    return page(request, "decision_desk/decide.html", context, form)
