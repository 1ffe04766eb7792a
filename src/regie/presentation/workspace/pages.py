"""What stands on each home: plain values and tables for a template."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.evidence.diagnosis.queries import Picture, field_state
from regie.evidence.sources.judgement import judgement
from regie.evidence.sources.permissions import DELIVER
from regie.foundation.access.queries import decision
from regie.foundation.access.rules import PARTNER
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles import turns
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.presentation.workspace import queries
from regie.presentation.workspace.queries import DeliveryView
from regie.ui.formats import period
from regie.ui.schema import Node, draw_schema
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
MOST_SHOWN = 5


def reader_page(municipality: Municipality, cycle: PolicyCycle | None, role: str) -> Page:
    """The home of who comes to read: the picture, and where the municipality is.

    At most 14 queries, 7 when the figures are in memory.
    """
    view, summary = queries.picture(municipality)
    return {
        "municipality": municipality,
        "role": queries.role_view(role),
        "cycle": queries.cycle_view(cycle),
        "summary": summary,
        "latest": period(summary.latest) if summary.latest else "",
        "schema": schema(municipality, view, queries.field_names(cycle)),
        "picture_url": _to("diagnosis:picture", municipality),
        "cycle_url": _to("cycles:cycle", municipality),
        **_plan(municipality),
        "turns": turns.of(cycle, gemeente=municipality.slug, role=role),
        "deliveries_url": _to("sources:deliveries", municipality),
        **_registrations(municipality, role),
    }


def coordinator_page(municipality: Municipality, cycle: PolicyCycle | None, role: str) -> Page:
    """The home of the coordinator: the cycle, what is new, what asks for attention.

    At most 15 queries, 8 when the figures are in memory.
    """
    found = queries.deliveries(municipality)
    in_use = [item for item in found if item.available]
    return {
        **reader_page(municipality, cycle, role),
        **_upload(municipality, role),
        "newest": in_use[0] if in_use else None,
        "newest_url": _delivery(municipality, in_use[0].pk) if in_use else "",
        "in_use": len(in_use),
        **_attention(municipality, found),
    }


def researcher_page(municipality: Municipality, cycle: PolicyCycle | None, role: str) -> Page:
    """The home of the researcher: every delivery, what is wrong with it and what is old.

    At most 15 queries, 8 when the figures are in memory.
    """
    found = queries.deliveries(municipality)
    return {
        **reader_page(municipality, cycle, role),
        **_upload(municipality, role),
        "table": _deliveries_table(municipality, found),
        "in_use": sum(item.available for item in found),
        **_attention(municipality, found),
        "old": [item for item in found if item.old],
        "refused": [item for item in found if item.refusal],
    }


def schema(municipality: Municipality, view: Picture, names: dict[str, str]) -> SafeString:
    """The emblem: the five fields around the picture, each at its own place."""
    nodes = [
        Node(
            field.item.code,
            names.get(field.item.code) or chosen(field.item.name, field.item.name_en),
            reverse("diagnosis:field", args=[municipality.slug, field.item.slug]),
            field.item.x,
            field.item.y,
            field_state(field),
        )
        for field in view.fields
    ]
    centre = _to("diagnosis:picture", municipality)
    return draw_schema(nodes, _("Veiligheidsbeeld"), centre)


def _to(route: str, municipality: Municipality) -> str:
    return reverse(route, args=[municipality.slug])


def _delivery(municipality: Municipality, pk: int) -> str:
    return reverse("sources:delivery", args=[municipality.slug, pk])


def _plan(municipality: Municipality) -> Page:
    """The plan that holds now, also while the next one is written. 1 query."""
    found = queries.running_plan(municipality)
    if found is None:
        return {}
    return {"plan": found, "plan_url": f"{_to('plans:plan', municipality)}?plan={found.pk}"}


def _upload(municipality: Municipality, role: str) -> Page:
    allowed = decision(DELIVER, role=role)
    return {
        "upload_url": _to("sources:upload", municipality),
        "upload_refused": "" if allowed else allowed.reason,
    }


def _registrations(municipality: Municipality, role: str) -> Page:
    """The way to deliver a file, for a partner."""
    if role != PARTNER:
        return {}
    return {
        "registrations_url": _to("registrations:home", municipality),
        "registration_url": _to("registrations:upload", municipality),
    }


def _attention(municipality: Municipality, found: tuple[DeliveryView, ...]) -> Page:
    """The deliveries that ask for attention, the most serious first, and how many there are."""
    asking = sorted((item for item in found if item.asks_attention), key=_seriousness)
    return {
        "missing": queries.missing(found),
        "attention_count": len(asking),
        "attention": [_reasons(municipality, item) for item in asking[:MOST_SHOWN]],
        "attention_more": max(0, len(asking) - MOST_SHOWN),
    }


def _seriousness(item: DeliveryView) -> int:
    """Refused first, then what has a problem, what is old, and what has a warning."""
    marks = (bool(item.refusal), item.worst == "problem", item.old)
    return next((place for place, mark in enumerate(marks) if mark), len(marks))


def _reasons(municipality: Municipality, item: DeliveryView) -> Page:
    reasons = [item.refusal] if item.refusal else list(item.troubles)
    if item.old:
        text = _("Loopt tot en met %(period)s; er is waarschijnlijk een nieuwere levering.")
        reasons.append(text % {"period": period(item.last_period)})
    return {
        "title": item.title,
        "table_id": item.table_id,
        "url": _delivery(municipality, item.pk),
        "reasons": reasons,
    }


def _deliveries_table(municipality: Municipality, found: tuple[DeliveryView, ...]) -> Table:
    columns = (
        Column(_("Levering")),
        Column(_("Tot en met")),
        Column(_("Ontvangen")),
        Column(_("Oordeel")),
    )
    rows = tuple(_row(municipality, item) for item in found)
    return Table(_("Leveringen, de nieuwste bovenaan"), columns, rows)


def _row(municipality: Municipality, item: DeliveryView) -> Row:
    label, kind = _judgement(item)
    return Row(
        (
            Cell(item.title, href=_delivery(municipality, item.pk), sub=item.table_id),
            period(item.last_period) if item.last_period else "–",
            date_format(localtime(item.received_at), "j F Y"),
            Cell(badge=label, badge_kind=kind),
        ),
        key=str(item.pk),
    )


def _judgement(item: DeliveryView) -> tuple[str, str]:
    """The verdict on a delivery in words, and the kind of badge it gets."""
    return judgement(
        refused=bool(item.refusal), worst=item.worst, serious=len(item.troubles), old=item.old
    )
