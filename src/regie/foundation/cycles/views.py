"""The pages of the policy cycle."""

from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.cycles import path, queries, rules, services
from regie.foundation.cycles.forms import (
    ExtendForm,
    MoveForm,
    NamesForm,
    SkipForm,
    StartForm,
    ThemeForm,
)
from regie.foundation.cycles.models import PolicyCycle, SafetyField
from regie.foundation.cycles.permissions import (
    EXTEND_CYCLE,
    MOVE_TO_STEP,
    RENAME,
    SKIP_STEP,
    START_CYCLE,
    VIEW_CYCLE,
)
from regie.foundation.organizations.models import Municipality
from regie.ui.answers import or_404


@member_page(VIEW_CYCLE)
def cycle(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The guided path: where the municipality is, what is next, and every step of its cycle.

    3 queries, and 1 for every room that has pages of steps.
    """
    role = request.membership.role
    current = queries.cycle_of(request)
    context: dict[str, Any] = {
        "cycle": current,
        "start": decision(START_CYCLE, role=role),
        "move": decision(MOVE_TO_STEP, role=role),
        "skip": decision(SKIP_STEP, role=role),
        "extend": decision(EXTEND_CYCLE, role=role),
        "rename": decision(RENAME, role=role),
    }
    if current:
        context |= {
            "path": path.draw(current, gemeente=municipality.slug, role=role),
            "light": current.variant == rules.LIGHT,
            "moves": queries.moves(current),
        }
    else:
        context["variants"] = queries.variants()
    return render(request, "cycles/cycle.html", context)


@member_page(START_CYCLE)
def start(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Start a cycle."""
    form = StartForm(request.POST or None)
    if form.is_valid():
        try:
            services.start_cycle(municipality, actor=request.user, **form.cleaned_data)
        except services.CycleRefusedError as refusal:
            form.add_error("valid_to", str(refusal))
        else:
            messages.success(request, _("De beleidscyclus is gestart."))
            return redirect("cycles:cycle", gemeente=municipality.slug)
    return _form_page(request, "cycles/start.html", form, municipality, variants=queries.variants())


@member_page(MOVE_TO_STEP)
def move(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Put the cycle on another step, with a reason."""
    current = _current(municipality)
    wanted = request.GET.get("stap") or queries.next_step(current)
    form = MoveForm(request.POST or None, queries.steps(current), {"step": wanted})
    if form.is_valid():
        step, why = form.cleaned_data["step"], form.cleaned_data["why"]
        try:
            services.move_to_step(current, step, why=why, actor=request.user)
        except services.CycleRefusedError as refusal:
            form.add_error("step", str(refusal))
        else:
            done = _("De cyclus staat nu op: %(step)s.") % {"step": queries.step_label(step)}
            messages.success(request, done)
            return redirect("cycles:cycle", gemeente=municipality.slug)
    label = queries.step_label(current.current_step)
    return _form_page(request, "cycles/move.html", form, municipality, step=label)


@member_page(SKIP_STEP)
def skip(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Leave a step out, with a reason."""
    current = _current(municipality)
    step = request.POST.get("step") or request.GET.get("stap") or current.current_step
    if step not in queries.step_codes(current.variant):
        raise Http404(_("Deze stap hoort niet bij de werkwijze van deze cyclus."))
    form = SkipForm(request.POST or None, initial={"step": step})
    if form.is_valid():
        try:
            if path.is_finished(current, step, gemeente=municipality.slug):
                raise services.CycleRefusedError(_(rules.IS_DONE))
            why = form.cleaned_data["why"]
            services.skip_step(current, step, why=why, actor=request.user)
        except services.CycleRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("De stap is overgeslagen. Terugkomen mag altijd."))
            return redirect("cycles:cycle", gemeente=municipality.slug)
    label = queries.step_label(step)
    return _form_page(request, "cycles/skip.html", form, municipality, step=label)


@member_page(MOVE_TO_STEP)
@require_POST
def move_on(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """End the current step in one click; a step whose work is not done asks for a reason."""
    current = _current(municipality)
    seen, step = request.POST.get("van", ""), request.POST.get("naar", "")
    if not path.is_done(current, gemeente=municipality.slug):
        address = reverse("cycles:move", kwargs={"gemeente": municipality.slug})
        return redirect(f"{address}?{urlencode({'stap': step})}")
    try:
        services.move_on(current, step, seen=seen, actor=request.user)
    except services.CycleRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        label = queries.step_label(step)
        messages.success(request, _("De cyclus staat nu op: %(step)s.") % {"step": label})
    return redirect("cycles:cycle", gemeente=municipality.slug)


@member_page(EXTEND_CYCLE)
def extend(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Let the cycle run longer, with a reason."""
    current = _current(municipality)
    form = ExtendForm(request.POST or None)
    if form.is_valid():
        try:
            services.extend_cycle(current, actor=request.user, **form.cleaned_data)
        except services.CycleRefusedError as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("De looptijd is verlengd."))
            return redirect("cycles:cycle", gemeente=municipality.slug)
    return _form_page(request, "cycles/extend.html", form, municipality, cycle=current)


@member_page(RENAME)
def names(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The municipality's own names for fields and themes, all in one form."""
    current = _current(municipality)
    form = NamesForm(request.POST or None, queries.fields_with_themes(current))
    if form.is_valid():
        chosen = {"fields": form.names("field"), "themes": form.names("theme")}
        changed = services.save_names(current, actor=request.user, **chosen)
        messages.success(request, _changed_in_words(changed))
        return redirect("cycles:names", gemeente=municipality.slug)
    return _form_page(request, "cycles/names.html", form, municipality, groups=form.groups())


@member_page(RENAME)
def add_theme(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Add a theme of the municipality's own."""
    current = _current(municipality)
    form = ThemeForm(request.POST or None, queries.fields_with_themes(current))
    if form.is_valid():
        field = SafetyField.objects.select_related("cycle").get(pk=form.cleaned_data["field"])
        name, flanking = form.cleaned_data["name"], form.cleaned_data["flanking"]
        try:
            services.add_theme(field, name, flanking=flanking, actor=request.user)
        except services.CycleRefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Het thema is toegevoegd."))
            return redirect("cycles:names", gemeente=municipality.slug)
    return _form_page(request, "cycles/add_theme.html", form, municipality, names=True)


def _current(municipality: Municipality) -> PolicyCycle:
    return or_404(
        queries.current_cycle(municipality), _("Deze gemeente heeft nog geen beleidscyclus.")
    )


def _changed_in_words(changed: int) -> str:
    if not changed:
        return _("Er was niets gewijzigd.")
    words = ngettext("%(count)s naam is gewijzigd.", "%(count)s namen zijn gewijzigd.", changed)
    return words % {"count": changed}


def _form_page(
    request: HttpRequest,
    template: str,
    form: django_forms.Form,
    municipality: Municipality,
    *,
    names: bool = False,
    **context: object,
) -> HttpResponse:
    where = {"gemeente": municipality.slug}
    crumbs = [(_("Beleidscyclus"), reverse("cycles:cycle", kwargs=where))]
    if names:
        crumbs.append((_("Namen"), reverse("cycles:names", kwargs=where)))
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, "crumbs": crumbs, **context}, status=status)
