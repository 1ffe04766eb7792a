"""Counting wrong codes per address, so that nobody can try them one after the other.

Only wrong codes count: a full council chamber behind one address joins without waiting. The
counter lives in the cache of the process; with several processes somebody has a few more guesses,
on more than a hundred billion codes.
"""

from django.core.cache import cache
from django.http import HttpRequest

MOST = 30
WINDOW = 10 * 60
"""Wrong codes from one address in so many seconds."""


def too_many(request: HttpRequest) -> bool:
    """Whether this address guessed wrong too often; no queries."""
    return int(cache.get(_key(request), 0)) >= MOST


def count_wrong(request: HttpRequest) -> None:
    """Remember one wrong code."""
    key = _key(request)
    if not cache.add(key, 1, WINDOW):
        try:
            cache.incr(key)
        except ValueError:  # it lapsed just now
            cache.set(key, 1, WINDOW)


def _key(request: HttpRequest) -> str:
    return f"priority_sessions.wrong.{request.META.get('REMOTE_ADDR', '')}"
