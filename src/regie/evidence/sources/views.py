"""The pages about deliveries: what is in use, what came in, and how good it is."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regie.evidence.intake.findings import report_from_json
from regie.evidence.sources import presenting, queries, services
from regie.evidence.sources.doors import doors_of
from regie.evidence.sources.forms import UploadForm
from regie.evidence.sources.judgement import refusal as refusal_of
from regie.evidence.sources.models import Delivery, DeliveryKind, DeliveryState
from regie.evidence.sources.permissions import DELIVER, VIEW_DELIVERIES
from regie.evidence.sources.tasks import read_delivery
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.ui.formats import number
from regie.ui.tables import Column, Row, Table

PER_PAGE = 20
BUSY = (DeliveryState.RECEIVED, DeliveryState.READING)


@member_page(VIEW_DELIVERIES)
def deliveries(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What is in use, what is being read, and what came before. 5 queries beside the frame."""
    _end_what_was_killed(queries.visible(municipality))
    found = queries.visible(municipality)
    in_use = list(found.filter(state=DeliveryState.AVAILABLE))
    busy = list(found.filter(state__in=BUSY))
    past = found.filter(state__in=(DeliveryState.SUPERSEDED, DeliveryState.REFUSED))
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("pagina"))
    figures = [d for d in in_use if d.kind == DeliveryKind.FIGURES]
    lists = [d for d in in_use if d.kind != DeliveryKind.FIGURES]
    context = {
        "municipality": municipality,
        "may_deliver": decision(DELIVER, role=request.membership.role),
        "figures": _table(_("Cijfers in gebruik"), figures, municipality) if figures else None,
        "lists": _table(_("Gebieden en grenzen"), lists, municipality) if lists else None,
        "busy": [(d, presenting.show_progress(d)) for d in busy],
        "past": _table(_("Eerdere leveringen"), list(page), municipality) if page else None,
        "page": page,
    }
    return render(request, "sources/deliveries.html", context)


def _end_what_was_killed(shown: QuerySet[Delivery]) -> None:
    """A reader that was killed cannot say so itself; whoever looks at its delivery finds out."""
    if shown.filter(state=DeliveryState.READING).exists():
        services.clean_up()


def _table(caption: str, rows: list[Delivery], municipality: Municipality) -> Table:
    columns = (
        Column(_("Levering")),
        Column(_("Perioden")),
        Column(_("Niveaus")),
        Column(_("Stand of ontvangst")),
        Column(_("Geleverd door")),
        Column(_("Kwaliteit")),
    )
    return Table(caption, columns, tuple(_row(row, municipality) for row in rows))


def _row(delivery: Delivery, municipality: Municipality) -> Row:
    href = reverse("sources:delivery", kwargs={"gemeente": municipality.slug, "pk": delivery.pk})
    day = delivery.vintage or delivery.received_at
    return Row(
        (
            presenting.state_cell(delivery, href),
            presenting.periods(delivery) or str(delivery.classification_year or "–"),
            presenting.levels(delivery) or "–",
            date_format(day, "j F Y"),
            presenting.deliverer(delivery, municipality),
            presenting.quality_cell(delivery),
        )
    )


@member_page(VIEW_DELIVERIES)
def delivery(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One delivery with its quality report, or how far its reading is. 2 queries."""
    _end_what_was_killed(queries.visible(municipality).filter(pk=pk))
    found = get_object_or_404(queries.visible(municipality), pk=pk)
    report = report_from_json(found.report)
    context = {
        "delivery": found,
        "busy": found.state in BUSY,
        "progress": presenting.show_progress(found),
        "heading": presenting.title(found),
        "refusal": refusal_of(found),
        "doors": doors_of(found, municipality),
        "facts": _facts(found, municipality),
        "findings": presenting.show_findings(report) if report else [],
        "crumbs": [(_("Gegevens"), _home(municipality))],
        "json_url": reverse("sources:report", kwargs={"gemeente": municipality.slug, "pk": pk}),
        "home": _home(municipality),
        "upload_url": reverse("sources:upload", kwargs={"gemeente": municipality.slug}),
        "may_deliver": decision(DELIVER, role=request.membership.role),
    }
    response = render(request, "sources/delivery.html", context)
    if "HX-Request" in request.headers and not context["busy"]:
        response["HX-Refresh"] = "true"  # read: the words above the progress change as well
    return response


def _home(municipality: Municipality) -> str:
    return reverse("sources:deliveries", kwargs={"gemeente": municipality.slug})


def _facts(found: Delivery, municipality: Municipality) -> list[tuple[str, ...]]:
    source = found.dataset
    facts: list[tuple[str, ...]] = [
        (_("Bestand"), found.file_name),
        (_("Tabel"), source.table_id if source else ""),
        (_("Bron"), f"{source.publisher}, {source.licence}" if source else ""),
        (_("Perioden"), presenting.periods(found)),
        (_("Niveaus"), presenting.levels(found)),
        (_("Jaar van de gebiedsindeling"), str(found.classification_year or "")),
        (_("Stand van de cijfers"), date_format(found.vintage, "j F Y") if found.vintage else ""),
        (_("Ontvangen"), date_format(found.received_at, "j F Y H:i")),
        (_("Geleverd door"), presenting.deliverer(found, municipality)),
        (_("Rijen"), number(found.rows) if found.rows else ""),
        (_("Omvang"), presenting.size(found.size)),
        (_("Controlegetal (sha256)"), found.sha256),
    ]
    if found.replaced_by_id:
        address = {"gemeente": municipality.slug, "pk": found.replaced_by_id}
        words = _("levering %(id)s") % {"id": found.replaced_by_id}
        facts.append((_("Vervangen door"), words, reverse("sources:delivery", kwargs=address)))
    return [fact for fact in facts if fact[1]]


@member_page(VIEW_DELIVERIES)
def report(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The quality report as JSON, to keep or to send to the publisher. 1 query."""
    found = get_object_or_404(queries.visible(municipality), pk=pk)
    answer = JsonResponse(
        presenting.as_document(found),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    name = f"kwaliteitsrapport-{found.pk}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@member_page(DELIVER)
def upload(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Deliver a file; a background task reads it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            received = services.receive_upload(
                said["file"],
                municipality=municipality,
                actor=request.user,
                year=said["year"],
                classification=said["classification"],
                table=said["table"],
            )
        except RefusedError as refusal:
            form.add_error("file", _(refusal.sentence) % refusal.params)
        else:
            read_delivery.enqueue(received.pk)
            messages.info(request, _("Het bestand is ontvangen en wordt gelezen."))
            return redirect("sources:delivery", gemeente=municipality.slug, pk=received.pk)
    context = {"form": form, "crumbs": [(_("Gegevens"), _home(municipality))]}
    status = 422 if form.is_bound else 200
    return render(request, "sources/upload.html", context, status=status)
