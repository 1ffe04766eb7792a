"""The catalogue: which tables there are, and fetching them once or on a schedule."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regie.evidence.catalogue import presenting, queries, rules, schedule
from regie.evidence.catalogue.forms import FilterForm, PartForm, PlanForm
from regie.evidence.catalogue.models import (
    OPEN,
    Fetch,
    FetchState,
    Subscription,
    SubscriptionState,
)
from regie.evidence.catalogue.permissions import FETCH_TABLES, VIEW_CATALOGUE
from regie.evidence.catalogue.queries import TableView
from regie.evidence.catalogue.tasks import fetch_one, look_around
from regie.evidence.sources.presenting import say
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.ui.answers import or_404
from regie.ui.tables import Cell, Column, Row, Table

PER_PAGE = 10
OTHERS_PER_PAGE = 25


@member_page(VIEW_CATALOGUE)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every table that Regie reads, by theme, and what else the publishers have. 7 queries."""
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    theme, text = asked.get("thema", ""), asked.get("zoek", "")
    found = queries.tables(municipality, theme=theme, text=text)
    changes = queries.changes(found)
    others = Paginator(queries.others(text), OTHERS_PER_PAGE).get_page(request.GET.get("pagina"))
    rows = [
        presenting.row(view, changes.get(_current_of(view)), municipality, theme) for view in found
    ]
    context = {
        "municipality": municipality,
        "form": form,
        "filtered": bool(theme or text),
        "figures": [row for row in rows if not row.view.every_theme],
        "denominators": [row for row in rows if row.view.every_theme],
        "looks": [
            (presenting.look(last), bool(last.refusal_sentence)) for last in queries.last_looks()
        ],
        "others": _others(list(others.object_list)) if others else None,
        "page": others,
        "may_fetch": decision(FETCH_TABLES, role=request.membership.role),
    }
    return render(request, "catalogue/overview.html", context)


def _current_of(view: TableView) -> int:
    return view.delivery.pk if view.delivery else 0


def _others(found: list[queries.OtherView]) -> Table:
    columns = (
        Column(_("Tabel")),
        Column(_("Uitgever")),
        Column(_("Bijgewerkt")),
        Column(_("Waarom niet")),
    )
    return Table(_("Tabellen die Regie niet leest"), columns, tuple(map(_other, found)))


def _other(other: queries.OtherView) -> Row:
    row = other.listed
    day = date_format(timezone.localtime(row.modified), "j F Y") if row.modified else _("onbekend")
    return Row((Cell(row.title, sub=row.table_id), row.catalogue, day, presenting.reason(other)))


@member_page(VIEW_CATALOGUE)
def table(request: MemberRequest, municipality: Municipality, table: str) -> HttpResponse:
    """One table: how it stands, what is being fetched, and the forms. 8 queries."""
    schedule.end_what_was_killed()
    return _page(request, municipality, _found(municipality, table))


def _found(municipality: Municipality, table: str) -> TableView:
    return or_404(queries.table(municipality, table), _("Regie leest deze tabel niet."))


