"""A saved address with an old code leads to where that area is now, instead of to nothing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from regie.evidence.diagnosis.desk import Desk
from regie.foundation.access.guards import MemberRequest
from regie.foundation.areas.rules import canonical
from regie.foundation.crosswalks.queries import Shares, is_joined, old_names, successors
from regie.ui.formats import percent

RENAMED = _("Dit gebied heet nu anders. %(old)s is nu %(now)s.")
MERGED = _("Dit gebied is samengevoegd. %(old)s hoort nu bij %(now)s.")
Address = Callable[[str], str]
"""The address of the same page about another area."""


def lead_on(request: MemberRequest, at: Desk, code: str, address: Address) -> HttpResponse:
    """Go to the successor of an area, or let the reader choose. Raises Http404 without one."""
    old = canonical(code)
    found = _own(at, old)
    if not found:
        raise Http404
    name = old_names([old], at.found.realm).get(old, old)
    if len(found) > 1:
        return _choices(request, at, name, old, found, address)
    now = found[0][0]
    about = {"old": _told(name, old), "now": _told(at.places.name(now), now)}
    told = MERGED if is_joined(at.found.realm, old, now) else RENAMED
    messages.info(request, gettext(told) % about)
    return redirect(address(now))


def _own(at: Desk, old: str) -> Shares:
    """The successors that belong to this municipality's pages."""
    local = [
        (code, share)
        for code, share in successors(at.found.realm, old)
        if code != old and at.places.level(code) is not None
    ]
    home = at.found.municipality[2:6]
    return tuple(each for each in local if each[0][2:6] == home)


def _choices(
    request: MemberRequest, at: Desk, name: str, old: str, found: Shares, address: Address
) -> HttpResponse:
    choices = [
        (at.places.name(code), code, address(code), percent(100 * share)) for code, share in found
    ]
    context = {
        "area": name,
        "code": old,
        "choices": choices,
        "crumbs": at.crumbs(),
        "changes": at.links.changes(),
    }
    return render(request, "diagnosis/moved.html", context)


def _told(name: str, code: str) -> str:
    return code if name == code else f"{name} ({code})"
