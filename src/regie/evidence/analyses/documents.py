"""In which forms an edition can be fetched. Rooms above announce theirs when the house starts."""

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

_forms: dict[str, tuple[Promise, str, dict[str, str]]] = {}
"""Per form its words, the name of its address, and what that asks besides `gemeente` and `pk`."""


def add_document(code: str, label: Promise, route: str, **more: str) -> None:
    """Give every published analysis a link; `pk` is that of the analysis, `more` what the
    address asks besides.
    """
    _forms[code] = (label, route, more)


def documents(gemeente: str, pk: int) -> list[tuple[str, str]]:
    """Label and address of every form in which this edition can be fetched."""
    found = []
    for label, route, more in _forms.values():
        try:
            url = reverse(route, kwargs={"gemeente": gemeente, "pk": pk, **more})
        except NoReverseMatch:
            continue
        found.append((str(label), url))
    return found
