"""How a page answers: what does not exist is not there, and a form with an error is no success."""

from collections.abc import Mapping
from typing import TypeVar

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

UNPROCESSABLE = 422
_Thing = TypeVar("_Thing")


def or_404(found: _Thing | None, sentence: str) -> _Thing:
    """What was found; the page does not exist, with the sentence why, when that is nothing."""
    if found is None:
        raise Http404(sentence)
    return found


def page(
    request: HttpRequest, template: str, context: Mapping[str, object], *asked: Form
) -> HttpResponse:
    """The page; 422 when one of the forms that were asked has errors, so that what was typed
    stays on the screen and nobody takes it for saved."""
    status = UNPROCESSABLE if any(form.errors for form in asked) else 200
    return render(request, template, dict(context), status=status)
