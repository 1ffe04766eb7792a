"""The pages of the golden thread: what there is to follow, and one thread."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.threads import Ref, kind_at, kind_of
from regie.foundation.records.walking import thread_of
from regie.presentation.threads import pages, queries
from regie.presentation.threads.permissions import FOLLOW
from regie.ui.answers import or_404

LONGEST = 80


@require_GET
@member_page(FOLLOW)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Choose something to follow. 1 query, or 2 and those of the words of one kind."""
    orphan = queries.orphan_at(request.GET.get("los", ""))
    kind = kind_of(orphan.kind) if orphan else kind_at(request.GET.get("soort", ""))
    if kind is None:
        return render(request, "threads/overview.html", pages.overview_page(request.membership))
    context = pages.list_page(
        request.membership,
        kind,
        words=request.GET.get("zoek", "").strip()[:LONGEST],
        orphan=orphan,
        at=request.GET.get("pagina", ""),
    )
    return render(request, "threads/list.html", context)


@require_GET
@member_page(FOLLOW)
def golden(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """From finding by way of priority to objective. At most 12 queries."""
    return render(request, "threads/golden.html", pages.golden_page(request.membership))


@require_GET
@member_page(FOLLOW)
def thread(request: MemberRequest, municipality: Municipality, kind: str, pk: int) -> HttpResponse:
    """One thing: what it rests on and where it went. One query per link and kind that it meets."""
    found = kind_at(kind)
    walked = or_404(
        thread_of(request.membership, Ref(found.code, pk)) if found else None,
        _("Hier is geen draad van, of u mag die niet zien."),
    )
    return render(request, "threads/thread.html", pages.thread_page(request.membership, walked))
