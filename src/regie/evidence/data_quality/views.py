"""The pages of the quality desk, and the truth about vintages."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regie.evidence.data_quality import (
    difference_page,
    pages,
    queries,
    routes,
    services,
    vintage_page,
)
from regie.evidence.data_quality.downloads import as_csv
from regie.evidence.data_quality.forms import ChoiceForm, QuestionForm
from regie.evidence.data_quality.models import Comparison, Question
from regie.evidence.data_quality.permissions import (
    ASK_QUESTIONS,
    VIEW_QUALITY,
    VIEW_REGISTRATIONS,
)
from regie.evidence.data_quality.queries import Desk
from regie.evidence.data_quality.tasks import compare_deliveries
from regie.evidence.formats.refusals import RefusedError
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.reading import manifest_of
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.engine import UNKNOWN_STEP
from regie.foundation.records.services import StepRefusedError

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
    found = at.source(slug)
    if found is None:
        raise Http404(_("Deze bron is hier niet in gebruik."))
    deliveries = queries.vintages_of(found, municipality)
    kept = queries.comparisons([d.pk for d in deliveries])
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
    found = at.source(slug)
    if found is None:
        raise Http404(_("Deze bron is hier niet in gebruik."))
    kept = queries.comparisons([d.pk for d in found.deliveries])
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


# --- vintages ------------------------------------------------------------------------------------


def _delivery(request: MemberRequest, municipality: Municipality, pk: int) -> Delivery:
    return get_object_or_404(queries.stored(municipality, own=_own(request)), pk=pk)


def _pair(request: MemberRequest, newer: Delivery) -> Delivery | None:
    """The older delivery to lay it beside: the one asked for, else the newest it replaced."""
    replaced = queries.replaced_by(newer)
    wanted = request.GET.get("met", "")
    chosen = next((d for d in replaced if str(d.pk) == wanted), None)
    return chosen or next(iter(replaced), None)


@member_page(VIEW_QUALITY)
def differences(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What a delivery says differently from the one it replaced. At most 5 queries."""
    newer = _delivery(request, municipality, pk)
    older = _pair(request, newer)
    context: Page = {
        "delivery": newer,
        "older": older,
        "crumbs": [*_crumbs(municipality), (_delivery_words(newer), _address(newer, municipality))],
        "may_ask": decision(ASK_QUESTIONS, role=request.membership.role),
    }
    if older is not None and difference_page.on_disk(older, newer):
        mine = difference_page.local(older, newer, municipality.code)
        kept = _kept(pk, older)
        context |= difference_page.page(older, newer, mine, kept, request.GET.dict())
        context["choice"] = ChoiceForm(request.GET.dict(), context["choices"])
    return render(request, "data_quality/differences.html", context)


def _kept(newer: int, older: Delivery) -> Comparison | None:
    found = queries.comparisons([newer]).get(newer, [])
    return next((item for item in found if item.older_id == older.pk), None)


def _delivery_words(delivery: Delivery) -> str:
    return _("levering %(id)s") % {"id": delivery.pk}


def _address(delivery: Delivery, municipality: Municipality) -> str:
    return pages.to("vintage", municipality, pk=delivery.pk)


def _both(request: MemberRequest, municipality: Municipality, pk: int) -> tuple[Delivery, Delivery]:
    newer = _delivery(request, municipality, pk)
    older = _pair(request, newer)
    if older is None or not difference_page.on_disk(older, newer):
        raise Http404(_("Deze levering verving geen andere levering."))
    return older, newer


@member_page(VIEW_QUALITY)
def differences_json(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The comparison as JSON: this municipality, and the whole country once it is counted."""
    older, newer = _both(request, municipality, pk)
    kept = _kept(pk, older)
    content = {
        "older": older.pk,
        "newer": newer.pk,
        "municipality": municipality.code,
        "here": difference_page.local(older, newer, municipality.code),
        "everywhere": kept.summary if kept else None,
    }
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="verschillen-{pk}.json"'
    return answer


@member_page(VIEW_QUALITY)
def differences_csv(
    request: MemberRequest, municipality: Municipality, pk: int
) -> HttpResponseBase:
    """Every differing figure of this municipality as CSV."""
    older, newer = _both(request, municipality, pk)
    rows = difference_page.every_cell(older, newer, municipality.code)
    return _csv(rows, f"verschillen-{pk}.csv")


@require_POST
@member_page(ASK_QUESTIONS)
def compare(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Count the differences of the whole table once more, in the background."""
    older, newer = _both(request, municipality, pk)
    compare_deliveries.enqueue(older.pk, newer.pk)
    messages.info(request, _("Regie telt de verschillen van de hele tabel."))
    return redirect("data_quality:differences", gemeente=municipality.slug, pk=pk)


@member_page(VIEW_QUALITY)
def vintage(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The figures of one delivery, also when it was replaced. 2 queries beside the frame."""
    found = _delivery(request, municipality, pk)
    stored = difference_page.on_disk(found)
    context: Page = {
        "delivery": found,
        "stored": stored,
        "heading": vintage_page.heading(found),
        "replaced": vintage_page.replaced_sentence(found),
        "periods": vintage_page.periods_of(found),
        "crumbs": _crumbs(municipality),
        "newer_url": _address(found.replaced_by, municipality) if found.replaced_by else "",
        "differences_url": pages.to("differences", municipality, pk=pk),
    }
    if stored:
        context |= vintage_page.page(found, municipality.code, request.GET.dict())
        context["choice"] = ChoiceForm(context["chosen"], context["choices"])
    return render(request, "data_quality/vintage.html", context)


@member_page(VIEW_QUALITY)
def vintage_csv(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponseBase:
    """Every figure of one level of one delivery as CSV."""
    found = _delivery(request, municipality, pk)
    levels = vintage_page.levels_in(manifest_of(found), municipality.code)
    level = request.GET.get("niveau") or next(iter(levels), "")
    if level not in levels:
        raise Http404(_("Dit niveau staat niet in deze levering."))
    rows = vintage_page.every_figure(found, municipality.code, level)
    return _csv(rows, f"levering-{pk}-{level}.csv")


def _csv(rows: Iterable[tuple[str, ...]], name: str) -> HttpResponseBase:
    answer = StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
