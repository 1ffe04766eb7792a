"""Test addresses: the gallery, and a form post that goes nowhere."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from regie.ui.tests.gallery.content import context

SOURCE = Path(__file__).parent / "gallery.html"


def gallery(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string(SOURCE.read_text(encoding="utf-8"))
    return HttpResponse(template.render(context(), request))


urlpatterns = [path("", gallery, name="gallery")]
