"""The pages of the management of a municipality: members and logbook."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regie.foundation.access import kept, queries, services
from regie.foundation.access.cards import shown_cards
from regie.foundation.access.download import log_as_csv
from regie.foundation.access.forms import LogFilterForm, MemberForm, RoleForm
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.models import Membership
from regie.foundation.access.permissions import (
    CHANGE_ROLE,
    MANAGE_MEMBERS,
    REMOVE_MEMBER,
    VIEW_LOG,
    VIEW_MUNICIPALITY,
)
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.queries import all_rows, log_choices, log_page


@member_page(VIEW_MUNICIPALITY)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What can be managed here, by whom, and what one's own role is."""
    own = request.membership.role
    context = {
        "municipality": municipality,
        "role": next((role for role in queries.roles() if role.code == own), None),
        "cards": [*_cards(municipality, own), *shown_cards(gemeente=municipality.slug, role=own)],
    }
    return render(request, "access/overview.html", context)


@member_page(VIEW_MUNICIPALITY)
def kept_form(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What was sent after its sender was signed out: send it again, or throw it away."""
    if request.method == "POST":
        kept.forget(request)
        messages.success(request, _("Uw tekst is weggegooid."))
        return redirect("access:kept", gemeente=municipality.slug)
    context = {"form": kept.kept(request, municipality.slug)}
    return render(request, "access/kept.html", context)


@member_page(MANAGE_MEMBERS)
def members(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Who works with Regie for this municipality; 1 query beside the frame."""
    rows = queries.members(municipality, role=request.membership.role)
    context = {"rows": rows, "crumbs": _crumbs(municipality)}
    return render(request, "access/members.html", context)


@member_page(MANAGE_MEMBERS)
def add_member(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Make somebody a member and send the invitation."""
    form = MemberForm(request.POST or None)
    if form.is_valid():
        try:
            membership = services.add_member(municipality, actor=request.user, **form.cleaned_data)
        except services.MemberRefusedError as refusal:
            form.add_error("email", str(refusal))
        else:
            _invite(request, membership)
            return redirect("access:members", gemeente=municipality.slug)
    crumbs = _crumbs(municipality, members=True)
    context = {"form": form, "roles": queries.roles(), "crumbs": crumbs}
    return _page(request, "access/add_member.html", context, form)


@member_page(CHANGE_ROLE)
def change_role(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Give a member another role."""
    membership = _member(municipality, pk)
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if form.is_valid():
        try:
            services.change_role(membership, form.cleaned_data["role"], actor=request.user)
        except services.MemberRefusedError as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, _("%(name)s heeft een andere rol.") % _name(membership))
            return _back(request, membership)
    crumbs = _crumbs(municipality, members=True)
    context = {"form": form, "member": membership, "roles": queries.roles(), "crumbs": crumbs}
    return _page(request, "access/change_role.html", context, form)


@member_page(REMOVE_MEMBER)
def remove_member(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Ask once, then end a membership."""
    membership = _member(municipality, pk)
    subject = queries.change_of(membership, None)
    allowed = queries.decision(REMOVE_MEMBER, role=request.membership.role, subject=subject)
    if request.method == "POST" and allowed:
        services.remove_member(membership, actor=request.user)
        messages.success(request, _("%(name)s is geen lid meer.") % _name(membership))
        return _back(request, membership)
    context = {
        "member": membership,
        "role_label": queries.role_label(membership.role),
        "allowed": allowed,
        "crumbs": _crumbs(municipality, members=True),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "access/remove_member.html", context, status=status)


@member_page(MANAGE_MEMBERS)
@require_POST
def invite(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Send the invitation again."""
    _invite(request, _member(municipality, pk))
    return redirect("access:members", gemeente=municipality.slug)


@member_page(VIEW_LOG)
def logbook(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Who did what, when and why; 4 queries beside the frame."""
    form = LogFilterForm(request.GET, log_choices(municipality.code))
    page, rows = log_page(municipality.code, form.chosen(), request.GET.get("pagina", 1))
    context = {"form": form, "page": page, "rows": rows, "crumbs": _crumbs(municipality)}
    return render(request, "access/logbook.html", context)


@member_page(VIEW_LOG)
def logbook_csv(request: MemberRequest, municipality: Municipality) -> StreamingHttpResponse:
    """The same rows as a file for a spreadsheet."""
    chosen = LogFilterForm(request.GET, log_choices(municipality.code)).chosen()
    lines = log_as_csv(all_rows(municipality.code, chosen))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="logboek-{municipality.slug}.csv"'
    return response


def _member(municipality: Municipality, pk: int) -> Membership:
    rows = Membership.objects.select_related("user", "municipality")
    return get_object_or_404(rows, pk=pk, municipality=municipality)


def _name(membership: Membership) -> dict[str, str]:
    return {"name": membership.user.name}


def _invite(request: MemberRequest, membership: Membership) -> None:
    site = request.build_absolute_uri("/")
    address = {"email": membership.user.email}
    try:
        services.invite(membership, site=site, actor=request.user)
    except services.InvitationNotSentError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("De uitnodiging is verstuurd aan %(email)s.") % address)


def _back(request: MemberRequest, membership: Membership) -> HttpResponse:
    """To the members; who changed the own membership may not see those any more."""
    if membership.user_id == request.user.pk:
        return redirect("/")
    return redirect("access:members", gemeente=membership.municipality.slug)


def _page(
    request: MemberRequest, template: str, context: dict[str, Any], form: MemberForm | RoleForm
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, context, status=status)


def _crumbs(municipality: Municipality, *, members: bool = False) -> list[tuple[str, str]]:
    where = {"gemeente": municipality.slug}
    items = [(_("Beheer"), reverse("access:overview", kwargs=where))]
    return items + ([(_("Leden"), reverse("access:members", kwargs=where))] if members else [])


def _cards(municipality: Municipality, role: str) -> list[dict[str, str]]:
    where = {"gemeente": municipality.slug}
    return [
        {
            "title": _("Leden"),
            "text": _("Wie met Regie werkt, en in welke rol."),
            "url": reverse("access:members", kwargs=where),
            "icon": "users",
            "reason": queries.decision(MANAGE_MEMBERS, role=role).reason,
        },
        {
            "title": _("Logboek"),
            "text": _("Wie wat heeft gedaan, wanneer en waarom."),
            "url": reverse("access:logbook", kwargs=where),
            "icon": "history",
            "reason": queries.decision(VIEW_LOG, role=role).reason,
        },
    ]
