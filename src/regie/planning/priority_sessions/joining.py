"""Who this browser is in a session: the secret of a participant, and the cookie that holds it.

A participant has a secret; the database knows only its SHA-256, so that a ballot kept under a key
made from the secret cannot be laid beside the person by who has the database.

In a session without names the secret is a random one that lives in a signed cookie and nowhere
else. In a session for who is signed in it follows from the person, the session and the key of the
server: so a second device of the same person is the same participant, and nobody needs a cookie.
"""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from regie.foundation.accounts.models import User
from regie.planning.priority_sessions.models import Joining, Participant, PrioritySession

COOKIE = "deelname"
AGE = 60 * 24 * 60 * 60
"""Seconds that a browser remembers a session: two months, for who looks back."""


@dataclass(frozen=True)
class Presence:
    """Who a browser is in one session.

    `participant` is None for who has not joined. `secret` is what keys of ballots are made from.
    `forged` means that the cookie was not written by this server.
    """

    participant: Participant | None = None
    secret: str = ""
    forged: bool = False

    @property
    def removed(self) -> bool:
        """Whether the facilitator took this participant out."""
        return self.participant is not None and self.participant.removed_at is not None

    @property
    def taking_part(self) -> bool:
        """Whether this browser is a participant who was not taken out."""
        return self.participant is not None and not self.removed


NOBODY = Presence()


def presence(request: HttpRequest, session: PrioritySession) -> Presence:
    """Who this browser is in `session`. At most 1 query."""
    if session.joining == Joining.SIGNED_IN:
        user = request.user
        if not isinstance(user, User):
            return NOBODY
        return _known(session, secret_of_member(session, user))
    secret = secret_in(request, session)
    if secret is None:
        return Presence(forged=True)
    return _known(session, secret) if secret else NOBODY


def secret_in(request: HttpRequest, session: PrioritySession) -> str | None:
    """The secret in the cookie; "" without a cookie, None for one that is not ours."""
    name = cookie_name(session)
    if name not in request.COOKIES:
        return ""
    try:
        return request.get_signed_cookie(name, salt=_salt(session), max_age=AGE)
    except BadSignature:
        return None


def participant(session: PrioritySession, secret: str) -> Participant | None:
    """The participant with this secret, also one who was taken out. 1 query."""
    rows = Participant.objects.filter(session=session, key_hash=digest(secret))
    return rows.order_by().first()


def _known(session: PrioritySession, secret: str) -> Presence:
    found = participant(session, secret)
    return Presence(found, secret) if found else NOBODY


def fresh_secret() -> str:
    """A secret nobody can guess."""
    return secrets.token_urlsafe(24)


def secret_of_member(session: PrioritySession, user: User) -> str:
    """The secret of somebody who is signed in: the same on every device."""
    words = f"{session.pk}:{session.code}:{user.pk}"
    return salted_hmac("priority_sessions.member", words, algorithm="sha256").hexdigest()


def digest(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def remember(response: HttpResponse, session: PrioritySession, secret: str) -> None:
    """Give the browser its secret, for a session without names."""
    response.set_signed_cookie(
        cookie_name(session),
        secret,
        salt=_salt(session),
        max_age=AGE,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def cookie_name(session: PrioritySession) -> str:
    """One cookie per session: taking part in two at a time is fine."""
    return f"{COOKIE}-{session.pk}"


def _salt(session: PrioritySession) -> str:
    """The cookie of one session is worth nothing in another."""
    return f"priority_sessions.{session.pk}"
