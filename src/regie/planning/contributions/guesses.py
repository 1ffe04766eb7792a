"""Counting wrong codes per address, so that nobody can try them one after the other.

Only wrong codes count: a full council chamber behind one address joins without waiting. They are
counted in the database, so that all processes of a server count together. Whose address it is, also
behind a proxy, is asked where signing in asks it.
"""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from regie.planning.contributions.models import WrongCode

MOST = 30
WINDOW = 10 * 60
"""Wrong codes from one address in so many seconds."""


def too_many(request: HttpRequest) -> bool:
    """Whether this address guessed wrong too often. 1 query."""
    since = timezone.now() - timedelta(seconds=WINDOW)
    rows = WrongCode.objects.filter(address=_address(request), at__gt=since)
    return rows.count() >= MOST


def count_wrong(request: HttpRequest) -> None:
    """Remember one wrong code, and forget those that no longer count. 2 queries."""
    WrongCode.objects.filter(at__lte=timezone.now() - timedelta(seconds=WINDOW)).delete()
    WrongCode.objects.create(address=_address(request))


def _address(request: HttpRequest) -> str:
    seen: str = get_adapter(request).get_client_ip(request)
    return salted_hmac("contributions.wrong_code", seen, algorithm="sha256").hexdigest()
