"""Who acts on a page, and a refusal in words; for the pages of this room and the one above."""

from typing import TypedDict

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from regie.evidence.formats.refusals import RefusedError
from regie.foundation.access.guards import MemberRequest
from regie.foundation.accounts.models import User


class Who(TypedDict):
    """Who acts, in which role."""

    actor: User
    role: str


def who(request: MemberRequest) -> Who:
    """The member behind a request."""
    return {"actor": request.user, "role": request.membership.role}


def said(refusal: Exception) -> str:
    """A refusal in the reader's language."""
    if isinstance(refusal, RefusedError):
        return _(refusal.sentence) % refusal.params
    return str(refusal)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None for who only looks."""
    return request.POST if request.method == "POST" else None


def with_seen(sent: QueryDict, name: str, value: object) -> QueryDict:
    """What was typed, on top of what another saved: saving once more is a choice now."""
    data = sent.copy()
    data[name] = str(value)
    return data
