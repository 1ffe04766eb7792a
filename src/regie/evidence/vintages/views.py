"""Old figures that stay addressable, and what every new delivery changed."""

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
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regie.evidence.sources.models import Delivery
from regie.evidence.sources.reading import manifest_of
from regie.evidence.vintages import difference_page, queries, vintage_page
from regie.evidence.vintages.downloads import as_csv
from regie.evidence.vintages.forms import ChoiceForm
from regie.evidence.vintages.models import Comparison
from regie.evidence.vintages.permissions import (
    COUNT_DIFFERENCES,
    VIEW_REGISTRATIONS,
    VIEW_VINTAGES,
)
from regie.evidence.vintages.stored import with_figures
from regie.evidence.vintages.tasks import compare_deliveries
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality

Page = dict[str, Any]


def _own(request: MemberRequest) -> bool:
    """Whether this member sees the registrations of partners."""
    return bool(decision(VIEW_REGISTRATIONS, role=request.membership.role))


def _to(name: str, municipality: Municipality, **more: object) -> str:
    return reverse(f"vintages:{name}", kwargs={"gemeente": municipality.slug, **more})


def _crumbs(municipality: Municipality, delivery: Delivery) -> list[tuple[str, str]]:
    """Down from the list of deliveries."""
    home = reverse("sources:deliveries", args=[municipality.slug])
    here = reverse("sources:delivery", args=[municipality.slug, delivery.pk])
    return [(_("Gegevens"), home), (_("levering %(id)s") % {"id": delivery.pk}, here)]


def _delivery(request: MemberRequest, municipality: Municipality, pk: int) -> Delivery:
    return get_object_or_404(with_figures(municipality, own=_own(request)), pk=pk)


def _pair(request: MemberRequest, newer: Delivery) -> Delivery | None:
    """The older delivery to lay it beside: the one asked for, else the newest it replaced."""
    replaced = queries.replaced_by(newer)
    wanted = request.GET.get("met", "")
    chosen = next((d for d in replaced if str(d.pk) == wanted), None)
    return chosen or next(iter(replaced), None)


@member_page(VIEW_VINTAGES)
def differences(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What a delivery says differently from the one it replaced. At most 5 queries."""
    newer = _delivery(request, municipality, pk)
    older = _pair(request, newer)
    context: Page = {
        "delivery": newer,
        "older": older,
        "crumbs": _crumbs(municipality, newer),
        "may_ask": decision(COUNT_DIFFERENCES, role=request.membership.role),
    }
    if older is not None and difference_page.on_disk(older, newer):
        mine = difference_page.local(older, newer, municipality.code)
        kept = _kept(pk, older)
        context |= difference_page.page(older, newer, mine, kept, request.GET.dict())
        context["choice"] = ChoiceForm(request.GET.dict(), context["choices"])
    return render(request, "vintages/differences.html", context)


def _kept(newer: int, older: Delivery) -> Comparison | None:
    found = queries.comparisons([newer]).get(newer, [])
    return next((item for item in found if item.older_id == older.pk), None)


def _address(delivery: Delivery, municipality: Municipality) -> str:
    return _to("vintage", municipality, pk=delivery.pk)


def _both(request: MemberRequest, municipality: Municipality, pk: int) -> tuple[Delivery, Delivery]:
    newer = _delivery(request, municipality, pk)
    older = _pair(request, newer)
    if older is None or not difference_page.on_disk(older, newer):
        raise Http404(_("Deze levering verving geen andere levering."))
    return older, newer


@member_page(VIEW_VINTAGES)
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


@member_page(VIEW_VINTAGES)
def differences_csv(
    request: MemberRequest, municipality: Municipality, pk: int
) -> HttpResponseBase:
    """Every differing figure of this municipality as CSV."""
    older, newer = _both(request, municipality, pk)
    rows = difference_page.every_cell(older, newer, municipality.code)
    return _csv(rows, f"verschillen-{pk}.csv")


@require_POST
@member_page(COUNT_DIFFERENCES)
def compare(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Count the differences of the whole table once more, in the background."""
    older, newer = _both(request, municipality, pk)
    compare_deliveries.enqueue(older.pk, newer.pk)
    messages.info(request, _("Regie telt de verschillen van de hele tabel."))
    return redirect("vintages:differences", gemeente=municipality.slug, pk=pk)


@member_page(VIEW_VINTAGES)
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
        "crumbs": _crumbs(municipality, found),
        "newer_url": _address(found.replaced_by, municipality) if found.replaced_by else "",
        "differences_url": _to("differences", municipality, pk=pk),
    }
    if stored:
        context |= vintage_page.page(found, municipality.code, request.GET.dict())
        context["choice"] = ChoiceForm(context["chosen"], context["choices"])
    return render(request, "vintages/vintage.html", context)


@member_page(VIEW_VINTAGES)
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
