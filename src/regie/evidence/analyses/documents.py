"""In which forms an edition can be fetched. Rooms above announce theirs when the house starts."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Form:
    """A form of a document: its words, and the name of an address with `gemeente` and `pk`."""

    label: Promise
    route: str


_forms: dict[str, Form] = {}


def add_document(code: str, label: Promise, route: str) -> None:
    """Give every published analysis a link; `pk` is that of the analysis."""
    _forms[code] = Form(label, route)


def documents(gemeente: str, pk: int) -> list[tuple[str, str]]:
    """Label and address of every form in which this edition can be fetched."""
    found = []
    for form in _forms.values():
        try:
            url = reverse(form.route, kwargs={"gemeente": gemeente, "pk": pk})
        except NoReverseMatch:
            continue
        found.append((str(form.label), url))
    return found
