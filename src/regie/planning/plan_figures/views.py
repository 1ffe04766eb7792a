"""The pages of the figures of a plan."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.findings.acting import posted, said, who, with_seen
from regie.evidence.sources.queries import one_look
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_figures import pages, queries, rules, services
from regie.planning.plan_figures.forms import OtherWordsForm, PlaceForm, WordsForm
from regie.planning.plan_figures.models import PlanFigure
from regie.planning.plan_figures.pages import to
from regie.planning.plan_figures.rules import SLUGS, Source
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.permissions import VIEW_PLAN, WRITE_PLAN
from regie.planning.plans.reaching import plan_for
from regie.ui.answers import page


@require_safe
@member_page(VIEW_PLAN)
@one_look()
def figures(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The figures of the plan; in JSON for the editor, when it asks for that."""
    plan = plan_for(request)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(pages.as_json(plan))
    return page(request, "plan_figures/list.html", pages.list_page(request.membership, plan))


@require_safe
@member_page(WRITE_PLAN)
@one_look()
def choose(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What of the picture can be taken in."""
    plan, place = plan_for(request), request.GET.get("gebied", "")[:40]
    context = pages.choose_page(request.membership, plan, place)
    context["places"] = PlaceForm(context["chosen"], context["groups"])
    return page(request, "plan_figures/choose.html", context)


@member_page(WRITE_PLAN)
@one_look()
def preview(
    request: MemberRequest, municipality: Municipality, kind: str, code: str
) -> HttpResponse:
    """See a figure with its words, and take it in."""
    plan = plan_for(request)
    source = _source(request, plan, kind, code)
    made = queries.made(plan, source)
    if made is None:
        messages.warning(request, _(rules.NO_FIGURE))
        return redirect(to("choose", municipality))
    form = WordsForm(
        posted(request), initial=pages.starting_words(made), use_required_attribute=False
    )
    if form.is_bound and form.is_valid():
        try:
            row = services.take_figure(plan, source, words=form.words(), **who(request))
        except RefusedError as refusal:
            form.add_error("caption", said(refusal))
        else:
            messages.success(request, _took(row))
            return redirect(to("figure", municipality, number=row.number))
    context = pages.preview_page(request.membership, plan, source, made) | {"form": form}
    return page(request, "plan_figures/preview.html", context, form)


def _took(row: PlanFigure) -> str:
    return _("Dit is nu figuur %(n)s. Zet %(code)s op een eigen regel in de tekst.") % {
        "n": row.number,
        "code": rules.code_of(row.number),
    }


def _source(request: MemberRequest, plan: SafetyPlan, kind: str, code: str) -> Source:
    if kind not in SLUGS:
        raise Http404(_("Zo'n figuur bestaat niet."))
    return pages.source_of(plan, SLUGS[kind], code, request.GET)


@require_safe
@member_page(VIEW_PLAN)
@one_look()
def figure(request: MemberRequest, municipality: Municipality, number: int) -> HttpResponse:
    """One figure, and newer figures beside it."""
    plan = plan_for(request)
    context = pages.figure_page(request.membership, plan, _row(plan, number))
    return page(request, "plan_figures/figure.html", context)


def _row(plan: SafetyPlan, number: int) -> PlanFigure:
    found = queries.figure(plan, number)
    if found is None:
        raise Http404(_("Deze figuur staat niet bij het plan."))
    return found


@member_page(WRITE_PLAN)
def words(request: MemberRequest, municipality: Municipality, number: int) -> HttpResponse:
    """Other words for a figure that was taken in; the figure itself stays as it is."""
    plan = plan_for(request)
    row = _row(plan, number)
    initial = pages.starting_words(queries.made_of(row)) | {"seen": row.version}
    form = OtherWordsForm(posted(request), initial=initial, use_required_attribute=False)
    if form.is_bound and form.is_valid() and _reworded(request, row, form):
        messages.success(request, _("De woorden zijn veranderd. De oude staan in het logboek."))
        return redirect(to("figure", municipality, number=number))
    context = pages.words_page(request.membership, plan, row) | {"form": form}
    return page(request, "plan_figures/words.html", context, form)


def _reworded(request: MemberRequest, row: PlanFigure, form: OtherWordsForm) -> bool:
    seen = form.cleaned_data["seen"]
    try:
        services.reword_figure(row, form.words(), seen=seen, **who(request))
    except services.StaleError as stale:
        form.add_error(None, _(rules.CHANGED_MEANWHILE))
        form.data = with_seen(request.POST, "seen", stale.current.version if stale.current else 0)
    except RefusedError as refusal:
        form.add_error(None, said(refusal))
    return not form.errors


@require_POST
@member_page(WRITE_PLAN)
def renew(request: MemberRequest, municipality: Municipality, number: int) -> HttpResponse:
    """Take over the newer figures."""
    row = _row(plan_for(request), number)
    try:
        services.renew_figure(row, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("De nieuwe cijfers staan in het plan. De oude blijven hier."))
    return redirect(to("figure", municipality, number=number))


@require_POST
@member_page(WRITE_PLAN)
def remove(request: MemberRequest, municipality: Municipality, number: int) -> HttpResponse:
    """Take a figure out of the plan."""
    row = _row(plan_for(request), number)
    try:
        services.remove_figure(row, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
        return redirect(to("figure", municipality, number=number))
    messages.success(request, _("De figuur is uit het plan."))
    return redirect(to("list", municipality))
