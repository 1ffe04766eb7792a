"""In which forms an edition can be fetched. Rooms above announce theirs when the house starts."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Form:
    """A form of a document: its words, and an address with `gemeente`, `pk` and more."""

    label: Promise
    route: str
    more: dict[str, str]


_forms: dict[str, Form] = {}


def add_document(code: str, label: Promise, route: str, **more: str) -> None:
    """Give every published analysis a link; `pk` is that of the analysis, `more` what the
    address asks besides.
    """
    _forms[code] = Form(label, route, more)


def documents(gemeente: str, pk: int) -> list[tuple[str, str]]:
    """Label and address of every form in which this edition can be fetched."""
    found = []
    for form in _forms.values():
        try:
            url = reverse(form.route, kwargs={"gemeente": gemeente, "pk": pk, **form.more})
        except NoReverseMatch:
            continue
        found.append((str(form.label), url))
    return found
