"""The counts of a registration, and the exchange of what its columns mean."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regie.evidence.series import counts_page, downloads, queries, saved
from regie.evidence.series.forms import FilterForm, ProfileFileForm
from regie.evidence.series.models import SavedProfile
from regie.evidence.series.permissions import KEEP_PROFILES, VIEW_SERIES
from regie.evidence.series.saying import say
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.queries import partners_of
from regie.foundation.records.refusals import RefusedError


def _crumbs(municipality: Municipality) -> list[tuple[str, str]]:
    where = {"gemeente": municipality.slug}
    return [(_("Gegevens"), reverse("sources:deliveries", kwargs=where))]


def _profile(request: MemberRequest, pk: int) -> SavedProfile:
    return get_object_or_404(queries.profiles(request.membership), pk=pk)


@require_safe
@member_page(VIEW_SERIES)
def counts(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The counts of a registration: map, table and series. At most 8 queries."""
    profile = _profile(request, pk)
    shown = counts_page.build(profile, request.GET)
    context = {
        "profile": profile,
        "shown": shown,
        "filters": FilterForm(shown.periods, shown.types, shown.levels),
        "crumbs": _crumbs(municipality),
        "may_keep": decision(KEEP_PROFILES, role=request.membership.role),
    }
    return render(request, "series/counts.html", context)


@require_safe
@member_page(VIEW_SERIES)
def counts_csv(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Every count of a registration as CSV, marked as internal. At most 6 queries."""
    profile = _profile(request, pk)
    name = f"intern-{slugify(profile.title) or profile.pk}.csv"
    return downloads.attached(downloads.counts(profile), name)


@require_safe
@member_page(VIEW_SERIES)
def profile_json(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What the columns mean, as a file for another municipality. 2 queries."""
    profile = _profile(request, pk)
    content = saved.newest(profile)
    text = content.model_copy(update={"partner": "", "title": profile.title}) if content else None
    name = f"kolomprofiel-{slugify(profile.title) or profile.pk}.json"
    return downloads.attached(text.to_json() if text else "{}", name, "application/json")


@member_page(KEEP_PROFILES)
def take_over(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Use the profile of another municipality."""
    own = queries.partner_of(request.membership)
    partners = list(partners_of(municipality))
    form = ProfileFileForm(request.POST or None, request.FILES or None, partners=partners, own=own)
    clashes: list[str] = []
    if request.method == "POST" and form.is_valid() and form.chosen_partner:
        try:
            profile, found = saved.take_over(
                form.cleaned_data["file"].read(),
                municipality=municipality,
                partner=form.chosen_partner,
                title=form.cleaned_data["title"],
                actor=request.user,
            )
        except RefusedError as refusal:
            form.add_error("file", _(refusal.sentence) % refusal.params)
        else:
            clashes = [say(each.sentence, each.params) for each in found]
            _tell(request, profile, clashes)
            return redirect("sources:deliveries", gemeente=municipality.slug)
    context = {
        "form": form,
        "blocked": queries.why_not_deliver(request.membership, municipality),
        "crumbs": _crumbs(municipality),
    }
    status = 422 if form.is_bound else 200
    return render(request, "series/take_over.html", context, status=status)


def _tell(request: MemberRequest, profile: SavedProfile, clashes: list[str]) -> None:
    words = _("Het kolomprofiel van “%(title)s” is bewaard.")
    messages.success(request, words % {"title": profile.title})
    if clashes:
        start = _("Dit profiel verschilt van het vorige. Het nieuwe geldt vanaf nu.")
        messages.warning(request, " ".join([start, *clashes]))
