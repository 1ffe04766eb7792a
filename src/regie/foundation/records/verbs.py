"""The verbs of the log in words. Rooms describe their own; the log knows none of them."""

from collections.abc import Mapping

from django.utils.functional import Promise

_VERBS: dict[str, str | Promise] = {}


def describe(verbs: Mapping[str, str | Promise]) -> None:
    """Say in Dutch (lazily translated) what each verb code of a room means.

    Call it in `ready()` of the room's app. Describing a verb twice with other words is a
    mistake and raises `ValueError`.
    """
    for code, words in verbs.items():
        known = _VERBS.setdefault(code, words)
        if known != words:
            raise ValueError(f"the verb {code} already has other words")


def in_words(code: str) -> str:
    """The verb in the reader's language; the bare code when no room described it."""
    return str(_VERBS.get(code, code))
