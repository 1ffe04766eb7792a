"""Pages that belong to the installation, not to a room."""

import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from regie.config import version
from regie.config.readiness import database_answers, warehouse_answers
from regie.foundation.accounts.languages import known, remember_language
from regie.foundation.accounts.services import choose_language

SECURITY_TXT_VALID = datetime.timedelta(days=180)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve: database and warehouse; 503 when not. 1 query."""
    parts = {"database": database_answers(), "warehouse": warehouse_answers()}
    healthy = all(parts.values())
    answer = {
        "status": "ok" if healthy else "error",
        **{name: "ok" if good else "error" for name, good in parts.items()},
        "version": version(),
    }
    return JsonResponse(answer, status=HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a vulnerability (RFC 9116); the expiry moves along with the installation."""
    expires = (timezone.now() + SECURITY_TXT_VALID).astimezone(datetime.UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri(reverse('security_txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility page that Dutch public bodies must offer; no queries of its own."""
    return render(request, "config/accessibility.html")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language, stay on the same page, and remember it in browser and account."""
    wanted = request.POST.get("language", "")
    here = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        here, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(here if safe else "/")
    if not known(wanted):
        return response
    if request.user.is_authenticated:
        choose_language(request.user, wanted)
    remember_language(response, wanted)
    return response
