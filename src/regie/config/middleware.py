"""What every request passes that Django does not do itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from regie.config.errors import wrong_method

POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

NOT_ALLOWED = 405

Next = Callable[[HttpRequest], HttpResponse]


class PermissionsPolicyMiddleware:
    """Tell the browser that no page needs its sensors."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header to every answer."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", POLICY)
        return response


class WrongMethodMiddleware:
    """Say in words that an address belongs to a button; Django's own answer is an empty page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put a page in an empty refusal that a person sees."""
        response = self.get_response(request)
        if response.status_code != NOT_ALLOWED or request.method != "GET" or response.content:
            return response
        page = wrong_method(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class ChosenLanguageMiddleware:
    """Dutch, unless the reader chose otherwise: with the switch, or earlier in the account.

    The language of the browser is not followed: the words of the policy are Dutch, and two
    colleagues who share a screen should see the same page.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        language = _chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _chosen(request: HttpRequest) -> str:
    offered = {code for code, _name in settings.LANGUAGES}
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in offered:
        return cookie
    remembered = getattr(request.user, "language", "")
    return remembered if remembered in offered else settings.LANGUAGE_CODE
