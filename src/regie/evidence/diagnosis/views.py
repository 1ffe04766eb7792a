"""The pages of the safety picture. Every member may look."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from regie.evidence.diagnosis import csv_files, pages
from regie.evidence.diagnosis.area_changes import changes_page
from regie.evidence.diagnosis.desk import Desk, desk
from regie.evidence.diagnosis.following import lead_on
from regie.evidence.diagnosis.forms import YearsForm
from regie.evidence.diagnosis.indicator_page import Choice, indicator_page
from regie.evidence.diagnosis.links import SiteLinks
from regie.evidence.diagnosis.permissions import VIEW_PICTURE
from regie.evidence.indicators.cube import evidence
from regie.evidence.indicators.definitions import Definition, by_slug
from regie.evidence.signals.pages import Shown, in_short
from regie.evidence.signals.queries import assessment_of, assessments
from regie.evidence.sources.queries import one_look
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.areas.rules import realm_of
from regie.foundation.cycles.queries import current_cycle, fields_with_themes, own_field_names
from regie.foundation.organizations.models import Municipality


@member_page(VIEW_PICTURE)
@one_look()
def picture(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The schema of the five fields."""
    page = pages.picture_page(_judged_desk(municipality))
    return render(request, "diagnosis/picture.html", page)


@member_page(VIEW_PICTURE)
@one_look()
def field(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """One safety field with its themes."""
    page = pages.field_page(_judged_desk(municipality), slug)
    return _page(request, "diagnosis/field.html", page)


@member_page(VIEW_PICTURE)
@one_look()
def indicator(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """One indicator, of the municipality or of the area in `?gebied=`."""
    choice = Choice(
        area=request.GET.get("gebied", ""),
        map_level=request.GET.get("kaart", ""),
        months=request.GET.get("reeks") == "maanden",
    )
    at = _desk(municipality, local=own_field_names(municipality))
    definition = _definition(slug)
    if choice.area and at.places.level(choice.area) is None:
        return lead_on(request, at, choice.area, lambda code: at.links.indicator(slug, code))
    page = indicator_page(at, definition, choice)
    if page is not None:
        page["signal"] = _signal(municipality, at, definition, choice.area)
    return _page(request, "diagnosis/indicator.html", page)


@member_page(VIEW_PICTURE)
@one_look()
def area(request: MemberRequest, municipality: Municipality, code: str) -> HttpResponse:
    """One district or neighbourhood, or the municipality itself."""
    at = _desk(municipality)
    if at.places.level(code) is None:
        return lead_on(request, at, code, at.links.area)
    return _page(request, "diagnosis/area.html", pages.area_page(at, code))


@member_page(VIEW_PICTURE)
def changes(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What changed in the areas between the years in `?van=` and `?tot=`."""
    since, until = request.GET.get("van", ""), request.GET.get("tot", "")
    page = changes_page(_desk(municipality), since, until)
    page["form"] = YearsForm(page["years"], page["since"], page["until"])
    return render(request, "diagnosis/changes.html", page)


@member_page(VIEW_PICTURE)
@one_look()
def table(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """All readings of one indicator as CSV."""
    at = _desk(municipality)
    code = request.GET.get("gebied") or municipality.code
    level = at.places.level(code)
    if level is None:
        return lead_on(request, at, code, lambda now: at.links.table(slug, now))
    rows = csv_files.of_indicator(at, _definition(slug), code, level)
    return _csv(rows, f"{slug}-{code}.csv")


@member_page(VIEW_PICTURE)
@one_look()
def picture_table(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """All readings of the municipality as CSV."""
    at = _desk(municipality)
    code = municipality.code
    return _csv(csv_files.of_area(at, code), f"veiligheidsbeeld-{code}.csv")


@member_page(VIEW_PICTURE)
@one_look()
def area_table(request: MemberRequest, municipality: Municipality, code: str) -> HttpResponse:
    """All readings of one area as CSV."""
    at = _desk(municipality)
    if at.places.level(code) is None:
        return lead_on(request, at, code, at.links.area_table)
    if not pages.own_level(at, code):
        raise Http404
    return _csv(csv_files.of_area(at, code), f"gebied-{code}.csv")


def _desk(municipality: Municipality, *, local: dict[str, str] | None = None) -> Desk:
    """Figures, names and links of this municipality. 1 to 11 queries, 1 to 4 when warm."""
    found = evidence(realm_of(municipality.code), municipality.code)
    return desk(found, SiteLinks(municipality.slug), municipality.name, local or {})


def _judged_desk(municipality: Municipality) -> Desk:
    """The desk with own names and all verdicts. 4 queries more than `_desk`."""
    found = evidence(realm_of(municipality.code), municipality.code)
    names = _local_names(municipality)
    links = SiteLinks(municipality.slug)
    return desk(found, links, municipality.name, names, assessments(municipality))


def _signal(
    municipality: Municipality, at: Desk, definition: Definition, area: str
) -> pages.Page | None:
    """What the methods say about this indicator here. 1 query."""
    verdict = assessment_of(municipality, definition.code)
    known = {definition.code: verdict} if verdict else {}
    return in_short(Shown(municipality.slug, at.found, known), definition, area)


def _local_names(municipality: Municipality) -> dict[str, str]:
    """What the municipality itself calls its fields and themes. At most 3 queries."""
    cycle = current_cycle(municipality)
    if cycle is None:
        return {}
    names: dict[str, str] = {}
    for item in fields_with_themes(cycle):
        names |= {item.code: item.local_name}
        names |= {theme.code: theme.local_name for theme in item.themes}
    return names


def _definition(slug: str) -> Definition:
    found = by_slug().get(slug)
    if found is None:
        raise Http404
    return found


def _page(request: MemberRequest, template: str, page: pages.Page | None) -> HttpResponse:
    if page is None:
        raise Http404
    return render(request, template, page)


def _csv(text: str, name: str) -> HttpResponse:
    """UTF-8 with a byte order mark, which spreadsheets need to read accents."""
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
