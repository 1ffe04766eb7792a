"""The desk of registrations: what came in, the counts, the partners, exchange of profiles."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.registrations import examples, presenting, queries, services
from regie.evidence.registrations.forms import AssignForm, PartnerForm
from regie.evidence.registrations.permissions import DELIVER_REGISTRATIONS, MANAGE_PARTNERS
from regie.evidence.series import queries as series
from regie.evidence.series.permissions import VIEW_SERIES
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.access.rules import PARTNER
from regie.foundation.access.services import set_partner
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.queries import partners_of
from regie.foundation.organizations.services import PartnerRefusedError, add_partner

PER_PAGE = 20


@require_safe
@member_page(VIEW_SERIES)
def home(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What partners deliver: registrations, files on their way, earlier files. 7 queries."""
    services.clean_up()
    member = request.membership
    known = series.registrations(member)
    page = Paginator(queries.past_uploads(member), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "municipality": municipality,
        "may_deliver": decision(DELIVER_REGISTRATIONS, role=member.role),
        "may_manage": decision(MANAGE_PARTNERS, role=member.role),
        "blocked": series.why_not_deliver(member, municipality),
        "registrations": presenting.registration_table(known, municipality) if known else None,
        "known": known,
        "waiting": presenting.waiting_table(queries.open_uploads(member), municipality),
        "past": presenting.past_table(list(page), municipality) if page else None,
        "page": page,
        "own": series.partner_of(member),
    }
    return render(request, "registrations/home.html", context)


@require_safe
@member_page(DELIVER_REGISTRATIONS)
def example(request: MemberRequest, municipality: Municipality, pk: int) -> FileResponse:
    """An invented file of a partner, to try the wizard with; only in the demonstration."""
    found = [path for number, path in examples.files() if number == pk]
    if not found:
        raise Http404
    return FileResponse(found[0].open("rb"), as_attachment=True, filename=found[0].name)


@member_page(MANAGE_PARTNERS)
def partners(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Which organisations deliver, and who works for which. 3 queries."""
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_partner(municipality, form.cleaned_data["name"], actor=request.user)
        except PartnerRefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("De organisatie is toegevoegd."))
            return redirect("registrations:partners", gemeente=municipality.slug)
    known = partners_of(municipality)
    members = Membership.objects.filter(municipality=municipality, role=PARTNER)
    context = {
        "form": form,
        "known": known,
        "members": members.select_related("user", "partner").order_by("user__name"),
        "crumbs": presenting.crumbs(municipality),
    }
    status = 422 if form.is_bound else 200
    return render(request, "registrations/partners.html", context, status=status)


@require_POST
@member_page(MANAGE_PARTNERS)
def assign(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Say for which organisation somebody works."""
    members = Membership.objects.filter(municipality=municipality, role=PARTNER)
    member = get_object_or_404(members.select_related("user"), pk=pk)
    form = AssignForm(request.POST, list(partners_of(municipality)))
    if form.is_valid():
        set_partner(member, form.cleaned_data["partner"], actor=request.user)
        words = _("%(name)s: de organisatie is vastgelegd.")
        messages.success(request, words % {"name": member.user.name})
    else:
        messages.error(request, _("Kies een organisatie uit de lijst."))
    return redirect("registrations:partners", gemeente=municipality.slug)
