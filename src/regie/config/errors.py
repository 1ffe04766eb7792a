"""Error pages: inside the frame where that is safe, and always with what to do next."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regie.foundation.access import kept


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form cannot be understood."""
    return render(request, "ui/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the reason in words comes from the decision that refused."""
    reason = str(exception) if exception else ""
    return render(request, "ui/errors/403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; a reason given with the exception is shown, Django's own technical text is not."""
    given = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    reason = given if isinstance(given, str) else ""
    return render(request, "ui/errors/404.html", {"reason": reason}, status=404)


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405: the address of a button, opened by hand, by the back button or by a reload."""
    return render(request, "ui/errors/405.html", status=405)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs no database, no session and no frame."""
    return render(None, "ui/errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long, or a browser without cookies.

    Who signed in again in another tab gets the text of the form back to send it: the browser itself
    says that it came from a page of ours.
    """
    gemeente = request.resolver_match.kwargs.get("gemeente") if request.resolver_match else None
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    if ours and signed_in and gemeente and kept.keep(request, gemeente) is kept.Outcome.KEPT:
        return redirect("access:kept", gemeente=gemeente)
    return render(request, "ui/errors/csrf.html", status=403)
