"""Documents to take along: what was frozen as PDF, Word or ODT, and the plan as it is now."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from regie.foundation.access.guards import GuardedView, MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.planning.plan_decisions.freezing import content_of
from regie.planning.plans import queries as plans
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.permissions import VIEW_PLAN
from regie.planning.plans.rules import ADOPTED, reading_refusal
from regie.presentation.house_styles.permissions import MANAGE_STYLE
from regie.presentation.publications import plan_desk
from regie.presentation.publications.editions import FORMS, Form, built, document
from regie.presentation.publications.kind import Kind
from regie.presentation.publications.plan_kinds import paper_of


def page_of(kind: Kind) -> GuardedView:
    """The page that gives papers of one kind, to who may read them."""

    @require_GET
    @member_page(kind.action)
    def frozen(
        request: MemberRequest, municipality: Municipality, pk: int, form: str
    ) -> HttpResponse:
        found, chosen = kind.find(request.membership, pk), FORMS.get(form)
        if found is None or chosen is None:
            raise Http404(_("Dit document bestaat niet."))
        made = document(kind, found, chosen, _spoken(), municipality)
        return _attached(made, chosen, kind.name(found))

    return frozen


@require_safe
@member_page(VIEW_PLAN)
def papers(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every paper of the plan to take along. 2 queries beside the frame."""
    plan, role = plans.current_plan(municipality), request.membership.role
    refusal = reading_refusal(plan.state, role) if plan else None
    context = {
        "plan": plan,
        "refusal": _(refusal) if refusal else "",
        "now": plan_desk.now(municipality) if _is_worked_on(plan) and not refusal else [],
        "editions": plan_desk.editions(request.membership),
        "may_style": role in MANAGE_STYLE.roles,
        "plan_url": reverse("plans:plan", kwargs={"gemeente": municipality.slug}),
        "style_url": reverse("house_styles:overview", kwargs={"gemeente": municipality.slug}),
    }
    return render(request, "publications/papers.html", context)


@require_GET
@member_page(VIEW_PLAN)
def preview(
    request: MemberRequest, municipality: Municipality, paper: str, form: str
) -> HttpResponse:
    """A paper of the plan as it is now, which nobody decided on; for who reads the plan.

    An adopted plan is printed from its edition only. Nothing is kept: the next one can be another.
    At most 40 queries.
    """
    item, chosen, plan = paper_of(paper), FORMS.get(form), plans.current_plan(municipality)
    if item is None or chosen is None or plan is None or not _is_worked_on(plan):
        raise Http404(_("Dit document bestaat niet."))
    if refusal := reading_refusal(plan.state, request.membership.role):
        raise PermissionDenied(_(refusal))
    content = content_of(plan, by=str(request.user))
    made = built(item.make(content, _spoken()), chosen, municipality)
    return _attached(made, chosen, f"{item.slug}-{municipality.slug}-{plan.pk}")


def _is_worked_on(plan: SafetyPlan | None) -> bool:
    return plan is not None and plan.state != ADOPTED


def _spoken() -> str:
    return (get_language() or "nl")[:2]


def _attached(made: bytes, form: Form, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type=form.kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form.ending}"'
    return response
