"""In which forms a paper can be fetched. The room that prints papers says so when the house starts.

A kind of paper is a word such as "analysis"; the pages of the room that makes it ask for their
links here, so that no arrow points up.
"""

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

_forms: dict[str, list[tuple[str | Promise, str, dict[str, str]]]] = {}
"""Per kind of paper the forms: their words, the name of their address, and what that asks more."""


def add_form(kind: str, label: str | Promise, route: str, **more: str) -> None:
    """Give every paper of a kind a link; `route` asks `gemeente`, `pk` and what is in `more`."""
    _forms.setdefault(kind, []).append((label, route, more))


def forms_of(kind: str, gemeente: str, pk: int) -> list[tuple[str, str]]:
    """Label and address of every form in which this paper can be fetched; no queries."""
    found = []
    for label, route, more in _forms.get(kind, []):
        try:
            url = reverse(route, kwargs={"gemeente": gemeente, "pk": pk, **more})
        except NoReverseMatch:
            continue
        found.append((str(label), url))
    return found
