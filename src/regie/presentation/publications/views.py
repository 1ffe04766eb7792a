"""Documents to take along: what was frozen as PDF, Word or ODT, and the plan as it is now."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from regie.evidence.analyses import queries as analyses
from regie.evidence.analyses.permissions import VIEW_ANALYSES
from regie.foundation.access.guards import GuardedView, MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import canonical, stamp
from regie.planning.plan_decisions import queries as decisions
from regie.planning.plan_decisions.freezing import content_of
from regie.planning.plan_decisions.permissions import VIEW_DECISIONS
from regie.planning.plans import queries as plans
from regie.planning.plans.permissions import VIEW_PLAN
from regie.planning.plans.rules import reading_refusal
from regie.presentation.house_styles.permissions import MANAGE_STYLE
from regie.presentation.publications import pages, plan_desk, queries, services, tasks
from regie.presentation.publications.editions import FORMS, place_of
from regie.presentation.publications.kind import Kind
from regie.presentation.publications.kinds import BY_CODE
from regie.presentation.publications.models import Document, DocumentState
from regie.presentation.publications.permissions import VIEW_DOCUMENTS
from regie.presentation.publications.plan_kinds import (
    PLAN_PAPERS,
    Draft,
    draft_kind,
    is_worked_on,
    paper_of,
)
from regie.ui.answers import or_404

BEGINS = 60.0
"""Seconds after a document is ready in which its page begins the download by itself."""
NO_CONTENT = 204


def page_of(kind: Kind) -> GuardedView:
    """The page that gives papers of one kind, to who may read them."""

    @require_GET
    @member_page(kind.action)
    def frozen(
        request: MemberRequest, municipality: Municipality, pk: int, form: str
    ) -> HttpResponse:
        """A paper of an edition as a file, or the page that says how far making it is."""
        found = kind.find(request.membership, pk)
        if found is None or form not in FORMS:
            raise Http404(_("Dit document bestaat niet."))
        return _given(request, services.Order(kind, pk, found, form, _asked(request), municipality))

    return frozen


def _given(request: MemberRequest, order: services.Order) -> HttpResponse:
    """The file when it is there or made at once; else the page on which somebody waits for it."""
    row = services.given(order, actor=request.user)
    if row.state == DocumentState.DONE:
        return _attached(row)
    tasks.leave([row])
    return redirect("publications:document", request.municipality.slug, row.pk)


@require_safe
@member_page(VIEW_DOCUMENTS)
def document(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """How far a document is, why it failed, or where it is. It begins the download when the
    document is just ready.

    With scripts it follows the progress; without them a link does, for a page that reloads itself
    takes a reader who listens back to its top (WCAG 2.2, failure F41). At most 6 queries.
    """
    row = services.hurry(_row(request, pk))
    tasks.leave([row])
    context = pages.making(row)
    request.belongs_to = pages.place(row)
    if "HX-Request" in request.headers:
        if row.state not in pages.BUSY:
            return HttpResponse(headers={"HX-Refresh": "true"})
        if request.GET.get("gezien") == context["seen"]:
            return HttpResponse(status=NO_CONTENT)
    response = render(request, "publications/document.html", context)
    if row.state == DocumentState.DONE and _just_made(row):
        response["Refresh"] = f"1; url={context['file_url']}"
    return response


def _just_made(row: Document) -> bool:
    return row.made_at is not None and (timezone.now() - row.made_at).total_seconds() < BEGINS


@require_GET
@member_page(VIEW_DOCUMENTS)
def file(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """A document that is ready, as a file; else the page that says how far it is."""
    row = _row(request, pk)
    if row.state != DocumentState.DONE or not place_of(row).exists():
        return redirect("publications:document", municipality.slug, pk)
    return _attached(row)


@require_POST
@member_page(VIEW_DOCUMENTS)
def again(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Try once more to make a document that failed."""
    row = services.again(_row(request, pk), actor=request.user)
    tasks.leave([row])
    messages.info(request, _("Regie probeert het opnieuw."))
    return redirect("publications:document", municipality.slug, pk)


