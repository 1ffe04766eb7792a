"""How a page answers: a form with something wrong in it is no success."""

from collections.abc import Mapping

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNPROCESSABLE = 422


def page(
    request: HttpRequest, template: str, context: Mapping[str, object], *asked: Form
) -> HttpResponse:
    """The page; 422 when one of the forms that were asked has errors, so that what was typed
    stays on the screen and nobody takes it for saved."""
    status = UNPROCESSABLE if any(form.errors for form in asked) else 200
    return render(request, template, dict(context), status=status)
