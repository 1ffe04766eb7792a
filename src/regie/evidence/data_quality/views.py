"""The pages of the quality desk, and the truth about vintages."""

from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regie.evidence.data_quality import (
    pages,
    queries,
    routes,
    services,
)
from regie.evidence.data_quality.forms import QuestionForm
from regie.evidence.data_quality.models import Question
from regie.evidence.data_quality.permissions import (
    ASK_QUESTIONS,
    VIEW_QUALITY,
)
from regie.evidence.data_quality.queries import Desk
from regie.evidence.vintages.forms import ChoiceForm
from regie.evidence.vintages.permissions import VIEW_REGISTRATIONS
from regie.evidence.vintages.queries import comparisons
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.engine import UNKNOWN_STEP
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.ui.answers import or_404

Page = dict[str, Any]


def _own(request: MemberRequest) -> bool:
    """Whether this member sees the registrations of partners."""
    return bool(decision(VIEW_REGISTRATIONS, role=request.membership.role))


def _crumbs(municipality: Municipality) -> list[tuple[str, str]]:
    return [(_("Datakwaliteit"), pages.to("desk", municipality))]


@member_page(VIEW_QUALITY)
def desk(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every source: fresh or stale, and usable for what. 3 queries beside the frame."""
    found = Desk(municipality, own=_own(request))
    asked = queries.questions(municipality)
    context = pages.overview(found, asked) | {
        "routes_url": pages.to("routes", municipality),
    }
    return render(request, "data_quality/desk.html", context)


@member_page(VIEW_QUALITY)
def source(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """One source. At most 9 queries beside the frame."""
    return _source(request, municipality, slug, QuestionForm())


def _source(
    request: MemberRequest, municipality: Municipality, slug: str, form: QuestionForm
) -> HttpResponse:
    at = Desk(municipality, own=_own(request))
    found = or_404(at.source(slug), _("Deze bron is hier niet in gebruik."))
    deliveries = queries.vintages_of(found, municipality)
    kept = comparisons([d.pk for d in deliveries])
    asked = queries.questions(municipality, slug)
    level, kind = request.GET.get("niveau", ""), request.GET.get("soort", "")
    context = pages.source_page(at, found, level, kind)
    chosen = {"niveau": context["level"], "soort": (context["strip"] or {}).get("kind", "")}
    offered = {"niveau": context["levels"], "soort": context["kinds"]}
    context |= pages.question_page(
        found, municipality, asked, queries.suggested(found, kept, asked)
    )
    context |= {
        "slug": slug,
        "crumbs": _crumbs(municipality),
        "choice": ChoiceForm(chosen, offered),
        "history": pages.history_table(queries.history(deliveries, kept), municipality),
        "form": form,
        "may_ask": decision(ASK_QUESTIONS, role=request.membership.role),
    }
    status = 422 if form.is_bound else 200
    return render(request, "data_quality/source.html", context, status=status)


# --- questions -----------------------------------------------------------------------------------


@require_POST
@member_page(ASK_QUESTIONS)
def ask(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """Write down a question of one's own about a source."""
    if Desk(municipality, own=_own(request)).source(slug) is None:
        raise Http404(_("Deze bron is hier niet in gebruik."))
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            services.ask_own(municipality, slug, form.cleaned_data["text"], actor=request.user)
        except RefusedError as refusal:
            form.add_error("text", _(refusal.sentence) % refusal.params)
        else:
            messages.success(request, _("De vraag staat op de lijst."))
            return redirect("data_quality:source", gemeente=municipality.slug, slug=slug)
    return _source(request, municipality, slug, form)


@require_POST
@member_page(ASK_QUESTIONS)
def asked(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """Say that the list was sent."""
    at = Desk(municipality, own=_own(request))
    found = or_404(at.source(slug), _("Deze bron is hier niet in gebruik."))
    kept = comparisons([d.pk for d in found.deliveries])
    known = queries.questions(municipality, slug)
    count = services.mark_asked(
        municipality,
        slug,
        queries.suggested(found, kept, known),
        actor=request.user,
        role=request.membership.role,
    )
    messages.success(request, _("Aantal vragen dat nu gesteld is: %(count)s.") % {"count": count})
    return redirect("data_quality:source", gemeente=municipality.slug, slug=slug)


@require_POST
@member_page(ASK_QUESTIONS)
def dismiss(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """A suggested question that need not be asked."""
    at = Desk(municipality, own=_own(request))
    found = at.source(slug)
    kept = comparisons([d.pk for d in found.deliveries]) if found else {}
    known = queries.questions(municipality, slug)
    suggested = queries.suggested(found, kept, known) if found else []
    item = or_404(
        next((one for one in suggested if one.key == request.POST.get("key")), None),
        _("Deze vraag is er niet meer."),
    )
    services.dismiss(municipality, slug, item, actor=request.user, role=request.membership.role)
    return redirect("data_quality:source", gemeente=municipality.slug, slug=slug)


@require_POST
@member_page(ASK_QUESTIONS)
def step(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Answer a question, let it drop or open it again: what the button says."""
    question = get_object_or_404(Question.objects.filter(municipality=municipality), pk=pk)
    try:
        _take(request, question)
    except (RefusedError, StepRefusedError) as refusal:
        messages.error(request, _said(refusal))
    return redirect("data_quality:source", gemeente=municipality.slug, slug=question.source)


def _take(request: MemberRequest, question: Question) -> None:
    who, role = request.user, request.membership.role
    wanted = request.POST.get("step", "")
    if wanted == "answer":
        services.answer(question, request.POST.get("answer", ""), actor=who, role=role)
    elif wanted == "reopen":
        services.reopen(question, actor=who, role=role)
    elif wanted == "drop":
        services.drop(question, actor=who, role=role)
    else:
        raise RefusedError(UNKNOWN_STEP)


def _said(refusal: Exception) -> str:
    if isinstance(refusal, RefusedError):
        return _(refusal.sentence) % refusal.params
    return str(refusal)


# --- routes --------------------------------------------------------------------------------------


@member_page(VIEW_QUALITY)
def route_page(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The same offence along several routes, side by side. 1 query beside the frame."""
    found = routes.page(Desk(municipality, own=False), request.GET.dict())
    context = found | {
        "crumbs": _crumbs(municipality),
        "choice": ChoiceForm(found["chosen"], found["choices"]),
    }
    return render(request, "data_quality/routes.html", context)
