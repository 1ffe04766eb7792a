"""Sorting the parts of a document, and one part to read, change or cut."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from regie.evidence.findings.acting import posted, said, who, with_seen
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_imports import pages, queries, rules, services
from regie.planning.plan_imports.forms import PartForm, SortForm
from regie.planning.plan_imports.models import ImportPart, PlanImport
from regie.planning.plan_imports.permissions import IMPORT_PLAN
from regie.planning.plan_imports.views.reach import document_for
from regie.ui.answers import page


def _part(document: PlanImport, pk: int) -> ImportPart:
    found = queries.part(document, pk)
    if found is None:
        raise Http404(_(rules.UNKNOWN_PART))
    return found


@require_POST
@member_page(IMPORT_PLAN)
def sort(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Save where the parts on a page go; one button merges, others place all that is left."""
    document = document_for(request, pk)
    rows = document.parts.defer("text").filter(pk__in=_sent(request))
    form = SortForm(request.POST, rows)
    verb = request.POST.get("verb", "")
    try:
        if not form.is_valid():
            raise RefusedError(rules.UNKNOWN_KIND)
        changed = services.sort(document, form.chosen(), **who(request))
        if verb.startswith("merge-") and verb[6:].isdigit():
            above = services.merge(document, int(verb[6:]), **who(request))
            messages.success(request, _("Samengevoegd met “%s”.") % above)
        elif verb in {rules.OWN, rules.NONE}:
            waiting = document.parts.filter(kind="").values_list("pk", flat=True)
            changed = services.sort(document, dict.fromkeys(waiting, verb), **who(request))
            messages.success(request, _moved(changed))
        else:
            messages.success(request, _moved(changed))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    place = request.POST.get("delen", "")
    query = f"?delen={place}" if place.isdigit() else ""
    return redirect(f"{pages.to('document', municipality, pk)}{query}#delen")


def _sent(request: MemberRequest) -> list[int]:
    names = (name.removeprefix("kind_") for name in request.POST if name.startswith("kind_"))
    return [int(name) for name in names if name.isdigit() and len(name) < 10]


def _moved(changed: int) -> str:
    told = ngettext(
        "Bewaard. %(n)s deel kreeg een andere plaats.",
        "Bewaard. %(n)s delen kregen een andere plaats.",
        changed,
    )
    return told % {"n": changed}


@member_page(IMPORT_PLAN)
def part(request: MemberRequest, municipality: Municipality, pk: int, part: int) -> HttpResponse:
    """One part: how it reads, its text to change, and the headings to cut it at. 3 queries."""
    document = document_for(request, pk)
    found = _part(document, part)
    form = PartForm(posted(request), found)
    if form.is_bound and form.is_valid():
        words = form.cleaned_data
        try:
            services.edit(
                document, part, words["title"], words["text"], seen=words["seen"], **who(request)
            )
        except services.StaleError:
            form.add_error(None, _(rules.MOVED_ON))
            form.data = with_seen(request.POST, "seen", found.version)
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Bewaard."))
            return redirect(pages.to("part", municipality, pk, part))
    context = pages.part_page(document, found) | {
        "document": document,
        "form": form,
        "writable": document.state == "read",
        "crumbs": pages.crumbs(municipality, document),
    }
    return page(request, "plan_imports/part.html", context, *([form] if form.is_bound else []))


@require_POST
@member_page(IMPORT_PLAN)
def split(request: MemberRequest, municipality: Municipality, pk: int, part: int) -> HttpResponse:
    """Cut a part at one of its headings."""
    document = document_for(request, pk)
    line = request.POST.get("line", "")
    try:
        made = services.split(document, part, int(line) if line.isdigit() else -1, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("“%s” is nu een eigen deel.") % made)
    return redirect(f"{pages.to('document', municipality, pk)}#delen")


@require_POST
@member_page(IMPORT_PLAN)
def blank(request: MemberRequest, municipality: Municipality, pk: int, part: int) -> HttpResponse:
    """Leave out what may be data about a person."""
    try:
        services.blank(document_for(request, pk), part, **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("De gemarkeerde gegevens zijn weggelaten."))
    return redirect(pages.to("part", municipality, pk, part))
