"""The pages of street knowledge: what was seen, bringing it, and what became of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.street_knowledge import pages, queries, rules, services, subjects, words
from regie.evidence.street_knowledge.forms import FilterForm, ObservationForm, ReplyForm
from regie.evidence.street_knowledge.models import Observation, Visibility
from regie.evidence.street_knowledge.permissions import BRING, JUDGE, SEES_ALL, VIEW_STREET
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.rules import PARTNER
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError

PER_PAGE = 25
FEW = 5
"""So many observations are read at a glance: filters would only be in the way."""


@require_safe
@member_page(VIEW_STREET)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The observations this reader may see. At most 11 queries beside the frame."""
    member = request.membership
    seen = queries.visible(member)
    form = FilterForm(request.GET, pages.offered(seen, member))
    chosen = form.chosen()
    page = Paginator(pages.filtered(seen, chosen), PER_PAGE).get_page(request.GET.get("pagina"))
    partner = member.role == PARTNER
    context = {
        "municipality": municipality,
        "crumbs": pages.crumbs(municipality, room=False),
        "may_bring": pages.may_bring(member),
        "add_url": pages.to("add", municipality),
        "mine": partner,
        "sees_all": member.role in SEES_ALL,
        "table": pages.table(list(page), member) if page else None,
        "page": page,
        "filter": form if page.paginator.count > FEW or chosen else None,
        "chosen": bool(chosen),
        "themes": None if partner else pages.per_theme(member),
        "examples": words.examples(),
    }
    return render(request, "street_knowledge/overview.html", context)


@member_page(BRING)
def add(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write down what was seen. 7 queries beside the frame."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.bring(form.words(), membership=request.membership, actor=request.user)
        except RefusedError as refusal:
            form.add_error(None, _(refusal.sentence))
        else:
            messages.success(request, _("Dank u wel. Uw waarneming is binnen."))
            return _to(row)
    return _form_page(request, form, None)


@member_page(BRING)
def edit(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change the words of one's own observation; what was returned goes back. 8 queries."""
    row = _found(request, pk)
    mine = queries.organisation_of(request.membership)
    refusal = rules.why_not_change(
        state=row.state, maker=row.partner_id, mine=mine.pk if mine else None
    )
    if refusal:
        messages.error(request, _(refusal))
        return _to(row)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(row, form.words(), membership=request.membership, actor=request.user)
        except (RefusedError, StepRefusedError) as error:
            form.add_error(None, _said(error))
        else:
            messages.success(request, _("Uw waarneming is bewaard."))
            return _to(row)
    return _form_page(request, form, row)


def _form(request: MemberRequest, row: Observation | None = None) -> ObservationForm:
    municipality = request.municipality
    name = subjects.area_names({row.area}, municipality).get(row.area, "") if row else ""
    return ObservationForm(
        request.POST or None,
        themes=subjects.theme_choices(municipality),
        places=subjects.places_of(municipality),
        partner=request.membership.role == PARTNER,
        row=row,
        area_name=name,
    )


def _form_page(
    request: MemberRequest, form: ObservationForm, row: Observation | None
) -> HttpResponse:
    blocked = pages.may_bring(request.membership)
    context = {
        "form": form,
        "row": row,
        "blocked": "" if blocked else blocked.reason,
        "guidance": words.guidance(),
        "crumbs": pages.crumbs(request.municipality),
        "back": pages.to("overview", request.municipality),
    }
    status = 422 if form.errors else 200
    return render(request, "street_knowledge/form.html", context, status=status)


@require_safe
@member_page(VIEW_STREET)
def detail(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One observation and what became of it. 3 queries beside the frame."""
    row = _found(request, pk)
    return _detail(request, row, _reply_form(row))


def _detail(request: MemberRequest, row: Observation, form: ReplyForm) -> HttpResponse:
    context: dict[str, Any] = pages.detail(row, request.membership) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "street_knowledge/detail.html", context, status=status)


def _reply_form(row: Observation, data: QueryDict | None = None) -> ReplyForm:
    return ReplyForm(data, may_hide=row.visibility == Visibility.MEMBERS, reply=row.reply)


@require_POST
@member_page(JUDGE)
def judge(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take it into the analysis, or give it back with a reason."""
    row = _found(request, pk)
    form = _reply_form(row, request.POST)
    if not form.is_valid():
        return _detail(request, row, form)
    said, role = form.cleaned_data, request.membership.role
    try:
        if request.POST.get("step") == "return":
            services.give_back(row, said["reply"], actor=request.user, role=role)
            messages.success(request, _("De waarneming is teruggegeven, met uw reden."))
        else:
            hide = said.get("confidential", False)
            services.accept(row, said["reply"], confidential=hide, actor=request.user, role=role)
            messages.success(request, _("De waarneming is opgenomen in de analyse."))
    except (RefusedError, StepRefusedError) as error:
        messages.error(request, _said(error))
    return _to(row)


@require_POST
@member_page(JUDGE)
def tell(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Say what was done with an observation."""
    row = _found(request, pk)
    form = _reply_form(row, request.POST)
    if not form.is_valid():
        return _detail(request, row, form)
    try:
        services.tell(row, form.cleaned_data["reply"], actor=request.user)
        messages.success(request, _("Uw antwoord is bewaard."))
    except RefusedError as error:
        messages.error(request, _said(error))
    return _to(row)


@require_POST
@member_page(BRING)
def withdraw(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take back what one's own organisation brought."""
    row = _found(request, pk)
    try:
        services.withdraw(row, membership=request.membership, actor=request.user)
        messages.success(request, _("De waarneming is ingetrokken. De tekst is verwijderd."))
    except (RefusedError, StepRefusedError) as error:
        messages.error(request, _said(error))
    return _to(row)


def _found(request: MemberRequest, pk: int) -> Observation:
    """An observation that this reader may see; 404 for any other."""
    return get_object_or_404(queries.visible(request.membership), pk=pk)


def _to(row: Observation) -> HttpResponse:
    return redirect("street_knowledge:detail", gemeente=row.municipality.slug, pk=row.pk)


def _said(error: Exception) -> str:
    return _(error.sentence) % error.params if isinstance(error, RefusedError) else str(error)
