"""Pages that belong to the installation, not to a room."""

from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok")


def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116."""
    return HttpResponse("", content_type="text/plain")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Accessibility statement."""
    return HttpResponse("")


def set_language(request: HttpRequest) -> HttpResponse:
    """Switch language."""
    return HttpResponse("")
