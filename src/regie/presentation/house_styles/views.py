"""The page on which a municipality chooses the looks of its documents."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regie.foundation.access.guards import MemberRequest, acting, member_page
from regie.foundation.organizations.models import Municipality
from regie.presentation import documents
from regie.presentation.house_styles import pages, queries, sample, services
from regie.presentation.house_styles.forms import StyleForm
from regie.presentation.house_styles.models import HouseStyle
from regie.presentation.house_styles.permissions import MANAGE_STYLE
from regie.ui.answers import or_404, page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(MANAGE_STYLE)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The template in use, a place to bring another, and those of before. 1 query."""
    sent = request.method == "POST"
    form = StyleForm(request.POST if sent else None, request.FILES if sent else None)
    problems: tuple[documents.TemplateProblem, ...] = ()
    if sent and form.is_valid():
        try:
            row = _added(request, form)
        except services.StyleRefusedError as refusal:
            problems = refusal.problems
            form.add_error("file", _("Deze sjabloon kan nog niet. Boven staat wat eraan schort."))
        else:
            _say_in_use(request, row)
            return _back(municipality)
    context = {
        **pages.told(list(queries.styles_of(municipality).select_related("municipality"))),
        "form": form,
        "problems": problems,
        "tags": pages.tags(),
        "crumbs": pages.crumbs(municipality, room=False),
        "sample_url": pages.to("sample_template", municipality),
        "plain_url": pages.to("preview_plain", municipality),
        "put_aside_url": pages.to("put_aside", municipality),
    }
    return page(request, "house_styles/overview.html", context, form)


def _added(request: MemberRequest, form: StyleForm) -> HouseStyle:
    file = form.cleaned_data["file"]
    return services.add(file.name, file.read(), **acting(request))


def _say_in_use(request: MemberRequest, row: HouseStyle) -> None:
    messages.success(request, _("Word-documenten komen nu in: %(name)s.") % {"name": row.name})


@require_safe
@member_page(MANAGE_STYLE)
def sample_template(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """A template with every tag, to begin with."""
    return _file(documents.sample_template(), f"sjabloon-{municipality.slug}")


@require_safe
@member_page(MANAGE_STYLE)
def preview_plain(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """A sample document in the plain looks."""
    return _file(documents.word(sample.paper(municipality.name)), "voorbeeld-gewoon")


@require_safe
@member_page(MANAGE_STYLE)
def preview(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """A sample document in a template. 1 query."""
    row = _found(request, pk)
    made = documents.word(sample.paper(municipality.name), bytes(row.content))
    return _file(made, f"voorbeeld-{municipality.slug}-{row.pk}")


@require_safe
@member_page(MANAGE_STYLE)
def download(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The template as it came in. 1 query."""
    row = _found(request, pk)
    return _file(bytes(row.content), f"sjabloon-{municipality.slug}-{row.pk}")


@require_POST
@member_page(MANAGE_STYLE)
def choose(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Use a template of before."""
    row = services.choose(_found(request, pk), **acting(request))
    _say_in_use(request, row)
    return _back(municipality)


@require_POST
@member_page(MANAGE_STYLE)
def put_aside(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Use the plain looks."""
    services.put_aside(**acting(request))
    messages.success(request, _("Word-documenten krijgen weer de gewone opmaak van Regie."))
    return _back(municipality)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(MANAGE_STYLE)
def remove(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Ask whether a template may go, and remove it."""
    row = _found(request, pk)
    if request.method == "POST":
        services.remove(row, **acting(request))
        messages.success(request, _("De sjabloon is verwijderd: %(name)s.") % {"name": row.name})
        return _back(municipality)
    context = {
        "item": pages.shown(row),
        "crumbs": pages.crumbs(municipality, room=True),
        "back": pages.to("overview", municipality),
    }
    return page(request, "house_styles/remove.html", context)


def _found(request: MemberRequest, pk: int) -> HouseStyle:
    return or_404(queries.style(request.membership, pk), _("Deze sjabloon bestaat niet."))


def _back(municipality: Municipality) -> HttpResponse:
    return redirect("house_styles:overview", gemeente=municipality.slug)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response