def _row(request: MemberRequest, pk: int) -> Document:
    return or_404(queries.document(request.membership, pk), _("Dit document bestaat niet."))


@require_safe
@member_page(VIEW_DECISIONS)
def edition(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Which documents of an edition of the plan there are. 2 queries beside the frame."""
    found = or_404(decisions.edition(request.membership, pk), _("Deze uitgave bestaat niet."))
    kinds = [BY_CODE[item.code] for item in PLAN_PAPERS]
    home = reverse("publications:papers", kwargs={"gemeente": municipality.slug})
    context = {
        "lead": _("%(title)s, uitgave %(n)s: %(moment)s.")
        % {
            "title": found.plan.title,
            "n": found.number,
            "moment": found.get_moment_display(),
        },
        "papers": pages.overview(municipality, kinds, pk, found.sha256),
        "mark": found.sha256,
        "crumbs": [(_("Documenten van het plan"), home)],
        "plan": True,
    }
    return render(request, "publications/edition.html", context)


@require_safe
@member_page(VIEW_ANALYSES)
def analysis(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Which documents of a published analysis there are. 2 queries beside the frame."""
    found = or_404(analyses.edition(request.membership, pk), _("Deze analyse bestaat niet."))
    kinds = [BY_CODE["analysis"], BY_CODE["analysis_slides"]]
    home = reverse("analyses:show", kwargs={"gemeente": municipality.slug, "pk": pk})
    context = {
        "lead": _("%(title)s, zoals zij is gepubliceerd.") % {"title": found.analysis.title},
        "papers": pages.overview(municipality, kinds, pk, found.sha256),
        "mark": found.sha256,
        "crumbs": [(found.analysis.title, home)],
    }
    return render(request, "publications/edition.html", context)


@require_safe
@member_page(VIEW_PLAN)
def papers(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every paper of the plan to take along. 2 queries beside the frame."""
    plan, role = plans.current_plan(municipality), request.membership.role
    refusal = reading_refusal(plan.state, role) if plan else None
    plan_url = reverse("plans:plan", kwargs={"gemeente": municipality.slug})
    context = {
        "crumbs": [(_("Plan"), plan_url)],
        "plan": plan,
        "refusal": _(refusal) if refusal else "",
        "now": plan_desk.now(municipality) if is_worked_on(plan) and not refusal else [],
        "editions": plan_desk.editions(request.membership),
        "may_style": role in MANAGE_STYLE.roles,
        "plan_url": plan_url,
        "style_url": reverse("house_styles:overview", kwargs={"gemeente": municipality.slug}),
    }
    return render(request, "publications/papers.html", context)


@require_GET
@member_page(VIEW_PLAN)
def preview(
    request: MemberRequest, municipality: Municipality, paper: str, form: str
) -> HttpResponse:
    """A paper of the plan as it is now, which nobody decided on; for who reads the plan.

    An adopted plan is printed from its edition only. What was printed is kept for a day: the next
    one can be another. At most 44 queries.
    """
    item, plan = paper_of(paper), plans.current_plan(municipality)
    if item is None or form not in FORMS or plan is None or not is_worked_on(plan):
        raise Http404(_("Dit document bestaat niet."))
    if refusal := reading_refusal(plan.state, request.membership.role):
        raise PermissionDenied(_(refusal))
    content = canonical(content_of(plan, by=str(request.user)))
    draft = Draft(content, stamp(content))
    order = services.Order(draft_kind(item), plan.pk, draft, form, _asked(request), municipality)
    return _given(request, order)


def _asked(request: MemberRequest) -> str:
    """The language that somebody asks for, or reads in."""
    known = dict(settings.LANGUAGES)
    asked = request.GET.get("taal", "")
    return asked if asked in known else (get_language() or "nl")[:2]


def _attached(row: Document) -> HttpResponse:
    form = FORMS[row.form]
    response = HttpResponse(place_of(row).read_bytes(), content_type=form.kind)
    response["Content-Disposition"] = f'attachment; filename="{row.name}.{form.ending}"'
    return response
