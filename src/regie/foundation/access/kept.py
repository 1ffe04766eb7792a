"""A form that arrived after its sender was signed out: kept until that person is back.

It lies in the session of that browser for an hour and nowhere else, and it is sent again only when
somebody presses the button. Nobody loses an hour of writing to a session that ended.
"""

import time
from dataclasses import dataclass

from django.http import HttpRequest

KEY = "kept_form"
MOST = 500_000
"""Characters. What is longer is a file, or no text of a person."""
SECONDS = 3600
UNSENT = "csrfmiddlewaretoken"
"""The field that is new on every page."""
LONG = 40
"""From so many characters on, a text without spaces is shown too."""


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


def keep(request: HttpRequest) -> bool:
    """Keep the form of this request, when a person sent it and something was typed."""
    if request.method != "POST" or "text/html" not in request.headers.get("Accept", ""):
        return False
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != UNSENT
    ]
    form = KeptForm(request.get_full_path(), tuple(fields))
    if not form.texts or sum(len(value) for _name, value in fields) > MOST:
        return False
    request.session[KEY] = {"path": form.path, "fields": fields, "at": int(time.time())}
    return True


def kept(request: HttpRequest, gemeente: str) -> KeptForm | None:
    """The form that was kept for this municipality, if it is not too old; no queries."""
    found = request.session.get(KEY) if hasattr(request, "session") else None
    if not found or time.time() - found["at"] > SECONDS:
        return None
    form = KeptForm(found["path"], tuple((name, value) for name, value in found["fields"]))
    return form if form.path.startswith(f"/{gemeente}/") else None


def forget(request: HttpRequest) -> None:
    """Throw it away."""
    request.session.pop(KEY, None)


def arrived(request: HttpRequest) -> None:
    """Throw it away when it is sent again now."""
    found = request.session.get(KEY) if request.method == "POST" else None
    if found and found["path"] == request.get_full_path():
        forget(request)
