"""The pages about how we calculate. Every member may look; the analyst changes."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regie.evidence.indicators.cube import Evidence, evidence
from regie.evidence.methods import pages, peers_page, queries, services, words
from regie.evidence.methods.forms import ChoiceForm, LevelForm, ResetForm, SwapForm
from regie.evidence.methods.models import PeerSwap
from regie.evidence.methods.peering import PeerGroup, peers_of
from regie.evidence.methods.permissions import (
    CHANGE_METHODS,
    ESTIMATE,
    SWAP_PEERS,
    VIEW_METHODS,
)
from regie.evidence.methods.queries import SettingView
from regie.evidence.methods.rules import ABOUT
from regie.evidence.methods.tasks import estimate_again
from regie.evidence.sources.queries import one_look
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.access.rules import Action, Decision
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError


def _may(request: MemberRequest, action: Action) -> Decision:
    return decision(action, role=request.membership.role)


# --- settings ------------------------------------------------------------------------------------


@member_page(VIEW_METHODS)
def settings(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every setting with its value, the default and why. 1 query beside the frame."""
    page = pages.settings_page(municipality, queries.settings_list(municipality))
    page["may"] = _may(request, CHANGE_METHODS)
    return render(request, "methods/settings.html", page)


@member_page(VIEW_METHODS)
def setting(request: MemberRequest, municipality: Municipality, code: str) -> HttpResponse:
    """One setting with its bounds and history. 1 query beside the frame."""
    view = _setting(municipality, code)
    return _setting_page(request, municipality, view, ChoiceForm(item=view.item), ResetForm())


@require_POST
@member_page(CHANGE_METHODS)
def choose(request: MemberRequest, municipality: Municipality, code: str) -> HttpResponse:
    """Give a setting another value."""
    view = _setting(municipality, code)
    form = ChoiceForm(request.POST, item=view.item)

    def save() -> None:
        value, reason = form.cleaned_data["value"], form.cleaned_data["reason"]
        services.choose(municipality, code, value, reason, actor=request.user)

    if _saved(form, save):
        messages.success(request, _("De nieuwe waarde geldt vanaf nu."))
        return redirect("methods:setting", gemeente=municipality.slug, code=code)
    return _setting_page(request, municipality, view, form, ResetForm())


@require_POST
@member_page(CHANGE_METHODS)
def reset(request: MemberRequest, municipality: Municipality, code: str) -> HttpResponse:
    """Back to the default."""
    view = _setting(municipality, code)
    form = ResetForm(request.POST)

    def save() -> None:
        services.reset(municipality, code, form.cleaned_data["reason"], actor=request.user)

    if _saved(form, save):
        messages.success(request, _("De standaard geldt weer."))
        return redirect("methods:setting", gemeente=municipality.slug, code=code)
    return _setting_page(request, municipality, view, ChoiceForm(item=view.item), form)


def _setting(municipality: Municipality, code: str) -> SettingView:
    for view in queries.settings_list(municipality):
        if view.item.code == code:
            return view
    raise Http404(_("Deze instelling bestaat niet."))


def _setting_page(
    request: MemberRequest,
    municipality: Municipality,
    view: SettingView,
    form: ChoiceForm,
    back: ResetForm,
) -> HttpResponse:
    page = pages.setting_page(municipality, view, _may(request, CHANGE_METHODS))
    status = 422 if form.is_bound or back.is_bound else 200
    context = page | {"form": form, "back_form": back}
    return render(request, "methods/setting.html", context, status=status)


# --- estimates -----------------------------------------------------------------------------------


@member_page(VIEW_METHODS)
def estimates(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Swing and spread per type, at the level in `?niveau=`. 3 queries beside the frame."""
    level = pages.chosen_level(request.GET.get("niveau", ""))
    realm = realm_of(municipality.code)
    sets = queries.newest_sets(realm)
    found = queries.parameters(realm, sets)
    page = pages.estimates_page(municipality, found, sets.get(level), level)
    page |= {"choice": LevelForm(level, words.levels()), "may": _may(request, ESTIMATE)}
    return render(request, "methods/estimates.html", page)


@require_POST
@member_page(ESTIMATE)
def estimate(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Let everything be estimated again, in the background."""
    estimate_again.enqueue(realm_of(municipality.code), request.user.pk)
    messages.success(
        request,
        _(
            "Regie rekent. Ververs deze pagina over een minuut. "
            "Bleven de cijfers gelijk, dan verandert er niets."
        ),
    )
    return redirect("methods:estimates", gemeente=municipality.slug)


# --- peers ---------------------------------------------------------------------------------------


@member_page(VIEW_METHODS)
@one_look()
def peers(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The comparable municipalities and why. At most 9 queries beside the frame."""
    found, group = _group(municipality)
    form = SwapForm(choices=peers_page.choices(group))
    return _peers_page(request, municipality, found, group, form)


@require_POST
@member_page(SWAP_PEERS)
@one_look()
def swap(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Take a municipality out of the group, or put one in."""
    found, group = _group(municipality)
    form = SwapForm(request.POST, choices=peers_page.choices(group))

    def save() -> None:
        peer, reason = form.cleaned_data["peer"], form.cleaned_data["reason"]
        services.swap_peer(municipality, group, peer, reason, actor=request.user)

    if _saved(form, save):
        messages.success(request, _("De groep is veranderd. De wissel staat in het logboek."))
        return redirect("methods:peers", gemeente=municipality.slug)
    return _peers_page(request, municipality, found, group, form)


@require_POST
@member_page(SWAP_PEERS)
def end_swap(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Undo a swap."""
    swap = get_object_or_404(PeerSwap.objects.filter(municipality=municipality), pk=pk)
    try:
        services.end_swap(swap, actor=request.user)
    except RefusedError as refusal:
        messages.error(request, _(refusal.sentence) % refusal.params)
    else:
        messages.success(request, _("De wissel is ongedaan gemaakt."))
    return redirect("methods:peers", gemeente=municipality.slug)


def _group(municipality: Municipality) -> tuple[Evidence, PeerGroup]:
    found = evidence(realm_of(municipality.code), municipality.code)
    return found, peers_of(municipality, found=found)


def _peers_page(
    request: MemberRequest,
    municipality: Municipality,
    found: Evidence,
    group: PeerGroup,
    form: SwapForm,
) -> HttpResponse:
    page = peers_page.peers_page(municipality, group, found, _may(request, SWAP_PEERS))
    status = 422 if form.is_bound else 200
    return render(request, "methods/peers.html", page | {"form": form}, status=status)


def _saved(form: forms.Form, save: Callable[[], object]) -> bool:
    """Save a form that is right; a refusal stands beside the field that it is about."""
    if not form.is_valid():
        return False
    try:
        save()
    except RefusedError as refusal:
        field = ABOUT.get(refusal.sentence, "peer")
        said = _(refusal.sentence) % refusal.params
        form.add_error(field if field in form.fields else None, said)
        return False
    return True
