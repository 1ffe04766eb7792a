"""A form that arrived after its sender was signed out: kept until that person is back.

It lies in a table for an hour at most, and only the session of that browser knows which one it is;
it is sent again only when somebody presses the button. Nobody loses an hour of writing to a session
that ended, and nobody fills the disk of a municipality without signing in:

* a browser in which nobody ever signed in keeps less: `MOST`, of which `ROOM` at the same time for
  all of them together;
* only addresses of municipalities that work with Regie are kept. Who asks elsewhere is answered in
  the same way, so that nobody learns which these are;
* what is older than an hour is thrown away when the next one comes, and by the clock.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regie.foundation.access.models import LateForm
from regie.foundation.organizations.models import Municipality

KEY = "kept_form"
MOST: Mapping[bool, int] = {True: 500_000, False: 20_000}
"""Characters of one form, for a browser that is known and for one that is not. Some 3,000 words fit
in the second; what is longer than the first is a file, or no text of a person."""
ROOM: Mapping[bool, int] = {True: 200_000_000, False: 5_000_000}
"""Characters of all forms that wait at the same time."""
SECONDS = 3600
UNSENT = "csrfmiddlewaretoken"
"""The field that is new on every page."""
LONG = 40
"""From so many characters on, a text without spaces is shown too."""
KNOWN, SALT = "regie_known", "regie.access.kept"
KNOWN_SECONDS = 90 * 24 * 3600
"""The cookie that says, signed, that somebody signed in here before. It does not say who."""


class Outcome(Enum):
    """What became of a form that came too late."""

    NOTHING = "nothing"
    KEPT = "kept"
    TOO_LONG = "too long"
    FULL = "full"


LOST = {
    Outcome.TOO_LONG: _(
        "U bent uitgelogd, en uw tekst is te lang om te bewaren. Ga met de terugknop van uw "
        "browser terug naar uw tekst. Kopieer die eerst, en log dan in."
    ),
    Outcome.FULL: _(
        "U bent uitgelogd, en Regie kan uw tekst nu niet bewaren. Ga met de terugknop van uw "
        "browser terug naar uw tekst. Kopieer die eerst, en log dan in."
    ),
}
"""What is said when a text is not kept."""


@dataclass(frozen=True)
class KeptForm:
    """Where it was sent to, and its fields by name in their order."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[str]:
        """What somebody typed, without numbers of rows and choices."""
        said = (value.strip() for _name, value in self.fields)
        return [value for value in said if " " in value or len(value) >= LONG]

    @property
    def size(self) -> int:
        """Characters of everything that was sent."""
        return len(self.path) + sum(len(name) + len(value) for name, value in self.fields)


def keep(request: HttpRequest, gemeente: str) -> Outcome:
    """Keep the form of this request, when a person sent it and something was typed. 6 queries."""
    form = _sent(request)
    if form is None or not form.texts:
        return Outcome.NOTHING
    known = is_known(request)
    if form.size > MOST[known]:
        return Outcome.TOO_LONG
    forget(request)
    tidy()
    if form.size + _waiting(known=known) > ROOM[known]:
        return Outcome.FULL
    request.session[KEY] = _stored(form, gemeente, known=known)
    return Outcome.KEPT


def _sent(request: HttpRequest) -> KeptForm | None:
    """What a person sent with this request; None for who only looks, and for scripts."""
    if request.method != "POST" or "text/html" not in request.headers.get("Accept", ""):
        return None
    fields = tuple(
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != UNSENT
    )
    return KeptForm(request.get_full_path(), fields)


def _waiting(*, known: bool) -> int:
    found: int | None = LateForm.objects.filter(known=known).aggregate(all=Sum("size"))["all"]
    return found or 0


def _stored(form: KeptForm, gemeente: str, *, known: bool) -> dict[str, object]:
    """What the session remembers of it; where no municipality is, nothing but that is stored."""
    key = uuid4()
    if Municipality.objects.filter(slug=gemeente).exists():
        LateForm.objects.create(
            key=key, path=form.path, fields=form.fields, size=form.size, known=known
        )
    return {"path": form.path, "key": str(key), "at": int(time.time())}


def waits(request: HttpRequest, gemeente: str) -> bool:
    """Whether a form was kept for this municipality that is not too old; no queries."""
    return _mark(request, gemeente) is not None


def _mark(request: HttpRequest, gemeente: str) -> dict[str, object] | None:
    found: dict[str, object] | None = getattr(request, "session", {}).get(KEY)
    if not found or "key" not in found or time.time() - int(str(found["at"])) > SECONDS:
        return None
    return found if str(found["path"]).startswith(f"/{gemeente}/") else None


def kept(request: HttpRequest, gemeente: str) -> KeptForm | None:
    """The form that was kept for this municipality, if it is not too old. 1 query at most."""
    mark = _mark(request, gemeente)
    row = LateForm.objects.filter(key=UUID(str(mark["key"]))).first() if mark else None
    return KeptForm(row.path, tuple((name, value) for name, value in row.fields)) if row else None


def forget(request: HttpRequest) -> None:
    """Throw it away. 1 query, none when nothing waits."""
    found = request.session.pop(KEY, None)
    if found and "key" in found:
        LateForm.objects.filter(key=UUID(found["key"])).delete()


def arrived(request: HttpRequest) -> None:
    """Throw it away when it is sent again now."""
    found = request.session.get(KEY) if request.method == "POST" else None
    if found and found["path"] == request.get_full_path():
        forget(request)


def tidy() -> int:
    """Throw away forms older than an hour, and sessions that ended; answers how many forms.

    Called by the clock too. 2 queries.
    """
    SessionStore.clear_expired()
    old = timezone.now() - timedelta(seconds=SECONDS)
    with transaction.atomic():
        return LateForm.objects.filter(at__lt=old).delete()[0]


# --- a browser that is known ----------------------------------------------------------------------


def is_known(request: HttpRequest) -> bool:
    """Whether somebody is signed in here, or was in the last three months. No queries beside those
    of the session."""
    if hasattr(request, "user") and request.user.is_authenticated:
        return True
    told = request.get_signed_cookie(KNOWN, None, salt=SALT, max_age=KNOWN_SECONDS)
    return told is not None


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let this browser be known, once somebody is signed in."""
    if KNOWN in request.COOKIES:
        return
    response.set_signed_cookie(
        KNOWN,
        "1",
        salt=SALT,
        max_age=KNOWN_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
