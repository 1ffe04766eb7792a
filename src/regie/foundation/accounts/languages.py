"""The language of the screen: kept with the account and in a cookie, never in the address."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import check_for_language, get_language

YEAR = 365 * 24 * 60 * 60


def known(code: str) -> bool:
    """Whether the screens exist in this language."""
    return code in dict(settings.LANGUAGES) and check_for_language(code)


def remember_language(response: HttpResponse, code: str) -> None:
    """Let the next page be in this language; an unknown or empty code changes nothing."""
    if not known(code):
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def chosen(dutch: str, english: str) -> str:
    """The text in the reader's language, for policy items that carry both."""
    return english if (get_language() or "nl").startswith("en") else dutch


def spoken() -> str:
    """The reader's language, of those in which a text is frozen: Dutch or English."""
    return chosen("nl", "en")