def _page(
    request: MemberRequest,
    municipality: Municipality,
    view: TableView,
    *,
    once: PartForm | None = None,
    plan: PlanForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    change = queries.changes([view]).get(_current_of(view))
    past = queries.fetches(municipality, view.table_id).exclude(state__in=OPEN)
    history = Paginator(past, PER_PAGE).get_page(request.GET.get("pagina"))
    busy = view.fetch if view.fetch and view.fetch.state in OPEN else None
    stopped = view.subscription is None or view.subscription.state == SubscriptionState.STOPPED
    usual = {"rhythm": rules.usual_rhythm(view.family, view.frequencies), "part": "own"}
    context = {
        "municipality": municipality,
        "row": presenting.row(view, change, municipality),
        "facts": _facts(view),
        "busy": busy,
        "progress": presenting.progress(busy) if busy else None,
        "planned": not stopped,
        "once": once or PartForm(initial={"part": "own"}, prefix="once"),
        "plan": plan or PlanForm(initial=_current(view.subscription) or usual, prefix="plan"),
        "refusal": refusal,
        "fiction": queries.is_fiction(municipality),
        "history": _history(list(history.object_list), municipality) if history else None,
        "page": history,
        "may_fetch": decision(FETCH_TABLES, role=request.membership.role),
        "crumbs": [(_("Catalogus"), _home(municipality))],
    }
    status = 422 if refusal or once or plan else 200
    response = render(request, "catalogue/table.html", context, status=status)
    if "HX-Request" in request.headers and busy is None:
        response["HX-Refresh"] = "true"  # fetched: everything around the progress changes as well
    return response


def _current(subscription: Subscription | None) -> dict[str, str] | None:
    if subscription is None:
        return None
    return {"rhythm": subscription.rhythm, "part": "whole" if subscription.whole else "own"}


def _home(municipality: Municipality) -> str:
    return reverse("catalogue:overview", kwargs={"gemeente": municipality.slug})


def _facts(view: TableView) -> list[tuple[str, ...]]:
    facts = [
        (_("Nummer"), view.table_id),
        (_("Uitgever"), f"{view.publisher}, {view.licence}"),
        (_("Perioden bij de uitgever"), view.listed.period if view.listed else ""),
        (_("Pagina van de uitgever"), view.source, view.source),
    ]
    return [fact for fact in facts if fact[1]]


def _history(found: list[Fetch], municipality: Municipality) -> Table:
    columns = (
        Column(_("Wanneer")),
        Column(_("Gevraagd door")),
        Column(_("Afloop")),
        Column(_("Levering")),
    )
    rows = tuple(_past(fetch, municipality) for fetch in found)
    return Table(_("Eerder opgehaald"), columns, rows)


def _past(fetch: Fetch, municipality: Municipality) -> Row:
    when = date_format(timezone.localtime(fetch.requested_at), "j F Y H:i")
    words = presenting.outcome(fetch)
    kind = presenting.BADGES[FetchState(fetch.state)]
    refused = fetch.state == FetchState.REFUSED
    ended = Cell(words) if refused else Cell("", badge=words, badge_kind=kind)
    return Row((when, presenting.who(fetch), ended, _report_of(fetch, municipality)))


def _report_of(fetch: Fetch, municipality: Municipality) -> Cell | str:
    """The report of what was fetched, when this municipality may see it."""
    found = fetch.delivery
    if found is None or found.realm != realm_of(municipality.code):
        return "–"
    own = {"gemeente": municipality.slug, "pk": found.pk}
    return Cell(_("kwaliteitsrapport"), href=reverse("sources:delivery", kwargs=own))


@require_POST
@member_page(FETCH_TABLES)
def fetch(request: MemberRequest, municipality: Municipality, table: str) -> HttpResponse:
    """Fetch a table once, in the background."""
    view = _found(municipality, table)
    form = PartForm(request.POST, prefix="once")
    if not form.is_valid():
        return _page(request, municipality, view, once=form)
    try:
        asked = schedule.request_fetch(
            view.table_id,
            whole=form.wants_whole(),
            municipality=municipality,
            actor=request.user,
        )
    except RefusedError as refusal:
        words = say(refusal.sentence, refusal.params)
        return _page(request, municipality, view, refusal=words)
    fetch_one.enqueue(asked.pk)
    messages.info(request, _("Regie haalt de tabel op. U kunt intussen verder werken."))
    return _to(municipality, view)


@require_POST
@member_page(FETCH_TABLES)
def subscribe(request: MemberRequest, municipality: Municipality, table: str) -> HttpResponse:
    """Put a table on the schedule, or change how often it is fetched."""
    view = _found(municipality, table)
    form = PlanForm(request.POST, prefix="plan")
    if not form.is_valid():
        return _page(request, municipality, view, plan=form)
    try:
        kept = schedule.subscribe(
            view.table_id,
            form.cleaned_data["rhythm"],
            whole=form.wants_whole(),
            municipality=municipality,
            actor=request.user,
            role=request.membership.role,
        )
    except RefusedError as refusal:
        words = say(refusal.sentence, refusal.params)
        return _page(request, municipality, view, refusal=words)
    messages.success(request, _("Op het rooster: %(plan)s.") % {"plan": presenting.plan(kept)})
    return _to(municipality, view)


@require_POST
@member_page(FETCH_TABLES)
def unsubscribe(request: MemberRequest, municipality: Municipality, table: str) -> HttpResponse:
    """Take a table off the schedule."""
    view = _found(municipality, table)
    found = get_object_or_404(Subscription, municipality=municipality, table_id=view.table_id)
    try:
        schedule.unsubscribe(found, actor=request.user, role=request.membership.role)
    except StepRefusedError as refusal:
        return _page(request, municipality, view, refusal=str(refusal))
    messages.success(request, _("De tabel staat niet meer op het rooster."))
    return _to(municipality, view)


def _to(municipality: Municipality, view: TableView) -> HttpResponse:
    return redirect("catalogue:table", gemeente=municipality.slug, table=view.table_id)


@require_POST
@member_page(FETCH_TABLES)
def look(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Look into the catalogues of the publishers, in the background."""
    try:
        looks = schedule.request_look(municipality=municipality, actor=request.user)
    except RefusedError as refusal:
        messages.warning(request, say(refusal.sentence, refusal.params))
        return redirect("catalogue:overview", gemeente=municipality.slug)
    for each in looks:
        look_around.enqueue(each.pk)
    messages.info(request, _("Regie kijkt in de catalogus. Laad deze pagina straks opnieuw."))
    return redirect("catalogue:overview", gemeente=municipality.slug)
